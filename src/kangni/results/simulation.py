"""What the map does under shocks, held conditions and presses, and how sure that is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from types import MappingProxyType
from typing import ClassVar

from kangni.core.errors import N_
from kangni.core.names import NO_WORDS, Label
from kangni.core.undefined import Number, Undefined
from kangni.methods.causal.ensemble import Direction, Spread
from kangni.results.answer import Answer, Evidence
from kangni.results.second_shock import SecondShock
from kangni.results.sensitivity import Sensitivity

__all__ = [
    "WHAT_IF",
    "Curve",
    "Domain",
    "Driver",
    "EpisodeShock",
    "Holding",
    "OutcomeShare",
    "OutcomeShares",
    "Press",
    "Roles",
    "RunKind",
    "Scaling",
    "Simulation",
    "SimulationRow",
    "Telling",
    "ToldCheck",
]

WHAT_IF = N_("A press is a what-if on what people said, not the effect of a measure.")


class RunKind(StrEnum):
    """What was done to the map while a curve ran."""

    SHOCK = "shock"  # the shock alone
    CONDITIONS = "conditions"  # the shock, and the conditions of the named episode held
    PRESSES = "presses"  # the shock, and the asked presses held


@dataclass(frozen=True, slots=True)
class Domain:
    """A part of functioning y: the codes it took with their sign, and those left out for want of a claim into them."""

    id: str
    name: Label
    parts: tuple[tuple[str, int], ...]
    left_out: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Roles:
    """Which codes played which part, and who said so: the caller, the named episode, the framework or its defaults."""

    shock: tuple[str, ...]
    shock_participants: tuple[str, ...]  # whose claims lead out of the shock
    shock_from: str  # "named", "episode", "framework" or "required stage"
    conditions: tuple[str, ...]
    presses: tuple[tuple[str, float], ...]
    functioning: tuple[Domain, ...]  # a domain without parts was left out whole
    functioning_from: str  # "framework" or "outcome indicators"
    protections: tuple[str, ...]
    protections_from: str  # "framework" or "protective codes"
    not_in_map: tuple[str, ...] = ()  # named or told, but nobody claims anything about them


@dataclass(frozen=True, slots=True)
class Scaling:
    """How the claims were scaled before the map ran, and the unit in which differences are told.

    `unit_dip` is the median dip of y over the told episodes (or single stressors) that move it: `moving` of `episodes`.
    """

    feedback: float
    spectral_radius: Number
    scale: Number
    unit_dip: Number
    unit_from: str  # "told episodes", or "single stressors" where no told episode moves y
    moving: int
    episodes: int
    return_rate: Number  # per step, of the slowest small disturbance of the base map
    reactivity: Number  # above 0 some disturbances grow before they fade
    capped: int  # members whose scale met the cap


@dataclass(frozen=True, slots=True)
class Curve:
    """y over the steps: on the base map, and the points of its distribution over the ensemble."""

    run: RunKind
    steps: tuple[float, ...]
    base: tuple[float, ...]
    median: tuple[float, ...]
    low: tuple[float, ...]  # 5 %
    lower_quartile: tuple[float, ...]
    upper_quartile: tuple[float, ...]
    high: tuple[float, ...]  # 95 %
    drop: Spread | Undefined  # y0 - min y, in unit dips
    growth: Spread | Undefined  # y at the horizon - y0, in unit dips
    recovery: Number  # steps from the end of the shock, median over members; undefined: not recovered in the horizon


@dataclass(frozen=True, slots=True)
class Press:
    """A lever held at its helpful levels: resting y less its baseline, in unit dips."""

    lever: str
    name: Label
    addressees: tuple[str, ...]
    raised: tuple[str, ...]
    lowered: tuple[str, ...]
    effect: Spread | Undefined
    direction: Direction | Undefined
    participants: tuple[str, ...]  # whose claims lead out of it


@dataclass(frozen=True, slots=True)
class Driver:
    """One factor of the shock held high: shift of resting y in unit dips."""

    code: str
    name: Label
    shift: Spread | Undefined
    participants: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Holding:
    """All protections of one environment held low: shift of resting y in unit dips (METHODS 14.7)."""

    level: str
    name: Label
    codes: tuple[str, ...]
    shift: Spread | Undefined
    participants: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OutcomeShare:
    """The share of members that end in one outcome of the framework."""

    outcome: str
    name: Label
    share: float


@dataclass(frozen=True, slots=True)
class OutcomeShares:
    """The outcomes under one pair of thresholds, in unit dips."""

    same: float
    floor: float
    shares: tuple[OutcomeShare, ...]


@dataclass(frozen=True, slots=True)
class EpisodeShock:
    """The told episode that was run: what struck, what stood beside it and how it ended."""

    handle: str
    participant: str
    label: str
    stressors: tuple[str, ...]
    conditions: tuple[str, ...]
    told: str | None


@dataclass(frozen=True, slots=True)
class Telling:
    """How well one predictor orders the told outcomes.

    `d` is Somers' D with the told rank as the independent variable, `low` and `high` its 5 and 95 % over participants;
    two permutation p: over all episodes, and within participants. For maps drawn at random `d`, `low` and `high` are
    the median and the 5 and 95 % over the maps, and there is no p.
    """

    predictor: str
    d: Number
    low: Number
    high: Number
    p_over: Number
    p_within: Number


@dataclass(frozen=True, slots=True)
class ToldCheck:
    """Whether the map orders the outcomes that people told, each person left out in turn (METHODS 14.5)."""

    episodes: int
    participants: int
    tellings: tuple[Telling, ...]
    rewired_as_good: int  # of so many rewired maps, how many order the outcomes as well as the map does
    rewired: int


@dataclass(frozen=True, slots=True)
class SimulationRow:
    """One line of the table: what was done, to what, and what it did to y in unit dips."""

    part: str  # "drop", "growth", "press", "drives", "holds" or "outcome"
    item: str  # a run, a lever, a code, a level, an outcome
    name: Label
    codes: int
    participants: int
    median: Number
    low: Number
    high: Number
    reach: Number
    certainty: Number


@dataclass(frozen=True, slots=True, kw_only=True)
class Simulation(Answer):
    """The balance of the map: rest, shock, presses, outcomes, and what drives and what holds."""

    deed: ClassVar[str] = "simulate"
    participants: int  # n: all whose consent covers analysis
    members: int
    claims: int
    links: int
    contested: int
    factors: int
    roles: Roles
    scaling: Scaling
    baseline: Number
    curves: tuple[Curve, ...]
    presses: tuple[Press, ...]
    scenario: Spread | Undefined  # the asked presses together
    outcomes: tuple[OutcomeShares, ...] | Undefined  # the default thresholds first
    depends_on_threshold: bool
    drives: tuple[Driver, ...]  # the strongest push down first
    holds: tuple[Holding, ...]  # the environment whose loss costs most first
    episode: EpisodeShock | None = None
    told: ToldCheck | Undefined
    sensitivity: Sensitivity | Undefined
    second: SecondShock | Undefined
    sentence: str = WHAT_IF
    evidence_by_key: Mapping[str, Evidence] = field(
        default_factory=lambda: MappingProxyType({}), metadata={"show": False}
    )

    def rows(self) -> Sequence[SimulationRow]:
        """Return shock, presses, drivers, holdings and outcomes as one table."""
        return tuple(self._rows())

    def keys(self) -> Sequence[str]:
        """Return `shock`, `conditions`, `outcome`, and `press/`, `drives/`, `holds/`, `functioning/` with a name."""
        return tuple(self.evidence_by_key)

    def find(self, key: str) -> Evidence | None:
        """Return the claims (or the episode) under `key`."""
        return self.evidence_by_key.get(key)

    def _rows(self) -> Iterator[SimulationRow]:
        shocked, people = len(self.roles.shock), len(self.roles.shock_participants)
        for curve in self.curves:
            yield _row("drop", curve.run.value, spread=curve.drop, codes=shocked, participants=people)
            yield _row("growth", curve.run.value, spread=curve.growth, codes=shocked, participants=people)
        for press in self.presses:
            codes, people = len(press.raised) + len(press.lowered), len(press.participants)
            yield _row("press", press.lever, spread=press.effect, codes=codes, participants=people, name=press.name)
        for driver in self.drives:
            people = len(driver.participants)
            yield _row("drives", driver.code, spread=driver.shift, codes=1, participants=people, name=driver.name)
        for held in self.holds:
            codes, people = len(held.codes), len(held.participants)
            yield _row("holds", held.level, spread=held.shift, codes=codes, participants=people, name=held.name)
        if not isinstance(self.outcomes, Undefined):
            people, none = len(self.roles.shock_participants), Undefined("a share over the members")
            for one in self.outcomes[0].shares:
                row = _row("outcome", one.outcome, spread=none, codes=shocked, participants=people, name=one.name)
                yield replace(row, median=one.share)


def _row(
    part: str, item: str, *, spread: Spread | Undefined, codes: int, participants: int, name: Label = NO_WORDS
) -> SimulationRow:
    if isinstance(spread, Undefined):
        return SimulationRow(part, item, name, codes, participants, spread, spread, spread, spread, spread)
    numbers = (spread.median, spread.low, spread.high, spread.reach, spread.certainty)
    return SimulationRow(part, item, name, codes, participants, *numbers)
