"""A coding: this span, this code, this coder, with what was set against the code's defaults and why."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from kangni.core.errors import OverrideWithoutReason
from kangni.core.names import CodeId, CoderId, CodingId, DocumentId, check_text
from kangni.core.text import Span

__all__ = ["DEFAULT_STANCE", "DEFAULT_VOICE", "Coding", "Place", "Time"]

DEFAULT_VOICE = "own"
DEFAULT_STANCE = "holds"


class Time(StrEnum):
    """Whether the words speak of then or of now."""

    THEN = "then"
    NOW = "now"


@dataclass(frozen=True, slots=True)
class Place:
    """Where words stand that came from a table without a text: file and row, and the words themselves."""

    file: str
    row: int
    quote: str

    def __post_init__(self) -> None:
        check_text(f"{self.file}, row {self.row}", self.quote)


@dataclass(frozen=True, slots=True)
class Coding:
    """One reading of one passage.

    `polarity` and `level` are None where the code's defaults hold; setting one asks for a reason. Exactly one of
    `span` and `place` says where the words are. A draft counts for nothing until a person adopts it. `released`
    marks words whose speaker has reviewed them for quoting.
    """

    id: CodingId
    document: DocumentId | None
    span: Span | None
    code: CodeId
    coder: CoderId
    polarity: str | None = None
    level: str | None = None
    reason: str = ""
    voice: str = DEFAULT_VOICE
    stance: str = DEFAULT_STANCE
    time: Time | None = None
    memo: str = ""
    draft: bool = False
    released: bool = False
    place: Place | None = None

    def __post_init__(self) -> None:
        if (self.polarity is not None or self.level is not None) and not self.reason.strip():
            raise OverrideWithoutReason(str(self.code))
        if self.reason or self.memo:
            check_text("reason", self.reason)
            check_text("memo", self.memo)
