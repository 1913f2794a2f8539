"""Two groups: METHODS.md 3.5 and 3.6. Newcombe's rows are as commonly cited; SciPy's are those of its documentation."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import barnard_exact, boschloo_exact, fisher_exact
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.proportion import confint_proportions_2indep

from kangni.core.undefined import Undefined
from kangni.methods.comparison import (
    Difference,
    Split,
    barnard,
    benjamini_hochberg,
    boschloo,
    fisher,
    risk_difference,
    separation,
)
from kangni.methods.two_samples import cliffs_delta, permutation_test

# Benjamini and Hochberg 1995: the 15 p-values of their example
THEIRS = [
    0.0001,
    0.0004,
    0.0019,
    0.0095,
    0.0201,
    0.0278,
    0.0298,
    0.0344,
    0.0459,
    0.3240,
    0.4262,
    0.5719,
    0.6528,
    0.7590,
    1.0,
]


def rounded(found: Difference) -> tuple[float, float, float]:
    values = (found.difference, found.interval.lower, found.interval.upper)
    return tuple(round(value, 4) for value in values if not isinstance(value, Undefined))  # type: ignore[return-value]  # three of three


@pytest.mark.parametrize(
    ("first", "n_first", "second", "n_second", "expected"),
    [
        (56, 70, 48, 80, (0.2000, 0.0524, 0.3339)),
        (9, 10, 3, 10, (0.6000, 0.1705, 0.8090)),
        (6, 7, 2, 7, (0.5714, 0.0582, 0.8062)),
        (10, 10, 0, 20, (1.0, 0.6791, 1.0)),
    ],
)
def test_risk_differences_equal_newcombe(
    first: int, n_first: int, second: int, n_second: int, expected: tuple[float, float, float]
) -> None:
    assert rounded(risk_difference(first, n_first, second, n_second)) == expected
    by_statsmodels = confint_proportions_2indep(first, n_first, second, n_second, method="newcomb", compare="diff")
    assert expected[1:] == pytest.approx(by_statsmodels, abs=5e-5)


def test_tests_equal_the_examples_in_the_documentation_of_scipy() -> None:
    # columns are the groups there: [[6, 2], [1, 4]] is 6 of 7 against 2 of 6
    assert fisher(6, 7, 2, 6) == pytest.approx(0.102564, abs=5e-7)
    assert barnard(7, 15, 12, 15) == pytest.approx(0.068153, abs=5e-7)
    one_sided = boschloo_exact([[74, 31], [43, 32]], alternative="greater")
    assert (round(one_sided.pvalue, 6), round(one_sided.statistic, 6)) == (0.035564, 0.048312)
    assert boschloo([74], [31], n_first=117, n_second=63)[0] == pytest.approx(2 * 0.035564, abs=1.5e-6)


@pytest.mark.parametrize(
    ("first", "second", "by_fisher", "by_barnard", "by_boschloo"),
    [(7, 3, 0.178895, 0.115776, 0.115318), (8, 2, 0.023014, 0.011818, 0.011818)],
)
def test_ten_against_ten(first: int, second: int, by_fisher: float, by_barnard: float, by_boschloo: float) -> None:
    assert fisher(first, 10, second, 10) == pytest.approx(by_fisher, abs=5e-7)
    assert barnard(first, 10, second, 10) == pytest.approx(by_barnard, abs=5e-7)
    assert boschloo([first], [second], n_first=10, n_second=10)[0] == pytest.approx(by_boschloo, abs=5e-7)


def test_seven_of_ten_against_three_of_ten_is_compatible_with_no_difference() -> None:
    assert rounded(risk_difference(7, 10, 3, 10)) == (0.4000, -0.0288, 0.6718)
    middle = separation(10, 10).middle
    assert isinstance(middle, Split)
    assert (middle.first, middle.second) == (8, 2)


def test_boschloo_equals_scipy_on_every_table_of_six_against_nine() -> None:
    tables = [(first, second) for first in range(7) for second in range(10)]
    by_scipy = [boschloo_exact([[a, b], [6 - a, 9 - b]]).pvalue for a, b in tables]
    ours = boschloo([a for a, _ in tables], [b for _, b in tables], n_first=6, n_second=9)
    assert ours == pytest.approx(by_scipy, rel=1e-5)


def test_fisher_and_barnard_take_the_groups_as_scipy_does() -> None:
    assert fisher(3, 8, 9, 11) == pytest.approx(float(fisher_exact(np.array([[3, 9], [5, 2]]))[1]))
    assert barnard(3, 8, 9, 11) == pytest.approx(barnard_exact([[3, 9], [5, 2]]).pvalue)


def test_five_against_five_is_tested_by_all_divisions() -> None:
    found = permutation_test([7, 5, 9, 4, 8], [3, 6, 2, 4, 1], rng=np.random.default_rng(1))
    assert found.difference == pytest.approx(3.4)
    assert (found.divisions, found.is_exact) == (252, True)
    assert found.p == pytest.approx(12 / 252)
    assert cliffs_delta([7, 5, 9, 4, 8], [3, 6, 2, 4, 1]).delta == pytest.approx(0.8)


def test_fifteen_p_values_are_adjusted_as_benjamini_and_hochberg_do() -> None:
    adjusted = benjamini_hochberg(THEIRS)
    expected = [0.0015, 0.003, 0.0095, 0.035625, 0.0603, 0.063857, 0.063857, 0.0645, 0.0765]
    assert list(adjusted[:9]) == pytest.approx(expected, abs=5e-7)
    assert sum(value <= 0.05 for value in adjusted if not isinstance(value, Undefined)) == 4
    assert sum(value * len(THEIRS) <= 0.05 for value in THEIRS) == 3  # Bonferroni
    assert list(adjusted) == pytest.approx(multipletests(THEIRS, method="fdr_bh")[1].tolist())
