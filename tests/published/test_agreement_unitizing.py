"""The u-alpha family and the older alpha_U against worked examples."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

import krippendorff
import numpy as np
import pytest

from kangni.core.undefined import Undefined
from kangni.methods.agreement.alpha import alpha, coincidences
from kangni.methods.agreement.alpha_u import alpha_u_2004
from kangni.methods.agreement.sweep import Lines, Segments, character_tally, lines
from kangni.methods.agreement.unitizing import Matches, ku_alpha, marked_matches, u_alpha, value_matches
from kangni.methods.agreement.units import Units
from kangni.methods.columns import Floats

Spans = Sequence[Sequence[tuple[int, int, int]]]

# 100 characters; each coder's segments as start, end, value
TWO: Spans = [[(10, 30, 1), (40, 60, 2)], [(12, 30, 1), (45, 70, 2)]]
THREE: Spans = [
    [(0, 20, 1), (30, 50, 2), (60, 80, 3)],
    [(5, 20, 1), (30, 45, 2), (60, 80, 2)],
    [(0, 18, 1), (33, 50, 2), (62, 80, 3)],
]
# Krippendorff 1995, p. 57: eight observers of 24 seconds, in the transcription of DKPro Statistics' tests
PAIRS_1995 = {
    "A": ("00|11111111|0000|111111|0000", "0000|1111|0000000|11|0000000"),
    "B": ("111111111111111111|000000", "11|1|1|1|1|111|1|00000000000000"),
    "C": ("00|111111|00|11|00|1111|00|11|00", "11|00|1111|00|1111|00|11|00|11|00"),
    "D": ("11|11111111|1111|111111|1111", "1111|1111|1111111|11|1111111"),
}


def laid_out(spans: Spans, length: int = 100) -> tuple[Segments, Lines]:
    rows = sorted((0, value - 1, coder, start, end) for coder, own in enumerate(spans) for start, end, value in own)
    units = Units(
        np.array([0]), np.array([0]), np.array([length]), np.array([0]), np.array([0]), np.ones((len(spans), 1), bool)
    )
    return Segments(*np.array(rows, dtype=np.int64).T), lines(units)


def merged(spans: Spans) -> Spans:
    return [[(start, end, 1) for start, end, _ in own] for own in spans]


def by_characters(spans: Spans, length: int = 100) -> Floats:
    """What alpha would be if no two characters of one segment were kept from meeting: the plain character alpha."""
    paint = np.zeros((len(spans), length))
    for coder, own in enumerate(spans):
        for start, end, value in own:
            paint[coder, start:end] = value
    return paint


def by_brute_force(spans: Spans, length: int = 100) -> float:
    """Every character with every character of the same or another segment, gap characters being single."""
    value, segment = by_characters(spans, length), np.arange(len(spans) * length).reshape(len(spans), length)
    for coder, own in enumerate(spans):
        for start, end, _ in own:
            segment[coder, start:end] = segment[coder, start]
    differ = value.ravel()[:, None] != value.ravel()[None, :]
    apart = segment.ravel()[:, None] != segment.ravel()[None, :]
    observed = np.mean([(value[i] != value[j]).mean() for i, j in combinations(range(len(spans)), 2)])
    return float(1 - observed / (differ & apart).sum() * apart.sum())


@pytest.mark.parametrize(("spans", "what_and_where", "where"), [(TWO, 0.716190, 0.666215), (THREE, 0.662585, 0.779545)])
def test_u_alpha_with_values_and_with_values_merged(spans: Spans, what_and_where: float, where: float) -> None:
    # by hand from Krippendorff 2019, section 12.6; brute force over characters agrees to ten digits
    found, on = laid_out(spans)
    assert u_alpha(value_matches(found, on, codes=3).total()) == pytest.approx(what_and_where, abs=5e-7)
    assert by_brute_force(spans) == pytest.approx(what_and_where, abs=5e-7)
    found, on = laid_out(merged(spans))
    assert u_alpha(value_matches(found, on, codes=1).total()) == pytest.approx(where, abs=5e-7)
    assert by_brute_force(merged(spans)) == pytest.approx(where, abs=5e-7)


def test_first_example_has_the_lengths_of_its_table() -> None:
    # l = [[100, 2, 15], [2, 36, 0], [15, 0, 30]]; coverage .9474, .6667; cu-alpha 1
    found, on = laid_out(TWO)
    matches = value_matches(found, on, codes=2).total()
    assert matches.length.tolist() == [117, 38, 45]
    assert matches.matched.tolist() == [100, 36, 30]
    both = marked_matches(found, on, 0, 1, codes=2).total()
    assert (both.length / matches.length[1:]).round(4).tolist() == [0.9474, 0.6667]
    assert u_alpha(both) == pytest.approx(1)


def test_second_example_pair_by_pair_where_both_marked() -> None:
    # cu-alpha by brute force over characters both marked; (k)u-alpha by one calculation
    found, on = laid_out(THREE)
    values = [u_alpha(marked_matches(found, on, *pair, codes=3).total()) for pair in ((0, 1), (0, 2), (1, 2))]
    assert values == pytest.approx([0.464516, 1, 0.446741], abs=5e-7)
    first = marked_matches(found, on, 0, 1, codes=3).total()
    assert [ku_alpha(first, value) for value in range(3)] == pytest.approx([1, 0.336, 0], abs=5e-7)
    marked = [36 - 1, 35 + 20, 20]  # what the two coders gave each value: 20 + 15, 20 + 15 + 20, 20
    assert (first.length / marked).round(4).tolist() == [0.8571, 0.9091, 1.0]


@pytest.mark.parametrize(("spans", "expected"), [(TWO, 0.703791), (THREE, 0.651617)])
def test_alpha_of_characters_is_what_the_krippendorff_package_makes_of_them(spans: Spans, expected: float) -> None:
    paint = by_characters(spans)
    counts = np.stack([(paint == value).sum(axis=0) for value in range(4)], axis=1).astype(float)
    assert alpha(coincidences(counts, np.ones(100))) == pytest.approx(expected, abs=5e-7)
    assert krippendorff.alpha(paint, level_of_measurement="nominal") == pytest.approx(expected, abs=5e-7)


def test_one_code_by_the_sweep_is_the_example_with_merged_values() -> None:
    found, on = laid_out(merged(TWO))
    assert character_tally(found, on, codes=1).times.tolist() == [[[50, 17, 33]]]


def test_alpha_u_of_2004_gives_the_printed_values() -> None:
    # Krippendorff 2004, p. 254, continuum 150-450: alpha of c .7286, of k 1.0000, of both .859
    c, _ = laid_out([[(75, 145, 1), (220, 250, 1)], [(70, 150, 1), (205, 225, 1), (250, 270, 1)]])
    k, _ = laid_out([[(30, 90, 1), (150, 200, 1)], [(30, 90, 1), (150, 200, 1)]])
    of_c, of_k = alpha_u_2004(c, 300, coders=2), alpha_u_2004(k, 300, coders=2)
    assert (of_c.observed, of_c.expected) == pytest.approx((0.014444, 0.053222), abs=5e-7)
    assert 1 - of_c.observed / of_c.expected == pytest.approx(0.728599, abs=5e-7)
    assert of_k.observed == 0
    both = 1 - (of_c.observed + of_k.observed) / (of_c.expected + of_k.expected)
    assert both == pytest.approx(0.858665, abs=5e-7)


@pytest.mark.parametrize(("pair", "expected"), [("A", 0.552940), ("B", -0.92841), ("C", 0.693065), ("D", 0.065828)])
def test_alpha_u_of_2004_on_the_pairs_of_1995(pair: str, expected: float) -> None:
    # printed .553, -.926, .679, .066; of C the printed expected disagreement .08642 does not follow from the formula of
    # 2004, which gives .09050. The seconds are stretched by 5000, as the printed values are limits
    spans = []
    for observer in PAIRS_1995[pair]:
        ends = np.cumsum([0, *map(len, observer.split("|"))]) * 5000
        parts = zip(observer.split("|"), ends[:-1].tolist(), ends[1:].tolist(), strict=True)
        spans.append([(start, end, 1) for part, start, end in parts if part.startswith("1")])
    found, _ = laid_out(spans, 24 * 5000)
    old = alpha_u_2004(found, 24 * 5000, coders=2)
    assert 1 - old.observed / old.expected == pytest.approx(expected, abs=5e-6)


def test_u_alpha_says_when_it_does_not_exist() -> None:
    nothing = Matches(np.zeros(2), np.zeros(2), np.zeros(2))
    only_gap = Matches(np.array([200.0, 0]), np.array([200.0, 0]), np.array([200.0, 0]))
    assert u_alpha(nothing) == Undefined("no common text")
    assert u_alpha(only_gap) == Undefined("only one value was used")
    found, on = laid_out([[(0, 10, 1)], [(20, 30, 1)]])
    apart = marked_matches(found, on, 0, 1, codes=1).total()
    assert u_alpha(apart) == Undefined("no common text")
    assert ku_alpha(apart, 0) == Undefined("no marks of both coders meet")
    found, on = laid_out([[(0, 10, 1)], [(5, 30, 1)]])
    assert ku_alpha(marked_matches(found, on, 0, 1, codes=1).total(), 0) == Undefined("only one value was used")
