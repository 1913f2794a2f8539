"""Intervals against those of other methods on the same data."""

from __future__ import annotations

import numpy as np
import pytest

from kangni.methods.agreement.alpha import alphas, coincidences
from kangni.methods.agreement.intervals import jackknife, percentiles, resampled

# the 4 x 12 matrix of Krippendorff 2019, section 12.3, one word a unit; the twelfth, with one value, pairs nothing
UNITS = ["111", "2232", "3333", "3333", "2222", "1234", "4444", "1121", "2222", "555", "11"]


def test_four_by_twelve_resampled_by_unit() -> None:
    # METHODS 1.8: jackknife standard error .1463, unit bootstrap (.419, 1.000); irrCAC's analytic interval (.41906, 1)
    counts = np.array([[unit.count(category) for category in "12345"] for unit in UNITS], dtype=float)
    by_unit = coincidences(counts, np.eye(11))
    total = by_unit.sum(axis=0)
    by_jackknife = jackknife(alphas(total), alphas(total - by_unit))
    half_width = alphas(total) - by_jackknife.low
    by_bootstrap = percentiles(alphas(resampled(by_unit, replicates=4000, rng=np.random.default_rng(7))))
    assert half_width / 2.228139 == pytest.approx(0.1463, abs=5e-5)  # t(10) at .975
    assert by_bootstrap.low == pytest.approx(0.419, abs=0.03)
    assert by_bootstrap.high == pytest.approx(1.0)


def test_jackknife_is_without_bounds_for_one_cluster_and_for_an_undefined_replicate() -> None:
    one = jackknife(np.array([0.5]), np.array([[np.nan]]))
    rare = jackknife(np.array([0.5]), np.array([[0.4], [np.nan], [0.6]]))
    assert np.isnan([one.low, one.high, rare.low, rare.high]).all()
    assert rare.undefined == pytest.approx(1 / 3)


def test_percentiles_are_without_bounds_where_more_than_one_replicate_in_twenty_is_undefined() -> None:
    replicates = np.linspace(0, 1, 100)[:, None].repeat(2, axis=1)
    replicates[:5, 0] = np.nan
    replicates[:6, 1] = np.nan
    found = percentiles(replicates)
    assert np.isfinite(found.low).tolist() == [True, False]
    assert found.undefined == pytest.approx([0.05, 0.06])
