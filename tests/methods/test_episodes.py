from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kangni.core.errors import MethodInput
from kangni.core.undefined import Undefined
from kangni.methods.columns import Ints
from kangni.methods.episodes import TransitionCounts, count_transitions, first_passage, is_in_order, median_rank


def count(episodes: list[list[int]], *, told_by: list[int] | None = None, stages: int = 4) -> TransitionCounts:
    lengths = [len(told) for told in episodes]
    people = told_by or list(range(len(episodes)))
    stage: Ints = np.array([stage for told in episodes for stage in told], dtype=np.int64)
    return count_transitions(
        np.repeat(np.arange(len(episodes)), lengths),
        np.repeat(np.array(people, np.int64), lengths),
        stage,
        stages=stages,
    )


def test_no_step_leads_from_one_episode_to_the_next() -> None:
    assert count([[0, 1], [2, 3]]).steps.sum() == 2


def test_a_step_taken_twice_in_one_episode_counts_twice_and_as_one_episode() -> None:
    counts = count([[0, 1, 0, 1]])
    assert (counts.steps[0, 1], counts.episodes[0, 1], counts.participants[0, 1]) == (2, 1, 1)


def test_two_episodes_of_one_person_are_one_participant() -> None:
    counts = count([[0, 1], [0, 1]], told_by=[5, 5])
    assert (counts.episodes[0, 1], counts.participants[0, 1]) == (2, 1)


@given(st.lists(st.lists(st.integers(0, 3), max_size=7), max_size=6))
def test_steps_are_one_fewer_than_moments_in_each_episode(episodes: list[list[int]]) -> None:
    counts = count(episodes)
    assert counts.steps.sum() == sum(max(len(told) - 1, 0) for told in episodes)
    assert (counts.participants <= counts.episodes).all()
    assert (counts.episodes <= counts.steps).all()


def test_columns_of_different_length_are_refused() -> None:
    with pytest.raises(MethodInput, match="length"):
        count_transitions(np.array([0]), np.array([0, 0]), np.array([0, 1]), stages=2)


@pytest.mark.parametrize(
    ("told", "agrees"), [([], True), ([2], True), ([0, 2, 2, 3], True), ([0, 2, 1], False), ([1, 0], False)]
)
def test_a_told_order_agrees_unless_it_runs_back(told: list[int], agrees: bool) -> None:  # noqa: FBT001
    assert is_in_order(told) is agrees


def test_the_median_rank_is_a_rank_or_two_and_never_a_mean() -> None:
    assert median_rank([1, 4, 4]) == (4,)
    assert median_rank([1, 1, 4, 4]) == (1, 4)
    assert median_rank([]) == ()


def test_every_way_surely_ends_when_all_roads_lead_on() -> None:
    steps = [passage.steps for passage in first_passage(np.array([[0, 2], [0, 0]]), absorbing=[1])]
    assert steps == [1, 0]


def test_a_stage_that_nothing_leaves_has_no_passage_and_neither_has_one_that_may_end_there() -> None:
    # 0 leads to 1 and 2; nothing leaves 1; 2 leads to the end 3
    moves = np.array([[0, 1, 1, 0], [0, 0, 0, 0], [0, 0, 0, 1], [0, 0, 0, 0]])
    passages = first_passage(moves, absorbing=[3])
    assert passages[0].steps == Undefined("the end may never be reached")
    assert passages[1].steps == Undefined("nothing leads on from this stage")
    assert passages[2].steps == 1


def test_going_round_for_ever_has_no_passage() -> None:
    moves = np.array([[0, 1, 0], [1, 0, 0], [0, 0, 0]])
    assert first_passage(moves, absorbing=[2])[0].deviation == Undefined("the end may never be reached")


def test_what_leaves_the_end_does_not_matter() -> None:
    closed, left = np.array([[0, 1], [0, 0]]), np.array([[0, 1], [3, 1]])
    assert first_passage(closed, absorbing=[1]) == first_passage(left, absorbing=[1])


@pytest.mark.parametrize("moves", [np.zeros((2, 3)), np.array([[0, -1], [0, 0]])])
def test_what_is_no_square_array_of_counts_is_refused(moves: Ints) -> None:
    with pytest.raises(MethodInput, match="square"):
        first_passage(moves, absorbing=[1])


def test_a_passage_without_an_end_is_refused() -> None:
    with pytest.raises(MethodInput, match="ends"):
        first_passage(np.zeros((2, 2)), absorbing=[])


@given(st.integers(1, 9), st.integers(1, 9))
def test_waiting_in_one_stage_is_geometric(stay: int, go: int) -> None:
    passage = first_passage(np.array([[stay, go], [0, 0]]), absorbing=[1])[0]
    leave = go / (stay + go)
    assert passage.steps == pytest.approx(1 / leave)
    assert passage.deviation == pytest.approx((1 - leave) ** 0.5 / leave)
