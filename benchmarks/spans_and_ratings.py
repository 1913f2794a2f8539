"""Agreement on spans and on ratings beside libraries and the naive way."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from itertools import combinations

import krippendorff
import numpy as np
from benchmarks.comparing import Comparison, least_seconds
from scipy.optimize import linear_sum_assignment

from kangni.core.undefined import Number
from kangni.methods.agreement.alpha import alpha, alphas
from kangni.methods.agreement.figures import Figures, figures
from kangni.methods.agreement.gamma import disorder
from kangni.methods.agreement.intervals import percentiles, resampled
from kangni.methods.agreement.ratings import coincidences_of
from kangni.methods.agreement.sweep import Segments, shared_lengths
from kangni.methods.agreement.units import Marks, Tally, Units, pair_tables, tally, tally_of_tables
from kangni.methods.columns import Floats, Ints

__all__ = ["SPANS_AND_RATINGS"]

# The Python package of gamma's authors needs an older NumPy, so it runs in an environment of its own: a Python there
# that has it is named by this variable. Without it the other way is a plain assignment.
PEER = "KANGNI_BENCH_PYGAMMA"
PEER_SCRIPT = """
import json, sys, time, warnings
warnings.filterwarnings("ignore")
from pyannote.core import Segment
from pygamma_agreement import CombinedCategoricalDissimilarity, Continuum
continuum = Continuum()
for _, code, coder, start, end in json.loads(sys.stdin.read()):
    continuum.add(str(coder), Segment(start, end), str(code))
dissimilarity = CombinedCategoricalDissimilarity(alpha=1, beta=1, delta_empty=1)
continuum.get_best_alignment(dissimilarity)
took = []
for _ in range(5):
    begin = time.perf_counter()
    continuum.get_best_alignment(dissimilarity)
    took.append(time.perf_counter() - begin)
print(min(took))
"""


def _ratings(rng: np.random.Generator) -> Comparison:
    units, coders, categories = 20_000, 4, 20
    truth = rng.integers(0, categories, units)
    drawn = rng.integers(0, categories, (units, coders))
    said = np.where(rng.random((units, coders)) < 0.7, truth[:, None], drawn)
    said[rng.random(said.shape) < 0.1] = -1
    plain = np.where(said < 0, np.nan, said).T

    def ours() -> Number:
        return alpha(coincidences_of(said, categories=categories))

    return Comparison(
        "Krippendorff's alpha of a table with missing values",
        f"{units:,} units, {coders} coders, {categories} categories",
        "krippendorff",
        *least_seconds(ours, lambda: krippendorff.alpha(plain, level_of_measurement="nominal")),
        goal="100 times",
    )


def _sweep(rng: np.random.Generator) -> Comparison:
    characters, spans = 10_000_000, 20_000
    (first, first_end), (second, second_end) = (_apart(rng, characters, spans) for _ in range(2))
    opens = np.array([0, spans])

    def ours() -> Floats:
        return shared_lengths(opens, first, first_end, opens, second, second_end)

    def theirs() -> Ints:
        painted = np.zeros((2, characters), dtype=np.int64)  # as libraries take values
        for row, (starts, ends) in enumerate(((first, first_end), (second, second_end))):
            for start, end in zip(starts.tolist(), ends.tolist(), strict=True):
                painted[row, start:end] = 1
        return np.bincount(painted[0] * 2 + painted[1], minlength=4)

    return Comparison(
        "the table of two coders' characters",
        f"{characters:,} characters, 2 x {spans:,} spans",
        "writing every character down as a number",
        *least_seconds(ours, theirs),
        goal="500 times",
    )


def _bootstrap(rng: np.random.Generator) -> Comparison:
    clusters, units, categories, replicates = 10, 2000, 20, 2000
    truth = rng.integers(0, categories, (clusters, units))
    said = np.where(rng.random((3, clusters, units)) < 0.7, truth, rng.integers(0, categories, (3, clusters, units)))
    sums = np.stack([coincidences_of(said[:, cluster].T, categories=categories) for cluster in range(clusters)])

    def ours() -> Floats:
        return percentiles(alphas(resampled(sums, replicates=replicates, rng=rng))).low

    def theirs() -> float:  # one replicate; the library has to be called for each
        drawn = rng.integers(clusters, size=clusters)
        return float(krippendorff.alpha(said[:, drawn].reshape(3, -1), level_of_measurement="nominal"))

    took, one = least_seconds(ours, theirs)
    return Comparison(
        "bootstrap of alpha over clusters",
        f"{clusters} clusters of {units:,} units, {replicates:,} replicates",
        "krippendorff called for each replicate, reckoned from one",
        took,
        one * replicates,
        goal="in milliseconds",
    )


def _everything(rng: np.random.Generator) -> Comparison:
    marks, units, cluster = _many_codes(rng, codings=60_000)
    fewer = _many_codes(rng, codings=15_000)

    def ours() -> list[tuple[Figures, ...]]:
        return _all_figures(marks, units, cluster, rng)

    took, quarter_took = least_seconds(ours, lambda: _all_figures(*fewer, rng))
    return Comparison(
        "all coefficients of all codes and pairs, with intervals",
        f"200 codes, 4 coders, 1,000 documents, {marks.unit.size:,} codings, 1,000 resamples",
        "the same with a quarter of the codings",
        took,
        quarter_took,
        goal="under 5 s",
    )


def _codings(rng: np.random.Generator) -> Comparison:
    marks, units, _ = _many_codes(rng, codings=240_000)
    fewer = _many_codes(rng, codings=60_000)
    took, quarter_took = least_seconds(lambda: _tables(marks, units), lambda: _tables(*fewer[:2]))
    return Comparison(
        "tables of all coders and pairs, before any interval",
        f"200 codes, 4 coders, 1,000 documents, {marks.unit.size:,} codings",
        "the same with a quarter of the codings",
        took,
        quarter_took,
        goal="linear: not under .25",
    )


def _characters(rng: np.random.Generator) -> Comparison:
    spans, characters = 20_000, 10_000_000
    opens = np.array([0, spans])
    short = [_apart(rng, characters, spans) for _ in range(2)]
    long = [(20 * start, 20 * end) for start, end in short]

    def swept(pair: list[tuple[Ints, Ints]]) -> Floats:
        (first, first_end), (second, second_end) = pair
        return shared_lengths(opens, first, first_end, opens, second, second_end)

    return Comparison(
        "the table of two coders' characters, twenty times as many",
        f"{20 * characters:,} characters, 2 x {spans:,} spans",
        f"the same spans on {characters:,} characters",
        *least_seconds(lambda: swept(long), lambda: swept(short)),
        goal="about 1: characters cost nothing",
    )


def _gamma(rng: np.random.Generator) -> Comparison:
    spans = 60
    rows = [
        (0, code, coder, start, start + size)
        for coder in range(2)
        for start, size, code in zip(
            np.sort(rng.integers(0, 6000, spans)).tolist(),
            rng.integers(20, 80, spans).tolist(),
            rng.integers(0, 5, spans).tolist(),
            strict=True,
        )
    ]
    found = Segments(*np.array(rows, dtype=np.int64).T)
    python = os.environ.get(PEER)
    seconds, of_assignment = least_seconds(lambda: disorder(found, coders=2), _bordered(found))
    if not python:
        print(f"{PEER} names no Python with pygamma-agreement: compared with an assignment", file=sys.stderr)
    return Comparison(
        "gamma's best alignment of two coders",
        f"2 x {spans} spans",
        "pygamma-agreement" if python else "assignment with a border of empty partners",
        seconds,
        _pygamma(python, rows) if python else of_assignment,
        goal="4 times pygamma-agreement",
    )


def _apart(rng: np.random.Generator, characters: int, spans: int) -> tuple[Ints, Ints]:
    """Draw spans that share no character."""
    cuts = np.sort(rng.choice(characters, 2 * spans, replace=False))
    return np.ascontiguousarray(cuts[::2]), np.ascontiguousarray(cuts[1::2])


def _many_codes(rng: np.random.Generator, *, codings: int) -> tuple[Marks, Units, Ints]:
    documents, turns, codes, coders = 1000, 50, 200, 4
    units = documents * turns
    true_unit = rng.integers(0, units, codings)
    true_code = rng.integers(0, codes, true_unit.size)
    given = rng.random((coders, true_unit.size)) < 0.8
    key = np.unique(np.concatenate([(true_unit[g] * codes + true_code[g]) * coders + c for c, g in enumerate(given)]))
    unit, code, coder = (part.astype(np.int64) for part in np.unravel_index(key, (units, codes, coders)))
    cell = np.cumsum(np.diff(unit * codes + code, prepend=-1) != 0) - 1
    document = np.arange(units) // turns
    place = np.arange(units)
    seen = np.ones((coders, documents), dtype=np.bool_)
    marks = Marks(coding=np.arange(unit.size), unit=unit, code=code, coder=coder, cell=cell)
    return (
        marks,
        Units(place, place * 200, place * 200 + 190, document, np.arange(documents), seen),
        np.arange(documents),
    )


def _tables(marks: Marks, units: Units) -> list[Tally]:
    pairs = combinations(range(4), 2)
    return [
        tally(marks, units, codes=200),
        *(tally_of_tables(pair_tables(marks, units, *pair, codes=200)) for pair in pairs),
    ]


def _all_figures(marks: Marks, units: Units, cluster: Ints, rng: np.random.Generator) -> list[tuple[Figures, ...]]:
    return [figures(each, cluster, replicates=1000, rng=rng) for each in _tables(marks, units)]


def _bordered(found: Segments) -> Callable[[], object]:
    """Return the plain assignment: every span may be paired with an empty one."""
    first, second = (np.flatnonzero(found.coder == coder) for coder in (0, 1))
    n, m = first.size, second.size
    start, end = found.start.astype(float), found.end.astype(float)

    def aligned() -> float:
        away = np.abs(start[first][:, None] - start[second]) + np.abs(end[first][:, None] - end[second])
        size = (end - start)[first][:, None] + (end - start)[second]
        costs = np.full((n + m, n + m), 1.0)
        costs[:n, :m] = (away / size) ** 2 + (found.code[first][:, None] != found.code[second])
        costs[n:, m:] = 0
        rows, columns = linear_sum_assignment(costs)
        return float(costs[rows, columns].sum())

    return aligned


def _pygamma(python: str, rows: list[tuple[int, int, int, int, int]]) -> float:
    """Return the seconds that the Python package takes for the alignment, in an environment of its own."""
    done = subprocess.run(
        [python, "-c", PEER_SCRIPT], input=json.dumps(rows), capture_output=True, text=True, check=True
    )
    return float(done.stdout.split()[-1])


SPANS_AND_RATINGS = (_ratings, _sweep, _bootstrap, _everything, _codings, _characters, _gamma)
