"""A study as it stands at one revision, as values."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from operator import attrgetter
from typing import Any, TypeVar, cast

import msgspec
from sqlalchemy import ColumnElement, Connection, func, select

from kangni.core.advice import Suggestion
from kangni.core.bundle import Bundle, Record, StudySettings
from kangni.core.changes import Entry, Since
from kangni.core.claims import Claim
from kangni.core.codebook import Code, Codebook
from kangni.core.coding import Coding
from kangni.core.decisions import Decision
from kangni.core.episodes import Episode
from kangni.core.errors import UnknownName, closest
from kangni.core.framework import Framework
from kangni.core.kept import Kept
from kangni.core.memos import Memo
from kangni.core.names import DocumentId, fold_handle
from kangni.core.people import Assignment, Coder, Participant, Restriction
from kangni.core.ports import CodingLine, DocumentHead
from kangni.core.recommendations import Recommendation
from kangni.core.text import Document
from kangni.storage import history, tables
from kangni.storage.canonical import hash_of
from kangni.storage.collecting import collection_paused
from kangni.storage.columns import SqliteColumns
from kangni.storage.evidence import lines_of
from kangni.storage.records import HEADS, Child, Kind, kind_of
from kangni.storage.resolving import KnownIds
from kangni.storage.rows import Row, columns_of, matching, raw
from kangni.storage.since import changed_since

__all__ = ["FRAMEWORK_ROW", "SETTINGS_ROW", "SqliteReader"]

RecordType = TypeVar("RecordType", bound=Record)
Identified = TypeVar(
    "Identified",
    Code,
    Participant,
    Coder,
    Document,
    Coding,
    Claim,
    Episode,
    Memo,
    Suggestion,
    Restriction,
    Decision,
    Recommendation,
    Kept,
)

SETTINGS_ROW, FRAMEWORK_ROW = 1, 2
_SETTINGS = msgspec.json.Decoder(StudySettings)
_FRAMEWORK = msgspec.json.Decoder(Framework)


class SqliteReader:
    """Reads records, heads, texts and evidence lines inside one transaction."""

    def __init__(self, connection: Connection, *, remembered: dict[int, dict[str, Any]] | None = None) -> None:
        self._connection = connection
        self._names = KnownIds(connection)
        # the first query fixes the state that all later ones see
        self._revision = history.last_number(connection)
        self._remembered = {} if remembered is None else remembered.setdefault(self._revision, {})

    @property
    def revision(self) -> int:
        """Return the number of the last history entry."""
        return self._revision

    def settings(self) -> StudySettings:
        """Return what holds for the study as a whole."""
        return _SETTINGS.decode(self._setting(SETTINGS_ROW))

    def framework(self) -> Framework:
        """Return the study's framework."""
        return _FRAMEWORK.decode(self._setting(FRAMEWORK_ROW))

    def codebook(self) -> Codebook:
        """Return all codes as a tree."""
        return Codebook(self.all(Code))

    def all(self, kind: type[RecordType]) -> Sequence[RecordType]:
        """Return all records of a kind in the order of their rows, whole."""
        return cast("list[RecordType]", self._records(kind_of(kind)))

    def holds(self, kind: type[Record]) -> bool:
        """Tell whether there is any record of a kind."""
        return self._connection.execute(select(kind_of(kind).table.c.row).limit(1)).scalar() is not None

    def named(self, kind: type[RecordType], handle: str) -> RecordType:
        """Return the record with this handle, or raise `UnknownName` with the closest one."""
        stored = kind_of(kind)
        if stored.has_handle:
            found = self._records(stored, stored.table.c.fold == fold_handle(handle))
            if found:
                return cast("RecordType", found[0])
            known = self._connection.execute(select(stored.table.c.handle)).scalars()
            raise UnknownName(stored.name, handle, closest(handle, known))
        raise UnknownName(stored.name, handle)

    def document_heads(self) -> Sequence[DocumentHead]:
        """Return all documents without their texts, in the order of their rows."""
        turn = tables.turn.c
        turns: dict[int, int] = dict(raw(self._connection, select(turn.document, func.count()).group_by(turn.document)))
        columns = [tables.document.c[name] for name in HEADS.columns]
        rows = raw(self._connection, select(*columns).order_by(tables.document.c.row))
        if not rows:
            return []
        values = HEADS.unpack(rows, self._names)
        values["turns"] = [turns.get(row[0], 0) for row in rows]
        return list(HEADS.records(values))

    def texts(self, documents: Iterable[DocumentId]) -> Mapping[DocumentId, str]:
        """Return the texts of some documents."""
        wanted = list(documents)
        table = tables.document
        rows = self._names.rows("document", wanted)
        found: dict[int, str] = {}
        for condition in matching(table.c.row, {cast("int", rows[name]) for name in wanted}):
            found.update(raw(self._connection, select(table.c.row, table.c.text).where(condition)))
        return {name: found[cast("int", rows[name])] for name in wanted}

    def file(self, sha256: str) -> Iterator[bytes]:
        """Yield a kept file piece by piece; nothing where it is not kept here."""
        source, part = tables.source.c, tables.kept_file.c
        whole = self._connection.execute(select(source.content).where(source.sha256 == sha256)).scalar()
        if whole is not None:
            yield whole
            return
        numbers = self._connection.execute(select(part.part).where(part.sha256 == sha256).order_by(part.part)).scalars()
        for number in list(numbers):
            yield self._connection.execute(
                select(part.content).where(part.sha256 == sha256, part.part == number)
            ).scalar_one()

    def in_document(self, kind: type[RecordType], document: DocumentId) -> Sequence[RecordType]:
        """Return the codings, claims or episodes of one document."""
        stored = kind_of(kind)
        row = self._names.rows("document", [document])[document]
        return cast("list[RecordType]", self._records(stored, stored.table.c.document == row))

    def lines(self, kind: type[Record], rows: Iterable[int]) -> Sequence[CodingLine]:
        """Return the evidence lines of codings, claims or episodes (all moments of each) by row, in the order asked."""
        stored = kind_of(kind)
        asked = list(rows)
        lines: dict[int, list[CodingLine]] = defaultdict(list)
        with collection_paused():
            for condition in matching(stored.table.c.row, set(asked)):
                for line in lines_of(self._connection, self._names, stored.name, condition):
                    lines[line.row].append(line)
            return [line for row in asked for line in lines[row]]

    def columns(self) -> SqliteColumns:
        """Return the study's columns, shared among all who read this revision."""
        return SqliteColumns(self._connection, self.framework(), self._memory())

    def bundle(self) -> Bundle:
        """Return the whole study as values, each kind in the order of its ids."""
        return Bundle(
            settings=self.settings(),
            framework=self.framework(),
            codes=self._by_id(Code),
            participants=self._by_id(Participant),
            coders=self._by_id(Coder),
            documents=self._by_id(Document),
            codings=self._by_id(Coding),
            claims=self._by_id(Claim),
            episodes=self._by_id(Episode),
            memos=self._by_id(Memo),
            suggestions=self._by_id(Suggestion),
            restrictions=self._by_id(Restriction),
            assignments=tuple(sorted(self.all(Assignment), key=attrgetter("coder.int", "document.int"))),
            decisions=self._by_id(Decision),
            recommendations=self._by_id(Recommendation),
            kept=self._by_id(Kept),
        )

    def hash(self) -> str:
        """Return the SHA-256 of the study as a bundle in canonical form."""
        memory = self._memory()
        if "hash" not in memory:
            memory["hash"] = hash_of(self.bundle())
        return str(memory["hash"])

    def history(self) -> Iterator[Entry]:
        """Return the history, first deed first."""
        return history.entries(self._connection)

    def last_deed(self) -> Entry | None:
        """Return the last entry of the history that still stands."""
        return history.last_deed(self._connection)

    def since(self, number: int) -> Since:
        """Return what became of records after a number of the history."""
        return changed_since(self._connection, number)

    def _memory(self) -> dict[str, Any]:
        """Return what readers of this revision have worked out already."""
        return self._remembered

    def _by_id(self, kind: type[Identified]) -> tuple[Identified, ...]:
        return tuple(sorted(self.all(kind), key=attrgetter("id.int")))

    def _setting(self, row: int) -> str:
        statement = select(tables.setting.c.value).where(tables.setting.c.row == row)
        return cast("str", self._connection.execute(statement).scalar_one())

    def _records(self, kind: Kind, *conditions: ColumnElement[bool]) -> list[Any]:
        with collection_paused():
            rows = raw(self._connection, select(kind.table).where(*conditions).order_by(kind.table.c.row))
            if not rows:
                return []
            values = kind.unpack(rows, self._names)
            for child in kind.children:
                values[child.attribute] = self._children(child, [row[0] for row in rows])
            return list(kind.records(values))

    def _children(self, child: Child, parents: Sequence[int]) -> list[tuple[Any, ...]]:
        """Return the parts of each parent, in their own order."""
        parts = dict.fromkeys(parents, ())
        for parent, rows in self._child_rows(child, parents):
            parts[parent] = tuple(child.records(child.unpack(rows, self._names)))
        return list(parts.values())

    def _child_rows(self, child: Child, parents: Sequence[int]) -> Iterator[tuple[int, list[Row]]]:
        """Yield each parent that has parts, with the rows of these."""
        parent, key = child.table.c[child.parent], child.table.c[child.key]
        place = columns_of(child.table).index(child.parent)
        for condition in matching(parent, parents):
            rows = raw(self._connection, select(child.table).where(condition).order_by(parent, key))
            for name, group in groupby(rows, key=lambda row: row[place]):
                yield name, list(group)
