"""What the records of a study are called in a table that goes out."""

from __future__ import annotations

from functools import cached_property

from kangni.core.names import CodeId, CoderId, DocumentId, ParticipantId
from kangni.core.people import Coder, Participant
from kangni.core.ports import Reader

__all__ = ["Handles"]


class Handles:
    """Handles by id, None has an empty one; kept by the integers of ids, which hash several times faster."""

    def __init__(self, read: Reader) -> None:
        self._read = read

    def code(self, code: CodeId | None) -> str:
        """Return the handle of a code."""
        return "" if code is None else self._codes[code.int]

    def coder(self, coder: CoderId) -> str:
        """Return the handle of a coder."""
        return self._coders[coder.int]

    def document(self, document: DocumentId | None) -> str:
        """Return the handle of a document."""
        return "" if document is None else self._documents[document.int]

    def participant(self, participant: ParticipantId | None) -> str:
        """Return the handle of a participant."""
        return "" if participant is None else self._participants[participant.int]

    @cached_property
    def _codes(self) -> dict[int, str]:
        return {code.id.int: code.handle for code in self._read.codebook()}

    @cached_property
    def _coders(self) -> dict[int, str]:
        return {coder.id.int: coder.handle for coder in self._read.all(Coder)}

    @cached_property
    def _documents(self) -> dict[int, str]:
        return {head.id.int: head.handle for head in self._read.document_heads()}

    @cached_property
    def _participants(self) -> dict[int, str]:
        return {person.id.int: person.handle for person in self._read.all(Participant)}
