"""The answer to "where does the study stand": what there is at each link of the chain, and the next sensible act."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from kangni.core.names import Label
from kangni.results.answer import Answer, Evidence

__all__ = ["CoderWork", "Overview", "OverviewRow", "ParticipantWork"]


@dataclass(frozen=True, slots=True)
class OverviewRow:
    """One kind of thing in the study and how many there are."""

    kind: str
    count: int


@dataclass(frozen=True, slots=True)
class CoderWork:
    """What one coder has done; `seen` counts the documents declared finished."""

    coder: str
    codings: int
    drafts: int
    claims: int
    episodes: int
    seen: int


@dataclass(frozen=True, slots=True)
class ParticipantWork:
    """One participant: what there is of their words, and what they released ("none": nothing; empty: no record).

    `code_points` is the length of the transcripts in which they speak.
    """

    participant: str
    documents: int
    code_points: int
    codings: int
    consent: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview(Answer):
    """Where the study stands."""

    deed: ClassVar[str] = "overview"
    name: str
    language: str
    framework: Label
    framework_note: Label
    fictional: bool
    counts: tuple[OverviewRow, ...]
    coders: tuple[CoderWork, ...]
    participants: tuple[ParticipantWork, ...]
    next_act: str  # a message id

    def rows(self) -> Sequence[OverviewRow]:
        """Return one row a kind of thing."""
        return self.counts

    def keys(self) -> Sequence[str]:
        """Return nothing: an overview counts what stands in the tables, open one of them instead."""
        return ()

    def find(self, key: str) -> Evidence | None:  # noqa: ARG002 - the face of all results
        """Return nothing, see `keys`."""
        return None
