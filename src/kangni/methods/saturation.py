"""Whether more interviews would still bring new codes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import gammaln, ndtri

from kangni.core.errors import N_, MethodInput
from kangni.core.undefined import Number, Undefined
from kangni.methods.columns import Bools, Floats, Ints

__all__ = [
    "Richness",
    "Stop",
    "chao2",
    "coverage",
    "extrapolated",
    "new_codes",
    "rarefied",
    "saturated_orders",
    "stopping_rule",
]

LEVEL = 0.95
CELLS = 4_000_000  # places of interviews looked at in one go: bounds the memory of random orders


@dataclass(frozen=True, slots=True, eq=False)
class Stop:
    """New-code ratios of the runs ending at each interview (NaN before base and run are complete), and the verdict.

    `at` counts interviews from 1.
    """

    base_codes: int
    ratios: Floats
    at: int | Undefined


@dataclass(frozen=True, slots=True)
class Richness:
    """How many codes there are at least: codes not seen yet, all codes, standard error and 95 % interval."""

    unseen: Number
    estimate: Number
    standard_error: Number
    low: Number
    high: Number


def new_codes(has: Bools) -> Ints:
    """Return how many codes each interview brings that none before it had.

    Parameters
    ----------
    has
        Which interview has which code, shape (interviews, codes), in the order of interviewing.

    Examples
    --------
    >>> new_codes(np.array([[True, True, False], [True, False, False], [False, True, True]]))
    array([2, 0, 1])
    """
    first = has.argmax(axis=0)[has.any(axis=0)]
    return np.bincount(first, minlength=has.shape[0]).astype(np.int64)


def stopping_rule(new: Ints, *, base: int, run: int, threshold: float) -> Stop:
    """Apply the stopping rule of Guest, Namey & Chen: few new codes in a run of interviews, measured on a base.

    The ratio at interview e is the number of codes new in the `run` interviews that end there, divided by the codes of
    the first `base` interviews; the rule is met at the first e >= base + run with a ratio of at most `threshold`.

    Parameters
    ----------
    new
        New codes by interview.
    base, run
        Sizes of base (4 to 6 are usual) and run (2 or 3).
    threshold
        0.05 or 0.

    Returns
    -------
    Stop
        Undefined where the base found no code, with fewer interviews than base and run, and where not reached.

    References
    ----------
    Guest, G., Namey, E. & Chen, M. (2020). A simple method to assess and report thematic saturation in qualitative
    research. *PLoS ONE*, 15(5): e0232076.

    Examples
    --------
    >>> found = stopping_rule(np.array([12, 5, 3, 2, 1, 0, 0, 1]), base=4, run=2, threshold=0.05)
    >>> found.at, found.base_codes, found.ratios.round(4)
    (6, 22, array([   nan,    nan,    nan,    nan,    nan, 0.0455, 0.    , 0.0455]))
    """
    _check_rule(base=base, run=run, threshold=threshold)
    ratios = _ratios(new[None, :], base=base, run=run)[0]
    base_codes = int(new[:base].sum())
    if new.size < base + run:
        return Stop(base_codes, ratios, Undefined(N_("fewer interviews than base and run")))
    if not base_codes:
        return Stop(base_codes, ratios, Undefined(N_("the base found no code")))
    met = np.flatnonzero(ratios <= threshold)
    return Stop(base_codes, ratios, int(met[0]) + 1 if met.size else Undefined(N_("not reached")))


def saturated_orders(
    has: Bools, *, base: int, run: int, threshold: float, orders: int, rng: np.random.Generator
) -> Floats:
    """Return the share of random orders of interviews that meet the stopping rule by each interview.

    Parameters
    ----------
    has
        Which interview has which code, shape (interviews, codes).
    base, run, threshold
        As in `stopping_rule`.
    orders
        How many random orders to try.
    rng
        The source of chance.

    Returns
    -------
    Floats
        By place in the order; NaN before base and run are complete. An order whose base found no code meets nothing.

    Examples
    --------
    >>> everything = np.ones((4, 3), dtype=bool)
    >>> saturated_orders(everything, base=2, run=1, threshold=0, orders=9, rng=np.random.default_rng(1))
    array([nan, nan,  1.,  1.])
    """
    _check_rule(base=base, run=run, threshold=threshold)
    interviews = has.shape[0]
    code, interview = np.nonzero(has.T)
    start = np.flatnonzero(np.concatenate([[True], np.diff(code) != 0])[: code.size])
    met = np.zeros(interviews)
    at_a_time = max(1, CELLS // max(interview.size, 1))
    for done in range(0, orders, at_a_time):
        some = min(at_a_time, orders - done)
        place = np.argsort(rng.random((some, interviews)), axis=1)  # of each interview in each order
        first = np.minimum.reduceat(place[:, interview], start, axis=1) if code.size else place[:, :0]
        flat = first + interviews * np.arange(some)[:, None]
        new = np.bincount(flat.ravel(), minlength=some * interviews).reshape(some, interviews)
        met += np.logical_or.accumulate(_ratios(new, base=base, run=run) <= threshold, axis=1).sum(axis=0)
    share = met / orders
    share[: base + run - 1] = np.nan
    return share


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
        nothing = Undefined(N_("fewer than two interviews") if interviews < 2 else N_("no code was seen"))
        return Richness(nothing, nothing, nothing, nothing, nothing)
    k = (interviews - 1) / interviews
    unseen = k * once**2 / (2 * twice) if twice else k * once * (once - 1) / 2
    if not once:
        return Richness(0.0, float(seen), 0.0, float(seen), float(seen))
    if not twice:
        unknown = Undefined(N_("no code occurs in exactly two interviews"))
        return Richness(unseen, seen + unseen, unknown, unknown, unknown)
    r = once / twice
    variance = twice * (k * r**2 / 2 + k**2 * r**3 + k**2 * r**4 / 4)
    factor = float(np.exp(ndtri((1 + LEVEL) / 2) * np.sqrt(np.log(1 + variance / unseen**2))))
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
        return Undefined(N_("fewer than two interviews"))
    if not mentions or isinstance(unseen, Undefined):
        return Undefined(N_("no code was seen"))
    if not once:
        return 1.0
    return 1 - once / mentions * interviews * unseen / (interviews * unseen + once)


def rarefied(occurrences: Ints, *, interviews: int) -> Floats:
    """Return how many codes 1, 2 ... n interviews show on average, over all choices of so many.

    S(t) is the sum over codes of 1 - C(n - x_k, t) / C(n, t), with x_k the interviews that have code k: what averaging
    over all orders gives, without trying any.

    Parameters
    ----------
    occurrences
        x_k, codes that occur in no interview may be left out.
    interviews
        n.

    References
    ----------
    Colwell, R. K. et al. (2012). Models and estimators linking individual-based and sample-based rarefaction,
    extrapolation and comparison of assemblages. *Journal of Plant Ecology*, 5.

    Examples
    --------
    >>> rarefied(np.array([3, 1, 1]), interviews=3).round(4)
    array([1.6667, 2.3333, 3.    ])
    """
    t = np.arange(1, interviews + 1)
    without = interviews - occurrences[:, None].astype(np.float64)
    possible = without >= t
    rest = np.where(possible, without - t, 0.0)
    log_all = gammaln(interviews + 1) - gammaln(interviews - t + 1)
    log_without = gammaln(without + 1) - gammaln(rest + 1)
    missing = np.where(possible, np.exp(log_without - log_all), 0.0)
    return np.asarray(np.sum(1 - missing, axis=0), dtype=np.float64)


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
    if not unseen:
        return float(seen)
    return float(seen + unseen * (1 - (1 - once / (interviews * unseen + once)) ** more))


def _check_rule(*, base: int, run: int, threshold: float) -> None:
    if base < 1 or run < 1:
        raise MethodInput("saturation", f"a base of {base} and a run of {run}; both need at least one interview")
    if not 0 <= threshold < 1:
        raise MethodInput("saturation", f"a threshold of {threshold}; use a share from 0 to below 1, such as 0.05")


def _ratios(new: Ints, *, base: int, run: int) -> Floats:
    """Return the new-code ratios of many orders, shape (orders, interviews); NaN where there are none."""
    ratios = np.full(new.shape, np.nan)
    if new.shape[1] >= base + run:
        total = np.cumsum(new, axis=1)
        found = total[:, base - 1 : base].astype(np.float64)
        in_run = total[:, base + run - 1 :] - total[:, base - 1 : total.shape[1] - run]
        np.divide(in_run, found, out=ratios[:, base + run - 1 :], where=found > 0)
    return ratios
