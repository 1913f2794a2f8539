"""Presses by sign: METHODS.md sections 6.2 to 6.4, and the demo figures of 6.4.

Examples A and B: Levins 1974 by hand, cofactors and sympy. Example C: one cofactor and permanent path. The hare: the
vignette of QPress (Raymond et al. 2011), with the shares of 400,000 draws.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest

import kangni
from kangni.core.undefined import Undefined
from kangni.methods.causal.balance import Links
from kangni.methods.causal.draws import FromSigns
from kangni.methods.causal.press import responses, weighted_predictions
from kangni.methods.causal.signs import Answers, Presses, press_signs
from kangni.methods.columns import Floats
from kangni.results.press import PressSign
from kangni.study import Study

A = np.array([[-1.0, -1, 0, 0], [1, 0, -1, -1], [0, 1, 0, 0], [0, 1, 0, -1]])
B = np.array([[-1.0, -1], [1, 0]])
C = np.array([[-1.0, -1, 0, 0, 0], [1, -1, -1, -1, 0], [0, 1, -1, 0, -1], [0, 1, 0, -1, -1], [0, 0, 1, 1, -1]])
HARE = np.array([[-1.0, -1, 0], [1, 0, -1], [0, 1, -1]])  # vegetation, hare, predator
FED_BY_PLANTS = HARE + np.array([[0, 0, 0], [0, 0, 0], [1, 0, 0]])


def weights(matrix: Floats) -> Floats:
    found = weighted_predictions(matrix)
    assert not isinstance(found, Undefined)
    rows = range(len(matrix))
    every = [[found.weight(press, answer) for answer in rows] for press in rows]
    return np.array([[-1 if isinstance(one, Undefined) else one for one in row] for row in every])


def drawn(matrix: Floats, *, draws: int, least: float, seed: int = 1) -> Answers:
    """Draw every entry of a matrix, what a factor does to itself included."""
    effect, cause = np.nonzero(matrix)
    plus = (matrix[effect, cause] > 0).astype(np.float64)
    source = FromSigns(Links(cause, effect, len(matrix)), plus, np.ones(len(plus)), least=least)
    every = np.eye(len(matrix))
    return press_signs(source, Presses(every, every, damping=0), draws=draws, seed=seed)


def test_example_a_answers_by_row() -> None:
    table = [[1, 0, 1, 0], [0, 0, 1, 0], [1, -1, 2, -1], [0, 0, -1, 1]]
    found = weighted_predictions(A)
    assert responses(A) == pytest.approx(np.array(table))
    assert not isinstance(found, Undefined)
    assert found.net == pytest.approx(np.array(table))  # det(-A) = 1
    assert np.linalg.det(-A) == pytest.approx(1)


def test_example_a_comes_to_rest() -> None:
    found = np.sort_complex(np.linalg.eigvals(A))
    expected = np.sort_complex(np.array([-1, -0.361103, -0.319448 + 1.633170j, -0.319448 - 1.633170j]))
    assert found == pytest.approx(expected, abs=1e-6)


def test_example_a_is_decided_wherever_a_way_leads() -> None:
    assert set(weights(A).ravel().tolist()) == {-1, 1}
    assert (weights(A) < 0).sum() == 7
    found = weighted_predictions(A)
    assert not isinstance(found, Undefined)
    assert found.weight(0, 1) == Undefined("no pathway")


def test_example_b_answers_by_row() -> None:
    assert responses(B) == pytest.approx(np.array([[0, 1], [-1, 1]]))


def test_example_c_net_and_total_feedback() -> None:
    found = weighted_predictions(C)
    assert not isinstance(found, Undefined)
    net = [[5, 3, 1, 1, 2], [-3, 3, 1, 1, 2], [1, -1, 5, -3, 2], [1, -1, -3, 5, 2], [-2, 2, -2, -2, 4]]
    total = [[9, 3, 3, 3, 2], [3, 3, 3, 3, 2], [3, 3, 5, 3, 4], [3, 3, 3, 5, 4], [2, 2, 4, 4, 4]]
    assert found.net == pytest.approx(np.array(net))
    assert found.total == pytest.approx(np.array(total))
    assert weights(C)[0] == pytest.approx([0.5556, 1, 0.3333, 0.3333, 1], abs=5e-5)
    assert weights(C)[2] == pytest.approx([0.3333, 0.3333, 1, 1, 0.5], abs=5e-5)


def test_example_c_over_random_weights() -> None:
    found = drawn(C, draws=200_000, least=0.01)
    assert found.stable / found.drawn == pytest.approx(0.976, abs=0.002)
    assert found.raises[0] / found.kept == pytest.approx([0.975, 1, 0.727, 0.724, 1], abs=0.004)


def test_more_food_never_lowers_the_hare_where_the_predator_eats_hares_alone() -> None:
    found = drawn(HARE, draws=20_000, least=0)
    assert (found.stable, int(found.lowers[0, 1])) == (20_000, 0)


def test_more_food_lowers_the_hare_in_almost_two_fifths_of_maps_where_it_feeds_the_predator() -> None:
    found = drawn(FED_BY_PLANTS, draws=400_000, least=0)
    assert found.stable / found.drawn == pytest.approx(0.7851, abs=0.002)
    assert found.lowers[0, 1] / found.kept == pytest.approx(0.3639, abs=0.002)


@pytest.fixture(scope="module")
def study(demo_original: Path) -> Iterator[Study]:
    with kangni.open(demo_original) as opened:
        yield opened


def counted(study: Study, presses: Sequence[PressSign]) -> dict[str, int]:
    return {count.word: count.presses for count in study.press_signs().words(presses)}


def test_single_factors_of_the_demo(study: Study) -> None:
    # METHODS 6.4: 57 factors, 5 outcomes, 257 pairs reachable; 14 decided, 53 where it exists, 51 leaning, 139 open,
    # each by one path of calculation. Counts of pairs near a limit move by some with the seed and the Beta.
    found = study.press_signs()
    assert (len(found.answers), len(found.pairs), found.unreached) == (5, 257, 57 * 5 - 257)
    words = counted(study, found.pairs)
    assert 12 <= words["decided"] <= 22
    assert 42 <= words["decided where it exists"] <= 60
    assert 48 <= words["leaning"] <= 78
    assert 110 <= words["open"] <= 142
    assert sum(words.values()) == 257


def test_lever_families_of_the_demo(study: Study) -> None:
    # METHODS 6.4: 13 of 22 decided, 2 where it exists, 5 open
    found = study.press_signs()
    words = counted(study, found.whole)
    assert len(found.whole) == 22
    assert 12 <= words["decided"] <= 15
    assert 1 <= words["decided where it exists"] <= 3
    assert 4 <= words["open"] <= 6
