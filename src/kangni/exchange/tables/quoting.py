"""The words of a record in a table that goes out, or the reason why they stay in the study."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple, Protocol

from kangni.core.coding import Place
from kangni.core.names import DocumentId, ParticipantId
from kangni.core.people import Participant
from kangni.core.ports import Reader
from kangni.core.text import Span
from kangni.exchange.tables.handles import Handles
from kangni.methods.columns import INTERVIEWER, TurnColumns

__all__ = ["WITHHELD_REASON", "Quoted", "Quoting", "Rule", "Withheld"]

WITHHELD_REASON = "(withheld)"  # stands for the reason of an override, which cannot be empty


class Withheld(Protocol):
    """A rule on showing words: why they may not be shown, or an empty string."""

    def __call__(
        self, participant: ParticipantId | None, document: DocumentId | None, span: Span | None, *, released: bool
    ) -> str:
        """Return why these words may not be shown."""
        ...


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule on showing words, and the turns that say whose they are."""

    withheld: Withheld
    turns: TurnColumns


class Quoted(NamedTuple):
    """The cells that say where words stand and which they are."""

    doc: str
    start: str
    end: str
    quote: str
    withheld: str = ""
    place_file: str = ""
    place_row: str = ""

    def about(self, note: str) -> str:
        """Return what a coder wrote about the words: it stays in the study with them."""
        return "" if self.withheld else note


class Quoting:
    """Quotes spans and places under a rule; without one nothing is withheld."""

    def __init__(self, read: Reader, handles: Handles, rule: Rule | None) -> None:
        self._read = read
        self._handles = handles
        self._withheld = rule.withheld if rule is not None else None
        self._speakers = _speakers(read, rule.turns) if rule is not None else {}

    def quote(
        self, document: DocumentId | None, span: Span | None, place: Place | None = None, *, released: bool = False
    ) -> Quoted:
        """Return the cells of a passage."""
        if document is None or span is None:
            return self._placed(document, place, released=released)
        reason = self._reason(self._withheld, document, span, released=released) if self._withheld is not None else ""
        words = "" if reason else self._texts[document.int][span.start : span.end]
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

    @cached_property
    def _texts(self) -> dict[int, str]:
        """Texts by the integers of ids, which hash several times faster than ids."""
        originals = [head.id for head in self._read.document_heads() if head.translation_of is None]
        return {document.int: text for document, text in self._read.texts(originals).items()}


@dataclass(frozen=True, slots=True)
class _Speakers:
    """Whose words stand where in a document, as `Document.whose` says it, but for hundreds of thousands of spans."""

    main: ParticipantId | None
    starts: Sequence[int]
    ends: Sequence[int]
    participants: Sequence[ParticipantId | None]

    def of(self, span: Span) -> tuple[ParticipantId | None, ...]:
        first = bisect_right(self.ends, span.start)
        last = bisect_left(self.starts, span.end, lo=first)
        if last - first == 1:  # most spans stand in one turn
            return (self.participants[first],)
        return tuple(dict.fromkeys(self.participants[first:last])) or (self.main,)


def _speakers(read: Reader, turns: TurnColumns) -> dict[int, _Speakers]:
    """Return the speakers of each document by the integer of its id; questions between their words are left aside."""
    people = [*(person.id for person in read.all(Participant)), None]  # -1 stands for nobody
    answering = (turns.role != INTERVIEWER) | (turns.participant >= 0)
    starts, ends = turns.start[answering].tolist(), turns.end[answering].tolist()
    participants = turns.participant[answering].tolist()
    heads = read.document_heads()
    bounds = turns.document[answering].searchsorted(range(len(heads) + 1)).tolist()
    return {
        head.id.int: _Speakers(
            main=head.participant,
            starts=starts[first:last],
            ends=ends[first:last],
            participants=[people[number] or head.participant for number in participants[first:last]],
        )
        for head, first, last in zip(heads, bounds, bounds[1:], strict=False)
    }
