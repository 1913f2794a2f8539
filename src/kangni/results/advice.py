"""What would help, and who can do it: levers by addressee with who asks, who credits, who objects, and the effect."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import ClassVar

from kangni.core.names import Label
from kangni.core.undefined import Number, Undefined
from kangni.results.answer import Answer, Evidence
from kangni.results.levers import Budget, Lever, LeverPair, LoopPart
from kangni.results.simulation import WHAT_IF

__all__ = [
    "AddresseeAdvice",
    "Advice",
    "AdviceRow",
    "Comparison",
    "Steadiness",
    "Suggested",
]


class Comparison(StrEnum):
    """With what the order of levers is compared."""

    WITHOUT = "without a participant"
    ONE_CODER = "read by one coder"
    RANDOM_WEIGHTS = "same links, weights at random"
    REWIRED = "rewired maps"


@dataclass(frozen=True, slots=True)
class Steadiness:
    """Spearman's correlation of the order of all levers with the order on other grounds.

    The order is the whole one (askers, supporters, effect) where a participant is left out, and that of the size of
    effects where only the map differs: read by one coder, or drawn at random, then with the median and 5 and 95 % over
    such maps. `name` is that of the participant or coder.
    """

    kind: Comparison
    name: str
    links: int
    agreement: Number
    low: Number
    high: Number


@dataclass(frozen=True, slots=True)
class Suggested:
    """A suggestion in its own words; `row` opens its coding."""

    participant: str
    code: str
    row: int


@dataclass(frozen=True, slots=True)
class AddresseeAdvice:
    """All that is said to one addressee, in the order in which it is shown."""

    addressee: str
    name: Label
    declining: tuple[Suggested, ...]
    levers: tuple[Lever, ...]
    holds_now: tuple[Lever, ...]  # nobody asks for it, many credit it: do not lose it
    untied: tuple[Suggested, ...]


@dataclass(frozen=True, slots=True)
class AdviceRow:
    """One lever of one addressee as a line of the table."""

    addressee: str
    part: str  # "asked" or "holds now"
    place: int
    lever: str
    name: Label
    askers: int
    supporters: int
    claimers: int
    against: int
    of: int
    effect: Number
    low: Number
    high: Number
    reach: Number
    certainty: Number
    score: Number
    words: str
    place_low: Number
    place_high: Number
    top_three: Number
    on_front: bool
    worse: tuple[str, ...]
    pushes_back: int
    sentence: Label


@dataclass(frozen=True, slots=True, kw_only=True)
class Advice(Answer):
    """Recommendations by addressee."""

    deed: ClassVar[str] = "advise"
    participants: int  # n: all whose consent covers analysis
    members: int
    seed: int
    suggestions: int  # passages in which somebody proposes something, however many coders read them
    tied: int  # of them tied to a lever, or declining
    unit_dip: Number
    addressees: tuple[AddresseeAdvice, ...]
    pairs: tuple[LeverPair, ...] = ()  # two levers together, in the order of single ones
    budget: Budget | None = None  # where one was given
    steadiness: tuple[Steadiness, ...]
    note: Label  # what the framework says of levers
    sentence: str = WHAT_IF
    evidence_by_key: Mapping[str, Evidence] = field(
        default_factory=lambda: MappingProxyType({}), metadata={"show": False}
    )

    def rows(self) -> Sequence[AdviceRow]:
        """Return the levers of all addressees, in order."""
        return tuple(self._rows())

    def keys(self) -> Sequence[str]:
        """Return what can be opened.

        A lever's id opens the askers' codings; `ID/claims` the claims that credit it, `ID/against` the codings and
        `ID/against/claims` the claims of those against, `ID/causes` the claimed causes of a person-level lever,
        `ID/loop/KEY` the claims of a loop through it;
        `ADDRESSEE/declining` and `ADDRESSEE/untied` the suggestions.
        """
        return tuple(self.evidence_by_key)

    def find(self, key: str) -> Evidence | None:
        """Return the codings or claims under `key`."""
        return self.evidence_by_key.get(key)

    def levers(self) -> tuple[Lever, ...]:
        """Return all levers, each once, by addressee."""
        found = (lever for advice in self.addressees for lever in (*advice.levers, *advice.holds_now))
        return tuple({lever.id: lever for lever in found}.values())

    def _rows(self) -> Iterator[AdviceRow]:
        for advice in self.addressees:
            for lever in advice.levers:
                yield self._row(advice.addressee, "asked", lever)
            for lever in advice.holds_now:
                yield self._row(advice.addressee, "holds now", lever)

    def _row(self, addressee: str, part: str, lever: Lever) -> AdviceRow:
        effect = lever.effect
        spread = (
            (effect,) * 5
            if isinstance(effect, Undefined)
            else (effect.median, effect.low, effect.high, effect.reach, effect.certainty)
        )
        return AdviceRow(
            addressee,
            part,
            lever.standing.place,
            lever.id,
            lever.name,
            len(lever.askers),
            len(lever.supporters),
            len(lever.claimers),
            len({objector.participant for objector in lever.against}),
            self.participants,
            *spread,
            lever.score,
            ", ".join([lever.breadth, *lever.marks]),
            lever.standing.low,
            lever.standing.high,
            lever.standing.top_three,
            lever.on_front,
            tuple(effect.what for effect in lever.worse),
            sum(loop.part is LoopPart.PUSHES_BACK for loop in lever.loops),
            lever.sentence,
        )
