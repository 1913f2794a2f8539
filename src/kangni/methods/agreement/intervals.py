"""Intervals for coefficients whose sums are known participant by participant."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import stdtrit

from kangni.methods.columns import Bools, Floats

__all__ = ["FEW_CLUSTERS", "MOST_UNDEFINED", "Intervals", "jackknife", "percentiles", "resampled", "undefined_share"]

# up to so many clusters percentile intervals are too short
FEW_CLUSTERS = 10
LEVEL = 0.95
MOST_UNDEFINED = 0.05


@dataclass(frozen=True, slots=True, eq=False)
class Intervals:
    """Bounds of many coefficients, NaN where there is no interval, and the share of undefined replicates of each."""

    low: Floats
    high: Floats
    undefined: Floats


def jackknife(estimate: Floats, replicates: Floats) -> Intervals:
    """Return delete-one-cluster jackknife intervals, estimate plus or minus t(D - 1) standard errors.

    With theta_i the coefficient without cluster i, the squared standard error is (D - 1) / D times the sum of
    (theta_i - mean theta)². Units of one participant hang together, so clusters are left out whole. Bounds are clipped
    to [-1, 1], where all coefficients of agreement lie.

    Parameters
    ----------
    estimate
        The coefficients of all clusters together, shape (...).
    replicates
        The coefficients without each cluster in turn, shape (D, ...), NaN where undefined.

    Returns
    -------
    Intervals
        Without bounds where any replicate is undefined, and for fewer than two clusters.

    Examples
    --------
    >>> found = jackknife(np.array([0.5]), np.array([[0.375], [0.625], [0.5]]))
    >>> found.low.round(3), found.high.round(3)
    (array([-0.121]), array([1.]))
    """
    clusters = replicates.shape[0]
    undefined = np.mean(~np.isfinite(replicates), axis=0)
    if clusters < 2:
        nowhere = np.full_like(estimate, np.nan)
        return Intervals(low=nowhere, high=nowhere, undefined=undefined)
    spread = np.sum((replicates - replicates.mean(axis=0)) ** 2, axis=0)
    reach = stdtrit(clusters - 1, (1 + LEVEL) / 2) * np.sqrt(spread * (clusters - 1) / clusters)
    return Intervals(low=np.clip(estimate - reach, -1, 1), high=np.clip(estimate + reach, -1, 1), undefined=undefined)


def percentiles(replicates: Floats) -> Intervals:
    """Return the range of the middle 95 % of bootstrap replicates.

    Parameters
    ----------
    replicates
        The coefficients of resampled clusters, shape (replicates, ...), NaN where undefined.

    Returns
    -------
    Intervals
        Without bounds where more than 5 % of the replicates are undefined, as with codes that few participants have.

    Examples
    --------
    >>> found = percentiles(np.stack([np.linspace(0, 1, 1001), np.full(1001, np.nan)], axis=1))
    >>> found.low.round(3), found.high.round(3), found.undefined
    (array([0.025,   nan]), array([0.975,   nan]), array([0., 1.]))
    """
    undefined = np.mean(~np.isfinite(replicates), axis=0)
    low, high = np.full_like(undefined, np.nan), np.full_like(undefined, np.nan)
    usable = undefined <= MOST_UNDEFINED
    if usable.any():
        tails = [(1 - LEVEL) / 2, (1 + LEVEL) / 2]
        quantile = np.nanquantile if undefined[usable].any() else np.quantile  # the first takes columns one by one
        low[usable], high[usable] = quantile(replicates[:, usable], tails, axis=0)
    return Intervals(low=low, high=high, undefined=undefined)


def resampled(sums: Floats, *, replicates: int, rng: np.random.Generator) -> Floats:
    """Return what the sums of D clusters come to when D clusters are drawn with replacement, again and again.

    Parameters
    ----------
    sums
        One entry a cluster, shape (D, ...).
    replicates
        How often to draw.
    rng
        The source of chance.

    Returns
    -------
    Floats
        Shape (replicates, ...).

    Examples
    --------
    >>> drawn = resampled(np.array([[1.0, 0.0], [0.0, 1.0]]), replicates=1000, rng=np.random.default_rng(1))
    >>> drawn.shape, np.unique(drawn.sum(axis=1))
    ((1000, 2), array([2.]))
    """
    clusters = sums.shape[0]
    drawn = rng.integers(clusters, size=(replicates, clusters)) + clusters * np.arange(replicates)[:, None]
    weights = (
        np.bincount(drawn.ravel(), minlength=clusters * replicates).reshape(replicates, clusters).astype(np.float64)
    )
    return (weights @ sums.reshape(clusters, -1)).reshape(replicates, *sums.shape[1:])


def undefined_share(used: Bools) -> Floats:
    """Return in which share of resamplings of D clusters a coefficient of yes and no would be undefined.

    A coefficient needs both values. None of D draws brings one of c clusters that have a value with probability
    (1 - c / D)^D, so no drawing is needed to know.

    Parameters
    ----------
    used
        Which cluster has which value, shape (D, ..., 2).

    Examples
    --------
    One of ten participants has the code: 0.9 to the tenth.

    >>> used = np.ones((10, 1, 2), dtype=bool)
    >>> used[1:, :, 1] = False
    >>> undefined_share(used).round(4).item()
    0.3487
    """
    clusters = used.shape[0]
    with_value = np.count_nonzero(used, axis=0)
    return np.asarray(np.sum((1 - with_value / clusters) ** clusters, axis=-1), dtype=np.float64)
