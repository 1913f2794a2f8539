"""Scales: METHODS.md 10. The first two data sets and their figures are those of pingouin's documentation."""

from __future__ import annotations

import numpy as np
import pytest
from statsmodels.multivariate.factor import Factor

from kangni.core.undefined import Undefined
from kangni.methods.columns import Floats
from kangni.methods.proportions import Interval
from kangni.methods.reliability import OneFactor, cronbach, omega, one_factor
from kangni.methods.scales import reliable_change

UNKNOWN = float("nan")
FIFTEEN_BY_TEN = np.array(
    [
        [3, 2, 2, 4, 1, 4, 5, 1, 4, 3],
        [5, 5, 4, 6, 3, 5, 1, 2, 5, 5],
        [7, 5, 3, 5, 5, 6, 4, 3, 3, 6],
        [2, 3, 4, 3, 3, 2, 2, 2, 6, 6],
        [6, 5, 5, 6, 5, 4, 4, 4, 6, 7],
        [1, 2, 2, 3, 4, 2, 5, 2, 3, 5],
        [4, 3, 3, 5, 3, 5, 2, 1, 2, 4],
        [2, 5, 4, 4, 3, 7, 2, 2, 4, 6],
        [6, 2, 5, 5, 5, 1, 6, 5, 2, 3],
        [5, 2, 4, 6, 4, 3, 5, 3, 1, 7],
        [4, 1, 3, 5, 2, 5, 3, 2, 3, 4],
        [4, 4, 2, 3, 2, 5, 3, 4, 2, 3],
        [5, 5, 5, 6, 2, 3, 3, 2, 4, 4],
        [6, 5, 5, 5, 4, 2, 2, 1, 4, 6],
        [4, 4, 3, 5, 5, 3, 1, 3, 2, 3],
    ],
    dtype=np.float64,
)
TWELVE_BY_ELEVEN = np.array(
    [
        [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1],
        [1, 1, 1, 1, 1, 1, 1, 1, 0, 1, 0],
        [UNKNOWN, 0, 1, 1, UNKNOWN, 1, 1, 1, 1, 0, 0],
        [1, 1, 1, 0, 1, 1, 0, 1, 1, 0, 0],
        [1, 1, 1, 1, 1, 0, 0, 0, 1, 0, 0],
        [0, 1, UNKNOWN, 0, 1, 1, 1, 1, 0, 0, 0],
        [1, 1, 1, 1, 0, 0, 1, 0, 0, 0, 0],
        [1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0],
        [0, 1, 0, 1, 1, 0, 0, 0, 0, 1, 0],
        [1, 0, 0, 1, 0, 1, 0, 0, UNKNOWN, 0, 0],
        [1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0],
        [1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0],
    ],
    dtype=np.float64,
)
Y = np.array(
    [
        [2, 3, 3, 4],
        [4, 4, 5, 5],
        [1, 2, 1, 2],
        [3, 3, 4, 3],
        [5, 4, 5, 5],
        [2, 2, 3, 2],
        [4, 5, 4, 4],
        [3, 2, 3, 3],
    ],
    dtype=np.float64,
)


def bounds(interval: Interval) -> tuple[float, float]:
    assert not isinstance(interval.lower, Undefined)
    assert not isinstance(interval.upper, Undefined)
    return round(interval.lower, 4), round(interval.upper, 4)


def fitted(covariance: Floats) -> OneFactor:
    found = one_factor(covariance)
    assert isinstance(found, OneFactor)
    return found


def test_alpha_of_fifteen_people_and_ten_items() -> None:
    found = cronbach(FIFTEEN_BY_TEN, missing="listwise")
    assert found.value == pytest.approx(0.591718, abs=1e-6)
    assert bounds(found.interval) == (0.1949, 0.8398)


@pytest.mark.parametrize(("missing", "expected", "people"), [("pairwise", 0.732661, 12), ("listwise", 0.801695, 9)])
def test_alpha_with_missing_answers_depends_on_how_they_are_left_out(
    missing: str, expected: float, people: int
) -> None:
    found = cronbach(TWELVE_BY_ELEVEN, missing=missing)  # type: ignore[arg-type]  # one of the two words
    assert found.value == pytest.approx(expected, abs=5e-7)
    assert found.people == people


def test_alpha_and_omega_of_eight_people_and_four_items() -> None:
    alpha = cronbach(Y, missing="listwise")
    assert alpha.value == pytest.approx(0.944113, abs=5e-7)
    assert bounds(alpha.interval) == (0.8341, 0.9874)
    loadings = fitted(np.cov(Y, rowvar=False).reshape(4, 4)).loadings
    assert [round(loading, 4) for loading in loadings] == [1.2601, 0.9084, 1.2380, 1.0400]
    assert omega(Y) == pytest.approx(0.947397, abs=1e-6)


def test_omega_of_a_population_is_its_closed_form() -> None:
    loadings = np.array([0.8, 0.7, 0.6, 0.5])
    population = np.outer(loadings, loadings) + np.diag(1 - loadings**2)
    found = fitted(population)
    assert found.loadings == pytest.approx(loadings, abs=1e-6)
    common = sum(found.loadings) ** 2
    assert common / (common + sum(found.uniquenesses)) == pytest.approx(0.749446, abs=5e-7)
    assert 4 / 3 * (1 - 4 / population.sum()) == pytest.approx(0.742055, abs=5e-7)  # alpha of the same


def test_loadings_equal_those_of_statsmodels() -> None:
    answers = FIFTEEN_BY_TEN[:, [1, 2, 3, 4, 6]]
    found = fitted(np.corrcoef(answers, rowvar=False).reshape(5, 5))
    by_statsmodels = Factor(answers, n_factor=1, method="ml").fit().loadings[:, 0]
    turned = -1 if by_statsmodels.sum() < 0 else 1
    assert found.loadings == pytest.approx(turned * by_statsmodels, abs=2e-3)


@pytest.mark.parametrize(
    ("before", "after", "deviation", "reliability", "expected"),
    [(32.5, 47.5, 7.5, 0.80, 3.162278), (60, 68, 10, 0.90, 1.788854)],
)
def test_reliable_change(before: float, after: float, deviation: float, reliability: float, expected: float) -> None:
    found = reliable_change(before, after, deviation=deviation, reliability=reliability)
    assert found == pytest.approx(expected, abs=5e-7)
