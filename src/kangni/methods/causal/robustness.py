"""How many people carry an argument from one factor to another, and on how few of them it hangs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import coo_array, csr_array
from scipy.sparse.csgraph import breadth_first_order, maximum_flow

from kangni.core.errors import MethodInput
from kangni.methods.causal.maps import Bundled
from kangni.methods.columns import Bools, Ints

__all__ = ["CAP", "MOST_WAYS", "Flow", "Way", "Ways", "flow", "source_cut", "threads", "ways"]

CAP = 6  # longest way in links; longer chains are nobody's argument
MOST_WAYS = 10_000

Way = tuple[int, ...]  # numbers of links, from the cause to the effect


@dataclass(frozen=True, slots=True)
class Flow:
    """The people that fit side by side through the links, and the fewest links through which all of them must pass."""

    people: int
    narrowest: Ints


@dataclass(frozen=True, slots=True)
class Ways:
    """Ways from a cause to an effect that meet no factor twice; `complete` is False where there are more to list."""

    ways: tuple[Way, ...]
    complete: bool


def threads(links: Bundled, *, cause: int, effect: int) -> Ints:
    """Return the sources whose own claims hold a whole way from `cause` to `effect`.

    Nobody is needed but themselves: A->B from one person and B->C from another is nobody's A->C.

    Parameters
    ----------
    links
        The map.
    cause, effect
        Codes, not the same.

    Returns
    -------
    Ints
        Participants, rising; none where nobody tells the whole way.

    Examples
    --------
    The first of two people says 0->1->2, the second only 1->2.

    >>> from kangni.methods.causal.maps import bundle_maps
    >>> maps = np.zeros((2, 3, 3))
    >>> maps[0, 0, 1] = maps[0, 1, 2] = maps[1, 1, 2] = 1
    >>> threads(bundle_maps(maps), cause=0, effect=2).tolist()
    [0]
    """
    _check(cause, effect)
    factors = _factors(links, cause, effect)
    whole = []
    for source in np.unique(links.entry_participant).tolist():
        mine = links.entry_link[links.entry_participant == source]
        if _reached(links.cause[mine], links.effect[mine], cause, factors)[effect]:
            whole.append(source)
    return np.array(whole, np.int64)


def source_cut(links: Bundled, *, cause: int, effect: int) -> Ints:
    r"""Return a smallest set of sources without whose claims nothing leads from `cause` to `effect` any more.

    This is the minimum label cut, exact: minimise :math:`\sum_s x_s` over :math:`x_s \in \{0, 1\}` with a potential p
    from 1 at the cause to 0 at the effect and :math:`p_a - p_b \le x_s` for every source s of every link (a, b), so
    that a link gives way only where all its sources are gone. Who holds a whole way alone (`threads`) is in every such
    set and is taken out first. It assumes that a link stands as long as one person claims it.

    Parameters
    ----------
    links
        The map.
    cause, effect
        Codes, not the same.

    Returns
    -------
    Ints
        Participants, rising; none where nothing leads there, which is a true answer. Other sets of the same size may
        do as well.

    Raises
    ------
    MethodInput
        If cause and effect are the same.

    Notes
    -----
    threads <= source cut <= flow, always.

    Examples
    --------
    Two people say 0->1, one of them also 1->2, and a third alone says 1->2 as well.

    >>> from kangni.methods.causal.maps import bundle_maps
    >>> maps = np.zeros((3, 3, 3))
    >>> maps[0, 0, 1] = maps[1, 0, 1] = maps[1, 1, 2] = maps[2, 1, 2] = 1
    >>> len(source_cut(bundle_maps(maps), cause=0, effect=2))
    2
    """
    whole = threads(links, cause=cause, effect=effect)
    left = ~np.isin(links.entry_participant, whole)
    useful = _between(links, cause=cause, effect=effect, standing=np.unique(links.entry_link[left]))
    entries = np.flatnonzero(left & useful[links.entry_link])
    if not len(entries):
        return whole
    people = np.unique(links.entry_participant[entries])
    chosen = _fewest(links, entries, people, cause=cause, effect=effect)
    return np.union1d(whole, people[chosen])


def flow(links: Bundled, *, cause: int, effect: int) -> Flow:
    """Return the maximum flow from `cause` to `effect`, each link as wide as it has sources.

    It overstates how many people carry an argument where one person holds several links of it: then somebody is counted
    on each.

    Parameters
    ----------
    links
        The map.
    cause, effect
        Codes, not the same.

    Returns
    -------
    Flow
        `narrowest` are the links of the smallest cut nearest to the cause; their sources add up to `people`.

    References
    ----------
    Powell, Copestake and Remnant (2024) count flow with a citation, not a source, as the unit.

    Examples
    --------
    >>> from kangni.methods.causal.maps import bundle_maps
    >>> maps = np.zeros((3, 3, 3))
    >>> maps[0, 0, 1] = maps[1, 0, 1] = maps[1, 1, 2] = 1
    >>> found = flow(bundle_maps(maps), cause=0, effect=2)
    >>> found.people, found.narrowest.tolist()
    (1, [1])
    """
    _check(cause, effect)
    factors = _factors(links, cause, effect)
    shape = (factors, factors)
    wide = csr_array((links.sources.astype(np.int32), (links.cause, links.effect)), shape=shape)
    found = maximum_flow(wide, cause, effect)
    residual = csr_array(wide - found.flow)
    residual.eliminate_zeros()
    inside = np.zeros(factors, np.bool_)
    inside[breadth_first_order(residual, cause, return_predecessors=False)] = True
    crossing = inside[links.cause] & ~inside[links.effect] if found.flow_value else np.zeros(len(links.cause), np.bool_)
    return Flow(int(found.flow_value), np.flatnonzero(crossing))


def ways(links: Bundled, *, cause: int, effect: int, cap: int = CAP, most: int = MOST_WAYS) -> Ways:
    """Return the ways from `cause` to `effect` of up to `cap` links that meet no factor twice.

    Parameters
    ----------
    links
        The map.
    cause, effect
        Codes, not the same.
    cap
        Longest way, in links.
    most
        How many are listed at most.

    Returns
    -------
    Ways
        The shortest first, else by the numbers of their links.

    Examples
    --------
    >>> from kangni.methods.causal.maps import bundle_maps
    >>> ways(bundle_maps(np.array([[0, 1, 1], [0, 0, 1], [0, 0, 0]])), cause=0, effect=2).ways
    ((1,), (0, 2))
    """
    _check(cause, effect)
    if cap < 1:
        raise MethodInput("paths", f"a longest way of {cap} links; use 1 or more")
    left = _steps_left(links, effect)
    leaving: dict[int, list[tuple[int, int]]] = {}
    for link, (start, end) in enumerate(zip(links.cause.tolist(), links.effect.tolist(), strict=True)):
        if end in left:
            leaving.setdefault(start, []).append((link, end))
    found = list(islice(_walk(leaving, left, (), (cause,), effect, cap), most + 1))
    return Ways(tuple(sorted(found[:most], key=lambda way: (len(way), way))), complete=len(found) <= most)


def _walk(
    leaving: Mapping[int, list[tuple[int, int]]],
    left: Mapping[int, int],
    way: Way,
    met: tuple[int, ...],
    effect: int,
    cap: int,
) -> Iterator[Way]:
    """Yield every way on; a step is taken only where the effect can still be reached within the cap."""
    for link, end in leaving.get(met[-1], ()):
        if end == effect:
            yield (*way, link)
        elif end not in met and len(way) + 1 + left[end] <= cap:
            yield from _walk(leaving, left, (*way, link), (*met, end), effect, cap)


def _steps_left(links: Bundled, effect: int) -> dict[int, int]:
    """Return how many links it takes at least from each factor to the effect."""
    arriving: dict[int, list[int]] = {}
    for start, end in zip(links.cause.tolist(), links.effect.tolist(), strict=True):
        arriving.setdefault(end, []).append(start)
    left, newest = {effect: 0}, [effect]
    while newest:
        newest = [start for end in newest for start in arriving.get(end, ()) if start not in left]
        newest = list(dict.fromkeys(newest))
        distance = max(left.values()) + 1
        left.update(dict.fromkeys(newest, distance))
    return left


def _check(cause: int, effect: int) -> None:
    if cause == effect:
        raise MethodInput("paths", "a way leads from one factor to another; from a factor back to itself is a loop")


def _factors(links: Bundled, *codes: int) -> int:
    return 1 + max(*codes, int(links.cause.max(initial=0)), int(links.effect.max(initial=0)))


def _reached(cause: Ints, effect: Ints, start: int, factors: int) -> Bools:
    """Tell which factors some links reach from one factor, itself included."""
    graph = csr_array((np.ones(len(cause), np.int8), (cause, effect)), shape=(factors, factors))
    reached = np.zeros(factors, np.bool_)
    reached[breadth_first_order(graph, start, return_predecessors=False)] = True
    return reached


def _between(links: Bundled, *, cause: int, effect: int, standing: Ints) -> Bools:
    """Tell which links lie on a walk from cause to effect over the standing links."""
    factors = _factors(links, cause, effect)
    starts, ends = links.cause[standing], links.effect[standing]
    there = _reached(starts, ends, cause, factors)
    back = _reached(ends, starts, effect, factors)
    useful = np.zeros(len(links.cause), np.bool_)
    useful[standing] = there[starts] & back[ends]
    return useful


def _fewest(links: Bundled, entries: Ints, people: Ints, *, cause: int, effect: int) -> Bools:
    """Tell which of some people must go; variables are first one a person, then the potential of each factor."""
    link = links.entry_link[entries]
    ends = np.column_stack((links.cause[link], links.effect[link]))
    factors, place = np.unique(np.append(ends.ravel(), [cause, effect]), return_inverse=True)
    of_cause, of_effect = len(people) + place[-2], len(people) + place[-1]
    start, end = (len(people) + place[:-2].reshape(-1, 2)).T
    person = np.searchsorted(people, links.entry_participant[entries])
    row, count = np.arange(len(entries)), len(people) + len(factors)
    sides = coo_array(
        (np.repeat([1.0, -1.0, -1.0], len(entries)), (np.tile(row, 3), np.concatenate((start, end, person)))),
        shape=(len(entries), count),
    )
    low, high = np.zeros(count), np.ones(count)
    low[of_cause], high[of_effect] = 1, 0
    is_person = np.arange(count) < len(people)
    found = milp(
        is_person.astype(np.float64),
        constraints=LinearConstraint(sides.tocsr(), ub=np.zeros(len(entries))),
        integrality=is_person.astype(np.int64),
        bounds=Bounds(low, high),
    )
    if found.x is None:  # taking everybody out is a solution, so that the solver itself must have failed
        raise MethodInput("paths", found.message)
    chosen: Bools = found.x[: len(people)] > 0.5
    return chosen
