"""Tables of ratings against two independent libraries, and the worked example with missing values."""

from __future__ import annotations

import krippendorff
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nltk.metrics.agreement import AnnotationTask
from nltk.metrics.distance import binary_distance, interval_distance

from kangni.core.undefined import Number, Undefined
from kangni.methods.agreement.alpha import alpha, coincidences
from kangni.methods.agreement.ratings import (
    Level,
    RatingFigure,
    Ratings,
    coincidences_of,
    pair_figures,
    rating_figures,
)
from kangni.methods.columns import Ints

# Krippendorff 2019, section 12.3: four coders, twelve units, "." is not seen
ROWS = ["1 2 3 3 2 1 4 1 2 . . .", "1 2 3 3 2 2 4 1 2 5 . 3", ". 3 3 3 2 3 4 2 2 5 1 .", "1 2 3 3 2 4 4 1 2 5 1 ."]
FOUR_BY_TWELVE = np.array([[-1 if word == "." else int(word) - 1 for word in row.split()] for row in ROWS]).T
VALUES = np.arange(1.0, 6.0)

tables = st.lists(st.lists(st.integers(-1, 3), min_size=3, max_size=3), min_size=2, max_size=25).map(
    lambda rows: np.array(rows, dtype=np.int64)
)


def figures_of(category: Ints, level: Level = "nominal") -> dict[str, RatingFigure]:
    rng = np.random.default_rng(2)
    ratings = Ratings(category, VALUES[: max(int(category.max(initial=0)) + 1, 2)], level)
    return {figure.name: figure for figure in rating_figures(ratings, replicates=400, rng=rng)}


def number(figure: RatingFigure) -> Number:
    return figure.figure.value


@pytest.mark.parametrize(("level", "expected"), [("ordinal", 0.815388), ("interval", 0.849107), ("ratio", 0.797403)])
def test_four_by_twelve_on_each_level(level: Level, expected: float) -> None:
    assert number(figures_of(FOUR_BY_TWELVE, level)["alpha"]) == pytest.approx(expected, abs=5e-7)


def test_four_by_twelve_with_all_coefficients_of_its_level() -> None:
    found = figures_of(FOUR_BY_TWELVE)
    assert number(found["alpha"]) == pytest.approx(0.743421, abs=5e-7)
    assert number(found["ac1"]) == pytest.approx(0.775444, abs=5e-7)
    assert found["ac1"].figure.low == pytest.approx(0.460813, abs=5e-7)
    assert number(found["brennan_prediger"]) == pytest.approx(0.77273, abs=5e-6)
    assert number(found["fleiss"]) == Undefined("not all coders rated the same units: use alpha")
    assert (found["ac1"].by, found["alpha"].by) == ("linearised", "bootstrap")


def test_kappa_of_many_independent_units_has_the_large_sample_interval_and_of_few_the_jackknifes() -> None:
    # Cohen 1960: statsmodels' interval (.39156, .59149)
    cells = [
        (i, j)
        for i, row in enumerate([[88, 14, 18], [10, 40, 10], [2, 6, 12]])
        for j, n in enumerate(row)
        for _ in range(n)
    ]
    many = Ratings(np.array(cells), np.arange(3.0))
    _, kappa = pair_figures(many, replicates=100, rng=np.random.default_rng(1))
    assert (kappa.figure.low, kappa.figure.high) == pytest.approx((0.39156, 0.59149), abs=5e-6)
    assert kappa.by == "large sample"
    few = Ratings(np.array([[0, 0], [1, 1], [0, 1], [1, 1]]), np.arange(2.0))
    assert pair_figures(few, replicates=100, rng=np.random.default_rng(1))[1].by == "jackknife"


def test_units_of_one_person_are_drawn_together() -> None:
    category = np.tile([[0, 0], [1, 1], [0, 1], [1, 1]], (30, 1))
    alone = Ratings(category, np.arange(2.0))
    together = Ratings(category, np.arange(2.0), cluster=np.repeat(np.arange(15), 8))
    one, other = (
        {figure.name: figure for figure in rating_figures(each, replicates=500, rng=np.random.default_rng(4))}
        for each in (alone, together)
    )
    assert number(one["alpha"]) == number(other["alpha"])
    # every person is like every other, so nothing varies between them
    assert other["alpha"].figure.low == Undefined("the same in every resampling")
    assert isinstance(one["alpha"].figure.low, float)
    assert other["ac1"].by == "bootstrap"


@settings(max_examples=40, deadline=None)
@given(tables)
def test_coincidences_of_ratings_are_those_of_their_counts(category: Ints) -> None:
    counts = (category[:, :, None] == np.arange(4)).sum(axis=1).astype(float)
    expected = coincidences(counts, np.ones(len(category)))
    np.testing.assert_allclose(coincidences_of(category, categories=4), expected)


@settings(max_examples=40, deadline=None)
@given(tables)
def test_nominal_alpha_with_missing_values_equals_krippendorff_and_nltk(category: Ints) -> None:
    ours = alpha(coincidences_of(category, categories=4))
    if isinstance(ours, Undefined):
        return
    ratings = np.where(category < 0, np.nan, category).T.astype(float)
    assert ours == pytest.approx(krippendorff.alpha(ratings, level_of_measurement="nominal"), abs=1e-9)
    assert ours == pytest.approx(AnnotationTask(triples(category), binary_distance).alpha(), abs=1e-9)


@settings(max_examples=25, deadline=None)
@given(tables)
def test_interval_alpha_with_missing_values_equals_nltk(category: Ints) -> None:
    ours = number(figures_of(category, "interval")["alpha"])
    if isinstance(ours, Undefined):
        return
    assert ours == pytest.approx(AnnotationTask(triples(category), interval_distance).alpha(), abs=1e-9)


def triples(category: Ints) -> list[tuple[str, str, int]]:
    """Coder, unit and value of all ratings that can be paired, as nltk wants them."""
    paired = np.flatnonzero((category >= 0).sum(axis=1) >= 2)
    return [(str(c), str(u), int(category[u, c])) for u in paired for c in range(3) if category[u, c] >= 0]
