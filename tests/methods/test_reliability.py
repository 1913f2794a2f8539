from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from kangni.core.undefined import Undefined
from kangni.methods.reliability import cronbach, omega, one_factor

UNKNOWN = float("nan")


@pytest.mark.parametrize(
    ("answers", "reason"),
    [
        ([[1.0], [2.0]], "it has one item"),
        ([[1.0, 2.0]], "fewer than two people answered"),
        ([[1.0, 2.0], [2.0, 1.0]], "all people have the same total"),
        ([[1.0, UNKNOWN], [2.0, UNKNOWN], [UNKNOWN, 3.0]], "two items were never answered by the same two people"),
    ],
)
def test_alpha_is_undefined_with_its_reason(answers: list[list[float]], reason: str) -> None:
    assert cronbach(np.array(answers), missing="pairwise").value == Undefined(reason)


def test_listwise_leaves_out_people_and_pairwise_keeps_them() -> None:
    answers = np.array([[1.0, 2], [2, 3], [3, 3], [4, UNKNOWN], [UNKNOWN, UNKNOWN]])
    assert cronbach(answers, missing="listwise").people == 3
    assert cronbach(answers, missing="pairwise").people == 4


@given(arrays(np.float64, (6, 3), elements=st.integers(1, 5).map(float)))
@settings(deadline=None)
def test_without_missing_answers_both_ways_agree(answers: np.ndarray[tuple[int, int], np.dtype[np.float64]]) -> None:
    assert cronbach(answers, missing="listwise") == cronbach(answers, missing="pairwise")


@given(arrays(np.float64, (7, 4), elements=st.sampled_from([1.0, 2.0, 3.0, 4.0, 5.0, UNKNOWN])))
@settings(deadline=None)
def test_alpha_with_missing_answers_equals_that_of_the_covariances_of_pandas(
    answers: np.ndarray[tuple[int, int], np.dtype[np.float64]],
) -> None:
    table = pd.DataFrame(answers)
    for missing, kept in (("pairwise", table.dropna(how="all")), ("listwise", table.dropna())):
        ours = cronbach(answers, missing=missing).value  # type: ignore[arg-type]  # one of the two words
        if len(kept) < 2:
            assert ours == Undefined("fewer than two people answered")
            continue
        covariances = kept.cov().to_numpy()
        if isinstance(ours, Undefined):
            assert np.isnan(covariances).any() or covariances.sum() < 1e-9
        else:
            by_pandas = 4 / 3 * (1 - np.trace(covariances) / covariances.sum())
            assert ours == pytest.approx(by_pandas, rel=1e-6, abs=1e-9)


def test_omega_needs_more_people_than_items() -> None:
    assert omega(np.eye(4)) == Undefined("no more people than items")


def test_an_item_without_variance_of_its_own_is_a_heywood_case() -> None:
    # the product of its two correlations with the others exceeds the correlation between them
    correlations = np.array([[1.0, 0.9, 0.9], [0.9, 1.0, 0.7], [0.9, 0.7, 1.0]])
    found = one_factor(correlations)
    assert isinstance(found, Undefined)
    assert "Heywood" in found.reason


def test_a_doubled_item_makes_the_matrix_singular() -> None:
    answers = np.random.default_rng(2).normal(size=(20, 3))
    assert isinstance(omega(np.hstack([answers, answers[:, :1]])), Undefined)


def test_the_sign_of_a_factor_is_that_of_most_of_its_items() -> None:
    loadings = np.array([0.8, 0.7, 0.6])
    found = one_factor(np.outer(loadings, loadings) + np.diag(1 - loadings**2))
    assert not isinstance(found, Undefined)
    assert min(found.loadings) > 0
