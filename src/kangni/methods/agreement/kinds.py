"""How readings differ: a code missed, another one given, one above or below it, other bounds, polarity or level."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

import numpy as np

from kangni.core.errors import MethodInput
from kangni.methods.agreement.differences import Differences
from kangni.methods.agreement.units import Marks, Units
from kangni.methods.columns import Bools, CodingColumns, Floats, Ints, TurnColumns
from kangni.methods.readings import distinct

__all__ = [
    "BOUNDARY",
    "DIFFERENT_CODE",
    "LEVEL",
    "MISSED",
    "PARENT_CHILD",
    "POLARITY",
    "kinds_of",
    "shades",
    "together",
]

# a difference has one kind; of readings that share the code, the first of the last three that holds
MISSED, DIFFERENT_CODE, PARENT_CHILD, POLARITY, LEVEL, BOUNDARY = range(6)


@dataclass(frozen=True, slots=True, eq=False)
class _Cells:
    """Units and codes that all who have seen the unit gave it, with what stands there, by mark."""

    cell: Ints  # numbered 0, 1, 2 ...
    mark: Ints
    coded: Bools  # [cell, compared coder]


def kinds_of(found: Differences, parents: Ints) -> Ints:
    """Return the kind of each difference: `MISSED`, `DIFFERENT_CODE` or `PARENT_CHILD`.

    Parameters
    ----------
    found
        From `differences`.
    parents
        The code directly above each code, -1 for none.

    Returns
    -------
    Ints
        `PARENT_CHILD` where one of the codes given instead lies above or below the code in the codebook's tree,
        however far; `DIFFERENT_CODE` where others were given instead; `MISSED` where nothing was.

    Examples
    --------
    Code 1 lies below code 0. One coder gave code 1 where the other gave 0, and code 2 where the other gave nothing.

    >>> one, none = np.array([[True, False]]), np.zeros(2, dtype=np.int64)
    >>> found = Differences(np.array([1, 2]), none, none, none, one.repeat(2, 0), ~one.repeat(2, 0) | one,
    ...                     np.array([0, 0, 0]), none[:0], np.array([0, 1, 1]), np.array([0]))
    >>> kinds_of(found, np.array([-1, 0, -1])) == [PARENT_CHILD, MISSED]
    array([ True,  True])
    """
    width = np.diff(found.other_start)
    mine = np.repeat(found.code, width)
    related = _lies_above(found.others, mine, parents) | _lies_above(mine, found.others, parents)
    of = np.repeat(np.arange(len(found)), width)
    kind = np.where(width > 0, DIFFERENT_CODE, MISSED).astype(np.int64)
    kind[of[related]] = PARENT_CHILD
    return kind


def shades(
    codings: CodingColumns, turns: TurnColumns, units: Units, marks: Marks, *, share: float
) -> tuple[Differences, Ints]:
    """Return the units in which all gave the code and read it differently all the same, and how.

    Parameters
    ----------
    codings, turns
        The study's columns.
    units, marks
        What was compared, and what was coded.
    share
        Bounds differ where two coders have less than 1 - `share` in common of all the words that either marked,
        within the unit.

    Returns
    -------
    Differences, Ints
        Sorted by document, turn, code, with nobody who did not give the code; `POLARITY` where the coders' codings have
        not all the same polarities, else `LEVEL` likewise, else `BOUNDARY`.

    Raises
    ------
    MethodInput
        For a share outside 0 to 1.
    """
    if not 0 <= share <= 1:
        raise MethodInput("shades", f"a share of {share} of the words; use 0 to 1")
    cells = _shared_cells(units, marks)
    coding, coder = marks.coding[cells.mark], marks.coder[cells.mark]
    kind = np.full(cells.coded.shape[0], -1, dtype=np.int64)
    kind[_apart(codings, turns, units, marks, cells) > share] = BOUNDARY
    kind[_uneven(cells.cell, coder, codings.level[coding], size=kind.size)] = LEVEL
    kind[_uneven(cells.cell, coder, codings.polarity[coding], size=kind.size)] = POLARITY
    chosen = np.flatnonzero(kind >= 0)
    inside = kind[cells.cell] >= 0
    first = cells.mark[np.searchsorted(cells.cell, chosen)]
    unit = marks.unit[first]
    nothing = np.zeros(0, dtype=np.int64)
    found = Differences(
        code=marks.code[first],
        document=units.documents[units.document[unit]],
        turn=turns.ordinal[units.turn[unit]],
        participant=turns.participant[units.turn[unit]],
        coded=cells.coded[chosen],
        seen=cells.coded[chosen],
        coding_start=np.searchsorted(cells.cell[inside], [*chosen, kind.size]).astype(np.int64),
        coding_rows=codings.row[coding[inside]],
        other_start=np.zeros(chosen.size + 1, dtype=np.int64),
        others=nothing,
    )
    return found, kind[chosen]


def together(first: Differences, second: Differences) -> tuple[Differences, Ints]:
    """Return both kinds of differences in the order of the texts, and which place in first-then-second each had."""
    code, document = np.append(first.code, second.code), np.append(first.document, second.document)
    turn = np.append(first.turn, second.turn)
    order = np.lexsort((code, turn, document))
    codings = _regrouped((first.coding_start, first.coding_rows), (second.coding_start, second.coding_rows), order)
    others = _regrouped((first.other_start, first.others), (second.other_start, second.others), order)
    found = Differences(
        code=code[order],
        document=document[order],
        turn=turn[order],
        participant=np.append(first.participant, second.participant)[order],
        coded=np.concatenate([first.coded, second.coded])[order],
        seen=np.concatenate([first.seen, second.seen])[order],
        coding_start=codings[0],
        coding_rows=codings[1],
        other_start=others[0],
        others=others[1],
    )
    return found, order


def _lies_above(upper: Ints, lower: Ints, parents: Ints) -> Bools:
    """Tell whether the first code of each pair lies somewhere above the second."""
    above = np.append(parents, -1)
    found = np.zeros(upper.size, dtype=np.bool_)
    at = above[lower]
    while np.any(at >= 0):
        found |= at == upper
        at = above[at]
    return found


def _shared_cells(units: Units, marks: Marks) -> _Cells:
    """Return the cells in which everybody who has seen the unit gave the code."""
    coded = np.zeros((int(marks.cell.max(initial=-1)) + 1, units.seen.shape[0]), dtype=np.bool_)
    coded[marks.cell, marks.coder] = True
    start = np.searchsorted(marks.cell, np.arange(coded.shape[0]))
    seen = units.seen.T[units.document[marks.unit[start]]]
    shared = (coded == seen).all(axis=1)
    number = np.cumsum(shared) - 1
    mark = np.flatnonzero(shared[marks.cell])
    return _Cells(cell=number[marks.cell[mark]].astype(np.int64), mark=mark, coded=coded[shared])


def _uneven(cell: Ints, coder: Ints, value: Ints, *, size: int) -> Bools:
    """Tell in which cells not all coders have the same values: then some value is not everybody's."""
    said, values, coders = (
        np.bincount(distinct(cell, *columns)[0], minlength=size) for columns in ((value, coder), (value,), (coder,))
    )
    return np.asarray(said < values * coders)


def _apart(codings: CodingColumns, turns: TurnColumns, units: Units, marks: Marks, cells: _Cells) -> Floats:
    """Return, by cell, which share of the words that either of two coders marked they do not have in common.

    The ends of all spans are passed in order, and of each stretch between two ends it is known who covers it. Of
    several pairs of coders the one furthest apart counts.
    """
    size, coders = cells.coded.shape
    coding, turn = marks.coding[cells.mark], units.turn[marks.unit[cells.mark]]
    start, end = np.maximum(codings.start[coding], turns.start[turn]), np.minimum(codings.end[coding], turns.end[turn])
    place, cell = np.concatenate([start, end]), np.tile(cells.cell, 2)
    order = np.lexsort((place, cell))
    steps = np.zeros((place.size, coders), dtype=np.int16)
    steps[np.arange(place.size), np.tile(marks.coder[cells.mark], 2)] = np.repeat([1, -1], coding.size)
    covers = np.cumsum(steps[order], axis=0, dtype=np.int16)[:-1] > 0
    place, cell = place[order], cell[order]
    length, cell = np.diff(place) * (np.diff(cell) == 0), cell[:-1]
    apart = np.zeros(size)
    for first, second in combinations(range(coders), 2):
        either = covers[:, first] | covers[:, second]
        marked = np.bincount(cell[either], weights=length[either], minlength=size)
        both = covers[:, first] & covers[:, second]
        common = np.bincount(cell[both], weights=length[both], minlength=size)
        pair = cells.coded[:, first] & cells.coded[:, second]
        apart[pair] = np.maximum(apart[pair], 1 - common[pair] / marked[pair])
    return apart


def _regrouped(first: tuple[Ints, Ints], second: tuple[Ints, Ints], order: Ints) -> tuple[Ints, Ints]:
    """Return starts and items of the groups of both, one behind the other, in another order."""
    start = np.concatenate([first[0][:-1], second[0][:-1] + first[1].size])
    width = np.concatenate([np.diff(first[0]), np.diff(second[0])])[order]
    items = np.concatenate([first[1], second[1]])
    starts = np.concatenate([[0], np.cumsum(width)]).astype(np.int64)
    steps = np.arange(int(starts[-1])) - np.repeat(starts[:-1], width)
    return starts, items[np.repeat(start[order], width) + steps]
