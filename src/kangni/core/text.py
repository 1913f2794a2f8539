"""Documents, their turns and spans; the only place that knows what an offset counts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from kangni.core.errors import SpanInvalid, SpanOutOfRange, TextInvalid
from kangni.core.names import DocumentId, ParticipantId, check_handle, check_text

__all__ = ["Document", "Role", "Source", "Span", "Turn", "code_points_from_utf16", "utf16_from_code_points"]


class Role(StrEnum):
    """Who speaks in a turn."""

    INTERVIEWER = "interviewer"
    PARTICIPANT = "participant"
    OTHER = "other"


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open range of a document, counted in Unicode code points."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise SpanInvalid(self.start, self.end)

    def __len__(self) -> int:
        return self.end - self.start

    def overlaps(self, other: Span) -> bool:
        """Tell whether the two share a character; touching ends share none."""
        return self.start < other.end and other.start < self.end

    def contains(self, other: Span) -> bool:
        """Tell whether `other` lies wholly inside."""
        return self.start <= other.start and other.end <= self.end


@dataclass(frozen=True, slots=True)
class Turn:
    """One person's stretch of speech; `span` holds the words without the speaker label.

    `span` is None where nothing was said after the label. `seconds` is the time mark of the transcript, `page` the page
    on which the turn begins, if the file tells them.
    """

    ordinal: int
    span: Span | None
    speaker: str
    role: Role
    participant: ParticipantId | None = None
    seconds: float | None = None
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """The file that a document came from; its bytes are kept beside the text."""

    name: str
    encoding: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Document:
    """A transcript: immutable text, its turns, and whose it is.

    `participant` is the main one; the turns say who speaks. A translation is aligned to its original by turn ordinal.
    `sha256` is that of the UTF-8 text and finds a flipped bit that the database would not see.
    """

    id: DocumentId
    handle: str
    language: str
    text: str
    turns: tuple[Turn, ...]
    sha256: str
    source: Source
    participant: ParticipantId | None = None
    date: date | None = None
    wave: str = ""
    translation_of: DocumentId | None = None

    def __post_init__(self) -> None:
        check_handle("document", self.handle)
        check_text(self.handle, self.text)
        if not self.text or self.text.isspace():
            raise TextInvalid(self.handle, 0, "(no visible character)")
        for turn in self.turns:
            if turn.span is not None:
                self.check(turn.span)

    def check(self, span: Span) -> None:
        """Refuse a span that ends behind the text."""
        if span.end > len(self.text):
            raise SpanOutOfRange(self.handle, span.start, span.end, len(self.text))

    def words(self, span: Span) -> str:
        """Return the words of a span."""
        self.check(span)
        return self.text[span.start : span.end]

    def turns_in(self, span: Span) -> tuple[Turn, ...]:
        """Return the turns whose words overlap the span, in order."""
        return tuple(turn for turn in self.turns if turn.span is not None and turn.span.overlaps(span))

    def whose(self, span: Span) -> tuple[ParticipantId | None, ...]:
        """Return whose words a span holds, in order: the main participant's where a turn names none.

        A question between somebody's words is left aside. None stands for a speaker who is no participant.
        """
        turns = self.turns_in(span)
        answering = [turn for turn in turns if turn.role is not Role.INTERVIEWER or turn.participant is not None]
        speaking = [turn.participant or self.participant for turn in answering]
        return tuple(dict.fromkeys(speaking)) or (self.participant,)


def code_points_from_utf16(text: str, units: int) -> int:
    """Return how many code points the first `units` UTF-16 units of `text` make.

    Raises
    ------
    SpanOutOfRange
        If `units` lies behind the text or inside a surrogate pair.
    """
    encoded = text.encode("utf-16-le")[: 2 * units]
    try:
        points = len(encoded.decode("utf-16-le"))
    except UnicodeDecodeError as error:
        raise SpanOutOfRange("text", 0, units, len(text)) from error
    if len(encoded) != 2 * units:
        raise SpanOutOfRange("text", 0, units, len(text))
    return points


def utf16_from_code_points(text: str, points: int) -> int:
    """Return how many UTF-16 units the first `points` code points of `text` take."""
    if not 0 <= points <= len(text):
        raise SpanOutOfRange("text", 0, points, len(text))
    return len(text[:points].encode("utf-16-le")) // 2
