"""The words of a record in a table that goes out, or the reason why they stay in the study."""

from __future__ import annotations

from bisect import bisect_right
from functools import cached_property
from typing import NamedTuple, Protocol

from kangni.core.coding import Place
from kangni.core.names import DocumentId, ParticipantId
from kangni.core.ports import Reader
from kangni.core.text import Document, Span
from kangni.exchange.tables.handles import Handles

__all__ = ["Quoted", "Quoting", "Withheld"]


class Withheld(Protocol):
    """A rule on showing words: why they may not be shown, or an empty string."""

    def __call__(
        self, participant: ParticipantId | None, document: DocumentId | None, span: Span | None, *, released: bool
    ) -> str:
        """Return why these words may not be shown."""
        ...


class Quoted(NamedTuple):
    """The cells that say where words stand and which they are."""

    doc: str
    start: str
    end: str
    quote: str
    withheld: str = ""
    place_file: str = ""
    place_row: str = ""


class Quoting:
    """Quotes spans and places under a rule; without one nothing is withheld."""

    def __init__(self, read: Reader, handles: Handles, withheld: Withheld | None) -> None:
        self._read = read
        self._handles = handles
        self._withheld = withheld
        # by the integers of ids, which hash several times faster than ids
        self._texts: dict[int, str] = {}
        self._speakers: dict[int, _Speakers] = {}

    def quote(
        self, document: DocumentId | None, span: Span | None, place: Place | None = None, *, released: bool = False
    ) -> Quoted:
        """Return the cells of a passage."""
        if document is None or span is None:
            return self._placed(document, place, released=released)
        text = self._texts.get(document.int)
        if text is None:
            text = self._load(document)
        reason = self._reason(self._withheld, document, span, released=released) if self._withheld is not None else ""
        words = "" if reason else text[span.start : span.end]
        return Quoted(self._handles.document(document), str(span.start), str(span.end), words, reason)

    def _placed(self, document: DocumentId | None, place: Place | None, *, released: bool) -> Quoted:
        doc = self._handles.document(document)
        if place is None:
            return Quoted(doc, "", "", "")
        reason = self._withheld(None, None, None, released=released) if self._withheld is not None else ""
        return Quoted(doc, "", "", "" if reason else place.quote, reason, place.file, str(place.row))

    def _reason(self, withheld: Withheld, document: DocumentId, span: Span, *, released: bool) -> str:
        """Return why one of the speakers of a passage keeps the words, or an empty string."""
        for speaker in self._speakers[document.int].of(span):
            reason = withheld(speaker, document, span, released=released)
            if reason:
                return reason
        return ""

    def _load(self, document: DocumentId) -> str:
        if self._withheld is None:
            text = self._read.texts([document])[document]
        else:
            whole = self._read.named(Document, self._handles.document(document))
            text = whole.text
            self._speakers[document.int] = _Speakers(whole)
        self._texts[document.int] = text
        return text


class _Speakers:
    """Whose words stand where in a document; found by halving, because tables are long."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._turns = [(turn.span, turn.participant) for turn in document.turns if turn.span is not None]

    def of(self, span: Span) -> tuple[ParticipantId | None, ...]:
        first = bisect_right(self._ends, span.start)
        if first < len(self._turns):
            words, participant = self._turns[first]
            if participant is not None and words.start < span.end <= words.end:
                return (participant,)
        return self._document.whose(span)

    @cached_property
    def _ends(self) -> list[int]:
        return [words.end for words, _ in self._turns]
