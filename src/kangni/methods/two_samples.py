"""Whether the numbers of one group lie above those of another: by mean, by rank, and by chance alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import comb, fsum, sqrt

import numpy as np
from numpy.random import Generator
from scipy.stats import rankdata, t

from kangni.core.errors import N_, MethodInput
from kangni.core.undefined import Number, Undefined
from kangni.methods.columns import Floats
from kangni.methods.proportions import CONFIDENCE, Interval

__all__ = ["MOST_ENUMERATED", "Dominance", "Permutation", "cliffs_delta", "permutation_test", "rank_test"]

MOST_ENUMERATED = 1_000_000  # divisions of the people into two groups
DRAWS = 19_999  # with the observed division, 20,000
ROUNDING = 1e-9  # relative: sums of the same numbers in another order are equal

EMPTY = Undefined(N_("a group is empty"))
ONE_MEMBER = Undefined(N_("a group has one member"))


@dataclass(frozen=True, slots=True)
class Permutation:
    """The difference of two means and how often chance alone makes one as large.

    `error` is the standard error of p, 0 where all `divisions` were counted.
    """

    difference: Number
    p: Number
    error: Number
    divisions: int
    is_exact: bool


@dataclass(frozen=True, slots=True)
class Dominance:
    """How much more often a member of the first group lies above one of the second than below: from -1 to 1."""

    delta: Number
    interval: Interval


def permutation_test(first: Sequence[float], second: Sequence[float], *, rng: Generator) -> Permutation:
    """Test a difference of means against all ways of dividing the same people into two groups of these sizes.

    p is the share of divisions whose difference lies at least as far from nought as the observed one. All C(n, k)
    divisions are counted up to a million; beyond, p = (1 + b) / (1 + B) from B = 19,999 random ones, of which b reach
    it, with the standard error √(p (1 − p)/B). It assumes that without a difference who stands in which group would
    be exchangeable; nothing is assumed about the shape.

    Parameters
    ----------
    first, second
        The numbers of each group.
    rng
        Used only beyond a million divisions.

    Returns
    -------
    Permutation
        Undefined where a group is empty.

    Raises
    ------
    MethodInput
        If a number is not finite.

    References
    ----------
    Fisher (1935), The Design of Experiments, chapter 3; Phipson and Smyth (2010), Statistical Applications in Genetics
    and Molecular Biology 9, on p from random divisions.

    Examples
    --------
    >>> found = permutation_test([7, 5, 9, 4, 8], [3, 6, 2, 4, 1], rng=np.random.default_rng(1))
    >>> print(f"{found.difference:.1f} {found.p:.6f} of {found.divisions}")
    3.4 0.047619 of 252
    """
    n_first, n_second = len(first), len(second)
    if not (n_first and n_second):
        return Permutation(EMPTY, EMPTY, EMPTY, 0, is_exact=True)
    values = _finite("permutation test", [*first, *second])
    observed = fsum(first) / n_first - fsum(second) / n_second
    divisions = comb(n_first + n_second, n_first)
    is_exact = divisions <= MOST_ENUMERATED
    sums = _all_sums(values, n_first) if is_exact else _drawn_sums(values, n_first, rng)
    differences = sums / n_first - (values.sum() - sums) / n_second
    least = abs(observed) - ROUNDING * float(np.abs(values).max())
    reached = int((np.abs(differences) >= least).sum())
    if is_exact:
        return Permutation(observed, reached / divisions, 0.0, divisions, is_exact=True)
    p = (1 + reached) / (1 + DRAWS)
    return Permutation(observed, p, sqrt(p * (1 - p) / DRAWS), DRAWS, is_exact=False)


def rank_test(first: Sequence[float], second: Sequence[float], *, rng: Generator) -> Permutation:
    """Test as `permutation_test` does, with the ranks of the numbers among all of them; ties share their mean rank.

    `difference` is then one of mean ranks. Without ties this is the exact test of Wilcoxon, Mann and Whitney.

    Parameters
    ----------
    first, second
        The numbers of each group.
    rng
        Used only beyond a million divisions.

    Returns
    -------
    Permutation
        Undefined where a group is empty.

    Raises
    ------
    MethodInput
        If a number is not finite.

    Examples
    --------
    >>> found = rank_test([7, 5, 9, 40, 8], [3, 6, 2, 4, 1], rng=np.random.default_rng(1))
    >>> print(f"{found.difference:.1f} {found.p:.6f}")
    4.6 0.015873
    """
    ranks = rankdata(_finite("rank test", [*first, *second])).tolist()
    return permutation_test(ranks[: len(first)], ranks[len(first) :], rng=rng)


def cliffs_delta(first: Sequence[float], second: Sequence[float], *, confidence: float = CONFIDENCE) -> Dominance:
    """Return Cliff's delta with his asymmetric interval.

    δ = (#(x > y) − #(x < y)) / (n₁ n₂) over all pairs of a member x of the first and y of the second group. With dᵢⱼ
    the sign of a pair, and d̄ᵢ. and d̄.ⱼ its means by member, the variance is s² = (n₂² Σ(d̄ᵢ. − δ)² + n₁² Σ(d̄.ⱼ − δ)² −
    ΣΣ(dᵢⱼ − δ)²) / (n₁ n₂ (n₁ − 1)(n₂ − 1)), at least (1 − δ²)/(n₁ n₂ − 1). The bounds are
    (δ − δ³ ∓ t s √((1 − δ²)² + t² s²)) / (1 − δ² + t² s²), t Student's on n₁ + n₂ − 2 degrees of freedom. Where all of
    one group lie above all of the other s is 0: the far bound is then that of Wilson's interval for n of n, n the
    smaller group, on the scale of δ: (n − z²)/(n + z²).

    Parameters
    ----------
    first, second
        The numbers of each group; only their order matters.
    confidence
        Between 0 and 1.

    Returns
    -------
    Dominance
        Undefined where a group is empty; without interval where one has a single member.

    Raises
    ------
    MethodInput
        If a number is not finite or confidence is no probability.

    References
    ----------
    Cliff (1993), Psychological Bulletin 114; Feng and Cliff (2004), Journal of Modern Applied Statistical Methods 3.

    Examples
    --------
    >>> print(f"{cliffs_delta([7, 5, 9, 4, 8], [3, 6, 2, 4, 1]).delta:.4f}")
    0.8000
    """
    if not 0 < confidence < 1:
        raise MethodInput("Cliff's delta", f"the confidence must lie between 0 and 1, not {confidence}")
    if not (len(first) and len(second)):
        return Dominance(EMPTY, Interval(EMPTY, EMPTY))
    rows, columns = _finite("Cliff's delta", first), _finite("Cliff's delta", second)
    signs = np.sign(rows[:, None] - columns[None, :])
    delta = float(signs.mean())
    if min(signs.shape) < 2:
        return Dominance(delta, Interval(ONE_MEMBER, ONE_MEMBER))
    return Dominance(delta, _bounds(signs, delta, confidence))


def _bounds(signs: Floats, delta: float, confidence: float) -> Interval:
    n, m = signs.shape
    tail = (1 + confidence) / 2
    if abs(delta) == 1:
        z2 = float(t.ppf(tail, np.inf)) ** 2
        far = (min(n, m) - z2) / (min(n, m) + z2)
        return Interval(far, 1.0) if delta > 0 else Interval(-1.0, -far)
    by_row, by_column = signs.mean(axis=1) - delta, signs.mean(axis=0) - delta
    squares = m**2 * (by_row**2).sum() + n**2 * (by_column**2).sum() - ((signs - delta) ** 2).sum()
    variance = max(float(squares) / (n * m * (n - 1) * (m - 1)), (1 - delta**2) / (n * m - 1))
    spread = float(t.ppf(tail, n + m - 2)) ** 2 * variance
    rest = 1 - delta**2
    half = sqrt(spread) * sqrt(rest**2 + spread)
    centre, scale = delta - delta**3, rest + spread
    return Interval(max(-1.0, (centre - half) / scale), min(1.0, (centre + half) / scale))


def _all_sums(values: Floats, k: int) -> Floats:
    """Return the sum of every choice of k of the values, built up value by value."""
    by_size = [np.zeros(1), *(np.zeros(0) for _ in range(k))]
    for i, value in enumerate(values.tolist()):
        still_to_come = len(values) - i - 1
        for size in range(min(k, i + 1), 0, -1):
            if size + still_to_come >= k:  # else too few are left to fill it up
                by_size[size] = np.concatenate([by_size[size], by_size[size - 1] + value])
    return by_size[k]


def _drawn_sums(values: Floats, k: int, rng: Generator) -> Floats:
    shuffled = rng.permuted(np.broadcast_to(values, (DRAWS, len(values))), axis=1)
    sums: Floats = shuffled[:, :k].sum(axis=1)
    return sums


def _finite(method: str, values: Sequence[float]) -> Floats:
    found = np.asarray(values, dtype=np.float64)
    if not np.isfinite(found).all():
        raise MethodInput(method, "every number must be finite")
    return found
