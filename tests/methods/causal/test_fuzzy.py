from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kangni.core.errors import MethodInput
from kangni.core.undefined import Undefined
from kangni.methods.causal.attractors import attractors, is_contraction
from kangni.methods.causal.fuzzy import (
    Cycle,
    FixedPoint,
    Fuzzy,
    Rule,
    Transfer,
    clamps_of,
    scenario,
    settle,
)

CHAIN = np.array([[0.0, 1.0], [0.0, 0.0]])
TOGETHER = np.array([[0.0, 5.0], [5.0, 0.0]])


def rng() -> np.random.Generator:
    return np.random.default_rng(7)


def test_a_clamped_concept_stays_where_it_is_held() -> None:
    found = settle(CHAIN, np.zeros(2), Fuzzy(Rule.KOSKO), clamps={0: 0.9})
    assert isinstance(found, FixedPoint)
    assert found.levels == pytest.approx([0.9, 1 / (1 + np.exp(-0.9))])


def test_sources_fall_to_rest_unless_they_are_held() -> None:
    free = settle(CHAIN, np.array([0.9, 0.0]), Fuzzy(Rule.KOSKO))
    held = settle(CHAIN, np.array([0.9, 0.0]), Fuzzy(Rule.KOSKO, hold_sources=True))
    assert isinstance(free, FixedPoint)
    assert isinstance(held, FixedPoint)
    assert (free.levels[0], held.levels[0]) == (0.5, 0.9)


def test_a_clamp_wins_over_a_held_source() -> None:
    found = settle(CHAIN, np.array([0.9, 0.0]), Fuzzy(Rule.KOSKO, hold_sources=True), clamps={0: 0.2})
    assert isinstance(found, FixedPoint)
    assert found.levels[0] == 0.2


def test_contradictory_clamps_are_refused() -> None:
    with pytest.raises(MethodInput, match=r"concept 1 cannot be held at 0.2 and at 0.8"):
        clamps_of([(1, 0.2), (1, 0.8)], concepts=2, transfer=Transfer.SIGMOID)


def test_the_same_clamp_twice_is_one() -> None:
    assert clamps_of([(1, 0.2), (1, 0.2)], concepts=2, transfer=Transfer.SIGMOID) == {1: 0.2}


@pytest.mark.parametrize(("concept", "level"), [(2, 0.5), (-1, 0.5), (0, -0.5), (0, 1.5), (0, float("nan"))])
def test_a_clamp_that_no_concept_can_have_is_refused(concept: int, level: float) -> None:
    with pytest.raises(MethodInput):
        clamps_of([(concept, level)], concepts=2, transfer=Transfer.SIGMOID)


def test_a_hyperbolic_level_may_be_negative() -> None:
    assert clamps_of([(0, -0.5)], concepts=1, transfer=Transfer.TANH) == {0: -0.5}


@pytest.mark.parametrize("weights", [np.zeros((2, 3)), np.zeros((3, 3)), np.full((2, 2), np.nan)])
def test_a_matrix_that_does_not_fit_is_refused(weights: np.ndarray) -> None:
    with pytest.raises(MethodInput):
        settle(weights, np.zeros(2), Fuzzy())


def test_a_steepness_of_nothing_is_refused() -> None:
    with pytest.raises(MethodInput):
        Fuzzy(steepness=0)


def test_a_cycle_is_no_fixed_point_and_a_scenario_on_it_is_undefined() -> None:
    turn = np.array([[0.0, 1.0], [-1.0, 0.0]])
    fuzzy = Fuzzy(Rule.KOSKO, Transfer.TRIVALENT)
    assert isinstance(settle(turn, np.ones(2), fuzzy), Cycle)
    assert scenario(turn, np.ones(2), fuzzy, clamps={0: 1.0}) == Undefined("a run ends in a cycle")


def test_a_wave_that_dies_away_slowly_is_no_cycle() -> None:
    dying = np.array([[0.0, 1.0], [-0.995, 0.0]])
    found = settle(dying, np.array([0.01, 0.0]), Fuzzy(Rule.KOSKO, Transfer.TANH))
    assert isinstance(found, FixedPoint)
    assert found.levels == pytest.approx([0, 0], abs=1e-6)


def test_a_wave_with_room_to_swing_is_a_cycle() -> None:
    swinging = np.array([[-4.0]])
    found = settle(swinging, np.array([0.3]), Fuzzy(Rule.KOSKO, Transfer.TANH))
    assert isinstance(found, Cycle)
    assert found.period == 2


def test_concepts_that_hold_each_other_up_have_more_than_one_end() -> None:
    found = attractors(TOGETHER, Fuzzy(transfer=Transfer.TANH), rng=rng())
    assert not found.unique
    assert found.starts == 20
    levels = [end.levels.round(3).tolist() for end in found.ends if isinstance(end, FixedPoint)]
    assert sorted(levels) == [[-1, -1], [1, 1]]
    assert sum(found.times) + found.unsettled == 20
    assert found.times[0] >= found.times[1]


def test_a_cycle_is_one_end_whichever_state_was_met_first() -> None:
    turn = np.array([[0.0, 1.0], [-1.0, 0.0]])
    found = attractors(turn, Fuzzy(Rule.KOSKO, Transfer.TRIVALENT), rng=rng())
    cycles = [end for end in found.ends if isinstance(end, Cycle)]
    assert [end.period for end in cycles] == [4, 4]  # through the corners, and through the sides


def test_a_contraction_asks_for_one_start() -> None:
    found = attractors(CHAIN, Fuzzy(Rule.KOSKO), rng=rng())
    assert (found.unique, found.starts, len(found.ends)) == (True, 1, 1)


@pytest.mark.parametrize(
    ("rule", "transfer", "steepness", "expected"),
    [
        (Rule.KOSKO, Transfer.SIGMOID, 3.9, True),  # 3.9 / 4 x 1 < 1
        (Rule.KOSKO, Transfer.SIGMOID, 4.0, False),
        (Rule.MODIFIED, Transfer.SIGMOID, 1.9, True),
        (Rule.RESCALED, Transfer.SIGMOID, 0.9, True),
        (Rule.RESCALED, Transfer.SIGMOID, 1.0, False),
        (Rule.KOSKO, Transfer.TANH, 0.9, True),
        (Rule.KOSKO, Transfer.BIVALENT, 0.1, False),
    ],
)
def test_a_contraction_is_told_by_slope_and_columns(
    rule: Rule, transfer: Transfer, steepness: float, *, expected: bool
) -> None:
    assert is_contraction(CHAIN, Fuzzy(rule, transfer, steepness)) is expected


@given(
    st.integers(0, 2**32 - 1),
    st.sampled_from(list(Rule)),
    st.sampled_from([Transfer.SIGMOID, Transfer.TANH]),
)
def test_a_contraction_ends_in_the_same_state_from_every_start(seed: int, rule: Rule, transfer: Transfer) -> None:
    chance = np.random.default_rng(seed)
    weights = chance.uniform(-0.2, 0.2, (4, 4))
    fuzzy = Fuzzy(rule, transfer, 0.2)
    assert is_contraction(weights, fuzzy)
    first, second = (settle(weights, chance.uniform(transfer.lowest, 1, 4), fuzzy) for _ in range(2))
    assert isinstance(first, FixedPoint)
    assert isinstance(second, FixedPoint)
    assert first.levels == pytest.approx(second.levels, abs=1e-7)


def test_a_scenario_and_its_baseline_clamp_the_same_concepts() -> None:
    with pytest.raises(MethodInput):
        scenario(CHAIN, np.zeros(2), Fuzzy(), clamps={0: 1.0}, baseline={1: 0.0})
