"""Memos: notes on anything, reflexive, analytic or methodological."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from kangni.core.names import CoderId, Label, MemoId, ParticipantId, check_text

__all__ = ["Memo", "MemoKind", "MemoTarget"]


class MemoKind(StrEnum):
    """What a memo is about: the researcher, the material or the way of working."""

    REFLEXIVE = "reflexive"
    ANALYTIC = "analytic"
    METHODOLOGICAL = "methodological"


class MemoTarget(StrEnum):
    """What a memo hangs on."""

    STUDY = "study"
    DOCUMENT = "document"
    PARTICIPANT = "participant"
    CODE = "code"
    CODING = "coding"
    CLAIM = "claim"
    EPISODE = "episode"


@dataclass(frozen=True, slots=True)
class Memo:
    """A note; with `participant` set, it is on that one person's one factor.

    `written` is in UTC, None where unknown.
    """

    id: MemoId
    target: MemoTarget
    target_id: UUID | None
    author: CoderId
    kind: MemoKind
    text: Label
    participant: ParticipantId | None = None
    written: datetime | None = None

    def __post_init__(self) -> None:
        check_text("memo", self.text.en)
        check_text("memo", self.text.zh)
