"""Mathet's gamma: disorders of the best alignment against pygamma-agreement, and what chance leaves of gamma."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kangni.core.errors import MethodInput
from kangni.core.undefined import Undefined
from kangni.methods.agreement.gamma import Costs, disorder, gamma
from kangni.methods.agreement.sweep import Lines, Segments, lines
from kangni.methods.agreement.units import Units

Spans = Sequence[Sequence[tuple[int, int, str]]]
SHIFTED: Spans = [[(1, 5, "a"), (6, 10, "b"), (11, 15, "a")], [(2, 6, "a"), (7, 11, "b"), (12, 16, "a")]]
MISSED: Spans = [[(1, 5, "a"), (6, 10, "b"), (20, 24, "a"), (30, 34, "b")], [(2, 6, "a"), (31, 35, "b")]]
OTHERWISE: Spans = [[(1, 5, "a"), (6, 10, "b"), (11, 15, "c")], [(2, 7, "a"), (8, 12, "b"), (11, 15, "a")]]
THREE: Spans = [
    [(0, 20, "a"), (30, 50, "b"), (60, 80, "c")],
    [(5, 20, "a"), (30, 45, "b"), (60, 80, "b")],
    [(0, 18, "a"), (33, 50, "b"), (62, 80, "c")],
]


def laid_out(spans: Spans, length: int) -> tuple[Segments, Lines]:
    rows = [(0, ord(code), coder, start, end) for coder, own in enumerate(spans) for start, end, code in own]
    units = Units(
        np.array([0]), np.array([0]), np.array([length]), np.array([0]), np.array([0]), np.ones((len(spans), 1), bool)
    )
    return Segments(*np.array(rows, dtype=np.int64).reshape(-1, 5).T), lines(units)


@pytest.mark.parametrize(
    ("spans", "costs", "expected"),
    [
        (SHIFTED, Costs(), 0.0625),
        (MISSED, Costs(), 0.708333),
        (OTHERWISE, Costs(position=3, category=2), 1.027778),
        (THREE, Costs(), 0.240355),
        (THREE, Costs(position=3), 0.276621),
        (THREE, Costs(position=3, category=2), 0.498843),
    ],
)
def test_disorder_of_the_best_alignment(spans: Spans, costs: Costs, expected: float) -> None:
    # pygamma-agreement 0.5.9, CombinedCategoricalDissimilarity(alpha=position, beta=category, delta_empty=1)
    found, _ = laid_out(spans, 100)
    assert disorder(found, coders=len(spans), costs=costs) == pytest.approx(expected, abs=5e-7)


@pytest.mark.parametrize(
    ("spans", "length", "costs", "theirs"),
    [(SHIFTED, 16, Costs(), 0.92), (MISSED, 35, Costs(), 0.51), (OTHERWISE, 16, Costs(3, 2), 0.34)],
)
def test_gamma_lies_where_shuffles_by_pygamma_agreement_put_it(
    spans: Spans, length: int, costs: Costs, theirs: float
) -> None:
    # 100 shuffled samples there (its other sampler gives .88, .55, .24); gamma is random: a range, never three digits
    found, on = laid_out(spans, length)
    ours = gamma(found, on, samples=100, rng=np.random.default_rng(5), costs=costs)
    assert ours.value == pytest.approx(theirs, abs=0.08)
    assert ours.samples == 100
    assert isinstance(ours.error, float)
    assert 0 < ours.error < 0.03


def test_gamma_repeats_with_its_seed() -> None:
    found, on = laid_out(THREE, 80)
    first, again = (gamma(found, on, samples=10, rng=np.random.default_rng(3)) for _ in range(2))
    assert first == again


def test_gamma_says_when_it_does_not_exist() -> None:
    found, on = laid_out([[(0, 5, "a")], []], 50)
    assert gamma(found, on, samples=5, rng=np.random.default_rng(1)).value == Undefined("a coder marked nothing")
    with pytest.raises(MethodInput, match="two samples"):
        gamma(found, on, samples=1, rng=np.random.default_rng(1))


@settings(max_examples=20, deadline=None)
@given(
    st.lists(
        st.lists(st.tuples(st.integers(0, 60), st.integers(1, 15), st.sampled_from("ab")), max_size=5),
        min_size=2,
        max_size=2,
    ).filter(any)
)
def test_two_coders_by_assignment_cost_what_a_silent_third_leaves(coders: list[list[tuple[int, int, str]]]) -> None:
    # with a third coder who marked nothing a pair (u, v, nothing) costs (d + 2) / 3, so the same pairs are chosen
    # while d < 2, and more besides: the integer program may only do better than the pairs of the assignment
    spans = [[(start, start + size, code) for start, size, code in own] for own in coders]
    found, _ = laid_out(spans, 100)
    by_assignment = disorder(found, coders=2) * len(found) / 2
    by_program = disorder(found, coders=3) * len(found) / 3
    alone = len(found)
    saved = alone - by_assignment
    assert alone - by_program >= saved / 3 - 1e-9
