"""All coefficients of all codes, with their intervals."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from kangni.core.errors import N_
from kangni.core.undefined import Number, Undefined
from kangni.methods.agreement.alpha import alpha, alphas, coincidences
from kangni.methods.agreement.gwet import ac
from kangni.methods.agreement.intervals import (
    FEW_CLUSTERS,
    MOST_UNDEFINED,
    Intervals,
    jackknife,
    percentiles,
    resampled,
    undefined_share,
)
from kangni.methods.agreement.kappa import kappa, kappas, percents
from kangni.methods.agreement.units import Tally
from kangni.methods.columns import Floats, Ints

__all__ = ["Bounded", "Figures", "bounded", "by_cluster", "figures"]

ONE_CLUSTER = Undefined(N_("one participant gives no interval"))
RARE = Undefined(N_("rare code"))
SAME = Undefined(N_("the same in every resampling"))
NO_WIDTH = 1e-9


@dataclass(frozen=True, slots=True)
class Bounded:
    """A coefficient with its 95 % interval, and the share of replicates in which it is undefined."""

    value: Number
    low: Number
    high: Number
    undefined: float


@dataclass(frozen=True, slots=True)
class Figures:
    """The coefficients of one table of units: of one code, or of all codes pooled.

    `marked` counts the units to which anybody gave the code, `both` those to which all who have seen them did. `only`
    (first, second) and `kappa` exist for two coders alone.
    """

    units: int
    marked: int
    both: int
    only: tuple[int, int] | None
    prevalence: Number
    percent: Number
    kappa: Bounded | None
    alpha: Bounded
    ac1: Number


def by_cluster(sums: Floats, cluster: Ints) -> Floats:
    """Return sums by document, shape (documents, ...), as sums by cluster; each cluster has a document.

    Examples
    --------
    >>> by_cluster(np.array([[1.0], [2.0], [4.0]]), np.array([1, 0, 1]))
    array([[2.],
           [5.]])
    """
    order = np.argsort(cluster, kind="stable")
    start = np.searchsorted(cluster[order], np.arange(int(cluster[order[-1]]) + 1))
    return np.asarray(np.add.reduceat(sums[order], start, axis=0), dtype=np.float64)


def figures(
    tally: Tally, tables: Floats | None, cluster: Ints, *, replicates: int, rng: np.random.Generator
) -> tuple[Figures, ...]:
    """Return the figures of each code, and last those of all codes pooled.

    Parameters
    ----------
    tally
        Kinds of units by document and code, of the codes to be compared.
    tables
        For two coders their two-by-two tables, shape (documents, codes, 2, 2); None for more.
    cluster
        The cluster (participant) of each document, numbered 0, 1, 2 ...
    replicates, rng
        How often to draw clusters where there are more than ten, and the source of chance.

    Notes
    -----
    Up to ten clusters the intervals are the delete-one jackknife's, with more the bootstrap's percentiles. Where more
    than 5 % of the bootstrap's replicates are undefined, because too few clusters have the code, there is none either
    way: two clusters can look alike by chance. Nor is there one where all resamplings come to the same, as with full
    agreement: that is not certainty.
    """
    times = _with_pooled(tally.times)
    sums = by_cluster(coincidences(tally.counts, times) if tables is None else _with_pooled(tables), cluster)
    total = sums.sum(axis=0)
    if sums.shape[0] <= FEW_CLUSTERS:
        lost, drawn = undefined_share(_paired(sums, tables)), total - sums
    else:
        lost, drawn = None, resampled(sums, replicates=replicates, rng=rng)
    of_alpha = _bounds(alphas(_paired(total, tables)), alphas(_paired(drawn, tables)), lost)
    of_kappa = None if tables is None else _bounds(kappas(total), kappas(drawn), lost)
    met = _paired(total, tables)
    return tuple(
        _figures(
            tally.counts,
            times[:, code].sum(axis=0),
            bounded(alpha(met[code]), of_alpha, code, clusters=sums.shape[0]),
            None if of_kappa is None else total[code],
            None if of_kappa is None else bounded(kappa(total[code]), of_kappa, code, clusters=sums.shape[0]),
        )
        for code in range(met.shape[0])
    )


def bounded(value: Number, intervals: Intervals, at: int, *, clusters: int) -> Bounded:
    """Return a coefficient with the interval at one place, or with the reason why there is none."""
    undefined = float(intervals.undefined[at])
    low, high = float(intervals.low[at]), float(intervals.high[at])
    if isinstance(value, Undefined):
        why = value
    elif clusters < 2:
        why = ONE_CLUSTER
    elif undefined > MOST_UNDEFINED or not np.isfinite(low):
        why = RARE
    elif high - low < NO_WIDTH:
        why = SAME
    else:
        return Bounded(value, low, high, undefined)
    return Bounded(value, why, why, undefined)


def _figures(
    counts: Floats, times: Floats, of_alpha: Bounded, table: Floats | None, of_kappa: Bounded | None
) -> Figures:
    units = float(times.sum())
    agree = float(percents(counts, times))
    share = float(times @ (counts[:, 1] / counts.sum(axis=1)))
    nothing = Undefined(N_("no common units"))
    return Figures(
        units=int(units),
        marked=int(times[counts[:, 1] > 0].sum()),
        both=int(times[counts[:, 0] == 0].sum()),
        only=None if table is None else (int(table[1, 0]), int(table[0, 1])),
        prevalence=share / units if units else nothing,
        percent=agree if np.isfinite(agree) else nothing,
        kappa=of_kappa,
        alpha=of_alpha,
        ac1=ac(counts, times),
    )


def _with_pooled(by_code: Floats) -> Floats:
    """Add, behind the last code, all codes together."""
    return np.concatenate([by_code, by_code.sum(axis=1, keepdims=True)], axis=1)


def _paired(sums: Floats, tables: Floats | None) -> Floats:
    """Return coincidences; two coders' tables count each unit once, coincidences from both sides."""
    return sums if tables is None else sums + np.swapaxes(sums, -1, -2)


def _bounds(estimate: Floats, drawn: Floats, lost: Floats | None) -> Intervals:
    """Return the percentiles of bootstrapped coefficients, or the jackknife's bounds where `lost` is known."""
    return percentiles(drawn) if lost is None else replace(jackknife(estimate, drawn), undefined=lost)
