"""Gwet's AC1, AC2 with weights, and their interval."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import stdtrit

from kangni.core.errors import N_
from kangni.core.undefined import Number, Undefined
from kangni.methods.agreement.kappa import percents
from kangni.methods.columns import Floats

__all__ = ["AcInterval", "ac", "ac_interval", "acs"]

LEVEL = 0.95
ONE_UNIT = Undefined(N_("one unit gives no interval"))


@dataclass(frozen=True, slots=True)
class AcInterval:
    """Gwet's coefficient with its standard error and 95 % interval."""

    value: Number
    error: Number
    low: Number
    high: Number


def ac(counts: Floats, times: Floats, weights: Floats | None = None) -> Number:
    """Return Gwet's agreement coefficient, (p_a - p_e) / (1 - p_e).

    p_a is the weighted observed agreement of `percents`. With pi_k the mean over units of the share of ratings in
    category k and T the sum of all weights, p_e = T / (q (q - 1)) times the sum of pi_k (1 - pi_k). It rewards skew,
    so it belongs beside alpha and never in its place.

    Parameters
    ----------
    counts
        Kinds of units, shape (P, q): how many coders gave each category. q is the number of categories offered, which
        may be more than those used.
    times
        How often each kind occurs, shape (P,).
    weights
        Agreement weights, shape (q, q), 1 on the diagonal; None (AC1) counts only equal categories.

    Returns
    -------
    Number
        Undefined with fewer than two categories, and where no unit has two ratings.

    References
    ----------
    Gwet, K. L. (2008). Computing inter-rater reliability and its variance in the presence of high agreement. *British
    Journal of Mathematical and Statistical Psychology*, 61.

    Examples
    --------
    >>> round(ac(np.array([[2, 0], [1, 1], [0, 2]]), np.array([80, 15, 5])), 4)
    0.808
    """
    if counts.shape[-1] < 2:
        return Undefined(N_("fewer than two categories offered"))
    value = float(acs(counts, times, weights))
    return value if np.isfinite(value) else Undefined(N_("no common units"))


def acs(counts: Floats, times: Floats, weights: Floats | None = None) -> Floats:
    """Return `ac` of many counts of units, `times` of shape (..., P), and NaN without common units.

    Examples
    --------
    >>> acs(np.array([[2, 0], [0, 2]]), np.array([[3, 3], [0, 0]]))
    array([ 1., nan])
    """
    with np.errstate(invalid="ignore", divide="ignore"):
        expected = _chance(_prevalence(counts, times), weights)
        return np.asarray((percents(counts, times, weights) - expected) / (1 - expected), dtype=np.float64)


def ac_interval(counts: Floats, times: Floats, weights: Floats | None = None) -> AcInterval:
    """Return Gwet's coefficient with the interval of its linearised variance, value plus or minus t(U - 1) errors.

    With U units, U' of them with two ratings or more, gamma the coefficient, and for each unit
    gamma_u = (U / U') (p_a|u - p_e) / (1 - p_e), 0 with one rating, and
    p_e|u = T / (q (q - 1)) times the sum of (r_uk / r_u)(1 - pi_k): the variance is the sum of
    (gamma_u - 2 (1 - gamma)(p_e|u - p_e) / (1 - p_e) - gamma)² over U (U - 1). It assumes that units are independent,
    which turns of one person are not. Bounds are clipped at 1. Programs that start from a table of two coders divide by
    U² instead of U (U - 1).

    Parameters
    ----------
    counts, times, weights
        As for `ac`.

    Returns
    -------
    AcInterval
        Undefined where `ac` is; the interval also for a single unit.

    References
    ----------
    Gwet, K. L. (2008), as for `ac`.

    Examples
    --------
    >>> found = ac_interval(np.array([[2, 0], [1, 1], [0, 2]]), np.array([80, 15, 5]))
    >>> round(found.error, 5), round(found.low, 5), round(found.high, 5)
    (0.05239, 0.70404, 0.91196)
    """
    value = ac(counts, times, weights)
    if isinstance(value, Undefined):
        return AcInterval(value, value, value, value)
    ratings = counts.sum(axis=-1)
    rated = (ratings > 0) & (times > 0)
    kinds, often, of_each = counts[rated], times[rated], ratings[rated]
    units = float(often.sum())
    if units < 2:
        return AcInterval(value, ONE_UNIT, ONE_UNIT, ONE_UNIT)
    shares = _prevalence(counts, times)
    expected = float(_chance(shares, weights))
    agreeing = np.nan_to_num(percents(kinds, np.eye(of_each.size), weights))
    paired = of_each >= 2
    gamma = np.where(paired, units / often[paired].sum() * (agreeing - expected) / (1 - expected), 0.0)
    categories = counts.shape[-1]
    total = float(categories if weights is None else weights.sum())
    own = total / (categories * (categories - 1)) * ((kinds / of_each[:, None]) @ (1 - shares))
    linear = gamma - 2 * (1 - value) * (own - expected) / (1 - expected)
    error = float(np.sqrt(often @ (linear - value) ** 2 / (units * (units - 1))))
    reach = float(stdtrit(units - 1, (1 + LEVEL) / 2)) * error
    return AcInterval(value, error, value - reach, min(value + reach, 1.0))


def _prevalence(counts: Floats, times: Floats) -> Floats:
    """Return the mean over units of the share of ratings in each category, shape (..., q)."""
    ratings = counts.sum(axis=-1)
    rated = ratings > 0
    seen = times[..., rated]
    summed = seen @ (counts[rated] / ratings[rated, None])
    return np.asarray(summed / seen.sum(axis=-1, keepdims=True), dtype=np.float64)


def _chance(shares: Floats, weights: Floats | None) -> Floats:
    categories = shares.shape[-1]
    total = float(categories if weights is None else weights.sum())
    return np.asarray(total / (categories * (categories - 1)) * np.sum(shares * (1 - shares), axis=-1))
