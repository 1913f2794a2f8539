"""In which order recommendations stand, and how far that order can be trusted."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.stats import rankdata

from kangni.core.errors import MethodInput
from kangni.core.undefined import Number, Undefined
from kangni.methods.columns import Bools, Floats, Ints

__all__ = ["Places", "pareto_front", "places", "rank_agreement", "rank_ranges", "score", "tied"]

TOP = 3
FEWEST = 3


@dataclass(frozen=True, slots=True)
class Places:
    """Of each lever: 5 and 95 % of its place over members, and the share of members with it in the top three."""

    low: Floats
    high: Floats
    top_three: Floats


def places(askers: Ints, supporters: Ints, effect: Floats) -> Ints:
    """Return the place of each lever: by askers, then supporters, then the size of the effect (METHODS 9).

    The place is one more than the number of levers that stand strictly before; equal levers share a place.

    Parameters
    ----------
    askers, supporters
        (levers, ...) how many ask for it, and how many ask for it or credit it.
    effect
        (levers, ...) its effect; the sign does not count.

    Returns
    -------
    Ints
        (levers, ...) from 1.

    Examples
    --------
    >>> places(np.array([2, 5, 2]), np.array([9, 5, 9]), np.array([0.1, 0.0, -0.4])).tolist()
    [3, 1, 2]
    """
    if not askers.shape == supporters.shape == effect.shape:
        raise MethodInput("ranking", "askers, supporters and effects need one entry a lever")
    size = np.abs(effect)
    asked, credited, moved = (values[:, None] - values[None, :] for values in (askers, supporters, size))
    behind = (asked < 0) | ((asked == 0) & ((credited < 0) | ((credited == 0) & (moved < 0))))
    place: Ints = 1 + behind.sum(axis=1)
    return place


def rank_ranges(place: Ints) -> Places:
    """Return the range of each lever's place over members.

    Parameters
    ----------
    place
        (levers, members).

    Examples
    --------
    >>> rank_ranges(np.array([[1, 1, 1, 4], [2, 2, 2, 2]])).top_three.tolist()
    [0.75, 1.0]
    """
    low, high = np.quantile(place, [0.05, 0.95], axis=1, method="inverted_cdf")
    return Places(low.astype(np.float64), high.astype(np.float64), (place <= TOP).mean(axis=1))


def tied(askers: Ints, ranges: Places) -> Bools:
    """Tell which levers are tied: equal askers and overlapping ranges of place; none with itself.

    Returns
    -------
    Bools
        (levers, levers).
    """
    equal = askers[:, None] == askers[None, :]
    overlap = (ranges.low[:, None] <= ranges.high[None, :]) & (ranges.low[None, :] <= ranges.high[:, None])
    ties: Bools = equal & overlap & ~np.eye(len(askers), dtype=np.bool_)
    return ties


def rank_agreement(one: Floats | Ints, other: Floats | Ints) -> Number:
    """Return Spearman's rank correlation: the correlation of the ranks, ties at their mean.

    Parameters
    ----------
    one, other
        (levers,) places or effects of the same levers.

    Returns
    -------
    Number
        Undefined with fewer than three levers, or where one side has them all equal.

    Examples
    --------
    >>> rank_agreement(np.array([1, 2, 3]), np.array([2, 4, 9]))
    1.0
    """
    if len(one) < FEWEST:
        return Undefined("fewer than three levers")
    ranks = rankdata(one) - (len(one) + 1) / 2, rankdata(other) - (len(other) + 1) / 2
    norm = float(np.sqrt((ranks[0] @ ranks[0]) * (ranks[1] @ ranks[1])))
    return float(ranks[0] @ ranks[1]) / norm if norm else Undefined("all levers are equal")


def score(effect: Number, certainty: Number, breadth: Number) -> Number:
    """Return |effect| x (2 certainty - 1, at least 0) x breadth: a column beside the list, never its order.

    It is 0 for many levers, because few people tell a whole path.

    Parameters
    ----------
    effect
        Median effect.
    certainty
        Share of members that agree on its sign.
    breadth
        Wilson lower bound of the share of participants whose own claims carry a path to the outcome.

    Examples
    --------
    >>> round(score(0.12, 0.90, 0.396776), 4)
    0.0381
    """
    if isinstance(effect, Undefined):
        return effect
    if isinstance(certainty, Undefined):
        return certainty
    if isinstance(breadth, Undefined):
        return breadth
    return abs(effect) * max(2 * certainty - 1, 0.0) * breadth


def pareto_front(points: Floats) -> Bools:
    """Tell which points no other point is at least as good as in everything and better in something.

    Parameters
    ----------
    points
        (points, qualities), more is better.

    Examples
    --------
    >>> pareto_front(np.array([[1.0, 2.0], [2.0, 1.0], [1.0, 1.0]])).tolist()
    [True, True, False]
    """
    no_worse = (points[:, None] >= points[None, :]).all(axis=2)
    better = (points[:, None] > points[None, :]).any(axis=2)
    return np.logical_not((no_worse & better).any(axis=0))
