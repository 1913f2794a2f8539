"""A study as arrays: one pass over the rows of each kind, and no object per row."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import fields
from itertools import chain
from typing import Any, Protocol, TypeVar, cast

import numpy as np
from sqlalchemy import ColumnElement, Connection, Select, Table, and_, case, func, literal, or_, select

from kangni.core.coding import DEFAULT_STANCE, DEFAULT_VOICE
from kangni.core.episodes import EpisodeState
from kangni.core.framework import Framework
from kangni.core.people import Progress
from kangni.core.text import Role
from kangni.methods.columns import (
    INTERVIEWER,
    OTHER,
    PARTICIPANT,
    Bools,
    ClaimColumns,
    CodingColumns,
    EpisodeColumns,
    Ints,
    MomentColumns,
    TurnColumns,
)
from kangni.storage import tables
from kangni.storage.first_readings import earlier_codings, first_coders
from kangni.storage.rows import Row, columns_of, cursor_of, raw
from kangni.storage.turns import overlapped

__all__ = ["SqliteColumns"]

Columns = TypeVar("Columns")

_ROLE = case(
    {Role.INTERVIEWER.value: INTERVIEWER, Role.PARTICIPANT.value: PARTICIPANT, Role.OTHER.value: OTHER},
    value=tables.turn.c.role,
)


class Named(Protocol):
    """A term of the framework."""

    @property
    def id(self) -> str:
        """Return the word by which records name it."""
        ...


class SqliteColumns:
    """Columns of one revision; positions count in the order in which the reader hands things out.

    What was read once is remembered and shared: callers must not write into the arrays.
    """

    def __init__(self, connection: Connection, framework: Framework, remembered: dict[str, Any]) -> None:
        self._connection = connection
        self._framework = framework
        self._remembered = remembered

    def turns(self) -> TurnColumns:
        """Return all turns of the originals that hold words."""
        return self._once("turns", self._read_turns)

    def codings(self) -> CodingColumns:
        """Return all adopted codings that have a place in a text."""
        return self._once("codings", self._read_codings)

    def codings_when_done(self) -> CodingColumns:
        """Return each coder's codings of each document as they stood when the coder declared it done.

        What a code says of polarity and level is what it says now; codings of codes that are gone are left out.
        """
        return self._once("codings when done", self._read_codings_when_done)

    def adopted(self) -> Ints:
        """Return the rows, rising, of codings that another coder had drafted."""
        return self._once("adopted", self._read_adopted)

    def claims(self) -> ClaimColumns:
        """Return all claims."""
        return self._once("claims", self._read_claims)

    def episodes(self) -> tuple[EpisodeColumns, MomentColumns]:
        """Return all episodes and their moments."""
        return self._once("episodes", self._read_episodes)

    def seen(self) -> Bools:
        """Return seen[coder, document]: the coder has declared the document done."""
        return self._once("seen", self._read_seen)

    def _read_turns(self) -> TurnColumns:
        turn, document = tables.turn.c, tables.document.c
        statement = (
            select(turn.document, turn.ordinal, turn.start, turn.end, _ROLE, _or(turn.participant, -1))
            .join_from(tables.turn, tables.document)
            .where(document.translation_of.is_(None), turn.start.is_not(None))
        )
        columns = self._many(statement)
        documents, ordinal, start, end, role, participant = columns[:, np.lexsort((columns[2], columns[0]))]
        return TurnColumns(
            document=self._places(tables.document, documents),
            ordinal=ordinal,
            start=start,
            end=end,
            role=role,
            participant=self._places(tables.participant, participant),
        )

    def _read_codings(self) -> CodingColumns:
        c = tables.coding.c
        counted = and_(c.draft == 0, c.document.is_not(None))
        columns = self._many(select(c.row, c.document, c.coder, c.code, c.start, c.end).where(counted))
        row, documents, coder, codes, start, end = columns[:, np.argsort(columns[0], kind="stable")]
        document, code = self._places(tables.document, documents), self._places(tables.code, codes)
        heard = overlapped(self.turns(), self._main_participants(), document=document, start=start, end=end)
        polarity, level, voice, stance = self._readings(row, code, counted)
        return CodingColumns(
            row=row,
            document=document,
            participant=heard.participant,
            coder=self._places(tables.coder, coder),
            code=code,
            start=start,
            end=end,
            polarity=polarity,
            level=level,
            voice=voice,
            stance=stance,
            turn=heard.first,
            last_turn=heard.last,
        )

    def _read_codings_when_done(self) -> CodingColumns:
        now, done = self.codings(), self._done_numbers()
        earlier = earlier_codings(self._connection, done)
        came = np.zeros(now.row.size, dtype=np.int64)
        for number, first, last in earlier.came:
            came[np.searchsorted(now.row, first) : np.searchsorted(now.row, last, side="right")] = number
        declared = np.full((len(self._rows(tables.coder)), len(self._rows(tables.document))), np.iinfo(np.int64).max)
        pairs = np.array(list(done), dtype=np.int64).reshape(-1, 2)
        coder, document = self._places(tables.coder, pairs[:, 0]), self._places(tables.document, pairs[:, 1])
        declared[coder, document] = list(done.values())
        kept = came <= declared[now.coder, now.document]
        kept &= ~np.isin(now.row, np.array(sorted(earlier.changed), dtype=np.int64))
        if kept.all() and not earlier.stood:
            return now
        stood = self._columns_of(earlier.stood)
        parts = {
            field.name: np.concatenate([getattr(now, field.name)[kept], getattr(stood, field.name)])
            for field in fields(CodingColumns)
        }
        order = np.argsort(parts["row"], kind="stable")
        return CodingColumns(**{name: part[order] for name, part in parts.items()})

    def _columns_of(self, rows: Sequence[Row]) -> CodingColumns:
        """Return the columns of codings given as whole rows, but for drafts, places and codes that are gone."""
        names = columns_of(tables.coding)
        cells = [dict(zip(names, row, strict=True)) for row in rows]
        codes = set(self._rows(tables.code).tolist())
        cells = [one for one in cells if not one["draft"] and one["document"] is not None and one["code"] in codes]

        def integers(name: str) -> Ints:
            return np.array([one[name] for one in cells], dtype=np.int64)

        def positions(name: str, terms: Sequence[Named]) -> Ints:
            known = {term.id: i for i, term in enumerate(terms)}
            return np.array([known.get(one[name], -1) for one in cells], dtype=np.int64)

        document, code = (
            self._places(tables.document, integers("document")),
            self._places(tables.code, integers("code")),
        )
        heard = overlapped(
            self.turns(), self._main_participants(), document=document, start=integers("start"), end=integers("end")
        )
        own = positions("polarity", self._framework.polarities), positions("level", self._framework.levels)
        polarity, level = (
            np.where(mine >= 0, mine, usual) for mine, usual in zip(own, self._code_defaults()[:, code], strict=True)
        )
        return CodingColumns(
            row=integers("row"),
            document=document,
            participant=heard.participant,
            coder=self._places(tables.coder, integers("coder")),
            code=code,
            start=integers("start"),
            end=integers("end"),
            polarity=polarity,
            level=level,
            voice=positions("voice", self._framework.voices),
            stance=positions("stance", self._framework.stances),
            turn=heard.first,
            last_turn=heard.last,
        )

    def _read_adopted(self) -> Ints:
        first, now = first_coders(self._connection), self.codings()
        coders = self._rows(tables.coder)[now.coder] if now.coder.size else now.coder
        whose = zip(now.row.tolist(), coders.tolist(), strict=True)
        return np.array([row for row, coder in whose if first.get(row, coder) != coder], dtype=np.int64)

    def _done_numbers(self) -> dict[tuple[int, int], int]:
        """Return the history number at which each coder declared each document done, by their rows."""
        c = tables.assignment.c
        known = and_(c.progress == Progress.DONE.value, c.done_at.is_not(None))
        rows = raw(self._connection, select(c.coder, c.document, c.done_at).where(known))
        return {(coder, document): number for coder, document, number in rows}

    def _readings(self, row: Ints, code: Ints, counted: ColumnElement[bool]) -> Ints:
        """Return polarity, level, voice and stance: of the code, or the usual ones, where the coding says nothing else.

        Few codings say something else, and only these are asked for words: that halves the time.
        """
        c = tables.coding.c
        terms = self._framework
        polarity, level = _position(c.polarity, terms.polarities), _position(c.level, terms.levels)
        voice, stance = _position(c.voice, terms.voices), _position(c.stance, terms.stances)
        unusual = or_(
            c.polarity.is_not(None), c.level.is_not(None), c.voice != DEFAULT_VOICE, c.stance != DEFAULT_STANCE
        )
        own = self._many(select(c.row, polarity, level, voice, stance).where(counted, unusual))
        readings = np.empty((4, len(row)), dtype=np.int64)
        readings[:2] = np.take(self._code_defaults(), code, axis=1)
        readings[2] = _place_of(DEFAULT_VOICE, terms.voices)
        readings[3] = _place_of(DEFAULT_STANCE, terms.stances)
        at = np.searchsorted(row, own[0])
        readings[:2, at] = np.where(own[1:3] >= 0, own[1:3], readings[:2, at])
        readings[2:, at] = own[3:]
        return readings

    def _code_defaults(self) -> Ints:
        c = tables.code.c
        polarity = _position(c.polarity, self._framework.polarities)
        level = _position(c.level, self._framework.levels)
        return self._integers(select(polarity, level).order_by(c.row))

    def _read_claims(self) -> ClaimColumns:
        c = tables.claim.c
        voice, stance = _position(c.voice, self._framework.voices), _position(c.stance, self._framework.stances)
        place = (_or(c.document, -1), _or(c.start, -1), _or(c.end, -1))
        said = (c.cause, c.effect, c.sign, _or(c.strength, 0), voice, stance, _or(c.participant, -1))
        columns = self._integers(select(c.row, *place, c.coder, *said).order_by(c.row))
        row, documents, start, end, coder, cause, effect, sign, strength, voices, stances, sources = columns
        document = self._places(tables.document, documents)
        heard = overlapped(self.turns(), self._main_participants(), document=document, start=start, end=end)
        source = self._places(tables.participant, sources)
        return ClaimColumns(
            row=row,
            document=document,
            participant=np.where(heard.participant >= 0, heard.participant, source),
            coder=self._places(tables.coder, coder),
            cause=self._places(tables.code, cause),
            effect=self._places(tables.code, effect),
            sign=sign,
            strength=strength,
            voice=voices,
            stance=stances,
            turn=heard.first,
        )

    def _read_episodes(self) -> tuple[EpisodeColumns, MomentColumns]:
        c, m = tables.episode.c, tables.moment.c
        outcome = _position(c.outcome, self._framework.outcomes)
        closed = case((c.state == EpisodeState.CLOSED.value, 1), else_=0)
        statement = select(c.row, c.document, c.coder, outcome, closed).order_by(c.row)
        row, documents, coder, outcomes, is_closed = self._integers(statement)
        stage = _position(m.stage, self._framework.stages)
        told = select(m.row, m.episode, m.position, stage, _or(m.code, -1), _or(m.start, -1), _or(m.end, -1))
        parts = self._integers(told.order_by(m.episode, m.position))
        moment_row, episodes, position, stages, codes, start, end = parts
        document, episode = self._places(tables.document, documents), np.searchsorted(row, episodes)
        return (
            EpisodeColumns(
                row=row,
                document=document,
                participant=self._tellers(document, episode, start, end),
                coder=self._places(tables.coder, coder),
                outcome=outcomes,
                closed=is_closed == 1,
            ),
            MomentColumns(
                row=moment_row,
                episode=episode,
                position=position,
                stage=stages,
                code=self._places(tables.code, codes),
            ),
        )

    def _tellers(self, document: Ints, episode: Ints, start: Ints, end: Ints) -> Ints:
        """Return who tells each episode: the speaker of its first moment that has words, else the main participant."""
        main = self._main_participants()
        heard = overlapped(self.turns(), main, document=document[episode], start=start, end=end)
        tellers = np.append(main, -1)[document]
        with_words = np.flatnonzero(start >= 0)
        told, first = np.unique(episode[with_words], return_index=True)
        tellers[told] = heard.participant[with_words[first]]
        return tellers

    def _read_seen(self) -> Bools:
        c = tables.assignment.c
        done = self._integers(select(c.coder, c.document).where(c.progress == Progress.DONE.value))
        seen = np.zeros((len(self._rows(tables.coder)), len(self._rows(tables.document))), dtype=np.bool_)
        seen[self._places(tables.coder, done[0]), self._places(tables.document, done[1])] = True
        return seen

    def _main_participants(self) -> Ints:
        """Return the main participant of each document."""
        c = tables.document.c
        (participant,) = self._integers(select(_or(c.participant, -1)).order_by(c.row))
        return self._places(tables.participant, participant)

    def _rows(self, table: Table) -> Ints:
        """Return the rows of a table in rising order, which is the order in which the reader hands records out."""
        return self._once(f"rows of {table.name}", lambda: self._integers(select(table.c.row).order_by(table.c.row))[0])

    def _places(self, table: Table, rows: Ints) -> Ints:
        """Return the position of each row among the rows of its table, -1 for no row."""
        known = self._rows(table)
        places = np.full(int(known.max(initial=0)) + 2, -1, dtype=np.int64)  # the last one is that of no row
        places[known] = np.arange(known.size)
        return places[rows]

    def _integers(self, statement: Select[*tuple[Any, ...]]) -> Ints:
        """Return the columns of a query whose cells are all integers."""
        width = len(statement.selected_columns)
        rows = cast("Iterable[tuple[int, ...]]", cursor_of(self._connection, statement))
        return np.fromiter(chain.from_iterable(rows), dtype=np.int64).reshape(-1, width).T.copy()

    def _many(self, statement: Select[*tuple[Any, ...]]) -> Ints:
        """Return the columns of a query whose cells are all integers, its rows in no order.

        Each column comes as one text of numbers, which takes half the time of as many rows.
        """
        columns = statement.subquery().c
        (texts,) = raw(self._connection, select(*(func.aggregate_strings(column, ",") for column in columns)))
        return np.array([np.fromstring(text or "", dtype=np.int64, sep=",") for text in texts])

    def _once(self, name: str, read: Callable[[], Columns]) -> Columns:
        if name not in self._remembered:
            self._remembered[name] = read()
        return cast("Columns", self._remembered[name])


def _or(column: ColumnElement[Any], otherwise: int) -> ColumnElement[int]:
    return func.coalesce(column, otherwise)


def _position(column: ColumnElement[Any], terms: Sequence[Named]) -> ColumnElement[int]:
    """Return the position of a term among those of the framework, -1 for none."""
    positions = {term.id: i for i, term in enumerate(terms)}
    return case(positions, value=column, else_=-1) if positions else literal(-1)


def _place_of(name: str, terms: Sequence[Named]) -> int:
    return next((i for i, term in enumerate(terms) if term.id == name), -1)
