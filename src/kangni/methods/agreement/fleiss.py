"""Agreement against one chance for all coders: Scott's pi, Fleiss' kappa, and Brennan and Prediger's coefficient."""

from __future__ import annotations

import numpy as np

from kangni.core.errors import N_
from kangni.core.undefined import Number, Undefined
from kangni.methods.agreement.kappa import percents
from kangni.methods.columns import Floats

__all__ = ["brennan_prediger", "brennan_predigers", "fleiss", "fleisses", "is_complete"]

UNEQUAL = Undefined(N_("not all coders rated the same units: use alpha"))


def fleiss(counts: Floats, times: Floats) -> Number:
    """Return Fleiss' kappa, (P - p_e) / (1 - p_e); with two coders it is Scott's pi.

    P is the percent agreement of `percents`, p_k the share of all ratings in category k, p_e the sum of p_k². It asks
    whether coders agree more than ratings dealt out at random in the same shares, and assumes that every unit has as
    many ratings as every other.

    Parameters
    ----------
    counts
        Kinds of units, shape (P, q): how many coders gave each category.
    times
        How often each kind occurs, shape (P,).

    Returns
    -------
    Number
        Undefined without units, where units differ in their number of ratings (alpha takes such data), and where only
        one category was used.

    References
    ----------
    Scott, W. A. (1955). Reliability of content analysis. *Public Opinion Quarterly*, 19. Fleiss, J. L. (1971).
    Measuring nominal scale agreement among many raters. *Psychological Bulletin*, 76.

    Examples
    --------
    >>> round(fleiss(np.array([[2, 0], [1, 1], [0, 2]]), np.array([80, 15, 5])), 4)
    0.3143
    """
    if not times[counts.sum(axis=-1) >= 2].sum():
        return Undefined(N_("no common units"))
    if not is_complete(counts, times):
        return UNEQUAL
    value = float(fleisses(counts, times))
    return value if np.isfinite(value) else Undefined(N_("only one value was used"))


def fleisses(counts: Floats, times: Floats) -> Floats:
    """Return Fleiss' kappa of many counts of units, `times` of shape (..., P), and NaN where only one value was used.

    Whether all units have as many ratings is for the caller to know: ask `is_complete`.

    Examples
    --------
    >>> fleisses(np.array([[2, 0], [0, 2]]), np.array([[3, 3], [6, 0]]))
    array([ 1., nan])
    """
    ratings = times @ np.asarray(counts, dtype=np.float64)
    total = ratings.sum(axis=-1, keepdims=True)
    with np.errstate(invalid="ignore", divide="ignore"):
        shares = ratings / total
        expected = np.einsum("...k,...k->...", shares, shares)
        found = (percents(counts, times) - expected) / (1 - expected)
        return np.asarray(np.where(1 - expected > 1e-12, found, np.nan), dtype=np.float64)


def brennan_prediger(counts: Floats, times: Floats, weights: Floats | None = None) -> Number:
    """Return Brennan and Prediger's coefficient, (p_a - p_e) / (1 - p_e) with p_e the mean weight of two categories.

    Without weights p_e = 1 / q: chance is a coder who picks any of the q categories *offered*, used or not. For two
    coders and two categories it is 2 p_a - 1, also known as PABAK; for many coders as Randolph's free-marginal kappa.

    Parameters
    ----------
    counts
        Kinds of units, shape (P, q): how many coders gave each category offered.
    times
        How often each kind occurs, shape (P,).
    weights
        Agreement weights, shape (q, q); None counts only equal categories.

    Returns
    -------
    Number
        Undefined with fewer than two categories, and where no unit has two ratings.

    References
    ----------
    Brennan, R. L. & Prediger, D. J. (1981). Coefficient kappa: some uses, misuses, and alternatives. *Educational and
    Psychological Measurement*, 41.

    Examples
    --------
    >>> round(brennan_prediger(np.array([[2, 0], [1, 1], [0, 2]]), np.array([80, 15, 5])), 2)
    0.7
    """
    if counts.shape[-1] < 2:
        return Undefined(N_("fewer than two categories offered"))
    value = float(brennan_predigers(counts, times, weights))
    return value if np.isfinite(value) else Undefined(N_("no common units"))


def brennan_predigers(counts: Floats, times: Floats, weights: Floats | None = None) -> Floats:
    """Return `brennan_prediger` of many counts of units, `times` of shape (..., P), and NaN without common units."""
    expected = 1 / counts.shape[-1] if weights is None else float(weights.mean())
    return np.asarray((percents(counts, times, weights) - expected) / (1 - expected), dtype=np.float64)


def is_complete(counts: Floats, times: Floats) -> bool:
    """Tell whether all units with ratings have as many as each other; `times` has shape (P,)."""
    ratings = counts.sum(axis=-1)
    return np.unique(ratings[(times > 0) & (ratings > 0)]).size <= 1
