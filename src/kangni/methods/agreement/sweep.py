"""How many characters each code covers, counted by run lengths; no character is ever written down."""

from __future__ import annotations

from dataclasses import dataclass

import numba
import numpy as np

from kangni.methods.agreement.units import Tally, Units
from kangni.methods.columns import CodingColumns, Floats, Ints

__all__ = ["Lines", "Segments", "character_tables", "character_tally", "lines", "segments", "shared_lengths"]


@dataclass(frozen=True, slots=True, eq=False)
class Lines:
    """The compared words of each document on a line of their own, turns laid end to end.

    `units` are the turns, `before` says how many characters of the document's line stand before each of them, and
    `length` how many the line of each document has.
    """

    units: Units
    before: Ints
    length: Ints

    def place(self, document: Ints, offset: Ints) -> Ints:
        """Return where offsets of documents (numbered as in `units`) lie on the lines; other words have no room."""
        units = self.units
        width = max(int(units.end.max(initial=0)), int(offset.max(initial=0))) + 1
        turn = np.searchsorted(units.document * width + units.start, document * width + offset, side="right") - 1
        inside = (turn >= 0) & (units.document[turn] == document)
        reached = np.minimum(offset, units.end[turn]) - units.start[turn] + self.before[turn]
        return np.where(inside, reached, 0).astype(np.int64)


@dataclass(frozen=True, slots=True, eq=False)
class Segments:
    """Stretches of a document's line under one code by one coder, sorted by document, code, coder and place.

    `document`, `coder` are numbered as in the units. Segments of one document, code and coder share no character;
    ends may touch.
    """

    document: Ints
    code: Ints
    coder: Ints
    start: Ints
    end: Ints

    def __len__(self) -> int:
        return self.document.size

    def take(self, chosen: Ints) -> Segments:
        """Return some of them."""
        columns = (self.document, self.code, self.coder, self.start, self.end)
        return Segments(*(column[chosen] for column in columns))


def lines(units: Units) -> Lines:
    """Lay the words of the compared turns end to end, document by document."""
    size = units.end - units.start
    so_far = np.cumsum(size) - size
    length = np.bincount(units.document, weights=size, minlength=units.documents.size).astype(np.int64)
    opens = np.searchsorted(units.document, np.arange(units.documents.size))
    return Lines(units=units, before=so_far - so_far[opens][units.document], length=length)


def segments(codings: CodingColumns, on: Lines, coders: Ints) -> Segments:
    """Return what each coder put under each code in the documents they have seen; spans that overlap are one.

    Spans of one coder and code that only touch stay two. Words outside the compared turns fall away.

    Parameters
    ----------
    codings
        The study's codings.
    on
        The lines of the compared documents.
    coders
        The compared coders' indices in the columns, in the order of the units' `seen`.
    """
    units = on.units
    coder = _places(coders, codings.coder)
    document = _places(units.documents, codings.document)
    here = np.flatnonzero((coder >= 0) & (document >= 0))
    here = here[units.seen[coder[here], document[here]]]
    coder, document, code = coder[here], document[here], codings.code[here]
    start, end = on.place(document, codings.start[here]), on.place(document, codings.end[here])
    kept = np.flatnonzero(end > start)
    sizes = (units.documents.size, int(code.max(initial=0)) + 1, coders.size)
    group = np.ravel_multi_index((document[kept], code[kept], coder[kept]), sizes).astype(np.int64)
    order = np.argsort(group * (int(end.max(initial=0)) + 1) + start[kept], kind="stable")
    found, first, last = _merged(group[order], start[kept][order], end[kept][order])
    document, code, coder = (part.astype(np.int64) for part in np.unravel_index(found, sizes))
    return Segments(document=document, code=code, coder=coder, start=first, end=last)


def character_tally(found: Segments, on: Lines, *, codes: int) -> Tally:
    """Return how many characters there are of each kind, by document and code.

    Parameters
    ----------
    found
        What each coder put under each code.
    on
        The lines of the compared documents.
    codes
        How many codes the codebook has.

    Returns
    -------
    Tally
        As `units.tally` counts units; many coders are swept at once.
    """
    seen = on.units.seen
    read_by = seen.sum(axis=0)
    kinds = [(reading - coded, coded) for reading in np.unique(read_by) for coded in range(int(reading) + 1)]
    first = {int(reading): place for place, (reading, coded) in enumerate(kinds) if coded == 0}
    first_kind = np.array([first[int(reading)] for reading in read_by], dtype=np.int64)
    coders, documents = seen.shape
    times = np.zeros((documents, codes, len(kinds)))
    times[np.arange(documents), :, first_kind] = on.length[:, None]
    group = found.document * codes + found.code
    opens = np.flatnonzero(np.diff(group, prepend=-1))
    key = group * coders + found.coder
    bounds = np.searchsorted(key, (group[opens] * coders)[:, None] + np.arange(coders + 1))
    covered = _covered(bounds, found.start, found.end)
    of_document, of_code = np.divmod(group[opens], codes)
    for coded in range(1, coders + 1):
        given = np.flatnonzero(covered[:, coded])
        document, code = of_document[given], of_code[given]
        times[document, code, first_kind[document] + coded] += covered[given, coded]
        times[document, code, first_kind[document]] -= covered[given, coded]
    return Tally(counts=np.array(kinds, dtype=np.float64).reshape(-1, 2), times=times)


def character_tables(found: Segments, on: Lines, first: int, second: int, *, codes: int) -> Floats:
    """Return two coders' two-by-two tables of characters, shape (documents, codes, 2, 2), place 0 "no", place 1 "yes".

    Rows are the coder at place `first`, columns the one at place `second`. Documents that only one of them has seen
    have empty tables.
    """
    seen = on.units.seen
    common = seen[first] & seen[second]
    shape = (common.size, codes)
    by_one, by_other = (
        found.take(np.flatnonzero((found.coder == who) & common[found.document])) for who in (first, second)
    )
    groups = common.size * codes
    keys = [side.document * codes + side.code for side in (by_one, by_other)]
    opens = [np.searchsorted(key, np.arange(groups + 1)) for key in keys]
    both = shared_lengths(opens[0], by_one.start, by_one.end, opens[1], by_other.start, by_other.end).reshape(shape)
    alone = [
        np.bincount(key, weights=side.end - side.start, minlength=groups).reshape(shape) - both
        for key, side in zip(keys, (by_one, by_other), strict=True)
    ]
    neither = np.where(common, on.length, 0)[:, None] - both - alone[0] - alone[1]
    return np.stack([neither, alone[1], alone[0], both], axis=-1).reshape(*shape, 2, 2)


def shared_lengths(
    first_opens: Ints, first_start: Ints, first_end: Ints, second_opens: Ints, second_start: Ints, second_end: Ints
) -> Floats:
    """Return how many characters two coders' segments share, group by group, with two pointers.

    Parameters
    ----------
    first_opens, second_opens
        Group g has the segments from `opens[g]` to `opens[g + 1]`; shape (groups + 1,).
    first_start, first_end, second_start, second_end
        The segments, sorted and disjoint within a group.

    Returns
    -------
    Floats
        Shape (groups,).

    Examples
    --------
    >>> opens = np.array([0, 2])
    >>> shared_lengths(opens, np.array([0, 10]), np.array([5, 20]), opens, np.array([3, 12]), np.array([11, 13]))
    array([4.])
    """
    arrays = (first_opens, first_start, first_end, second_opens, second_start, second_end)
    return np.asarray(_shared(*(np.ascontiguousarray(array, dtype=np.int64) for array in arrays)), dtype=np.float64)


def _places(chosen: Ints, column: Ints) -> Ints:
    places = np.full(max(int(column.max(initial=-1)), int(chosen.max(initial=-1))) + 2, -1, dtype=np.int64)
    places[chosen] = np.arange(chosen.size)
    return places[column]


@numba.njit(cache=True, nogil=True)
def _merged(group: Ints, start: Ints, end: Ints) -> tuple[Ints, Ints, Ints]:  # pragma: no cover - compiled
    """Make one of segments that share a character; they come sorted by group and start."""
    kept = 0
    found, first, last = np.empty_like(group), np.empty_like(start), np.empty_like(end)
    for i in range(group.size):
        if kept and found[kept - 1] == group[i] and start[i] < last[kept - 1]:
            last[kept - 1] = max(last[kept - 1], end[i])
        else:
            found[kept], first[kept], last[kept] = group[i], start[i], end[i]
            kept += 1
    return found[:kept], first[:kept], last[:kept]


@numba.njit(cache=True, nogil=True)
def _covered(bounds: Ints, start: Ints, end: Ints) -> Ints:  # pragma: no cover - compiled
    """Return for each group how many characters so many of the coders cover; bounds[g] opens each coder's segments."""
    groups, coders = bounds.shape[0], bounds.shape[1] - 1
    covered = np.zeros((groups, coders + 1), dtype=np.int64)
    at = np.empty(coders, dtype=np.int64)
    inside = np.zeros(coders, dtype=np.bool_)
    furthest = np.iinfo(np.int64).max
    for g in range(groups):
        at[:] = bounds[g, :coders]
        inside[:] = False
        here, count = 0, 0
        while True:
            following = furthest
            for c in range(coders):
                if at[c] < bounds[g, c + 1]:
                    edge = end[at[c]] if inside[c] else start[at[c]]
                    following = min(following, edge)
            if following == furthest:
                break
            covered[g, count] += following - here
            here = following
            for c in range(coders):
                # a segment may begin where the one before it ends
                while at[c] < bounds[g, c + 1] and (end[at[c]] if inside[c] else start[at[c]]) == here:
                    if inside[c]:
                        at[c] += 1
                        count -= 1
                    else:
                        count += 1
                    inside[c] = not inside[c]
    return covered


@numba.njit(cache=True, nogil=True)
def _shared(
    first_opens: Ints, first_start: Ints, first_end: Ints, second_opens: Ints, second_start: Ints, second_end: Ints
) -> Ints:  # pragma: no cover - compiled
    groups = first_opens.size - 1
    shared = np.zeros(groups, dtype=np.int64)
    for g in range(groups):
        i, j = first_opens[g], second_opens[g]
        last_i, last_j = first_opens[g + 1], second_opens[g + 1]
        if i == last_i or j == last_j:
            continue
        # the two segments at hand are kept by themselves: only the one that ended is read anew
        start, end, other_start, other_end = first_start[i], first_end[i], second_start[j], second_end[j]
        total = 0
        while True:
            total += max(min(end, other_end) - max(start, other_start), 0)
            if end < other_end:
                i += 1
                if i == last_i:
                    break
                start, end = first_start[i], first_end[i]
            else:
                j += 1
                if j == last_j:
                    break
                other_start, other_end = second_start[j], second_end[j]
        shared[g] = total
    return shared
