"""What the figures of agreement are called: rows by code, by pair of coders and over all codes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Literal, Protocol

import numpy as np

from kangni.app.viewing import View
from kangni.core.errors import N_
from kangni.core.undefined import Number, Undefined, is_defined
from kangni.methods.agreement.figures import Bounded, Figures, bounded, figures
from kangni.methods.agreement.intervals import jackknife
from kangni.methods.agreement.kappa import percents
from kangni.methods.agreement.sets import SetAlpha, SetRatings, jaccard, masi, set_alphas, set_ratings
from kangni.methods.agreement.units import Tally, pair_tables, tally, tally_of_tables
from kangni.methods.columns import Ints
from kangni.methods.readings import distinct
from kangni.results.agreement import (
    AgreementSummary,
    CodeAgreement,
    Coefficient,
    PairAgreement,
    PooledAgreement,
    SetAgreement,
)

__all__ = [
    "REPLICATES",
    "Counting",
    "Rows",
    "UnitCounting",
    "evidence_of",
    "rows_of",
    "sets_of",
    "summaries_of",
    "summary_of",
]

REPLICATES = 2000
MANY_CODERS = Undefined(N_("more than two coders: see the pairs"))
ABSENT = Bounded(MANY_CODERS, MANY_CODERS, MANY_CODERS, 0.0)
NO_SETS = Undefined(N_("sets of codes are compared by turn, sentence or window"))


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows by code, by pair and code, and of everything pooled."""

    codes: tuple[CodeAgreement, ...]
    pairs: tuple[PairAgreement, ...]
    pooled: tuple[PooledAgreement, ...]


class Counting(Protocol):
    """Counts units of the used codes, by document and code, whatever a unit is."""

    units: int

    def of_all(self) -> Tally:
        """Return the tally of all coders."""
        ...

    def of_pair(self, first: int, second: int) -> Tally:
        """Return the tables of two coders."""
        ...

    def common_units(self, first: int, second: int) -> int:
        """Return how many units both have seen."""
        ...


def rows_of(view: View, used: Ints, counting: Counting, rng: np.random.Generator) -> Rows:
    """Return the figures of the used codes, of all coders together and, with more than two, of each pair."""
    counted = counting.of_pair(0, 1) if len(view.study.coders) == 2 else counting.of_all()
    found = figures(counted, view.study.cluster, replicates=REPLICATES, rng=rng)
    codes = tuple(_code_rows(view, used, counted, found))
    pooled = _pooled_row(view.study.coders if counted.is_table else ("", ""), counting.units, found[-1])
    if counted.is_table:
        return Rows(codes, (), (pooled,))
    by_pair = [_pair_rows(view, used, counting, pair, rng) for pair in combinations(range(len(view.study.coders)), 2)]
    return Rows(
        codes,
        tuple(row for rows in by_pair for row in rows.pairs),
        (pooled, *(row for rows in by_pair for row in rows.pooled)),
    )


class UnitCounting:
    """Counts turns, sentences or windows."""

    def __init__(self, view: View, used: Ints) -> None:
        self._view, self._used = view, used
        self.units = len(view.units)

    def of_all(self) -> Tally:
        """Return the tally of all coders."""
        everything = tally(self._view.marks, self._view.units, codes=len(self._view.names))
        return Tally(everything.counts, everything.times[:, self._used])

    def of_pair(self, first: int, second: int) -> Tally:
        """Return the tables of two coders."""
        view = self._view
        tables = pair_tables(view.marks, view.units, first, second, codes=len(view.names))
        return tally_of_tables(tables[:, self._used])

    def common_units(self, first: int, second: int) -> int:
        """Return how many units both have seen."""
        seen, document = self._view.units.seen, self._view.units.document
        return int(np.count_nonzero((seen[first] & seen[second])[document]))


def summaries_of(rows: tuple[CodeAgreement, ...], *, frequent_from: int) -> tuple[AgreementSummary, ...]:
    """Return median, worst and means of each coefficient over the codes that have it."""
    values: dict[Coefficient, Callable[[CodeAgreement], Number]] = {
        "percent": lambda row: row.percent,
        "kappa": lambda row: row.kappa,
        "fleiss": lambda row: row.fleiss,
        "brennan_prediger": lambda row: row.brennan_prediger,
        "alpha": lambda row: row.alpha,
        "ac1": lambda row: row.ac1,
    }
    return tuple(
        summary_of(name, [(row.code, row.marked, value(row)) for row in rows], frequent_from)
        for name, value in values.items()
    )


def sets_of(view: View) -> tuple[SetAgreement, SetAgreement]:
    """Return alpha of the sets of codes with MASI's and with Jaccard's distance, with intervals by participant."""
    if view.asked.unit in {"character", "span"}:
        nothing = [SetAgreement(name, 0, 0, NO_SETS, NO_SETS, NO_SETS) for name in ("MASI", "Jaccard")]
        return nothing[0], nothing[1]
    ratings = set_ratings(view.set_marks, view.units)
    by_masi, by_jaccard = set_alphas(ratings, view.study.cluster[view.units.document], (masi, jaccard))
    return _sets(view, ratings, "MASI", by_masi), _sets(view, ratings, "Jaccard", by_jaccard)


def _sets(view: View, ratings: SetRatings, distance: Literal["MASI", "Jaccard"], found: SetAlpha) -> SetAgreement:
    estimate = np.array([found.alpha if not isinstance(found.alpha, Undefined) else np.nan])
    intervals = jackknife(estimate, found.without[:, None])
    shown = bounded(found.alpha, intervals, 0, clusters=found.without.size)
    return SetAgreement(
        distance=distance,
        units=len(view.units),
        distinct_sets=ratings.start.size - 1,
        alpha=shown.value,
        alpha_low=shown.low,
        alpha_high=shown.high,
    )


def evidence_of(view: View) -> Mapping[str, tuple[int, ...]]:
    """Return the compared codings by code."""
    code, row = distinct(view.marks.code, view.codings.row[view.marks.coding])
    start = np.searchsorted(code, np.arange(len(view.names) + 1)).tolist()
    rows = row.tolist()
    return {
        known.handle: tuple(rows[start[i] : start[i + 1]])
        for i, known in enumerate(view.names)
        if start[i] < start[i + 1]
    }


def _code_rows(view: View, used: Ints, counted: Tally, found: tuple[Figures, ...]) -> Iterator[CodeAgreement]:
    agree = percents(counted.counts, counted.times)  # by document and code
    differs = counted.times[:, :, counted.counts.all(axis=1)].sum(axis=2)
    worst = agree.argmin(axis=0)
    for i, code in enumerate(used.tolist()):
        figure = found[i]
        kappa = figure.kappa or ABSENT
        first, second = figure.only or (MANY_CODERS, MANY_CODERS)
        apart = int(differs[worst[i], i])
        yield CodeAgreement(
            code=view.names[code].handle,
            name=view.names[code].name,
            units=figure.units,
            marked=figure.marked,
            both=figure.both,
            only_first=first,
            only_second=second,
            neither=figure.units - figure.marked,
            prevalence=figure.prevalence,
            percent=figure.percent.value,
            kappa=kappa.value,
            kappa_low=kappa.low,
            kappa_high=kappa.high,
            alpha=figure.alpha.value,
            alpha_low=figure.alpha.low,
            alpha_high=figure.alpha.high,
            ac1=figure.ac1.value,
            undefined_replicates=figure.alpha.undefined,
            worst_document=view.study.documents[view.units.documents[worst[i]]] if apart else "",
            worst_document_differs=apart,
            percent_low=figure.percent.low,
            percent_high=figure.percent.high,
            fleiss=figure.fleiss.value,
            fleiss_low=figure.fleiss.low,
            fleiss_high=figure.fleiss.high,
            brennan_prediger=figure.brennan_prediger.value,
            brennan_prediger_low=figure.brennan_prediger.low,
            brennan_prediger_high=figure.brennan_prediger.high,
            ac1_low=figure.ac1.low,
            ac1_high=figure.ac1.high,
            prevalence_index=figure.prevalence_index,
            bias_index=figure.bias_index if figure.bias_index is not None else MANY_CODERS,
        )


def _pair_rows(view: View, used: Ints, counting: Counting, pair: tuple[int, int], rng: np.random.Generator) -> Rows:
    """Return the rows of one pair of coders; none where they have no document in common."""
    common = np.logical_and(view.units.seen[pair[0]], view.units.seen[pair[1]])
    if not np.any(common):
        return Rows((), (), ())
    counted = counting.of_pair(*pair)
    cluster = np.unique(view.study.cluster[common], return_inverse=True)[1].astype(np.int64)
    found = figures(
        Tally(counted.counts, counted.times[common], is_table=True), cluster, replicates=REPLICATES, rng=rng
    )
    coders = (view.study.coders[pair[0]], view.study.coders[pair[1]])
    rows = (
        PairAgreement(
            first=coders[0],
            second=coders[1],
            code=view.names[code].handle,
            name=view.names[code].name,
            units=figure.units,
            both=figure.both,
            only_first=figure.only[0],
            only_second=figure.only[1],
            neither=figure.units - figure.marked,
            percent=figure.percent.value,
            kappa=figure.kappa.value,
            kappa_low=figure.kappa.low,
            kappa_high=figure.kappa.high,
            prevalence_index=figure.prevalence_index,
            bias_index=figure.bias_index,
        )
        for code, figure in zip(used.tolist(), found[:-1], strict=True)
        if figure.marked and figure.only is not None and figure.kappa is not None and figure.bias_index is not None
    )
    return Rows((), tuple(rows), (_pooled_row(coders, counting.common_units(*pair), found[-1]),))


def _pooled_row(coders: Sequence[str], units: int, figure: Figures) -> PooledAgreement:
    kappa = figure.kappa or ABSENT
    return PooledAgreement(
        first=coders[0],
        second=coders[1],
        units=units,
        cells=figure.units,
        percent=figure.percent.value,
        kappa=kappa.value,
        kappa_low=kappa.low,
        kappa_high=kappa.high,
        alpha=figure.alpha.value,
        alpha_low=figure.alpha.low,
        alpha_high=figure.alpha.high,
    )


def summary_of(coefficient: Coefficient, values: list[tuple[str, int, Number]], frequent_from: int) -> AgreementSummary:
    """Summarise a coefficient over codes, each given with how often it was used."""
    defined = [(code, often, value) for code, often, value in values if not isinstance(value, Undefined)]
    frequent = [value for _, often, value in defined if often >= frequent_from]
    reasons = [value for _, _, value in values if not is_defined(value)]
    nothing = reasons[0] if reasons else Undefined(N_("no code was used"))
    worst = min(defined, key=lambda found: found[2], default=None)
    return AgreementSummary(
        coefficient=coefficient,
        defined=len(defined),
        undefined=len(values) - len(defined),
        median=float(np.median([value for _, _, value in defined])) if defined else nothing,
        worst=worst[2] if worst else nothing,
        worst_code=worst[0] if worst else "",
        mean=float(np.mean([value for _, _, value in defined])) if defined else nothing,
        frequent=len(frequent),
        mean_frequent=float(np.mean(frequent)) if frequent else Undefined(N_("no code marks so many units")),
    )
