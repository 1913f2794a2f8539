"""What was decided on passages that coders had read differently."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from kangni.core.errors import N_
from kangni.results.answer import Answer, Evidence

__all__ = ["DecisionRow", "Decisions"]

OUTCOMES = (N_("keep"), N_("change"), N_("both stand"))  # as people read them


@dataclass(frozen=True, slots=True)
class DecisionRow:
    """One decision: the readings as they stood, how the difference ended, who decided, when and why.

    `passage` is CODE/DOCUMENT/TURN, or with START-END where the decision is on a span. `read_as` says what each coder
    had made of it, "A: CODE", with a dash for nothing. Where `withheld` gives a reason (a message id), the participant
    has not released the words, and what was written about them stays in the study.
    """

    number: int
    passage: str
    participant: str
    document: str
    turn: int | None
    start: int | None
    end: int | None
    codes: tuple[str, ...]
    read_as: tuple[str, ...]
    outcome: str
    decided_by: tuple[str, ...]
    reason: str
    change: str
    codebook_change: str
    at: str
    withheld: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decisions(Answer):
    """All decisions of a study, the first one first."""

    deed: ClassVar[str] = "decisions"
    decided: tuple[DecisionRow, ...] = ()

    def rows(self) -> Sequence[DecisionRow]:
        """Return one row a decision."""
        return self.decided

    def keys(self) -> Sequence[str]:
        """Return nothing: the passages themselves open from the agreement."""
        return ()

    def find(self, key: str) -> Evidence | None:  # noqa: ARG002 - the protocol of results
        """Return None: the passages themselves open from the agreement."""
        return None
