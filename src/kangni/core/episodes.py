"""Episodes: one account of one stress-response process, as ordered moments and an outcome."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from kangni.core.errors import UnknownTerm
from kangni.core.names import CodeId, CoderId, DocumentId, EpisodeId, check_handle, check_text
from kangni.core.text import Span

__all__ = ["Episode", "EpisodeState", "Moment"]


class EpisodeState(StrEnum):
    """Whether the process had ended when it was told."""

    CLOSED = "closed"
    OPEN = "open"
    DISPUTED = "disputed"


@dataclass(frozen=True, slots=True)
class Moment:
    """One step of an episode: a stage of the framework and the words that tell it.

    `position` is the order of events as the speaker gives it. Without code and span a moment says "not told".
    """

    position: int
    stage: str
    code: CodeId | None = None
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Episode:
    """One reading of one process; an open one has no outcome, and no person ever has one."""

    id: EpisodeId
    handle: str
    document: DocumentId
    coder: CoderId
    label: str
    moments: tuple[Moment, ...]
    outcome: str | None = None
    state: EpisodeState = EpisodeState.CLOSED

    def __post_init__(self) -> None:
        check_handle("episode", self.handle)
        check_text("label", self.label)
        if self.state is EpisodeState.OPEN and self.outcome is not None:
            raise UnknownTerm("outcome of an open episode", self.outcome, "none until it is closed")
        positions = [moment.position for moment in self.moments]
        if positions != sorted(set(positions)):
            raise UnknownTerm("order of moments", ", ".join(map(str, positions)), "rising numbers, each once")
