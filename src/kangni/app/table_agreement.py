"""The deed that asks whether the coders of a plain table agree, without a study."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from math import isfinite

import numpy as np

from kangni.core.errors import N_, DecimalInvalid, Fault, FaultyTable, NothingToAnalyse
from kangni.core.undefined import Undefined
from kangni.exchange.tables.grid import Sheet
from kangni.exchange.tables.ratings import Rating, read_ratings
from kangni.methods.agreement.figures import Bounded, Figures, bounded, figures
from kangni.methods.agreement.intervals import FEW_CLUSTERS, jackknife
from kangni.methods.agreement.ratings import By, Level, RatingFigure, Ratings, pair_figures, rating_figures
from kangni.methods.agreement.sets import SetRatings, Similarity, jaccard, masi, rated_sets, same_set, set_alpha
from kangni.methods.agreement.units import Tally, tally_of_tables
from kangni.methods.chance import DEFAULT_SEED
from kangni.methods.columns import Ints
from kangni.results.answer import Caution, Setting
from kangni.results.table_agreement import TableAgreement, TableCoefficient, TableFigure, TableItem

__all__ = ["agreement_of_table"]

REPLICATES = 2000
LEVELS_WITH_NUMBERS = ("ordinal", "interval", "ratio")
INTERVALS: Mapping[By, str] = {
    "jackknife": N_("jackknife that leaves out one at a time, t"),
    "bootstrap": N_("bootstrap, percentiles"),
    "large sample": N_("large sample, Fleiss, Cohen and Everitt 1969"),
    "linearised": N_("linearised variance, Gwet 2008"),
}
ALPHAS: tuple[tuple[TableCoefficient, Similarity], ...] = (
    ("alpha_same_set", same_set),
    ("alpha_jaccard", jaccard),
    ("alpha_masi", masi),
)

MISSING = N_("{count} ratings of {ratings} are empty: they count as missing, not as “no”.")
INDEPENDENT = N_(
    "The intervals take units as independent. Where several are one person's words, add a column “participant”."
)
ALONE = N_("{count} units of {units} have fewer than two ratings and cannot be compared.")
USED_ONLY = N_(
    "Brennan-Prediger and Gwet's coefficients count the values offered; here those are the values used: {values}. Name "
    "others that were offered."
)


def agreement_of_table(
    sheet: Sheet,
    *,
    level: Level = "nominal",
    is_sets: bool = False,
    mapping: Mapping[str, str] | None = None,
    coder_columns: Sequence[str] = (),
    offered: Sequence[str] = (),
    seed: int = DEFAULT_SEED,
) -> TableAgreement:
    """Compare the coders of a table with all coefficients that fit its level, each undefined where it does not exist.

    The table has a row a rating (unit, coder, value; item and participant where wanted), or with `coder_columns` a row
    a unit and a column a coder. An empty value is missing. With `is_sets` the values of one unit and coder make a set,
    and an empty value the empty one. `offered` are values that could have been given though nobody did.

    Raises
    ------
    FaultyTable
        With all faults of the table.
    NothingToAnalyse
        Where no unit has the ratings of two coders.
    """
    ratings = read_ratings(sheet, mapping=mapping, coder_columns=coder_columns, sets=is_sets)
    if level in LEVELS_WITH_NUMBERS and not is_sets:
        _check_numbers(sheet, ratings)
    coders = tuple(dict.fromkeys(rating.coder for rating in ratings))
    by_item: dict[str, list[Rating]] = {}
    for rating in ratings:
        by_item.setdefault(rating.item, []).append(rating)
    tables = [_Table(item, rows, coders, level, offered, is_sets=is_sets) for item, rows in by_item.items()]
    if not any(table.item.comparable for table in tables):
        raise NothingToAnalyse(N_("Agreement"), N_("units that two coders have rated"))
    rng = np.random.default_rng(seed)
    return TableAgreement(
        level=level,
        is_sets=is_sets,
        items=tuple(table.item for table in tables),
        figures=tuple(figure for table in tables for figure in table.figures(rng)),
        settings=(
            Setting("table", sheet.file),
            Setting("level", "sets" if is_sets else level),
            Setting("coders", ", ".join(coders)),
            Setting("replicates", REPLICATES),
            Setting("seed", seed),
        ),
        cautions=tuple(_cautions(tables, ratings, offered, is_sets=is_sets)),
    )


def _cautions(
    tables: Sequence[_Table], ratings: Sequence[Rating], offered: Sequence[str], *, is_sets: bool
) -> Iterator[Caution]:
    if not any(rating.participant for rating in ratings):
        yield Caution(INDEPENDENT)
    missing = sum(not rating.value for rating in ratings)
    if missing and not is_sets:
        yield Caution(MISSING, (("count", missing), ("ratings", len(ratings))))
    units = sum(table.item.units for table in tables)
    alone = units - sum(table.item.comparable for table in tables)
    if alone:
        yield Caution(ALONE, (("count", alone), ("units", units)))
    if not is_sets and not offered:
        used = dict.fromkeys(value for table in tables for value in table.item.values)
        yield Caution(USED_ONLY, (("values", ", ".join(used)),))


class _Table:
    """The ratings of one item as arrays."""

    def __init__(
        self,
        item: str,
        rows: Sequence[Rating],
        coders: tuple[str, ...],
        level: Level,
        offered: Sequence[str],
        *,
        is_sets: bool,
    ) -> None:
        self._level: Level = "nominal" if is_sets else level
        self._is_sets = is_sets
        present = {rating.coder for rating in rows}
        self._coders = tuple(coder for coder in coders if coder in present)
        self._units = list(dict.fromkeys(rating.unit for rating in rows))
        self._values = _values(rows, self._level, offered)
        place = {value: i for i, value in enumerate(self._values)}
        unit = {name: i for i, name in enumerate(self._units)}
        coder = {name: i for i, name in enumerate(self._coders)}
        shape = (len(self._units), len(self._coders))
        # marks[unit, coder, value], and who rated at all
        self._rated = np.zeros(shape, dtype=np.bool_)
        self._marks = np.zeros((*shape, len(self._values)), dtype=np.bool_)
        for rating in rows:
            at = unit[rating.unit], coder[rating.coder]
            self._rated[at] |= bool(rating.value) or is_sets
            if rating.value:
                self._marks[(*at, place[_key(rating.value, self._level)])] = True
        self._cluster = _cluster(rows, unit)
        readers = self._rated.sum(axis=1)
        self._compared = self._rated & (readers >= 2)[:, None]
        self.item = TableItem(
            item=item,
            coders=self._coders,
            units=len(self._units),
            complete=int((readers == len(self._coders)).sum()),
            comparable=int((readers >= 2).sum()),
            missing=int((~self._rated).sum()),
            values=tuple(self._values),
        )

    def figures(self, rng: np.random.Generator) -> Iterator[TableFigure]:
        """Return all figures of the item."""
        if self._is_sets:
            yield from self._of_sets(rng)
            return
        category = np.where(self._rated, self._marks.argmax(axis=2), -1).astype(np.int64)
        numbers = [float(value) for value in self._values] if self._level != "nominal" else range(len(self._values))
        ratings = Ratings(category, np.array(list(numbers), dtype=np.float64), self._level, self._cluster)
        for found in rating_figures(ratings, replicates=REPLICATES, rng=rng):
            yield self._figure(found, self.item.comparable)
        for first, second in combinations(range(len(self._coders)), 2):
            both = int((self._rated[:, first] & self._rated[:, second]).sum())
            for found in pair_figures(ratings.of(first, second), replicates=REPLICATES, rng=rng) if both else ():
                yield self._figure(found, both, pair=(first, second))

    def _of_sets(self, rng: np.random.Generator) -> Iterator[TableFigure]:
        ratings = self._set_ratings()
        used = np.unique(ratings.unit)
        cluster = np.zeros(len(self._units), dtype=np.int64)
        cluster[used] = np.unique(self._clusters()[used], return_inverse=True)[1]
        for name, similarity in ALPHAS:
            found = set_alpha(ratings, cluster, similarity)
            estimate = np.array([np.nan if isinstance(found.alpha, Undefined) else found.alpha])
            intervals = jackknife(estimate, found.without[:, None])
            shown = bounded(found.alpha, intervals, 0, clusters=found.without.size)
            yield self._row(name, shown, "jackknife", units=self.item.comparable)
        labels = self._labels(ratings)
        for first, second in combinations(range(len(self._coders)), 2):
            sets = np.arange(float(labels.max(initial=0)) + 1)
            pair = Ratings(labels[:, [first, second]], sets, cluster=self._cluster)
            both = int((pair.category >= 0).all(axis=1).sum())
            for found_pair in pair_figures(pair, replicates=REPLICATES, rng=rng) if both else ():
                yield self._figure(found_pair, both, pair=(first, second))
        yield from self._by_value(rng)

    def _by_value(self, rng: np.random.Generator) -> Iterator[TableFigure]:
        """Take sets apart: each value as yes or no."""
        readers = self._rated.sum(axis=1)
        used = np.flatnonzero(readers >= 2)
        kinds = [(int(n) - yes, yes) for n in np.unique(readers[used]) for yes in range(int(n) + 1)]
        counts = np.array(kinds, dtype=np.float64).reshape(-1, 2)
        opens = np.zeros(len(self._coders) + 1, dtype=np.int64)
        opens[[no for no, yes in kinds if not yes]] = [i for i, (_, yes) in enumerate(kinds) if not yes]
        kind = opens[readers[used]][:, None] + self._marks[used].sum(axis=1)
        times = np.zeros((used.size, len(self._values), len(kinds)))
        np.put_along_axis(times, kind[:, :, None], 1.0, axis=2)
        cluster = np.unique(self._clusters()[used], return_inverse=True)[1].astype(np.int64)
        found = figures(Tally(counts, times), cluster, replicates=REPLICATES, rng=rng)
        for value, name in enumerate(self._values):
            given = int(self._marks[:, :, value].sum())
            yield from self._binary(found[value], name, given)
        for pair in combinations(range(len(self._coders)), 2):
            yield from self._pair_by_value(pair, rng)

    def _pair_by_value(self, pair: tuple[int, int], rng: np.random.Generator) -> Iterator[TableFigure]:
        both = np.flatnonzero(self._rated[:, pair[0]] & self._rated[:, pair[1]])
        if not both.size:
            return
        first, second = self._marks[both, pair[0]], self._marks[both, pair[1]]
        tables = np.zeros((both.size, len(self._values), 4))
        cell = first * 2 + second
        np.put_along_axis(tables, cell[:, :, None], 1.0, axis=2)
        cluster = np.unique(self._clusters()[both], return_inverse=True)[1].astype(np.int64)
        tally = tally_of_tables(tables.reshape(both.size, -1, 2, 2))
        for value, figure in enumerate(figures(tally, cluster, replicates=REPLICATES, rng=rng)[:-1]):
            if figure.kappa is not None:
                given = int(first[:, value].sum() + second[:, value].sum())
                rows: tuple[tuple[TableCoefficient, Bounded], ...] = (
                    ("percent", figure.percent),
                    ("kappa", figure.kappa),
                )
                for name, shown in rows:
                    yield self._row(
                        name, shown, self._by(cluster), units=both.size, of=self._values[value], given=given, pair=pair
                    )

    def _binary(self, figure: Figures, value: str, given: int) -> Iterator[TableFigure]:
        rows: tuple[tuple[TableCoefficient, Bounded], ...] = (
            ("percent", figure.percent),
            ("fleiss", figure.fleiss),
            ("brennan_prediger", figure.brennan_prediger),
            ("alpha", figure.alpha),
            ("ac1", figure.ac1),
        )
        for name, shown in rows:
            yield self._row(name, shown, self._by(self._clusters()), units=figure.units, of=value, given=given)

    def _figure(self, found: RatingFigure, units: int, *, pair: tuple[int, int] | None = None) -> TableFigure:
        return self._row(found.name, found.figure, found.by, units=units, pair=pair)

    def _row(
        self,
        name: TableCoefficient,
        shown: Bounded,
        by: By,
        *,
        units: int,
        of: str = "",
        given: int = 0,
        pair: tuple[int, int] | None = None,
    ) -> TableFigure:
        return TableFigure(
            item=self.item.item,
            of=of,
            first=self._coders[pair[0]] if pair else "",
            second=self._coders[pair[1]] if pair else "",
            coefficient=name,
            units=units,
            given=given,
            value=shown.value,
            low=shown.low,
            high=shown.high,
            interval=INTERVALS[by],
        )

    def _set_ratings(self) -> SetRatings:
        unit, coder = np.nonzero(self._compared)
        held = self._marks[unit, coder]
        size = held.sum(axis=1)
        return rated_sets(unit, np.concatenate([[0], np.cumsum(size)]), np.nonzero(held)[1])

    def _labels(self, ratings: SetRatings) -> Ints:
        """Return the number of the set that each coder gave each unit, -1 where none was given."""
        labels = np.full(self._rated.shape, -1, dtype=np.int64)
        labels[np.nonzero(self._compared)] = ratings.label
        return labels

    def _clusters(self) -> Ints:
        return np.arange(len(self._units)) if self._cluster is None else self._cluster

    @staticmethod
    def _by(cluster: Ints) -> By:
        return "jackknife" if np.unique(cluster).size <= FEW_CLUSTERS else "bootstrap"


def _check_numbers(sheet: Sheet, ratings: Sequence[Rating]) -> None:
    faults = [
        Fault(rating.row, "value", DecimalInvalid(rating.value))
        for rating in ratings
        if rating.value and not _is_number(rating.value)
    ]
    if faults:
        raise FaultyTable(sheet.file, tuple(faults))


def _is_number(value: str) -> bool:
    try:
        return isfinite(float(value))
    except ValueError:
        return False


def _key(value: str, level: Level) -> str:
    """Return a value as the name of its category: 3 and 3.0 are one number."""
    return value if level == "nominal" else f"{float(value):g}"


def _values(rows: Sequence[Rating], level: Level, offered: Sequence[str]) -> list[str]:
    found = {_key(value, level) for value in (*offered, *(rating.value for rating in rows)) if value}
    return sorted(found) if level == "nominal" else sorted(found, key=float)


def _cluster(rows: Sequence[Rating], unit: Mapping[str, int]) -> Ints | None:
    """Return the participant of each unit, numbered; a unit without one stands for itself."""
    if not any(rating.participant for rating in rows):
        return None
    named = {rating.unit: rating.participant for rating in rows if rating.participant}
    names = {name: i for i, name in enumerate(dict.fromkeys(named.values()))}
    return np.array([names[named[name]] if name in named else len(names) + i for name, i in unit.items()], np.int64)
