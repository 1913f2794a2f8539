"""The words behind a number: rows of codings, claims and episodes as lines that can be shown."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, cast
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, Select, literal, null, select

from kangni.core.coding import Place
from kangni.core.errors import UnknownTerm
from kangni.core.names import CodeId, CoderId, DocumentId, ParticipantId
from kangni.core.ports import CodingLine
from kangni.core.text import Span
from kangni.storage import tables
from kangni.storage.fields import Names
from kangni.storage.rows import raw

__all__ = ["lines_of"]


def lines_of(connection: Connection, names: Names, kind: str, condition: ColumnElement[bool]) -> Iterator[CodingLine]:
    """Yield the lines of the records of a kind that meet a condition; `row` is that of the record."""
    rows = raw(connection, _selection(kind).where(condition))
    if not rows:
        return
    columns = list(zip(*rows, strict=True))
    documents = names.ids("document", set(columns[2]))
    codes = names.ids("code", {*columns[5], *columns[6]})
    coders = names.ids("coder", set(columns[7]))
    people = names.ids("participant", set(columns[-1]))
    for row, name, document, start, end, code, effect, coder, released, sign, *words in rows:
        note, reason, file, place_row, quote, person = words
        yield CodingLine(
            row=row,
            id=UUID(name),
            document=cast("DocumentId | None", documents[document]),
            span=None if start is None else Span(start, end),
            code=cast("CodeId | None", codes[code]),
            coder=cast("CoderId", coders[coder]),
            place=None if file is None else Place(file, place_row, quote),
            released=bool(released),
            effect=cast("CodeId | None", codes[effect]),
            sign=sign,
            note=note,
            reason=reason or "",
            participant=cast("ParticipantId | None", people[person]),
        )


def _selection(kind: str) -> Select[Any]:
    nothing, zero = null(), literal(0)
    what: tuple[ColumnElement[Any], ...]
    match kind:
        case "coding":
            c = tables.coding.c
            what = (c.start, c.end, c.code, nothing, c.coder, c.released, zero, c.memo, c.reason)
            return select(c.row, c.id, c.document, *what, c.place_file, c.place_row, c.place_quote, nothing)
        case "claim":
            c = tables.claim.c
            what = (c.start, c.end, c.cause, c.effect, c.coder, zero, c.sign, c.note, nothing)
            return select(c.row, c.id, c.document, *what, c.place_file, c.place_row, c.place_quote, c.participant)
        case "episode":
            c, m = tables.episode.c, tables.moment.c
            told = tables.episode.join(tables.moment, m.episode == c.row)
            what = (m.start, m.end, m.code, nothing, c.coder, zero, zero, c.label, nothing)
            statement = select(c.row, c.id, c.document, *what, nothing, nothing, nothing, nothing)
            return statement.select_from(told).order_by(m.episode, m.position)
    raise UnknownTerm("kind of evidence", kind, "coding, claim, episode")
