"""A transcript as lines to read: turns with number and speaker, and the translation beside them."""

from __future__ import annotations

from dataclasses import dataclass

from kangni.core.people import Participant
from kangni.core.text import Document, Role
from kangni.web.desk import Desk

__all__ = ["Line", "lines_of"]


@dataclass(frozen=True, slots=True)
class Line:
    """One turn: its words as they stand in the text from `start` on."""

    ordinal: int
    start: int
    words: str
    speaker: str
    is_question: bool
    translation: str
    translation_language: str


def lines_of(desk: Desk, document: Document) -> tuple[Line, ...]:
    """Return the turns that have words, each with the aligned turn of the translation in the reader's language."""
    with desk.study.read() as read:
        people = {person.id: person.handle for person in read.all(Participant)}
        translation = _translation(desk, document)
        aligned = (
            {turn.ordinal: translation.words(turn.span) for turn in translation.turns if turn.span}
            if translation
            else {}
        )
        return tuple(
            Line(
                turn.ordinal,
                turn.span.start,
                document.words(turn.span),
                people.get(turn.participant, turn.speaker) if turn.participant else turn.speaker,
                turn.role is Role.INTERVIEWER,
                aligned.get(turn.ordinal, ""),
                translation.language if translation else "",
            )
            for turn in document.turns
            if turn.span is not None
        )


def _translation(desk: Desk, document: Document) -> Document | None:
    """Return the translation whose turns are as many, the one in the reader's language if there are several."""
    with desk.study.read() as read:
        heads = [
            head
            for head in read.document_heads()
            if head.translation_of == document.id and head.turns == len(document.turns)
        ]
        if not heads:
            return None
        return read.named(Document, min(heads, key=lambda head: head.language != desk.language).handle)
