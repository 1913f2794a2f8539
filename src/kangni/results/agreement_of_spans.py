"""What is said of spans that coders marked freely: whether they lie on the same words, and how far their ends part."""

from __future__ import annotations

from dataclasses import dataclass

from kangni.core.names import Label
from kangni.core.undefined import Number

__all__ = ["SpanAgreement", "SpanCode", "SpanPair", "SpanReading"]


@dataclass(frozen=True, slots=True)
class SpanAgreement:
    """One code, or all together, as the coders' spans have it.

    `spans` counts the spans of all coders (those of one coder and code that overlap are one), `characters` what they
    cover. `u_alpha` is Krippendorff's of 2016, `alpha_u` the one of 1995 and 2004 for comparison with old papers.
    `matched` counts pairs of spans that share words, each span in one pair of two coders at most; `exact` those of them
    with equal ends. `f1` counts spans, `character_f1` characters; `boundary_distance` is the mean distance of an end of
    matched spans, in characters. With more than two coders these are summed over all pairs. `gamma_error` is what
    chance in the shuffles may have moved gamma, one standard error.
    """

    code: str
    name: Label
    spans: int
    characters: int
    u_alpha: Number
    u_alpha_low: Number
    u_alpha_high: Number
    matched: int
    exact: int
    f1: Number
    character_f1: Number
    boundary_distance: Number
    alpha_u: Number
    gamma: Number
    gamma_error: Number


@dataclass(frozen=True, slots=True)
class SpanPair:
    """Two coders where both marked something: whether they chose the same code there, cu-alpha."""

    first: str
    second: str
    cu_alpha: Number
    cu_alpha_low: Number
    cu_alpha_high: Number


@dataclass(frozen=True, slots=True)
class SpanCode:
    """One code in the words that two coders both marked: (k)u-alpha, and which share of the code lies there."""

    first: str
    second: str
    code: str
    name: Label
    ku_alpha: Number
    coverage: Number


@dataclass(frozen=True, slots=True)
class SpanReading:
    """Spans code by code, all codes at once, and pair by pair of coders.

    `where` takes all codes as one: its u-alpha is |u-alpha, where something is marked at all. `what_and_where` is
    u-alpha of all codes at once, with its interval; like cu-alpha it exists only where nobody put two codes on the same
    words. `gamma` takes all codes at once too, and such words with them. `spans` counts those of all coders and codes.
    """

    spans: int
    codes: tuple[SpanAgreement, ...]
    where: SpanAgreement
    what_and_where: Number
    what_and_where_low: Number
    what_and_where_high: Number
    gamma: Number
    gamma_error: Number
    pairs: tuple[SpanPair, ...]
    pair_codes: tuple[SpanCode, ...]
