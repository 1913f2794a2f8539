"""How far two maps lie apart, and how often chance alone would put them as far apart."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations, islice
from math import comb, sqrt

import numpy as np

from kangni.core.errors import N_, MethodInput
from kangni.core.undefined import Number, Undefined
from kangni.methods.causal.maps import Bundled
from kangni.methods.columns import Bools, Floats, Ints

__all__ = ["MOST_ENUMERATED", "MapDifference", "OwnMaps", "between_groups", "own_maps", "within_people"]

MOST_ENUMERATED = 200_000  # ways of dividing, or of exchanging
DRAWS = 9_999  # with the observed one, 10,000
BLOCK = 1 << 22  # numbers held at a time
ROUNDING = 1e-9  # distances of the same maps in another order are equal

EMPTY = Undefined(N_("a group is empty"))
ONE_WAY = Undefined(N_("there is only one way to divide so few people"))


@dataclass(frozen=True, slots=True)
class OwnMaps:
    """Own maps of people over common links: each side of each weight, (people, links)."""

    cause: Ints
    effect: Ints
    plus: Floats
    minus: Floats


@dataclass(frozen=True, slots=True)
class MapDifference:
    """Two maps side by side, and what chance says of their difference.

    Attributes
    ----------
    plus, minus
        (2, links) the sides of the group weights of both maps.
    difference
        (links,) how far the sides of each link lie apart, summed over its two sides.
    distance
        Sum of `difference` over all links.
    p
        Share of the ways of dividing (or exchanging) that put the maps at least as far apart.
    error
        Standard error of p, 0 where all ways were counted.
    p_by_link
        The same share for the difference of each link by itself.
    adjusted
        The share of ways in which any link at all differs as much as this one: holds for all links together.
    ways
        How many were counted.
    is_exact
        All there are were counted.
    least
        The smallest p that so few people can give.
    """

    plus: Floats
    minus: Floats
    difference: Floats
    distance: float
    p: Number
    error: Number
    p_by_link: tuple[Number, ...]
    adjusted: tuple[Number, ...]
    ways: int
    is_exact: bool
    least: Number


def own_maps(links: Bundled, people: Ints, *, cause: Ints | None = None, effect: Ints | None = None) -> OwnMaps:
    """Return the own maps of some people over the links of a map, or over links that are named.

    Parameters
    ----------
    links
        The map that holds their entries.
    people
        Participants, one row each.
    cause, effect
        The links of the columns, such as those of two maps together; by default those of `links`.

    Examples
    --------
    >>> from kangni.methods.causal.maps import bundle_maps
    >>> found = own_maps(bundle_maps(np.array([[[0, 0.6], [0, 0]], [[0, -0.3], [0, 0]]])), np.array([1, 0]))
    >>> found.plus.tolist(), found.minus.tolist()
    ([[0.0], [0.6]], [[-0.3], [0.0]])
    """
    starts, ends = (links.cause, links.effect) if cause is None or effect is None else (cause, effect)
    column = {pair: i for i, pair in enumerate(zip(starts.tolist(), ends.tolist(), strict=True))}
    own = [column.get(pair, -1) for pair in zip(links.cause.tolist(), links.effect.tolist(), strict=True)]
    row = {person: i for i, person in enumerate(people.tolist())}
    plus, minus = np.zeros((2, len(people), len(starts)))
    for entry, person in enumerate(links.entry_participant.tolist()):
        at = own[links.entry_link[entry]]
        if person in row and at >= 0:
            plus[row[person], at] = links.entry_plus[entry]
            minus[row[person], at] = links.entry_minus[entry]
    return OwnMaps(starts, ends, plus, minus)


def between_groups(maps: OwnMaps, first: Bools, *, rng: np.random.Generator) -> MapDifference:
    r"""Compare the maps of two groups of people.

    With :math:`w^\pm_g` the sides of a link's weight in group g, the distance of the maps is
    :math:`\sum_\mathrm{links} |w^+_1 - w^+_2| + |w^-_1 - w^-_2|`; sides are never added, so that a contested link is
    not taken for a weak one. p is the share, among all ways of dividing the same people into groups of these sizes,
    of those whose maps lie at least as far apart. It assumes that without a difference it would be chance who stands
    in which group; people, not claims, are exchanged. Of all links together, `adjusted` follows Westfall and Young's
    single step: the largest difference of each way.

    Parameters
    ----------
    maps
        Own maps of all people of both groups.
    first
        (people,) True for those of the first group.
    rng
        Used only beyond 200,000 ways.

    Returns
    -------
    MapDifference
        p is undefined where a group is empty, or all people stand in one way only.

    References
    ----------
    Westfall and Young (1993), Resampling-based multiple testing. Phipson and Smyth (2010), Statistical Applications in
    Genetics and Molecular Biology 9, on p from random ways.

    Examples
    --------
    Three people claim a link and three do not: 2 of 20 ways to divide them set the two apart as far.

    >>> one, nothing = np.array([[1.0]] * 3 + [[0.0]] * 3), np.zeros((6, 1))
    >>> maps = OwnMaps(np.array([0]), np.array([1]), one, nothing)
    >>> found = between_groups(maps, np.arange(6) < 3, rng=np.random.default_rng(1))
    >>> found.distance, found.p, found.ways, found.least
    (1.0, 0.1, 20, 0.1)
    """
    n, k = len(first), int(first.sum())
    if first.shape != (len(maps.plus),):
        raise MethodInput("difference of maps", f"{len(maps.plus)} people but {len(first)} marks of the group")
    sides = np.concatenate((maps.plus, maps.minus), axis=1)
    if k in {0, n}:
        return _untested(maps, _means(sides, first), EMPTY)
    ways = comb(n, k)
    is_exact = ways <= MOST_ENUMERATED
    masks = _divisions(n, k) if is_exact else _drawn_divisions(first, rng)
    differences = (each @ sides / k - (1 - each) @ sides / (n - k) for each in _blocks(masks, n, sides.shape[1]))
    return _tested(maps, _means(sides, first), differences, ways=ways, is_exact=is_exact, mirrored=2 * k == n)


def within_people(first: OwnMaps, second: OwnMaps, *, rng: np.random.Generator) -> MapDifference:
    r"""Compare two maps of the same people: by two coders, or in two waves.

    The distance is that of `between_groups`. p is the share, among all :math:`2^n` ways of exchanging the two maps of
    some of the people, of those that put the group maps at least as far apart.

    Parameters
    ----------
    first, second
        Own maps of the same people in the same order, over the same links.
    rng
        Used only beyond 200,000 ways (18 people and more).

    Returns
    -------
    MapDifference
        p is undefined without people.

    Examples
    --------
    >>> one, nothing = np.ones((5, 1)), np.zeros((5, 1))
    >>> link = np.array([0]), np.array([1])
    >>> found = within_people(
    ...     OwnMaps(*link, one, nothing), OwnMaps(*link, nothing, nothing), rng=np.random.default_rng(1)
    ... )
    >>> found.p, found.ways
    (0.0625, 32)
    """
    if first.plus.shape != second.plus.shape:
        raise MethodInput("difference of maps", "both maps need the same people and links")
    n = len(first.plus)
    each = [np.concatenate((maps.plus, maps.minus), axis=1) for maps in (first, second)]
    means = np.array([sides.mean(axis=0) if n else sides.sum(axis=0) for sides in each])
    if not n:
        return _untested(first, means, EMPTY)
    apart, ways = (each[0] - each[1]) / n, 2**n
    is_exact = ways <= MOST_ENUMERATED
    signs = _exchanges(n) if is_exact else iter(rng.integers(0, 2, (DRAWS, n)))
    differences = ((1 - 2 * one) @ apart for one in _blocks(signs, n, apart.shape[1]))
    return _tested(first, means, differences, ways=ways, is_exact=is_exact, mirrored=True)


def _means(sides: Floats, first: Bools) -> Floats:
    return np.array([sides[which].sum(axis=0) / max(1, int(which.sum())) for which in (first, ~first)])


def _divisions(n: int, k: int) -> Iterator[Ints]:
    for chosen in combinations(range(n), k):
        mask = np.zeros(n, np.int64)
        mask[list(chosen)] = 1
        yield mask


def _drawn_divisions(first: Bools, rng: np.random.Generator) -> Iterator[Ints]:
    mask = first.astype(np.int64)
    return (rng.permutation(mask) for _ in range(DRAWS))


def _exchanges(n: int) -> Iterator[Ints]:
    places = np.arange(n)
    return ((way >> places) & 1 for way in range(2**n))


def _blocks(rows: Iterator[Ints], n: int, columns: int) -> Iterator[Floats]:
    """Return rows in blocks whose differences need little memory."""
    size = max(1, BLOCK // max(1, columns))
    while block := list(islice(rows, size)):
        yield np.array(block, np.float64).reshape(-1, n)


def _tested(
    maps: OwnMaps, means: Floats, differences: Iterator[Floats], *, ways: int, is_exact: bool, mirrored: bool
) -> MapDifference:
    """Count how often the ways reach the observed distance, on all links and on each."""
    links = len(maps.cause)
    observed = _by_link(means[0] - means[1], links)
    distance, reach = float(observed.sum()), observed - ROUNDING
    whole, alone, any_at_all = 0, np.zeros(links, np.int64), np.zeros(links, np.int64)
    for block in differences:
        each = _by_link(block, links)
        whole += int((each.sum(axis=-1) >= distance - ROUNDING).sum())
        alone += (each >= reach).sum(axis=0)
        any_at_all += (each.max(axis=-1, initial=0)[:, None] >= reach).sum(axis=0)
    more, counted = (0, ways) if is_exact else (1, DRAWS + 1)  # the observed way is one of those drawn
    p = (whole + more) / counted
    if ways < 2:
        return _untested(maps, means, ONE_WAY)
    return MapDifference(
        plus=means[:, :links],
        minus=means[:, links:],
        difference=observed,
        distance=distance,
        p=p,
        error=0.0 if is_exact else sqrt(p * (1 - p) / DRAWS),
        p_by_link=tuple(((alone + more) / counted).tolist()),
        adjusted=tuple(((any_at_all + more) / counted).tolist()),
        ways=ways if is_exact else DRAWS,
        is_exact=is_exact,
        least=(2 if mirrored else 1) / ways if is_exact else 1 / counted,
    )


def _untested(maps: OwnMaps, means: Floats, why: Undefined) -> MapDifference:
    links = len(maps.cause)
    observed = _by_link(means[0] - means[1], links)
    return MapDifference(
        plus=means[:, :links],
        minus=means[:, links:],
        difference=observed,
        distance=float(observed.sum()),
        p=why,
        error=why,
        p_by_link=(why,) * links,
        adjusted=(why,) * links,
        ways=0,
        is_exact=True,
        least=why,
    )


def _by_link(sides: Floats, links: int) -> Floats:
    """Add up how far both sides of each link lie apart; the last axis holds all plus and then all minus sides."""
    apart = np.abs(sides)
    added: Floats = apart[..., :links] + apart[..., links:]
    return added
