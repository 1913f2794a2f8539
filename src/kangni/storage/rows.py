"""The one gate through which rows of records change: what passes is written to the change log."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from itertools import groupby
from typing import Any, TypeAlias

import msgspec
from sqlalchemy import ColumnElement, Connection, Executable, Table, UniqueConstraint, and_, bindparam, select
from sqlalchemy.dialects import sqlite
from sqlalchemy.engine.interfaces import DBAPICursor

from kangni.storage import tables
from kangni.storage.fields import Cell

__all__ = [
    "Action",
    "Cells",
    "Logged",
    "Row",
    "Rows",
    "columns_of",
    "cursor_of",
    "fetch",
    "matching",
    "raw",
    "runs",
    "unique_keys",
]

# all cells of a row in the order of the table's columns; the first one is its integer
Row: TypeAlias = tuple[Any, ...]
# the cells of many rows by column
Cells: TypeAlias = Mapping[str, Sequence[Cell]]

_CHUNK = 500
# rows of one before-image; keeps the memory of a large undo small
_BLOCK = 1_000


class Action(StrEnum):
    """What happened to rows."""

    INSERT = "insert"
    UPDATE = "update"
    DELETE = "delete"


@dataclass(frozen=True, slots=True)
class Logged:
    """What happened to one run of rows; `before` holds the cells of `columns` as they stood, row by row."""

    table: Table
    action: Action
    first: int
    last: int
    columns: tuple[str, ...] = ()
    before: tuple[Row, ...] = ()


class Rows:
    """Changes rows and notes under the number of a deed what they were; without a number nothing is noted."""

    def __init__(self, connection: Connection, number: int | None) -> None:
        self._connection = connection
        self._number = number
        self._position = 0
        self.deleted: dict[str, list[int]] = defaultdict(list)

    def next_row(self, table: Table) -> int:
        """Return the integer that the next new row gets; no row ever had it, not even one that was taken back."""
        counter = tables.counter.c
        found = self._connection.execute(select(counter.next).where(counter.name == table.name)).scalar()
        return 1 if found is None else int(found)

    def append(self, table: Table, cells: Cells) -> int:
        """Store new rows under the next integers and return how many there are."""
        n = len(next(iter(cells.values())))
        if not n:
            return 0
        first = self.next_row(table)
        self._count_on(table, first + n)
        self._store(table, {"row": range(first, first + n), **cells}, n)
        self._note([Logged(table, Action.INSERT, first, first + n - 1)])
        return n

    def restore(self, table: Table, rows: Sequence[Row]) -> None:
        """Store rows again under the integers that they had, given in rising order."""
        if rows:
            self._store(table, dict(zip(columns_of(table), zip(*rows, strict=True), strict=True)), len(rows))
            self._note(Logged(table, Action.INSERT, first, last) for first, last in runs(row[0] for row in rows))

    def update(self, table: Table, rows: Collection[Row]) -> frozenset[int]:
        """Store changed rows under their integers and return those that differ from what stood there."""
        before = fetch(self._connection, table, {row[0] for row in rows})
        names = columns_of(table)
        changed: dict[tuple[str, ...], list[Row]] = defaultdict(list)
        for row in {row[0]: row for row in rows}.values():  # where one is said twice, the last word holds
            old = before[row[0]]
            if old != row:
                changed[tuple(name for name, a, b in zip(names, old, row, strict=True) if a != b)].append(row)
        self._write(table, changed)
        for columns, group in changed.items():
            places = [names.index(name) for name in columns]
            images = {row[0]: tuple(before[row[0]][place] for place in places) for row in group}
            self._note(_images(table, Action.UPDATE, columns, images))
        return frozenset(row[0] for group in changed.values() for row in group)

    def delete(self, table: Table, rows: Collection[int]) -> int:
        """Remove rows and return how many there were."""
        before = fetch(self._connection, table, rows)
        for condition in matching(table.c.row, before.keys()):
            self._connection.execute(table.delete().where(condition))
        self.deleted[table.name].extend(before)
        self._note(_images(table, Action.DELETE, columns_of(table), before))
        return len(before)

    def _store(self, table: Table, cells: Cells, n: int) -> None:
        # columns without a single value are left out: binding nothing is what this driver does slowest
        names = tuple(name for name in columns_of(table) if cells[name].count(None) < n)
        rows = list(zip(*(cells[name] for name in names), strict=True))
        self._connection.exec_driver_sql(_insert_statement(table, names), rows)

    def _count_on(self, table: Table, following: int) -> None:
        counter = tables.counter
        statement = counter.update().where(counter.c.name == table.name).values(next=following)
        if not self._connection.execute(statement).rowcount:
            self._connection.execute(counter.insert().values(name=table.name, next=following))

    def _write(self, table: Table, changed: Mapping[tuple[str, ...], Sequence[Row]]) -> None:
        unique = {name for key in unique_keys(table) for name in key}
        # two rows may swap what is unique, which row by row would be refused: these go and come again
        anew = [row for columns, group in changed.items() if unique & set(columns) for row in group]
        for condition in matching(table.c.row, [row[0] for row in anew]):
            self._connection.execute(table.delete().where(condition))
        if anew:
            self._store(table, dict(zip(columns_of(table), zip(*anew, strict=True), strict=True)), len(anew))
        for columns, group in changed.items():
            if not unique & set(columns):
                places = [columns_of(table).index(name) for name in columns]
                cells = [{"this": row[0], **{f"new_{place}": row[place] for place in places}} for row in group]
                values: dict[str, Any] = {
                    name: bindparam(f"new_{place}") for name, place in zip(columns, places, strict=True)
                }
                self._connection.execute(table.update().where(table.c.row == bindparam("this")).values(values), cells)

    def _note(self, changes: Iterable[Logged]) -> None:
        if self._number is None:
            return
        noted = []
        for position, change in enumerate(changes, self._position + 1):
            image = msgspec.msgpack.encode((change.columns, change.before)) if change.before else None
            run = (change.table.name, change.action.value, change.first, change.last)
            noted.append((self._number, position, *run, image))
        self._position += len(noted)
        if noted:
            self._connection.exec_driver_sql(_insert_statement(tables.change, columns_of(tables.change)), noted)


def cursor_of(connection: Connection, statement: Executable) -> DBAPICursor:
    """Return the driver's own cursor on a query: no column here needs converting, and wrapping costs as much again."""
    cursor = connection.execute(statement).cursor
    assert cursor is not None  # a query has one
    return cursor


def raw(connection: Connection, statement: Executable) -> list[Row]:
    """Return the rows of a query as plain tuples."""
    return list(cursor_of(connection, statement).fetchall())


def fetch(connection: Connection, table: Table, rows: Collection[int]) -> dict[int, Row]:
    """Return whole rows by their integers, in rising order."""
    found: dict[int, Row] = {}
    for condition in matching(table.c.row, rows):
        found.update((row[0], row) for row in raw(connection, select(table).where(condition).order_by(table.c.row)))
    return found


def matching(column: ColumnElement[Any], values: Collection[Any]) -> Iterator[ColumnElement[bool]]:
    """Yield conditions that together select all values, in rising order and small enough for every database."""
    ordered = sorted(values)
    if ordered and isinstance(ordered[0], int) and ordered[-1] - ordered[0] == len(ordered) - 1:
        yield and_(column >= ordered[0], column <= ordered[-1])
        return
    for start in range(0, len(ordered), _CHUNK):
        yield column.in_(ordered[start : start + _CHUNK])


def runs(rows: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Yield the first and last of each run of neighbouring integers, in rising order."""
    for _, run in groupby(enumerate(sorted(rows)), key=lambda pair: pair[1] - pair[0]):
        neighbours = [row for _, row in run]
        yield neighbours[0], neighbours[-1]


@cache
def columns_of(table: Table) -> tuple[str, ...]:
    """Return the names of a table's columns as plain words, in order."""
    return tuple(str(column.name) for column in table.c)


@cache
def unique_keys(table: Table) -> tuple[tuple[str, ...], ...]:
    """Return the columns of each rule that no two rows of a table may break."""
    constraints = [rule for rule in table.constraints if isinstance(rule, UniqueConstraint)]
    return tuple(tuple(str(column.name) for column in rule.columns) for rule in constraints)


@cache
def _insert_statement(table: Table, columns: tuple[str, ...]) -> str:
    return str(table.insert().compile(dialect=sqlite.dialect(), column_keys=columns))


def _images(table: Table, action: Action, columns: tuple[str, ...], before: Mapping[int, Row]) -> Iterator[Logged]:
    for first, last in runs(before):
        for start in range(first, last + 1, _BLOCK):
            block = range(start, min(start + _BLOCK, last + 1))
            yield Logged(table, action, block[0], block[-1], columns, tuple(before[row] for row in block))
