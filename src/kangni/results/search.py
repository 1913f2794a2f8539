"""Where words were found, with who says them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from kangni.core.names import DocumentId
from kangni.core.text import Span
from kangni.results.answer import Answer, Evidence

__all__ = ["RoleCount", "SearchHit", "SearchHits"]


@dataclass(frozen=True, slots=True)
class SearchHit:
    """One place where the words stand, with a few words of the same turn on either side."""

    document: str
    participant: str
    speaker: str
    role: str
    turn: int
    start: int
    end: int
    before: str
    words: str
    after: str
    document_id: DocumentId

    @property
    def span(self) -> Span:
        """Return the place in the document."""
        return Span(self.start, self.end)


@dataclass(frozen=True, slots=True)
class RoleCount:
    """How much was found in the words of one role: documents, turns and places."""

    role: str
    documents: int
    turns: int
    hits: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchHits(Answer):
    """The places in the words of one role, or of all; `counts` has every role, whichever was asked for."""

    deed: ClassVar[str] = "search"
    pattern: str
    role: str
    hits: tuple[SearchHit, ...]
    counts: tuple[RoleCount, ...]

    def rows(self) -> Sequence[SearchHit]:
        """Return one line a place."""
        return self.hits

    def passages(self) -> tuple[tuple[DocumentId, Span], ...]:
        """Return the places as codings need them."""
        return tuple((hit.document_id, hit.span) for hit in self.hits)

    def keys(self) -> Sequence[str]:
        """Return nothing: a search counts no codings."""
        return ()

    def find(self, key: str) -> Evidence | None:  # noqa: ARG002 - the shape that all results share
        """Return nothing: a search counts no codings."""
        return None
