"""What the standard has no slot for: a member of the archive that other programs pass over, as JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any

import msgspec

from kangni.core.advice import Suggestion
from kangni.core.bundle import StudySettings
from kangni.core.claims import Claim
from kangni.core.codebook import Code
from kangni.core.coding import Coding
from kangni.core.decisions import Decision
from kangni.core.episodes import Episode
from kangni.core.errors import FileDamaged, KangniError
from kangni.core.framework import Framework
from kangni.core.memos import Memo
from kangni.core.names import DocumentId, ParticipantId
from kangni.core.people import Assignment, AttributeValue, Coder, Consent, Participant, Restriction
from kangni.core.recommendations import Recommendation
from kangni.core.text import Document, Source, Turn

__all__ = ["MEMBER", "VERSION", "Extra", "ExtraDocument", "ExtraParticipant", "read_extra", "write_extra"]

MEMBER = "kangni.json"
VERSION = 1


@dataclass(frozen=True, slots=True)
class ExtraDocument:
    """A document without its text; `sha256` is that of the text that these turns belong to."""

    id: DocumentId
    handle: str
    language: str
    turns: tuple[Turn, ...]
    sha256: str
    source: Source
    participant: ParticipantId | None = None
    date: date | None = None
    wave: str = ""
    translation_of: DocumentId | None = None

    @classmethod
    def of(cls, document: Document) -> ExtraDocument:
        """Return what goes beside the text of a document."""
        return cls(
            document.id,
            document.handle,
            document.language,
            document.turns,
            document.sha256,
            document.source,
            document.participant,
            document.date,
            document.wave,
            document.translation_of,
        )


@dataclass(frozen=True, slots=True)
class ExtraParticipant:
    """A participant with typed attributes, in which dates are told apart from words that look like one."""

    id: ParticipantId
    handle: str
    attributes: dict[str, Any]
    consent: str | None = None

    @classmethod
    def of(cls, person: Participant) -> ExtraParticipant:
        """Return a participant as JSON can hold it."""
        return cls(
            person.id,
            person.handle,
            {
                name: {"date": value.isoformat()} if isinstance(value, date) else value
                for name, value in person.attributes.items()
            },
            None if person.consent is None else str(person.consent),
        )

    def participant(self) -> Participant:
        """Return the participant."""
        values: dict[str, AttributeValue] = {
            name: date.fromisoformat(value["date"]) if isinstance(value, dict) else value
            for name, value in self.attributes.items()
        }
        consent = None if self.consent is None else Consent.parse(self.consent)
        return Participant(self.id, self.handle, MappingProxyType(values), consent)


@dataclass(frozen=True, slots=True)
class Extra:
    """All that other programs do not know of."""

    version: int
    settings: StudySettings
    framework: Framework
    coders: tuple[Coder, ...] = ()
    codes: tuple[Code, ...] = ()
    participants: tuple[ExtraParticipant, ...] = ()
    documents: tuple[ExtraDocument, ...] = ()
    codings: tuple[Coding, ...] = ()
    claims: tuple[Claim, ...] = ()
    episodes: tuple[Episode, ...] = ()
    memos: tuple[Memo, ...] = ()
    suggestions: tuple[Suggestion, ...] = ()
    restrictions: tuple[Restriction, ...] = ()
    assignments: tuple[Assignment, ...] = ()
    decisions: tuple[Decision, ...] = ()
    recommendations: tuple[Recommendation, ...] = ()


@dataclass(frozen=True, slots=True)
class _Version:
    version: int


def _plain(value: object) -> object:
    if isinstance(value, Mapping):  # read-only views, which the encoder does not know
        return dict(value)
    raise NotImplementedError(type(value).__name__)


_ENCODER = msgspec.json.Encoder(enc_hook=_plain, order="deterministic")
_DECODER = msgspec.json.Decoder(Extra)
_VERSION_DECODER = msgspec.json.Decoder(_Version)


def write_extra(extra: Extra) -> bytes:
    """Return the member's content, the same bytes for the same study."""
    return _ENCODER.encode(extra)


def read_extra(file: str, content: bytes) -> Extra | None:
    """Read the member; None where a later version of Kangni wrote it.

    Raises
    ------
    FileDamaged
        Where it is none of ours, or says what cannot be.
    """
    try:
        if _VERSION_DECODER.decode(content).version != VERSION:
            return None
        return _DECODER.decode(content)
    except (msgspec.MsgspecError, KangniError, ValueError, RecursionError) as error:
        raise FileDamaged(file, f"its part {MEMBER} says what cannot be: {error}") from error
