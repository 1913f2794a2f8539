"""What the cells of a table may name in a study: documents, codes, people and the framework's terms."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import TypeVar

from kangni.core.bundle import Record
from kangni.core.claims import Claim
from kangni.core.codebook import Code, Codebook
from kangni.core.coding import Coding, Time
from kangni.core.episodes import Episode
from kangni.core.errors import CellEmpty, CodedTranslation, UnknownName, UnknownTerm, closest
from kangni.core.framework import Framework
from kangni.core.names import CodeId, CoderId, DocumentId, Label, ParticipantId, fold_handle
from kangni.core.people import Coder, Participant
from kangni.core.ports import DocumentHead, NewId, Reader
from kangni.core.text import Document, Span

__all__ = ["Names", "coding_name", "flag", "joined", "required"]

Handled = TypeVar("Handled", bound=Participant | Coder | Claim | Episode)
RecordType = TypeVar("RecordType", bound=Record)

_YES = frozenset({"yes", "y", "true", "是"})
_NO = frozenset({"", "no", "n", "false", "否"})


class Names:
    """Answers what a name stands for, from a study read once; coders who are new are made.

    `codes` and `coders` hold the answers given so far, by cell.
    """

    def __init__(self, read: Reader, *, new_id: NewId) -> None:
        self._read = read
        self.new_id = new_id
        self.created: list[Coder] = []
        self.created_codes: list[Code] = []
        self.created_people: list[Participant] = []
        self.codes: dict[str, Code] = {}
        self.coders: dict[str, CoderId] = {}
        self._texts: dict[DocumentId, str] = {}
        self._turns: dict[DocumentId, frozenset[int]] = {}
        self._codings: dict[DocumentId, dict[tuple[CoderId, Span | None, CodeId], Coding]] = {}

    @cached_property
    def framework(self) -> Framework:
        """The study's framework."""
        return self._read.framework()

    @cached_property
    def codebook(self) -> Codebook:
        """The study's codebook."""
        return self._read.codebook()

    def stored(self, kind: type[Handled]) -> dict[str, Handled]:
        """Return the study's records of a kind by folded handle."""
        return {fold_handle(record.handle): record for record in self._read.all(kind)}

    def all(self, kind: type[RecordType]) -> Sequence[RecordType]:
        """Return the study's records of a kind."""
        return self._read.all(kind)

    def coding(self, coder: str, doc: str, span: Span, code: str) -> Coding:
        """Return the coding of this span with this code by this coder, or raise `UnknownName`."""
        head = self.document(doc)
        if head.id not in self._codings:
            self._codings[head.id] = {
                (coding.coder, coding.span, coding.code): coding for coding in self._read.in_document(Coding, head.id)
            }
        found = self._codings[head.id].get((self.known_coder(coder), span, self.code(code).id))
        if found is None:
            raise UnknownName("coding", coding_name(coder, head.handle, span, code))
        return found

    def code(self, cell: str) -> Code:
        """Return the code with this handle; where the framework has it so, a new one if the study has none."""
        found = self.codes.get(cell)
        if found is None:
            found = self.codes[cell] = self._made_code(cell) or self.codebook.named(required(cell))
        return found

    def coder(self, cell: str) -> CoderId:
        """Return the coder with this handle, a new one where the study has none."""
        found = self.coders.get(cell)
        if found is None:
            folded = fold_handle(required(cell))
            known = self._stored_coders.get(folded)
            if known is None:
                known = self._stored_coders[folded] = Coder(CoderId(self.new_id()), cell.strip())
                self.created.append(known)
            found = self.coders[cell] = known.id
        return found

    def known_coder(self, cell: str) -> CoderId:
        """Return the coder with this handle, or raise `UnknownName`."""
        known = self._stored_coders.get(fold_handle(required(cell)))
        if known is None:
            handles = (coder.handle for coder in self._stored_coders.values())
            raise UnknownName("coder", cell, closest(cell, handles))
        return known.id

    def participant(self, cell: str) -> ParticipantId:
        """Return the participant with this handle, or raise `UnknownName`."""
        known = self._participants.get(fold_handle(required(cell)))
        if known is None:
            handles = (person.handle for person in self._participants.values())
            raise UnknownName("participant", cell, closest(cell, handles))
        return known.id

    def source(self, cell: str) -> ParticipantId:
        """Return the participant with this handle; where the framework has it so, a new one if the study has none."""
        folded = fold_handle(required(cell))
        if self.framework.makes_codes and folded not in self._participants:
            person = self._participants[folded] = Participant(ParticipantId(self.new_id()), cell.strip())
            self.created_people.append(person)
        return self.participant(cell)

    def document(self, cell: str) -> DocumentHead:
        """Return the document with this handle, or raise `UnknownName`."""
        known = self._documents.get(fold_handle(required(cell)))
        if known is None:
            raise UnknownName("document", cell, closest(cell, (head.handle for head in self._documents.values())))
        return known

    def turns(self, cell: str) -> frozenset[int]:
        """Return the ordinals of the turns that hold words in the document with this handle."""
        head = self.document(cell)
        if head.id not in self._turns:
            turns = self._read.named(Document, head.handle).turns
            self._turns[head.id] = frozenset(turn.ordinal for turn in turns if turn.span is not None)
        return self._turns[head.id]

    def texts(self, documents: Iterable[DocumentId]) -> dict[DocumentId, str]:
        """Return the texts of some documents, reading each but once."""
        missing = [document for document in documents if document not in self._texts]
        if missing:
            self._texts.update(self._read.texts(missing))
        return self._texts

    def heads(self) -> Sequence[DocumentHead]:
        """Return all documents without their texts."""
        return tuple(self._documents.values())

    def whole_document(self, head: DocumentHead) -> Document:
        """Return a document with its text and turns."""
        return self._read.named(Document, head.handle)

    def coded_translation(self, head: DocumentHead, start: int) -> CodedTranslation:
        """Return the error that says which turn of the original to code instead."""
        original = next(other.handle for other in self._documents.values() if other.id == head.translation_of)
        turns = self._read.named(Document, head.handle).turns
        before = [turn.ordinal for turn in turns if turn.span is not None and turn.span.start <= start]
        return CodedTranslation(head.handle, original, max(before, default=1))

    def polarity(self, cell: str) -> str:
        """Return the polarity with this id."""
        return self.framework.polarity(cell.strip()).id

    def level(self, cell: str) -> str:
        """Return the level with this id."""
        return self.framework.level(cell.strip()).id

    def voice(self, cell: str) -> str:
        """Return the voice with this id."""
        return self.framework.voice(cell.strip()).id

    def stance(self, cell: str) -> str:
        """Return the stance with this id."""
        return self.framework.stance(cell.strip()).id

    def time(self, cell: str) -> Time:
        """Return then or now."""
        try:
            return Time(cell.strip())
        except ValueError:
            raise UnknownTerm("time", cell, ", ".join(Time)) from None

    def _made_code(self, cell: str) -> Code | None:
        """Return the code that a name stands for in a study whose codebook grows; None in others."""
        if not self.framework.makes_codes:
            return None
        folded = fold_handle(required(cell))
        if folded not in self._known_codes:
            code = self._known_codes[folded] = Code(CodeId(self.new_id()), cell.strip(), Label(en=cell.strip()))
            self.created_codes.append(code)
        return self._known_codes[folded]

    @cached_property
    def _known_codes(self) -> dict[str, Code]:
        return {fold_handle(code.handle): code for code in self.codebook}

    @cached_property
    def _stored_coders(self) -> dict[str, Coder]:
        return self.stored(Coder)

    @cached_property
    def _participants(self) -> dict[str, Participant]:
        return self.stored(Participant)

    @cached_property
    def _documents(self) -> dict[str, DocumentHead]:
        return {fold_handle(head.handle): head for head in self._read.document_heads()}


def coding_name(coder: str, document: str, span: Span, code: str) -> str:
    """Return the words that name a coding in a table."""
    return f"{coder} | {document} | {span.start}-{span.end} | {code}"


def required(cell: str) -> str:
    """Return the words of a cell without blanks at its ends, or raise `CellEmpty`."""
    words = cell.strip()
    if not words:
        raise CellEmpty
    return words


def flag(cell: str) -> bool:
    """Return whether a cell says yes; an empty one says no."""
    word = cell.strip().casefold()
    if word in _YES:
        return True
    if word in _NO:
        return False
    raise UnknownTerm("yes or no", cell, "yes, no")


def joined(cell: str) -> tuple[str, ...]:
    """Return the words of a cell that holds several, between semicolons."""
    return tuple(word.strip() for word in cell.replace("；", ";").split(";") if word.strip())
