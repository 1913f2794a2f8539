"""Whose interview came when, and which codes stand in it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from kangni.app.basis import Basis
from kangni.methods.columns import Bools, Ints
from kangni.methods.readings import QuoteColumns, distinct

__all__ = ["Interviews", "interviews_of"]

INTERVIEW_DATE = "interview_date"  # the participant's attribute, where no document has a date


@dataclass(frozen=True, slots=True)
class Interviews:
    """Interviews in order: whose, when, and which has which code (rows in that order, columns all codes).

    Several interviews of one person are one. `place` is that of each quote's interview, and `waiting` names those whom
    nobody has read yet.
    """

    handles: tuple[str, ...]
    dates: tuple[date | None, ...]
    has: Bools
    quotes: QuoteColumns
    place: Ints
    waiting: tuple[str, ...]

    def with_quotes(self, chosen: Bools) -> Bools:
        """Return which interview has which code among some of the quotes."""
        has = np.zeros_like(self.has)
        has[self.place[chosen], self.quotes.code[chosen]] = True
        return has


def interviews_of(study: Basis, is_read: Bools) -> Interviews:
    """Put the participants of n whom somebody has coded in order of their first interview, undated ones last.

    `is_read` tells of each document whether somebody has declared it done.
    """
    people = study.heard.people
    counted = study.quotes.take(np.flatnonzero(~study.quotes.is_beside))
    documents = _documents(study)
    days = _days(study, documents)
    # an interview that nobody has read yet brings no new code either, and would look like saturation
    known = is_read.copy()
    known[study.quotes.document] = True
    waiting = [i for i, texts in enumerate(documents) if study.heard.included[i] and not known[sorted(texts)].any()]
    order = sorted(
        set(np.flatnonzero(study.heard.included[:-1]).tolist()) - set(waiting),
        key=lambda i: (days[i] is None, days[i] or date.min, people[i].handle),
    )
    place_of = np.full(len(people), -1, dtype=np.int64)
    place_of[order] = np.arange(len(order))
    place = place_of[counted.participant]
    has = np.zeros((len(order), len(study.codes)), dtype=np.bool_)
    has[place, counted.code] = True
    return Interviews(
        handles=tuple(people[i].handle for i in order),
        dates=tuple(days[i] for i in order),
        has=has,
        quotes=counted,
        place=place,
        waiting=tuple(people[i].handle for i in waiting),
    )


def _documents(study: Basis) -> list[set[int]]:
    """Return the originals in which each participant speaks, or of which they are the main one."""
    documents: list[set[int]] = [set() for _ in study.heard.people]
    number = {person.id: i for i, person in enumerate(study.heard.people)}
    for i, head in enumerate(study.heard.heads):
        if head.participant is not None and head.translation_of is None:
            documents[number[head.participant]].add(i)
    for person, document in zip(*distinct(study.heard.speaker, study.turns.document), strict=True):
        if person >= 0:
            documents[person].add(int(document))
    return documents


def _days(study: Basis, documents: Sequence[Collection[int]]) -> list[date | None]:
    """Return each participant's first day: of their documents, else as the participants' table has it."""
    days: list[date | None] = []
    for person, texts in zip(study.heard.people, documents, strict=True):
        dated = [day for i in texts if (day := study.heard.heads[i].date) is not None]
        written = person.attributes.get(INTERVIEW_DATE)
        days.append(min(dated) if dated else written if isinstance(written, date) else None)
    return days
