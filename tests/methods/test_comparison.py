from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import boschloo_exact, fisher_exact

from kangni.core.errors import MethodInput
from kangni.core.undefined import Undefined
from kangni.methods.comparison import Split, benjamini_hochberg, boschloo, fisher, risk_difference, separation


@st.composite
def tables(draw: st.DrawFn) -> tuple[int, int, int, int]:
    n_first, n_second = draw(st.integers(1, 25)), draw(st.integers(1, 25))
    return draw(st.integers(0, n_first)), n_first, draw(st.integers(0, n_second)), n_second


@given(tables())
@settings(max_examples=40, deadline=None)
def test_boschloo_equals_scipy(table: tuple[int, int, int, int]) -> None:
    first, n_first, second, n_second = table
    by_scipy = boschloo_exact([[first, second], [n_first - first, n_second - second]]).pvalue
    ours = boschloo([first], [second], n_first=n_first, n_second=n_second)[0]
    # SciPy's search for the largest probability stops a little short at times, never beyond
    assert by_scipy * (1 - 1e-5) <= ours <= by_scipy * (1 + 2e-3)


def test_boschloo_finds_the_largest_probability_where_scipy_stops_short() -> None:
    # P of the tables reached by 25 of 25 against 19 of 25, on 400,001 shares: largest at .51904, twice .0066367326
    assert boschloo([25], [19], n_first=25, n_second=25)[0] == pytest.approx(0.0132734652, rel=1e-6)
    assert boschloo_exact([[25, 19], [0, 6]]).pvalue == pytest.approx(0.0132724, abs=5e-8)


@given(tables())
@settings(deadline=None)
def test_groups_that_change_places_keep_their_p_value_and_turn_the_difference(table: tuple[int, int, int, int]) -> None:
    first, n_first, second, n_second = table
    here = boschloo([first], [second], n_first=n_first, n_second=n_second)[0]
    there = boschloo([second], [first], n_first=n_second, n_second=n_first)[0]
    assert here == pytest.approx(there, rel=1e-5)
    one, other = risk_difference(*table), risk_difference(second, n_second, first, n_first)
    assert not isinstance(one.interval.lower, Undefined)
    assert not isinstance(other.interval.upper, Undefined)
    assert one.interval.lower == pytest.approx(-other.interval.upper)


@given(tables())
@settings(deadline=None)
def test_boschloo_is_never_more_careful_than_fisher_on_both_sides(table: tuple[int, int, int, int]) -> None:
    first, n_first, second, n_second = table
    counts = np.array([[first, second], [n_first - first, n_second - second]])
    by_fisher = min(float(fisher_exact(counts, alternative=side)[1]) for side in ("less", "greater"))
    p = boschloo([first], [second], n_first=n_first, n_second=n_second)[0]
    assert 0 < p <= min(1, 2 * by_fisher) * (1 + 1e-9)


def test_an_empty_group_has_no_difference() -> None:
    found = risk_difference(0, 0, 3, 10)
    assert isinstance(found.difference, Undefined)
    assert isinstance(found.interval.upper, Undefined)


def test_counts_outside_their_group_are_refused() -> None:
    with pytest.raises(MethodInput, match="between 0 and 5"):
        boschloo([6], [1], n_first=5, n_second=5)
    with pytest.raises(MethodInput, match="a group is empty"):
        fisher(0, 0, 1, 5)


def test_undefined_p_values_stay_and_do_not_belong_to_the_family() -> None:
    unknown = Undefined("too few")
    assert benjamini_hochberg([0.02, unknown, 0.04]) == (0.04, unknown, 0.04)
    assert benjamini_hochberg([unknown]) == (unknown,)


def test_what_two_against_two_can_tell_apart_is_nothing() -> None:
    found = separation(2, 2)
    assert isinstance(found.earliest, Undefined)
    assert isinstance(found.middle, Undefined)


@given(st.integers(3, 20), st.integers(3, 20))
@settings(max_examples=30, deadline=None)
def test_the_earliest_separation_is_told_apart_and_one_person_fewer_is_not(n_first: int, n_second: int) -> None:
    found = separation(n_first, n_second).earliest
    if isinstance(found, Split):
        count = max(found.first, found.second)
        step = 1 if found.first else 0
        here, fewer = (
            boschloo([each * step], [each * (1 - step)], n_first=n_first, n_second=n_second)[0]
            for each in (count, count - 1)
        )
        assert here <= 0.05 < fewer
