"""Taking a deed back, or doing it again: the change log read backwards, unless a later deed stands in the way."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cache

from sqlalchemy import Connection, Table, select

from kangni.core.changes import EntryKind
from kangni.storage import tables
from kangni.storage.history import last_number, latest_of, logged, word_at
from kangni.storage.rows import Action, Row, Rows, columns_of, fetch, matching, raw, unique_keys

__all__ = ["Reversal", "leaning"]


class _Ranges:
    """Rows of several tables as runs of integers."""

    def __init__(self, pairs: Iterable[tuple[str, int, int]]) -> None:
        found: dict[str, set[tuple[int, int]]] = defaultdict(set)
        for name, first, last in pairs:
            found[name].add((first, last))
        self._runs = {name: _joined(sorted(spans)) for name, spans in found.items()}

    def touch(self, name: str, first: int, last: int) -> bool:
        """Tell whether a row from first to last is among them."""
        spans = self._runs.get(name, [])
        i = bisect_right(spans, last, key=lambda span: span[0]) - 1
        return i >= 0 and spans[i][1] >= first


class Reversal:
    """What it takes to bring rows back to where they stood before one entry, the last about its deed."""

    def __init__(self, connection: Connection, number: int) -> None:
        self._connection = connection
        self._number = number
        self._changes = logged(connection, number)
        self._touched = _Ranges((change.table.name, change.first, change.last) for change in self._changes)
        self._gone: dict[str, set[int]] = defaultdict(set)
        self._restored: dict[str, dict[int, Row]] = defaultdict(dict)

    def blocker(self) -> int | None:
        """Return the number of the deed, or of the undo, that would have to be taken back first."""
        later = self._later()
        touching = [entry for entry, name, first, last in later if self._touched.touch(name, first, last)]
        if touching:
            return max(touching)
        self._step_back()
        for name, row in self._in_the_way():
            covering = [entry for entry, table, first, last in later if table == name and first <= row <= last]
            return max(covering, default=last_number(self._connection))
        return None

    def apply(self, rows: Rows) -> None:
        """Change the rows; `blocker` has been asked before."""
        for name, gone in self._gone.items():
            rows.delete(tables.METADATA.tables[name], gone)
        for name, wanted in self._restored.items():
            table = tables.METADATA.tables[name]
            present = fetch(self._connection, table, wanted.keys())
            rows.update(table, [row for key, row in wanted.items() if key in present])
            rows.restore(table, [wanted[key] for key in sorted(wanted.keys() - present.keys())])

    def _step_back(self) -> None:
        present = self._updated_rows()
        for change in reversed(self._changes):
            restored = self._restored[change.table.name]
            block = range(change.first, change.last + 1)
            match change.action:
                case Action.INSERT:
                    self._gone[change.table.name].update(block)
                    for row in [row for row in restored if row in block]:
                        del restored[row]
                case Action.DELETE:
                    restored.update(zip(block, change.before, strict=True))
                case Action.UPDATE:
                    places = [columns_of(change.table).index(name) for name in change.columns]
                    for row, cells in zip(block, change.before, strict=True):
                        old = dict(zip(places, cells, strict=True))
                        whole = restored.get(row) or present[change.table.name][row]
                        restored[row] = tuple(old.get(place, cell) for place, cell in enumerate(whole))

    def _updated_rows(self) -> dict[str, dict[int, Row]]:
        """Return the rows that the entry changed, as they stand now."""
        updated: dict[str, set[int]] = defaultdict(set)
        for change in self._changes:
            if change.action is Action.UPDATE:
                updated[change.table.name].update(range(change.first, change.last + 1))
        return {name: fetch(self._connection, tables.METADATA.tables[name], rows) for name, rows in updated.items()}

    def _later(self) -> list[tuple[int, str, int, int]]:
        """Return what later deeds changed and still stands: number, table, first and last row."""
        entry, change = tables.entry.c, tables.change.c
        statement = (
            select(entry.root, change.name, change.first_row, change.last_row)
            .join_from(tables.change, tables.entry)
            .where(change.entry > self._number)
        )
        standing = cache(self._standing)
        found = ((standing(root), name, first, last) for root, name, first, last in raw(self._connection, statement))
        return [(number, name, first, last) for number, name, first, last in found if number is not None]

    def _standing(self, root: int) -> int | None:
        """Return the number under which a deed differs from how it stood at this entry, None where it does not."""
        then, now = word_at(self._connection, root, self._number), latest_of(self._connection, root)
        was_done = then is not None and then.kind is not EntryKind.UNDO
        is_done = now.kind is not EntryKind.UNDO
        if was_done == is_done:
            return None
        return root if is_done else now.number

    def _in_the_way(self) -> Iterator[tuple[str, int]]:
        """Yield rows of others that lean on what would go, that what comes back misses, or that took its name."""
        for table, gone in self._gone.items():
            for name, row in leaning(self._connection, tables.METADATA.tables[table], gone):
                if not self._touched.touch(name, row, row):
                    yield name, row
        for name, wanted in self._restored.items():
            yield from self._missing_parents(tables.METADATA.tables[name], wanted)
            yield from self._twins(tables.METADATA.tables[name], wanted)

    def _missing_parents(self, table: Table, wanted: Mapping[int, Row]) -> Iterator[tuple[str, int]]:
        for place, column in enumerate(table.c):
            for key in column.foreign_keys:
                parent = key.column.table
                needed = {row[place] for row in wanted.values()} - {None} - self._restored.get(parent.name, {}).keys()
                for row in sorted(needed - fetch(self._connection, parent, needed).keys()):
                    yield parent.name, row

    def _twins(self, table: Table, wanted: Mapping[int, Row]) -> Iterator[tuple[str, int]]:
        for key in unique_keys(table):
            places = [columns_of(table).index(name) for name in key]
            taken = {tuple(row[place] for place in places) for row in wanted.values()}
            columns = [table.c[name] for name in key]
            for condition in matching(columns[0], {cells[0] for cells in taken} - {None}):
                for row, *cells in raw(self._connection, select(table.c.row, *columns).where(condition)):
                    if tuple(cells) in taken and None not in cells and not self._touched.touch(table.name, row, row):
                        yield table.name, row


def leaning(connection: Connection, table: Table, gone: Collection[int]) -> Iterator[tuple[str, int]]:
    """Yield the rows, each with its table, that refer to one of these rows."""
    for other in tables.METADATA.tables.values():
        for column in other.c:
            if any(key.column.table is table for key in column.foreign_keys) and other is not tables.change:
                for condition in matching(column, gone):
                    yield from ((other.name, row) for (row,) in raw(connection, select(other.c.row).where(condition)))


def _joined(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Join runs that touch or overlap; they come sorted."""
    joined: list[tuple[int, int]] = []
    for first, last in spans:
        if joined and first <= joined[-1][1] + 1:
            joined[-1] = (joined[-1][0], max(last, joined[-1][1]))
        else:
            joined.append((first, last))
    return joined
