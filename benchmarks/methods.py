"""Single methods beside what a library or a plain loop takes for the same figures."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator

import krippendorff
import numpy as np
from benchmarks.advising import ADVISING
from benchmarks.arguments import ARGUMENTS
from benchmarks.comparing import Comparison, least_seconds
from benchmarks.loops_and_presses import LOOPS_AND_PRESSES
from benchmarks.simulating import SIMULATING
from benchmarks.spans_and_ratings import SPANS_AND_RATINGS
from sklearn.metrics import cohen_kappa_score

from kangni.methods.agreement.alpha import alphas, coincidences
from kangni.methods.agreement.kappa import kappa
from kangni.methods.agreement.units import Marks, Units, tally
from kangni.methods.columns import Floats, TurnColumns
from kangni.methods.cooccurrence import count_together
from kangni.storage.turns import overlapped

__all__ = ["compared"]

SEED = 11


def compared() -> Iterator[Comparison]:
    """Measure each method beside the other way, one after the other."""
    rng = np.random.default_rng(SEED)
    parts = (
        _kappa,
        _alpha,
        *SPANS_AND_RATINGS,
        _together,
        _overlapped,
        *ARGUMENTS,
        *LOOPS_AND_PRESSES,
        *SIMULATING,
        *ADVISING,
    )
    for measured in parts:
        yield measured(rng)


def _kappa(rng: np.random.Generator) -> Comparison:
    units, categories = 16_273, 20
    first = rng.integers(0, categories, units)
    second = np.where(rng.random(units) < 0.7, first, rng.integers(0, categories, units))

    def ours() -> float:
        table = np.bincount(first * categories + second, minlength=categories**2).reshape(categories, categories)
        return float(kappa(table.astype(np.float64)))  # type: ignore[arg-type]  # both used several categories

    return Comparison(
        "Cohen's kappa",
        f"{units:,} units, {categories} categories",
        "scikit-learn",
        *least_seconds(ours, lambda: cohen_kappa_score(first, second)),
        goal="50 times",
    )


def _alpha(rng: np.random.Generator) -> Comparison:
    units, coders, codes = 20_000, 4, 20
    truth = rng.random((units, codes)) < 0.1
    said = np.where(rng.random((coders, units, codes)) < 0.9, truth, rng.random((coders, units, codes)) < 0.1)
    unit, code, coder = (part.astype(np.int64) for part in np.nonzero(np.moveaxis(said, 0, 2)))
    cell = np.cumsum(np.diff(unit * codes + code, prepend=-1) != 0) - 1
    marks = Marks(coding=np.arange(unit.size), unit=unit, code=code, coder=coder, cell=cell)
    document = np.arange(units) // 100
    seen = np.ones((coders, units // 100), dtype=np.bool_)
    place = np.arange(units)
    compared_units = Units(place, place * 10, place * 10 + 9, document, np.arange(units // 100), seen)
    plain = said.astype(np.float64)

    def ours() -> Floats:
        counted = tally(marks, compared_units, codes=codes)
        return alphas(coincidences(counted.counts, counted.times.sum(axis=0)))

    def theirs() -> list[float]:
        return [krippendorff.alpha(plain[:, :, i], level_of_measurement="nominal") for i in range(codes)]

    return Comparison(
        "Krippendorff's alpha, code by code",
        f"{units:,} units, {coders} coders, {codes} codes",
        "krippendorff",
        *least_seconds(ours, theirs),
        goal="100 times",
    )


def _together(rng: np.random.Generator) -> Comparison:
    turns, codes, people = 20_000, 92, 1000
    present = rng.random((turns, codes)) < 0.04
    turn, code = (part.astype(np.int64) for part in np.nonzero(present))

    def theirs() -> object:
        matrix = np.zeros((turns, codes), dtype=np.float32)
        matrix[turn, code] = 1
        said = matrix.reshape(people, -1, codes)
        speaks = said.max(axis=1)
        return matrix.T @ matrix, (np.matmul(said.transpose(0, 2, 1), said) > 0).sum(axis=0), speaks.T @ speaks

    return Comparison(
        "co-occurrence by turn and person",
        f"{turns:,} turns, {codes} codes at 4 %",
        "dense products",
        *least_seconds(lambda: count_together(turn, turn // (turns // people), code, codes=codes), theirs),
        goal="",
    )


def _overlapped(rng: np.random.Generator) -> Comparison:
    documents, turns, spans = 1000, 100, 200_000
    document, ordinal = np.divmod(np.arange(documents * turns), turns)
    columns = TurnColumns(document, ordinal, ordinal * 200, ordinal * 200 + 190, ordinal % 2, document)
    where, start = np.sort(rng.integers(0, documents, spans)), rng.integers(0, turns * 200 - 300, spans)
    end = start + rng.integers(10, 300, spans)
    starts, ends = columns.start[:turns].tolist(), columns.end[:turns].tolist()
    lines = list(zip(start.tolist(), end.tolist(), strict=True))

    def theirs() -> list[tuple[int, int]]:
        return [(bisect_right(ends, first), bisect_right(starts, last - 1) - 1) for first, last in lines]

    return Comparison(
        "turns that spans touch",
        f"{spans:,} spans, {documents * turns:,} turns",
        "a halving loop over spans, without speakers",
        *least_seconds(lambda: overlapped(columns, np.arange(documents), document=where, start=start, end=end), theirs),
        goal="",
    )
