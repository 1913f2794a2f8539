from __future__ import annotations

import numpy as np
import pytest

from kangni.core.errors import MethodInput
from kangni.methods.rates import rates_of_others


def test_the_interval_is_the_middle_of_rates_of_people_drawn_again() -> None:
    made = np.random.default_rng(3)
    counts, said = made.poisson(3, size=(15, 2)), made.uniform(1, 3, size=15)
    found = rates_of_others(counts, said, resamples=20_000, rng=np.random.default_rng(1))
    rng = np.random.default_rng(2)
    drawn = [rng.integers(15, size=15) for _ in range(20_000)]
    rates = np.array([counts[chosen].sum(axis=0) / said[chosen].sum() for chosen in drawn])
    assert found.low == pytest.approx(np.quantile(rates, 0.025, axis=0), rel=0.03)
    assert found.high == pytest.approx(np.quantile(rates, 0.975, axis=0), rel=0.03)


def test_what_one_person_says_alone_may_be_said_by_nobody() -> None:
    counts = np.array([[9], [0], [0], [0]])
    found = rates_of_others(counts, np.ones(4), resamples=2000, rng=np.random.default_rng(1))
    assert found.low[0] == 0
    assert found.high[0] > 9 / 4


def test_everybody_saying_the_same_leaves_no_room() -> None:
    found = rates_of_others(np.full((6, 1), 3), np.full(6, 2.0), resamples=50, rng=np.random.default_rng(1))
    assert (found.low[0], found.high[0]) == (1.5, 1.5)


@pytest.mark.parametrize("exposure", [np.array([1.0]), np.zeros(1)])
def test_one_person_has_no_interval(exposure: np.ndarray[tuple[int], np.dtype[np.float64]]) -> None:
    found = rates_of_others(np.array([[3]]), exposure, resamples=9, rng=np.random.default_rng(1))
    assert np.isnan(found.low[0])


def test_exposures_that_do_not_fit_are_refused() -> None:
    with pytest.raises(MethodInput, match="exposure"):
        rates_of_others(np.ones((2, 1), dtype=np.int64), np.ones(3), resamples=9, rng=np.random.default_rng(1))
    with pytest.raises(MethodInput, match="exposure"):
        rates_of_others(np.ones((2, 1), dtype=np.int64), np.array([1.0, -1]), resamples=9, rng=np.random.default_rng(1))
