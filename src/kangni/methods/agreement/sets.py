"""Krippendorff's alpha where each value is a set of codes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from scipy.sparse import csr_array

from kangni.core.errors import N_
from kangni.core.undefined import Number, Undefined
from kangni.methods.agreement.units import Marks, Units
from kangni.methods.columns import Floats, Ints

__all__ = [
    "SetAlpha",
    "SetRatings",
    "Similarity",
    "jaccard",
    "masi",
    "rated_sets",
    "same_set",
    "set_alpha",
    "set_alphas",
    "set_ratings",
]

MEETINGS = 1 << 20  # of two sets in a pair of codes, looked at in one go: bounds the memory

# from the sizes of intersection, first set and second set to 1 - d; never called for two empty sets
Similarity: TypeAlias = Callable[[Floats, Floats, Floats], Floats]


@dataclass(frozen=True, slots=True, eq=False)
class SetRatings:
    """Which set each coder gave each unit they have seen, sorted by unit.

    `label` numbers the distinct sets, the empty one among them; `codes` holds their codes, set s from `start[s]` to
    `start[s + 1]`.
    """

    unit: Ints
    label: Ints
    start: Ints
    codes: Ints


@dataclass(frozen=True, slots=True, eq=False)
class SetAlpha:
    """Alpha, and what it is without each cluster in turn (NaN where undefined)."""

    alpha: Number
    without: Floats


def jaccard(shared: Floats, first: Floats, second: Floats) -> Floats:
    """Return the size of the intersection over that of the union."""
    return shared / (first + second - shared)


def masi(shared: Floats, first: Floats, second: Floats) -> Floats:
    """Return Jaccard's similarity times 1 for equal sets, 2/3 where one contains the other, 1/3 for other overlaps."""
    containing = (shared == first).astype(np.int8) + (shared == second)
    return np.asarray(jaccard(shared, first, second) * np.array([1 / 3, 2 / 3, 1.0])[containing], dtype=np.float64)


def same_set(shared: Floats, first: Floats, second: Floats) -> Floats:
    """Return 1 for equal sets and 0 for all others."""
    return np.asarray((shared == first) & (shared == second), dtype=np.float64)


def rated_sets(unit: Ints, start: Ints, codes: Ints) -> SetRatings:
    """Return ratings with their distinct sets numbered.

    Parameters
    ----------
    unit
        The unit of each rating, rising.
    start, codes
        Rating r has the codes `codes[start[r]:start[r + 1]]`, rising, each once.

    Examples
    --------
    >>> rated = rated_sets(np.array([0, 0, 1]), np.array([0, 2, 2, 4]), np.array([3, 5, 3, 5]))
    >>> rated.label, rated.start, rated.codes
    (array([1, 0, 1]), array([0, 0, 2]), array([3, 5]))
    """
    size = np.diff(start)
    label = np.zeros(size.size, dtype=np.int64)
    above = 1
    for place in range(int(size.max(initial=0))):
        longer = size > place
        key = label[longer] * (int(codes.max()) + 1) + codes[start[:-1][longer] + place]
        _, found = np.unique(key, return_inverse=True)
        label[longer] = found + above
        above += int(found.max()) + 1
    _, example, label = np.unique(label, return_index=True, return_inverse=True)
    width = size[example]
    first = np.concatenate([[0], np.cumsum(width)])
    taken = np.arange(first[-1]) - np.repeat(first[:-1], width) + np.repeat(start[example], width)
    return SetRatings(unit=unit, label=label.astype(np.int64), start=first.astype(np.int64), codes=codes[taken])


def set_ratings(marks: Marks, units: Units) -> SetRatings:
    """Return the set of codes that each coder gave each unit they have seen."""
    coder, unit = np.nonzero(units.seen[:, units.document])
    order = np.argsort(unit, kind="stable")
    coder, unit = coder[order], unit[order]
    rating = np.zeros((len(units), units.seen.shape[0]), dtype=np.int64)
    rating[unit, coder] = np.arange(unit.size)
    codes = int(marks.code.max(initial=-1)) + 1
    cell = np.sort(rating[marks.unit, marks.coder] * codes + marks.code)
    cell = cell[np.concatenate([[True], np.diff(cell) != 0])[: cell.size]]
    size = np.bincount(cell // max(codes, 1), minlength=unit.size)
    return rated_sets(unit, np.concatenate([[0], np.cumsum(size)]), cell % max(codes, 1))


def set_alpha(ratings: SetRatings, cluster: Ints, similarity: Similarity = masi) -> SetAlpha:
    """Return alpha of sets, 1 - D_o / D_e, with the plain distance d = 1 - similarity in place of a squared one.

    D_o is the mean distance of two ratings of one unit (weighted as in `alphas`), D_e that of any two ratings. Two
    empty sets do not differ, an empty set and another differ wholly: a turn without a code is a value.

    Parameters
    ----------
    ratings
        From `set_ratings` or `rated_sets`; units with one rating do not enter.
    cluster
        The cluster (participant) of each unit, numbered 0, 1, 2 ...
    similarity
        `masi`, `jaccard` or `same_set`.

    Returns
    -------
    SetAlpha
        Undefined with fewer than two ratings to compare, and where all ratings are one and the same set.

    Notes
    -----
    Pairs of sets are compared, never pairs of units, and of those only pairs with a common code.

    References
    ----------
    Passonneau, R. (2006). Measuring agreement on set-valued items (MASI) for semantic and pragmatic annotation.

    Examples
    --------
    Two coders give three turns {0} and {0}, {0, 1} and {0}, nothing and {1}.

    >>> sets = rated_sets(np.array([0, 0, 1, 1, 2, 2]), np.array([0, 1, 2, 4, 5, 5, 6]), np.array([0, 0, 0, 1, 0, 1]))
    >>> round(set_alpha(sets, np.array([0, 1, 2])).alpha, 4)
    0.2188
    """
    return set_alphas(ratings, cluster, (similarity,))[0]


def set_alphas(ratings: SetRatings, cluster: Ints, similarities: Sequence[Similarity]) -> tuple[SetAlpha, ...]:
    """Return `set_alpha` with each similarity; which sets meet is looked up once for all of them.

    Examples
    --------
    >>> sets = rated_sets(np.array([0, 0, 1, 1, 2, 2]), np.array([0, 1, 2, 4, 5, 5, 6]), np.array([0, 0, 0, 1, 0, 1]))
    >>> [round(found.alpha, 4) for found in set_alphas(sets, np.array([0, 1, 2]), (masi, jaccard))]
    [0.2188, 0.2593]
    """
    per_unit = np.bincount(ratings.unit)
    paired = per_unit[ratings.unit] >= 2
    unit, label = ratings.unit[paired], ratings.label[paired]
    clusters = int(cluster.max(initial=-1)) + 1
    if not unit.size:
        nothing = SetAlpha(Undefined(N_("fewer than two values to compare")), np.full(clusters, np.nan))
        return (nothing,) * len(similarities)
    own = cluster[unit]
    n = np.bincount(own, minlength=clusters).astype(np.float64)
    weight = np.bincount(label, minlength=ratings.start.size - 1)
    parts = zip(
        _differing(ratings, unit, label, similarities) / (per_unit[unit] - 1.0),
        _alike(ratings.start, ratings.codes, weight, similarities)[:, label],
        _alike_within(ratings, own, label, similarities, clusters=clusters),
        strict=True,
    )
    return tuple(_of_sums(own, n, differ, alike, within) for differ, alike, within in parts)


def _of_sums(own: Ints, n: Floats, differ: Floats, alike: Floats, within: Floats) -> SetAlpha:
    observed = np.bincount(own, weights=differ, minlength=n.size)
    with_all = np.bincount(own, weights=alike, minlength=n.size)
    value = float(_alpha(observed.sum(), n.sum(), with_all.sum()))
    without = _alpha(observed.sum() - observed, n.sum() - n, with_all.sum() - 2 * with_all + within)
    return SetAlpha(value if np.isfinite(value) else Undefined(N_("only one value was used")), without)


def _alpha(observed: Floats, n: Floats, alike: Floats) -> Floats:
    """Return alpha from summed distances within units, numbers of ratings, and summed similarity of all pairs."""
    apart = n * n - alike
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(np.where(apart > 1e-9 * n * n, 1 - observed * (n - 1) / apart, np.nan), dtype=np.float64)


def _differing(ratings: SetRatings, unit: Ints, label: Ints, similarities: Sequence[Similarity]) -> Floats:
    """Return the summed distance of each rating to the others of its unit, a row for each similarity."""
    sets = _incidence(ratings.start, ratings.codes)
    size = np.diff(ratings.start).astype(np.float64)
    differ = np.zeros((len(similarities), unit.size))
    for step in range(1, int(np.bincount(unit).max())):
        former = np.flatnonzero((unit[step:] == unit[:-step]) & (label[step:] != label[:-step]))
        pair, place = np.unique(label[former] * size.size + label[former + step], return_inverse=True)
        first, second = np.divmod(pair, size.size)
        shared = np.asarray(sets[first].multiply(sets[second]).sum(axis=1), dtype=np.float64)
        for row, similarity in enumerate(similarities):
            distance = (1 - similarity(shared, size[first], size[second]))[place]
            differ[row, former] += distance
            differ[row, former + step] += distance
    return differ


def _alike(start: Ints, codes: Ints, weight: Ints, similarities: Sequence[Similarity]) -> Floats:
    """Return the summed similarity of each set to all sets, these counted by `weight`; the empty set is like itself.

    Most sets that meet share one code. So all are summed code by code, as though a pair that shares k codes were k
    pairs that share one, and the far fewer pairs that share more are then set right. A row for each similarity.
    """
    size = np.diff(start).astype(np.float64)
    alike = np.tile(np.where(size == 0, weight, 0).astype(np.float64), (len(similarities), 1))
    owner = np.repeat(np.arange(size.size), np.diff(start))
    filled, own = np.flatnonzero(size > 0), size[size > 0]
    for other in np.unique(own).tolist():
        having = np.bincount(codes, weights=np.where(size[owner] == other, weight[owner], 0))
        met = np.bincount(owner, weights=having[codes], minlength=size.size)[filled]
        for row, similarity in enumerate(similarities):
            alike[row, filled] += met * similarity(np.ones(own.size), own, np.full(own.size, other))
    return alike + _sharing_more(size, owner, codes, weight, similarities)


def _sharing_more(size: Floats, owner: Ints, codes: Ints, weight: Ints, similarities: Sequence[Similarity]) -> Floats:
    """Return by how much similarity to sets that share k > 1 codes differs from k times that of sharing one."""
    pairs = _pairs_of_codes(owner, codes, sets=size.size)
    columns, corrected = pairs.T.tocsr(), np.zeros((len(similarities), size.size))
    block = np.cumsum(pairs @ pairs.sum(axis=0)) // MEETINGS
    starts = np.flatnonzero(np.diff(block, prepend=-1)).tolist()
    for chosen in map(slice, starts, [*starts[1:], size.size]):
        both = pairs[chosen] @ columns
        width = np.diff(both.indptr)
        shared = (1 + np.sqrt(1 + 8 * both.data)) / 2  # k codes make k (k - 1) / 2 pairs
        one, other, times = np.repeat(size[chosen], width), size[both.indices], weight[both.indices]
        for row, similarity in enumerate(similarities):
            wrong = similarity(shared, one, other) - shared * similarity(np.ones(shared.size), one, other)
            summed = np.concatenate([[0.0], np.cumsum(wrong * times)])
            corrected[row, chosen] = summed[both.indptr[1:]] - summed[both.indptr[:-1]]
    return corrected


def _pairs_of_codes(owner: Ints, codes: Ints, *, sets: int) -> csr_array:
    """Return which set holds which two codes together; only pairs that some set holds have a column."""
    keys, owners = list[Ints](), list[Ints]()
    for step in range(1, int(np.bincount(owner).max(initial=0))):
        together = np.flatnonzero(owner[step:] == owner[:-step])
        keys.append(codes[together] * (int(codes.max()) + 1) + codes[together + step])
        owners.append(owner[together])
    if not keys:
        return csr_array((sets, 0))
    found, column = np.unique(np.concatenate(keys), return_inverse=True)
    row = np.concatenate(owners)
    return csr_array((np.ones(row.size), (row, column)), shape=(sets, found.size))


def _alike_within(
    ratings: SetRatings, own: Ints, label: Ints, similarities: Sequence[Similarity], *, clusters: int
) -> Floats:
    """Return the summed similarity of all pairs of ratings of one cluster, cluster by cluster."""
    sets = ratings.start.size - 1
    key, weight = np.unique(own * sets + label, return_counts=True)
    cluster, chosen = np.divmod(key, sets)
    width = np.diff(ratings.start)[chosen]
    start = np.concatenate([[0], np.cumsum(width)])
    taken = np.arange(start[-1]) - np.repeat(start[:-1] - ratings.start[chosen], width)
    # codes of different clusters get different columns, so that only sets of one cluster meet
    apart = int(ratings.codes.max(initial=0)) + 1
    codes = ratings.codes[taken] + np.repeat(cluster, width) * apart
    alike = _alike(start, codes, weight, similarities)
    return np.stack([np.bincount(cluster, weights=row * weight, minlength=clusters) for row in alike])


def _incidence(start: Ints, codes: Ints) -> csr_array:
    shape = (start.size - 1, int(codes.max(initial=0)) + 1)
    return csr_array((np.ones(codes.size), codes, start), shape=shape)
