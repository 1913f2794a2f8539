from __future__ import annotations

from itertools import permutations
from math import prod

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kangni.core.errors import MethodInput
from kangni.core.undefined import Undefined
from kangni.methods.causal.balance import Links
from kangni.methods.causal.press import community, permanent, responses, weighted_predictions

TWO = Links(np.array([0, 1]), np.array([1, 0]), 2)


def test_links_become_effects_of_column_on_row_less_what_holds() -> None:
    found = community(TWO, np.array([[0.5, 0.25], [-0.75, 0.0]]), damping=2)
    assert found.tolist() == [[[-2, -0.75], [0.5, -2]], [[-2, 0], [0.25, -2]]]


def test_a_link_to_itself_adds_to_what_holds() -> None:
    assert community(Links(np.array([0]), np.array([0]), 1), np.array([[-0.5]])).tolist() == [[[-1.5]]]


@given(st.integers(1, 5), st.integers(0, 10**6))
def test_answers_are_where_the_map_settles(factors: int, seed: int) -> None:
    matrix = np.random.default_rng(seed).uniform(-1, 1, (factors, factors)) / factors - 1.5 * np.eye(factors)
    found = responses(matrix)
    assert not isinstance(found, Undefined)
    for press in range(factors):
        assert matrix @ found[press] == pytest.approx(-np.eye(factors)[press])


def test_a_map_without_an_inverse_has_no_answers() -> None:
    found = responses(np.array([[-1.0, 1.0], [1.0, -1.0]]))
    assert found == Undefined("the map has no inverse: nothing fixes where a press would leave it")


def test_a_map_that_runs_away_has_no_answers() -> None:
    found = responses(np.array([[-1.0, 2.0], [2.0, -1.0]]))
    assert found == Undefined("the map does not come to rest, so that its answers have no meaning")


@settings(deadline=None)  # the first call compiles
@given(st.integers(1, 5), st.integers(0, 10**6))
def test_the_permanent_is_the_sum_over_all_orders(size: int, seed: int) -> None:
    matrix = np.random.default_rng(seed).uniform(-1, 1, (size, size))
    every = sum(prod(matrix[i, order[i]] for i in range(size)) for order in permutations(range(size)))
    assert permanent(matrix) == pytest.approx(every)


def test_the_permanent_of_nothing_is_one() -> None:
    assert permanent(np.empty((0, 0))) == 1


@settings(deadline=None)
@given(st.integers(2, 5), st.integers(0, 10**6))
def test_net_feedback_is_the_answer_times_the_determinant(factors: int, seed: int) -> None:
    signs = np.random.default_rng(seed).integers(-1, 2, (factors, factors)).astype(np.float64)
    np.fill_diagonal(signs, -3)
    found, answers = weighted_predictions(signs), np.linalg.inv(-signs).T
    assert not isinstance(found, Undefined)
    assert found.net == pytest.approx(answers * np.linalg.det(-signs), abs=1e-9)
    assert (np.abs(found.net) <= found.total + 1e-9).all()


def test_fifteen_factors_are_too_many_for_permanents() -> None:
    assert weighted_predictions(-np.eye(15)) == Undefined("more than 14 factors: only random maps tell")


@pytest.mark.parametrize("shape", [(2, 3), (0, 0), (4,)])
def test_what_is_no_square_matrix_is_refused(shape: tuple[int, ...]) -> None:
    with pytest.raises(MethodInput, match="square"):
        responses(np.zeros(shape))
