from __future__ import annotations

import numpy as np
import pytest

from kangni.core.errors import MethodInput
from kangni.core.undefined import Undefined
from kangni.methods.scales import correlation, effort_reward_ratio, mean_of, reliable_change, reverse, score

UNKNOWN = float("nan")


def test_reversed_items_are_turned_and_the_answers_given_stay_as_they_were() -> None:
    answers = np.array([[1.0, 2.0, UNKNOWN]])
    assert reverse(answers, [2, 3], low=1, high=4)[0, :2].tolist() == [1, 3]
    assert answers[0, 1] == 2


def test_a_sum_over_answered_items_puts_the_persons_mean_for_the_missing() -> None:
    answers = np.array([[1.0, 3.0, UNKNOWN, UNKNOWN]])
    assert score(answers, kind="sum", least=2) == (8.0,)
    assert score(answers, kind="mean", least=2) == (2.0,)
    assert score(answers, kind="sum", least=4) == (Undefined("too few items were answered"),)


def test_nobody_is_scored_on_no_answers() -> None:
    with pytest.raises(MethodInput, match="at least 1"):
        score(np.array([[1.0]]), kind="sum", least=0)


def test_change_without_error_or_spread_is_undefined() -> None:
    assert isinstance(reliable_change(1, 2, deviation=0, reliability=0.8), Undefined)
    assert isinstance(reliable_change(1, 2, deviation=1, reliability=1), Undefined)
    assert isinstance(reliable_change(1, 2, deviation=1, reliability=-0.2), Undefined)


def test_a_mean_of_one_has_no_interval_and_of_nobody_is_none() -> None:
    one = mean_of([3.0])
    assert one.mean == 3
    assert isinstance(one.interval.lower, Undefined)
    assert isinstance(mean_of([]).mean, Undefined)


def test_halves_that_contradict_each_other_correlate_below_nought() -> None:
    found = correlation(np.array([1.0, 2, 3, 4, 5]), np.array([5.0, 4, 3, 2, 1.5]))
    assert not isinstance(found.interval.upper, Undefined)
    assert found.interval.upper < 0


def test_three_people_or_no_spread_have_no_correlation() -> None:
    assert isinstance(correlation(np.array([1.0, 2, 3, UNKNOWN]), np.array([1.0, 2, 3, 4])).r, Undefined)
    assert isinstance(correlation(np.ones(5), np.arange(5.0)).r, Undefined)


def test_effort_above_reward_is_a_ratio_above_one() -> None:
    ratio, logarithm = effort_reward_ratio(12.0, 14.0, effort_items=3, reward_items=7)
    assert ratio == pytest.approx(2)
    assert logarithm == pytest.approx(0.693147, abs=1e-6)
    missing = Undefined("too few items were answered")
    assert effort_reward_ratio(12.0, missing, effort_items=3, reward_items=7) == (missing, missing)
