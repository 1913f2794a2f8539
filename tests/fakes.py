"""A study in memory, for tests that need one to read and to change."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from random import Random
from typing import TypeVar
from uuid import UUID

import numpy as np

from kangni.core.bundle import Record, StudySettings
from kangni.core.changes import Entry
from kangni.core.claims import Claim
from kangni.core.codebook import Code, Codebook
from kangni.core.coding import Coding
from kangni.core.episodes import Episode
from kangni.core.errors import UnknownName, closest
from kangni.core.framework import Framework
from kangni.core.names import CoderId, DocumentId, ParticipantId, fold_handle
from kangni.core.people import Assignment, Coder, Participant
from kangni.core.ports import CodingLine, DocumentHead
from kangni.core.text import Document, Role, Source, Span, Turn
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

__all__ = ["FakeStudy", "seeded_ids", "transcript"]

RecordType = TypeVar("RecordType", bound=Record)
ROLES = {Role.INTERVIEWER: INTERVIEWER, Role.PARTICIPANT: PARTICIPANT, Role.OTHER: OTHER}


@dataclass
class FakeStudy:
    """Keeps records in lists, under the rules that a store has: the same coding is not added twice."""

    of: Framework
    kept: dict[type, list[Record]] = field(default_factory=dict)
    said: StudySettings = field(default_factory=lambda: StudySettings("study", "zh"))
    number: int = 7
    revision: int = 6
    sources: dict[str, bytes] = field(default_factory=dict)
    is_noted: bool = False

    def settings(self) -> StudySettings:
        return self.said

    def framework(self) -> Framework:
        return self.of

    def codebook(self) -> Codebook:
        return Codebook(self.all(Code))

    def all(self, kind: type[RecordType]) -> Sequence[RecordType]:
        return [record for record in self.kept.get(kind, []) if isinstance(record, kind)]

    def named(self, kind: type[RecordType], handle: str) -> RecordType:
        by_fold = {fold_handle(str(getattr(record, "handle", ""))): record for record in self.all(kind)}
        found = by_fold.get(fold_handle(handle))
        if found is None:
            raise UnknownName(kind.__name__.lower(), handle, closest(handle, by_fold))
        return found

    def document_heads(self) -> Sequence[DocumentHead]:
        return [
            DocumentHead(
                row=row,
                id=document.id,
                handle=document.handle,
                language=document.language,
                length=len(document.text),
                turns=len(document.turns),
                sha256=document.sha256,
                source_sha256=document.source.sha256,
                participant=document.participant,
                translation_of=document.translation_of,
            )
            for row, document in enumerate(self.all(Document), 1)
        ]

    def texts(self, documents: Iterable[DocumentId]) -> Mapping[DocumentId, str]:
        wanted = set(documents)
        return {document.id: document.text for document in self.all(Document) if document.id in wanted}

    def in_document(self, kind: type[RecordType], document: DocumentId) -> Sequence[RecordType]:
        return [
            record
            for record in self.all(kind)
            if isinstance(record, Coding | Claim | Episode) and record.document == document
        ]

    def keep_file(self, sha256: str, content: Iterable[bytes]) -> None:
        self.sources[sha256] = b"".join(content)

    def turns(self) -> TurnColumns:
        people = [person.id for person in self.all(Participant)]
        rows = [
            (
                number,
                turn.ordinal,
                turn.span.start,
                turn.span.end,
                ROLES[turn.role],
                people.index(turn.participant) if turn.participant is not None else -1,
            )
            for number, document in enumerate(self.all(Document))
            for turn in document.turns
            if turn.span is not None and document.translation_of is None
        ]
        return TurnColumns(*np.array(rows, np.int64).reshape(-1, 6).T)

    def codings(self) -> CodingColumns:
        raise NotImplementedError

    def claims(self) -> ClaimColumns:
        raise NotImplementedError

    def episodes(self) -> tuple[EpisodeColumns, MomentColumns]:
        raise NotImplementedError

    def codings_when_done(self) -> CodingColumns:
        raise NotImplementedError

    def adopted(self) -> Ints:
        raise NotImplementedError

    def seen(self) -> Bools:
        raise NotImplementedError

    def lines(self, kind: type[Record], rows: Iterable[int]) -> Sequence[CodingLine]:
        raise NotImplementedError

    def history(self) -> Iterator[Entry]:
        raise NotImplementedError

    def hash(self) -> str:
        return sha256(repr(sorted(map(repr, self.kept.items()))).encode()).hexdigest()

    def actor(self) -> CoderId:
        return self.all(Coder)[0].id

    def add(self, records: Iterable[Record]) -> int:
        readings = {_reading(coding) for coding in self.all(Coding)}
        new = [record for record in records if not (isinstance(record, Coding) and _reading(record) in readings)]
        for record in new:
            self.kept.setdefault(type(record), []).append(record)
        return len(new)

    def replace(self, records: Iterable[Record]) -> int:
        changed = 0
        for record in records:
            standing = self.kept[type(record)]
            at = next(i for i, other in enumerate(standing) if _identity(other) == _identity(record))
            changed += standing[at] != record
            standing[at] = record
        return changed

    def remove(self, records: Iterable[Record]) -> int:
        gone = list(records)
        for record in gone:
            self.kept[type(record)].remove(record)
        return len(gone)

    def set_settings(self, settings: StudySettings) -> None:
        self.said = settings

    def set_framework(self, framework: Framework) -> None:
        self.of = framework

    def note(self) -> None:
        self.is_noted = True

    def keep_source(self, sha256: str, content: bytes) -> None:
        self.sources[sha256] = content


def seeded_ids(seed: int = 1) -> Iterator[UUID]:
    """Return ids that are the same in each run; `next` of it makes one."""
    random = Random(seed)  # noqa: S311 - ids that repeat, not secrets
    while True:
        yield UUID(int=random.getrandbits(128), version=4)


def transcript(
    identity: UUID,
    handle: str,
    text: str,
    *,
    participant: ParticipantId | None = None,
    translation_of: DocumentId | None = None,
) -> Document:
    """Make a document whose lines are turns, "label：words", except lines that begin with #."""
    turns: list[Turn] = []
    offset = 0
    for line in text.split("\n"):
        mark = next((i for i, character in enumerate(line) if character in "：:"), -1)
        if mark >= 0 and not line.startswith("#"):
            start = offset + mark + 1 + (line[mark + 1 : mark + 2] == " ")
            asks = line[:mark] in {"访谈者", "Interviewer"}
            turns.append(
                Turn(
                    ordinal=len(turns) + 1,
                    span=Span(start, offset + len(line)),
                    speaker=line[:mark],
                    role=Role.INTERVIEWER if asks else Role.PARTICIPANT,
                    participant=None if asks else participant,
                )
            )
        offset += len(line) + 1
    return Document(
        id=DocumentId(identity),
        handle=handle,
        language=handle.rpartition(".")[2],
        text=text,
        turns=tuple(turns),
        sha256=sha256(text.encode()).hexdigest(),
        source=Source(f"{handle}.txt", "utf-8", ""),
        participant=participant,
        translation_of=translation_of,
    )


def _identity(record: Record) -> object:
    return (record.coder, record.document) if isinstance(record, Assignment) else record.id


def _reading(coding: Coding) -> object:
    return coding.coder, coding.code, coding.document, coding.span, coding.place
