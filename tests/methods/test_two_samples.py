from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from kangni.core.errors import MethodInput
from kangni.core.undefined import Undefined
from kangni.methods.two_samples import cliffs_delta, permutation_test, rank_test

RNG = np.random.default_rng(5)
numbers = st.lists(st.integers(0, 8), min_size=2, max_size=6)


def distance(first: np.ndarray[tuple[int, ...], np.dtype[np.float64]], second: object, axis: int) -> object:
    return np.abs(first.mean(axis) - np.asarray(second).mean(axis))


@given(numbers, numbers)
@settings(max_examples=40, deadline=None)
def test_the_exact_p_value_equals_that_of_scipy(first: list[int], second: list[int]) -> None:
    by_scipy = stats.permutation_test(  # type: ignore[call-overload]  # its stubs know no statistic of this shape
        (first, second), distance, vectorized=True, alternative="greater", n_resamples=np.inf
    )
    assert permutation_test(first, second, rng=RNG).p == pytest.approx(by_scipy.pvalue)


@given(st.lists(st.floats(-5, 5), min_size=6, max_size=13, unique=True))
@settings(max_examples=30, deadline=None)
def test_without_ties_the_rank_test_is_that_of_mann_and_whitney(values: list[float]) -> None:
    first, second = values[:4], values[4:]
    assert rank_test(first, second, rng=RNG).p == pytest.approx(
        stats.mannwhitneyu(first, second, method="exact").pvalue
    )


def test_more_than_a_million_divisions_are_drawn_at_random_from_a_seed_with_their_error() -> None:
    first, second = list(range(30)), list(range(8, 38))
    one = permutation_test(first, second, rng=np.random.default_rng(7))
    again = permutation_test(first, second, rng=np.random.default_rng(7))
    assert one == again
    assert (one.is_exact, one.divisions) == (False, 19_999)
    assert not isinstance(one.p, Undefined)
    assert not isinstance(one.error, Undefined)
    by_t = stats.ttest_ind(first, second).pvalue
    assert abs(one.p - by_t) < 4 * one.error + 0.002


def test_equal_numbers_are_reached_by_every_division() -> None:
    assert permutation_test([2, 2, 2], [2, 2], rng=RNG).p == 1


def test_an_empty_group_is_undefined_and_a_single_member_has_no_interval() -> None:
    assert isinstance(permutation_test([], [1.0], rng=RNG).p, Undefined)
    assert isinstance(cliffs_delta([1.0], []).delta, Undefined)
    one = cliffs_delta([3.0], [1.0, 2.0])
    assert one.delta == 1
    assert isinstance(one.interval.lower, Undefined)


def test_numbers_that_are_none_are_refused() -> None:
    with pytest.raises(MethodInput, match="finite"):
        rank_test([float("nan")], [1.0], rng=RNG)


def test_groups_that_do_not_overlap_reach_to_one_and_are_still_unsure_for_five_people() -> None:
    found = cliffs_delta([6, 7, 8, 9, 10], [1, 2, 3, 4, 5]).interval
    assert found.upper == 1
    assert found.lower == pytest.approx((5 - 1.959964**2) / (5 + 1.959964**2), abs=1e-6)


@given(st.lists(st.integers(0, 9), min_size=2, max_size=9), st.lists(st.integers(0, 9), min_size=2, max_size=9))
def test_the_interval_holds_delta_and_turns_with_the_groups(first: list[int], second: list[int]) -> None:
    here, there = cliffs_delta(first, second), cliffs_delta(second, first)
    assert not isinstance(here.delta, Undefined)
    assert not isinstance(there.delta, Undefined)
    lower, upper = here.interval.lower, here.interval.upper
    assert not isinstance(lower, Undefined)
    assert not isinstance(upper, Undefined)
    assert -1 <= lower <= here.delta <= upper <= 1
    assert here.delta == pytest.approx(-there.delta)
    assert there.interval.lower == pytest.approx(-upper)
