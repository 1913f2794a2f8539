"""What the coding room may order, field by field: an unknown field, or one of another kind, refuses the whole."""

from __future__ import annotations

from uuid import UUID

import msgspec

__all__ = [
    "AnswerDrafts",
    "ApplyCode",
    "ChangeClaim",
    "EndEpisode",
    "MakeClaim",
    "MarkMoment",
    "MoveCoding",
    "NoteCoding",
    "ReadCoding",
    "RemoveMarks",
    "TakeMoment",
]


class _Order(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An object that says one thing to do."""


class ApplyCode(_Order, frozen=True):
    """Apply a code to a range, in code points."""

    start: int
    end: int
    code: str


class AnswerDrafts(_Order, frozen=True):
    """Adopt drafts, or refuse them."""

    drafts: tuple[UUID, ...]


class MoveCoding(_Order, frozen=True):
    """Give a coding other bounds."""

    coding: UUID
    start: int
    end: int


class ReadCoding(_Order, frozen=True):
    """Change how a coding is read; an empty polarity or level takes the code's own."""

    coding: UUID
    polarity: str = ""
    level: str = ""
    reason: str = ""
    voice: str = "own"
    stance: str = "holds"


class NoteCoding(_Order, frozen=True):
    """Write a memo; `was` is the memo that the page showed, so that nobody's words are written over."""

    coding: UUID
    memo: str
    was: str


class RemoveMarks(_Order, frozen=True):
    """Remove codings by id, claims and episodes by name."""

    codings: tuple[UUID, ...] = ()
    claims: tuple[str, ...] = ()
    episodes: tuple[str, ...] = ()


class MakeClaim(_Order, frozen=True):
    """Claim something on a range; `id` is made by the page, so that the same order twice makes one claim."""

    id: UUID
    start: int
    end: int
    cause: str
    effect: str
    sign: int
    strength: int | None = None
    voice: str = "own"
    stance: str = "holds"
    note: str = ""


class ChangeClaim(_Order, frozen=True):
    """Change a claim."""

    claim: str
    sign: int
    strength: int | None = None
    voice: str = "own"
    stance: str = "holds"
    note: str = ""


class MarkMoment(_Order, frozen=True):
    """Add a range as a moment of an episode, or of a new one with this label."""

    start: int
    end: int
    stage: str
    episode: str = ""
    label: str = ""
    code: str = ""


class TakeMoment(_Order, frozen=True):
    """Take a moment out of an episode."""

    episode: str
    position: int


class EndEpisode(_Order, frozen=True):
    """Say how an episode ended; without an outcome it stays open or disputed."""

    episode: str
    state: str
    outcome: str = ""
