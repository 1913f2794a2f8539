"""Which codes stand together in a unit, and how much more often than by chance."""

from __future__ import annotations

from dataclasses import dataclass
from math import log, sqrt

import numpy as np

from kangni.core.errors import MethodInput
from kangni.core.undefined import Number, Undefined
from kangni.methods.columns import Ints
from kangni.methods.readings import distinct

__all__ = ["LogOdds", "TogetherCounts", "count_together", "jaccard", "log_odds", "npmi", "phi"]


@dataclass(frozen=True, slots=True)
class TogetherCounts:
    """How often each two codes stand together; square, symmetric, each code's own count on the diagonal."""

    units: Ints
    participants: Ints
    speakers: Ints


@dataclass(frozen=True, slots=True)
class LogOdds:
    """A log odds ratio with its standard error."""

    value: float
    error: float


def count_together(
    unit: Ints, participant: Ints, code: Ints, *, codes: int, length: Ints | None = None
) -> TogetherCounts:
    """Count for each two codes the units, the participants and the speakers that have both.

    With X the units x codes matrix of 0 and 1, the counts by unit are C = XᵀX, or Xᵀ L X where units have lengths L.

    Parameters
    ----------
    unit, participant, code
        One entry a coding; several codings of a unit with the same code count once, and a unit has one participant.
    codes
        How many codes there are.
    length
        By unit, what each counts for: 1 where nothing is said.

    Returns
    -------
    TogetherCounts
        Arrays of shape (codes, codes). `units`: units with both, or their lengths. `participants`: participants with
        such a unit. `speakers`: participants with both, in whichever units.

    Raises
    ------
    MethodInput
        If the columns differ in length.

    Examples
    --------
    Two people; only the first has codes 0 and 1 in one unit.

    >>> together = count_together(np.array([0, 0, 1, 2]), np.array([0, 0, 1, 1]), np.array([0, 1, 0, 1]), codes=2)
    >>> print(together.units[0, 1], together.participants[0, 1], together.speakers[0, 1])
    1 1 2
    """
    if not unit.size == participant.size == code.size:
        raise MethodInput("count_together", "the columns differ in length")
    told_by, told_in, told = distinct(participant, unit, code)
    entry, other = _pairs(told_in)
    first, second = np.append(told, told[entry]), np.append(told, told[other])  # each code with itself, then pairs
    by_person = distinct(np.append(told_by, told_by[entry]), first, second)
    speaks = np.zeros((int(told_by.max(initial=-1)) + 1, codes), dtype=np.float32)
    speaks[told_by, told] = 1  # counts of people are exact in single precision
    return TogetherCounts(
        units=_symmetric(
            first, second, codes=codes, weights=None if length is None else length[np.append(told_in, told_in[entry])]
        ),
        participants=_symmetric(*by_person[1:], codes=codes),
        speakers=(speaks.T @ speaks).astype(np.int64),
    )


def jaccard(both: int, first: int, second: int) -> Number:
    """Return the share of units with both codes among the units with either.

    n₁₁ / (n₁₁ + n₁₀ + n₀₁): 1 where the codes always stand together, 0 where they never do.

    Parameters
    ----------
    both
        Units with both codes.
    first, second
        Units with each, those with both included.

    Returns
    -------
    float or Undefined
        Undefined where neither code occurs.

    Raises
    ------
    MethodInput
        If `both` is more than `first` or `second`.

    Examples
    --------
    >>> print(f"{jaccard(6, 8, 7):.6f}")
    0.666667
    """
    _check("jaccard", both, first, second, first + second)
    either = first + second - both
    return both / either if either else Undefined("neither code occurs")


def npmi(both: int, first: int, second: int, n: int) -> Number:
    """Return the normalised pointwise mutual information of two codes.

    ln(p_ab / (p_a p_b)) / (−ln p_ab) with p_ab = both/n, p_a = first/n, p_b = second/n: 1 where the codes only stand
    together, 0 where they meet as often as by chance.

    Parameters
    ----------
    both
        Units with both codes.
    first, second
        Units with each, those with both included.
    n
        All units.

    Returns
    -------
    float or Undefined
        Undefined where the codes never stand together (the limit would be −1), and where both stand in every unit.

    Raises
    ------
    MethodInput
        If the counts contradict each other.

    References
    ----------
    Bouma (2009), Proceedings of GSCL.

    Examples
    --------
    >>> print(f"{npmi(6, 8, 7, 20):.6f}")
    0.633021
    """
    _check("npmi", both, first, second, n)
    if both == 0:
        return Undefined("never together")
    if both == n:
        return Undefined("together in every unit")
    return log(both * n / (first * second)) / -log(both / n)


def phi(both: int, first: int, second: int, n: int) -> Number:
    """Return the correlation of two codes that are there or not.

    (n₁₁ n₀₀ − n₁₀ n₀₁) / √((n₁₁+n₁₀)(n₀₁+n₀₀)(n₁₁+n₀₁)(n₁₀+n₀₀)): 1 where both are always there or both not, 0 as by
    chance, −1 where always one of them is.

    Parameters
    ----------
    both
        Units with both codes.
    first, second
        Units with each, those with both included.
    n
        All units.

    Returns
    -------
    float or Undefined
        Undefined where a code stands in no unit or in every one.

    Raises
    ------
    MethodInput
        If the counts contradict each other.

    Examples
    --------
    >>> print(f"{phi(6, 8, 7, 20):.6f}")
    0.684737
    """
    _check("phi", both, first, second, n)
    margins = first * (n - first) * second * (n - second)
    return (both * n - first * second) / sqrt(margins) if margins else Undefined("a code in no unit, or in every one")


def log_odds(both: int, first: int, second: int, n: int) -> LogOdds:
    """Return the log odds ratio of two codes with Haldane's one half added to each cell.

    ln((n₁₁+½)(n₀₀+½) / ((n₁₀+½)(n₀₁+½))) with standard error √Σ 1/(n+½). Always defined.

    Parameters
    ----------
    both
        n₁₁, units with both codes.
    first, second
        n₁₁ + n₁₀ and n₁₁ + n₀₁, units with each.
    n
        All units.

    Returns
    -------
    LogOdds

    Raises
    ------
    MethodInput
        If the counts contradict each other.

    Examples
    --------
    >>> odds = log_odds(6, 8, 7, 20)
    >>> print(f"{odds.value:.6f} {odds.error:.6f}")
    2.992393 1.143446
    """
    _check("log_odds", both, first, second, n)
    only_first, only_second, neither = first - both + 0.5, second - both + 0.5, n - first - second + both + 0.5
    return LogOdds(
        value=log((both + 0.5) * neither / (only_first * only_second)),
        error=sqrt(1 / (both + 0.5) + 1 / only_first + 1 / only_second + 1 / neither),
    )


def _pairs(turn: Ints) -> tuple[Ints, Ints]:
    """Return the places of each two entries of one turn; the entries of a turn stand together."""
    steps = range(1, int(np.bincount(np.cumsum(np.diff(turn, prepend=turn[:1]) != 0)).max(initial=0)))
    entries = [np.flatnonzero(turn[step:] == turn[:-step]) for step in steps]
    nothing = np.zeros(0, dtype=np.int64)
    others = [entry + step for step, entry in zip(steps, entries, strict=True)]
    return np.concatenate([nothing, *entries]), np.concatenate([nothing, *others])


def _symmetric(first: Ints, second: Ints, *, codes: int, weights: Ints | None = None) -> Ints:
    """Count pairs, given in one order, in both."""
    counts = np.bincount(first * codes + second, weights, minlength=codes * codes).reshape(codes, codes)
    return np.asarray(counts + np.triu(counts, 1).T, dtype=np.int64)


def _check(method: str, both: int, first: int, second: int, n: int) -> None:
    if not 0 <= both <= min(first, second) or first + second - both > n:
        raise MethodInput(method, f"the counts {both}, {first}, {second} of {n} contradict each other")
