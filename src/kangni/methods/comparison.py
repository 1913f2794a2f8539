"""Whether two groups differ in how many of them say something, and what their sizes can tell apart at all."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import ceil, hypot, pi, sqrt

import numpy as np
from scipy.special import bdtr, gammaln
from scipy.stats import barnard_exact, false_discovery_control, fisher_exact

from kangni.core.errors import N_, MethodInput
from kangni.core.undefined import Number, Undefined
from kangni.methods.columns import Floats, Ints
from kangni.methods.proportions import CONFIDENCE, Interval, wilson

__all__ = [
    "Difference",
    "Separation",
    "Split",
    "barnard",
    "benjamini_hochberg",
    "boschloo",
    "fisher",
    "risk_difference",
    "separation",
]

FINENESS = 16  # points of the common share per square root of people: a fifth of the width of its binomial
LEAST_POINTS = 512
STRIDE = 4  # the maximum is looked for on every fourth point first
ROUNDING = 1e-10  # relative: p-values of tables that mirror each other are equal but for rounding

EMPTY = Undefined(N_("a group is empty"))
TOO_SMALL = Undefined(N_("groups of these sizes cannot be told apart"))


@dataclass(frozen=True, slots=True)
class Difference:
    """The share of the first group minus that of the second."""

    difference: Number
    interval: Interval


@dataclass(frozen=True, slots=True)
class Split:
    """So many of the first group and so many of the second."""

    first: int
    second: int
    difference: float


@dataclass(frozen=True, slots=True)
class Separation:
    """The smallest differences that two groups of given sizes can show.

    `earliest` is where nearly nobody says it in one of them, `middle` where about half of all people do.
    """

    earliest: Split | Undefined
    middle: Split | Undefined


def risk_difference(
    first: int, n_first: int, second: int, n_second: int, *, confidence: float = CONFIDENCE
) -> Difference:
    """Return the difference of two shares with Newcombe's interval, his method 10.

    With d = p₁ − p₂ and Wilson's bounds l, u of each share, the interval reaches from
    d − √((p₁ − l₁)² + (u₂ − p₂)²) to d + √((u₁ − p₁)² + (p₂ − l₂)²). It assumes that the groups are different people.

    Parameters
    ----------
    first, second
        How many of each group have it.
    n_first, n_second
        Sizes of the groups.
    confidence
        Between 0 and 1.

    Returns
    -------
    Difference
        Undefined where a group is empty.

    Raises
    ------
    MethodInput
        If a count lies outside its group, or confidence is no probability.

    References
    ----------
    Newcombe (1998b), Statistics in Medicine 17, method 10.

    Examples
    --------
    >>> found = risk_difference(7, 10, 3, 10)
    >>> print(f"{found.difference:.4f} {found.interval.lower:.4f} {found.interval.upper:.4f}")
    0.4000 -0.0288 0.6718
    """
    bounds = [wilson(count, n, confidence=confidence) for count, n in ((first, n_first), (second, n_second))]
    (lower, upper), (lower_second, upper_second) = ((each.lower, each.upper) for each in bounds)
    if isinstance(lower, Undefined) or isinstance(upper, Undefined):
        return Difference(EMPTY, Interval(EMPTY, EMPTY))
    if isinstance(lower_second, Undefined) or isinstance(upper_second, Undefined):
        return Difference(EMPTY, Interval(EMPTY, EMPTY))
    p, q = first / n_first, second / n_second
    return Difference(
        p - q,
        Interval(p - q - hypot(p - lower, upper_second - q), p - q + hypot(upper - p, q - lower_second)),
    )


def boschloo(first: Sequence[int], second: Sequence[int], *, n_first: int, n_second: int) -> tuple[float, ...]:
    """Return the two-sided p-values of Boschloo's exact test, for many tables of the same two groups at once.

    The test takes Fisher's one-sided p-value as its statistic: p = 2 · min over both sides of
    max over π of P(Fisher's p ≤ the observed one | both groups have the share π), at most 1. It is exact for two
    independent groups of fixed sizes and never less powerful than Fisher's. The maximum is sought on a grid of π even
    in arcsin √π, refined by a parabola. SciPy's `boschloo_exact` gives the same numbers one table at a time.

    Parameters
    ----------
    first, second
        How many of each group have it, one pair a table.
    n_first, n_second
        Sizes of the groups.

    Returns
    -------
    tuple of float
        One a table.

    Raises
    ------
    MethodInput
        If a group is empty or a count lies outside its group.

    References
    ----------
    Boschloo (1970), Statistica Neerlandica 24.

    Examples
    --------
    >>> print(f"{boschloo([7], [3], n_first=10, n_second=10)[0]:.6f}")
    0.115318
    """
    for count, other in zip(first, second, strict=True):
        _check("Boschloo's test", count, n_first, other, n_second)
    test = _boschloo(n_first, n_second)
    return tuple(test.p(count, other) for count, other in zip(first, second, strict=True))


def fisher(first: int, n_first: int, second: int, n_second: int) -> float:
    """Return the two-sided p-value of Fisher's exact test, the sum over all tables no likelier than the observed.

    It is exact where both margins are fixed, which no interview study does; otherwise it errs on the careful side.

    Parameters
    ----------
    first, second
        How many of each group have it.
    n_first, n_second
        Sizes of the groups.

    Returns
    -------
    float
        The p-value.

    Raises
    ------
    MethodInput
        If a group is empty or a count lies outside its group.

    Examples
    --------
    >>> print(f"{fisher(7, 10, 3, 10):.6f}")
    0.178895
    """
    _check("Fisher's test", first, n_first, second, n_second)
    return float(fisher_exact(_table(first, n_first, second, n_second))[1])


def barnard(first: int, n_first: int, second: int, n_second: int) -> float:
    """Return the two-sided p-value of Barnard's exact test, with the pooled Wald statistic as SciPy has it.

    Parameters
    ----------
    first, second
        How many of each group have it.
    n_first, n_second
        Sizes of the groups.

    Returns
    -------
    float
        The p-value.

    Raises
    ------
    MethodInput
        If a group is empty or a count lies outside its group.

    References
    ----------
    Barnard (1947), Biometrika 34.

    Examples
    --------
    >>> print(f"{barnard(7, 10, 3, 10):.6f}")
    0.115776
    """
    _check("Barnard's test", first, n_first, second, n_second)
    if first + second in {0, n_first + n_second}:  # SciPy has no statistic there
        return 1.0
    return float(barnard_exact(_table(first, n_first, second, n_second)).pvalue)


def benjamini_hochberg(p_values: Sequence[Number]) -> tuple[Number, ...]:
    """Return p-values adjusted for looking at many, so that among those below q at most a share q is false by chance.

    The adjusted value of the i-th smallest of m is the minimum over j ≥ i of m p₍ⱼ₎ / j, at most 1. It holds for
    independent tests and for the usual positive dependence.

    Parameters
    ----------
    p_values
        Of one family; undefined ones stay undefined and do not belong to it.

    Returns
    -------
    tuple of Number
        In the order given.

    Raises
    ------
    MethodInput
        If a value is no probability.

    References
    ----------
    Benjamini and Hochberg (1995), Journal of the Royal Statistical Society B 57.

    Examples
    --------
    >>> benjamini_hochberg([0.01, 0.04, 0.03])
    (0.03, 0.04, 0.04)
    """
    defined = [value for value in p_values if not isinstance(value, Undefined)]
    if not all(0 <= value <= 1 for value in defined):
        raise MethodInput("Benjamini-Hochberg", "a p-value lies between 0 and 1")
    adjusted = iter(false_discovery_control(defined, method="bh").tolist() if defined else ())
    return tuple(value if isinstance(value, Undefined) else next(adjusted) for value in p_values)


def separation(n_first: int, n_second: int, *, level: float = 1 - CONFIDENCE) -> Separation:
    """Return the smallest differences at which Boschloo's test falls to the level, for groups of these sizes.

    It answers what a study of this size can show, before anything is looked at: at the earliest, where nearly nobody
    says it in one group, and in the middle, where the groups lie on both sides of a half (x of the first, and of the
    second n₂ − x n₂/n₁, rounded).

    Parameters
    ----------
    n_first, n_second
        Sizes of the groups.
    level
        Between 0 and 1.

    Returns
    -------
    Separation
        Undefined where not even all against nobody reaches the level.

    Raises
    ------
    MethodInput
        If a group is empty.

    Examples
    --------
    >>> ten = separation(10, 10)
    >>> ten.earliest, ten.middle
    (Split(first=4, second=0, difference=0.4), Split(first=8, second=2, difference=0.6))
    """
    _check("separation", 0, n_first, 0, n_second)
    test = _boschloo(n_first, n_second)

    def found(first: int, second: int) -> Split | None:
        is_apart = test.p(first, second) <= level
        return Split(first, second, (first * n_second - second * n_first) / (n_first * n_second)) if is_apart else None

    edges = (
        _first_found(1, n_first, lambda count: found(count, 0)),
        _first_found(1, n_second, lambda count: found(0, count)),
    )
    middle = _first_found(
        ceil(n_first / 2), n_first, lambda count: found(count, n_second - round(count * n_second / n_first))
    )
    earliest = min((split for split in edges if split), key=lambda split: abs(split.difference), default=TOO_SMALL)
    return Separation(earliest, middle or TOO_SMALL)


def _first_found(low: int, high: int, found: Callable[[int], Split | None]) -> Split | None:
    """Return the first split that is found; from there on all are."""
    while low < high:
        middle = (low + high) // 2
        if found(middle):
            high = middle
        else:
            low = middle + 1
    return found(high)


class _Boschloo:
    """The test for two sizes: what all its tables share is computed once."""

    def __init__(self, n_first: int, n_second: int) -> None:
        points = max(LEAST_POINTS, FINENESS * ceil(sqrt(n_first + n_second)))
        share = np.sin(np.linspace(0, pi / 2, points + 1)) ** 2
        self._by_first = _binomial(n_first, share)  # (points, counts of the first group)
        self._at_most = np.hstack([np.zeros((len(share), 1)), bdtr(np.arange(n_second + 1), n_second, share[:, None])])
        self._more_in_first = _fisher_greater(n_first, n_second)
        self._size = n_first, n_second
        self._known: dict[tuple[int, int], float] = {}

    def p(self, first: int, second: int) -> float:
        """Return the two-sided p-value of a table."""
        if (first, second) not in self._known:
            turned = self._size[0] - first, self._size[1] - second  # fewer say it: more do not
            smaller = min(self._greater(first, second), self._greater(*turned))
            self._known[first, second] = min(1.0, 2 * smaller)
        return self._known[first, second]

    def _greater(self, first: int, second: int) -> float:
        """Return the largest probability, over the common share, of tables at least as one-sided as this one."""
        reached = self._more_in_first <= self._more_in_first[first, second] * (1 + ROUNDING)
        # of the second group at most so many, by count of the first: the tables reached are those below a staircase
        steps: Ints = reached.sum(axis=1)
        middle = STRIDE * int(self._chance(steps, slice(None, None, STRIDE)).argmax())
        return _peak(self._chance(steps, slice(max(0, middle - STRIDE), middle + STRIDE + 1)))

    def _chance(self, steps: Ints, points: slice) -> Floats:
        """Return the probability of the tables below a staircase at some shares."""
        found: Floats = np.einsum("ij,ij->i", self._by_first[points], self._at_most[points][:, steps])
        return found


@lru_cache(maxsize=8)
def _boschloo(n_first: int, n_second: int) -> _Boschloo:
    return _Boschloo(n_first, n_second)


def _binomial(n: int, share: Floats) -> Floats:
    upper = bdtr(np.arange(n + 1), n, share[:, None])
    return np.diff(upper, prepend=0.0, axis=1)


def _fisher_greater(n_first: int, n_second: int) -> Floats:
    """Return Fisher's p-value against "more in the first group" for every table: (counts of first, of second)."""
    first, second = np.arange(n_first + 1)[:, None], np.arange(n_second + 1)[None, :]
    said, n = first + second, n_first + n_second
    chance = np.exp(_log_choose(n_first, first) + _log_choose(n_second, second) - _log_choose(n, said))
    tail = np.zeros_like(chance)
    # along a diagonal, where as many people say it in all, sum from "all in the first group" on
    for count in range(n_first, -1, -1):
        tail[count] = chance[count]
        if count < n_first:
            tail[count, 1:] += tail[count + 1, :-1]
    return np.minimum(tail, 1.0)


def _log_choose(n: int, count: Ints) -> Floats:
    found: Floats = gammaln(n + 1) - gammaln(count + 1) - gammaln(n - count + 1)
    return found


def _peak(values: Floats) -> float:
    """Return the maximum of a smooth curve known at even steps."""
    at = int(values.argmax())
    if not 0 < at < len(values) - 1:
        return float(values[at])
    before, here, after = values[at - 1 : at + 2].tolist()
    bend = before - 2 * here + after
    return float(here if bend == 0 else here - (after - before) ** 2 / (8 * bend))


def _table(first: int, n_first: int, second: int, n_second: int) -> Ints:
    return np.array([[first, second], [n_first - first, n_second - second]], dtype=np.int64)


def _check(method: str, first: int, n_first: int, second: int, n_second: int) -> None:
    for count, n in ((first, n_first), (second, n_second)):
        if n < 1:
            raise MethodInput(method, "a group is empty")
        if not 0 <= count <= n:
            raise MethodInput(method, f"a count must lie between 0 and {n}, not {count}")
