"""Decisions: what coders agreed on about a passage that they had read differently."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from kangni.core.errors import N_, DecisionIncomplete
from kangni.core.names import CodeId, CoderId, DecisionId, DocumentId, check_text
from kangni.core.text import Span

__all__ = ["Decision", "DecisionOutcome", "PassageReading"]


class DecisionOutcome(StrEnum):
    """How a difference ended."""

    KEEP = "keep"  # the code stays where it was given, and those who read otherwise see why
    CHANGE = "change"  # somebody's coding is to be another one
    BOTH_STAND = "both_stand"  # both readings are good: the difference is a finding


@dataclass(frozen=True, slots=True)
class PassageReading:
    """How one coder read the passage when it was decided on; None stands for seeing nothing there."""

    coder: CoderId
    code: CodeId | None


@dataclass(frozen=True, slots=True)
class Decision:
    """An event, never an overwriting: the readings as they stood, how the difference ended, who decided and why.

    Exactly one of `turn` (its ordinal) and `span` says which words of the document. `number` is that of the history
    entry under which the decision came into the study, `at` is in UTC. `change` says what is changed,
    `codebook_change` how the codebook follows; both are free words.
    """

    id: DecisionId
    document: DocumentId
    turn: int | None
    span: Span | None
    readings: tuple[PassageReading, ...]
    outcome: DecisionOutcome
    decided_by: tuple[CoderId, ...]
    reason: str
    at: datetime
    number: int
    change: str = ""
    codebook_change: str = ""

    def __post_init__(self) -> None:
        for what, words in (("reason", self.reason), ("change", self.change), ("codebook", self.codebook_change)):
            check_text(what, words)
        if not self.reason.strip():
            raise DecisionIncomplete(N_("a reason"))
        if (self.turn is None) == (self.span is None):
            raise DecisionIncomplete(N_("either a turn or a span"))
        if not self.codes:
            raise DecisionIncomplete(N_("a code that somebody gave"))
        if not self.decided_by:
            raise DecisionIncomplete(N_("somebody who decided"))

    @property
    def codes(self) -> tuple[CodeId, ...]:
        """Return the codes it is about, each once, in the order of the readings."""
        return tuple(dict.fromkeys(reading.code for reading in self.readings if reading.code is not None))

    @property
    def coders(self) -> tuple[CoderId, ...]:
        """Return the coders whose readings it is about, each once."""
        return tuple(dict.fromkeys(reading.coder for reading in self.readings))
