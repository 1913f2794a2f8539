"""Every coefficient on random tables against two independent libraries, with missing values where they take them."""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations, permutations
from typing import Any

import krippendorff
import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from nltk.metrics.agreement import AnnotationTask
from nltk.metrics.distance import jaccard_distance, masi_distance
from sklearn.metrics import accuracy_score, cohen_kappa_score
from statsmodels.stats.inter_rater import cohens_kappa, fleiss_kappa

from kangni.core.undefined import Number, Undefined
from kangni.methods.agreement.gwet import ac
from kangni.methods.agreement.kappa import Weighting, agreement_weights
from kangni.methods.agreement.ratings import Level, RatingFigure, Ratings, pair_figures, rating_figures
from kangni.methods.agreement.sets import Similarity, jaccard, masi, rated_sets, set_alpha
from kangni.methods.columns import Floats, Ints

CODERS, CATEGORIES = 4, 4
VALUES = np.array([0.0, 1.0, 2.0, 5.0])
CLOSE = 1e-9

units_with_gaps = st.lists(
    st.lists(st.integers(-1, CATEGORIES - 1), min_size=CODERS, max_size=CODERS), min_size=2, max_size=30
).map(lambda rows: np.array(rows, dtype=np.int64))
complete_units = st.lists(
    st.lists(st.integers(0, CATEGORIES - 1), min_size=CODERS, max_size=CODERS), min_size=2, max_size=30
).map(lambda rows: np.array(rows, dtype=np.int64))


def figures(category: Ints, level: Level = "nominal") -> dict[str, Number]:
    found = rating_figures(Ratings(category, VALUES, level), replicates=2, rng=np.random.default_rng(1))
    return {figure.name: figure.figure.value for figure in found}


def of_two(category: Ints, level: Level = "nominal") -> dict[str, RatingFigure]:
    found = pair_figures(Ratings(category, VALUES, level), replicates=2, rng=np.random.default_rng(1))
    return {figure.name: figure for figure in found}


def triples(category: Ints, values: Floats = VALUES) -> list[tuple[str, str, float]]:
    """Coder, unit and value of all ratings that can be paired, as nltk wants them."""
    paired = np.flatnonzero((category >= 0).sum(axis=1) >= 2)
    return [
        (str(c), str(u), float(values[category[u, c]]))
        for u in paired
        for c in range(category.shape[1])
        if category[u, c] >= 0
    ]


def squared(kind: Level, category: Ints) -> Callable[[float, float], float]:
    """Krippendorff's squared differences, written anew from his definitions for nltk."""
    paired = category[(category >= 0).sum(axis=1) >= 2]
    n = {value: int((paired == i).sum()) for i, value in enumerate(VALUES.tolist())}

    def distance(a: float, b: float) -> float:
        low, high = min(a, b), max(a, b)
        match kind:
            case "nominal":
                return float(a != b)
            case "ordinal":
                between = sum(count for value, count in n.items() if low <= value <= high)
                return (between - (n[a] + n[b]) / 2) ** 2
            case "interval":
                return (a - b) ** 2
            case "ratio":
                return ((a - b) / (a + b)) ** 2 if a + b else 0.0

    return distance


@pytest.mark.parametrize("level", ["nominal", "ordinal", "interval", "ratio"])
@settings(max_examples=40, deadline=None)
@given(category=units_with_gaps)
def test_alpha_of_every_level_equals_krippendorff_and_nltk(level: Level, category: Ints) -> None:
    ours = figures(category, level)["alpha"]
    assume(not isinstance(ours, Undefined))
    ratings = np.where(category < 0, np.nan, VALUES[category]).T
    theirs = krippendorff.alpha(ratings, level_of_measurement=level, value_domain=VALUES.tolist())
    assert ours == pytest.approx(theirs, abs=CLOSE)
    assert ours == pytest.approx(AnnotationTask(triples(category), squared(level, category)).alpha(), abs=CLOSE)


@settings(max_examples=40, deadline=None)
@given(complete_units)
def test_fleiss_equals_statsmodels_and_nltk(category: Ints) -> None:
    ours = figures(category)["fleiss"]
    assume(not isinstance(ours, Undefined))
    counts = (category[:, :, None] == np.arange(CATEGORIES)).sum(axis=1)
    assert ours == pytest.approx(fleiss_kappa(counts), abs=CLOSE)
    # nltk's pi is that of Siegel and Castellan 1988: Fleiss' kappa
    assert ours == pytest.approx(AnnotationTask(triples(category)).pi(), abs=CLOSE)


@settings(max_examples=40, deadline=None)
@given(complete_units)
def test_brennan_prediger_equals_statsmodels_and_nltk(category: Ints) -> None:
    assume(np.unique(category).size == CATEGORIES)  # nltk offers the categories used, we those offered
    ours = figures(category)["brennan_prediger"]
    counts = (category[:, :, None] == np.arange(CATEGORIES)).sum(axis=1)
    assert ours == pytest.approx(fleiss_kappa(counts, method="randolph"), abs=CLOSE)
    assert ours == pytest.approx(AnnotationTask(triples(category)).S(), abs=CLOSE)


@settings(max_examples=40, deadline=None)
@given(units_with_gaps)
def test_kappas_of_each_pair_equal_scikit_learn_and_statsmodels_where_both_rated(category: Ints) -> None:
    for first, second in combinations(range(CODERS), 2):
        pair = category[:, [first, second]]
        common = pair[(pair >= 0).all(axis=1)]
        found = of_two(pair, "ordinal")
        if not common.size or isinstance(found["kappa"].figure.value, Undefined):
            continue
        a, b = common.T
        table = np.bincount(a * CATEGORIES + b, minlength=CATEGORIES**2).reshape(CATEGORIES, CATEGORIES)
        assert found["percent"].figure.value == pytest.approx(accuracy_score(a, b), abs=CLOSE)
        for name, ours, theirs in (("kappa", None, None), ("kappa_linear", "linear", "linear"),
                                   ("kappa_quadratic", "quadratic", "quadratic")):  # fmt: skip
            value = found[name].figure.value
            labels = list(range(CATEGORIES))
            assert value == pytest.approx(cohen_kappa_score(a, b, labels=labels, weights=ours), abs=CLOSE)
            assert value == pytest.approx(cohens_kappa(table, wt=theirs, return_results=False), abs=CLOSE)


@settings(max_examples=40, deadline=None)
@given(complete_units)
def test_scotts_pi_equals_statsmodels_and_nltk(category: Ints) -> None:
    pair = category[:, :2]
    ours = figures(pair)["fleiss"]
    assume(not isinstance(ours, Undefined))
    counts = (pair[:, :, None] == np.arange(CATEGORIES)).sum(axis=1)
    assert ours == pytest.approx(fleiss_kappa(counts), abs=CLOSE)
    assert ours == pytest.approx(AnnotationTask(triples(pair)).pi(), abs=CLOSE)


labels = st.frozensets(st.sampled_from("abcd"), min_size=1)
set_units = st.lists(st.lists(st.none() | labels, min_size=3, max_size=3), min_size=2, max_size=15)


def of_pair(similarity: Similarity, first: frozenset[str], second: frozenset[str]) -> float:
    sizes = (np.array([float(len(each))]) for each in (first & second, first, second))
    return 1 - float(similarity(*sizes)[0])


@pytest.mark.parametrize(("similarity", "distance"), [(jaccard, jaccard_distance), (masi, masi_distance)])
@settings(max_examples=40, deadline=None)
@given(units=set_units)
def test_alpha_of_sets_with_missing_ones_equals_nltk_and_krippendorff(
    similarity: Similarity, distance: Callable[[Any, Any], float], units: list[list[frozenset[str] | None]]
) -> None:
    rated = [(u, said) for u, unit in enumerate(units) for said in unit if said is not None]
    assume(rated)
    codes = [sorted("abcd".index(code) for code in said) for _, said in rated]
    starts = np.cumsum([0, *map(len, codes)])
    flat = np.array([code for each in codes for code in each], dtype=np.int64)
    ratings = rated_sets(np.array([u for u, _ in rated]), starts, flat)
    ours = set_alpha(ratings, np.zeros(len(units), dtype=np.int64), similarity).alpha
    assume(not isinstance(ours, Undefined))
    paired = [u for u, unit in enumerate(units) if sum(said is not None for said in unit) >= 2]
    task = [(str(c), str(u), said) for u in paired for c, said in enumerate(units[u]) if said is not None]
    assert ours == pytest.approx(AnnotationTask(task, distance).alpha(), abs=CLOSE)
    known = sorted({said for _, said in rated}, key=sorted)
    numbers = [[np.nan if said is None else known.index(said) for said in unit] for unit in units]

    def apart(v1: Floats, v2: Floats, **_more: object) -> Floats:
        found = [of_pair(similarity, known[int(a)], known[int(b)]) for a, b in np.broadcast(v1, v2)]
        return np.array(found).reshape(np.broadcast_shapes(v1.shape, v2.shape))

    theirs = krippendorff.alpha(
        np.array(numbers).T,
        level_of_measurement=apart,  # type: ignore[arg-type]  # it is called with names that this one may leave aside
        value_domain=list(map(float, range(len(known)))),
    )
    assert ours == pytest.approx(theirs, abs=CLOSE)


@pytest.mark.parametrize("weighting", [None, "linear", "quadratic"])
@settings(max_examples=60, deadline=None)
@given(category=units_with_gaps)
def test_gwets_coefficient_with_missing_values_equals_counting_pair_by_pair(
    weighting: Weighting | None, category: Ints
) -> None:
    # the only library with missing values, irrCAC, asks for a SciPy of its own and is no dependency of these tests;
    # this is Gwet's definition spelled out: all pairs of ratings of a unit, and each unit's shares of categories
    weights = np.eye(CATEGORIES) if weighting is None else agreement_weights(weighting, np.arange(float(CATEGORIES)))
    said = [[value for value in unit if value >= 0] for unit in category.tolist()]
    pairs = [[weights[a, b] for a, b in permutations(unit, 2)] for unit in said if len(unit) >= 2]
    counts = np.array([[unit.count(value) for value in range(CATEGORIES)] for unit in said], dtype=float)
    ours = ac(counts, np.ones(len(said)), None if weighting is None else weights)
    if not pairs:
        assert isinstance(ours, Undefined)
        return
    agreed = sum(sum(unit) / len(unit) for unit in pairs) / len(pairs)
    shares = [[unit.count(value) / len(unit) for value in range(CATEGORIES)] for unit in said if unit]
    mean = [sum(column) / len(shares) for column in zip(*shares, strict=True)]
    chance = weights.sum() / (CATEGORIES * (CATEGORIES - 1)) * sum(p * (1 - p) for p in mean)
    assert ours == pytest.approx((agreed - chance) / (1 - chance), abs=CLOSE)
