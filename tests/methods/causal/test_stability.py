from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kangni.methods.causal.stability import stable


@settings(deadline=None)
@given(
    factors=st.integers(1, 9),
    filled=st.floats(0, 1),
    held=st.floats(0, 3),
    seed=st.integers(0, 10**6),
)
def test_stability_is_what_the_eigenvalues_say(factors: int, filled: float, held: float, seed: int) -> None:
    rng = np.random.default_rng(seed)
    matrices = rng.uniform(-1, 1, (40, factors, factors)) * (rng.random((factors, factors)) < filled)
    matrices[:, range(factors), range(factors)] -= held
    largest = np.linalg.eigvals(matrices).real.max(axis=1)
    clear = np.abs(largest) > 1e-9  # at nought itself rounding decides
    assert (stable(matrices) == (largest < 0))[clear].all()


def test_a_matrix_of_whole_numbers_whose_norm_is_an_eigenvalue_is_decided() -> None:
    assert stable(np.array([[[0.0, 1.0], [1.0, 0.0]], [[1.0, 1.0], [1.0, 1.0]]])).tolist() == [False, False]


def test_a_cycle_that_only_just_comes_back_is_stable() -> None:
    # eigenvalues -0.001 +- i: powers shrink too slowly to prove anything, so that the eigenvalues decide
    assert stable(np.array([[[-0.001, 1.0], [-1.0, -0.001]], [[0.001, 1.0], [-1.0, 0.001]]])).tolist() == [True, False]


def test_a_factor_that_holds_itself_not_at_all_is_not_stable() -> None:
    assert stable(np.array([[[0.0]], [[-1.0]]])).tolist() == [False, True]


def test_no_matrix_has_no_answer() -> None:
    assert stable(np.empty((0, 3, 3))).tolist() == []


@pytest.mark.parametrize("last", [-0.1, 0.1])
def test_parts_that_do_not_feed_each_other_are_decided_one_by_one(last: float) -> None:
    chain = np.array([[-1.0, 0.0, 0.0], [5.0, -1.0, 0.0], [0.0, 5.0, last]])
    assert stable(chain[None]).tolist() == [last < 0]
