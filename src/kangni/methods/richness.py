"""How many codes there are that nobody has mentioned yet, as those mentioned once or twice let one guess."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from scipy.special import gammaln, ndtri

from kangni.core.errors import N_, MethodInput
from kangni.core.undefined import Number, Undefined
from kangni.methods.columns import Floats, Ints

__all__ = [
    "Richness",
    "chao2",
    "coverage",
    "coverage_at",
    "extrapolated",
    "further_codes",
    "known_share",
    "rarefied",
    "share_without",
    "unseen_codes",
]

LEVEL = 0.95
Z: Final = float(ndtri((1 + LEVEL) / 2))
FEW = N_("fewer than two interviews")
NO_CODE = N_("no code was seen")


@dataclass(frozen=True, slots=True)
class Richness:
    """How many codes there are at least: codes not seen yet, all codes, standard error and 95 % interval."""

    unseen: Number
    estimate: Number
    standard_error: Number
    low: Number
    high: Number


def chao2(*, interviews: int, seen: int, once: int, twice: int) -> Richness:
    """Return Chao's lower bound on the number of codes, seen and not yet seen.

    With n interviews, S codes seen, Q1 of them in one and Q2 in two interviews, and k = (n - 1) / n, the unseen ones
    are f0 = k Q1² / (2 Q2), or k Q1 (Q1 - 1) / 2 where Q2 = 0. With r = Q1 / Q2 their variance is Q2 (k r² / 2 + k² r³
    + k² r⁴ / 4). The interval divides and multiplies f0 by exp(z sqrt(ln(1 + variance / f0²))), z = 1.96.

    Parameters
    ----------
    interviews, seen, once, twice
        n, S, Q1 and Q2.

    Returns
    -------
    Richness
        Undefined for one interview and where no code was seen; without interval where no code is in exactly two
        interviews but some are in one.

    References
    ----------
    Chao, A. (1987). Estimating the population size for capture-recapture data with unequal catchability. *Biometrics*,
    43.

    Examples
    --------
    >>> found = chao2(interviews=599, seen=227, once=49, twice=23)
    >>> round(found.estimate, 4), round(found.low, 3), round(found.high, 3)
    (279.1085, 252.374, 334.009)
    """
    if interviews < 2 or not seen:
        nothing = Undefined(FEW if interviews < 2 else NO_CODE)
        return Richness(nothing, nothing, nothing, nothing, nothing)
    unseen = float(unseen_codes(np.array(interviews), np.array(once), np.array(twice)))
    if not once:
        return Richness(0.0, float(seen), 0.0, float(seen), float(seen))
    if not twice:
        unknown = Undefined(N_("no code occurs in exactly two interviews"))
        return Richness(unseen, seen + unseen, unknown, unknown, unknown)
    k, r = (interviews - 1) / interviews, once / twice
    variance = twice * (k * r**2 / 2 + k**2 * r**3 + k**2 * r**4 / 4)
    factor = float(np.exp(Z * np.sqrt(np.log(1 + variance / unseen**2))))
    return Richness(unseen, seen + unseen, float(np.sqrt(variance)), seen + unseen / factor, seen + unseen * factor)


def coverage(*, interviews: int, once: int, mentions: int, unseen: Number) -> Number:
    """Return the probability that the next mention is of a code already known.

    C = 1 - (Q1 / U) n f0 / (n f0 + Q1), with U the mentions: pairs of interview and code.

    Parameters
    ----------
    interviews, once, mentions
        n, Q1 and U.
    unseen
        f0 of `chao2`.

    Returns
    -------
    Number
        Undefined without mentions and for one interview.

    References
    ----------
    Chao, A. & Jost, L. (2012). Coverage-based rarefaction and extrapolation. *Ecology*, 93.

    Examples
    --------
    >>> round(coverage(interviews=10, once=5, mentions=39, unseen=11.25), 5)
    0.87725
    """
    if interviews < 2:
        return Undefined(FEW)
    if not mentions or isinstance(unseen, Undefined):
        return Undefined(NO_CODE)
    return float(known_share(np.array(interviews), np.array(once), np.array(mentions), np.array(unseen)))


def coverage_at(occurrences: Ints, *, interviews: int, sizes: Ints) -> Floats:
    """Return the probability that the next mention is of a known code after so many interviews of this kind.

    For t < n it is C(t) = 1 - sum of (x_k / U) C(n - x_k, t) / C(n - 1, t), and for n + t interviews 1 - (Q1 / U)
    (n f0 / (n f0 + Q1))^(t + 1); at t = 0 that is `coverage`.

    Parameters
    ----------
    occurrences
        x_k, the interviews that have code k.
    interviews
        n, two at least.
    sizes
        Numbers of interviews, rising. Beyond twice as many as there are it is not to be trusted.

    References
    ----------
    Chao, A. & Jost, L. (2012). Coverage-based rarefaction and extrapolation. *Ecology*, 93.

    Examples
    --------
    >>> coverage_at(np.array([3, 2, 1, 1]), interviews=3, sizes=np.array([1, 2, 3, 6])).round(4)
    array([0.5714, 0.7143, 0.8095, 0.9436])
    """
    if interviews < 2 or not occurrences.any():
        raise MethodInput("saturation", "coverage needs two interviews and a code at least")
    mentions, inside = int(occurrences.sum()), sizes[sizes < interviews]
    missing = share_without(interviews - occurrences, interviews - 1, inside)
    once, twice = (np.array((occurrences == times).sum()) for times in (1, 2))
    hidden = _hidden(np.array(interviews), once, unseen_codes(np.array(interviews), once, twice))
    beyond = 1 - once / mentions * hidden ** (sizes[inside.size :] - interviews + 1)
    return np.concatenate([1 - occurrences @ missing / mentions, beyond])


def rarefied(occurrences: Ints, *, interviews: int, sizes: Ints | None = None) -> Floats:
    """Return how many codes so many interviews show on average, over all choices of so many.

    S(t) is the sum over codes of 1 - C(n - x_k, t) / C(n, t), with x_k the interviews that have code k: what averaging
    over all orders gives, without trying any.

    Parameters
    ----------
    occurrences
        x_k, codes that occur in no interview may be left out.
    interviews
        n.
    sizes
        t, each at most n; 1, 2 ... n where nothing is said.

    References
    ----------
    Colwell, R. K. et al. (2012). Models and estimators linking individual-based and sample-based rarefaction,
    extrapolation and comparison of assemblages. *Journal of Plant Ecology*, 5.

    Examples
    --------
    >>> rarefied(np.array([3, 1, 1]), interviews=3).round(4)
    array([1.6667, 2.3333, 3.    ])
    """
    among = np.arange(1, interviews + 1) if sizes is None else sizes
    return np.asarray((1 - share_without(interviews - occurrences, interviews, among)).sum(axis=0), dtype=np.float64)


def extrapolated(*, interviews: int, more: int, seen: int, once: int, unseen: Number) -> Number:
    """Return how many codes n + t interviews would show, S + f0 (1 - (1 - Q1 / (n f0 + Q1))^t).

    Parameters
    ----------
    interviews, more, seen, once
        n, t, S and Q1. Beyond t = n it is not to be trusted.
    unseen
        f0 of `chao2`.

    Returns
    -------
    Number
        Undefined where `unseen` is.

    References
    ----------
    Colwell, R. K. et al. (2012). *Journal of Plant Ecology*, 5.

    Examples
    --------
    >>> round(extrapolated(interviews=10, more=10, seen=11, once=5, unseen=11.25), 4)
    14.9672
    """
    if isinstance(unseen, Undefined):
        return unseen
    return float(seen + further_codes(np.array(interviews), np.array(more), np.array(once), np.array(unseen)))


def unseen_codes(interviews: Ints, once: Ints, twice: Ints) -> Floats:
    """Return f0 of `chao2` for samples of interviews, one an entry.

    Parameters
    ----------
    interviews, once, twice
        n, Q1 and Q2 of each sample.

    Examples
    --------
    >>> unseen_codes(np.array([10, 10]), np.array([5, 3]), np.array([1, 0]))
    array([11.25,  2.7 ])
    """
    k = (interviews - 1) / interviews
    return np.where(twice > 0, k * once**2 / (2 * np.maximum(twice, 1)), k * once * (once - 1) / 2)


def known_share(interviews: Ints, once: Ints, mentions: Ints, unseen: Floats) -> Floats:
    """Return `coverage` for samples of interviews, one an entry.

    Parameters
    ----------
    interviews, once, mentions, unseen
        n, Q1, U and f0 of each sample.

    Examples
    --------
    >>> known_share(np.array([10]), np.array([5]), np.array([39]), np.array([11.25])).round(5)
    array([0.87725])
    """
    return np.asarray(1 - once / np.maximum(mentions, 1) * _hidden(interviews, once, unseen), dtype=np.float64)


def further_codes(interviews: Ints, more: Ints, once: Ints, unseen: Floats) -> Floats:
    """Return the codes that `more` interviews add, f0 (1 - (1 - Q1 / (n f0 + Q1))^t), in shapes that fit together.

    Parameters
    ----------
    interviews, more, once, unseen
        n, t, Q1 and f0.

    Examples
    --------
    >>> further_codes(np.array(10), np.array([1, 10]), np.array(5), np.array(11.25)).round(4)
    array([0.4787, 3.9672])
    """
    return np.asarray(unseen * (1 - _hidden(interviews, once, unseen) ** more), dtype=np.float64)


def share_without(others: Ints, among: int, sizes: Ints) -> Floats:
    """Return C(x, t) / C(n, t): how likely it is that t interviews drawn of n all belong to x of them.

    Parameters
    ----------
    others
        x, shape (many,).
    among
        n.
    sizes
        t, each at most n.

    Returns
    -------
    array of shape (others, sizes)

    Examples
    --------
    >>> share_without(np.array([2, 0]), 3, np.array([1, 2])).round(4)
    array([[0.6667, 0.3333],
           [0.    , 0.    ]])
    """
    left = others[:, None].astype(np.float64)
    possible = left >= sizes
    rest = np.where(possible, left - sizes, 0.0)
    log_all = gammaln(among + 1) - gammaln(among - sizes + 1)
    return np.where(possible, np.exp(gammaln(left + 1) - gammaln(rest + 1) - log_all), 0.0)


def _hidden(interviews: Ints, once: Ints, unseen: Floats) -> Floats:
    """Return n f0 / (n f0 + Q1), 0 where there is neither."""
    weight = interviews * unseen
    return weight / np.maximum(weight + once, 1e-300)
