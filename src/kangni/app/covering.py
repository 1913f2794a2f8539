"""Texts that leave the study whole: the words that may not leave are covered, character by character."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from kangni.app.consent import BLURRED, Policy
from kangni.core.coding import Coding
from kangni.core.names import ParticipantId
from kangni.core.text import Document, Role, Span, Turn

__all__ = ["COVER", "Covered", "cover"]

COVER = "█"
_VISIBLE = re.compile(r"\S")


@dataclass(frozen=True, slots=True)
class Covered:
    """A text as it may leave; positions and line ends are those of the study's."""

    document: Document
    covered: int
    reasons: tuple[str, ...] = ()


def cover(document: Document, codings: Iterable[Coding], rules: Policy) -> Covered:
    """Cover what a document's speakers have not released, and passages that they asked not to show.

    What stands outside their turns (head lines, labels, questions) is covered where the main participant's words are,
    or those of anybody in a text without one. Words that their speaker reviewed for quoting stay.
    """
    spans, reasons = list[Span](), list[str]()
    for span, participant in _parts(document, rules):
        reason = rules.withheld(participant, document.id, None, released=False)
        if reason:
            spans.append(span)
            reasons.append(reason)
    released = [
        coding.span
        for coding in codings
        if coding.released and coding.span is not None and _may_leave(document, coding.span, rules)
    ]
    blurred = rules.blurred.get(document.id, ())
    text = _covered(document.text, spans, released, blurred)
    if text == document.text:
        return Covered(document, 0)
    count = sum(one != other for one, other in zip(text, document.text, strict=True))
    told = tuple(dict.fromkeys([*reasons, *([BLURRED] if blurred else [])]))
    return Covered(replace(document, text=text, sha256=hashlib.sha256(text.encode()).hexdigest()), count, told)


def _parts(document: Document, rules: Policy) -> Iterator[tuple[Span, ParticipantId | None]]:
    """Yield stretches of a text with whose they are; together they are the whole text."""
    answering = [turn for turn in document.turns if turn.span is not None and _speaks(turn)]
    speakers = [turn.participant or document.participant for turn in answering]
    outside = document.participant
    if outside is None:
        withheld = [each for each in speakers if rules.withheld(each, document.id, None, released=False)]
        outside = withheld[0] if withheld else next(iter(speakers), None)
    position = 0
    for turn, speaker in zip(answering, speakers, strict=True):
        if turn.span is not None and turn.span.start >= position:
            if turn.span.start > position:
                yield Span(position, turn.span.start), outside
            yield turn.span, speaker
            position = turn.span.end
    if position < len(document.text):
        yield Span(position, len(document.text)), outside


def _speaks(turn: Turn) -> bool:
    return turn.role is not Role.INTERVIEWER or turn.participant is not None


def _may_leave(document: Document, span: Span, rules: Policy) -> bool:
    return not any(rules.withheld(each, document.id, span, released=True) for each in document.whose(span))


def _covered(text: str, spans: Sequence[Span], released: Sequence[Span], blurred: Sequence[Span]) -> str:
    if not spans and not blurred:
        return text
    shown = list(text)
    for span in spans:
        shown[span.start : span.end] = _VISIBLE.sub(COVER, text[span.start : span.end])
    for span in released:
        shown[span.start : span.end] = text[span.start : span.end]
    for span in blurred:
        shown[span.start : span.end] = _VISIBLE.sub(COVER, text[span.start : span.end])
    return "".join(shown)
