"""The answer to "who may, and what is safe": who works on the study, what was released, what is kept back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from kangni.results.answer import Answer, Evidence

__all__ = ["ConsentRow", "RestrictionRow", "Team", "TeamMember"]


@dataclass(frozen=True, slots=True)
class TeamMember:
    """One coder; `kind` is "person" or "machine". `working` and `finished` name transcripts."""

    coder: str
    kind: str
    codings: int
    drafts: int
    memos: int
    working: tuple[str, ...]
    finished: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ConsentRow:
    """What one participant released; `recorded` is False where nothing is on record, and then `scopes` is empty."""

    participant: str
    recorded: bool
    scopes: tuple[str, ...]
    until: str
    codings: int
    released: int


@dataclass(frozen=True, slots=True)
class RestrictionRow:
    """One rule on showing somebody's words: `what` names the other participant, the code, or the passage."""

    kind: str
    participant: str
    what: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Team(Answer):
    """Who works on the study and under which rules; `documents` are the originals that can be finished."""

    deed: ClassVar[str] = "team"
    members: tuple[TeamMember, ...]
    documents: tuple[str, ...]
    consent: tuple[ConsentRow, ...]
    restrictions: tuple[RestrictionRow, ...]

    def rows(self) -> Sequence[TeamMember]:
        """Return one row a coder."""
        return self.members

    def keys(self) -> Sequence[str]:
        """Return nothing: no words stand behind rules."""
        return ()

    def find(self, key: str) -> Evidence | None:  # noqa: ARG002 - the face of all results
        """Return nothing, see `keys`."""
        return None
