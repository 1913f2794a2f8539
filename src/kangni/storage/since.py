"""Which records changed, came and went after a number of the history: the change log read backwards."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Table, select

from kangni.core.changes import Since
from kangni.storage import tables
from kangni.storage.history import logged_since
from kangni.storage.records import KINDS
from kangni.storage.rows import Action, Logged, columns_of, fetch, matching, raw

__all__ = ["changed_since"]


def changed_since(connection: Connection, number: int) -> Since:
    """Return which records an unbroken history changed after one of its numbers."""
    changed, came, removed = set[UUID](), set[UUID](), set[UUID]()
    for kind in KINDS:
        if not kind.has_id:
            continue
        first, gone = _first_changes(connection, kind.table, number)
        parts = {owner for child in kind.children for owner in _owners(connection, child.table, child.parent, number)}
        ids = _ids(connection, kind.table, {*first, *parts})
        came |= {ids[row] for row, action in first.items() if action is Action.INSERT and row in ids}
        changed |= {ids[row] for row in {*first, *parts} if first.get(row) is not Action.INSERT and row in ids}
        removed |= {gone[row] for row, action in first.items() if action is not Action.INSERT and row not in ids}
    settings, _ = _first_changes(connection, tables.setting, number)
    return Since(frozenset(changed), frozenset(came), frozenset(removed), frozenset(settings))


def _first_changes(connection: Connection, table: Table, number: int) -> tuple[dict[int, Action], dict[int, UUID]]:
    """Return what first happened to each row after a number, and the ids of rows that went."""
    first, gone = dict[int, Action](), dict[int, UUID]()
    for _, change in logged_since(connection, table, number):  # the latest first: the earliest has the last word
        first.update(dict.fromkeys(range(change.first, change.last + 1), change.action))
        if change.action is Action.DELETE and "id" in change.columns:
            gone.update((row, UUID(cells["id"])) for row, cells in _before(change))
    return first, gone


def _owners(connection: Connection, table: Table, parent: str, number: int) -> set[int]:
    """Return the rows of records whose parts changed."""
    owners, touched = set[int](), set[int]()
    for _, change in logged_since(connection, table, number):
        touched.update(range(change.first, change.last + 1))
        owners.update(cells[parent] for _, cells in _before(change) if parent in cells)
    place = columns_of(table).index(parent)
    return owners | {row[place] for row in fetch(connection, table, touched).values()}


def _before(change: Logged) -> Iterator[tuple[int, dict[str, Any]]]:
    for row, cells in zip(range(change.first, change.last + 1), change.before, strict=False):  # none where it came
        yield row, dict(zip(change.columns, cells, strict=True))


def _ids(connection: Connection, table: Table, rows: set[int]) -> dict[int, UUID]:
    found = dict[int, UUID]()
    for condition in matching(table.c.row, rows):
        found.update(
            (row, UUID(name)) for row, name in raw(connection, select(table.c.row, table.c.id).where(condition))
        )
    return found
