"""Claims: "this raises / lowers that", as somebody said it."""

from __future__ import annotations

from dataclasses import dataclass

from kangni.core.coding import DEFAULT_STANCE, DEFAULT_VOICE, Place
from kangni.core.errors import SignInvalid, StrengthOutOfRange
from kangni.core.names import ClaimId, CodeId, CoderId, DocumentId, ParticipantId, check_handle, check_text
from kangni.core.text import Span

__all__ = ["STRENGTHS", "Claim"]

STRENGTHS = (1, 2, 3)


@dataclass(frozen=True, slots=True)
class Claim:
    """What somebody said about cause and effect; it is no causal inference.

    `participant` says whose words they are where no text does: of a claim that came from a table without one.

    `sign` is +1 where the cause raises its effect, -1 where it lowers it. `strength` None means that the coder gave
    none.
    """

    id: ClaimId
    handle: str
    document: DocumentId | None
    span: Span | None
    coder: CoderId
    cause: CodeId
    effect: CodeId
    sign: int
    strength: int | None = None
    voice: str = DEFAULT_VOICE
    stance: str = DEFAULT_STANCE
    note: str = ""
    place: Place | None = None
    participant: ParticipantId | None = None

    def __post_init__(self) -> None:
        check_handle("claim", self.handle)
        check_text("note", self.note)
        if self.sign not in {-1, 1}:
            raise SignInvalid(str(self.sign))
        if self.strength is not None and self.strength not in STRENGTHS:
            raise StrengthOutOfRange(str(self.strength), ", ".join(map(str, STRENGTHS)))
