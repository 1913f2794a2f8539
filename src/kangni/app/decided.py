"""Decisions under the names that people use, and what of them may be shown."""

from __future__ import annotations

from kangni.app.consent import Policy
from kangni.core.decisions import Decision, PassageReading
from kangni.core.names import DocumentId
from kangni.core.people import Coder, Participant
from kangni.core.ports import Reader
from kangni.core.text import Document, Span
from kangni.results.decisions import DecisionRow

__all__ = ["decision_rows", "decisions_in_order", "words_of_turn"]

NOTHING = "—"


def decisions_in_order(read: Reader) -> list[Decision]:
    """Return the decisions of a study, the first one first."""
    return sorted(read.all(Decision), key=lambda decision: (decision.number, decision.at))


def decision_rows(read: Reader, policy: Policy | None = None) -> tuple[DecisionRow, ...]:
    """Return the decisions under the names that people use, the first one first.

    Under a policy, what was written about words that may not be shown is left empty.
    """
    decisions = decisions_in_order(read)
    names = _Names(read) if decisions else None
    return tuple(names.row(decision, policy) for decision in decisions if names is not None)


def words_of_turn(document: Document, ordinal: int | None) -> Span | None:
    """Return where the words of a turn stand, None where the document has no such turn or it holds no words."""
    return next((turn.span for turn in document.turns if turn.ordinal == ordinal), None)


class _Names:
    """Handles of everything that decisions name."""

    def __init__(self, read: Reader) -> None:
        self._read = read
        self._coders = {coder.id: coder.handle for coder in read.all(Coder)}
        self._codebook = read.codebook()
        self._people = {person.id: person.handle for person in read.all(Participant)}
        self._handles = {head.id: head.handle for head in read.document_heads()}
        self._documents: dict[DocumentId, Document] = {}

    def row(self, decision: Decision, policy: Policy | None) -> DecisionRow:
        document = self._document(decision.document)
        words = decision.span or words_of_turn(document, decision.turn)
        whose = document.whose(words) if words is not None else (document.participant,)
        kept = (policy.withheld(who, document.id, words, released=False) for who in whose) if policy else iter(())
        withheld = next(filter(None, kept), "")
        place = str(decision.turn) if decision.span is None else f"{decision.span.start}-{decision.span.end}"
        codes = tuple(self._codebook.get(code).handle for code in decision.codes)
        return DecisionRow(
            number=decision.number,
            passage=f"{codes[0]}/{document.handle}/{place}",
            participant=self._people.get(whose[0], "") if whose[0] is not None else "",
            document=document.handle,
            turn=decision.turn,
            start=None if decision.span is None else decision.span.start,
            end=None if decision.span is None else decision.span.end,
            codes=codes,
            read_as=tuple(self._read_as(reading) for reading in decision.readings),
            outcome=decision.outcome.value,
            decided_by=tuple(self._coders[coder] for coder in decision.decided_by),
            reason="" if withheld else decision.reason,
            change="" if withheld else decision.change,
            codebook_change="" if withheld else decision.codebook_change,
            at=decision.at.isoformat(timespec="seconds"),
            withheld=withheld,
        )

    def _read_as(self, reading: PassageReading) -> str:
        code = NOTHING if reading.code is None else self._codebook.get(reading.code).handle
        return f"{self._coders[reading.coder]}: {code}"

    def _document(self, document: DocumentId) -> Document:
        if document not in self._documents:
            self._documents[document] = self._read.named(Document, self._handles[document])
        return self._documents[document]
