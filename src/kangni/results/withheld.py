"""Whose words readers outside do not see, and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from kangni.results.answer import Answer, Evidence

__all__ = ["WithheldRow", "WithheldWords"]


@dataclass(frozen=True, slots=True)
class WithheldRow:
    """One participant; `reason` is why words that nobody has reviewed stay out (a message id).

    `codings` counts the participant's coded passages, `released` those that the speaker has reviewed.
    """

    participant: str
    reason: str
    codings: int
    released: int


@dataclass(frozen=True, slots=True, kw_only=True)
class WithheldWords(Answer):
    """Participants whose words are withheld, pairs kept apart, and how many passages are blurred."""

    deed: ClassVar[str] = "withheld words"
    people: tuple[WithheldRow, ...]
    apart: tuple[tuple[str, str], ...]
    blurred: int

    def rows(self) -> Sequence[WithheldRow]:
        """Return one row a participant."""
        return self.people

    def keys(self) -> Sequence[str]:
        """Return nothing: these are the words that do not open."""
        return ()

    def find(self, key: str) -> Evidence | None:  # noqa: ARG002 - the face of all results
        """Return nothing, see `keys`."""
        return None
