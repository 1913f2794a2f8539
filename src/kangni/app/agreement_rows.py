"""What the figures of agreement are called: rows by code, by pair of coders and over all codes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from kangni.app.comparing import Compared
from kangni.core.errors import N_
from kangni.core.undefined import Number, Undefined, is_defined
from kangni.methods.agreement.figures import Figures, bounded, figures
from kangni.methods.agreement.intervals import jackknife
from kangni.methods.agreement.kappa import percents
from kangni.methods.agreement.sets import set_alpha, set_ratings
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

__all__ = ["REPLICATES", "Rows", "evidence_of", "rows_of", "sets_of", "summaries_of"]

REPLICATES = 2000
MANY_CODERS = Undefined(N_("more than two coders: see the pairs"))


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows by code, by pair and code, and of everything pooled."""

    codes: tuple[CodeAgreement, ...]
    pairs: tuple[PairAgreement, ...]
    pooled: tuple[PooledAgreement, ...]


def rows_of(study: Compared, used: Ints, rng: np.random.Generator) -> Rows:
    """Return the figures of the used codes, of all coders together and, with more than two, of each pair."""
    if len(study.coders) == 2:
        tables = pair_tables(study.marks, study.units, 0, 1, codes=len(study.codes))[:, used]
        counted = tally_of_tables(tables)
    else:
        tables = None
        everything = tally(study.marks, study.units, codes=len(study.codes))
        counted = Tally(everything.counts, everything.times[:, used])
    found = figures(counted, tables, study.cluster, replicates=REPLICATES, rng=rng)
    codes = tuple(_code_rows(study, used, counted, found))
    pooled = _pooled_row(study.coders if tables is not None else ("", ""), len(study.units), found[-1])
    if tables is not None:
        return Rows(codes, (), (pooled,))
    by_pair = [_pair_rows(study, used, pair, rng) for pair in combinations(range(len(study.coders)), 2)]
    return Rows(
        codes,
        tuple(row for rows in by_pair for row in rows.pairs),
        (pooled, *(row for rows in by_pair for row in rows.pooled)),
    )


def summaries_of(rows: tuple[CodeAgreement, ...], *, frequent_from: int) -> tuple[AgreementSummary, ...]:
    """Return median, worst and means of each coefficient over the codes that have it."""
    values: dict[Coefficient, Callable[[CodeAgreement], Number]] = {
        "percent": lambda row: row.percent,
        "kappa": lambda row: row.kappa,
        "alpha": lambda row: row.alpha,
        "ac1": lambda row: row.ac1,
    }
    return tuple(_summary(name, [(row, value(row)) for row in rows], frequent_from) for name, value in values.items())


def sets_of(study: Compared) -> SetAgreement:
    """Return alpha of the sets of codes, with its interval by participant."""
    ratings = set_ratings(study.marks, study.units)
    found = set_alpha(ratings, study.cluster[study.units.document])
    estimate = np.array([found.alpha if not isinstance(found.alpha, Undefined) else np.nan])
    intervals = jackknife(estimate, found.without[:, None])
    shown = bounded(found.alpha, intervals, 0, clusters=found.without.size)
    return SetAgreement(
        distance="MASI",
        units=len(study.units),
        distinct_sets=ratings.start.size - 1,
        alpha=shown.value,
        alpha_low=shown.low,
        alpha_high=shown.high,
    )


def evidence_of(study: Compared) -> Mapping[str, tuple[int, ...]]:
    """Return the compared codings by code."""
    code, row = distinct(study.marks.code, study.codings.row[study.marks.coding])
    start = np.searchsorted(code, np.arange(len(study.codes) + 1)).tolist()
    rows = row.tolist()
    return {
        known.handle: tuple(rows[start[i] : start[i + 1]])
        for i, known in enumerate(study.codes)
        if start[i] < start[i + 1]
    }


def _code_rows(study: Compared, used: Ints, counted: Tally, found: tuple[Figures, ...]) -> Iterator[CodeAgreement]:
    agree = percents(counted.counts, counted.times)  # by document and code
    differs = counted.times[:, :, counted.counts.all(axis=1)].sum(axis=2)
    worst = agree.argmin(axis=0)
    for i, code in enumerate(used.tolist()):
        figure = found[i]
        kappa, alpha = figure.kappa, figure.alpha
        first, second = figure.only or (MANY_CODERS, MANY_CODERS)
        apart = int(differs[worst[i], i])
        yield CodeAgreement(
            code=study.codes[code].handle,
            name=study.codes[code].name,
            units=figure.units,
            marked=figure.marked,
            both=figure.both,
            only_first=first,
            only_second=second,
            neither=figure.units - figure.marked,
            prevalence=figure.prevalence,
            percent=figure.percent,
            kappa=kappa.value if kappa else MANY_CODERS,
            kappa_low=kappa.low if kappa else MANY_CODERS,
            kappa_high=kappa.high if kappa else MANY_CODERS,
            alpha=alpha.value,
            alpha_low=alpha.low,
            alpha_high=alpha.high,
            ac1=figure.ac1,
            undefined_replicates=alpha.undefined,
            worst_document=study.documents[study.units.documents[worst[i]]] if apart else "",
            worst_document_differs=apart,
        )


def _pair_rows(study: Compared, used: Ints, pair: tuple[int, int], rng: np.random.Generator) -> Rows:
    """Return the rows of one pair of coders; none where they have no document in common."""
    common = np.logical_and(study.units.seen[pair[0]], study.units.seen[pair[1]])
    if not np.any(common):
        return Rows((), (), ())
    tables = pair_tables(study.marks, study.units, *pair, codes=len(study.codes))[common][:, used]
    cluster = np.unique(study.cluster[common], return_inverse=True)[1].astype(np.int64)
    found = figures(tally_of_tables(tables), tables, cluster, replicates=REPLICATES, rng=rng)
    coders = (study.coders[pair[0]], study.coders[pair[1]])
    shared = int(np.count_nonzero(common[study.units.document]))
    rows = (
        PairAgreement(
            first=coders[0],
            second=coders[1],
            code=study.codes[code].handle,
            name=study.codes[code].name,
            units=figure.units,
            both=figure.both,
            only_first=figure.only[0],
            only_second=figure.only[1],
            neither=figure.units - figure.marked,
            percent=figure.percent,
            kappa=figure.kappa.value,
        )
        for code, figure in zip(used.tolist(), found[:-1], strict=True)
        if figure.marked and figure.only is not None and figure.kappa is not None
    )
    return Rows((), tuple(rows), (_pooled_row(coders, shared, found[-1]),))


def _pooled_row(coders: Sequence[str], units: int, figure: Figures) -> PooledAgreement:
    kappa = figure.kappa
    return PooledAgreement(
        first=coders[0],
        second=coders[1],
        units=units,
        cells=figure.units,
        percent=figure.percent,
        kappa=kappa.value if kappa else MANY_CODERS,
        kappa_low=kappa.low if kappa else MANY_CODERS,
        kappa_high=kappa.high if kappa else MANY_CODERS,
        alpha=figure.alpha.value,
        alpha_low=figure.alpha.low,
        alpha_high=figure.alpha.high,
    )


def _summary(
    coefficient: Coefficient, values: list[tuple[CodeAgreement, Number]], frequent_from: int
) -> AgreementSummary:
    defined = [(row, value) for row, value in values if not isinstance(value, Undefined)]
    frequent = [value for row, value in defined if row.marked >= frequent_from]
    reasons = [value for _, value in values if not is_defined(value)]
    nothing = reasons[0] if reasons else Undefined(N_("no code was used"))
    worst = min(defined, key=lambda pair: pair[1], default=None)
    return AgreementSummary(
        coefficient=coefficient,
        defined=len(defined),
        undefined=len(values) - len(defined),
        median=float(np.median([value for _, value in defined])) if defined else nothing,
        worst=worst[1] if worst else nothing,
        worst_code=worst[0].code if worst else "",
        mean=float(np.mean([value for _, value in defined])) if defined else nothing,
        frequent=len(frequent),
        mean_frequent=float(np.mean(frequent)) if frequent else Undefined(N_("no code marks so many units")),
    )
