"""Which units coders have both seen, and how often each code was given in them."""

from __future__ import annotations

from dataclasses import dataclass

import numba
import numpy as np

from kangni.core.errors import MethodInput
from kangni.methods.columns import PARTICIPANT, Bools, CodingColumns, Floats, Ints, TurnColumns

__all__ = [
    "Marks",
    "Tally",
    "Units",
    "compared_units",
    "mark",
    "pair_tables",
    "split_units",
    "tally",
    "tally_of_tables",
    "windows",
]


@dataclass(frozen=True, slots=True, eq=False)
class Units:
    """The compared units, and who has seen them: participants' turns or parts of them, in the order of the texts.

    `turn` indexes `TurnColumns`; `start` and `end` bound the words of the unit in its document. `document` numbers the
    compared documents 0, 1, 2 ..., and `documents` says which they are in the columns. `seen` is [compared coder,
    compared document].
    """

    turn: Ints
    start: Ints
    end: Ints
    document: Ints
    documents: Ints
    seen: Bools

    def __len__(self) -> int:
        return self.turn.size


@dataclass(frozen=True, slots=True, eq=False)
class Marks:
    """One entry for each coding and unit that its span overlaps, sorted by unit, code, coder and row.

    `coding` indexes `CodingColumns`, `unit` the units, `coder` the compared coders. Entries of one unit and code are
    one cell: `cell` numbers the cells in order.
    """

    coding: Ints
    unit: Ints
    code: Ints
    coder: Ints
    cell: Ints


@dataclass(frozen=True, slots=True, eq=False)
class Tally:
    """How many units of each kind there are, by document and code.

    A kind is (coders who have seen the unit and did not give the code, coders who gave it): `counts` is (kinds, 2),
    `times` is (documents, codes, kinds). With `is_table` there are two coders, and the four kinds are the cells of
    their table: neither, the second alone, the first alone, both.
    """

    counts: Floats
    times: Floats
    is_table: bool = False


def compared_units(turns: TurnColumns, seen: Bools, *, left_out: Bools | None = None) -> Units:
    """Return participants' turns in documents that at least two of the coders have seen.

    Parameters
    ----------
    turns
        All turns.
    seen
        Which of the compared coders has seen which document, [coder, document]: not seen is not "no".
    left_out
        Turns that must not be compared, one truth value each; None leaves out none.

    Returns
    -------
    Units
        In the order of the turns. Turns without words are left out: nobody could code them.

    Examples
    --------
    >>> column = np.array([0, 0, 1])
    >>> turns = TurnColumns(column, np.array([0, 1, 0]), np.array([0, 9, 0]), np.array([5, 20, 8]),
    ...                     np.array([0, 1, 1]), column)
    >>> compared_units(turns, np.array([[True, True], [True, False]])).turn
    array([1])
    """
    usable = (turns.role == PARTICIPANT) & (turns.end > turns.start) & (seen.sum(axis=0) >= 2)[turns.document]
    if left_out is not None:
        usable &= ~left_out
    turn = np.flatnonzero(usable)
    documents, document = np.unique(turns.document[turn], return_inverse=True)
    return Units(
        turn=turn,
        start=turns.start[turn],
        end=turns.end[turn],
        document=document.astype(np.int64),
        documents=documents,
        seen=seen[:, documents],
    )


def split_units(units: Units, whole: Ints, start: Ints, end: Ints) -> Units:
    """Return parts of units as units of their own.

    Parameters
    ----------
    units
        What was cut.
    whole
        For each part the unit it comes from, rising.
    start, end
        The words of each part, in the order of the text and within those of its unit.
    """
    return Units(
        turn=units.turn[whole],
        start=start,
        end=end,
        document=units.document[whole],
        documents=units.documents,
        seen=units.seen,
    )


def windows(units: Units, size: int) -> Units:
    """Cut units into windows of `size` code points; the last one of each unit holds the rest.

    A window never goes on from one turn into the next: it would mix what two people say.

    Raises
    ------
    MethodInput
        For a size below 1.
    """
    if size < 1:
        raise MethodInput("windows", f"a window cannot hold {size} characters")
    often = -((units.start - units.end) // size)
    whole = np.repeat(np.arange(len(units)), often)
    step = np.arange(whole.size) - np.repeat(np.cumsum(often) - often, often)
    start = units.start[whole] + step * size
    return split_units(units, whole, start, np.minimum(start + size, units.end[whole]))


def mark(codings: CodingColumns, units: Units, coders: Ints) -> Marks:
    """Return which coder gave which unit which code.

    A code is in a unit when its span overlaps the unit's words, so a coding over several units marks each of them.
    Codings in documents that their coder has not finished mark nothing.

    Parameters
    ----------
    codings
        The study's codings.
    units
        The compared units.
    coders
        The compared coders' indices in the columns, in the order of `units.seen`.

    Returns
    -------
    Marks
        Sorted by unit, code, coder and row.
    """
    coder_place = _places(coders, size=int(codings.coder.max(initial=-1)) + 1)
    document_place = _places(units.documents, size=int(codings.document.max(initial=-1)) + 1)
    coding = np.flatnonzero((coder_place[codings.coder] >= 0) & (document_place[codings.document] >= 0))
    coding = coding[units.seen[coder_place[codings.coder[coding]], document_place[codings.document[coding]]]]
    # documents one behind the other on one line, so that one search finds the units that each span overlaps
    line = max(int(units.end.max(initial=0)), int(codings.end[coding].max(initial=0))) + 1
    here = document_place[codings.document[coding]] * line
    first = np.searchsorted(units.document * line + units.end, here + codings.start[coding], side="right")
    last = np.searchsorted(units.document * line + units.start, here + codings.end[coding], side="left")
    width = np.maximum(last - first, 0)
    coding = np.repeat(coding, width)
    unit = np.repeat(first, width) + np.arange(coding.size) - np.repeat(np.cumsum(width) - width, width)
    coder = coder_place[codings.coder[coding]]
    code = codings.code[coding]
    # one whole number a coder, code and unit sorts several times faster than three columns; rows rise already
    sizes = (len(units) + 1, int(code.max(initial=0)) + 1, coders.size)
    order = np.argsort(np.ravel_multi_index((unit, code, coder), sizes), kind="stable")
    unit, code = unit[order], code[order]
    is_new = np.concatenate([[True], (np.diff(unit) != 0) | (np.diff(code) != 0)])[: unit.size]
    return Marks(coding=coding[order], unit=unit, code=code, coder=coder[order], cell=np.cumsum(is_new) - 1)


def tally(marks: Marks, units: Units, *, codes: int) -> Tally:
    """Return how many units of each kind there are, by document and code.

    Parameters
    ----------
    marks, units
        What was coded, and what was compared.
    codes
        How many codes the codebook has.

    Returns
    -------
    Tally
        For two coders the kinds are (2, 0), (1, 1) and (0, 2).
    """
    read_by = units.seen.sum(axis=0)
    kinds = [(seen - coded, coded) for seen in np.unique(read_by) for coded in range(int(seen) + 1)]
    first_kind = {int(seen): place for place, (seen, coded) in enumerate(kinds) if coded == 0}
    first = np.array([first_kind[int(seen)] for seen in read_by], dtype=np.int64)
    shape = (units.documents.size, codes, len(kinds))
    times = _kinds(marks.cell, marks.coder, marks.code, marks.unit, units.document, first, np.zeros(shape))
    everywhere = np.bincount(units.document, minlength=shape[0])
    times[np.arange(shape[0]), :, first] = everywhere[:, None] - times.sum(axis=2)
    return Tally(counts=np.array(kinds, dtype=np.float64).reshape(-1, 2), times=times)


def pair_tables(marks: Marks, units: Units, first: int, second: int, *, codes: int) -> Floats:
    """Return the two-by-two tables of two coders, shape (documents, codes, 2, 2), place 0 "no" and place 1 "yes".

    Rows are the coder at place `first`, columns the one at place `second`. Documents that only one of them has seen
    have empty tables.
    """
    common = units.seen[first] & units.seen[second]
    shape = (units.documents.size, codes, 4)
    pair = np.array([first, second])
    tables = _cells(marks.cell, marks.coder, marks.code, marks.unit, units.document, pair, common, np.zeros(shape))
    everywhere = np.where(common, np.bincount(units.document, minlength=shape[0]), 0)
    tables[:, :, 0] = everywhere[:, None] - tables.sum(axis=2)
    return tables.reshape(*shape[:2], 2, 2)


def tally_of_tables(tables: Floats) -> Tally:
    """Return the tally of two coders' tables, shape (documents, codes, 2, 2).

    Examples
    --------
    >>> tally_of_tables(np.array([[[[80.0, 7.0], [8.0, 5.0]]]])).times
    array([[[80.,  7.,  8.,  5.]]])
    """
    counts = np.array([[2.0, 0.0], [1.0, 1.0], [1.0, 1.0], [0.0, 2.0]])
    return Tally(counts=counts, times=tables.reshape(*tables.shape[:-2], 4), is_table=True)


def _places(chosen: Ints, *, size: int) -> Ints:
    places = np.full(size, -1, dtype=np.int64)
    known = chosen < size
    places[chosen[known]] = np.flatnonzero(known)
    return places


@numba.njit(cache=True, nogil=True)
def _kinds(
    cell: Ints, coder: Ints, code: Ints, unit: Ints, document: Ints, first: Ints, times: Floats
) -> Floats:  # pragma: no cover - compiled
    """Add each cell to the kind that its coders make of it, each counted once; a document's kinds begin at `first`."""
    coded = 0
    for i in range(cell.size):
        if i == 0 or cell[i] != cell[i - 1]:
            coded = 1
        elif coder[i] != coder[i - 1]:
            coded += 1
        if i + 1 == cell.size or cell[i + 1] != cell[i]:
            here = document[unit[i]]
            times[here, code[i], first[here] + coded] += 1
    return times


@numba.njit(cache=True, nogil=True)
def _cells(
    cell: Ints, coder: Ints, code: Ints, unit: Ints, document: Ints, pair: Ints, common: Bools, tables: Floats
) -> Floats:  # pragma: no cover - compiled
    """Add each cell that one of two coders marked to its place in their table: 1 second, 2 first, 3 both."""
    said = 0
    for i in range(cell.size):
        if i == 0 or cell[i] != cell[i - 1]:
            said = 0
        if coder[i] == pair[0]:
            said |= 2
        elif coder[i] == pair[1]:
            said |= 1
        if i + 1 == cell.size or cell[i + 1] != cell[i]:
            here = document[unit[i]]
            if said and common[here]:
                tables[here, code[i], said] += 1
    return tables
