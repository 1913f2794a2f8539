"""Alpha of sets against worked examples."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from kangni.core.undefined import Undefined
from kangni.methods.agreement.sets import SetRatings, Similarity, jaccard, masi, rated_sets, set_alpha

EXAMPLE = [("a", "a"), ("ab", "a"), ("bc", "bc"), ("c", "ab"), ("", "a"), ("", "")]


def rated(units: Sequence[tuple[str, ...]]) -> SetRatings:
    sets = [sorted("abc".index(code) for code in rating) for unit in units for rating in unit]
    unit = np.repeat(np.arange(len(units)), [len(unit) for unit in units])
    start = np.concatenate([[0], np.cumsum([len(codes) for codes in sets])])
    return rated_sets(unit, start, np.array([code for codes in sets for code in codes], dtype=np.int64))


@pytest.mark.parametrize(
    ("similarity", "all_six", "first_four"), [(jaccard, 0.434932, 0.405660), (masi, 0.427332, 0.413408)]
)
def test_alpha_of_sets_with_and_without_empty_ones(similarity: Similarity, all_six: float, first_four: float) -> None:
    # the first four by nltk 3.10.4 too, which cannot take empty sets; all six by an independent calculation
    assert set_alpha(rated(EXAMPLE), np.arange(6), similarity).alpha == pytest.approx(all_six, abs=5e-7)
    assert set_alpha(rated(EXAMPLE[:4]), np.arange(4), similarity).alpha == pytest.approx(first_four, abs=5e-7)


def test_alpha_without_a_cluster_is_alpha_of_the_others() -> None:
    clusters = np.array([0, 0, 1, 1, 2, 2])
    without = set_alpha(rated(EXAMPLE), clusters).without
    others = [set_alpha(rated(EXAMPLE[2:]), clusters[2:] - 1).alpha, set_alpha(rated(EXAMPLE[:4]), clusters[:4]).alpha]
    assert [without[0], without[2]] == pytest.approx(others, abs=1e-12)


def test_three_coders_with_one_missing() -> None:
    # by hand, MASI. Similar pairs: a-a 1, a-ab 1/3, b-ab 1/3, a-b 0; n = 5 ratings of units with two or more.
    # D_o: unit 0 (a, a, ab): pairs 0, 2/3, 2/3, each twice, over 2; unit 1 (a, b): 1 twice. Together 10/3.
    # Similarity of all ordered pairs: a thrice 9, ab 1, b 1, a with ab 6/3, b with ab 2/3: 41/3.
    found = set_alpha(rated([("a", "a", "ab"), ("a", "b"), ("c",)]), np.array([0, 1, 2]))
    assert found.alpha == pytest.approx(1 - (10 / 3) * 4 / (25 - 41 / 3), abs=1e-12)


def test_alpha_of_sets_is_undefined_without_variation_and_without_pairs() -> None:
    assert set_alpha(rated([("ab", "ab"), ("ab", "ab")]), np.array([0, 1])).alpha == Undefined(
        "only one value was used"
    )
    assert set_alpha(rated([("", ""), ("", "")]), np.array([0, 1])).alpha == Undefined("only one value was used")
    assert set_alpha(rated([("a",)]), np.array([0])).alpha == Undefined("fewer than two values to compare")
