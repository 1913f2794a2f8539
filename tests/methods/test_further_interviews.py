from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kangni.core.errors import MethodInput
from kangni.core.undefined import Undefined
from kangni.methods.columns import Bools
from kangni.methods.further_interviews import Estimate, curve, next_interview
from kangni.methods.richness import chao2, coverage, coverage_at, extrapolated, rarefied

tables = st.integers(3, 9).flatmap(
    lambda n: st.lists(st.lists(st.booleans(), min_size=n, max_size=n), min_size=2, max_size=12).map(
        lambda codes: np.array(codes, dtype=np.bool_).T
    )
)


def counted(has: Bools) -> dict[str, int]:
    """Return what the formulas of one sample ask for."""
    times = has.sum(axis=0)
    return {"interviews": has.shape[0], "once": int((times == 1).sum())}


def added(has: Bools) -> tuple[float, float]:
    """Return new codes of the next interview, and coverage, by the functions for one sample."""
    times, own = has.sum(axis=0), counted(has)
    seen, twice = int((times > 0).sum()), int((times == 2).sum())
    unseen = chao2(seen=seen, twice=twice, **own).unseen
    more = extrapolated(more=1, seen=seen, unseen=unseen, **own)
    known = coverage(mentions=int(has.sum()), unseen=unseen, **own)
    assert isinstance(more, float)
    assert isinstance(known, float)
    return more - seen, known


@given(tables.filter(lambda has: (has.sum(axis=0) > 1).any()))
def test_the_interval_is_that_of_leaving_each_interview_out_in_turn(has: Bools) -> None:
    found, n = next_interview(has), has.shape[0]
    whole = added(has)
    left_out = np.array([added(np.delete(has, i, axis=0)) for i in range(n)])
    error = np.sqrt((n - 1) / n * ((left_out - left_out.mean(axis=0)) ** 2).sum(axis=0))
    t = {3: 4.302653, 4: 3.182446, 5: 2.776445, 6: 2.570582, 7: 2.446912, 8: 2.364624, 9: 2.306004}[n]
    for estimate, value, reach, most in zip((found.new, found.known), whole, t * error, (np.inf, 1.0), strict=True):
        assert estimate.value == pytest.approx(value)
        assert estimate.low == pytest.approx(max(0, value - reach), abs=1e-5)
        assert estimate.high == pytest.approx(min(most, value + reach), abs=1e-5)


@given(tables)
def test_as_the_last_one_an_interview_brings_the_codes_that_only_it_has(has: Bools) -> None:
    brought = [int((has[i] & ~np.delete(has, i, axis=0).any(axis=0)).sum()) for i in range(has.shape[0])]
    assert next_interview(has).as_last.tolist() == brought


@given(tables)
def test_a_curve_never_falls_and_lies_in_its_interval(has: Bools) -> None:
    found = curve(has, sizes=np.arange(1, 2 * has.shape[0] + 1), resamples=20, rng=np.random.default_rng(1))
    assert (np.diff(found.expected) > -1e-9).all()
    assert (found.low <= found.expected + 1e-9).all()
    assert (found.high >= found.expected - 1e-9).all()
    assert (found.low[has.shape[0] :] >= has.any(axis=0).sum() - 1e-9).all()


def test_the_spread_of_a_curve_is_that_of_participants_drawn_again() -> None:
    has = np.random.default_rng(2).random((8, 30)) < 0.3
    found = curve(has, sizes=np.array([4]), resamples=4000, rng=np.random.default_rng(3))
    rng = np.random.default_rng(4)
    drawn = [rarefied(has[rng.integers(8, size=8)].sum(axis=0), interviews=8)[3] for _ in range(4000)]
    assert found.high[0] - found.expected[0] == pytest.approx(1.96 * np.std(drawn), rel=0.05)


def test_one_interview_has_no_next_one_and_two_have_no_interval() -> None:
    one, two = np.ones((1, 3), dtype=np.bool_), np.array([[1, 1, 0], [1, 0, 1]], dtype=np.bool_)
    assert next_interview(one).new.value == Undefined("fewer than two interviews")
    few = Undefined("fewer than three interviews")
    assert next_interview(two).new == Estimate(0.5, few, few)  # Q1 2, Q2 1: f0 = 1/2 4 / 2, new f0 2 / (2 f0 + 2)
    assert next_interview(two[:, :0]).known.value == Undefined("no code was seen")
    beyond = curve(two, sizes=np.array([2, 3]), resamples=9, rng=np.random.default_rng(1))
    assert np.isnan(beyond.high).tolist() == [False, True]
    assert np.isnan(curve(one, sizes=np.array([1, 2]), resamples=9, rng=np.random.default_rng(1)).expected[1])


def test_what_nothing_can_be_drawn_from_is_refused() -> None:
    with pytest.raises(MethodInput, match="1 resamples"):
        curve(np.ones((3, 2), dtype=np.bool_), sizes=np.array([1]), resamples=1, rng=np.random.default_rng(1))
    with pytest.raises(MethodInput, match="two interviews"):
        coverage_at(np.array([1]), interviews=1, sizes=np.array([1]))


@given(tables.filter(lambda has: has.any()))
def test_coverage_after_all_interviews_is_coverage_and_it_never_falls(has: Bools) -> None:
    n, times = has.shape[0], has.sum(axis=0)
    known = coverage_at(times, interviews=n, sizes=np.arange(1, 2 * n + 1))
    unseen = chao2(seen=int((times > 0).sum()), twice=int((times == 2).sum()), **counted(has)).unseen
    assert known[n - 1] == pytest.approx(coverage(mentions=int(times.sum()), unseen=unseen, **counted(has)))
    assert (np.diff(known[:n]) > -1e-9).all()
    assert (np.diff(known[n - 1 :]) > -1e-9).all()
