"""Which codings count in a reading, turn by turn."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, fields
from math import prod
from typing import Literal, TypeAlias

import numpy as np

from kangni.methods.columns import PARTICIPANT, Bools, CodingColumns, Ints, TurnColumns

__all__ = ["QuoteColumns", "Reading", "distinct", "group_numbers", "read_quotes"]

# a coder's number, any coder, or all who have seen the document
Reading: TypeAlias = int | Literal["any", "all"]
# up to so many possible values an entry, marking each in a table is quicker than sorting
DENSE = 100
NUMBERED = 16  # the same for a table of numbers, which takes eight times the room


@dataclass(frozen=True, slots=True)
class QuoteColumns:
    """One entry a counted coding and turn; a quote is a distinct pair of turn and code.

    `turn` indexes `TurnColumns`; words outside all turns have a number above theirs, one for each distinct span.
    `is_beside` marks other voices and stances, which are never added to the rest.
    """

    row: Ints
    turn: Ints
    document: Ints
    participant: Ints
    coder: Ints
    code: Ints
    polarity: Ints
    level: Ints
    voice: Ints
    stance: Ints
    is_beside: Bools

    def take(self, chosen: Bools | Ints) -> QuoteColumns:
        """Return the chosen entries."""
        if chosen.dtype == np.bool_ and chosen.all():
            return self
        places = np.flatnonzero(chosen) if chosen.dtype == np.bool_ else chosen
        return QuoteColumns(*(getattr(self, column.name)[places] for column in fields(self)))

    def opens_coding(self) -> Bools:
        """Tell which entries are the first of their coding; a coding's entries stand together."""
        opens: Bools = np.diff(self.row, prepend=-1) != 0
        return opens


def read_quotes(
    codings: CodingColumns,
    turns: TurnColumns,
    seen: Bools,
    *,
    reading: Reading,
    voices: Collection[int],
    stances: Collection[int],
) -> QuoteColumns:
    """Return what a reading counts: every participant's turn that a coding touches.

    A code is in a turn when its span overlaps the turn's words. Turns of interviewers and others count nothing. In
    the reading "all" an entry stays where every coder who has seen the document has the code in that turn, counted
    voices and stances by themselves and the others by themselves; polarity and level may differ, and then both stay.

    Parameters
    ----------
    codings
        All adopted codings.
    turns
        All turns of the originals.
    seen
        seen[coder, document], read by "all" only. A document that nobody has seen agrees on nothing.
    reading
        A coder's number, "any" or "all".
    voices, stances
        Numbers of the voices and stances that count.

    Returns
    -------
    QuoteColumns
        In the order of the codings, words outside all turns last. An entry's participant is its turn's, else the
        coding's own, else -1.

    Examples
    --------
    Two coders set code 4 in the only turn; the second reads it in another voice.

    >>> one, two = np.array([0]), np.array([0, 0])
    >>> turns = TurnColumns(one, one, one, one + 9, one + PARTICIPANT, one)
    >>> codings = CodingColumns(
    ...     row=np.array([7, 8]), document=two, participant=two, coder=np.array([0, 1]), code=two + 4, start=two,
    ...     end=two + 5, polarity=two, level=two, voice=np.array([0, 3]), stance=two, turn=two, last_turn=two)
    >>> seen = np.ones((2, 1), dtype=bool)
    >>> quotes = read_quotes(codings, turns, seen, reading="any", voices=[0], stances=[0])
    >>> quotes.row, quotes.is_beside
    (array([7, 8]), array([False,  True]))
    """
    chosen = np.arange(codings.row.size) if isinstance(reading, str) else np.flatnonzero(codings.coder == reading)
    coding, turn = _touched(codings, turns, chosen)
    participant = codings.participant[coding]
    inside = turn < turns.role.size
    told_by = turns.participant[turn[inside]]
    participant[inside] = np.where(told_by >= 0, told_by, participant[inside])
    counts = np.isin(codings.voice[coding], list(voices)) & np.isin(codings.stance[coding], list(stances))
    quotes = QuoteColumns(
        row=codings.row[coding],
        turn=turn,
        document=codings.document[coding],
        participant=participant,
        coder=codings.coder[coding],
        code=codings.code[coding],
        polarity=codings.polarity[coding],
        level=codings.level[coding],
        voice=codings.voice[coding],
        stance=codings.stance[coding],
        is_beside=~counts,
    )
    return _agreed(quotes, seen) if reading == "all" else quotes


def distinct(*columns: Ints) -> tuple[Ints, ...]:
    """Return the distinct entries of columns read side by side, in order; -1 is a value like any other.

    Examples
    --------
    >>> distinct(np.array([1, 0, 1]), np.array([-1, 2, -1]))
    (array([0, 1]), array([ 2, -1]))
    """
    key, sizes = _keys(*columns)
    found = np.flatnonzero(_flags(key, prod(sizes))) if prod(sizes) <= DENSE * key.size else _sorted_once(key)
    return tuple(part.astype(np.int64) - 1 for part in np.unravel_index(found, sizes))


def group_numbers(*columns: Ints) -> Ints:
    """Return for every entry the place of its values among those of `distinct`.

    Examples
    --------
    >>> group_numbers(np.array([5, 3, 5]))
    array([1, 0, 1])
    """
    key, sizes = _keys(*columns)
    if prod(sizes) <= NUMBERED * key.size:
        return (np.cumsum(_flags(key, prod(sizes))) - 1)[key].astype(np.int64)
    return np.searchsorted(_sorted_once(key), key).astype(np.int64)


def _flags(key: Ints, size: int) -> Bools:
    flags = np.zeros(size, dtype=np.bool_)
    flags[key] = True
    return flags


def _sorted_once(key: Ints) -> Ints:
    # numpy's own unique is four times slower on such keys; codings are nearly in the order of their turns
    found = np.sort(key, kind="stable")
    is_new = np.ones(found.size, dtype=np.bool_)
    np.not_equal(found[1:], found[:-1], out=is_new[1:])
    return found[is_new]


def _keys(*columns: Ints) -> tuple[Ints, tuple[int, ...]]:
    sizes = tuple(int(column.max(initial=-1)) + 2 for column in columns)
    return np.ravel_multi_index(tuple(column + 1 for column in columns), sizes).astype(np.int64), sizes


def _touched(codings: CodingColumns, turns: TurnColumns, chosen: Ints) -> tuple[Ints, Ints]:
    """Return coding and turn of every participant's turn touched, then of the words outside all turns."""
    first, last = codings.turn[chosen], codings.last_turn[chosen]
    placed = first >= 0
    width = (last - first + 1)[placed]
    coding = np.repeat(chosen[placed], width)
    steps = np.arange(coding.size) - np.repeat(np.cumsum(width) - width, width)
    turn = np.repeat(first[placed], width) + steps
    told = turns.role[turn] == PARTICIPANT
    outside = chosen[~placed]
    return np.concatenate([coding[told], outside]), np.concatenate([turn[told], _spans(codings, turns, outside)])


def _spans(codings: CodingColumns, turns: TurnColumns, outside: Ints) -> Ints:
    """Give distinct spans numbers from behind the last turn on."""
    return group_numbers(codings.document[outside], codings.start[outside], codings.end[outside]) + turns.role.size


def _agreed(quotes: QuoteColumns, seen: Bools) -> QuoteColumns:
    quotes = quotes.take(seen[quotes.coder, quotes.document])
    place = group_numbers(quotes.is_beside.astype(np.int64), quotes.turn, quotes.code)
    read_by, _ = distinct(place, quotes.coder)
    enough = np.bincount(read_by, minlength=1)
    return quotes.take(enough[place] == seen.sum(axis=0)[quotes.document])
