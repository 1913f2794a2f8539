from __future__ import annotations

import hypothesis
import numpy as np
import pytest
from hypothesis import strategies as st

from kangni.methods.agreement.alpha import alpha, coincidences
from kangni.methods.agreement.differences import Differences
from kangni.methods.agreement.settling import settled
from kangni.methods.agreement.units import Tally
from kangni.methods.columns import Floats

Cell = tuple[int, int, int]  # code, coders who have seen the unit, those of them who gave the code


def of(cells: list[Cell], *, coders: int = 3) -> Differences:
    code, seen, given = np.array(cells, dtype=np.int64).reshape(-1, 3).T
    nothing = np.zeros(len(cells) + 1, dtype=np.int64)
    places = np.arange(coders)
    return Differences(
        code=code,
        document=np.arange(code.size),
        turn=np.ones(code.size, dtype=np.int64),
        participant=code,
        coded=places < given[:, None],
        seen=places < seen[:, None],
        coding_start=nothing,
        coding_rows=nothing[:0],
        other_start=nothing,
        others=nothing[:0],
    )


def counted(cells: list[Cell], code: int | None = None) -> Floats:
    chosen = [(seen - given, given) for what, seen, given in cells if code in {None, what}]
    return coincidences(np.array(chosen).reshape(-1, 2), np.ones(len(chosen)))


def tally_of(cells: list[Cell], codes: int) -> Tally:
    kinds = sorted({(seen - given, given) for _, seen, given in cells})
    times = np.zeros((1, codes, len(kinds)))
    for code, seen, given in cells:
        times[0, code, kinds.index((seen - given, given))] += 1
    return Tally(np.array(kinds, dtype=np.float64), times)


def number(observed: Floats) -> float:
    value = alpha(observed)
    return value if isinstance(value, float) else np.nan


cells = st.integers(2, 3).flatmap(lambda seen: st.tuples(st.integers(0, 2), st.just(seen), st.integers(0, seen)))


@hypothesis.settings(max_examples=150)
@hypothesis.given(st.lists(cells, min_size=1, max_size=12))
def test_changes_equal_those_of_counting_again_with_the_passage_settled(said: list[Cell]) -> None:
    differing = [at for at, (_, seen, given) in enumerate(said) if 0 < given < seen]
    found = settled(of([said[at] for at in differing]), tally_of(said, 3), np.arange(3))
    for place, at in enumerate(differing):
        code, seen, _ = said[at]
        for given, pooled, single in (
            (seen, found.pooled_given, found.code_given),
            (0, found.pooled_dropped, found.code_dropped),
        ):
            then = [*said[:at], (code, seen, given), *said[at + 1 :]]
            expected = number(counted(then)) - number(counted(said))
            assert pooled[place] == pytest.approx(expected, abs=1e-9, nan_ok=True)
            expected = number(counted(then, code)) - number(counted(said, code))
            assert single[place] == pytest.approx(expected, abs=1e-9, nan_ok=True)


def test_between_two_coders_the_rarer_code_comes_first_and_equal_ones_by_place() -> None:
    # code 0: ten units with one difference; code 1: two differences, one both
    said = [*[(0, 2, 2)] * 4, *[(0, 2, 0)] * 5, (0, 2, 1), *[(1, 2, 0)] * 7, (1, 2, 2), (1, 2, 1), (1, 2, 1)]
    found = settled(of([(0, 2, 1), (1, 2, 1), (1, 2, 1)]), tally_of(said, 2), np.arange(2))
    assert len(set(found.pooled_given.tolist())) == 1
    assert found.order.tolist() == [1, 2, 0]


def test_of_three_coders_an_even_split_of_what_was_read_weighs_more() -> None:
    said = [(0, 3, 3), (0, 3, 0), (0, 3, 0), (0, 3, 1), (0, 2, 1), (0, 3, 2)]
    found = settled(of([said[4], said[3], said[5]]), tally_of(said, 1), np.arange(1))
    largest = np.maximum(np.abs(found.pooled_given), np.abs(found.pooled_dropped))
    assert np.all(np.diff(largest[found.order]) <= 0)


def test_a_unit_that_all_gave_the_code_changes_nothing_and_comes_last() -> None:
    said = [(0, 2, 2), (0, 2, 2), (0, 2, 0), (0, 2, 1)]
    found = settled(of([(0, 2, 2), (0, 2, 1)]), tally_of(said, 1), np.arange(1))
    assert (found.pooled_given[0], found.pooled_dropped[0], found.code_dropped[0]) == (0, 0, 0)
    assert found.order.tolist() == [1, 0]


def test_where_settling_leaves_one_value_only_the_change_does_not_exist() -> None:
    said = [(0, 2, 0), (0, 2, 1)]
    found = settled(of([(0, 2, 1)]), tally_of(said, 1), np.arange(1))
    assert np.isnan(found.code_dropped[0])
    assert found.code_given[0] == pytest.approx(1)


def test_without_differences_there_is_nothing_to_order() -> None:
    found = settled(of([]), tally_of([(0, 2, 2), (0, 2, 0)], 1), np.arange(1))
    assert found.order.size == 0
