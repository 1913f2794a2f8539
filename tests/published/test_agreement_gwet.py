"""Gwet's AC1 and AC2 against irrCAC."""

from __future__ import annotations

import numpy as np
import pytest

from kangni.core.undefined import Undefined
from kangni.methods.agreement.gwet import ac, ac_interval, acs
from kangni.methods.agreement.kappa import agreement_weights, percents
from kangni.methods.columns import Floats

KINDS_OF_TWO = np.array([[2, 0], [1, 1], [0, 2]])


def kinds(table: Floats) -> tuple[Floats, Floats]:
    """The cells of a two-coder table as kinds of units and how often each occurs."""
    categories = np.eye(table.shape[0])
    counts = (categories[:, None] + categories[None, :]).reshape(-1, table.shape[0])
    return counts, table.ravel()


def test_skewed_table() -> None:
    # [[80, 7], [8, 5]]; irrCAC (R 1.4 and Python 0.4.4) .8080
    times = np.array([80, 15, 5])
    assert percents(KINDS_OF_TWO, times) == pytest.approx(0.85)
    assert ac(KINDS_OF_TWO, times) == pytest.approx(0.8080, abs=5e-5)


def by_table(error: object, units: int) -> float:
    """What programs that start from a table give: they divide by U², `ac_interval` by U (U - 1)."""
    assert isinstance(error, float)
    return float(error * ((units - 1) / units) ** 0.5)


def test_intervals_of_tables() -> None:
    # irrCAC 0.4.4: [[80, 7], [8, 5]] SE .05213, (.70456, .91144); Cohen 1960 SE .04800;
    # four by four AC1 SE .06327, AC2 quadratic SE .03176
    skewed = ac_interval(KINDS_OF_TWO, np.array([80, 15, 5]))
    assert by_table(skewed.error, 100) == pytest.approx(0.05213, abs=5e-6)
    assert 0.80800 - 1.984217 * by_table(skewed.error, 100) == pytest.approx(0.70456, abs=1e-5)
    cohen = ac_interval(*kinds(np.array([[88, 14, 18], [10, 40, 10], [2, 6, 12]], dtype=float)))
    assert by_table(cohen.error, 200) == pytest.approx(0.04800, abs=5e-6)
    counts, times = kinds(np.array([[20, 5, 1, 0], [4, 15, 6, 1], [0, 5, 18, 4], [0, 1, 3, 12]], dtype=float))
    assert by_table(ac_interval(counts, times).error, 95) == pytest.approx(0.06327, abs=5e-6)
    weighted = ac_interval(counts, times, agreement_weights("quadratic", np.arange(4.0)))
    assert by_table(weighted.error, 95) == pytest.approx(0.03176, abs=5e-6)


def test_four_by_four_table_with_and_without_weights() -> None:
    # irrCAC 0.4.4: AC1 .58046, AC2 quadratic .84028, linear .72625; p_a .684211 and .954386
    counts, times = kinds(np.array([[20, 5, 1, 0], [4, 15, 6, 1], [0, 5, 18, 4], [0, 1, 3, 12]], dtype=float))
    quadratic = agreement_weights("quadratic", np.arange(4.0))
    assert percents(counts, times) == pytest.approx(0.684211, abs=5e-7)
    assert percents(counts, times, quadratic) == pytest.approx(0.954386, abs=5e-7)
    assert ac(counts, times) == pytest.approx(0.58046, abs=5e-6)
    assert ac(counts, times, quadratic) == pytest.approx(0.84028, abs=5e-6)
    assert ac(counts, times, agreement_weights("linear", np.arange(4.0))) == pytest.approx(0.72625, abs=5e-6)


def test_gwets_ordinal_weights_are_a_matter_of_their_own() -> None:
    # irrCAC 0.4.4, weights 1 - pairs between / all pairs: .80259; they are not Krippendorff's ordinal distance
    counts, times = kinds(np.array([[20, 5, 1, 0], [4, 15, 6, 1], [0, 5, 18, 4], [0, 1, 3, 12]], dtype=float))
    apart = np.abs(np.subtract.outer(np.arange(4), np.arange(4))) + 1
    assert ac(counts, times, 1 - apart * (apart - 1) / 12) == pytest.approx(0.80259, abs=5e-6)


def test_cohen_1960_table() -> None:
    # irrCAC 0.4.4
    counts, times = kinds(np.array([[88, 14, 18], [10, 40, 10], [2, 6, 12]], dtype=float))
    assert ac(counts, times) == pytest.approx(0.57597, abs=5e-6)


def test_fleiss_1971_diagnoses() -> None:
    # Fleiss 1971, as in statsmodels' tests; irrCAC 0.4.4 gives .447885
    patients = """
        444444 222555 233335 555555 222444 113333 333355 113334 114444 555555 144444 124444 222333 144444 224445
        333335 111455 111112 224444 133555 555555 244444 224555 114444 144445 222224 111155 224444 133333 555555
    """
    counts = np.array([[patient.count(category) for category in "12345"] for patient in patients.split()], dtype=float)
    assert counts.sum(axis=0).tolist() == [26, 26, 30, 55, 43]
    assert percents(counts, np.ones(30)) == pytest.approx(0.555556, abs=5e-7)
    # SE .055662, interval (.334043, .561726)
    found = ac_interval(counts, np.ones(30))
    assert (found.value, found.error) == pytest.approx((0.447885, 0.055662), abs=5e-7)
    assert (found.low, found.high) == pytest.approx((0.334043, 0.561726), abs=5e-7)


def test_four_by_twelve_with_missing_values() -> None:
    # the matrix of Krippendorff 2019, section 12.3, with five categories; irrCAC 0.4.4 gives .775444
    units = ["111", "2232", "3333", "3333", "2222", "1234", "4444", "1121", "2222", "555", "11", "3"]
    counts = np.array([[unit.count(category) for category in "12345"] for unit in units], dtype=float)
    # SE .142950, interval (.460813, 1)
    found = ac_interval(counts, np.ones(12))
    assert (found.value, found.error) == pytest.approx((0.775444, 0.142950), abs=5e-7)
    assert (found.low, found.high) == pytest.approx((0.460813, 1), abs=5e-7)


def test_ac_is_undefined_without_common_units_and_without_choice() -> None:
    assert ac(np.array([[1, 0]]), np.array([4])) == Undefined("no common units")
    assert ac(np.array([[2]]), np.array([4])) == Undefined("fewer than two categories offered")
    assert ac_interval(np.array([[2, 0]]), np.array([1.0])).low == Undefined("one unit gives no interval")


def test_many_counts_at_once_give_the_coefficients_of_each() -> None:
    times = np.array([[80.0, 15, 5], [5, 15, 80], [1, 0, 0]])
    assert acs(KINDS_OF_TWO, times) == pytest.approx([ac(KINDS_OF_TWO, one) for one in times])
