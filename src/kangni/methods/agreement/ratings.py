"""All coefficients of a table of ratings: units by coders, one value or none in each cell."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal, TypeAlias

import numba
import numpy as np
from scipy.special import ndtri

from kangni.core.errors import N_
from kangni.core.undefined import Number, Undefined
from kangni.methods.agreement.alpha import Distance, alpha, alphas, coincidences, interval, nominal, ordinal, ratio
from kangni.methods.agreement.figures import Bounded, bounded
from kangni.methods.agreement.fleiss import brennan_prediger, brennan_predigers, fleiss, fleisses
from kangni.methods.agreement.gwet import AcInterval, ac, ac_interval, acs
from kangni.methods.agreement.intervals import FEW_CLUSTERS, LEVEL, jackknife, percentiles, resampled
from kangni.methods.agreement.kappa import Weighting, agreement_weights, kappa, kappa_errors, kappas, percents
from kangni.methods.columns import Floats, Ints

__all__ = [
    "By",
    "Level",
    "Rated",
    "RatingFigure",
    "Ratings",
    "coincidences_of",
    "pair_figures",
    "rating_figures",
]

Level: TypeAlias = Literal["nominal", "ordinal", "interval", "ratio"]
By: TypeAlias = Literal["jackknife", "bootstrap", "large sample", "linearised"]
Rated: TypeAlias = Literal[
    "percent",
    "kappa",
    "kappa_linear",
    "kappa_quadratic",
    "fleiss",
    "brennan_prediger",
    "alpha",
    "ac1",
    "ac2_linear",
    "ac2_quadratic",
]

LARGE = 50  # units from which the large-sample error of kappa serves
ONE_UNIT = Undefined(N_("one unit gives no interval"))
NO_UNITS = Undefined(N_("no common units"))

DISTANCES: Mapping[Level, Distance] = MappingProxyType(
    {"nominal": nominal, "ordinal": ordinal, "interval": interval, "ratio": ratio}
)
WEIGHTINGS: tuple[Weighting, ...] = ("linear", "quadratic")


@dataclass(frozen=True, slots=True, eq=False)
class Ratings:
    """Which category each coder gave each unit, shape (units, coders), -1 where none: missing, not "no".

    `values` are what the categories stand for, in rising order; on the nominal level any numbers do. All categories
    *offered* are there, used or not. `cluster` numbers what units hang together in, 0, 1, 2 ..., such as whose words
    they are; None where units are independent.
    """

    category: Ints
    values: Floats
    level: Level = "nominal"
    cluster: Ints | None = None

    def of(self, first: int, second: int) -> Ratings:
        """Return the ratings of two coders."""
        return Ratings(self.category[:, [first, second]], self.values, self.level, self.cluster)

    def weights(self, weighting: Weighting) -> Floats:
        """Return agreement weights: by rank on the ordinal level, by value above."""
        places = np.arange(self.values.size, dtype=np.float64) if self.level == "ordinal" else self.values
        return agreement_weights(weighting, places)


@dataclass(frozen=True, slots=True)
class RatingFigure:
    """A coefficient of ratings with its 95 % interval and how that was found."""

    name: Rated
    figure: Bounded
    by: By


def rating_figures(ratings: Ratings, *, replicates: int, rng: np.random.Generator) -> tuple[RatingFigure, ...]:
    """Return the coefficients of all coders together; weighted ones where the categories have an order.

    Parameters
    ----------
    ratings
        The table.
    replicates, rng
        How often to draw clusters, or units where those are independent, and the source of chance. Up to ten of them
        the jackknife takes its place. The AC coefficients of independent units have Gwet's linearised interval.
    """
    kinds = _Kinds.of(ratings, replicates=replicates, rng=rng)
    met = coincidences_of(ratings.category, categories=ratings.values.size)
    distance = DISTANCES[ratings.level]
    found = [
        kinds.figure("percent", _percent, percents),
        kinds.figure("fleiss", fleiss, fleisses),
        kinds.figure("brennan_prediger", brennan_prediger, brennan_predigers),
        kinds.figure(
            "alpha",
            lambda _counts, _times: alpha(met, distance, ratings.values),
            lambda counts, times: alphas(coincidences(counts, times), distance, ratings.values),
        ),
        kinds.ac("ac1", None, is_independent=ratings.cluster is None),
    ]
    if ratings.level != "nominal":
        names: tuple[Rated, ...] = ("ac2_linear", "ac2_quadratic")
        found += [
            kinds.ac(name, ratings.weights(weighting), is_independent=ratings.cluster is None)
            for name, weighting in zip(names, WEIGHTINGS, strict=True)
        ]
    return tuple(found)


def pair_figures(ratings: Ratings, *, replicates: int, rng: np.random.Generator) -> tuple[RatingFigure, ...]:
    """Return percent agreement and kappa of two coders, weighted ones where the categories have an order.

    From 50 independent units on, kappa has the large-sample interval of Fleiss, Cohen and Everitt.
    """
    both = (ratings.category >= 0).all(axis=1)
    cluster = None if ratings.cluster is None else ratings.cluster[both]
    seen = Ratings(ratings.category[both], ratings.values, ratings.level, cluster)
    kinds = _Kinds.of_cells(seen, replicates=replicates, rng=rng)
    found = [kinds.figure("percent", _percent, percents), kinds.kappa("kappa", None)]
    if ratings.level != "nominal":
        names: tuple[Rated, ...] = ("kappa_linear", "kappa_quadratic")
        found += [
            kinds.kappa(name, ratings.weights(weighting)) for name, weighting in zip(names, WEIGHTINGS, strict=True)
        ]
    return tuple(found)


def coincidences_of(category: Ints, *, categories: int) -> Floats:
    """Return how often each two categories meet in a unit, as `alpha.coincidences`, from the ratings themselves.

    Parameters
    ----------
    category
        Shape (units, coders), -1 where missing.
    categories
        How many there are.

    Examples
    --------
    >>> coincidences_of(np.array([[0, 0, -1], [0, 0, 1]]), categories=2)
    array([[3., 1.],
           [1., 0.]])
    """
    return np.asarray(_met(np.ascontiguousarray(category, dtype=np.int64), categories), dtype=np.float64)


class _Kinds:
    """Kinds of units, how often each occurs, and the same in resamplings."""

    def __init__(
        self, counts: Floats, kind: Ints, cluster: Ints | None, *, replicates: int, rng: np.random.Generator
    ) -> None:
        self.counts = counts
        size = counts.shape[0]
        self.times = np.bincount(kind, minlength=size).astype(np.float64)
        self.is_independent = cluster is None
        own = np.arange(kind.size) if cluster is None else np.unique(cluster, return_inverse=True)[1]
        self._clusters = int(own.max(initial=-1)) + 1
        self.by: By = "jackknife" if self._clusters <= FEW_CLUSTERS else "bootstrap"
        if cluster is None and self.by == "bootstrap":
            self._drawn = rng.multinomial(kind.size, self.times / kind.size, size=replicates).astype(np.float64)
            return
        flat = np.bincount(own * size + kind, minlength=self._clusters * size).astype(np.float64)
        sums = flat.reshape(self._clusters, size)
        is_jackknife = self.by == "jackknife"
        self._drawn = self.times - sums if is_jackknife else resampled(sums, replicates=replicates, rng=rng)

    @classmethod
    def of(cls, ratings: Ratings, *, replicates: int, rng: np.random.Generator) -> _Kinds:
        """Return kinds by how many coders gave each category."""
        categories = ratings.values.size
        units = ratings.category.shape[0]
        rated = ratings.category >= 0
        place = np.nonzero(rated)[0] * categories + ratings.category[rated]
        counts = np.bincount(place, minlength=units * categories).reshape(units, categories)
        kinds, kind = np.unique(counts, axis=0, return_inverse=True)
        return cls(
            kinds.astype(np.float64), kind.reshape(-1).astype(np.int64), ratings.cluster, replicates=replicates, rng=rng
        )

    @classmethod
    def of_cells(cls, ratings: Ratings, *, replicates: int, rng: np.random.Generator) -> _Kinds:
        """Return the cells of two coders' table as kinds, those of the first one's first category first."""
        categories = ratings.values.size
        one = np.eye(categories)
        counts = (one[:, None] + one[None, :]).reshape(-1, categories)
        kind = ratings.category[:, 0] * categories + ratings.category[:, 1]
        return cls(counts, kind, ratings.cluster, replicates=replicates, rng=rng)

    def figure(
        self,
        name: Rated,
        one: Callable[[Floats, Floats], Number],
        many: Callable[[Floats, Floats], Floats],
    ) -> RatingFigure:
        """Return a coefficient with its interval by resampling."""
        value = one(self.counts, self.times)
        if isinstance(value, Undefined) or self._clusters < 2:
            why = value if isinstance(value, Undefined) else ONE_UNIT
            return RatingFigure(name, Bounded(value, why, why, 0.0), self.by)
        drawn = many(self.counts, self._drawn)[:, None]
        intervals = jackknife(np.array([value]), drawn) if self.by == "jackknife" else percentiles(drawn)
        return RatingFigure(name, bounded(value, intervals, 0, clusters=self._clusters), self.by)

    def ac(self, name: Rated, weights: Floats | None, *, is_independent: bool) -> RatingFigure:
        """Return Gwet's coefficient, with his interval where units are independent."""
        if is_independent:
            found: AcInterval = ac_interval(self.counts, self.times, weights)
            return RatingFigure(name, Bounded(found.value, found.low, found.high, 0.0), "linearised")
        return self.figure(
            name,
            lambda counts, times: ac(counts, times, weights),
            lambda counts, times: acs(counts, times, weights),
        )

    def kappa(self, name: Rated, weights: Floats | None) -> RatingFigure:
        """Return kappa, with its large-sample interval where units are independent and many."""
        categories = self.counts.shape[1]
        table = self.times.reshape(categories, categories)
        if self.is_independent and table.sum() >= LARGE:
            value, error = kappa(table, weights), kappa_errors(table, weights).error
            reach = error if isinstance(error, Undefined) else float(ndtri((1 + LEVEL) / 2)) * error
            if isinstance(value, Undefined) or isinstance(reach, Undefined):
                return RatingFigure(name, Bounded(value, value, value, 0.0), "large sample")
            bounds = Bounded(value, max(value - reach, -1.0), min(value + reach, 1.0), 0.0)
            return RatingFigure(name, bounds, "large sample")
        return self.figure(
            name,
            lambda _counts, times: kappa(times.reshape(categories, categories), weights),
            lambda _counts, times: kappas(times.reshape(-1, categories, categories), weights),
        )


def _percent(counts: Floats, times: Floats) -> Number:
    value = float(percents(counts, times))
    return value if np.isfinite(value) else NO_UNITS


@numba.njit(cache=True, nogil=True)
def _met(category: Ints, categories: int) -> Floats:  # pragma: no cover - compiled
    met = np.zeros((categories, categories))
    units, coders = category.shape
    for u in range(units):
        rated = 0
        for c in range(coders):
            rated += category[u, c] >= 0
        if rated < 2:
            continue
        share = 1.0 / (rated - 1)
        for c in range(coders):
            if category[u, c] >= 0:
                for other in range(c):
                    if category[u, other] >= 0:
                        met[category[u, c], category[u, other]] += share
    return met + met.T
