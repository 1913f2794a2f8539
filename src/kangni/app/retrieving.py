"""The deed that finds the quotes which meet conditions, and lays them out in a matrix."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from datetime import date

import numpy as np

from kangni.app.asked_quotes import chosen_codings, refuses
from kangni.app.basis import OUTSIDE_N, cautions_that_hold
from kangni.app.groups import group_by
from kangni.app.summaries import summaries_of
from kangni.core.people import Coder, Participant
from kangni.core.ports import Reader
from kangni.core.retrieval import Conditions
from kangni.methods.columns import CodingColumns, ColumnSource, Ints, TurnColumns
from kangni.methods.cooccurrence import count_together
from kangni.methods.readings import distinct, group_numbers
from kangni.results.answer import Setting
from kangni.results.retrieval import FoundCodings, Retrieval

__all__ = ["retrieve"]


def retrieve(
    read: Reader, columns: ColumnSource, conditions: Conditions, *, on: date, by: str = "participant"
) -> Retrieval:
    """Find the adopted codings that meet the conditions.

    `by` says what the columns of the matrix are: "participant", "code", or an attribute of participants, in the groups
    that comparing makes of it. Codings of participants who have refused analysis, or whose consent has ended on that
    day, are left out.

    Raises
    ------
    UnknownName, UnknownTerm
        If a condition names what the study does not have.
    """
    codings, turns = columns.codings(), columns.turns()
    people = tuple(read.all(Participant))
    refused = np.array([*(refuses(person, on=on) for person in people), False], dtype=np.bool_)[codings.participant]
    chosen = chosen_codings(read, codings, turns, conditions, people=people)
    order = np.lexsort((codings.code, codings.start, codings.document, codings.participant))
    found = _take(codings, order[(chosen & ~refused)[order]])
    handles = tuple(code.handle for code in read.codebook())
    used, line = np.unique(found.code, return_inverse=True)
    place = _places(found, turns)
    named, column = _columns(by, found, people, tuple(handles[i] for i in used), line)
    cells = _cells(by, line, column, place, lines=used.size, columns=len(named))
    return Retrieval(
        conditions=conditions,
        by=by,
        codings=found.row.size,
        quotes=distinct(place, line)[0].size,
        participants=np.unique(found.participant[found.participant >= 0]).size,
        codes=tuple(handles[i] for i in used),
        columns=named,
        cells=cells,
        summaries=summaries_of(read) if by == "participant" else (),
        found=_named(read, found, turns, place=place, line=line, column=column),
        settings=tuple(Setting(name, ", ".join(values)) for name, values in conditions.asked()),
        cautions=cautions_that_hold((OUTSIDE_N, int((chosen & refused).sum()), 0)),
        revision=read.revision,
    )


def _take(codings: CodingColumns, places: Ints) -> CodingColumns:
    return CodingColumns(*(getattr(codings, column.name)[places] for column in fields(codings)))


def _places(found: CodingColumns, turns: TurnColumns) -> Ints:
    """Return the turn of each coding; words outside all turns get numbers behind the last one."""
    outside = found.turn < 0
    place = found.turn.copy()
    place[outside] = turns.role.size + group_numbers(found.document[outside], found.start[outside], found.end[outside])
    return place


def _columns(
    by: str, found: CodingColumns, people: Sequence[Participant], codes: tuple[str, ...], line: Ints
) -> tuple[tuple[str, ...], Ints]:
    """Return what the columns of the matrix are called, and the column of each coding."""
    if by == "code":
        return codes, line
    if by == "participant":
        speaking = np.unique(found.participant[found.participant >= 0])
        column = np.where(found.participant >= 0, np.searchsorted(speaking, found.participant), -1)
        return tuple(people[i].handle for i in speaking), column
    groups = group_by(people, by)
    named = tuple(groups.members)
    group_of = {handle: i for i, members in enumerate(groups.members.values()) for handle in members}
    by_person = np.array([*(group_of.get(person.handle, -1) for person in people), -1], dtype=np.int64)
    return named, by_person[found.participant]


def _cells(by: str, line: Ints, column: Ints, place: Ints, *, lines: int, columns: int) -> Ints:
    if by == "code":
        return count_together(place, np.zeros_like(place), line, codes=lines).units.astype(np.int64)
    cells = np.zeros((lines, columns), dtype=np.int64)
    inside = column >= 0
    i, j, _ = distinct(line[inside], column[inside], place[inside])
    np.add.at(cells, (i, j), 1)
    return cells


def _named(
    read: Reader, found: CodingColumns, turns: TurnColumns, *, place: Ints, line: Ints, column: Ints
) -> FoundCodings:
    framework = read.framework()
    inside = found.turn >= 0
    ordinal = np.full(found.turn.size, -1, dtype=np.int64)
    ordinal[inside] = turns.ordinal[found.turn[inside]]
    shared = {each.name for each in fields(FoundCodings)} & {each.name for each in fields(CodingColumns)} - {"turn"}
    return FoundCodings(
        **{name: getattr(found, name) for name in shared},
        turn=ordinal,
        place=place,
        line=line,
        column=column,
        names={
            "participant": tuple(person.handle for person in read.all(Participant)),
            "document": tuple(head.handle for head in read.document_heads()),
            "code": tuple(code.handle for code in read.codebook()),
            "coder": tuple(coder.handle for coder in read.all(Coder)),
            "polarity": tuple(term.id for term in framework.polarities),
            "level": tuple(term.id for term in framework.levels),
            "voice": tuple(term.id for term in framework.voices),
            "stance": tuple(term.id for term in framework.stances),
        },
    )
