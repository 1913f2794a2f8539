"""Fuzzy cognitive maps on a plain matrix: where a map ends, from which starts, and what a clamp changes.

**W[i, j] is the effect of concept i on concept j**, as the literature on fuzzy cognitive maps writes it (the balance
model has it the other way round). A state a becomes

    Kosko      f(a W)
    modified   f(a W + a)
    rescaled   f((2a - 1) W + (2a - 1))

with f one of sigmoid 1 / (1 + exp(-steepness x)), tanh(steepness x), bivalent (1 where x > 0, else 0) and trivalent
(the sign of x). Clamped concepts are set back to their level after each step.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from kangni.core.errors import N_, MethodInput, UnknownTerm
from kangni.core.undefined import Undefined
from kangni.methods.causal.logistic import logistic
from kangni.methods.columns import Floats, Ints

__all__ = [
    "LONGEST",
    "SWING",
    "TOLERANCE",
    "Cycle",
    "FixedPoint",
    "Fuzzy",
    "Rule",
    "Transfer",
    "clamps_of",
    "fuzzy_of",
    "scenario",
    "settle",
]

TOLERANCE = 1e-9
LONGEST = 10_000
CYCLE_DIGITS = 12  # to which a state is the same as an earlier one
SWING = 1e-6  # a cycle within this is a fixed point still being approached


class Rule(StrEnum):
    """How a concept's own level enters its next one."""

    KOSKO = "kosko"
    MODIFIED = "modified"
    RESCALED = "rescaled"


class Transfer(StrEnum):
    """What squeezes the inflow of a concept into its range."""

    SIGMOID = "sigmoid"
    TANH = "tanh"
    BIVALENT = "bivalent"
    TRIVALENT = "trivalent"

    @property
    def lowest(self) -> float:
        """Return the lowest level of a concept."""
        return -1.0 if self in {Transfer.TANH, Transfer.TRIVALENT} else 0.0

    @property
    def is_step(self) -> bool:
        """Tell whether levels jump, so that they take two or three values only."""
        return self in {Transfer.BIVALENT, Transfer.TRIVALENT}


@dataclass(frozen=True, slots=True)
class Fuzzy:
    """How a map is run.

    `hold_sources` keeps concepts that nothing leads to at their start, as some packages do without saying so; else
    they fall to f(0), or to where their own memory brings them.
    """

    rule: Rule = Rule.MODIFIED
    transfer: Transfer = Transfer.SIGMOID
    steepness: float = 1.0
    hold_sources: bool = False

    def __post_init__(self) -> None:
        if not (self.steepness > 0 and np.isfinite(self.steepness)):
            raise MethodInput("fuzzy map", f"the steepness is above 0, not {self.steepness}")


@dataclass(frozen=True, slots=True)
class FixedPoint:
    """The state that stays, (concepts,), and the steps it took."""

    levels: Floats
    steps: int


@dataclass(frozen=True, slots=True)
class Cycle:
    """The states that come round, (period, concepts), and the step at which the first of them was met."""

    states: Floats
    steps: int

    @property
    def period(self) -> int:
        """Return after how many steps the same state comes back."""
        return len(self.states)


def fuzzy_of(rule: str, transfer: str, *, steepness: float = 1.0, hold_sources: bool = False) -> Fuzzy:
    """Return how a map is run from the names of rule and transfer.

    Raises
    ------
    UnknownTerm
        If there is no such rule or transfer.

    Examples
    --------
    >>> fuzzy_of("kosko", "tanh").transfer.lowest
    -1.0
    """
    if rule not in list(Rule):
        raise UnknownTerm("rule", rule, ", ".join(Rule))
    if transfer not in list(Transfer):
        raise UnknownTerm("transfer", transfer, ", ".join(Transfer))
    return Fuzzy(Rule(rule), Transfer(transfer), steepness, hold_sources)


def clamps_of(pairs: Iterable[tuple[int, float]], *, concepts: int, transfer: Transfer) -> dict[int, float]:
    """Return the clamped level of each concept.

    Parameters
    ----------
    pairs
        Concepts with the level they are held at.
    concepts
        How many the map has.
    transfer
        Says which levels there are.

    Raises
    ------
    MethodInput
        If a concept is held at two levels, is unknown, or cannot have its level.

    Examples
    --------
    >>> clamps_of([(0, 1.0), (2, 0.5)], concepts=3, transfer=Transfer.SIGMOID)
    {0: 1.0, 2: 0.5}
    """
    levels: dict[int, float] = {}
    for concept, level in pairs:
        if not 0 <= concept < concepts:
            raise MethodInput("clamps", f"there is no concept {concept} among {concepts}")
        if not transfer.lowest <= level <= 1:
            raise MethodInput("clamps", f"a level of {transfer} lies between {transfer.lowest:g} and 1, not {level}")
        if levels.setdefault(concept, level) != level:
            raise MethodInput("clamps", f"concept {concept} cannot be held at {levels[concept]} and at {level}")
    return levels


def settle(
    weights: Floats,
    start: Floats,
    fuzzy: Fuzzy,
    *,
    clamps: Mapping[int, float] | None = None,
    tolerance: float = TOLERANCE,
    longest: int = LONGEST,
) -> FixedPoint | Cycle | Undefined:
    """Run a map until no level changes by more than `tolerance`, or until a state comes back.

    Parameters
    ----------
    weights
        (concepts, concepts), W[i, j] the effect of i on j.
    start
        (concepts,) levels.
    fuzzy
        Rule, transfer, steepness, and whether sources are held.
    clamps
        Levels at which concepts are held.
    tolerance, longest
        The largest change that counts as none, and the most steps. Many published figures were read off at 10^-3,
        where a map that creeps has not arrived.

    Returns
    -------
    FixedPoint, Cycle or Undefined
        Undefined where neither was met within `longest` steps: a creeping or wandering map has no end to report.

    Notes
    -----
    B. Kosko, Fuzzy cognitive maps, International Journal of Man-Machine Studies 24 (1986). E. I. Papageorgiou, A new
    methodology for decisions in medical informatics using fuzzy cognitive maps based on fuzzy rule-extraction
    techniques, Applied Soft Computing 11 (2011).

    Examples
    --------
    >>> one = settle(np.zeros((1, 1)), np.array([1.0]), Fuzzy())
    >>> one.levels.round(6).tolist(), one.steps > 10
    ([0.659046], True)
    >>> turning = np.array([[0.0, 1.0], [-1.0, 0.0]])
    >>> settle(turning, np.array([1.0, 1.0]), Fuzzy(Rule.KOSKO, Transfer.TRIVALENT)).period
    4
    """
    weights, state = _checked(weights, start)
    held = _held(weights, state, fuzzy, clamps or {})
    state = _clamp(state, held)
    seen: dict[bytes, int] = {}
    passed: list[Floats] = []
    for step in range(longest + 1):
        known = (np.round(state, CYCLE_DIGITS) + 0.0).tobytes()  # + 0.0 makes -0.0 and 0.0 one
        if known in seen:
            states = np.array(passed[seen[known] :])
            if len(states) > 1 and np.ptp(states, axis=0).max() > SWING:
                return Cycle(states, seen[known])
        seen[known] = step
        passed.append(state)
        following = _clamp(_step(weights, state, fuzzy), held)
        if np.abs(following - state).max(initial=0.0) <= tolerance:
            return FixedPoint(following, step + 1)
        state = following
    return Undefined(N_("not settled within the steps"))


def scenario(
    weights: Floats,
    start: Floats,
    fuzzy: Fuzzy,
    *,
    clamps: Mapping[int, float],
    baseline: Mapping[int, float] | None = None,
    longest: int = LONGEST,
) -> Floats | Undefined:
    """Return what clamps change: the end with them less the end with the same concepts clamped at their baseline.

    Never less the start, which says nothing about the map.

    Parameters
    ----------
    weights, start, fuzzy, longest
        As in `settle`.
    clamps
        Levels at which concepts are held.
    baseline
        The same concepts' baseline levels; by default those that they reach unclamped, where the clamped baseline is
        the free end itself.

    Returns
    -------
    Floats or Undefined
        (concepts,) differences. Undefined where either run ends in no fixed point.

    Raises
    ------
    MethodInput
        If the baseline clamps other concepts.

    Examples
    --------
    >>> chain = np.array([[0.0, 1.0], [0.0, 0.0]])
    >>> raised = scenario(chain, np.zeros(2), Fuzzy(Rule.KOSKO), clamps={0: 1.0}, baseline={0: 0.5})
    >>> raised.round(4).tolist()
    [0.5, 0.1086]
    """
    if baseline is not None and set(baseline) != set(clamps):
        raise MethodInput("scenario", "the baseline clamps other concepts than the scenario")
    before = settle(weights, start, fuzzy, clamps=baseline, longest=longest)
    after = settle(weights, start, fuzzy, clamps=clamps, longest=longest)
    for end in (before, after):
        if isinstance(end, Undefined):
            return end
        if isinstance(end, Cycle):
            return Undefined(N_("a run ends in a cycle"))
    assert isinstance(before, FixedPoint)
    assert isinstance(after, FixedPoint)
    return after.levels - before.levels


def _checked(weights: Floats, start: Floats) -> tuple[Floats, Floats]:
    weights, state = np.asarray(weights, np.float64), np.array(start, np.float64)
    if weights.ndim != 2 or weights.shape[0] != weights.shape[1]:
        raise MethodInput("fuzzy map", f"the weights are no square matrix but {weights.shape}")
    if state.shape != weights.shape[:1]:
        raise MethodInput("fuzzy map", f"{weights.shape[0]} concepts but {state.shape} levels")
    if not (np.isfinite(weights).all() and np.isfinite(state).all()):
        raise MethodInput("fuzzy map", "a weight or level is no number")
    return weights, state


def _held(weights: Floats, start: Floats, fuzzy: Fuzzy, clamps: Mapping[int, float]) -> tuple[Ints, Floats]:
    levels = clamps_of(clamps.items(), concepts=len(start), transfer=fuzzy.transfer)
    if fuzzy.hold_sources:
        sources = np.flatnonzero(~weights.any(axis=0)).tolist()
        levels = {source: float(start[source]) for source in sources} | levels
    return np.array(list(levels), np.int64), np.array(list(levels.values()), np.float64)


def _clamp(state: Floats, held: tuple[Ints, Floats]) -> Floats:
    clamped = state.copy()
    clamped[held[0]] = held[1]
    return clamped


def _step(weights: Floats, state: Floats, fuzzy: Fuzzy) -> Floats:
    felt = 2 * state - 1 if fuzzy.rule is Rule.RESCALED else state
    inflow = felt @ weights + (0 if fuzzy.rule is Rule.KOSKO else felt)
    return _squeezed(inflow, fuzzy)


def _squeezed(inflow: Floats, fuzzy: Fuzzy) -> Floats:
    match fuzzy.transfer:
        case Transfer.SIGMOID:
            return logistic(inflow, steepness=fuzzy.steepness)
        case Transfer.TANH:
            return np.tanh(fuzzy.steepness * inflow)
        case Transfer.BIVALENT:
            return (inflow > 0).astype(np.float64)
        case Transfer.TRIVALENT:
            return np.sign(inflow)
