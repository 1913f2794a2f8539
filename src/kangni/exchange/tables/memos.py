"""The table of memos: notes on the study, on documents, codes and people."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cached_property
from uuid import UUID

from kangni.core.claims import Claim
from kangni.core.coding import Coding
from kangni.core.episodes import Episode
from kangni.core.errors import CellEmpty, KangniError, UnknownName, UnknownTerm
from kangni.core.memos import Memo, MemoKind, MemoTarget
from kangni.core.names import CodeId, DocumentId, Label, MemoId, ParticipantId, fold_handle
from kangni.core.ports import Reader
from kangni.core.text import Span
from kangni.exchange.tables.columns import FORMATS, TableKind
from kangni.exchange.tables.faults import Faults
from kangni.exchange.tables.grid import Table
from kangni.exchange.tables.handles import Handles
from kangni.exchange.tables.matching import Cells
from kangni.exchange.tables.names import Names, coding_name, required
from kangni.exchange.tables.reading import Reading

__all__ = ["read_memos", "write_memos"]

NO_ID = MemoId(UUID(int=0))

_CODING = re.compile(r"(.+?) \| (.+?) \| (\d+)-(\d+) \| (.+)")


@dataclass(frozen=True, slots=True)
class _Target:
    kind: MemoTarget
    id: UUID | None


def read_memos(cells: Cells, names: Names) -> Reading[Memo]:
    """Read memos; those that the study has are not doubled."""
    faults = Faults(cells)
    targets = _Targets(names)
    standing = {replace(memo, id=NO_ID) for memo in names.all(Memo)}
    found: list[Memo] = []
    unchanged = 0
    for row, line in cells.rows():
        memo = _memo(row, line, targets, names, faults)
        if memo is None:
            continue
        words = replace(memo, id=NO_ID)
        if words in standing:
            unchanged += 1
        else:
            standing.add(words)
            found.append(memo)
    faults.stop()
    return Reading(tuple(found), unchanged=unchanged)


def write_memos(read: Reader) -> Table:
    """Write all memos."""
    handles = Handles(read)
    targets = _TargetNames(read, handles)
    return Table(
        TableKind.MEMOS,
        tuple(column.name for column in FORMATS[TableKind.MEMOS].columns),
        [
            (
                targets.name(memo),
                handles.coder(memo.author),
                memo.kind,
                memo.text.zh,
                memo.text.en,
                memo.target,
                handles.participant(memo.participant),
                memo.written.isoformat() if memo.written is not None else "",
            )
            for memo in read.all(Memo)
        ],
    )


def _memo(row: int, line: Mapping[str, str], targets: _Targets, names: Names, faults: Faults) -> Memo | None:
    before = len(faults)
    kind = faults.attempt(row, "kind", _kind, line["kind"])
    author = faults.attempt(row, "author", names.coder, line["author"])
    target_kind = faults.attempt(row, "target_kind", _target_kind, line["target_kind"])
    target = faults.attempt(row, "target", lambda cell: targets.find(cell.strip(), target_kind), line["target"])
    participant = None
    if line["participant"].strip():
        participant = faults.attempt(row, "participant", names.participant, line["participant"])
    written = faults.attempt(row, "written", _written, line["written"])
    if not line["text_zh"].strip() and not line["text_en"].strip():
        faults.add(row, "text_en", CellEmpty())
    if kind is None or author is None or target is None or len(faults) > before:
        return None
    with faults.at(row, "text_en"):
        text = Label(en=line["text_en"], zh=line["text_zh"])
        return Memo(MemoId(names.new_id()), target.kind, target.id, author, kind, text, participant, written)
    return None


class _Targets:
    """Finds what a memo hangs on by its handle, among the kinds of things that can carry one."""

    def __init__(self, names: Names) -> None:
        self._names = names
        self._finders: dict[MemoTarget, Callable[[str], UUID]] = {
            MemoTarget.DOCUMENT: lambda handle: names.document(handle).id,
            MemoTarget.CODE: lambda handle: names.code(handle).id,
            MemoTarget.PARTICIPANT: names.participant,
            MemoTarget.CLAIM: lambda handle: _with_handle(names, Claim, "claim", handle),
            MemoTarget.EPISODE: lambda handle: _with_handle(names, Episode, "episode", handle),
            MemoTarget.CODING: lambda handle: _coding(names, handle),
        }

    def find(self, handle: str, kind: MemoTarget | None) -> _Target:
        if kind is MemoTarget.STUDY or not (handle or kind):
            return _Target(MemoTarget.STUDY, None)
        if kind is not None:
            return _Target(kind, self._finders[kind](handle))
        for candidate, finder in self._finders.items():
            try:
                return _Target(candidate, finder(handle))
            except KangniError:
                continue
        raise UnknownName("document, code, participant, claim, episode or coding", handle)


class _TargetNames:
    """Names what a memo hangs on."""

    def __init__(self, read: Reader, handles: Handles) -> None:
        self._read = read
        self._handles = handles

    def name(self, memo: Memo) -> str:
        if memo.target_id is None:
            return ""
        match memo.target:
            case MemoTarget.DOCUMENT:
                return self._handles.document(DocumentId(memo.target_id))
            case MemoTarget.CODE:
                return self._handles.code(CodeId(memo.target_id))
            case MemoTarget.PARTICIPANT:
                return self._handles.participant(ParticipantId(memo.target_id))
        return self._others.get(memo.target_id, "")  # a coding without a span has no name

    @cached_property
    def _others(self) -> dict[UUID, str]:
        named: dict[UUID, str] = {claim.id: claim.handle for claim in self._read.all(Claim)}
        named |= {episode.id: episode.handle for episode in self._read.all(Episode)}
        for coding in self._read.all(Coding):
            if coding.span is not None:
                coder, document = self._handles.coder(coding.coder), self._handles.document(coding.document)
                named[coding.id] = coding_name(coder, document, coding.span, self._handles.code(coding.code))
        return named


def _with_handle(names: Names, kind: type[Claim | Episode], word: str, handle: str) -> UUID:
    found = names.stored(kind).get(fold_handle(handle))
    if found is None:
        raise UnknownName(word, handle)
    return found.id


def _coding(names: Names, name: str) -> UUID:
    parts = _CODING.fullmatch(name)
    if parts is None:
        raise UnknownName("coding", name)
    coder, document, start, end, code = parts.groups()
    return names.coding(coder, document, Span(int(start), int(end)), code).id


def _kind(cell: str) -> MemoKind:
    try:
        return MemoKind(required(cell).casefold())
    except ValueError:
        raise UnknownTerm("kind of memo", cell, ", ".join(MemoKind)) from None


def _target_kind(cell: str) -> MemoTarget | None:
    if not cell.strip():
        return None
    try:
        return MemoTarget(cell.strip().casefold())
    except ValueError:
        raise UnknownTerm("target of a memo", cell, ", ".join(MemoTarget)) from None


def _written(cell: str) -> datetime | None:
    if not cell.strip():
        return None
    try:
        moment = datetime.fromisoformat(cell.strip())
    except ValueError:
        raise UnknownTerm("time", cell, "2025-11-04T10:00:00+00:00") from None
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
