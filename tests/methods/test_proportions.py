from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kangni.core.errors import MethodInput
from kangni.core.undefined import Number, Undefined
from kangni.methods.proportions import (
    Interval,
    ShareInterval,
    clopper_pearson,
    dirichlet,
    garwood,
    goodman,
    jeffreys,
    share_interval,
    wilson,
)

KINDS: list[ShareInterval] = ["wilson", "jeffreys", "clopper-pearson"]
counts_of_n = st.integers(1, 300).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


def number(value: Number) -> float:
    assert isinstance(value, float)
    return value


def ends(interval: Interval) -> tuple[float, float]:
    return number(interval.lower), number(interval.upper)


@pytest.mark.parametrize("kind", KINDS)
@given(counts_of_n)
def test_the_share_lies_in_its_interval_and_that_between_0_and_1(kind: ShareInterval, drawn: tuple[int, int]) -> None:
    count, n = drawn
    lower, upper = ends(share_interval(count, n, kind=kind))
    assert 0 <= lower <= count / n <= upper <= 1


@pytest.mark.parametrize("kind", KINDS)
@given(counts_of_n)
def test_an_interval_mirrors_when_those_with_and_without_change_places(
    kind: ShareInterval, drawn: tuple[int, int]
) -> None:
    count, n = drawn
    lower, upper = ends(share_interval(count, n, kind=kind))
    mirrored_lower, mirrored_upper = ends(share_interval(n - count, n, kind=kind))
    assert (lower, upper) == pytest.approx((1 - mirrored_upper, 1 - mirrored_lower), abs=1e-9)


@given(counts_of_n)
def test_more_confidence_makes_a_wider_interval(drawn: tuple[int, int]) -> None:
    narrow, wide = (ends(wilson(*drawn, confidence=confidence)) for confidence in (0.8, 0.99))
    assert wide[0] <= narrow[0] <= narrow[1] <= wide[1]


@pytest.mark.parametrize("function", [wilson, jeffreys, clopper_pearson])
def test_a_share_of_nobody_is_undefined(function: type) -> None:
    interval = function(0, 0)
    assert interval == Interval(Undefined("nothing was counted"), Undefined("nothing was counted"))


@given(st.lists(st.integers(0, 50), min_size=2, max_size=6).filter(any))
def test_goodmans_intervals_are_wider_than_wilsons(counts: list[int]) -> None:
    for count, at_once in zip(counts, goodman(counts), strict=True):
        alone, together = ends(wilson(count, sum(counts))), ends(at_once)
        assert together[0] <= alone[0] <= alone[1] <= together[1]


@given(st.lists(st.integers(0, 50), min_size=1, max_size=6).filter(any))
def test_shares_and_posterior_means_add_up_to_one(counts: list[int]) -> None:
    shares = dirichlet(counts)
    assert sum(number(share.share) for share in shares) == pytest.approx(1)
    assert sum(number(share.mean) for share in shares) == pytest.approx(1)


def test_shares_of_nothing_are_undefined_whatever_the_prior_says() -> None:
    assert all(isinstance(share.mean, Undefined) for share in dirichlet([0, 0]))
    assert all(isinstance(interval.lower, Undefined) for interval in goodman([0, 0]))


@given(st.integers(0, 200), st.floats(0.1, 100))
def test_the_rate_lies_in_its_interval(count: int, exposure: float) -> None:
    lower, upper = ends(garwood(count, exposure))
    assert lower <= count / exposure <= upper


def test_a_rate_without_exposure_is_undefined() -> None:
    assert isinstance(garwood(0, 0).upper, Undefined)


@pytest.mark.parametrize(("count", "n", "confidence"), [(-1, 10, 0.95), (11, 10, 0.95), (1, 10, 0.0), (1, 10, 1.0)])
def test_impossible_counts_and_confidences_are_refused(count: int, n: int, confidence: float) -> None:
    with pytest.raises(MethodInput):
        wilson(count, n, confidence=confidence)


def test_a_negative_exposure_and_a_prior_of_nothing_are_refused() -> None:
    with pytest.raises(MethodInput, match="exposure"):
        garwood(1, -1)
    with pytest.raises(MethodInput, match="prior"):
        dirichlet([1, 2], prior=0)
