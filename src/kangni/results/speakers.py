"""Who speaks in the transcripts, as what, and how much."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from kangni.results.answer import Answer, Evidence

__all__ = ["SpeakerLine", "Speakers"]


@dataclass(frozen=True, slots=True)
class SpeakerLine:
    """One speaker of one document: the label, the role, whose words they are, and how many characters are said.

    `reason` says why an import guessed this role (a message id).
    """

    document: str
    speaker: str
    role: str
    participant: str
    turns: int
    characters: int
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Speakers(Answer):
    """The speakers of some documents; `changed` counts the documents that a correction altered."""

    deed: ClassVar[str] = "roles"
    speakers: tuple[SpeakerLine, ...]
    changed: int = 0

    def rows(self) -> Sequence[SpeakerLine]:
        """Return one line a speaker and document."""
        return self.speakers

    def keys(self) -> Sequence[str]:
        """Return nothing: roles count no codings."""
        return ()

    def find(self, key: str) -> Evidence | None:  # noqa: ARG002 - the shape that all results share
        """Return nothing: roles count no codings."""
        return None
