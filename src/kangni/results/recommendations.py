"""Levers that were adopted or declined: their words, what they rested on then, what that is now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from kangni.core.errors import N_
from kangni.core.names import Label
from kangni.core.recommendations import Basis, RecommendationState, SupportPart
from kangni.core.undefined import Number, Undefined
from kangni.results.answer import Answer, Caution, Evidence
from kangni.results.quotes import Quote

__all__ = ["KeptPassage", "RecommendationRow", "Recommendations", "Recommended"]

GONE = Undefined(N_("nobody asks for the lever, and no claim touches it"))
NOT_KNOWN = Undefined(N_("it had no defined effect"))


@dataclass(frozen=True, slots=True)
class KeptPassage:
    """A passage as it was when the lever was decided on; `stands` tells whether it is still read so."""

    part: SupportPart
    quote: Quote
    stands: bool


@dataclass(frozen=True, slots=True)
class Recommended:
    """A recommendation with what it rested on then and what that is now, None where the lever is gone.

    `broken` says why it no longer holds, `moved` what else is different; both are sentences with facts.
    """

    lever: str
    name: Label
    addressee: str
    addressee_name: Label
    state: RecommendationState
    words: Label
    reason: str
    decided_by: str
    at: str
    then: Basis
    now: Basis | None
    broken: tuple[Caution, ...]
    moved: tuple[Caution, ...]
    evidence: tuple[KeptPassage, ...]

    @property
    def holds(self) -> bool:
        """Tell whether it still holds."""
        return not self.broken


@dataclass(frozen=True, slots=True)
class RecommendationRow:
    """One recommendation as a line of the table; numbers of people and effects then and now."""

    lever: str
    name: Label
    addressee: str
    state: str
    holds: bool
    words: Label
    reason: str
    decided_by: str
    at: str
    askers_then: int
    askers_now: int
    supporters_then: int
    supporters_now: int
    against_then: int
    against_now: int
    effect_then: Number
    effect_now: Number
    certainty_then: Number
    certainty_now: Number


@dataclass(frozen=True, slots=True, kw_only=True)
class Recommendations(Answer):
    """All recommendations by addressee, adopted ones first, each in the order in which it was decided on."""

    deed: ClassVar[str] = "recommendations"
    recommendations: tuple[Recommended, ...] = ()

    def adopted(self) -> tuple[Recommended, ...]:
        """Return those that were adopted."""
        return tuple(one for one in self.recommendations if one.state is RecommendationState.ADOPTED)

    def rows(self) -> Sequence[RecommendationRow]:
        """Return one row a recommendation."""
        return tuple(map(_row, self.recommendations))

    def keys(self) -> Sequence[str]:
        """Return nothing: the words that each rests on come with it, as they were when it was decided on."""
        return ()

    def find(self, key: str) -> Evidence | None:  # noqa: ARG002 - the protocol of results
        """Return None: the words that each rests on come with it, as they were when it was decided on."""
        return None


def _row(one: Recommended) -> RecommendationRow:
    now = one.now
    return RecommendationRow(
        lever=one.lever,
        name=one.name,
        addressee=one.addressee,
        state=one.state.value,
        holds=one.holds,
        words=one.words,
        reason=one.reason,
        decided_by=one.decided_by,
        at=one.at,
        askers_then=len(one.then.askers),
        askers_now=0 if now is None else len(now.askers),
        supporters_then=len(one.then.supporters),
        supporters_now=0 if now is None else len(now.supporters),
        against_then=len(one.then.against),
        against_now=0 if now is None else len(now.against),
        effect_then=_number(one.then.effect),
        effect_now=GONE if now is None else _number(now.effect),
        certainty_then=_number(one.then.certainty),
        certainty_now=GONE if now is None else _number(now.certainty),
    )


def _number(value: float | None) -> Number:
    return NOT_KNOWN if value is None else value
