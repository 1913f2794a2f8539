"""Suggestions: what participants themselves propose, tied by a coder to the levers it names."""

from __future__ import annotations

from dataclasses import dataclass

from kangni.core.errors import UnknownTerm
from kangni.core.names import CoderId, CodingId, SuggestionId, check_text

__all__ = ["Suggestion"]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """The tie of one suggestion coding to lever families; empty and undeclining means "not tied yet"."""

    id: SuggestionId
    coding: CodingId
    tied_by: CoderId
    levers: tuple[str, ...] = ()
    declines: bool = False
    note: str = ""

    def __post_init__(self) -> None:
        check_text("note", self.note)
        if self.declines and self.levers:
            raise UnknownTerm("tie of a suggestion that declines", "; ".join(self.levers), "none")
