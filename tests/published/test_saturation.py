"""Saturation against worked examples and iNEXT's data."""

from __future__ import annotations

import numpy as np
import pytest

from kangni.core.errors import MethodInput
from kangni.core.undefined import Number, Undefined
from kangni.methods.further_interviews import curve, next_interview
from kangni.methods.richness import chao2, coverage, coverage_at, extrapolated, rarefied
from kangni.methods.saturation import new_codes, new_in_orders, saturated_orders, stopping_rule

# METHODS 2.1, example A: the codes of ten interviews in order
PEOPLE = ["ABCG", "AB D", "ACDE", "ABCF", "ABDH", "ACEI", "ABCD", "ABFJ", "A CD", "ABCEK"]
HAS = np.array([[code in person for code in "ABCDEFGHIJK"] for person in PEOPLE])
ANTS_2000M = np.array([1, 2, 2, 3, 4, 8, 8, 13, 15, 19, 23, 34, 59, 80])  # iNEXT's data `ant`, 200 samples
SPIDERS_GIRDLED = np.array([46, 22, 17, 15, 15, 9, 8, 6, 6, 4, 2, 2, 2, 2, *[1] * 12])  # iNEXT's data `spider`
SPIDERS_LOGGED = np.array([88, 22, 16, 15, 13, 10, 8, 8, 7, 7, 7, 5, 4, 4, 4, 3, 3, 3, 3, 2, 2, 2, 2, *[1] * 14])


@pytest.mark.parametrize(
    ("base", "run", "base_codes", "ratios"),
    [
        (4, 2, 7, [0.2857, 0.1429, 0.1429, 0.1429, 0.1429]),
        (5, 2, 8, [0.1250, 0.1250, 0.1250, 0.1250]),
        (6, 2, 9, [0.1111, 0.1111, 0.1111]),
        (4, 3, 7, [0.2857, 0.2857, 0.1429, 0.2857]),
    ],
)
def test_example_a_is_not_saturated_at_five_percent(base: int, run: int, base_codes: int, ratios: list[float]) -> None:
    # by hand
    new = new_codes(HAS)
    found = stopping_rule(new, base=base, run=run, threshold=0.05)
    assert new.tolist() == [4, 1, 1, 1, 1, 1, 0, 1, 0, 1]
    assert found.base_codes == base_codes
    assert found.ratios[base + run - 1 :] == pytest.approx(ratios, abs=5e-5)
    assert found.at == Undefined("not reached")


def test_example_b_is_saturated_at_six_and_with_threshold_zero_at_seven() -> None:
    # by hand
    new = np.array([12, 5, 3, 2, 1, 0, 0, 1])
    assert stopping_rule(new, base=4, run=2, threshold=0.05).at == 6
    assert stopping_rule(new, base=4, run=2, threshold=0.05).ratios[5] == pytest.approx(0.0455, abs=5e-5)
    assert stopping_rule(new, base=4, run=2, threshold=0).at == 7


def test_share_of_random_orders_saturated_by_each_interview() -> None:
    # 5,000 orders by another program: .147 .276 .404 .527 .645, each +-.007
    orders = new_in_orders(HAS, orders=20_000, rng=np.random.default_rng(1))
    shares = saturated_orders(orders, base=4, run=2, threshold=0.05)
    assert np.isnan(shares[:5]).all()
    assert shares[5:] == pytest.approx([0.147, 0.276, 0.404, 0.527, 0.645], abs=0.015)


def test_the_rule_is_undefined_with_too_few_interviews_and_without_a_base() -> None:
    few = stopping_rule(np.array([3, 1, 0]), base=4, run=2, threshold=0.05)
    bare = stopping_rule(np.array([0, 0, 3, 1]), base=2, run=1, threshold=0.05)
    assert few.at == Undefined("fewer interviews than base and run")
    assert bare.at == Undefined("the base found no code")


def test_a_rule_without_base_run_or_share_is_refused() -> None:
    with pytest.raises(MethodInput, match="a base of 0"):
        stopping_rule(np.array([1, 2]), base=0, run=1, threshold=0.05)
    with pytest.raises(MethodInput, match="a threshold of 5"):
        saturated_orders(HAS.astype(int), base=4, run=2, threshold=5)


@pytest.mark.parametrize(
    ("interviews", "seen", "once", "twice", "estimate", "error", "low", "high"),
    [
        (599, 227, 49, 23, 279.1085, 19.7945, 252.374, 334.009),  # ants, 50 m
        (168, 26, 12, 4, 43.8929, 14.3056, 30.511, 96.971),  # spiders, girdled: Chao1 on abundance, same formula
        (10, 11, 5, 1, 22.25, None, 12.49, 95.70),  # example A
    ],
)
def test_chao2_with_interval(
    interviews: int, seen: int, once: int, twice: int, estimate: float, error: float | None, low: float, high: float
) -> None:
    # iNEXT's data with the formulas of its source; R not run
    found = chao2(interviews=interviews, seen=seen, once=once, twice=twice)
    assert found.estimate == pytest.approx(estimate, abs=5e-5)
    assert error is None or found.standard_error == pytest.approx(error, abs=5e-5)
    assert [found.low, found.high] == pytest.approx([low, high], abs=5e-3)


def test_chao2_of_logged_spiders_and_of_ants_at_2000_metres() -> None:
    # the same source
    spiders = chao2(interviews=252, seen=37, once=14, twice=4)
    ants = chao2(interviews=200, seen=14, once=1, twice=2)
    assert [spiders.estimate, spiders.standard_error] == pytest.approx([61.4028, 18.5315], abs=6e-5)
    assert [ants.estimate, ants.standard_error] == pytest.approx([14.2488, 0.7261], abs=6e-5)


@pytest.mark.parametrize(
    ("interviews", "seen", "once", "twice", "estimate"),
    [
        (230, 241, 71, 34, 314.8100),  # 500 m
        (150, 122, 28, 16, 146.3367),  # 1070 m
        (200, 56, 13, 4, 77.0194),  # 1500 m
    ],
)
def test_chao2_of_ants_by_height(interviews: int, seen: int, once: int, twice: int, estimate: float) -> None:
    # the same source; the codes seen once and twice are as commonly cited for these samples
    assert chao2(interviews=interviews, seen=seen, once=once, twice=twice).estimate == pytest.approx(estimate, abs=5e-5)


def test_chao2_is_the_number_seen_where_no_code_is_rare() -> None:
    found = chao2(interviews=10, seen=7, once=0, twice=2)
    assert (found.estimate, found.low, found.high) == (7.0, 7.0, 7.0)


def test_chao2_without_codes_in_two_interviews_has_no_interval() -> None:
    found = chao2(interviews=4, seen=5, once=3, twice=0)
    assert found.estimate == pytest.approx(5 + 3 / 4 * 3 * 2 / 2)
    assert found.low == Undefined("no code occurs in exactly two interviews")


def test_chao2_is_undefined_for_one_interview_and_without_codes() -> None:
    assert chao2(interviews=1, seen=5, once=5, twice=0).estimate == Undefined("fewer than two interviews")
    assert chao2(interviews=9, seen=0, once=0, twice=0).estimate == Undefined("no code was seen")


@pytest.mark.parametrize(
    ("interviews", "seen", "once", "twice", "mentions", "expected"),
    [
        (10, 11, 5, 1, 39, 0.877250),  # example A
        (200, 14, 1, 2, 271, 0.9964),  # ants, 2000 m
        (168, 26, 12, 4, 168, 0.9289),  # spiders, girdled
        (252, 37, 14, 4, 252, 0.9446),  # spiders, logged
    ],
)
def test_coverage(interviews: int, seen: int, once: int, twice: int, mentions: int, expected: float) -> None:
    unseen = chao2(interviews=interviews, seen=seen, once=once, twice=twice).unseen
    found = coverage(interviews=interviews, once=once, mentions=mentions, unseen=unseen)
    assert found == pytest.approx(expected, abs=5e-5)


def test_coverage_after_half_of_the_samples_and_after_all() -> None:
    # ants, 2000 m: C(100) .9840, C .9964
    found = coverage_at(ANTS_2000M, interviews=200, sizes=np.array([100, 200]))
    assert found == pytest.approx([0.9840, 0.9964], abs=5e-5)


def test_coverage_is_one_where_no_code_is_in_one_interview_only_and_undefined_for_one_interview() -> None:
    assert coverage(interviews=5, once=0, mentions=20, unseen=0.0) == pytest.approx(1)
    assert coverage(interviews=1, once=3, mentions=3, unseen=0.0) == Undefined("fewer than two interviews")


def test_rarefaction_of_example_a_and_of_ants_and_spiders() -> None:
    # example A equals the mean of 20,000 permutations to their error
    curve = [3.9, 5.5556, 6.6417, 7.4762, 8.1905, 8.8333, 9.4250, 9.9778, 10.5, 11]
    assert rarefied(HAS.sum(axis=0), interviews=10) == pytest.approx(curve, abs=5e-5)
    assert rarefied(ANTS_2000M, interviews=200)[[49, 99]] == pytest.approx([11.1673, 12.8119], abs=5e-5)
    assert rarefied(SPIDERS_GIRDLED, interviews=168)[[9, 49]] == pytest.approx([6.4786, 15.0301], abs=5e-5)
    assert rarefied(SPIDERS_LOGGED, interviews=252)[-1] == pytest.approx(37)


def test_extrapolation_to_twice_as_many() -> None:
    def at_double(interviews: int, seen: int, once: int, twice: int) -> Number:
        unseen = chao2(interviews=interviews, seen=seen, once=once, twice=twice).unseen
        return extrapolated(interviews=interviews, more=interviews, seen=seen, once=once, unseen=unseen)

    assert at_double(10, 11, 5, 1) == pytest.approx(14.9672, abs=5e-5)  # example A
    assert at_double(200, 14, 1, 2) == pytest.approx(14.2441, abs=5e-5)  # ants, 2000 m


def test_spiders_as_inext_prints_them() -> None:
    # "A Quick Introduction to iNEXT via Examples", the vignette of R's iNEXT: $DataInfo, $iNextEst and $AsyEst
    sizes = np.array([1, 84, 168, 248, 336])
    shown = rarefied(SPIDERS_GIRDLED, interviews=168, sizes=sizes[:3])
    beyond = [
        extrapolated(interviews=168, more=more, seen=26, once=12, unseen=43.8929 - 26) for more in (248 - 168, 168)
    ]
    assert [*shown, *beyond] == pytest.approx([1, 18.912, 26, 30.883, 34.731], abs=6e-4)
    known = coverage_at(SPIDERS_GIRDLED, interviews=168, sizes=sizes)
    assert known == pytest.approx([0.122, 0.900, 0.929, 0.948, 0.964], abs=6e-4)
    logged = chao2(interviews=252, seen=37, once=14, twice=4)
    assert [logged.estimate, logged.standard_error, logged.low, logged.high] == pytest.approx(
        [61.403, 18.532, 43.502, 128.583], abs=6e-4
    )


def test_the_curve_runs_through_rarefaction_and_extrapolation() -> None:
    # example A: S(1) 3.9, S(10) 11, S(20) 14.9672
    found = curve(HAS, sizes=np.array([1, 10, 20]), resamples=200, rng=np.random.default_rng(1))
    assert found.expected == pytest.approx([3.9, 11, 14.9672], abs=5e-5)


def test_one_interview_more_than_example_a() -> None:
    # by hand: f0 Q1 / (n f0 + Q1) = 11.25 * 5 / 117.5; five of the ten would have brought one code as the last
    found = next_interview(HAS)
    assert found.new.value == pytest.approx(11.25 * 5 / 117.5)
    assert found.known.value == pytest.approx(0.877250, abs=5e-7)
    assert found.as_last.tolist() == [1, 0, 0, 0, 1, 1, 0, 1, 0, 1]
