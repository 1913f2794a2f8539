"""Intervals: METHODS.md 3.1, 3.2 and 4. Wilson rows are Newcombe 1998a as commonly cited, and equal SciPy's."""

from __future__ import annotations

import pytest
from scipy.stats import binomtest
from statsmodels.stats.proportion import multinomial_proportions_confint, proportion_confint

from kangni.methods.proportions import Interval, clopper_pearson, dirichlet, garwood, goodman, jeffreys, wilson


def bounds(interval: Interval, *, digits: int = 4) -> tuple[float, float]:
    assert isinstance(interval.lower, float)
    assert isinstance(interval.upper, float)
    return round(interval.lower, digits), round(interval.upper, digits)


@pytest.mark.parametrize(
    ("count", "n", "lower", "upper"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_wilson_equals_newcombe(count: int, n: int, lower: float, upper: float) -> None:
    assert bounds(wilson(count, n)) == (lower, upper)


@pytest.mark.parametrize(
    ("count", "by_wilson", "by_jeffreys"),
    [
        (7, (0.3968, 0.8922), (0.3942, 0.9073)),
        (10, (0.7225, 1.0), (0.7828, 1.0)),
        (0, (0.0, 0.2775), (0.0, 0.2172)),
    ],
)
def test_ten_participants(count: int, by_wilson: tuple[float, float], by_jeffreys: tuple[float, float]) -> None:
    assert bounds(wilson(count, 10)) == by_wilson
    assert bounds(jeffreys(count, 10)) == by_jeffreys


def test_clopper_pearson_of_seven_in_ten() -> None:
    assert bounds(clopper_pearson(7, 10)) == (0.3475, 0.9333)


@pytest.mark.parametrize("count", [0, 1, 7, 10])
def test_two_libraries_agree_on_shares_of_ten(count: int) -> None:
    by_scipy = binomtest(count, 10).proportion_ci(method="wilson")
    assert bounds(wilson(count, 10), digits=9) == (round(by_scipy.low, 9), round(by_scipy.high, 9))
    by_statsmodels = proportion_confint(count, 10, method="beta")
    assert bounds(clopper_pearson(count, 10), digits=9) == tuple(round(float(bound), 9) for bound in by_statsmodels)


def test_garwood_rates() -> None:
    # METHODS 3.1: 23 in 41.5 thousand has (.351326, .831597); 0 in 10 has upper .368888
    assert bounds(garwood(23, 41.5), digits=6) == (0.351326, 0.831597)
    assert bounds(garwood(0, 10), digits=6) == (0.0, 0.368888)


def test_outcomes_of_twelve_episodes() -> None:
    # METHODS 4: 6, 3, 2, 1
    counts = [6, 3, 2, 1]
    assert [bounds(share.interval) for share in dirichlet(counts)] == [
        (0.2211, 0.7171), (0.0697, 0.4974), (0.0334, 0.4090), (0.0084, 0.3071)
    ]  # fmt: skip
    assert [bounds(wilson(count, 12)) for count in counts] == [
        (0.2538, 0.7462), (0.0889, 0.5323), (0.0470, 0.4480), (0.0149, 0.3539)
    ]  # fmt: skip
    assert [bounds(interval) for interval in goodman(counts)] == [
        (0.2076, 0.7924), (0.0682, 0.6028), (0.0347, 0.5267), (0.0104, 0.4414)
    ]  # fmt: skip


def test_goodman_equals_statsmodels() -> None:
    counts = [11, 13, 8, 1]
    expected = [(round(float(low), 9), round(float(high), 9)) for low, high in multinomial_proportions_confint(counts)]
    assert [bounds(interval, digits=9) for interval in goodman(counts)] == expected


def test_posterior_mean_of_a_row_of_steps() -> None:
    # METHODS 4: row 2 of the six episodes is 0 0 1 4 3 0
    means = [share.mean for share in dirichlet([0, 0, 1, 4, 3, 0])]
    assert [round(mean, 4) for mean in means if isinstance(mean, float)] == [
        0.0455, 0.0455, 0.1364, 0.4091, 0.3182, 0.0455
    ]  # fmt: skip
    assert [share.share for share in dirichlet([0, 0, 1, 4, 3, 0])] == [0.0, 0.0, 0.125, 0.5, 0.375, 0.0]
