"""Recommendations: levers that a researcher adopted or declined, in which words, and what they rested on then."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from kangni.core.coding import Place
from kangni.core.errors import N_, RecommendationIncomplete
from kangni.core.names import CodeId, CoderId, DocumentId, Label, RecommendationId, check_text
from kangni.core.text import Span

__all__ = ["Basis", "Recommendation", "RecommendationState", "Support", "SupportPart"]


class RecommendationState(StrEnum):
    """What a researcher made of a lever."""

    ADOPTED = N_("adopted")
    DECLINED = N_("declined")


class SupportPart(StrEnum):
    """What words do for a recommendation."""

    ASKS = N_("asks")
    CREDITS = N_("credits")
    AGAINST = N_("against")


@dataclass(frozen=True, slots=True)
class Support:
    """A passage that it rests on: where its words stand, or, where there is no text, the place in a table.

    `code` is that of the coding, or the cause of the claim.
    """

    part: SupportPart
    document: DocumentId | None
    span: Span | None
    code: CodeId
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Basis:
    """What a lever rested on when it was decided on: people by handle, and its figures; None where one is undefined.

    `members` and `seed` are those of the ensemble, so that the same can be asked again.
    """

    n: int
    askers: tuple[str, ...]
    claimers: tuple[str, ...]
    against: tuple[str, ...]
    effect: float | None
    low: float | None
    high: float | None
    reach: float | None
    certainty: float | None
    breadth: str
    marks: tuple[str, ...]
    members: int
    seed: int

    @property
    def supporters(self) -> tuple[str, ...]:
        """Return who asks for it or credits it, each once."""
        return tuple(sorted({*self.askers, *self.claimers}))


@dataclass(frozen=True, slots=True)
class Recommendation:
    """A lever for one addressee, adopted or declined; its evidence stays as it was, whatever becomes of the codings.

    `at` is in UTC.
    """

    id: RecommendationId
    lever: str
    addressee: str
    state: RecommendationState
    words: Label
    reason: str
    decided_by: CoderId
    at: datetime
    basis: Basis
    evidence: tuple[Support, ...] = ()

    def __post_init__(self) -> None:
        for what, text in (("words", self.words.en), ("words", self.words.zh), ("reason", self.reason)):
            check_text(what, text)
        if not self.lever:
            raise RecommendationIncomplete(N_("a lever"))
        if self.state is RecommendationState.ADOPTED and not (self.words.en.strip() or self.words.zh.strip()):
            raise RecommendationIncomplete(N_("words"))
        if self.state is RecommendationState.DECLINED and not self.reason.strip():
            raise RecommendationIncomplete(N_("a reason"))
