"""What the deeds need from outside: a store to read and to change, a clock, a maker of ids."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Protocol, TypeVar
from uuid import UUID

from kangni.core.bundle import Record, StudySettings
from kangni.core.changes import Entry
from kangni.core.codebook import Codebook
from kangni.core.coding import Place
from kangni.core.framework import Framework
from kangni.core.names import CodeId, CoderId, DocumentId, ParticipantId
from kangni.core.text import Span

__all__ = [
    "Clock",
    "CodingLine",
    "DocumentHead",
    "NewId",
    "Progressing",
    "Reader",
    "Segmenting",
    "Store",
    "Writer",
]

Clock = Callable[[], datetime]
NewId = Callable[[], UUID]
# called with how much is done and how much there is; long deeds call it now and then, and it may raise Cancelled
Progressing = Callable[[int, int], None]
Segmenting = Callable[[str], Sequence[str]]  # cuts talk into words
RecordType = TypeVar("RecordType", bound=Record)


@dataclass(frozen=True, slots=True)
class DocumentHead:
    """A document without its text and turns; `row` is its integer in the columns' evidence."""

    row: int
    id: DocumentId
    handle: str
    language: str
    length: int
    turns: int
    sha256: str
    source_sha256: str
    participant: ParticipantId | None
    translation_of: DocumentId | None
    date: date | None = None
    wave: str | None = None


@dataclass(frozen=True, slots=True)
class CodingLine:
    """A coding, claim or moment as evidence: its row, its words' place, and who read it so.

    `code` is the code, a claim's cause, or the moment's code; `effect` and `sign` are a claim's. `note` is the coding's
    memo, the claim's note or the episode's label; `reason` is why a coding was read against its code's defaults.
    """

    row: int
    id: UUID
    document: DocumentId | None
    span: Span | None
    code: CodeId | None
    coder: CoderId
    place: Place | None = None
    released: bool = False
    effect: CodeId | None = None
    sign: int = 0
    note: str = ""
    reason: str = ""
    participant: ParticipantId | None = None  # of words without a text


class Reader(Protocol):
    """A study as it stands; everything read inside one `with` belongs to one revision."""

    @property
    def revision(self) -> int:
        """Return the number of the last history entry."""
        ...

    def settings(self) -> StudySettings:
        """Return what holds for the study as a whole."""
        ...

    def framework(self) -> Framework:
        """Return the study's framework."""
        ...

    def codebook(self) -> Codebook:
        """Return all codes as a tree."""
        ...

    def all(self, kind: type[RecordType]) -> Sequence[RecordType]:
        """Return all records of a kind in the order of their rows, whole."""
        ...

    def named(self, kind: type[RecordType], handle: str) -> RecordType:
        """Return the record with this handle, or raise `UnknownName` with the closest one."""
        ...

    def document_heads(self) -> Sequence[DocumentHead]:
        """Return all documents without their texts, in the order of their rows."""
        ...

    def texts(self, documents: Iterable[DocumentId]) -> Mapping[DocumentId, str]:
        """Return the texts of some documents."""
        ...

    def in_document(self, kind: type[RecordType], document: DocumentId) -> Sequence[RecordType]:
        """Return the codings, claims or episodes of one document."""
        ...

    def lines(self, kind: type[Record], rows: Iterable[int]) -> Sequence[CodingLine]:
        """Return the evidence lines of codings, claims or episodes (all moments of each) by row, in the order asked."""
        ...

    def history(self) -> Iterator[Entry]:
        """Return the history, first deed first."""
        ...

    def hash(self) -> str:
        """Return the SHA-256 of the study as a bundle in canonical form."""
        ...


class Writer(Reader, Protocol):
    """A study inside one deed; all of it is stored at the end, or nothing."""

    @property
    def number(self) -> int:
        """Return the history number of this deed."""
        ...

    def actor(self) -> CoderId:
        """Return the coder who does the deed, made on first use."""
        ...

    def note(self) -> None:
        """Keep an entry in the history even if the deed changes nothing, such as a consent waived by name."""
        ...

    def add(self, records: Iterable[Record]) -> int:
        """Store new records of one kind and return how many.

        A record that says what a stored one says already (same coder, code and span, for a coding) is passed over.
        """
        ...

    def replace(self, records: Iterable[Record]) -> int:
        """Store changed records under their ids and return how many differ from what stood there."""
        ...

    def remove(self, records: Iterable[Record]) -> int:
        """Remove records and return how many there were."""
        ...

    def set_settings(self, settings: StudySettings) -> None:
        """Store what holds for the study as a whole."""
        ...

    def set_framework(self, framework: Framework) -> None:
        """Store the study's framework."""
        ...

    def keep_source(self, sha256: str, content: bytes) -> None:
        """Keep the bytes of a file that documents came from."""
        ...

    def keep_file(self, sha256: str, content: Iterable[bytes]) -> None:
        """Keep a file that may be larger than memory, piece by piece."""
        ...


class Store(Protocol):
    """Where a study lives."""

    @property
    def path(self) -> Path:
        """Return the study's file."""
        ...

    def read(self) -> AbstractContextManager[Reader]:
        """Open a view of the study as it stands."""
        ...

    def write(self, deed: str, actor: str, facts: Mapping[str, str]) -> AbstractContextManager[Writer]:
        """Open one deed: one transaction, one entry of the history."""
        ...

    def undo(self, actor: str) -> Entry:
        """Take back the actor's last deed that still stands."""
        ...

    def redo(self, actor: str) -> Entry:
        """Do again what the actor last took back."""
        ...

    def backup(self) -> Path:
        """Make a verified copy beside the study and return its path."""
        ...
