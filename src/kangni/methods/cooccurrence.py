"""Which codes stand together in a turn, and how much more often than by chance."""

from __future__ import annotations

from dataclasses import dataclass
from math import log, sqrt

import numpy as np

from kangni.core.errors import MethodInput
from kangni.core.undefined import Number, Undefined
from kangni.methods.columns import Ints
from kangni.methods.readings import distinct

__all__ = ["LogOdds", "TogetherCounts", "count_together", "jaccard", "log_odds", "npmi"]


@dataclass(frozen=True, slots=True)
class TogetherCounts:
    """How often each two codes stand together; square, symmetric, each code's own count on the diagonal."""

    turns: Ints
    participants: Ints
    speakers: Ints


@dataclass(frozen=True, slots=True)
class LogOdds:
    """A log odds ratio with its standard error."""

    value: float
    error: float


def count_together(turn: Ints, participant: Ints, code: Ints, *, codes: int) -> TogetherCounts:
    """Count for each two codes the turns, the participants and the speakers that have both.

    With X the turns x codes matrix of 0 and 1, the counts by turn are C = XᵀX.

    Parameters
    ----------
    turn, participant, code
        One entry a coding; several codings of a turn with the same code count once, and a turn has one participant.
    codes
        How many codes there are.

    Returns
    -------
    TogetherCounts
        Arrays of shape (codes, codes). `turns`: turns with both. `participants`: participants with such a turn.
        `speakers`: participants with both, in whichever turns.

    Raises
    ------
    MethodInput
        If the columns differ in length.

    Examples
    --------
    Two people; only the first has codes 0 and 1 in one turn.

    >>> together = count_together(np.array([0, 0, 1, 2]), np.array([0, 0, 1, 1]), np.array([0, 1, 0, 1]), codes=2)
    >>> print(together.turns[0, 1], together.participants[0, 1], together.speakers[0, 1])
    1 1 2
    """
    if not turn.size == participant.size == code.size:
        raise MethodInput("count_together", "the columns differ in length")
    told_by, told_in, told = distinct(participant, turn, code)
    entry, other = _pairs(told_in)
    first, second = np.append(told, told[entry]), np.append(told, told[other])  # each code with itself, then pairs
    by_person = distinct(np.append(told_by, told_by[entry]), first, second)
    speaks = np.zeros((int(told_by.max(initial=-1)) + 1, codes), dtype=np.float32)
    speaks[told_by, told] = 1  # counts of people are exact in single precision
    return TogetherCounts(
        turns=_symmetric(first, second, codes=codes),
        participants=_symmetric(*by_person[1:], codes=codes),
        speakers=(speaks.T @ speaks).astype(np.int64),
    )


def jaccard(both: int, first: int, second: int) -> Number:
    """Return the share of turns with both codes among the turns with either.

    n₁₁ / (n₁₁ + n₁₀ + n₀₁): 1 where the codes always stand together, 0 where they never do.

    Parameters
    ----------
    both
        Turns with both codes.
    first, second
        Turns with each, those with both included.

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
        Turns with both codes.
    first, second
        Turns with each, those with both included.
    n
        All turns.

    Returns
    -------
    float or Undefined
        Undefined where the codes never stand together (the limit would be −1), and where both stand in every turn.

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
        return Undefined("together in every turn")
    return log(both * n / (first * second)) / -log(both / n)


def log_odds(both: int, first: int, second: int, n: int) -> LogOdds:
    """Return the log odds ratio of two codes with Haldane's one half added to each cell.

    ln((n₁₁+½)(n₀₀+½) / ((n₁₀+½)(n₀₁+½))) with standard error √Σ 1/(n+½). Always defined.

    Parameters
    ----------
    both
        n₁₁, turns with both codes.
    first, second
        n₁₁ + n₁₀ and n₁₁ + n₀₁, turns with each.
    n
        All turns.

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


def _symmetric(first: Ints, second: Ints, *, codes: int) -> Ints:
    """Count pairs, given in one order, in both."""
    counts = np.bincount(first * codes + second, minlength=codes * codes).reshape(codes, codes)
    return np.asarray(counts + np.triu(counts, 1).T, dtype=np.int64)


def _check(method: str, both: int, first: int, second: int, n: int) -> None:
    if not 0 <= both <= min(first, second) or first + second - both > n:
        raise MethodInput(method, f"the counts {both}, {first}, {second} of {n} contradict each other")
