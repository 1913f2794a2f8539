"""The turns that coders read differently, as columns."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from kangni.methods.agreement.units import Marks, Units
from kangni.methods.columns import Bools, CodingColumns, Ints, TurnColumns

__all__ = ["Differences", "differences"]

BLOCK = 1_000_000  # pairs of codings laid side by side at a time: bounds the memory where one turn has hundreds


@dataclass(frozen=True, slots=True, eq=False)
class Differences:
    """Turns that some coders gave a code and others, who have seen them too, did not; sorted by document, turn, code.

    `code`, `document`, `participant` are indices as in the columns, `turn` is the ordinal in its document; `coded` and
    `seen` are [difference, compared coder]. The codings behind difference i (with the code, or with another code on
    the same words by one who did not give it) stand in `coding_rows[coding_start[i]:coding_start[i + 1]]`, and those
    other codes likewise in `others[other_start[i]:other_start[i + 1]]`.
    """

    code: Ints
    document: Ints
    turn: Ints
    participant: Ints
    coded: Bools
    seen: Bools
    coding_start: Ints
    coding_rows: Ints
    other_start: Ints
    others: Ints

    def __len__(self) -> int:
        return self.code.size

    def evidence(self, i: int) -> tuple[int, ...]:
        """Return the rows of the codings behind difference `i`."""
        return tuple(self.coding_rows[self.coding_start[i] : self.coding_start[i + 1]].tolist())

    def other_codes(self, i: int) -> tuple[int, ...]:
        """Return the codes that those who did not give the code gave the same words instead."""
        return tuple(self.others[self.other_start[i] : self.other_start[i + 1]].tolist())


def differences(codings: CodingColumns, turns: TurnColumns, units: Units, marks: Marks) -> Differences:
    """Return the turns that some coders gave a code and others, who have seen them too, did not.

    Another code counts as given instead where its span overlaps the words, where the one who set it did not give the
    turn the first code, and where the one who gave the first code did not give the turn this other one.

    Parameters
    ----------
    codings, turns
        The study's columns.
    units, marks
        What was compared, and what was coded.

    Returns
    -------
    Differences
        Sorted by document, turn, code.
    """
    coded = np.zeros((int(marks.cell.max(initial=-1)) + 1, units.seen.shape[0]), dtype=np.bool_)
    coded[marks.cell, marks.coder] = True
    start = np.flatnonzero(np.concatenate([[True], np.diff(marks.cell) != 0])[: marks.cell.size])
    seen = units.seen.T[units.document[marks.unit[start]]]
    cell = np.flatnonzero((seen & ~coded).any(axis=1))
    place = np.full(coded.shape[0], -1, dtype=np.int64)
    place[cell] = np.arange(cell.size)

    differing = np.flatnonzero(place[marks.cell] >= 0)
    found = [_instead(codings, marks, coded, differing[block]) for block in _blocks(marks.unit[differing])]
    here = place[marks.cell[np.concatenate([differing, *(pair[0] for pair in found)])]]
    coding = marks.coding[np.concatenate([differing, *(pair[1] for pair in found)])]
    coding_start, evidence = _grouped(here, coding, groups=cell.size)
    instead = np.arange(differing.size, here.size)
    other_start, others = _grouped(here[instead], codings.code[coding[instead]], groups=cell.size)
    unit, code = marks.unit[start[cell]], marks.code[start[cell]]
    return Differences(
        code=code,
        document=units.documents[units.document[unit]],
        turn=turns.ordinal[units.turn[unit]],
        participant=turns.participant[units.turn[unit]],
        coded=coded[cell],
        seen=seen[cell],
        coding_start=coding_start,
        coding_rows=codings.row[evidence],
        other_start=other_start,
        others=others,
    )


def _blocks(unit: Ints) -> Iterator[slice]:
    """Cut marks, sorted by unit, where units change, into blocks of not many more than `BLOCK` pairs."""
    if not unit.size:
        return
    ends = np.flatnonzero(np.concatenate([np.diff(unit) != 0, [True]])) + 1
    pairs = np.cumsum(np.diff(ends, prepend=0) ** 2)
    first, done = 0, 0
    for end, so_far in zip(ends.tolist(), pairs.tolist(), strict=True):
        if so_far - done >= BLOCK or end == unit.size:
            yield slice(first, end)
            first, done = end, so_far


def _instead(codings: CodingColumns, marks: Marks, coded: Bools, block: Ints) -> tuple[Ints, Ints]:
    """Return pairs of marks: one of a cell that somebody did not code, and what that coder set there instead."""
    unit = marks.unit[block]
    _, first, width = np.unique(unit, return_index=True, return_counts=True)
    start, others = np.repeat(first, width), np.repeat(width, width)  # of each mark's unit
    steps = np.arange(others.sum()) - np.repeat(np.cumsum(others) - others, others)
    mine, theirs = np.repeat(block, others), block[np.repeat(start, others) + steps]
    a, b = marks.coding[mine], marks.coding[theirs]
    overlaps = (codings.start[a] < codings.end[b]) & (codings.start[b] < codings.end[a])
    mine, theirs = mine[overlaps], theirs[overlaps]
    apart = ~coded[marks.cell[mine], marks.coder[theirs]] & ~coded[marks.cell[theirs], marks.coder[mine]]
    return mine[apart], theirs[apart]


def _grouped(group: Ints, item: Ints, *, groups: int) -> tuple[Ints, Ints]:
    """Return where each group starts among the distinct pairs of group and item, and the items."""
    above = int(item.max(initial=0)) + 1
    key = np.sort(group * above + item)
    key = key[np.concatenate([[True], np.diff(key) != 0])[: key.size]]
    start = np.searchsorted(key // above, np.arange(groups + 1))
    return start.astype(np.int64), key % above
