"""Cohen's kappa against printed values and other libraries."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import cohen_kappa_score
from statsmodels.stats.inter_rater import cohens_kappa

from kangni.core.undefined import Undefined
from kangni.methods.agreement.kappa import agreement_weights, kappa, kappa_errors, kappas, percents

# Cohen 1960, Educational and Psychological Measurement 20: two psychiatrists, three diagnoses, 200 patients
COHEN_1960 = np.array([[88, 14, 18], [10, 40, 10], [2, 6, 12]], dtype=float)


def test_cohen_1960_gives_the_printed_kappa() -> None:
    # printed .492; statsmodels 0.15.0 gives .4915254
    assert kappa(COHEN_1960) == pytest.approx(0.491525, abs=5e-7)


def test_cohen_1960_with_linear_and_quadratic_weights() -> None:
    # statsmodels 0.15.0
    assert kappa(COHEN_1960, agreement_weights("identity", np.arange(3.0))) == pytest.approx(0.491525, abs=5e-7)
    assert kappa(COHEN_1960, agreement_weights("linear", np.arange(3.0))) == pytest.approx(0.473684, abs=5e-7)
    assert kappa(COHEN_1960, agreement_weights("quadratic", np.arange(3.0))) == pytest.approx(0.454545, abs=5e-7)


def test_cohen_1960_has_the_standard_errors_of_fleiss_cohen_and_everitt() -> None:
    # statsmodels 0.15.0: .051002, interval (.39156, .59149); where kappa is 0: .051979
    found = kappa_errors(COHEN_1960)
    assert found.error == pytest.approx(0.051002, abs=5e-7)
    assert found.null_error == pytest.approx(0.051979, abs=5e-7)
    assert isinstance(found.error, float)
    assert 0.491525 - 1.959964 * found.error == pytest.approx(0.39156, abs=5e-6)
    assert 0.491525 + 1.959964 * found.error == pytest.approx(0.59149, abs=5e-6)


def test_the_digitised_pair_of_1995_has_the_printed_kappa() -> None:
    # Krippendorff 1995, 24 characters: kappa .385
    first = np.array([int(one) for one in "001111111100001111110000"])
    second = np.array([int(one) for one in "000011110000000110000000"])
    assert kappa(np.bincount(first * 2 + second, minlength=4).reshape(2, 2).astype(float)) == pytest.approx(
        0.385, abs=5e-4
    )


def test_cohen_1968_with_disagreement_weights_gives_the_printed_kappa() -> None:
    # Cohen 1968, Psychological Bulletin 70; printed .348
    shares = np.array([[0.44, 0.07, 0.09], [0.05, 0.20, 0.05], [0.01, 0.03, 0.06]])
    disagreement = np.array([[0, 1, 3], [1, 0, 6], [3, 6, 0]]) / 6
    assert kappa(shares, 1 - disagreement) == pytest.approx(0.347826, abs=5e-7)


def test_skewed_table_has_a_low_kappa_at_high_agreement() -> None:
    # the "kappa paradox": 85 % agreement
    skewed = np.array([[80, 7], [8, 5]], dtype=float)
    kinds, times = np.array([[2, 0], [1, 1], [0, 2]]), np.array([80, 15, 5])
    assert kappa(skewed) == pytest.approx(0.31444, abs=5e-6)
    assert percents(kinds, times) == pytest.approx(0.85)


def test_kappa_is_undefined_without_units_and_without_variation() -> None:
    assert kappa(np.zeros((2, 2))) == Undefined("no common units")
    assert kappa(np.array([[0, 0], [0, 7.0]])) == Undefined("both coders used one and the same category")
    assert kappa_errors(np.zeros((2, 2))).error == Undefined("no common units")


def test_kappa_is_zero_where_only_one_coder_uses_the_code() -> None:
    assert kappa(np.array([[382, 1], [0, 0.0]])) == pytest.approx(0, abs=1e-12)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=2, max_size=60))
def test_kappa_equals_scikit_learn_and_statsmodels(pairs: list[tuple[int, int]]) -> None:
    first, second = np.array(pairs).T
    table = np.bincount(first * 4 + second, minlength=16).reshape(4, 4).astype(float)
    ours = kappa(table)
    if isinstance(ours, Undefined):
        assert len(set(first)) == len(set(second)) == 1
        return
    quadratic = agreement_weights("quadratic", np.arange(4.0))
    assert ours == pytest.approx(cohen_kappa_score(first, second), abs=1e-12)
    assert ours == pytest.approx(cohens_kappa(table, return_results=False), abs=1e-12)
    theirs = cohen_kappa_score(first, second, weights="quadratic", labels=range(4))
    assert kappas(table[None], quadratic)[0] == pytest.approx(theirs, abs=1e-12)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.integers(0, 20), min_size=9, max_size=9).filter(lambda cells: sum(cells) > 0))
def test_standard_errors_equal_statsmodels(cells: list[int]) -> None:
    table = np.array(cells, dtype=float).reshape(3, 3)
    ours = kappa_errors(table, agreement_weights("linear", np.arange(3.0)))
    if isinstance(ours.error, Undefined):
        return
    with np.errstate(invalid="ignore"):  # with one unit statsmodels divides nought by nought for its z
        theirs = cohens_kappa(table, wt="linear")
    # where nothing varies its variance is rounded to a little below 0, and the root of that is no number
    expected = 0.0 if np.isnan(theirs.std_kappa) else theirs.std_kappa
    assert ours.error == pytest.approx(expected, abs=1e-6)
    assert ours.null_error == pytest.approx(theirs.std_kappa0, abs=1e-6)
