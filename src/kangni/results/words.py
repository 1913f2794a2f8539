"""Words as they are said: each place of some words with what stands around it, and how often each word is said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from kangni.results.answer import Answer, Evidence

__all__ = ["Concordance", "ConcordanceLine", "Neighbour", "WordCount", "WordCounts"]


@dataclass(frozen=True, slots=True)
class ConcordanceLine:
    """One place: the words with what is said before and after in the same turn, and the nearest word on each side."""

    participant: str
    document: str
    role: str
    turn: int
    start: int
    end: int
    before: str
    words: str
    after: str
    left: str
    right: str


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A word that stands next to the words asked for: how often before and after them, and in how many people's mouth.

    Of people, only participants are counted.
    """

    word: str
    before: int
    after: int
    participants: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Concordance(Answer):
    """All places of some words, and the words that stand next to them, most frequent first."""

    deed: ClassVar[str] = "words in context"
    pattern: str
    role: str
    lines: tuple[ConcordanceLine, ...]
    neighbours: tuple[Neighbour, ...]
    participants: int

    def rows(self) -> Sequence[ConcordanceLine]:
        """Return one line a place."""
        return self.lines

    def keys(self) -> Sequence[str]:
        """Return nothing: the lines are the words themselves."""
        return ()

    def find(self, key: str) -> Evidence | None:  # noqa: ARG002 - the face of all results
        """Return nothing, see `keys`."""
        return None


@dataclass(frozen=True, slots=True)
class WordCount:
    """One word: how often it is said, in how many turns, by how many participants."""

    word: str
    count: int
    turns: int
    participants: int


@dataclass(frozen=True, slots=True, kw_only=True)
class WordCounts(Answer):
    """The words of a role, by participants and then by frequency; `total` counts all said, `kinds` different ones.

    Words that only hold sentences together are in `total` and in no row, unless they were asked for.
    """

    deed: ClassVar[str] = "word counts"
    role: str
    total: int
    kinds: int
    counts: tuple[WordCount, ...]

    def rows(self) -> Sequence[WordCount]:
        """Return one row a word."""
        return self.counts

    def keys(self) -> Sequence[str]:
        """Return nothing: words open in their context."""
        return ()

    def find(self, key: str) -> Evidence | None:  # noqa: ARG002 - the face of all results
        """Return nothing, see `keys`."""
        return None
