"""The entries of a study's history: what was done, by whom, and whether it still stands."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Connection, Row, Table, exists, func, select

from kangni.core.changes import Change, Entry, EntryKind
from kangni.core.names import fold_handle
from kangni.storage import tables
from kangni.storage.rows import Action, Logged

__all__ = [
    "Word",
    "entries",
    "entry",
    "last_deed",
    "last_number",
    "last_standing",
    "last_undone",
    "latest_of",
    "logged",
    "logged_since",
    "store_entry",
    "word_at",
]

_CHANGES = msgspec.json.Decoder(dict[str, Change])
_FACTS = msgspec.json.Decoder(dict[str, str])
_BEFORE = msgspec.msgpack.Decoder(tuple[tuple[str, ...], tuple[tuple[str | int | float | None, ...], ...]])


@dataclass(frozen=True, slots=True)
class Word:
    """One entry of a deed's chain of undoing and redoing."""

    number: int
    kind: EntryKind


def last_number(connection: Connection) -> int:
    """Return the number of the last entry, 0 where there is none."""
    return connection.execute(select(func.max(tables.entry.c.number))).scalar() or 0


def store_entry(connection: Connection, entry: Entry) -> None:
    """Add an entry at the end."""
    connection.execute(
        tables.entry.insert().values(
            number=entry.number,
            kind=entry.kind.value,
            root=entry.root,
            deed=entry.deed,
            actor=entry.actor,
            fold=fold_handle(entry.actor),
            at=entry.at.astimezone(UTC).isoformat(),
            facts=msgspec.json.encode(dict(entry.facts)).decode(),
            changes=msgspec.json.encode(dict(entry.changes)).decode(),
        )
    )


def entries(connection: Connection) -> Iterator[Entry]:
    """Return all entries, first deed first."""
    table = tables.entry
    chain = select(table.c.root, table.c.number, table.c.kind).order_by(table.c.number)
    latest = {root: Word(number, EntryKind(kind)) for root, number, kind in connection.execute(chain)}
    for row in connection.execute(select(table).order_by(table.c.number)):
        yield _entry(row, standing=_stands(row, latest[row.root]))


def last_deed(connection: Connection) -> Entry | None:
    """Return the last entry that still stands; None where there is none. However long the history, few are read."""
    for row in connection.execute(select(tables.entry).order_by(tables.entry.c.number.desc())):
        if _stands(row, latest_of(connection, row.root)):
            return _entry(row, standing=True)
    return None


def entry(connection: Connection, number: int) -> Entry:
    """Return one entry."""
    row = connection.execute(select(tables.entry).where(tables.entry.c.number == number)).one()
    return _entry(row, standing=_stands(row, latest_of(connection, row.root)))


def latest_of(connection: Connection, root: int) -> Word:
    """Return the last entry about a deed."""
    return word_at(connection, root, last_number(connection)) or Word(root, EntryKind.DO)


def word_at(connection: Connection, root: int, number: int) -> Word | None:
    """Return the last entry about a deed up to a number, None where the deed came later."""
    table = tables.entry
    statement = select(table.c.number, table.c.kind).where(table.c.root == root).order_by(table.c.number.desc())
    row = connection.execute(statement.where(table.c.number <= number).limit(1)).one_or_none()
    return None if row is None else Word(row.number, EntryKind(row.kind))


def last_standing(connection: Connection, actor: str) -> int | None:
    """Return the number of the actor's last deed that stands and changed something."""
    table = tables.entry
    statement = (
        select(table.c.number)
        .where(
            table.c.kind == EntryKind.DO.value, table.c.fold == fold_handle(actor), _last_word_is_not_undo(), _changed()
        )
        .order_by(table.c.number.desc())
        .limit(1)
    )
    return connection.execute(statement).scalar()


def last_undone(connection: Connection, actor: str) -> int | None:
    """Return the number of the deed that the actor took back last and since which the actor did nothing else."""
    table = tables.entry
    of_actor = table.c.fold == fold_handle(actor)
    last_deed = select(func.max(table.c.number)).where(of_actor, table.c.kind == EntryKind.DO.value).scalar_subquery()
    later = table.alias()
    statement = (
        select(table.c.root)
        .where(
            of_actor,
            table.c.kind == EntryKind.UNDO.value,
            table.c.number > last_deed,
            ~exists().where(later.c.root == table.c.root, later.c.number > table.c.number),
        )
        .order_by(table.c.number.desc())
        .limit(1)
    )
    return connection.execute(statement).scalar()


def logged(connection: Connection, number: int) -> list[Logged]:
    """Return what one entry did to rows, in order."""
    table = tables.change
    statement = select(table).where(table.c.entry == number).order_by(table.c.position)
    return [_logged(row) for row in connection.execute(statement)]


def logged_since(connection: Connection, rows: Table, number: int) -> Iterator[tuple[int, Logged]]:
    """Yield what the entries after a number did to the rows of one table, the latest first, each with its number."""
    table = tables.change
    statement = (
        select(table)
        .where(table.c.name == rows.name, table.c.entry > number)
        .order_by(table.c.entry.desc(), table.c.position.desc())
    )
    for row in connection.execute(statement):
        yield row.entry, _logged(row)


def _last_word_is_not_undo() -> ColumnElement[bool]:
    table = tables.entry
    chain = table.alias()
    last_word = (
        select(chain.c.kind)
        .where(chain.c.root == table.c.number)
        .order_by(chain.c.number.desc())
        .limit(1)
        .scalar_subquery()
    )
    return last_word != EntryKind.UNDO.value


def _changed() -> ColumnElement[bool]:
    return exists().where(tables.change.c.entry == tables.entry.c.number)


def _stands(row: Row[Any], last: Word) -> bool:
    """Tell whether an entry is in force: a deed until its last word is an undo, an undo or redo while it is that."""
    return last.kind is not EntryKind.UNDO if row.kind == EntryKind.DO else last.number == row.number


def _logged(row: Row[Any]) -> Logged:
    columns, before = ((), ()) if row.before is None else _BEFORE.decode(row.before)
    return Logged(tables.METADATA.tables[row.name], Action(row.action), row.first_row, row.last_row, columns, before)


def _entry(row: Row[Any], *, standing: bool) -> Entry:
    return Entry(
        number=row.number,
        kind=EntryKind(row.kind),
        root=row.root,
        deed=row.deed,
        actor=row.actor,
        at=datetime.fromisoformat(row.at),
        facts=_FACTS.decode(row.facts),
        changes=_CHANGES.decode(row.changes),
        standing=standing,
    )
