"""How many codes there are that nobody has mentioned yet, as those mentioned once or twice let one guess."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from scipy.special import gammaln, ndtri, stdtrit

from kangni.core.errors import N_, MethodInput
from kangni.core.undefined import Number, Undefined
from kangni.methods.columns import Bools, Floats, Ints

__all__ = [
    "Curve",
    "Estimate",
    "NextInterview",
    "Richness",
    "chao2",
    "coverage",
    "coverage_at",
    "curve",
    "extrapolated",
    "next_interview",
    "rarefied",
]

LEVEL = 0.95
Z: Final = float(ndtri((1 + LEVEL) / 2))
FEW = N_("fewer than two interviews")
NO_CODE = N_("no code was seen")
LEAST = 3  # interviews of which one can be left out and something still be estimated


@dataclass(frozen=True, slots=True)
class Richness:
    """How many codes there are at least: codes not seen yet, all codes, standard error and 95 % interval."""

    unseen: Number
    estimate: Number
    standard_error: Number
    low: Number
    high: Number


@dataclass(frozen=True, slots=True)
class Estimate:
    """A number with its interval."""

    value: Number
    low: Number
    high: Number


@dataclass(frozen=True, slots=True, eq=False)
class NextInterview:
    """What one interview more would add.

    `new` are codes that nobody had, `known` is the share of mentions that would be of codes known by now. `as_last`
    holds for each interview the codes that only it has: what it would have brought, had it been the last one.
    """

    new: Estimate
    known: Estimate
    as_last: Ints


@dataclass(frozen=True, slots=True, eq=False)
class Curve:
    """Codes that so many interviews show, with a 95 % interval; NaN where nothing can be estimated."""

    expected: Floats
    low: Floats
    high: Floats


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
    unseen = float(_unseen(np.array(interviews), np.array(once), np.array(twice)))
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
    return float(_coverage(np.array(interviews), np.array(once), np.array(mentions), np.array(unseen)))


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
    missing = _without(interviews - occurrences, interviews - 1, inside)
    once, twice = (np.array((occurrences == times).sum()) for times in (1, 2))
    hidden = _hidden(np.array(interviews), once, _unseen(np.array(interviews), once, twice))
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
    return np.asarray((1 - _without(interviews - occurrences, interviews, among)).sum(axis=0), dtype=np.float64)


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
    return float(seen + _further(np.array(interviews), np.array(more), np.array(once), np.array(unseen)))


def curve(has: Bools, *, sizes: Ints, resamples: int, rng: np.random.Generator) -> Curve:
    """Return how many codes so many interviews show, up to n by rarefaction and beyond by extrapolation.

    The interval is the estimate ± 1.96 times the standard deviation over participants drawn again with replacement.
    The middle 95 % of the redrawn curves would not do: somebody drawn twice brings the same codes twice, so that they
    all lie too low.

    Parameters
    ----------
    has
        Which interview has which code, shape (interviews, codes).
    sizes
        Numbers of interviews, rising. Beyond twice as many as there are it is not to be trusted.
    resamples
        How often to draw the participants again.
    rng
        The source of chance.

    Returns
    -------
    Curve
        The interval is NaN for one interview, extrapolation too.

    Examples
    --------
    >>> has = np.array([[1, 1, 0, 0], [1, 0, 1, 0], [1, 1, 0, 1]], dtype=bool)
    >>> found = curve(has, sizes=np.array([1, 3, 4]), resamples=200, rng=np.random.default_rng(1))
    >>> found.expected.round(3)
    array([2.333, 4.   , 4.444])
    """
    if resamples < 2:
        raise MethodInput("saturation", f"{resamples} resamples; use 2 or more")
    interviews = has.shape[0]
    expected = _expected(has.sum(axis=0)[None, :], interviews, sizes)[0]
    if interviews < 2:
        nothing = np.full(sizes.size, np.nan)
        return Curve(expected, nothing, nothing)
    chosen = rng.integers(interviews, size=(resamples, interviews)) + interviews * np.arange(resamples)[:, None]
    times = np.bincount(chosen.ravel(), minlength=resamples * interviews).reshape(resamples, interviews)
    occurrences = np.rint(times.astype(np.float32) @ has.astype(np.float32)).astype(np.int64)
    spread = Z * _expected(occurrences, interviews, sizes).std(axis=0, ddof=1)
    return Curve(expected, np.maximum(expected - spread, 0), expected + spread)


def next_interview(has: Bools) -> NextInterview:
    """Return how many new codes one interview more would bring, and what share of its mentions would be known codes.

    The new ones are S(n + 1) - S(n) = f0 Q1 / (n f0 + Q1), the share is the coverage. Each interval is the estimate ±
    t times the standard error of the delete-one jackknife over interviews, on n - 1 degrees of freedom, and ends where
    such a number must.

    Parameters
    ----------
    has
        Which interview has which code, shape (interviews, codes).

    Returns
    -------
    NextInterview
        Undefined where no code was seen, and for one interview; without intervals for two.

    References
    ----------
    Colwell, R. K. et al. (2012). *Journal of Plant Ecology*, 5. Chao, A. & Jost, L. (2012). *Ecology*, 93.

    Examples
    --------
    >>> has = np.array([[1, 1, 0, 0], [1, 0, 1, 0], [1, 1, 0, 1]], dtype=bool)
    >>> found = next_interview(has)
    >>> print(round(found.new.value, 3), round(found.known.value, 3), found.as_last)
    0.444 0.81 [0 1 1]
    """
    interviews, occurrences = has.shape[0], has.sum(axis=0)
    as_last = (has & (occurrences == 1)).sum(axis=1).astype(np.int64)
    if interviews < 2 or not has.any():
        nothing = Undefined(FEW if interviews < 2 else NO_CODE)
        return NextInterview(Estimate(nothing, nothing, nothing), Estimate(nothing, nothing, nothing), as_last)
    once, twice = int((occurrences == 1).sum()), int((occurrences == 2).sum())
    whole = _next(np.array([interviews]), np.array([once]), np.array([twice]), np.array([has.sum()]))
    if interviews < LEAST:
        unknown = Undefined(N_("fewer than three interviews"))
        new, known = (Estimate(float(value[0]), unknown, unknown) for value in whole)
        return NextInterview(new, known, as_last)
    of_two, of_three = ((has & (occurrences == times)).sum(axis=1) for times in (2, 3))
    without = _next(
        np.full(interviews, interviews - 1),
        once - as_last + of_two,
        twice - of_two + of_three,
        has.sum() - has.sum(axis=1),
    )
    new, known = (
        _jackknifed(float(value[0]), left_out, most=most)
        for value, left_out, most in zip(whole, without, (np.inf, 1.0), strict=True)
    )
    return NextInterview(new, known, as_last)


def _unseen(interviews: Ints, once: Ints, twice: Ints) -> Floats:
    """Return f0 of Chao2."""
    k = (interviews - 1) / interviews
    return np.where(twice > 0, k * once**2 / (2 * np.maximum(twice, 1)), k * once * (once - 1) / 2)


def _hidden(interviews: Ints, once: Ints, unseen: Floats) -> Floats:
    """Return n f0 / (n f0 + Q1), 0 where there is neither."""
    weight = interviews * unseen
    return weight / np.maximum(weight + once, 1e-300)


def _coverage(interviews: Ints, once: Ints, mentions: Ints, unseen: Floats) -> Floats:
    return np.asarray(1 - once / np.maximum(mentions, 1) * _hidden(interviews, once, unseen), dtype=np.float64)


def _further(interviews: Ints, more: Ints, once: Ints, unseen: Floats) -> Floats:
    """Return the codes that `more` interviews add to those seen."""
    return np.asarray(unseen * (1 - _hidden(interviews, once, unseen) ** more), dtype=np.float64)


def _without(others: Ints, among: int, sizes: Ints) -> Floats:
    """Return C(others, t) / C(among, t), shape (others, sizes): how likely t drawn of `among` are all `others`."""
    left = others[:, None].astype(np.float64)
    possible = left >= sizes
    rest = np.where(possible, left - sizes, 0.0)
    log_all = gammaln(among + 1) - gammaln(among - sizes + 1)
    return np.where(possible, np.exp(gammaln(left + 1) - gammaln(rest + 1) - log_all), 0.0)


def _expected(occurrences: Ints, interviews: int, sizes: Ints) -> Floats:
    """Return the curve of each sample (row of `occurrences`) at each size, NaN where it cannot be extrapolated."""
    samples = occurrences.shape[0]
    flat = occurrences + (interviews + 1) * np.arange(samples)[:, None]
    by_times = np.bincount(flat.ravel(), minlength=samples * (interviews + 1)).reshape(samples, interviews + 1)
    inside = sizes[sizes <= interviews]
    curves = np.full((samples, sizes.size), np.nan)
    curves[:, : inside.size] = by_times @ (1 - _without(np.arange(interviews, -1, -1), interviews, inside))
    if interviews > 1:
        once, twice = by_times[:, 1, None], by_times[:, 2, None]
        further = _further(
            np.array(interviews), sizes[inside.size :] - interviews, once, _unseen(np.array(interviews), once, twice)
        )
        curves[:, inside.size :] = by_times[:, 1:].sum(axis=1)[:, None] + further
    return curves


def _next(interviews: Ints, once: Ints, twice: Ints, mentions: Ints) -> tuple[Floats, Floats]:
    """Return new codes and coverage of samples that have so many codes once and twice."""
    unseen = _unseen(interviews, once, twice)
    further = _further(interviews, np.ones_like(interviews), once, unseen)
    return further, _coverage(interviews, once, mentions, unseen)


def _jackknifed(value: float, left_out: Floats, *, most: float) -> Estimate:
    n = left_out.size
    error = float(np.sqrt((n - 1) / n * np.square(left_out - left_out.mean()).sum()))
    reach = float(stdtrit(n - 1, (1 + LEVEL) / 2)) * error
    return Estimate(value, max(0.0, value - reach), min(most, value + reach))
