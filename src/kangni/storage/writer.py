"""One deed under way: the records it adds, replaces and removes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Table, select

from kangni.core.bundle import Bundle, Record, StudySettings
from kangni.core.changes import Change
from kangni.core.errors import HandleTaken, StillReferred, UnknownName
from kangni.core.framework import Framework
from kangni.core.names import CoderId, fold_handle
from kangni.core.people import Coder
from kangni.core.ports import NewId
from kangni.storage import tables
from kangni.storage.canonical import encoded
from kangni.storage.collecting import collection_paused
from kangni.storage.fields import Cell
from kangni.storage.reader import FRAMEWORK_ROW, SETTINGS_ROW, SqliteReader
from kangni.storage.records import Child, Kind, kind_of
from kangni.storage.reversal import leaning
from kangni.storage.rows import Cells, Row, Rows, columns_of, fetch, matching, raw

__all__ = ["SqliteWriter"]


class SqliteWriter(SqliteReader):
    """Changes records inside one transaction; every row passes the gate that keeps the history."""

    def __init__(self, connection: Connection, *, actor: str, new_id: NewId, logs: bool = True) -> None:
        super().__init__(connection)
        self._actor = actor
        self._new_id = new_id
        self._rows = Rows(connection, self.number if logs else None)
        self._counts: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
        self._is_noted = False
        self._made_actor = False

    @property
    def number(self) -> int:
        """Return the history number of this deed."""
        return self.revision + 1

    def actor(self) -> CoderId:
        """Return the coder who does the deed, made on first use."""
        table = tables.coder
        found = self._connection.execute(select(table.c.id).where(table.c.fold == fold_handle(self._actor))).scalar()
        if found is not None:
            return CoderId(UUID(found))
        coder = Coder(CoderId(self._new_id()), self._actor)
        self.add([coder])
        self._made_actor = True
        return coder.id

    def note(self) -> None:
        """Keep an entry in the history even if the deed changes nothing."""
        self._is_noted = True

    def add(self, records: Iterable[Record]) -> int:
        """Store new records of one kind and return how many.

        A record that says what a stored one says already (same coder, code and span, for a coding) is passed over.
        """
        new: Sequence[Any] = list(records)
        if not new:
            return 0
        kind = kind_of(type(new[0]))
        self._check_handles(kind, new)
        with collection_paused():
            first = self._rows.next_row(kind.table)
            n = self._rows.append(kind.table, self._pack_new(kind, new, first))
            for child in kind.children:
                self._rows.append(child.table, self._pack_parts(child, dict(enumerate(new, first))))
        self._counts[kind.name][0] += n
        return n

    def replace(self, records: Iterable[Record]) -> int:
        """Store changed records under their ids and return how many differ from what stood there."""
        changed: Sequence[Any] = list(records)
        if not changed:
            return 0
        kind = kind_of(type(changed[0]))
        stored = self._stored_rows(kind, changed)
        self._check_handles(kind, changed, stored)
        rows = _whole_rows(kind.table, stored, kind.pack(changed, self._names))
        different = set(self._rows.update(kind.table, rows))
        for child in kind.children:
            different |= self._replace_parts(child, dict(zip(stored, changed, strict=True)))
        self._counts[kind.name][1] += len(different)
        return len(different)

    def remove(self, records: Iterable[Record]) -> int:
        """Remove records and return how many there were."""
        gone: Sequence[Any] = list(records)
        if not gone:
            return 0
        kind = kind_of(type(gone[0]))
        stored = self._stored_rows(kind, gone)
        for child in kind.children:
            parts = self._child_rows(child, stored)
            self._rows.delete(child.table, [part[0] for _, rows in parts for part in rows])
        n = self._rows.delete(kind.table, stored)
        self._names.forget(kind.table.name)
        self._counts[kind.name][2] += n
        return n

    def set_settings(self, settings: StudySettings) -> None:
        """Store what holds for the study as a whole."""
        self._set(SETTINGS_ROW, "settings", encoded(settings))

    def set_framework(self, framework: Framework) -> None:
        """Store the study's framework."""
        self._set(FRAMEWORK_ROW, "framework", encoded(framework))

    def keep_source(self, sha256: str, content: bytes) -> None:
        """Keep the bytes of a file that documents came from."""
        table = tables.source
        known = select(table.c.sha256).where(table.c.sha256 == sha256)
        if self._connection.execute(known).scalar() is None:
            self._connection.execute(table.insert().values(sha256=sha256, content=content))

    def keep_file(self, sha256: str, content: Iterable[bytes]) -> None:
        """Keep a file that may be larger than memory, piece by piece."""
        table = tables.kept_file
        known = select(table.c.sha256).where(table.c.sha256 == sha256).limit(1)
        if self._connection.execute(known).scalar() is None:
            for part, piece in enumerate(content):
                self._connection.execute(table.insert().values(sha256=sha256, part=part, content=piece))

    def load(self, bundle: Bundle) -> None:
        """Store a whole study; this one must be empty but for its settings and framework."""
        self.set_settings(bundle.settings)
        self.set_framework(bundle.framework)
        for records in (
            bundle.participants,
            bundle.coders,
            bundle.codes,
            bundle.documents,
            bundle.codings,
            bundle.claims,
            bundle.episodes,
            bundle.memos,
            bundle.suggestions,
            bundle.restrictions,
            bundle.assignments,
            bundle.decisions,
            bundle.recommendations,
            bundle.kept,
        ):
            self.add(records)

    def changes(self) -> dict[str, Change] | None:
        """Return how much was added, changed and removed, None where the deed leaves no trace.

        Raises
        ------
        StillReferred
            If records remain that refer to removed ones.
        """
        for name, gone in self._rows.deleted.items():
            by = [table for table, _ in leaning(self._connection, tables.METADATA.tables[name], gone)]
            if by:
                raise StillReferred(name, by[0], by.count(by[0]))
        found = {name: Change(*counts) for name, counts in self._counts.items() if any(counts)}
        only_actor = self._made_actor and found == {"coder": Change(added=1)}
        return None if (not found or only_actor) and not self._is_noted else found

    def _memory(self) -> dict[str, Any]:
        """Return nothing: what is read now may change in the next line."""
        return {}

    def _set(self, row: int, name: str, value: str) -> None:
        table = tables.setting
        if row not in fetch(self._connection, table, [row]):
            self._rows.restore(table, [(row, name, value)])
        elif self._rows.update(table, [(row, name, value)]):
            self._counts[name][1] = 1

    def _pack_new(self, kind: Kind, new: Sequence[Any], first: int) -> Cells:
        """Return the cells of new records, which are to stand from row `first` on."""
        if kind.same:
            return self._said_newly(kind, new, first)
        for row, record in enumerate(new, first):  # before packing, since such records may refer to each other
            self._names.learn(kind.name, record.id, row)
        return kind.pack(new, self._names)

    def _said_newly(self, kind: Kind, new: Sequence[Any], first: int) -> Cells:
        """Return the cells of those new records that say what no stored one and no earlier one says."""
        cells = kind.pack(new, self._names)
        say = list(zip(*(cells[name] for name in kind.same), strict=True))
        known = self._known(kind, set(cells[kind.same[0]]))
        numbers = [known.setdefault(words, number) for number, words in enumerate(say, first)]
        fresh = [i for i, number in enumerate(numbers) if number == first + i]
        if len(fresh) == len(new):
            return cells
        rows = {first + i: first + place for place, i in enumerate(fresh)}
        for record, number in zip(new, numbers, strict=True):
            if kind.has_id:  # others in this deed may refer to it by the id under which it was said again
                self._names.alias(kind.name, record.id, rows.get(number, number))
        return _some(cells, fresh)

    def _known(self, kind: Kind, firsts: Collection[Cell]) -> dict[tuple[Cell, ...], int]:
        """Return what stored records say, as far as the first cell is one of these, with their rows."""
        columns = [kind.table.c[name] for name in kind.same]
        conditions = [*matching(columns[0], {cell for cell in firsts if cell is not None})]
        if None in firsts:
            conditions.append(columns[0].is_(None))
        known: dict[tuple[Cell, ...], int] = {}
        for condition in conditions:
            rows = raw(self._connection, select(kind.table.c.row, *columns).where(condition))
            known.update((tuple(cells), row) for row, *cells in rows)
        return known

    def _check_handles(self, kind: Kind, records: Iterable[Any], stored: Collection[int] = ()) -> None:
        if not kind.has_handle:
            return
        handles: dict[str, str] = {}
        for record in records:
            fold = fold_handle(record.handle)
            if fold in handles:
                raise HandleTaken(kind.name, record.handle)
            handles[fold] = record.handle
        for condition in matching(kind.table.c.fold, handles):
            for row, fold in raw(self._connection, select(kind.table.c.row, kind.table.c.fold).where(condition)):
                if row not in stored:
                    raise HandleTaken(kind.name, handles[fold])

    def _stored_rows(self, kind: Kind, records: Sequence[Any]) -> list[int]:
        if kind.has_id:
            rows = self._names.rows(kind.name, {record.id for record in records})
            return [row for record in records if (row := rows[record.id]) is not None]
        table = tables.assignment
        assigned = raw(self._connection, select(table.c.coder, table.c.document, table.c.row))
        known = {(coder, document): row for coder, document, row in assigned}
        coders = self._names.rows("coder", {record.coder for record in records})
        documents = self._names.rows("document", {record.document for record in records})
        asked = [(coders[record.coder], documents[record.document]) for record in records]
        if missing := [record for record, name in zip(records, asked, strict=True) if name not in known]:
            raise UnknownName(kind.name, f"{missing[0].coder} {missing[0].document}")
        return [known[name] for name in asked]

    def _replace_parts(self, child: Child, owners: Mapping[int, Any]) -> set[int]:
        """Bring the parts of changed records up to date and return the rows of those whose parts differ."""
        owner, key = (columns_of(child.table).index(name) for name in (child.parent, child.key))
        old = {(row[owner], row[key]): row[0] for _, rows in self._child_rows(child, sorted(owners)) for row in rows}
        cells = self._pack_parts(child, owners)
        names = list(zip(cells[child.parent], cells[child.key], strict=True))
        same = [i for i, name in enumerate(names) if name in old]
        new = [i for i, name in enumerate(names) if name not in old]
        rows = _whole_rows(child.table, [old[names[i]] for i in same], _some(cells, same))
        updated = self._rows.update(child.table, rows)
        gone = old.keys() - set(names)
        self._rows.delete(child.table, [old[name] for name in gone])
        self._rows.append(child.table, _some(cells, new))
        changed = [*gone, *(names[i] for i in new), *(name for name, row in old.items() if row in updated)]
        return {row for row, _ in changed}

    def _pack_parts(self, child: Child, owners: Mapping[int, Any]) -> Cells:
        parts = [(row, part) for row, record in owners.items() for part in getattr(record, child.attribute)]
        cells = child.pack([part for _, part in parts], self._names)
        places = [place for record in owners.values() for place, _ in enumerate(getattr(record, child.attribute), 1)]
        return {child.key: places, **cells, child.parent: [row for row, _ in parts]}


def _some(cells: Cells, chosen: Sequence[int]) -> Cells:
    """Return the cells of some rows."""
    return {name: [column[i] for i in chosen] for name, column in cells.items()}


def _whole_rows(table: Table, integers: Iterable[int], cells: Cells) -> list[Row]:
    """Return rows in the order of the table's columns."""
    return list(zip(integers, *(cells[name] for name in columns_of(table)[1:]), strict=True))
