"""The units in which codes can stand together: turns, windows of turns, characters, episodes, and turns in order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from kangni.app.basis import Basis
from kangni.methods.columns import PARTICIPANT, Bools, CodingColumns, Ints
from kangni.methods.readings import QuoteColumns, group_numbers
from kangni.methods.windows import runs, windows
from kangni.results.cooccurrence import CodedUnits
from kangni.results.process import Process

__all__ = ["Spoken", "Units", "by_episode", "by_overlap", "by_turn", "by_window", "spoken_turns"]


@dataclass(frozen=True, slots=True)
class Units:
    """Entries by unit, participant and code; `length` says what a unit counts for, `count` how many there are."""

    unit: Ints
    participant: Ints
    code: Ints
    count: int
    coded: CodedUnits
    length: Ints | None = None


@dataclass(frozen=True, slots=True)
class Spoken:
    """The participants' turns that could carry a code, in order: one block a participant and text.

    Participants stand together and blocks of one participant in the order of texts. `entry` tells of each quote its
    place among these turns, -1 for words outside all turns; `loose` counts such words.
    """

    told: Ints  # the number of each turn among all turns
    sizes: Ints  # turns by block
    participant: Ints  # by block
    block: Ints  # by turn
    entry: Ints  # by quote
    loose: int

    @property
    def turns(self) -> int:
        """Return how many turns there are."""
        return self.block.size

    def position(self, turn: Ints) -> Ints:
        """Return the place of turns in their blocks."""
        begins = np.cumsum(self.sizes) - self.sizes
        return np.asarray(turn - begins[self.block[turn]], dtype=np.int64)

    def places(self, own: QuoteColumns, *, apart: int) -> Ints:
        """Return where each quote stands on one line, on which blocks are more than `apart` turns from one another."""
        outside = np.flatnonzero(self.entry < 0)
        places = self.entry + apart * np.append(self.block, 0)[self.entry]
        places[outside] = self.turns + apart * (self.sizes.size + 1 + group_numbers(own.turn[outside]))
        return np.asarray(places, dtype=np.int64)


def spoken_turns(ground: Basis, own: QuoteColumns, seen: Bools) -> Spoken:
    """Find the participants' turns in documents that somebody has coded or finished: only there "no code" is a "no"."""
    turns, people = ground.turns, ground.heard
    answered = np.isin(turns.document, np.union1d(np.flatnonzero(seen.any(axis=0)), own.document))
    told = np.flatnonzero((turns.role == PARTICIPANT) & people.included[people.speaker] & answered)
    told = told[np.argsort(people.speaker[told], kind="stable")]  # the turns themselves stand by text and place
    speaker, document = people.speaker[told], turns.document[told]
    opens = np.flatnonzero((np.diff(speaker, prepend=-1) != 0) | (np.diff(document, prepend=-1) != 0))
    place = np.full(max(turns.role.size, int(own.turn.max(initial=-1)) + 1), -1, dtype=np.int64)
    place[told] = np.arange(told.size)
    entry = place[own.turn]
    sizes = np.diff(np.append(opens, told.size))
    return Spoken(
        told=told,
        sizes=sizes,
        participant=speaker[opens],
        block=np.repeat(np.arange(sizes.size), sizes),
        entry=entry,
        loose=int(np.unique(own.turn[entry < 0]).size),
    )


def by_turn(own: QuoteColumns, code: Ints, spoken: Spoken) -> Units:
    """Make a unit of every turn, and of words outside all turns."""
    return Units(
        own.turn, own.participant, code, spoken.turns + spoken.loose, CodedUnits("coding", own.row, own.turn, code)
    )


def by_window(own: QuoteColumns, code: Ints, spoken: Spoken, *, width: int) -> Units:
    """Make a unit of every window of so many successive turns of one participant in one text.

    Words outside all turns are a unit of their own, as among turns.
    """
    inside, outside = np.flatnonzero(spoken.entry >= 0), np.flatnonzero(spoken.entry < 0)
    turn = spoken.entry[inside]
    found = windows(spoken.block[turn], spoken.position(turn), spoken.sizes, width=width)
    quote = np.append(inside[found.entry], outside)
    return Units(
        np.append(found.window, found.count + group_numbers(own.turn[outside])),
        own.participant[quote],
        code[quote],
        found.count + spoken.loose,
        CodedUnits("coding", own.row, spoken.places(own, apart=width), code, least=1 - width, most=width - 1),
    )


def by_overlap(ground: Basis, own: QuoteColumns, code: Ints, spoken: Spoken, codings: CodingColumns) -> Units:
    """Make a unit of every character of the participants' turns, counted in runs that carry the same codes."""
    at = np.searchsorted(codings.row, own.row)
    start, end = codings.start[at], codings.end[at]
    inside = spoken.entry >= 0
    turn = own.turn[inside]
    start[inside] = np.maximum(start[inside], ground.turns.start[turn])
    end[inside] = np.minimum(end[inside], ground.turns.end[turn])
    found = runs(own.turn, start, end)
    told = (ground.turns.end - ground.turns.start)[spoken.told].sum()
    _, loose = np.unique(own.turn[~inside], return_index=True)
    return Units(
        found.run,
        own.participant[found.entry],
        code[found.entry],
        int(told + (end - start)[~inside][loose].sum()),
        CodedUnits("coding", own.row[found.entry], found.run, code[found.entry]),
        found.length,
    )


def by_episode(told: Process, handles: Sequence[str], codes: Sequence[str]) -> Units:
    """Make a unit of every episode whose steps count; `handles` name the participants, `codes` the codes."""
    person, number = {handle: i for i, handle in enumerate(handles)}, {code: i for i, code in enumerate(codes)}
    lanes = [lane for lane in told.lanes if lane.path]
    entries = [
        (i, person[lane.participant], number[moment.code], lane.row)
        for i, lane in enumerate(lanes)
        for moment in lane.moments
        if moment.code
    ]
    unit, participant, code, row = np.array(entries, dtype=np.int64).reshape(-1, 4).T
    return Units(unit, participant, code, len(lanes), CodedUnits("episode", row, unit, code))
