"""How many fuzzy cognitive maps over the same links are run at once, in double or in single precision.

Maps stand side by side as the last axis of every array. Sixty-four of them are a good block: the levels of one concept
then fill a few registers, and a block's weights stay near the processor.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

import numba
import numpy as np
from numpy.typing import NDArray

from kangni.core.errors import MethodInput
from kangni.methods.causal.balance import Links
from kangni.methods.causal.fuzzy import SWING, TOLERANCE, Fuzzy, Rule, Transfer, clamps_of
from kangni.methods.causal.logistic import logistic_into
from kangni.methods.columns import Bools, Floats, Ints

__all__ = ["Ending", "Ends", "settle_maps", "steps_of"]

# float64, or float32 where many maps are screened
Levels = NDArray[np.floating[Any]]

SETTLING = 500  # steps in which a map may come to rest
LONGEST = 1_000  # steps in which one that has not may come back to where it was
BACK = 1e-10  # this near is back
_RULES = {rule: number for number, rule in enumerate(Rule)}
_TRANSFERS = {transfer: number for number, transfer in enumerate(Transfer)}
_KOSKO, _RESCALED = _RULES[Rule.KOSKO], _RULES[Rule.RESCALED]
_SIGMOID, _TANH, _BIVALENT = (_TRANSFERS[one] for one in (Transfer.SIGMOID, Transfer.TANH, Transfer.BIVALENT))


class Ending(IntEnum):
    """How a map's run ended."""

    FIXED = 0
    CYCLE = 1
    UNSETTLED = 2


@dataclass(frozen=True, slots=True)
class Ends:
    """Levels at the end, (concepts, maps), the mean over the states of a cycle; and how each map ended, (maps,)."""

    levels: Floats
    ending: Ints


def steps_of(links: Links, weight: Levels, start: Levels, fuzzy: Fuzzy, *, steps: int) -> Levels:
    """Return the levels after so many steps, in the precision of the weights.

    Parameters
    ----------
    links, weight
        The links, and (links, maps) weights in float64 or float32.
    start
        (concepts,) levels, the same for all maps.
    fuzzy
        How the maps are run; sources are not held.
    steps
        How many.

    Returns
    -------
    array
        (concepts, maps).

    Examples
    --------
    >>> chain = Links(np.array([0]), np.array([1]), 2)
    >>> steps_of(chain, np.array([[1.0, -1.0]]), np.zeros(2), Fuzzy(Rule.KOSKO), steps=2).round(4).tolist()
    [[0.5, 0.5], [0.6225, 0.3775]]
    """
    levels: Levels = _spread_out(start.astype(weight.dtype), weight.shape[1])
    free = np.zeros(links.factors, np.bool_)
    _run(*_ends(links), np.ascontiguousarray(weight), levels, free, *_numbers(fuzzy, weight.dtype), steps, -1.0)
    return levels


def settle_maps(
    links: Links,
    weight: Floats,
    start: Floats,
    fuzzy: Fuzzy,
    *,
    clamps: Mapping[int, float] | None = None,
    tolerance: float = TOLERANCE,
) -> Ends:
    """Run a block of maps to their ends: until none moves, or, for those that still do, until they come round.

    Parameters
    ----------
    links, weight
        The links, and (links, maps) weights; several links between the same two concepts add up.
    start
        (concepts,) levels.
    fuzzy, clamps, tolerance
        As in `kangni.methods.causal.fuzzy.settle`.

    Returns
    -------
    Ends

    Examples
    --------
    >>> turn = Links(np.array([0, 1]), np.array([1, 0]), 2)
    >>> weight = np.array([[1.0, 1.0], [-1.0, 1.0]])
    >>> settle_maps(turn, weight, np.ones(2), Fuzzy(Rule.KOSKO, Transfer.TRIVALENT)).ending.tolist()
    [1, 0]
    """
    if start.shape != (links.factors,):
        raise MethodInput("fuzzy maps", f"{links.factors} concepts but {start.shape} levels")
    levels = _spread_out(start, weight.shape[1])
    held = clamps_of((clamps or {}).items(), concepts=links.factors, transfer=fuzzy.transfer)
    for concept, level in held.items():
        levels[concept] = level
    fixed = np.zeros(links.factors, np.bool_)
    fixed[list(held)] = True
    if fuzzy.hold_sources:
        fixed[np.setdiff1d(np.arange(links.factors), links.effect)] = True
    change = _run(
        *_ends(links), np.ascontiguousarray(weight), levels, fixed, *_numbers(fuzzy, weight.dtype), SETTLING, tolerance
    )
    ending = np.where(change > tolerance, Ending.UNSETTLED, Ending.FIXED).astype(np.int64)
    late = np.flatnonzero(change > tolerance)
    if late.size:
        swinging = np.ascontiguousarray(levels[:, late])
        comes_back = _cycles(
            *_ends(links), np.ascontiguousarray(weight[:, late]), swinging, fixed, *_numbers(fuzzy, weight.dtype)
        )
        ending[late[comes_back]] = Ending.CYCLE
        levels[:, late] = swinging
    return Ends(levels, ending)


def _spread_out(start: Levels, maps: int) -> Any:
    return np.repeat(start[:, None], maps, axis=1)


def _ends(links: Links) -> tuple[Ints, Ints]:
    return links.cause, links.effect


def _numbers(fuzzy: Fuzzy, precision: np.dtype[Any]) -> tuple[int, int, Any]:
    return _RULES[fuzzy.rule], _TRANSFERS[fuzzy.transfer], precision.type(fuzzy.steepness)


def _flow_loop(cause: Ints, effect: Ints, weight: Levels, felt: Levels, z: Levels) -> None:
    """Add W felt to z, for every map."""
    for k in range(cause.size):
        source, target = cause[k], effect[k]
        for m in range(z.shape[1]):
            z[target, m] += weight[k, m] * felt[source, m]


def _feel_loop(level: Levels, felt: Levels, z: Levels, rule: int) -> None:
    """Write what a concept passes on, and with what of its own its inflow begins."""
    for i in range(level.size):
        felt[i] = 2 * level[i] - 1 if rule == _RESCALED else level[i]
        z[i] = 0 if rule == _KOSKO else felt[i]


def _squeeze_loop(z: Levels, level: Levels, transfer: int, steepness: float) -> None:
    if transfer == _SIGMOID:
        logistic_into(z, level, steepness)
    elif transfer == _TANH:
        logistic_into(z, level, steepness + steepness)
        for i in range(level.size):
            level[i] = 2 * level[i] - 1
    else:
        least = 0 if transfer == _BIVALENT else -1
        for i in range(z.size):
            level[i] = 1 if z[i] > 0 else (least if z[i] < 0 else 0)


def _changes_loop(before: Levels, after: Levels, change: Levels) -> None:
    """Write the largest change of any concept, for each map."""
    change[:] = 0
    for i in range(before.shape[0]):
        for m in range(before.shape[1]):
            moved = abs(after[i, m] - before[i, m])
            change[m] = max(change[m], moved)


def _run_loop(
    cause: Ints,
    effect: Ints,
    weight: Levels,
    level: Levels,
    fixed: Bools,
    rule: int,
    transfer: int,
    steepness: float,
    steps: int,
    tolerance: float,
) -> Floats:
    z, after, felt = np.empty_like(level), np.empty_like(level), np.empty_like(level)
    flat_z, flat_after, flat_felt, flat_level = z.reshape(-1), after.reshape(-1), felt.reshape(-1), level.reshape(-1)
    change = np.zeros(level.shape[1])
    for _ in range(steps):
        _feel(flat_level, flat_felt, flat_z, rule)
        _flow(cause, effect, weight, felt, z)
        _squeeze(flat_z, flat_after, transfer, steepness)
        for i in range(level.shape[0]):
            if fixed[i]:
                after[i] = level[i]
        if tolerance >= 0:
            _changes(level, after, change)
        flat_level[:] = flat_after
        if tolerance >= 0 and change.max() <= tolerance:
            break
    return change


def _cycles_loop(
    cause: Ints,
    effect: Ints,
    weight: Levels,
    level: Levels,
    fixed: Bools,
    rule: int,
    transfer: int,
    steepness: float,
) -> Bools:
    """Tell which maps come back to where they are, and write the mean of the states between."""
    z, after, felt, first = np.empty_like(level), np.empty_like(level), np.empty_like(level), level.copy()
    flat_z, flat_after, flat_felt, flat_level = z.reshape(-1), after.reshape(-1), felt.reshape(-1), level.reshape(-1)
    total, mean = np.zeros_like(level), level.copy()
    maps = level.shape[1]
    distance, swing, is_back = np.zeros(maps), np.zeros(maps), np.zeros(maps, np.bool_)
    for t in range(1, LONGEST + 1):
        total += level
        _feel(flat_level, flat_felt, flat_z, rule)
        _flow(cause, effect, weight, felt, z)
        _squeeze(flat_z, flat_after, transfer, steepness)
        for i in range(level.shape[0]):
            if fixed[i]:
                after[i] = level[i]
        flat_level[:] = flat_after
        _changes(first, level, distance)
        for m in range(maps):
            swing[m] = max(swing[m], distance[m])
            if distance[m] <= BACK and swing[m] > SWING and not is_back[m]:
                is_back[m] = True
                mean[:, m] = total[:, m] / t
        if is_back.all():
            break
    level[:] = mean
    return is_back


_compiled = numba.njit(cache=True, nogil=True, error_model="numpy")
_flow = _compiled(_flow_loop)
_feel = _compiled(_feel_loop)
_squeeze = _compiled(_squeeze_loop)
_changes = _compiled(_changes_loop)
_run = _compiled(_run_loop)
_cycles = _compiled(_cycles_loop)
