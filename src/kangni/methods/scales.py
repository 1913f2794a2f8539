"""How answers to a questionnaire become scores, and whether a score has changed."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from math import log, sqrt
from typing import Literal, TypeAlias

import numpy as np
from scipy.stats import pearsonr, t

from kangni.core.errors import N_, MethodInput
from kangni.core.undefined import Number, Undefined
from kangni.methods.columns import Floats
from kangni.methods.proportions import CONFIDENCE, Interval

__all__ = [
    "Correlation",
    "Mean",
    "ScoreKind",
    "correlation",
    "effort_reward_ratio",
    "mean_of",
    "reliable_change",
    "reverse",
    "score",
]

ScoreKind: TypeAlias = Literal["sum", "mean"]

UNANSWERED = Undefined(N_("too few items were answered"))
NOBODY = Undefined(N_("nobody has a score"))
ONE_PERSON = Undefined(N_("one person has no spread"))
NO_SPREAD = Undefined(N_("the scores have no spread"))
NOT_RELIABLE = Undefined(N_("the reliability does not lie between 0 and 1"))
NO_RATIO = Undefined(N_("effort and reward must lie above nought"))
NO_CORRELATION = Undefined(N_("fewer than four people, or no spread"))


@dataclass(frozen=True, slots=True)
class Mean:
    """A mean with its interval, and the standard deviation."""

    mean: Number
    interval: Interval
    deviation: Number


@dataclass(frozen=True, slots=True)
class Correlation:
    """Pearson's correlation with its interval."""

    r: Number
    interval: Interval


def reverse(answers: Floats, items: Collection[int], *, low: float, high: float) -> Floats:
    """Turn the answers to reversed items round: low + high − answer.

    Parameters
    ----------
    answers
        Array of shape (people, items); NaN where not answered.
    items
        Numbers of the reversed items, from 1.
    low, high
        Ends of the answers' range.

    Returns
    -------
    array of shape (people, items)

    Examples
    --------
    >>> reverse(np.array([[1.0, 5.0]]), [2], low=1, high=5).tolist()
    [[1.0, 1.0]]
    """
    turned = answers.copy()
    places = [item - 1 for item in items]
    turned[:, places] = low + high - turned[:, places]
    return turned


def score(answers: Floats, *, kind: ScoreKind, least: int) -> tuple[Number, ...]:
    """Score each person: the mean of the answered items, or that mean times the number of items.

    With all items answered the latter is their sum; with some missing it puts the person's own mean in their place.

    Parameters
    ----------
    answers
        Array of shape (people, items), reversed items turned round; NaN where not answered.
    kind
        "mean" or "sum".
    least
        So many items must be answered.

    Returns
    -------
    tuple of Number
        Undefined for people who answered fewer.

    Raises
    ------
    MethodInput
        If `least` is not between 1 and the number of items.

    Examples
    --------
    >>> score(np.array([[1.0, 2.0, 3.0], [1.0, 2.0, np.nan]]), kind="sum", least=3)
    (6.0, Undefined(reason='too few items were answered'))
    """
    items = answers.shape[1]
    if not 1 <= least <= items:
        raise MethodInput("score", f"at least 1 and at most {items} items can be asked for, not {least}")
    factor = items if kind == "sum" else 1
    answered = ~np.isnan(answers)
    enough = answered.sum(axis=1) >= least
    return tuple(
        float(row[said].mean()) * factor if is_enough else UNANSWERED
        for row, said, is_enough in zip(answers, answered, enough.tolist(), strict=True)
    )


def reliable_change(before: float, after: float, *, deviation: float, reliability: float) -> Number:
    """Return Jacobson and Truax's index: a change in units of what the error of two measurements makes.

    (x₂ − x₁) / (√2 · s √(1 − r)). Beyond ±1.96 a change is larger than error alone makes in 95 of 100.

    Parameters
    ----------
    before, after
        Two scores of one person.
    deviation
        s, the standard deviation of scores before.
    reliability
        r, of the scores.

    Returns
    -------
    Number
        Undefined where the scores have no spread, or r is not above 0 and below 1.

    References
    ----------
    Jacobson and Truax (1991), Journal of Consulting and Clinical Psychology 59.

    Examples
    --------
    >>> print(f"{reliable_change(32.5, 47.5, deviation=7.5, reliability=0.8):.6f}")
    3.162278
    """
    if not deviation > 0:
        return NO_SPREAD
    if not 0 < reliability < 1:
        return NOT_RELIABLE
    return (after - before) / (sqrt(2) * deviation * sqrt(1 - reliability))


def mean_of(values: Sequence[float], *, confidence: float = CONFIDENCE) -> Mean:
    """Return a mean with Student's interval: m ∓ t s / √n, t on n − 1 degrees of freedom.

    Parameters
    ----------
    values
        One a person.
    confidence
        Between 0 and 1.

    Returns
    -------
    Mean
        Undefined without values; without interval for a single one.

    Examples
    --------
    >>> found = mean_of([1.0, 2.0, 3.0])
    >>> print(f"{found.mean:.1f} {found.interval.lower:.4f} {found.interval.upper:.4f}")
    2.0 -0.4841 4.4841
    """
    n = len(values)
    if n == 0:
        return Mean(NOBODY, Interval(NOBODY, NOBODY), NOBODY)
    mean = float(np.mean(values))
    if n == 1:
        return Mean(mean, Interval(ONE_PERSON, ONE_PERSON), ONE_PERSON)
    deviation = float(np.std(values, ddof=1))
    half = float(t.ppf((1 + confidence) / 2, n - 1)) * deviation / sqrt(n)
    return Mean(mean, Interval(mean - half, mean + half), deviation)


def correlation(first: Floats, second: Floats, *, confidence: float = CONFIDENCE) -> Correlation:
    """Return Pearson's correlation with Fisher's interval, tanh(artanh r ∓ z / √(n − 3)).

    Parameters
    ----------
    first, second
        One a person; NaN where unknown.
    confidence
        Between 0 and 1.

    Returns
    -------
    Correlation
        Undefined for fewer than four people with both, or where one of the two has no spread.

    Examples
    --------
    >>> print(f"{correlation(np.array([1.0, 2, 3, 4]), np.array([2.0, 1, 4, 3])).r:.1f}")
    0.6
    """
    both = ~np.isnan(first) & ~np.isnan(second)
    one, other = first[both], second[both]
    if both.sum() < 4 or np.ptp(one) == 0 or np.ptp(other) == 0:
        return Correlation(NO_CORRELATION, Interval(NO_CORRELATION, NO_CORRELATION))
    found = pearsonr(one, other)
    bounds = found.confidence_interval(confidence_level=confidence)
    return Correlation(float(found.statistic), Interval(float(bounds.low), float(bounds.high)))


def effort_reward_ratio(
    effort: Number, reward: Number, *, effort_items: int, reward_items: int
) -> tuple[Number, Number]:
    """Return the ratio of effort to reward, corrected for their numbers of items, and its natural logarithm.

    Parameters
    ----------
    effort, reward
        Sums of their items.
    effort_items, reward_items
        How many there are.

    Returns
    -------
    two Numbers
        Undefined where one of the sums is, or one of them is not above nought.

    References
    ----------
    Siegrist et al. (2014), psychometric notes.

    Examples
    --------
    >>> effort_reward_ratio(9.0, 21.0, effort_items=3, reward_items=7)
    (1.0, 0.0)
    """
    if isinstance(effort, Undefined):
        return effort, effort
    if isinstance(reward, Undefined):
        return reward, reward
    if reward <= 0 or effort <= 0:
        return NO_RATIO, NO_RATIO
    ratio = effort / (reward * effort_items / reward_items)
    return ratio, log(ratio)
