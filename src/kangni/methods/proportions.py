"""Intervals for shares, for several shares at once, and for rates of counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Literal, TypeAlias

from scipy.special import betaincinv, chdtri, ndtri

from kangni.core.errors import MethodInput
from kangni.core.undefined import Number, Undefined

__all__ = [
    "CONFIDENCE",
    "Interval",
    "Share",
    "ShareInterval",
    "clopper_pearson",
    "dirichlet",
    "garwood",
    "goodman",
    "jeffreys",
    "share_interval",
    "wilson",
]

CONFIDENCE = 0.95
ShareInterval: TypeAlias = Literal["wilson", "jeffreys", "clopper-pearson"]


@dataclass(frozen=True, slots=True)
class Interval:
    """Two bounds; a bound that does not exist says why."""

    lower: Number
    upper: Number


@dataclass(frozen=True, slots=True)
class Share:
    """The share of one kind among all, with the mean and the interval of its posterior."""

    share: Number
    mean: Number
    interval: Interval


NOTHING = Undefined("nothing was counted")
NO_INTERVAL = Interval(NOTHING, NOTHING)


def wilson(count: int, n: int, *, confidence: float = CONFIDENCE) -> Interval:
    """Return Wilson's score interval for a share.

    The bounds are the shares p that a test of ``count / n`` against p, with p's own standard error, does not reject:
    (c + z²/2 ∓ z √(c (n − c)/n + z²/4)) / (n + z²), z the normal quantile of (1 + confidence)/2.

    Parameters
    ----------
    count
        How many have it.
    n
        Of how many.
    confidence
        Between 0 and 1.

    Returns
    -------
    Interval
        Undefined for n = 0.

    Raises
    ------
    MethodInput
        If not 0 ≤ count ≤ n, or confidence is no probability.

    References
    ----------
    Wilson (1927), JASA 22; Newcombe (1998a), Statistics in Medicine 17, method 3.

    Examples
    --------
    >>> seven_of_ten = wilson(7, 10)
    >>> print(f"{seven_of_ten.lower:.4f} {seven_of_ten.upper:.4f}")
    0.3968 0.8922
    """
    _check("Wilson interval", count, n, confidence)
    if n == 0:
        return NO_INTERVAL
    z = float(ndtri((1 + confidence) / 2))
    return _score(count, n, z)


def jeffreys(count: int, n: int, *, confidence: float = CONFIDENCE) -> Interval:
    """Return the equal-tailed interval of Jeffreys' posterior Beta(count + 1/2, n − count + 1/2) for a share.

    The lower bound is 0 where nobody has it, the upper 1 where all have.

    Parameters
    ----------
    count
        How many have it.
    n
        Of how many.
    confidence
        Between 0 and 1.

    Returns
    -------
    Interval
        Undefined for n = 0.

    Raises
    ------
    MethodInput
        If not 0 ≤ count ≤ n, or confidence is no probability.

    Examples
    --------
    >>> nobody = jeffreys(0, 10)
    >>> print(f"{nobody.lower:.4f} {nobody.upper:.4f}")
    0.0000 0.2172
    """
    _check("Jeffreys interval", count, n, confidence)
    if n == 0:
        return NO_INTERVAL
    lower, upper = _beta(count + 0.5, n - count + 0.5, confidence)
    return Interval(0.0 if count == 0 else lower, 1.0 if count == n else upper)


def clopper_pearson(count: int, n: int, *, confidence: float = CONFIDENCE) -> Interval:
    """Return Clopper and Pearson's interval for a share, which covers at least as often as it says.

    The bounds are quantiles of Beta(count, n − count + 1) and Beta(count + 1, n − count).

    Parameters
    ----------
    count
        How many have it.
    n
        Of how many.
    confidence
        Between 0 and 1.

    Returns
    -------
    Interval
        Undefined for n = 0.

    Raises
    ------
    MethodInput
        If not 0 ≤ count ≤ n, or confidence is no probability.

    Examples
    --------
    >>> seven_of_ten = clopper_pearson(7, 10)
    >>> print(f"{seven_of_ten.lower:.4f} {seven_of_ten.upper:.4f}")
    0.3475 0.9333
    """
    _check("Clopper-Pearson interval", count, n, confidence)
    if n == 0:
        return NO_INTERVAL
    tail = (1 - confidence) / 2
    lower = 0.0 if count == 0 else float(betaincinv(count, n - count + 1, tail))
    upper = 1.0 if count == n else float(betaincinv(count + 1, n - count, 1 - tail))
    return Interval(lower, upper)


def share_interval(count: int, n: int, *, kind: ShareInterval, confidence: float = CONFIDENCE) -> Interval:
    """Return the interval of the kind asked for.

    Parameters
    ----------
    count
        How many have it.
    n
        Of how many.
    kind
        "wilson", "jeffreys" or "clopper-pearson".
    confidence
        Between 0 and 1.

    Returns
    -------
    Interval
        Undefined for n = 0.

    Examples
    --------
    >>> share_interval(7, 10, kind="wilson") == wilson(7, 10)
    True
    """
    function = {"wilson": wilson, "jeffreys": jeffreys, "clopper-pearson": clopper_pearson}[kind]
    return function(count, n, confidence=confidence)


def goodman(counts: Sequence[int], *, confidence: float = CONFIDENCE) -> tuple[Interval, ...]:
    """Return Goodman's intervals, which hold for the shares of all kinds at once.

    Each is a score interval with z² the chi-square quantile of 1 − (1 − confidence)/k on one degree of freedom, for k
    kinds.

    Parameters
    ----------
    counts
        How many there are of each kind.
    confidence
        Of all intervals together, between 0 and 1.

    Returns
    -------
    tuple of Interval
        In the order of the counts; undefined where nothing was counted.

    Raises
    ------
    MethodInput
        If a count is negative, or confidence is no probability.

    References
    ----------
    Goodman (1965), Technometrics 7.

    Examples
    --------
    >>> first = goodman([6, 3, 2, 1])[0]
    >>> print(f"{first.lower:.4f} {first.upper:.4f}")
    0.2076 0.7924
    """
    n = sum(counts)
    for count in counts:
        _check("Goodman intervals", count, n, confidence)
    if n == 0:
        return (NO_INTERVAL,) * len(counts)
    z = sqrt(float(chdtri(1, (1 - confidence) / len(counts))))
    return tuple(_score(count, n, z) for count in counts)


def dirichlet(counts: Sequence[int], *, prior: float = 0.5, confidence: float = CONFIDENCE) -> tuple[Share, ...]:
    """Return the shares of kinds under a symmetric Dirichlet prior.

    The posterior of one share is Beta(c + a, n − c + a (k − 1)) for k kinds and prior a; its mean is (c + a)/(n + a k).

    Parameters
    ----------
    counts
        How many there are of each kind.
    prior
        a; one half is Jeffreys' prior.
    confidence
        Of each equal-tailed interval by itself, between 0 and 1.

    Returns
    -------
    tuple of Share
        In the order of the counts; undefined where nothing was counted, for the prior alone says nothing.

    Raises
    ------
    MethodInput
        If a count is negative, the prior is not positive, or confidence is no probability.

    Examples
    --------
    >>> first = dirichlet([6, 3, 2, 1])[0].interval
    >>> print(f"{first.lower:.4f} {first.upper:.4f}")
    0.2211 0.7171
    """
    n, k = sum(counts), len(counts)
    if prior <= 0:
        raise MethodInput("Dirichlet shares", f"the prior must be positive, not {prior}")
    for count in counts:
        _check("Dirichlet shares", count, n, confidence)
    if n == 0:
        return (Share(NOTHING, NOTHING, NO_INTERVAL),) * k
    if k == 1:
        return (Share(1.0, 1.0, Interval(1.0, 1.0)),)
    return tuple(
        Share(
            share=count / n,
            mean=(count + prior) / (n + prior * k),
            interval=Interval(*_beta(count + prior, n - count + prior * (k - 1), confidence)),
        )
        for count in counts
    )


def garwood(count: int, exposure: float, *, confidence: float = CONFIDENCE) -> Interval:
    """Return Garwood's exact interval for the rate count / exposure of a Poisson count.

    The bounds are χ²(2c)/2E and χ²(2c + 2)/2E at the tails. Counts that come in clusters vary more than Poisson, so
    for quotes the interval is too narrow rather than too wide.

    Parameters
    ----------
    count
        How often it happened.
    exposure
        E, what it was counted in; the rate is per unit of it.
    confidence
        Between 0 and 1.

    Returns
    -------
    Interval
        Undefined for exposure 0.

    Raises
    ------
    MethodInput
        If the count or the exposure is negative, or confidence is no probability.

    References
    ----------
    Garwood (1936), Biometrika 28.

    Examples
    --------
    >>> rate = garwood(23, 41.5)
    >>> print(f"{rate.lower:.6f} {rate.upper:.6f}")
    0.351326 0.831597
    """
    _check("Garwood interval", count, count, confidence)
    if exposure < 0:
        raise MethodInput("Garwood interval", f"the exposure must not be negative, not {exposure}")
    if exposure == 0:
        return NO_INTERVAL
    tail = (1 - confidence) / 2
    lower = 0.0 if count == 0 else float(chdtri(2 * count, 1 - tail)) / (2 * exposure)
    return Interval(lower, float(chdtri(2 * count + 2, tail)) / (2 * exposure))


def _score(count: int, n: int, z: float) -> Interval:
    half = z * sqrt(count * (n - count) / n + z * z / 4)
    centre, scale = count + z * z / 2, n + z * z
    lower = 0.0 if count == 0 else (centre - half) / scale  # exact at the ends, where rounding would leave -0 or 1 + e
    return Interval(lower, 1.0 if count == n else (centre + half) / scale)


def _beta(a: float, b: float, confidence: float) -> tuple[float, float]:
    tail = (1 - confidence) / 2
    return float(betaincinv(a, b, tail)), float(betaincinv(a, b, 1 - tail))


def _check(method: str, count: int, n: int, confidence: float) -> None:
    if not 0 <= count <= n:
        raise MethodInput(method, f"a count must lie between 0 and {n}, not {count}")
    if not 0 < confidence < 1:
        raise MethodInput(method, f"the confidence must lie between 0 and 1, not {confidence}")
