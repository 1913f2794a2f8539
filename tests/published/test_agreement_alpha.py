"""Krippendorff's alpha against printed values and the `krippendorff` package."""

from __future__ import annotations

from typing import Literal

import krippendorff
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kangni.core.undefined import Undefined
from kangni.methods.agreement.alpha import Distance, alpha, coincidences, interval, nominal, ordinal, ratio
from kangni.methods.columns import Floats

# Krippendorff 2019, Content Analysis, 4th ed., section 12.3: four coders, twelve units, "." is not seen
ROWS = ["1 2 3 3 2 1 4 1 2 . . .", "1 2 3 3 2 2 4 1 2 5 . 3", ". 3 3 3 2 3 4 2 2 5 1 .", "1 2 3 3 2 4 4 1 2 5 1 ."]
FOUR_BY_TWELVE = np.array([[np.nan if word == "." else float(word) for word in row.split()] for row in ROWS])

# Fleiss 1971, Psychological Bulletin 76: 30 patients, six raters, five diagnoses, as in statsmodels' tests
FLEISS_1971 = """
444444 222555 233335 555555 222444 113333 333355 113334 114444 555555 144444 124444 222333 144444 224445 333335 111455
111112 224444 133555 555555 244444 224555 114444 144445 222224 111155 224444 133333 555555
"""
Level = Literal["nominal", "ordinal", "interval", "ratio"]
LEVELS: dict[Level, Distance] = {"nominal": nominal, "ordinal": ordinal, "interval": interval, "ratio": ratio}


def counted(ratings: Floats, values: Floats) -> Floats:
    return np.asarray((ratings[:, :, None] == values).sum(axis=0), dtype=np.float64)


@pytest.mark.parametrize(
    ("distance", "expected"), [(nominal, 0.743421), (ordinal, 0.815388), (interval, 0.849107), (ratio, 0.797403)]
)
def test_four_by_twelve_with_missing_values(distance: Distance, expected: float) -> None:
    # printed, and the same by krippendorff 0.9.0
    values = np.arange(1.0, 6.0)
    pairs = coincidences(counted(FOUR_BY_TWELVE, values), np.ones(12))
    assert alpha(pairs, distance, values) == pytest.approx(expected, abs=5e-7)


def test_cohen_1960_table() -> None:
    # irrCAC 0.4.4
    table = np.array([[88, 14, 18], [10, 40, 10], [2, 6, 12]], dtype=float)
    assert alpha(table + table.T) == pytest.approx(0.48846, abs=5e-6)


def test_fleiss_1971_diagnoses() -> None:
    # irrCAC 0.4.4
    ratings = np.array([[float(rating) for rating in patient] for patient in FLEISS_1971.split()]).T
    pairs = coincidences(counted(ratings, np.arange(1.0, 6.0)), np.ones(30))
    assert alpha(pairs) == pytest.approx(0.43341, abs=5e-6)


def test_skewed_table() -> None:
    # the "kappa paradox" table [[80, 7], [8, 5]]
    pairs = coincidences(np.array([[2, 0], [1, 1], [0, 2]]), np.array([80, 15, 5]))
    assert alpha(pairs) == pytest.approx(0.31771, abs=5e-6)


def test_the_digitised_pair_of_1995_has_the_printed_alpha() -> None:
    # Krippendorff 1995, 24 characters: alpha .329
    first, second = "001111111100001111110000", "000011110000000110000000"
    yes = np.array([[2 - int(a) - int(b), int(a) + int(b)] for a, b in zip(first, second, strict=True)], dtype=float)
    assert alpha(coincidences(yes, np.ones(24))) == pytest.approx(0.329, abs=5e-4)


def test_gwets_ordinal_weights_give_another_alpha_than_the_ordinal_distance() -> None:
    # irrCAC 0.4.4 with weights="ordinal" gives .83364, where Krippendorff's ordinal alpha is .815388
    apart = np.abs(np.subtract.outer(np.arange(5), np.arange(5))) + 1
    pairs = coincidences(counted(FOUR_BY_TWELVE, np.arange(1.0, 6.0)), np.ones(12))
    assert alpha(pairs, lambda _values, _marginals: apart * (apart - 1) / 20) == pytest.approx(0.83364, abs=5e-6)


def test_alpha_is_undefined_without_pairs_and_without_variation() -> None:
    alone = coincidences(np.array([[1, 0], [0, 1]]), np.array([5, 5]))
    same = coincidences(np.array([[0, 2]]), np.array([9]))
    assert alpha(alone) == Undefined("fewer than two values to compare")
    assert alpha(same) == Undefined("only one value was used")


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.lists(st.sampled_from([np.nan, 0.0, 1.0, 2.0, 5.0]), min_size=3, max_size=3), min_size=2, max_size=25),
    st.sampled_from(list(LEVELS)),
)
def test_alpha_equals_the_krippendorff_package(units: list[list[float]], level: Level) -> None:
    distance = LEVELS[level]
    ratings = np.array(units).T
    values = np.unique(ratings[np.isfinite(ratings)])
    counts = counted(ratings, values)
    ours = alpha(coincidences(counts, np.ones(len(units))), distance, values)
    if isinstance(ours, Undefined):
        used = counts[counts.sum(axis=1) >= 2].sum(axis=0)
        assert np.count_nonzero(used) <= 1
        return
    assert ours == pytest.approx(krippendorff.alpha(ratings, level_of_measurement=level), abs=1e-9)
