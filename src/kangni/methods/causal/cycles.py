"""Elementary cycles of a map up to a length."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from kangni.core.errors import MethodInput
from kangni.methods.columns import Bools, Ints

__all__ = ["Cycle", "Cycles", "cycles"]

BLOCK = 1 << 15  # ways that are carried on at once: bounds memory, and changes nothing else

Cycle = tuple[int, ...]  # codes in the order of cause and effect, the lowest number first


@dataclass(frozen=True, slots=True)
class Cycles:
    """Elementary cycles up to a length; `complete` is False where there are more than the search may list."""

    cycles: tuple[Cycle, ...]
    complete: bool


def cycles(cause: Ints, effect: Ints, *, cap: int = 6, most: int = 10_000) -> Cycles:
    """List the elementary cycles of a map: closed ways that meet no factor twice.

    Parameters
    ----------
    cause, effect
        (links,) codes of each link, each pair once.
    cap
        Longest cycle listed, in links; a link of a factor to itself is a cycle of one.
    most
        How many cycles are listed at most; a dense map has more than anybody could read.

    Returns
    -------
    Cycles
        In the order of their codes, each from its lowest on.

    Raises
    ------
    MethodInput
        If `cap` or `most` is below 1.

    Notes
    -----
    From each factor over higher-numbered ones, as in Johnson (1975). Instead of his blocking a step is taken only
    where the way back still fits under the cap, and many ways are carried on at once.

    Examples
    --------
    >>> cycles(np.array([0, 1, 2, 2, 0]), np.array([1, 2, 0, 1, 0])).cycles
    ((0,), (0, 1, 2), (1, 2))
    """
    if cap < 1 or most < 1:
        raise MethodInput("cycles", f"cap {cap} and most {most} must be 1 or more")
    codes, ends = np.unique(np.concatenate([cause, effect]), return_inverse=True)
    one, other = ends[: cause.size].astype(np.int64), ends[cause.size :].astype(np.int64)
    order = np.lexsort((other, one))
    found: list[Ints] = []
    count = 0
    for closed in _every(one[order], other[order], factors=codes.size, cap=cap):
        found.append(closed)
        count += len(closed)
        if count > most:
            break
    listed = [tuple(loop) for closed in found for loop in codes[closed].tolist()]
    return Cycles(cycles=tuple(sorted(listed)[:most]), complete=count <= most)


def _every(cause: Ints, effect: Ints, *, factors: int, cap: int) -> Iterator[Ints]:
    """Yield cycles of one length at a time, as rows of factors; links come in the order of their cause."""
    for start in range(factors):
        back = _way_back(start, cause, effect, factors=factors, cap=cap)
        steps = [_steps_within(cause, effect, back <= cap - length) for length in range(1, cap + 1)]
        waiting = [np.full((1, 1), start, np.int64)]
        while waiting:
            ways = waiting.pop()
            length = ways.shape[1]
            longer = _carry_on(ways, *steps[length - 1])
            closes = longer[:, -1] == start
            if closes.any():
                yield longer[closes, :-1]
            longer = longer[~closes]
            waiting += [longer[at : at + BLOCK] for at in range(0, len(longer), BLOCK)]


def _way_back(start: int, cause: Ints, effect: Ints, *, factors: int, cap: int) -> Ints:
    """Return how many links lie between each factor and `start` over higher ones; more than `cap` where none do."""
    back = np.full(factors, cap + 1, np.int64)
    back[start] = 0
    for distance in range(1, cap):
        reached = cause[(back[effect] == distance - 1) & (cause > start) & (back[cause] > cap)]
        if not reached.size:
            break
        back[reached] = distance
    return back


def _steps_within(cause: Ints, effect: Ints, may_enter: Bools) -> tuple[Ints, Ints]:
    """Return where the links of each factor begin, and their effects, of the links that lead to some factors."""
    kept = may_enter[effect]
    first = np.searchsorted(cause[kept], np.arange(may_enter.size + 1))
    return first, effect[kept]


def _carry_on(ways: Ints, first: Ints, effect: Ints) -> Ints:
    """Return the ways with each link added that leads to a factor not yet met, or back to the start."""
    last = ways[:, -1]
    count = first[last + 1] - first[last]
    way = np.repeat(np.arange(len(ways)), count)
    place = np.arange(way.size) - np.repeat(np.cumsum(count) - count, count)
    to = effect[first[last][way] + place]
    new = np.ones(way.size, np.bool_)
    for met in range(1, ways.shape[1]):
        new &= ways[way, met] != to
    return np.column_stack((ways[way[new]], to[new]))
