from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kangni.core.errors import MethodInput
from kangni.core.undefined import Undefined
from kangni.methods.columns import Ints
from kangni.methods.cooccurrence import count_together, jaccard, log_odds, npmi

Columns = tuple[Ints, Ints, Ints]


def columns(drawn: list[tuple[int, int]]) -> Columns:
    """Turn and code; three turns belong to each participant."""
    turn, code = np.array(drawn, dtype=np.int64).reshape(-1, 2).T
    return turn, turn // 3, code


turns_and_codes = st.lists(st.tuples(st.integers(0, 11), st.integers(0, 4)), max_size=40)


@given(turns_and_codes)
def test_counts_equal_those_of_sets(drawn: list[tuple[int, int]]) -> None:
    together = count_together(*columns(drawn), codes=5)
    in_turn = [{code for turn, code in drawn if turn == number} for number in range(12)]
    said = [set[int]().union(*in_turn[3 * person : 3 * person + 3]) for person in range(4)]
    for first in range(5):
        for second in range(5):
            both = [{first, second} <= codes for codes in in_turn]
            assert together.units[first, second] == sum(both)
            assert together.participants[first, second] == sum(any(both[3 * p : 3 * p + 3]) for p in range(4))
            assert together.speakers[first, second] == sum({first, second} <= codes for codes in said)


@given(turns_and_codes)
def test_matrices_are_symmetric_and_ordered(drawn: list[tuple[int, int]]) -> None:
    together = count_together(*columns(drawn), codes=5)
    for matrix in (together.units, together.participants, together.speakers):
        assert (matrix == matrix.T).all()
    assert (together.participants <= together.units).all()
    assert (together.participants <= together.speakers).all()


@given(turns_and_codes)
def test_saying_it_twice_adds_nothing(drawn: list[tuple[int, int]]) -> None:
    once, twice = count_together(*columns(drawn), codes=5), count_together(*columns(drawn * 2), codes=5)
    assert (once.units == twice.units).all()


def test_columns_of_different_length_are_refused() -> None:
    with pytest.raises(MethodInput, match="length"):
        count_together(np.array([0]), np.array([0]), np.array([0, 1]), codes=2)


def test_codes_that_never_meet_have_no_npmi_and_a_jaccard_of_0() -> None:
    assert npmi(0, 4, 5, 20) == Undefined("never together")
    assert jaccard(0, 4, 5) == 0
    assert log_odds(0, 4, 5, 20).value < 0


def test_codes_in_every_turn_have_no_npmi() -> None:
    assert npmi(20, 20, 20, 20) == Undefined("together in every unit")


def test_codes_that_do_not_occur_have_no_jaccard() -> None:
    assert jaccard(0, 0, 0) == Undefined("neither code occurs")


def test_codes_that_meet_as_often_as_by_chance_have_an_npmi_of_0() -> None:
    assert npmi(2, 4, 10, 20) == pytest.approx(0)


tables = st.tuples(st.integers(1, 20), st.integers(0, 20), st.integers(0, 20), st.integers(0, 20))


@given(tables)
def test_measures_do_not_depend_on_which_code_is_first(table: tuple[int, int, int, int]) -> None:
    both, first, second, _ = table
    n = sum(table)
    assert jaccard(both, both + first, both + second) == jaccard(both, both + second, both + first)
    assert npmi(both, both + first, both + second, n) == npmi(both, both + second, both + first, n)
    here, there = log_odds(both, both + first, both + second, n), log_odds(both, both + second, both + first, n)
    assert (here.value, here.error) == pytest.approx((there.value, there.error))


@given(tables)
def test_npmi_lies_between_minus_1_and_1(table: tuple[int, int, int, int]) -> None:
    both, first, second, _ = table
    value = npmi(both, both + first, both + second, sum(table) + 1)
    assert isinstance(value, float)
    assert -1 <= value <= 1 + 1e-12


@pytest.mark.parametrize(("both", "first", "second", "n"), [(3, 2, 5, 20), (1, 5, 5, 8), (-1, 2, 2, 8)])
def test_counts_that_contradict_each_other_are_refused(both: int, first: int, second: int, n: int) -> None:
    with pytest.raises(MethodInput, match="contradict"):
        npmi(both, first, second, n)
