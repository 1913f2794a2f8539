"""All coefficients of all codes, with their intervals."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

import numpy as np

from kangni.core.errors import N_
from kangni.core.undefined import Number, Undefined
from kangni.methods.agreement.alpha import alpha, alphas, coincidences
from kangni.methods.agreement.fleiss import brennan_prediger, brennan_predigers, fleiss, fleisses, is_complete
from kangni.methods.agreement.gwet import ac, acs
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
NO_UNITS = Undefined(N_("no common units"))
NO_WIDTH = 1e-9

# from counts and times of shape (..., kinds) to coefficients of shape (...), NaN where undefined
Many = Callable[[Floats, Floats], Floats]
One = Callable[[Floats, Floats], Number]


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
    (first, second), `kappa` and `bias_index` exist for two coders alone. `fleiss` is Scott's pi for two coders. The
    indices are those of Byrt, Bishop and Carlin 1993: |2 prevalence - 1|, and |first only - second only| / units.
    """

    units: int
    marked: int
    both: int
    only: tuple[int, int] | None
    prevalence: Number
    prevalence_index: Number
    bias_index: Number | None
    percent: Bounded
    kappa: Bounded | None
    fleiss: Bounded
    brennan_prediger: Bounded
    alpha: Bounded
    ac1: Bounded


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


def figures(tally: Tally, cluster: Ints, *, replicates: int, rng: np.random.Generator) -> tuple[Figures, ...]:
    """Return the figures of each code, and last those of all codes pooled.

    Parameters
    ----------
    tally
        Kinds of units by document and code, of the codes to be compared; kappa needs the tables of two coders.
    cluster
        The cluster (participant) of each document, numbered 0, 1, 2 ...
    replicates, rng
        How often to draw clusters where there are more than ten, and the source of chance.

    Notes
    -----
    All coefficients are functions of how many units of each kind there are, so clusters are left out or drawn once
    for all of them. Up to ten clusters the intervals are the delete-one jackknife's, with more the bootstrap's
    percentiles. Where more than 5 % of the bootstrap's replicates are undefined, because too few clusters have the
    code, there is none either way: two clusters can look alike by chance. Nor is there one where all resamplings come
    to the same, as with full agreement: that is not certainty.
    """
    sums = by_cluster(_with_pooled(tally.times), cluster)
    total = sums.sum(axis=0)
    clusters = sums.shape[0]
    is_jackknife = clusters <= FEW_CLUSTERS
    drawn = total - sums if is_jackknife else resampled(sums, replicates=replicates, rng=rng)
    rare = undefined_share(sums @ (tally.counts > 0) > 0)
    estimates: dict[str, Floats] = {}
    bounds: dict[str, Intervals] = {}
    for name, many in _MANY.items():
        if name == "kappa" and not tally.is_table:
            continue
        estimates[name], replicate = many(tally.counts, total), many(tally.counts, drawn)
        found = jackknife(estimates[name], replicate) if is_jackknife else percentiles(replicate)
        bounds[name] = replace(found, undefined=rare) if is_jackknife and name in _NEEDS_BOTH_VALUES else found
    return tuple(
        _figures(
            tally,
            total[code],
            {
                name: bounded(
                    _value(name, tally.counts, total[code], each[code]), bounds[name], code, clusters=clusters
                )
                for name, each in estimates.items()
            },
        )
        for code in range(total.shape[0])
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


def _value(name: str, counts: Floats, times: Floats, estimate: float) -> Number:
    """Return a coefficient that was computed for many codes at once; only a single one says why it does not exist."""
    # where units differ in their number of ratings the formula still gives a number, and Fleiss' kappa does not exist
    exists = np.isfinite(estimate) and (name != "fleiss" or is_complete(counts, times))
    return float(estimate) if exists else _ONE[name](counts, times)


def _figures(tally: Tally, times: Floats, found: Mapping[str, Bounded]) -> Figures:
    counts, units = tally.counts, float(times.sum())
    share = float(times @ (counts[:, 1] / counts.sum(axis=1)))
    return Figures(
        units=int(units),
        marked=int(times[counts[:, 1] > 0].sum()),
        both=int(times[counts[:, 0] == 0].sum()),
        only=(int(times[2]), int(times[1])) if tally.is_table else None,
        prevalence=share / units if units else NO_UNITS,
        prevalence_index=abs(2 * share / units - 1) if units else NO_UNITS,
        bias_index=(abs(float(times[2] - times[1])) / units if units else NO_UNITS) if tally.is_table else None,
        percent=found["percent"],
        kappa=found.get("kappa"),
        fleiss=found["fleiss"],
        brennan_prediger=found["brennan_prediger"],
        alpha=found["alpha"],
        ac1=found["ac1"],
    )


def _with_pooled(by_code: Floats) -> Floats:
    """Add, behind the last code, all codes together."""
    return np.concatenate([by_code, by_code.sum(axis=1, keepdims=True)], axis=1)


def _percent(counts: Floats, times: Floats) -> Number:
    value = float(percents(counts, times))
    return value if np.isfinite(value) else NO_UNITS


def _table(times: Floats) -> Floats:
    return times.reshape(*times.shape[:-1], 2, 2)


# coefficients that do not exist where only one value was used
_NEEDS_BOTH_VALUES = frozenset({"kappa", "fleiss", "alpha"})
_ONE: Mapping[str, One] = MappingProxyType(
    {
        "percent": _percent,
        "kappa": lambda _counts, times: kappa(_table(times)),
        "fleiss": fleiss,
        "brennan_prediger": brennan_prediger,
        "alpha": lambda counts, times: alpha(coincidences(counts, times)),
        "ac1": ac,
    }
)
_MANY: Mapping[str, Many] = MappingProxyType(
    {
        "percent": percents,
        "kappa": lambda _counts, times: kappas(_table(times)),
        "fleiss": fleisses,
        "brennan_prediger": brennan_predigers,
        "alpha": lambda counts, times: alphas(coincidences(counts, times)),
        "ac1": acs,
    }
)
