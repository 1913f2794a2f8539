"""Krippendorff's alpha for spans that coders marked freely: the u-alpha family."""

from __future__ import annotations

from dataclasses import dataclass

import numba
import numpy as np

from kangni.core.errors import N_
from kangni.core.undefined import Number, Undefined
from kangni.methods.agreement.alpha import coincidences
from kangni.methods.agreement.sweep import Lines, Segments
from kangni.methods.agreement.units import Tally
from kangni.methods.columns import Bools, Floats, Ints

__all__ = [
    "Matches",
    "code_matches",
    "has_overlaps",
    "ku_alpha",
    "marked_matches",
    "u_alpha",
    "u_alphas",
    "value_matches",
]

NO_VARIATION = Undefined(N_("only one value was used"))


@dataclass(frozen=True, slots=True, eq=False)
class Matches:
    """What the u-alpha family is computed from, by value: sums of lengths that may be added up over documents.

    `length` is how much text each value has, over all coders; `matched` how much of it meets the same value by another
    coder (weighted 1 / (m - 1) for m coders); `squares` the sum of squared segment lengths, and for the gap, whose
    characters are no unit, the sum of lengths. Shape (..., values).
    """

    length: Floats
    matched: Floats
    squares: Floats

    def at(self, place: tuple[int, ...] | int) -> Matches:
        """Return those at one place of the leading axes."""
        return Matches(self.length[place], self.matched[place], self.squares[place])

    def total(self) -> Matches:
        """Return them summed over the first axis."""
        return Matches(self.length.sum(axis=0), self.matched.sum(axis=0), self.squares.sum(axis=0))


def u_alpha(matches: Matches) -> Number:
    """Return Krippendorff's alpha for unitized text, 1 - (l - sum of l_cc) / (l - sum of e_cc).

    Each coder cuts the text into segments with a value and gaps. l_ck is the length over which segments of value c by
    one coder meet segments of value k by another, divided by m - 1; l_c are its row sums, l their total. By chance
    e_ck = l (l_c l_k - [c = k] s_c) / (l² - sum of s), with s_c the sum of squared segment lengths: a segment does not
    meet itself. It asks whether coders mark the same stretches with the same values, and assumes that one coder's
    segments do not overlap (with several codes on one stretch, take code by code).

    With values merged to "marked" it is |u-alpha (where only); without the gap, on what two coders both marked, it is
    cu-alpha (what only).

    Parameters
    ----------
    matches
        Of one table: shape (values,).

    Returns
    -------
    Number
        Undefined without text, and where chance cannot disagree: nothing or everything has one value.

    References
    ----------
    Krippendorff, K., Mathet, Y., Bouvry, S. & Widlöcher, A. (2016). On the reliability of unitizing textual continua.
    *Quality & Quantity*, 50, 2347-2364. Krippendorff, K. (2019). *Content Analysis*, 4th ed., section 12.6.

    Examples
    --------
    One code, two coders, 100 characters: (10, 30) and (40, 60) against (12, 30) and (45, 70).

    >>> both, one, other = 18 + 15, 40, 43
    >>> found = Matches(length=np.array([200.0 - one - other, one + other]),
    ...                 matched=np.array([2.0 * (100 - one - other + both), 2.0 * both]),
    ...                 squares=np.array([200.0 - one - other, 20**2 + 20**2 + 18**2 + 25**2]))
    >>> round(u_alpha(found), 6)
    0.666215
    """
    if not matches.length.sum():
        return Undefined(N_("no common text"))
    value = float(u_alphas(matches))
    return value if np.isfinite(value) else NO_VARIATION


def u_alphas(matches: Matches) -> Floats:
    """Return `u_alpha` of many tables, shape (..., values), and NaN where it says undefined."""
    length, squares = matches.length, matches.squares
    total = length.sum(axis=-1)
    pairs = total**2 - squares.sum(axis=-1)
    with np.errstate(invalid="ignore", divide="ignore"):
        met_by_chance = total * (length**2 - squares).sum(axis=-1) / pairs
        room = total - met_by_chance
        observed = total - matches.matched.sum(axis=-1)
        return np.asarray(np.where(room > 1e-9 * total, 1 - observed / room, np.nan), dtype=np.float64)


def ku_alpha(matches: Matches, value: int) -> Number:
    """Return how reliably one value is used where two coders both marked, (k)u-alpha.

    With l*_.k the length of value k where both marked, l*_kk what of it both gave value k, and e* by chance:
    1 - (e*_.k / l*_.k)(l*_.k - l*_kk) / (e*_.k - e*_kk).

    Parameters
    ----------
    matches
        From `marked_matches`, of one pair of coders: shape (values,).
    value
        Which value.

    Returns
    -------
    Number
        Undefined where the value never meets a mark of the other coder, and where it is the only one that does.

    References
    ----------
    As for `u_alpha`.
    """
    length, squares = matches.length, matches.squares
    if not length[value]:
        return Undefined(N_("no marks of both coders meet"))
    total = float(length.sum())
    pairs = total**2 - float(squares.sum())
    chance = total * (length[value] * total - squares[value]) / pairs if pairs else 0.0
    room = chance - total * (length[value] ** 2 - squares[value]) / pairs if pairs else 0.0
    if room <= 1e-9 * total:
        return NO_VARIATION
    return float(1 - chance / length[value] * (length[value] - matches.matched[value]) / room)


def code_matches(found: Segments, tally: Tally) -> Matches:
    """Return the matches of each code against the gap, by document and code; value 0 is the gap, 1 the code.

    Parameters
    ----------
    found
        What each coder put under each code.
    tally
        Its characters, of the same codes, from `character_tally`: where coders have seen different documents, each
        document counts those who have seen it.

    Returns
    -------
    Matches
        Shape (documents, codes, 2).
    """
    met = coincidences(tally.counts, tally.times)
    length = met.sum(axis=-1)
    documents, codes, _ = tally.times.shape
    flat = found.document * codes + found.code
    size = (found.end - found.start).astype(np.float64)
    squares = _summed(flat, size**2, (documents, codes))
    return Matches(
        length=length,
        matched=np.einsum("...ii->...i", met),
        squares=np.stack([length[..., 0], squares], axis=-1),
    )


def has_overlaps(found: Segments) -> bool:
    """Tell whether any coder put two codes on one stretch."""
    order = np.lexsort((found.start, found.coder, found.document))
    document, coder = found.document[order], found.coder[order]
    same = (np.diff(document) == 0) & (np.diff(coder) == 0)
    return bool(np.any(same & (found.start[order][1:] < found.end[order][:-1])))


def value_matches(found: Segments, on: Lines, *, codes: int) -> Matches:
    """Return the matches of all codes at once, by document; value 0 is the gap, value k + 1 is code k.

    Parameters
    ----------
    found
        What each coder put under each code; one coder's codes do not overlap (`has_overlaps`).
    on
        The lines of the compared documents.
    codes
        How many codes the codebook has.

    Returns
    -------
    Matches
        Shape (documents, codes + 1).
    """
    seen = on.units.seen
    readers = seen.sum(axis=0)
    documents = seen.shape[1]
    size = (found.end - found.start).astype(np.float64)
    flat = found.document * (codes + 1) + found.code + 1
    shape = (documents, codes + 1)
    length = _summed(flat, size, shape)
    squares = _summed(flat, size**2, shape)
    length[:, 0] = readers * on.length - length[:, 1:].sum(axis=1)
    squares[:, 0] = length[:, 0]
    order, opens = _by_coder(found, seen)
    pairs = _same(opens, found.start[order], found.end[order], found.code[order] + 1, seen, on.length, codes + 1)
    return Matches(length=length, matched=2.0 * pairs / np.maximum(readers - 1, 1)[:, None], squares=squares)


def marked_matches(found: Segments, on: Lines, first: int, second: int, *, codes: int) -> Matches:
    """Return the matches of two coders where both marked something, by document; value k is code k, without a gap.

    Each segment counts with the length that meets marks of the other coder, so that `u_alpha` of it is cu-alpha.

    Parameters
    ----------
    found, on, codes
        As for `value_matches`.
    first, second
        The places of the coders.

    Returns
    -------
    Matches
        Shape (documents, codes).
    """
    order, opens = _by_coder(found, on.units.seen)
    coders, documents = on.units.seen.shape
    met, same = _marked(opens, found.start[order], found.end[order], found.code[order], coders, first, second, codes)
    document, code = found.document[order], found.code[order]
    flat = document * codes + code
    shape = (documents, codes)
    return Matches(length=_summed(flat, met, shape), matched=2.0 * same, squares=_summed(flat, met**2, shape))


def _summed(place: Ints, what: Floats, shape: tuple[int, int]) -> Floats:
    """Return sums by flat place, in the shape of documents and values."""
    return np.bincount(place, weights=what, minlength=shape[0] * shape[1]).astype(np.float64).reshape(shape)


def _by_coder(found: Segments, seen: Bools) -> tuple[Ints, Ints]:
    """Return the order by document, coder and place, and where each coder's segments of a document open."""
    coders, documents = seen.shape
    order = np.lexsort((found.start, found.coder, found.document))
    key = found.document[order] * coders + found.coder[order]
    opens = np.searchsorted(key, np.arange(documents * coders + 1)).astype(np.int64)
    return order.astype(np.int64), opens


@numba.njit(cache=True, nogil=True)
def _count_pairs(same: Ints, now: Ints, has_seen: Bools, length: int) -> None:  # pragma: no cover - compiled
    for c in range(now.size):
        for other in range(c):
            if has_seen[c] and has_seen[other] and now[c] == now[other]:
                same[now[c]] += length


@numba.njit(cache=True, nogil=True)
def _same(
    opens: Ints, start: Ints, end: Ints, value: Ints, seen: Bools, length: Ints, values: int
) -> Ints:  # pragma: no cover - compiled
    coders, documents = seen.shape
    same = np.zeros((documents, values), dtype=np.int64)
    at = np.empty(coders, dtype=np.int64)
    now = np.empty(coders, dtype=np.int64)
    for d in range(documents):
        here = 0
        for c in range(coders):
            at[c] = opens[d * coders + c]
        while here < length[d]:
            following = length[d]
            for c in range(coders):
                last = opens[d * coders + c + 1]
                while at[c] < last and end[at[c]] <= here:
                    at[c] += 1
                is_inside = at[c] < last and start[at[c]] <= here
                now[c] = value[at[c]] if is_inside else 0
                if at[c] < last:
                    following = min(following, end[at[c]] if is_inside else start[at[c]])
            _count_pairs(same[d], now, seen[:, d], following - here)
            here = following
    return same


@numba.njit(cache=True, nogil=True)
def _marked(
    opens: Ints, start: Ints, end: Ints, value: Ints, coders: int, first: int, second: int, values: int
) -> tuple[Floats, Floats]:  # pragma: no cover - compiled
    documents = (opens.size - 1) // coders
    met, same = np.zeros(start.size), np.zeros((documents, values))
    for d in range(documents):
        i, j = opens[d * coders + first], opens[d * coders + second]
        while i < opens[d * coders + first + 1] and j < opens[d * coders + second + 1]:
            shared = min(end[i], end[j]) - max(start[i], start[j])
            if shared > 0:
                met[i] += shared
                met[j] += shared
                if value[i] == value[j]:
                    same[d, value[i]] += shared
            if end[i] < end[j]:
                i += 1
            else:
                j += 1
    return met, same
