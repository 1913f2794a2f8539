"""How many ends a fuzzy cognitive map has, and when it can have one only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from kangni.core.undefined import Undefined
from kangni.methods.causal.fuzzy import LONGEST, Cycle, FixedPoint, Fuzzy, Rule, Transfer, settle
from kangni.methods.columns import Floats

__all__ = ["STARTS", "Attractors", "attractors", "is_contraction"]

STARTS = 20
APART = 5  # digits to which two ends are one


@dataclass(frozen=True, slots=True)
class Attractors:
    """Where a map ends from many starts.

    `ends` are the different ones, the most frequent first, `times` how many starts led to each; `unsettled` starts led
    nowhere within the steps. With `unique` the map is a contraction, so that one start stands for all.
    """

    ends: tuple[FixedPoint | Cycle, ...]
    times: tuple[int, ...]
    unsettled: int
    starts: int
    unique: bool


def is_contraction(weights: Floats, fuzzy: Fuzzy) -> bool:
    """Tell whether every start must end in the same fixed point.

    It must where slope x largest column sum of |W| < 1, with slope steepness / 4 for the sigmoid and steepness for
    tanh; the modified rule adds 1 to the sum, the rescaled rule adds 1 and doubles it. Steps have no such bound. Where
    it fails the map may still have one end only: `attractors` looks.

    Parameters
    ----------
    weights
        (concepts, concepts), W[i, j] the effect of i on j.
    fuzzy
        How the map is run.

    Examples
    --------
    >>> is_contraction(np.array([[0.0, 2.0], [0.0, 0.0]]), Fuzzy(Rule.KOSKO))
    True
    """
    if fuzzy.transfer.is_step:
        return False
    slope = fuzzy.steepness / (4 if fuzzy.transfer is Transfer.SIGMOID else 1)
    own, twice = (0, 1) if fuzzy.rule is Rule.KOSKO else (1, 2 if fuzzy.rule is Rule.RESCALED else 1)
    return bool(slope * twice * (np.abs(weights).sum(axis=0) + own).max(initial=0.0) < 1)


def attractors(
    weights: Floats,
    fuzzy: Fuzzy,
    *,
    clamps: Mapping[int, float] | None = None,
    starts: int = STARTS,
    longest: int = LONGEST,
    rng: np.random.Generator,
) -> Attractors:
    """Run a map from many random starts and count its ends; a contraction needs one start only.

    Parameters
    ----------
    weights, fuzzy, clamps, longest
        As in `settle`.
    starts
        How many.
    rng
        For the starts, uniform over the range of the transfer.

    Returns
    -------
    Attractors

    Examples
    --------
    Two concepts that hold each other up or let each other fall:

    >>> both = np.array([[0.0, 5.0], [5.0, 0.0]])
    >>> len(attractors(both, Fuzzy(transfer=Transfer.TANH), rng=np.random.default_rng(1)).ends) > 1
    True
    """
    unique = is_contraction(weights, fuzzy)
    size = 1 if unique else starts
    drawn = rng.uniform(fuzzy.transfer.lowest, 1.0, (size, len(weights)))
    drawn = np.round(drawn) if fuzzy.transfer.is_step else drawn
    found = [settle(weights, start, fuzzy, clamps=clamps, longest=longest) for start in drawn]
    ends: dict[bytes, list[FixedPoint | Cycle]] = {}
    for end in found:
        if not isinstance(end, Undefined):
            ends.setdefault(_name(end), []).append(end)
    ordered = sorted(ends.values(), key=len, reverse=True)
    return Attractors(
        ends=tuple(same[0] for same in ordered),
        times=tuple(len(same) for same in ordered),
        unsettled=sum(isinstance(end, Undefined) for end in found),
        starts=size,
        unique=unique,
    )


def _name(end: FixedPoint | Cycle) -> bytes:
    """Return what two equal ends have in common, whichever state of a cycle was met first."""
    if isinstance(end, FixedPoint):
        return (np.round(end.levels, APART) + 0.0).tobytes()
    states = (np.round(end.states, APART) + 0.0).tolist()
    first = states.index(min(states))
    return np.array(states[first:] + states[:first]).tobytes()
