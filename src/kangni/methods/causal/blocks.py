"""How many maps over the same links are run at once: to their rest, or step by step.

Maps stand side by side as the last axis of every array, so that one pass over the links serves a whole block.
"""

from __future__ import annotations

from typing import NamedTuple

import numba
import numpy as np

from kangni.core.errors import MethodInput
from kangni.methods.causal.balance import STEEPNESS, Functioning, Links, logit
from kangni.methods.causal.logistic import logistic_double
from kangni.methods.columns import Bools, Floats, Ints

__all__ = ["STEP", "euler", "reaching", "settle"]

STEP = 0.05  # of the Euler integration
SETTLED = 1e-12
LONGEST = 10_000


class _Block(NamedTuple):
    """A block of maps as the kernels take it; `weight` is (links, maps), `base` (factors, maps)."""

    cause: Ints
    effect: Ints
    weight: Floats
    base: Floats
    rest: Floats
    y_weight: Floats
    y_offset: float
    steepness: float


def settle(
    links: Links,
    weight: Floats,
    rest: Floats,
    pushes: Floats,
    functioning: Functioning,
    *,
    steepness: float = STEEPNESS,
) -> Floats:
    """Return resting y under pushes that last, for a block of maps.

    The rest is found by x <- s(b + W x + u) from x*, which closes in at the rate `feedback` in a scaled map.

    Parameters
    ----------
    links, weight
        The links, and (links, maps) scaled weights.
    rest
        (factors,) rest levels.
    pushes
        (pushes, factors) inputs u.
    functioning
        y.

    Returns
    -------
    Floats
        (pushes, maps).

    Raises
    ------
    MethodInput
        If a map does not settle, which a map scaled to a feedback below 1 about a rest of 0.5 always does.
    """
    y, is_settled = _settle(_block(links, weight, rest, functioning, steepness), pushes)
    if not is_settled:
        raise MethodInput("balance", f"a map finds no rest within {LONGEST} turns; its feedback is too strong")
    settled: Floats = y
    return settled


def euler(
    links: Links,
    weight: Floats,
    rest: Floats,
    functioning: Functioning,
    *,
    shock: Floats,
    held: Floats,
    shock_steps: float,
    horizon_steps: float,
    steepness: float = STEEPNESS,
) -> Floats:
    """Return y at 0, STEP, 2 STEP ... for a block of maps under a shock with conditions or presses held.

    Parameters
    ----------
    links, weight
        The links, and (links, maps) scaled weights.
    rest
        (factors,) rest levels, from which the run starts.
    shock, held
        (factors,) inputs: `shock` until `shock_steps`, `held` to the end.
    shock_steps, horizon_steps
        How long the shock lasts, and how long is watched after it.

    Returns
    -------
    Floats
        (times, maps).
    """
    edge, steps = round(shock_steps / STEP), round((shock_steps + horizon_steps) / STEP)
    alive = _alive(links, (shock != 0) | (held != 0), functioning.weight != 0)
    block = _block(*_only(links, weight, rest, functioning, alive), steepness)
    y: Floats = _euler(block, (shock + held)[alive], held[alive], edge, steps)
    return y


def reaching(links: Links, present: Bools, targets: Bools) -> Bools:
    """Tell from which factors a path leads to a target, in each map of a block; targets reach themselves.

    Parameters
    ----------
    links, present
        The links, and (links, maps) True where the map has the link.
    targets
        (factors,).

    Returns
    -------
    Bools
        (factors, maps).

    Examples
    --------
    >>> chain = Links(np.array([0, 1]), np.array([1, 2]), 3)
    >>> present = np.array([[True, True], [True, False]])
    >>> reaching(chain, present, np.array([False, False, True])).tolist()
    [[True, False], [True, False], [True, True]]
    """
    reached = np.repeat(targets[:, None], present.shape[1], axis=1)
    _spread(links.cause, links.effect, np.ascontiguousarray(present), reached)
    return reached


def _alive(links: Links, pushed: Bools, parts: Bools) -> Bools:
    """Tell which factors a push reaches and lead on to y; all others stay at rest or do not matter."""
    everywhere = np.ones((links.cause.size, 1), np.bool_)
    back = Links(links.effect, links.cause, links.factors)
    return reaching(back, everywhere, pushed)[:, 0] & reaching(links, everywhere, parts)[:, 0]


def _only(
    links: Links, weight: Floats, rest: Floats, functioning: Functioning, alive: Bools
) -> tuple[Links, Floats, Floats, Functioning]:
    """Return the maps among some factors; what stays at rest is part of b, so that nothing else changes."""
    number = np.cumsum(alive) - 1
    kept = alive[links.cause] & alive[links.effect]
    among = Links(number[links.cause[kept]], number[links.effect[kept]], int(alive.sum()))
    still = float(functioning.weight[~alive] @ rest[~alive])
    return among, weight[kept], rest[alive], Functioning(functioning.weight[alive], functioning.offset + still)


def _block(links: Links, weight: Floats, rest: Floats, functioning: Functioning, steepness: float) -> _Block:
    base = np.repeat((logit(rest) / steepness)[:, None], weight.shape[1], axis=1)
    np.subtract.at(base, links.effect, weight * rest[links.cause][:, None])
    ends = links.cause, links.effect
    return _Block(*ends, np.ascontiguousarray(weight), base, rest, functioning.weight, functioning.offset, steepness)


def _inflow_loop(
    cause: Ints, effect: Ints, weight: Floats, base: Floats, push: Floats, x: Floats, z: Floats
) -> None:  # arrays one by one: so the compiler knows them contiguous, and takes several maps at a time
    """Write b + push + W x of every factor and map into z."""
    factors, maps = x.shape
    for i in range(factors):
        for m in range(maps):
            z[i, m] = base[i, m] + push[i]
    for k in range(cause.size):
        source, target = cause[k], effect[k]
        for m in range(maps):
            z[target, m] += weight[k, m] * x[source, m]


def _functioning_loop(y_weight: Floats, y_offset: float, x: Floats, y: Floats) -> None:
    """Write y of every map."""
    factors, maps = x.shape
    for m in range(maps):
        y[m] = y_offset
    for i in range(factors):
        if y_weight[i] != 0:
            for m in range(maps):
                y[m] += y_weight[i] * x[i, m]


def _approach_loop(x: Floats, level: Floats) -> None:
    """Take one Euler step towards the levels."""
    for i in range(x.size):
        x[i] += STEP * (level[i] - x[i])


def _settle_loop(block: _Block, pushes: Floats) -> tuple[Floats, bool]:
    factors, maps = block.base.shape
    y = np.full((pushes.shape[0], maps), np.nan)
    z, x, level = np.empty((factors, maps)), np.empty((factors, maps)), np.empty((factors, maps))
    flat_z, flat_level = z.reshape(-1), level.reshape(-1)
    all_settled = True
    for push in range(pushes.shape[0]):
        for i in range(factors):
            x[i] = block.rest[i]
        change, turns = 1.0, 0
        while change > SETTLED and turns < LONGEST:
            _inflow(block.cause, block.effect, block.weight, block.base, pushes[push], x, z)
            _logistic(flat_z, flat_level, block.steepness)
            change = 0.0
            for i in range(factors):
                for m in range(maps):
                    change = max(change, abs(level[i, m] - x[i, m]))
                    x[i, m] = level[i, m]
            turns += 1
        if change <= SETTLED:
            _functioning(block.y_weight, block.y_offset, x, y[push])
        else:
            all_settled = False
    return y, all_settled


def _euler_loop(block: _Block, first: Floats, later: Floats, edge: int, steps: int) -> Floats:
    factors, maps = block.base.shape
    y = np.empty((steps + 1, maps))
    z, x, level = np.empty((factors, maps)), np.empty((factors, maps)), np.empty((factors, maps))
    flat_z, flat_x, flat_level = z.reshape(-1), x.reshape(-1), level.reshape(-1)
    for i in range(factors):
        x[i] = block.rest[i]
    for t in range(steps + 1):
        _functioning(block.y_weight, block.y_offset, x, y[t])
        _inflow(block.cause, block.effect, block.weight, block.base, first if t < edge else later, x, z)
        _logistic(flat_z, flat_level, block.steepness)
        _approach(flat_x, flat_level)
    return y


def _spread_loop(cause: Ints, effect: Ints, present: Bools, reached: Bools) -> None:
    changed = True
    while changed:
        changed = False
        for k in range(cause.size):
            for m in range(present.shape[1]):
                if present[k, m] and reached[effect[k], m] and not reached[cause[k], m]:
                    reached[cause[k], m] = True
                    changed = True


# Serial and without the interpreter's lock: threads run blocks of maps (numba's own parallel mode can abort).
_compiled = numba.njit(cache=True, nogil=True)
_inflow = _compiled(_inflow_loop)
_functioning = _compiled(_functioning_loop)
_approach = _compiled(_approach_loop)
_logistic = logistic_double
_spread = _compiled(_spread_loop)
_settle = _compiled(_settle_loop)
_euler = _compiled(_euler_loop)
