"""Scott's pi, Fleiss' kappa and Brennan-Prediger against printed values and statsmodels."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.stats.inter_rater import fleiss_kappa

from kangni.core.undefined import Undefined
from kangni.methods.agreement.fleiss import brennan_prediger, brennan_predigers, fleiss, fleisses
from kangni.methods.agreement.kappa import percents

# Fleiss 1971, Psychological Bulletin 76: 30 patients, six raters, five diagnoses, as in statsmodels' tests
FLEISS_1971 = """
444444 222555 233335 555555 222444 113333 333355 113334 114444 555555 144444 124444 222333 144444 224445 333335 111455
111112 224444 133555 555555 244444 224555 114444 144445 222224 111155 224444 133333 555555
"""
PATIENTS = np.array([[patient.count(one) for one in "12345"] for patient in FLEISS_1971.split()], dtype=float)
# ten units, fourteen raters, five categories: the example of the English Wikipedia's article on Fleiss' kappa
TEN_UNITS = np.array(
    [
        [0, 0, 0, 0, 14], [0, 2, 6, 4, 2], [0, 0, 3, 5, 6], [0, 3, 9, 2, 0], [2, 2, 8, 1, 1],
        [7, 7, 0, 0, 0], [3, 2, 6, 3, 0], [2, 5, 3, 2, 2], [6, 5, 2, 1, 0], [0, 2, 2, 3, 7],
    ],
    dtype=float,
)  # fmt: skip
FOUR_BY_TWELVE = ["111", "2232", "3333", "3333", "2222", "1234", "4444", "1121", "2222", "555", "11", "3"]


def test_fleiss_1971_gives_the_printed_kappa() -> None:
    # printed .430; statsmodels 0.15.0 .430245; P .555556, p_e .219938
    once = np.ones(30)
    assert PATIENTS.sum(axis=0).tolist() == [26, 26, 30, 55, 43]
    assert percents(PATIENTS, once) == pytest.approx(0.555556, abs=5e-7)
    assert fleiss(PATIENTS, once) == pytest.approx(0.430245, abs=5e-7)
    assert np.sum((PATIENTS.sum(axis=0) / 180) ** 2) == pytest.approx(0.219938, abs=5e-7)
    assert brennan_prediger(PATIENTS, once) == pytest.approx(0.44444, abs=5e-6)  # irrCAC 0.4.4


def test_ten_units_of_fourteen_raters() -> None:
    # P .378022, p_e .212755, kappa .209931, Randolph's .222527: statsmodels 0.15.0
    once = np.ones(10)
    assert percents(TEN_UNITS, once) == pytest.approx(0.378022, abs=5e-7)
    assert fleiss(TEN_UNITS, once) == pytest.approx(0.209931, abs=5e-7)
    assert np.sum((TEN_UNITS.sum(axis=0) / 140) ** 2) == pytest.approx(0.212755, abs=5e-7)
    assert brennan_prediger(TEN_UNITS, once) == pytest.approx(0.222527, abs=5e-7)


def test_cohen_1960_table_has_scotts_pi() -> None:
    # irrCAC 0.4.4: pi .48718, Brennan-Prediger .55000
    table = np.array([[88, 14, 18], [10, 40, 10], [2, 6, 12]], dtype=float)
    categories = np.eye(3)
    kinds = (categories[:, None] + categories[None, :]).reshape(-1, 3)
    assert fleiss(kinds, table.ravel()) == pytest.approx(0.48718, abs=5e-6)
    assert brennan_prediger(kinds, table.ravel()) == pytest.approx(0.55, abs=5e-6)


def test_the_digitised_pair_of_1995_has_the_printed_pi() -> None:
    # Krippendorff 1995, 24 characters: pi .314 (and kappa .385, alpha .329)
    first, second = "001111111100001111110000", "000011110000000110000000"
    yes = np.array([[2 - int(a) - int(b), int(a) + int(b)] for a, b in zip(first, second, strict=True)], dtype=float)
    assert fleiss(yes, np.ones(24)) == pytest.approx(0.314, abs=5e-4)


def test_unequal_numbers_of_ratings_are_refused_and_alpha_named() -> None:
    # irrCAC generalises to .76117; here missing data are alpha's
    counts = np.array([[unit.count(one) for one in "12345"] for unit in FOUR_BY_TWELVE], dtype=float)
    assert fleiss(counts, np.ones(12)) == Undefined("not all coders rated the same units: use alpha")
    assert brennan_prediger(counts, np.ones(12)) == pytest.approx(0.77273, abs=5e-6)  # irrCAC 0.4.4


def test_fleiss_and_brennan_prediger_say_when_they_do_not_exist() -> None:
    assert fleiss(np.array([[0, 3]]), np.array([5.0])) == Undefined("only one value was used")
    assert fleiss(np.array([[0, 3]]), np.array([0.0])) == Undefined("no common units")
    assert brennan_prediger(np.array([[3]]), np.array([5.0])) == Undefined("fewer than two categories offered")
    assert brennan_prediger(np.array([[0, 1]]), np.array([5.0])) == Undefined("no common units")


@settings(max_examples=25, deadline=None)
@given(st.lists(st.lists(st.integers(0, 3), min_size=4, max_size=4), min_size=1, max_size=30))
def test_fleiss_and_randolph_equal_statsmodels(units: list[list[int]]) -> None:
    counts = np.array([np.bincount(unit, minlength=4) for unit in units], dtype=float)
    ours = fleiss(counts, np.ones(len(units)))
    if isinstance(ours, Undefined):
        assert len({value for unit in units for value in unit}) == 1
    else:
        assert ours == pytest.approx(fleiss_kappa(counts), abs=1e-12)
        assert ours == pytest.approx(fleisses(counts, np.ones((2, len(units))))[1], abs=1e-12)
    assert brennan_predigers(counts, np.ones(len(units))) == pytest.approx(fleiss_kappa(counts, "randolph"), abs=1e-12)
