"""Truths of fuzzy cognitive maps: METHODS.md section 7.

The eight-concept map is that of the fcmpy documentation, whose printed end levels (tolerance .001, at most 50 steps)
fcmpy 0.0.21 reproduces. The further ends and differences were computed for METHODS.md on their own path.
"""

from __future__ import annotations

import numpy as np
import pytest

from kangni.core.undefined import Undefined
from kangni.methods.causal.fuzzy import Cycle, FixedPoint, Fuzzy, Rule, Transfer, scenario, settle
from kangni.methods.columns import Floats

# C1 ... C8; W[i, j] is the effect of i on j
EIGHT = np.array([
    [0.0, 0.0, 0.6, 0.9, 0.0, 0.0, 0.0, 0.8],
    [0.1, 0.0, 0.0, 0.0, 0.0, 0.0, 0.2, 0.5],
    [0.0, 0.7, 0.0, 0.0, 0.9, 0.0, 0.4, 0.1],
    [0.4, 0.0, 0.0, 0.0, 0.0, 0.9, 0.0, 0.0],
    [0.0, 0.0, 0.0, 0.0, 0.0, -0.9, 0.0, 0.3],
    [-0.3, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0],
    [0.0, 0.0, 0.0, 0.0, 0.0, 0.8, 0.4, 0.9],
    [0.1, 0.0, 0.0, 0.0, 0.0, 0.1, 0.6, 0.0],
])  # fmt: skip
START = np.array([1.0, 1, 0, 0, 0, 0, 0, 0])


def end(rule: Rule, *, tolerance: float, longest: int = 10_000) -> FixedPoint:
    found = settle(EIGHT, START, Fuzzy(rule), tolerance=tolerance, longest=longest)
    assert isinstance(found, FixedPoint)
    return found


@pytest.mark.parametrize(
    ("rule", "steps", "printed"),
    [
        (
            Rule.KOSKO,
            6,
            [0.5481291, 0.6004012, 0.5814756, 0.6208720, 0.6279569, 0.6653852, 0.7617789, 0.8416584],
        ),
        (
            Rule.MODIFIED,
            6,
            [0.7258851, 0.7907061, 0.7694508, 0.8124733, 0.8192938, 0.8399006, 0.9099403, 0.9557739],
        ),
        (
            Rule.RESCALED,
            48,
            [0.4998427, 0.4985174, 0.4989474, 0.4984212, 0.4980938, 0.4885541, 0.4855651, 0.4853266],
        ),
    ],
)
def test_the_printed_stopping_points_come_back_to_seven_digits(rule: Rule, steps: int, printed: list[float]) -> None:
    found = end(rule, tolerance=1e-3, longest=50)
    assert found.steps == steps
    assert found.levels == pytest.approx(printed, abs=5.1e-8)


@pytest.mark.parametrize(
    ("rule", "steps", "levels"),
    [
        (Rule.KOSKO, 20, [0.5480888, 0.6003770, 0.5814803, 0.6208788, 0.6279266, 0.6653520, 0.7617651, 0.8416790]),
        (Rule.MODIFIED, 23, [0.7258082, 0.7907245, 0.7693911, 0.8123904, 0.8193243, 0.8398588, 0.9099758, 0.9557867]),
        (Rule.RESCALED, 493, [0.5] * 8),  # the printed .4853 is where the rule stopped, not where the map ends
    ],
)
def test_they_are_stopping_points_and_the_fixed_points_lie_elsewhere(
    rule: Rule, steps: int, levels: list[float]
) -> None:
    found = end(rule, tolerance=1e-13)
    assert found.steps == pytest.approx(steps, abs=1)
    assert found.levels == pytest.approx(levels, abs=5.1e-8)


def test_tanh_creeps_and_has_not_settled_after_fifty_steps() -> None:
    found = settle(EIGHT, START, Fuzzy(Rule.KOSKO, Transfer.TANH), longest=50)
    assert found == Undefined("not settled within the steps")


@pytest.mark.parametrize(
    ("weight", "transfer", "level"),
    [(1.0, Transfer.SIGMOID, 0.6590461), (2.0, Transfer.SIGMOID, 0.8439470), (1.5, Transfer.TANH, 0.8585596)],
)
def test_one_concept_ends_where_x_equals_f_of_x(weight: float, transfer: Transfer, level: float) -> None:
    found = settle(np.array([[weight]]), np.array([1.0]), Fuzzy(Rule.KOSKO, transfer))
    assert isinstance(found, FixedPoint)
    assert found.levels == pytest.approx([level], abs=5.1e-8)


def test_a_trivalent_turn_comes_round_in_four_steps() -> None:
    turn = np.array([[0.0, 1.0], [-1.0, 0.0]])
    found = settle(turn, np.array([1.0, 1.0]), Fuzzy(Rule.KOSKO, Transfer.TRIVALENT))
    assert isinstance(found, Cycle)
    assert found.period == 4
    assert found.states.tolist() == [[1, 1], [-1, 1], [-1, -1], [1, -1]]


def differences(clamps: dict[int, float], baseline: dict[int, float] | None = None) -> Floats:
    found = scenario(EIGHT, START, Fuzzy(Rule.MODIFIED), clamps=clamps, baseline=baseline)
    assert not isinstance(found, Undefined)
    return found


def test_a_clamp_is_compared_with_the_free_end() -> None:
    expected = [0.274192, 0.004564, 0.033204, 0.039844, 0.005125, 0.005140, 0.001795, 0.009005]
    assert differences({0: 1.0}) == pytest.approx(expected, abs=5.1e-7)
    expected = [-0.012362, -0.000223, -0.001605, -0.002010, -0.000251, 0.160141, -0.000089, -0.000458]
    assert differences({5: 1.0}) == pytest.approx(expected, abs=5.1e-7)


def test_a_clamp_is_compared_with_the_same_clamp_at_its_baseline() -> None:
    expected = [1, 0.020380, 0.143549, 0.193188, 0.023148, 0.026713, 0.008468, 0.046042]
    assert differences({0: 1.0}, {0: 0.0}) == pytest.approx(expected, abs=5.1e-7)
