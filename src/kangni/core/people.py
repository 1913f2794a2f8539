"""Participants with their consent, coders, what each coder has seen, and restrictions on showing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from kangni.core.errors import UnknownTerm
from kangni.core.names import (
    CodeId,
    CoderId,
    DocumentId,
    ParticipantId,
    RestrictionId,
    check_handle,
    check_text,
)
from kangni.core.text import Span

__all__ = [
    "Assignment",
    "AttributeValue",
    "Coder",
    "CoderKind",
    "Consent",
    "Participant",
    "Progress",
    "Restriction",
    "RestrictionKind",
    "Scope",
]

NOTHING_RELEASED = "none"  # asked and refused, where no record says nothing

AttributeValue = str | float | bool | date


class Scope(StrEnum):
    """What a participant has released; whatever is not named is not given."""

    ANALYSIS = "analysis"
    QUOTE = "quote"
    QUOTE_AFTER_REVIEW = "quote_after_review"
    SHARE = "share"
    AI = "ai"
    AUDIO = "audio"
    RECONTACT = "recontact"


@dataclass(frozen=True, slots=True)
class Consent:
    """The scopes a participant gave, and the last day on which they hold."""

    scopes: frozenset[Scope]
    until: date | None = None

    def allows(self, scope: Scope, *, on: date) -> bool:
        """Tell whether `scope` was given and still holds on that day."""
        return scope in self.scopes and (self.until is None or on <= self.until)

    def within(self, other: Consent) -> bool:
        """Tell whether this gives nothing that `other` does not give, nor for longer."""
        until = other.until is None or (self.until is not None and self.until <= other.until)
        return not self.scopes or (self.scopes <= other.scopes and until)

    @classmethod
    def parse(cls, words: str) -> Consent:
        """Read `analysis;quote;until 2027-12-31` (also `until=2027-12-31`), or `none`: nothing is released.

        Raises
        ------
        UnknownTerm
            For a word that is no scope, or a date that is none.
        """
        if words.strip().casefold() == NOTHING_RELEASED:
            return cls(frozenset())
        scopes, until = set[Scope](), None
        for word in (part.strip() for part in words.split(";")):
            if word.startswith("until"):
                until = _day(word.removeprefix("until").strip(" =:"))
            elif word:
                scopes.add(_scope(word))
        return cls(frozenset(scopes), until)

    def __str__(self) -> str:
        words = [scope.value for scope in Scope if scope in self.scopes]
        return ";".join([*words, *([f"until {self.until.isoformat()}"] if self.until else [])]) or NOTHING_RELEASED


@dataclass(frozen=True, slots=True)
class Participant:
    """A pseudonym with typed attributes; `consent` None means that no record exists."""

    id: ParticipantId
    handle: str
    attributes: Mapping[str, AttributeValue] = field(default_factory=lambda: MappingProxyType({}))
    consent: Consent | None = None

    def __post_init__(self) -> None:
        check_handle("participant", self.handle)
        for name, value in self.attributes.items():
            check_text(f"{self.handle}, {name}", f"{name} {value}")


class CoderKind(StrEnum):
    """Whether a coder is a person; a machine's codings are drafts until a person adopts them."""

    PERSON = "person"
    MACHINE = "machine"


@dataclass(frozen=True, slots=True)
class Coder:
    """Somebody who codes."""

    id: CoderId
    handle: str
    kind: CoderKind = CoderKind.PERSON

    def __post_init__(self) -> None:
        check_handle("coder", self.handle)


class Progress(StrEnum):
    """How far a coder is with a document; only `done` makes "no code" a "no"."""

    ASSIGNED = "assigned"
    WORKING = "working"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Assignment:
    """What one coder has to do with one document; `done_at` is the history number at which it was declared done."""

    coder: CoderId
    document: DocumentId
    progress: Progress
    done_at: int | None = None


class RestrictionKind(StrEnum):
    """What a restriction forbids."""

    APART = "apart"  # words of two participants never under one heading of anything that leaves the study
    BLUR = "blur"  # words of a participant's codings with a code, or of a passage, counted but withheld


@dataclass(frozen=True, slots=True)
class Restriction:
    """A rule on showing a participant's words."""

    id: RestrictionId
    kind: RestrictionKind
    participant: ParticipantId
    other: ParticipantId | None = None
    code: CodeId | None = None
    document: DocumentId | None = None
    span: Span | None = None
    reason: str = ""

    def __post_init__(self) -> None:
        check_text("restriction", self.reason)
        if self.kind is RestrictionKind.APART and self.other in {None, self.participant}:
            raise UnknownTerm("other participant", "", "the participant to be kept apart")
        if self.kind is RestrictionKind.BLUR and self.code is None and self.span is None:
            raise UnknownTerm("blurred code or passage", "", "a code of the codebook, or a document with a span")


def _scope(word: str) -> Scope:
    try:
        return Scope(word)
    except ValueError:
        raise UnknownTerm("consent scope", word, ", ".join(Scope)) from None


def _day(word: str) -> date:
    try:
        return date.fromisoformat(word)
    except ValueError:
        raise UnknownTerm("date", word, "YYYY-MM-DD") from None
