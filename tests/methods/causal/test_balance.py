from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kangni.core.errors import MethodInput
from kangni.core.undefined import Undefined
from kangni.methods.causal.balance import (
    Functioning,
    Links,
    dense,
    functioning_of,
    input_for,
    kinds_of,
    return_rate,
    scales_of,
    spectral_radii,
    trajectory,
)
from kangni.methods.columns import Floats

FACTORS = 5
PAIRS = st.lists(
    st.tuples(st.integers(0, FACTORS - 1), st.integers(0, FACTORS - 1), st.floats(-1, 1)),
    min_size=1,
    max_size=12,
    unique_by=lambda link: link[:2],
)


def links_and_weights(pairs: list[tuple[int, int, float]]) -> tuple[Links, Floats]:
    cause, effect, weight = zip(*pairs, strict=True)
    return Links(np.array(cause), np.array(effect), FACTORS), np.array(weight)


def test_a_link_that_ends_outside_is_refused() -> None:
    with pytest.raises(MethodInput):
        Links(np.array([0]), np.array([2]), 2)


def test_causes_and_effects_of_unequal_number_are_refused() -> None:
    with pytest.raises(MethodInput):
        Links(np.array([0, 1]), np.array([1]), 2)


def test_domains_weigh_the_same_however_many_parts_they_have() -> None:
    y = functioning_of([[(0, 1), (1, 1)], [(2, -1)], []], 3)
    assert isinstance(y, Functioning)
    assert y.weight.tolist() == [0.25, 0.25, -0.5]
    assert y.offset == 0.5


def test_functioning_without_parts_is_undefined() -> None:
    assert isinstance(functioning_of([[], []], 3), Undefined)


@settings(max_examples=60, deadline=None)
@given(st.floats(0.02, 0.98), st.floats(0.02, 0.98))
def test_the_input_brings_a_lone_factor_to_its_level(rest: float, level: float) -> None:
    alone = np.zeros((1, 1))
    push = np.array([input_for(level, rest=rest)])
    found = trajectory(alone, np.array([rest]), shock=push, held=push * 0, shock_steps=40, times=np.array([0.0, 40.0]))
    assert found[-1, 0] == pytest.approx(level, abs=1e-8)


@pytest.mark.parametrize("level", [0.0, 1.0, -0.2])
def test_a_level_that_no_factor_can_have_is_refused(level: float) -> None:
    with pytest.raises(MethodInput):
        input_for(level, rest=0.5)


@settings(max_examples=60, deadline=None)
@given(PAIRS)
def test_the_spectral_radius_is_that_of_the_whole_matrix(pairs: list[tuple[int, int, float]]) -> None:
    links, weight = links_and_weights(pairs)
    whole = np.abs(np.linalg.eigvals(np.abs(dense(links, weight)))).max()
    # nilpotent parts cost the whole matrix accuracy, not its parts
    assert spectral_radii(links, weight[:, None])[0] == pytest.approx(whole, abs=2e-3)


def test_several_links_between_two_factors_add_up() -> None:
    links = Links(np.array([0, 0, 1, 2]), np.array([1, 1, 0, 2]), 3)
    assert spectral_radii(links, np.array([[0.25], [-0.75], [1.0], [0.5]]))[0] == pytest.approx(1)
    assert spectral_radii(links, np.array([[0.0], [0.0], [1.0], [0.5]]))[0] == pytest.approx(0.5)


def test_the_scaled_map_has_the_wanted_feedback() -> None:
    links, weight = Links(np.array([0, 1]), np.array([1, 0]), 2), np.array([[0.2], [-0.2]])
    scales = scales_of(links, weight, np.full(2, 0.5), feedback=0.5, cap=8)
    assert scales.factor[0] == pytest.approx(2.5)
    assert not scales.capped[0]
    assert spectral_radii(links, scales.factor * weight)[0] == pytest.approx(0.5)


def test_a_map_without_cycles_meets_the_cap() -> None:
    scales = scales_of(Links(np.array([0]), np.array([1]), 2), np.array([[0.2]]), np.full(2, 0.5), feedback=0.5, cap=8)
    assert (scales.spectral_radius[0], scales.factor[0], bool(scales.capped[0])) == (0, 8, True)


@pytest.mark.parametrize("feedback", [0, 1, 1.5])
def test_a_feedback_that_would_run_away_is_refused(feedback: float) -> None:
    with pytest.raises(MethodInput):
        scales_of(Links(np.array([0]), np.array([1]), 2), np.ones((1, 1)), np.full(2, 0.5), feedback=feedback, cap=8)


def test_a_map_that_runs_away_has_no_return_rate() -> None:
    assert return_rate(np.array([[0, 2.0], [2.0, 0]]), np.full(2, 0.5)) == Undefined("no stable baseline")


@settings(max_examples=60, deadline=None)
@given(PAIRS)
def test_without_any_push_nothing_moves(pairs: list[tuple[int, int, float]]) -> None:
    links, weight = links_and_weights(pairs)
    rest, still = np.full(FACTORS, 0.4), np.zeros(FACTORS)
    found = trajectory(
        dense(links, weight), rest, shock=still, held=still, shock_steps=4, times=np.array([0.0, 4.0, 9.0])
    )
    assert found == pytest.approx(np.tile(rest, (3, 1)), abs=1e-9)


def test_the_thresholds_belong_to_the_milder_kind() -> None:
    growth = np.array([-1.001, -1.0, -0.2501, -0.25, 0.25, 0.2501])
    assert kinds_of(growth, floor=1, same=0.25).tolist() == [0, 1, 1, 2, 2, 3]


def test_a_floor_within_the_same_is_refused() -> None:
    with pytest.raises(MethodInput):
        kinds_of(np.zeros(1), floor=0.2, same=0.25)
