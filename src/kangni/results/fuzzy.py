"""What clamps change in a fuzzy cognitive map, how sure that is, and whether maps that say less give it too."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import ClassVar

from kangni.core.names import Label
from kangni.core.undefined import Number, Undefined
from kangni.methods.causal.ensemble import Direction, Spread
from kangni.methods.causal.fuzzy import Rule, Transfer
from kangni.results.answer import Answer, Evidence
from kangni.results.sensitivity import LayerShare
from kangni.results.simulation import WHAT_IF, Domain

__all__ = ["FuzzyEnds", "FuzzyRow", "FuzzyShift", "FuzzySimulation", "NullOrder"]


@dataclass(frozen=True, slots=True)
class FuzzyShift:
    """What clamps change of one thing: its level clamped less its level free, over the members with both.

    `random_weights` and `rewired` are the shares of such maps that move it the same way; `given_by` names those that
    do so as surely as the claims do, so that the finding is not one about strengths, or not one about these claims.
    """

    code: str  # a code, a lever, or "" for functioning as a whole
    name: Label
    shift: Spread | Undefined
    direction: Direction | Undefined
    random_weights: Number
    rewired: Number
    given_by: tuple[str, ...]
    participants: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FuzzyEnds:
    """How the runs ended.

    `attractors` different ends of the group's map from `starts` random starts, one start where it can have one only
    (`unique`); `unsettled` of them led nowhere. Of the members' free and clamped runs `fixed` came to rest, `cycling`
    came round, and `wandering` did neither.
    """

    attractors: int
    unsettled: int
    starts: int
    unique: bool
    periods: tuple[int, ...]
    fixed: int
    cycling: int
    wandering: int


@dataclass(frozen=True, slots=True)
class NullOrder:
    """How far maps that say less order the levers alike: Spearman's rank correlation, median and 5 to 95 %."""

    null: str
    agreement: Number
    low: Number
    high: Number


@dataclass(frozen=True, slots=True)
class FuzzyRow:
    """One line of the table."""

    part: str  # "functioning", "factor" or "press"
    item: str
    name: Label
    median: Number
    low: Number
    high: Number
    reach: Number
    certainty: Number
    random_weights: Number
    rewired: Number
    given_by: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FuzzySimulation(Answer):
    """Clamps on the map of claims, run by one of the rules of fuzzy cognitive maps."""

    deed: ClassVar[str] = "simulate"
    rule: Rule
    transfer: Transfer
    participants: int  # n: all whose consent covers analysis
    members: int
    claims: int
    links: int
    factors: int
    clamps: tuple[tuple[str, float], ...]
    not_in_map: tuple[str, ...]
    functioning: tuple[Domain, ...]
    ends: FuzzyEnds | Undefined
    y: FuzzyShift
    shifts: tuple[FuzzyShift, ...]  # of every other factor, the largest first
    presses: tuple[FuzzyShift, ...]  # what each lever, clamped at its helpful levels, does to functioning
    order: tuple[NullOrder, ...]
    layers: tuple[LayerShare, ...]
    sentence: str = WHAT_IF
    evidence_by_key: Mapping[str, Evidence] = field(
        default_factory=lambda: MappingProxyType({}), metadata={"show": False}
    )

    def rows(self) -> Sequence[FuzzyRow]:
        """Return functioning, factors and levers as one table."""
        return (
            _row("functioning", self.y),
            *(_row("factor", shift) for shift in self.shifts),
            *(_row("press", shift) for shift in self.presses),
        )

    def keys(self) -> Sequence[str]:
        """Return `clamps`, and `factor/` and `press/` with a name."""
        return tuple(self.evidence_by_key)

    def find(self, key: str) -> Evidence | None:
        """Return the claims under `key`."""
        return self.evidence_by_key.get(key)


def _row(part: str, one: FuzzyShift) -> FuzzyRow:
    if isinstance(one.shift, Undefined):
        none = one.shift
        return FuzzyRow(part, one.code, one.name, none, none, none, none, none, none, none, ())
    spread = one.shift
    return FuzzyRow(
        part,
        one.code,
        one.name,
        spread.median,
        spread.low,
        spread.high,
        spread.reach,
        spread.certainty,
        one.random_weights,
        one.rewired,
        one.given_by,
    )
