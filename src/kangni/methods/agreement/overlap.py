"""How well two coders' spans of one code match: which meet which, and how far their ends lie apart."""

from __future__ import annotations

from dataclasses import dataclass

import numba
import numpy as np

from kangni.core.errors import N_
from kangni.core.undefined import Number, Undefined
from kangni.methods.agreement.sweep import Segments
from kangni.methods.columns import Bools, Ints

__all__ = ["Overlap", "SpanFigures", "overlap", "span_figures"]


@dataclass(frozen=True, slots=True, eq=False)
class Overlap:
    """How many spans of one code and document each of two coders has, and how they match; shape (documents, codes).

    `matched` counts pairs of spans that share characters, each span in one pair at most, chosen to share as much as
    possible; `exact` those of them with equal ends. `starts_apart` and `ends_apart` sum the distances of the ends of
    matched spans. `first_length`, `second_length` and `shared` count characters.
    """

    first: Ints
    second: Ints
    matched: Ints
    exact: Ints
    starts_apart: Ints
    ends_apart: Ints
    first_length: Ints
    second_length: Ints
    shared: Ints

    def total(self) -> Overlap:
        """Return the sums over documents, by code."""
        return Overlap(*(getattr(self, name).sum(axis=0) for name in self.__slots__))

    def plus(self, other: Overlap) -> Overlap:
        """Return the sums of two, such as those of two pairs of coders."""
        return Overlap(*(getattr(self, name) + getattr(other, name) for name in self.__slots__))


@dataclass(frozen=True, slots=True)
class SpanFigures:
    """What a matching says of one code: `f1` of spans, `character_f1` of characters, mean distance of their ends."""

    f1: Number
    character_f1: Number
    boundary_distance: Number


def overlap(found: Segments, common: Bools, first: int, second: int, *, codes: int) -> Overlap:
    """Match the spans of two coders, code by code, in the documents that both have seen.

    Of all ways to pair spans that share characters, the one that shares most is taken. It assumes that one coder's
    spans of one code do not overlap, as in `Segments`; then matched pairs never cross, and one pass finds it.

    Parameters
    ----------
    found
        What each coder put under each code.
    common
        Which documents both have seen.
    first, second
        The places of the coders.
    codes
        How many codes the codebook has.

    Examples
    --------
    >>> zero = np.zeros(4, dtype=np.int64)
    >>> two = Segments(zero, zero, np.array([0, 0, 1, 1]), np.array([10, 40, 12, 45]), np.array([30, 60, 30, 70]))
    >>> found = overlap(two, np.array([True]), 0, 1, codes=1)
    >>> found.matched.item(), found.exact.item(), found.starts_apart.item(), found.shared.item()
    (2, 0, 7, 33)
    """
    groups = common.size * codes
    chosen = common[found.document]
    sides = [found.take(np.flatnonzero(chosen & (found.coder == who))) for who in (first, second)]
    keys = [side.document * codes + side.code for side in sides]
    opens = [np.searchsorted(key, np.arange(groups + 1)).astype(np.int64) for key in keys]
    counts = _matched(opens[0], sides[0].start, sides[0].end, opens[1], sides[1].start, sides[1].end)
    matched, exact, starts, ends, shared = (counts[:, i].reshape(common.size, codes) for i in range(5))
    lengths = [
        np.bincount(key, weights=side.end - side.start, minlength=groups).astype(np.int64).reshape(common.size, codes)
        for key, side in zip(keys, sides, strict=True)
    ]
    return Overlap(
        first=np.diff(opens[0]).reshape(common.size, codes),
        second=np.diff(opens[1]).reshape(common.size, codes),
        matched=matched,
        exact=exact,
        starts_apart=starts,
        ends_apart=ends,
        first_length=lengths[0],
        second_length=lengths[1],
        shared=shared,
    )


def span_figures(total: Overlap, code: int) -> SpanFigures:
    """Return F1 of spans and of characters, 2 shared / (first + second), and the mean distance of matched ends.

    F1 of spans counts a touch as a match, F1 of characters is Dice's coefficient; neither is corrected for chance. The
    distance is the mean over matched spans of half the summed distance of both ends, in characters; it says nothing of
    spans without a match, so it is never shown without F1.

    Parameters
    ----------
    total
        Sums by code.
    code
        Which code.
    """
    spans = int(total.first[code] + total.second[code])
    matched = int(total.matched[code])
    apart = float(total.starts_apart[code] + total.ends_apart[code])
    length = float(total.first_length[code] + total.second_length[code])
    nothing = Undefined(N_("nobody marked anything"))
    return SpanFigures(
        f1=2 * matched / spans if spans else nothing,
        character_f1=2 * float(total.shared[code]) / length if length else nothing,
        boundary_distance=apart / (2 * matched) if matched else Undefined(N_("no spans match")),
    )


@numba.njit(cache=True, nogil=True)
def _matched(
    first_opens: Ints, first_start: Ints, first_end: Ints, second_opens: Ints, second_start: Ints, second_end: Ints
) -> Ints:  # pragma: no cover - compiled
    """Return by group: matched, exact, distance of starts, distance of ends, shared characters."""
    groups = first_opens.size - 1
    found = np.zeros((groups, 5), dtype=np.int64)
    most = first_start.size + second_start.size + 1
    mine, theirs = np.empty(most, dtype=np.int64), np.empty(most, dtype=np.int64)
    weight, best = np.empty(most, dtype=np.int64), np.empty(most + 1, dtype=np.int64)
    before = np.empty(most, dtype=np.int64)
    for g in range(groups):
        pairs = _meetings(
            first_start, first_end, first_opens[g], first_opens[g + 1],
            second_start, second_end, second_opens[g], second_opens[g + 1], mine, theirs, weight,
        )  # fmt: skip
        # pairs come in the order of the text; those that share a span with a pair stand right before it
        best[0] = 0
        opens_mine, opens_theirs = 0, 0
        for t in range(pairs):
            if t == 0 or mine[t] != mine[t - 1]:
                opens_mine = t
            if t == 0 or theirs[t] != theirs[t - 1]:
                opens_theirs = t
            before[t] = min(opens_mine, opens_theirs)
            best[t + 1] = max(best[t], best[before[t]] + weight[t])
            found[g, 4] += weight[t]
        t = pairs
        while t > 0:
            if best[t] == best[t - 1]:
                t -= 1
                continue
            i, j = mine[t - 1], theirs[t - 1]
            starts, ends = abs(first_start[i] - second_start[j]), abs(first_end[i] - second_end[j])
            found[g, 0] += 1
            found[g, 1] += starts + ends == 0
            found[g, 2] += starts
            found[g, 3] += ends
            t = before[t - 1]
    return found


@numba.njit(cache=True, nogil=True)
def _meetings(
    first_start: Ints, first_end: Ints, i: int, last_i: int,
    second_start: Ints, second_end: Ints, j: int, last_j: int,
    mine: Ints, theirs: Ints, weight: Ints,
) -> int:  # fmt: skip  # pragma: no cover - compiled
    """Write down which spans share how many characters and return how many pairs do."""
    pairs = 0
    while i < last_i and j < last_j:
        shared = min(first_end[i], second_end[j]) - max(first_start[i], second_start[j])
        if shared > 0:
            mine[pairs], theirs[pairs], weight[pairs] = i, j, shared
            pairs += 1
        if first_end[i] < second_end[j]:
            i += 1
        else:
            j += 1
    return pairs
