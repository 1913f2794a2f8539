"""The answer to "what drives, what is driven, and what passes it on?"."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import ClassVar

from kangni.core.errors import N_
from kangni.core.names import Label
from kangni.core.undefined import Number
from kangni.results.answer import Answer, Evidence, Setting

__all__ = ["Central", "CentralRow", "Centrality", "Role", "RolePlace"]

NO_EVIDENCE: Mapping[str, Evidence] = MappingProxyType({})


class Role(StrEnum):
    """What a factor is in people's accounts: named as a cause, as an effect, or as both in one person's account."""

    DRIVER = N_("driver")
    OUTCOME = N_("outcome")
    BROKER = N_("broker")


@dataclass(frozen=True, slots=True)
class RolePlace:
    """How a factor stands in one role: people, strength, its place, and the 5 and 95 % of that over resampled people.

    The place is undefined where nobody names the factor in this role.
    """

    people: int
    strength: float
    place: Number
    low: Number
    high: Number


@dataclass(frozen=True, slots=True)
class CentralRow:
    """One factor as a line of a table; names are joined by "; "."""

    code: str
    name: Label
    driver_people: int
    driver_strength: float
    driver_place: Number
    driver_low: Number
    driver_high: Number
    outcome_people: int
    outcome_strength: float
    outcome_place: Number
    outcome_low: Number
    outcome_high: Number
    broker_people: int
    broker_chains: float
    broker_place: Number
    broker_low: Number
    broker_high: Number
    raising: float
    lowering: float
    raised_by: str
    lowered_by: str


@dataclass(frozen=True, slots=True)
class Central:
    """A factor in its three roles, and what contends at it: who says it is raised, who that it is lowered.

    `raising` and `lowering` add the sides of the group weights of links into it and are never subtracted. Evidence: the
    code with "/out", "/into", "/through", "/raised", "/lowered".
    """

    code: str
    name: Label
    driver: RolePlace
    outcome: RolePlace
    broker: RolePlace
    raising: float
    lowering: float
    raised_by: tuple[str, ...]
    lowered_by: tuple[str, ...]

    def role(self, role: Role) -> RolePlace:
        """Return how it stands in one role."""
        return {Role.DRIVER: self.driver, Role.OUTCOME: self.outcome, Role.BROKER: self.broker}[role]


@dataclass(frozen=True, slots=True, kw_only=True)
class Centrality(Answer):
    """Factors by role; `members` resamples of the participants give the range of each place."""

    deed: ClassVar[str] = "centrality"
    n: int
    chosen: tuple[Setting, ...]
    members: int
    seed: int
    factors: tuple[Central, ...]
    evidence_by_key: Mapping[str, Evidence] = field(
        default_factory=lambda: NO_EVIDENCE, repr=False, metadata={"show": False}
    )

    def ranked(self, role: Role) -> tuple[Central, ...]:
        """Return the factors that people name in a role, the first place first."""
        named = [factor for factor in self.factors if factor.role(role).people]
        return tuple(sorted(named, key=lambda factor: (-factor.role(role).people, -factor.role(role).strength)))

    def rows(self) -> Sequence[CentralRow]:
        """Return one row a factor, in the order of the codebook."""
        return tuple(_row(factor) for factor in self.factors)

    def keys(self) -> Sequence[str]:
        """Return the factors with what leaves them, reaches them, passes through, raises and lowers them."""
        return tuple(self.evidence_by_key)

    def find(self, key: str) -> Evidence | None:
        """Return the claims under `key`."""
        return self.evidence_by_key.get(key)


def _row(factor: Central) -> CentralRow:
    return CentralRow(
        code=factor.code,
        name=factor.name,
        driver_people=factor.driver.people,
        driver_strength=factor.driver.strength,
        driver_place=factor.driver.place,
        driver_low=factor.driver.low,
        driver_high=factor.driver.high,
        outcome_people=factor.outcome.people,
        outcome_strength=factor.outcome.strength,
        outcome_place=factor.outcome.place,
        outcome_low=factor.outcome.low,
        outcome_high=factor.outcome.high,
        broker_people=factor.broker.people,
        broker_chains=factor.broker.strength,
        broker_place=factor.broker.place,
        broker_low=factor.broker.low,
        broker_high=factor.broker.high,
        raising=factor.raising,
        lowering=factor.lowering,
        raised_by="; ".join(factor.raised_by),
        lowered_by="; ".join(factor.lowered_by),
    )
