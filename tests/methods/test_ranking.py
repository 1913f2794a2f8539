from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import spearmanr

from kangni.core.errors import MethodInput
from kangni.core.undefined import Undefined
from kangni.methods.ranking import Places, pareto_front, places, rank_agreement, rank_ranges, score, tied

COUNTS = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3), st.sampled_from([-1.0, 0.0, 1.0])), min_size=1)


def test_askers_come_before_supporters_before_the_size_of_the_effect() -> None:
    askers, supporters = np.array([1, 1, 0, 1]), np.array([2, 3, 9, 2])
    effect = np.array([0.1, 0.0, 5.0, -0.4])
    assert places(askers, supporters, effect).tolist() == [3, 1, 4, 2]


def test_equal_levers_share_a_place() -> None:
    assert places(np.array([1, 1, 0]), np.array([1, 1, 0]), np.array([2.0, -2.0, 9.0])).tolist() == [1, 1, 3]


def test_members_are_ranked_one_by_one() -> None:
    askers = np.array([[1, 0], [0, 1]])
    assert places(askers, askers, np.zeros((2, 2))).tolist() == [[1, 2], [2, 1]]


@settings(max_examples=60, deadline=None)
@given(COUNTS)
def test_a_place_is_one_more_than_the_number_of_levers_before(levers: list[tuple[int, int, float]]) -> None:
    askers, supporters, effect = (np.array(column) for column in zip(*levers, strict=True))
    keys = [(asked, credited, abs(moved)) for asked, credited, moved in levers]
    expected = [1 + sum(other > key for other in keys) for key in keys]
    assert places(askers, supporters, effect).tolist() == expected


def test_unequal_lengths_are_refused() -> None:
    with pytest.raises(MethodInput):
        places(np.array([1]), np.array([1, 2]), np.array([0.0]))


def test_the_range_of_a_place_is_a_place_that_occurred() -> None:
    ranges = rank_ranges(np.array([[1] * 95 + [9] * 5]))
    assert (ranges.low[0], ranges.high[0], ranges.top_three[0]) == (1, 1, 0.95)


def test_levers_with_equal_askers_and_overlapping_ranges_are_tied() -> None:
    ranges = Places(low=np.array([1.0, 2.0, 1.0]), high=np.array([3.0, 5.0, 9.0]), top_three=np.zeros(3))
    assert tied(np.array([2, 2, 1]), ranges).tolist() == [[False, True, False], [True, False, False], [False] * 3]


def test_no_agreement_on_the_sign_makes_the_score_nothing() -> None:
    assert score(3.0, 0.5, 0.9) == 0


@pytest.mark.parametrize("position", [0, 1, 2])
def test_the_score_is_undefined_where_one_of_its_parts_is(position: int) -> None:
    parts: list[float | Undefined] = [0.1, 0.9, 0.5]
    parts[position] = Undefined("why")
    assert score(*parts) == Undefined("why")


def test_equal_points_are_both_on_the_front() -> None:
    assert pareto_front(np.array([[1.0, 2.0], [1.0, 2.0], [0.0, 2.0]])).tolist() == [True, True, False]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), min_size=3, max_size=9))
def test_the_agreement_of_ranks_is_that_of_scipy(pairs: list[tuple[int, int]]) -> None:
    one, other = (np.array(column) for column in zip(*pairs, strict=True))
    found = rank_agreement(one, other)
    if len(set(one.tolist())) == 1 or len(set(other.tolist())) == 1:
        assert found == Undefined("all levers are equal")
    else:
        assert found == pytest.approx(float(spearmanr(one, other).statistic))


def test_two_levers_have_no_agreement_of_ranks() -> None:
    assert rank_agreement(np.array([1, 2]), np.array([1, 2])) == Undefined("fewer than three levers")
