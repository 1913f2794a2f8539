"""The codings as they stood when their coders declared documents done: the change log read backwards."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, Table

from kangni.storage import tables
from kangni.storage.history import logged_since
from kangni.storage.rows import Action, Logged, Row, columns_of, fetch

__all__ = ["Earlier", "earlier_codings", "first_coders"]

# a change of any other column leaves a reading what it was
READ = frozenset({"document", "start", "end", "code", "coder", "polarity", "level", "voice", "stance", "draft"})


@dataclass(frozen=True, slots=True)
class Earlier:
    """What is otherwise in the table of codings now.

    `came` holds runs of rows that came in later, as number of the entry, first and last row, in the order of the log.
    Of the rows in `changed`, what they are now says nothing: they stood as in `stood`, whole and in rising order, or
    not at all.
    """

    came: tuple[tuple[int, int, int], ...] = ()
    changed: frozenset[int] = frozenset()
    stood: tuple[Row, ...] = ()


def earlier_codings(connection: Connection, done: Mapping[tuple[int, int], int]) -> Earlier:
    """Return how each coder's codings of each document stood at a number of the history, by coder and document row."""
    if not done:
        return Earlier()
    table = tables.coding
    log = [
        (number, change)
        for number, change in logged_since(connection, table, min(done.values()))
        if change.action is not Action.UPDATE or READ & set(change.columns)
    ]
    changed = sorted(
        {row for _, change in log if change.action is not Action.INSERT for row in range(change.first, change.last + 1)}
    )
    came = [(number, change.first, change.last) for number, change in log if change.action is Action.INSERT]
    stood = sorted(_forms_at(_forms(connection, table, changed, log), done))
    return Earlier(tuple(reversed(came)), frozenset(changed), tuple(stood))


def first_coders(connection: Connection) -> dict[int, int]:
    """Return whose each coding was at first, for those that changed hands, as rows of codings and of coders."""
    found: dict[int, int] = {}
    for _, change in logged_since(connection, tables.coding, 0):
        if change.action is Action.UPDATE and "coder" in change.columns:
            place = change.columns.index("coder")
            rows = range(change.first, change.last + 1)
            found.update((row, cells[place]) for row, cells in zip(rows, change.before, strict=True))
    return found


def _forms(
    connection: Connection, table: Table, rows: Sequence[int], log: Sequence[tuple[int, Logged]]
) -> Iterator[tuple[Row | None, int, int | None]]:
    """Yield each form that a row had, the first number at which it stood, and that at which it no longer did."""
    form: dict[int, Row | None] = dict.fromkeys(rows, None) | fetch(connection, table, rows)
    until: dict[int, int | None] = dict.fromkeys(rows, None)
    for number, change in log:
        for row in rows[bisect_left(rows, change.first) : bisect_right(rows, change.last)]:
            yield form[row], number, until[row]
            form[row], until[row] = _before(form[row], row, change), number
    for row in rows:
        yield form[row], 0, until[row]


def _before(form: Row | None, row: int, change: Logged) -> Row | None:
    if change.action is Action.INSERT:
        return None
    cells = change.before[row - change.first]
    if change.action is Action.DELETE:
        return cells
    assert form is not None  # what was updated was there
    old = dict(zip(change.columns, cells, strict=True))
    return tuple(old.get(name, cell) for name, cell in zip(columns_of(change.table), form, strict=True))


def _forms_at(
    forms: Iterator[tuple[Row | None, int, int | None]], done: Mapping[tuple[int, int], int]
) -> Iterator[Row]:
    """Yield the forms that stood when their coder was done with their document."""
    names = columns_of(tables.coding)
    coder, document = names.index("coder"), names.index("document")
    for form, since, until in forms:
        number = None if form is None else done.get((form[coder], form[document]))
        if form is not None and number is not None and since <= number and (until is None or number < until):
            yield form
