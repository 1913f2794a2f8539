from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kangni.core.errors import MethodInput
from kangni.core.undefined import Undefined
from kangni.methods.factors import (
    GroupCount,
    count_by_person,
    count_cells,
    count_groups,
    persons_of_each_side,
    two_sidedness,
)
from kangni.methods.readings import QuoteColumns

Entry = tuple[int, int, int, int]  # row, turn, code, polarity


def quotes(*entries: Entry) -> QuoteColumns:
    """Three turns belong to each participant."""
    row, turn, code, polarity = np.array(sorted(entries), dtype=np.int64).reshape(-1, 4).T
    nothing = np.zeros_like(row)
    return QuoteColumns(
        row=row,
        turn=turn,
        document=turn // 3,
        participant=turn // 3,
        coder=nothing,
        code=code,
        polarity=polarity,
        level=nothing,
        voice=nothing,
        stance=nothing,
        is_beside=nothing == 1,
    )


def test_two_coders_in_one_turn_are_two_codings_and_one_quote() -> None:
    said = quotes((1, 0, 5, 0), (2, 0, 5, 0))
    assert count_groups(said, said.code) == (GroupCount((5,), participants=1, quotes=1, codings=2),)


def test_two_readings_of_one_turn_count_on_both_sides() -> None:
    said = quotes((1, 0, 5, 0), (2, 0, 5, 1))
    assert count_groups(said, said.code, said.polarity) == (GroupCount((5, 0), 1, 1, 1), GroupCount((5, 1), 1, 1, 1))


def test_a_coding_over_two_turns_is_one_coding_and_two_quotes() -> None:
    said = quotes((1, 0, 5, 0), (1, 1, 5, 0))
    assert count_groups(said, said.code) == (GroupCount((5,), participants=1, quotes=2, codings=1),)


def test_quotes_of_several_codes_in_one_turn_are_as_many_quotes_of_their_polarity() -> None:
    said = quotes((1, 0, 5, 0), (2, 0, 6, 0))
    assert count_groups(said, said.polarity) == (GroupCount((0,), participants=1, quotes=2, codings=2),)


def test_counting_by_nothing_is_refused() -> None:
    with pytest.raises(MethodInput, match="no column"):
        count_groups(quotes((1, 0, 5, 0)))


entries = st.lists(st.tuples(st.integers(0, 11), st.integers(0, 3), st.integers(0, 2)).map(tuple), max_size=20).map(
    lambda drawn: [(row, *entry) for row, entry in enumerate(drawn)]
)


@given(entries)
def test_groups_add_up_to_all_quotes_and_codings(drawn: list[Entry]) -> None:
    said = quotes(*drawn)
    groups = count_groups(said, said.code)
    assert sum(group.codings for group in groups) == len(drawn)
    assert sum(group.quotes for group in groups) == len({(turn, code) for _, turn, code, _ in drawn})


@given(entries)
def test_no_group_has_more_people_than_quotes_or_more_quotes_than_codings(drawn: list[Entry]) -> None:
    said = quotes(*drawn)
    for group in count_groups(said, said.code, said.polarity, said.level):
        assert 1 <= group.participants <= group.quotes <= group.codings


@given(entries)
def test_cells_add_up_to_the_quotes_of_each_code(drawn: list[Entry]) -> None:
    said = quotes(*drawn)
    cells = count_cells(said, codes=4, participants=4)
    by_code = {group.numbers[0]: group for group in count_groups(said, said.code)}
    for code in range(4):
        expected = by_code.get(code, GroupCount((code,), 0, 0, 0))
        assert cells[:, code].sum() == expected.quotes
        assert (cells[:, code] > 0).sum() == expected.participants


def test_a_person_counts_on_the_side_they_speak_of_more_and_a_tie_on_both_by_half() -> None:
    risk, protective = np.array([[3, 0], [1, 0], [0, 0]]), np.array([[1, 2], [1, 0], [0, 0]])
    twice_risk, twice_protective = persons_of_each_side(risk, protective)
    assert (twice_risk / 2).tolist() == [1.5, 0.0]
    assert (twice_protective / 2).tolist() == [0.5, 1.0]


persons = st.integers(0, 40).map(lambda twice: twice / 2)


@given(persons, persons)
def test_two_sidedness_does_not_depend_on_which_side_is_which(risk: float, protective: float) -> None:
    here, there = two_sidedness(risk, protective), two_sidedness(protective, risk)
    if risk + protective == 0:
        assert here == there
    else:
        assert (here.index, here.entropy) == pytest.approx((there.index, there.entropy))
        assert here.certainty == pytest.approx(there.certainty, abs=1e-9)


@given(persons.filter(bool))
def test_one_side_alone_has_neither_index_nor_entropy_and_half_and_half_has_all(side: float) -> None:
    alone, even = two_sidedness(side, 0), two_sidedness(side, side)
    assert (alone.index, alone.entropy) == (0, 0)
    assert (even.index, even.entropy) == (1, 1)


def test_two_sidedness_of_nobody_is_undefined() -> None:
    nobody = Undefined("nobody speaks of it as risk or protection")
    assert two_sidedness(0, 0).index == nobody
    assert two_sidedness(0, 0).certainty == nobody


def test_fewer_than_no_persons_are_refused() -> None:
    with pytest.raises(MethodInput, match="-1"):
        two_sidedness(-1, 3)


@given(entries)
def test_quotes_of_each_person_add_up_to_those_of_the_groups(drawn: list[Entry]) -> None:
    said = quotes(*drawn)
    if not drawn:
        return
    by_person = count_by_person(said, said.code, said.polarity, participants=4)
    assert by_person.sum(axis=0).tolist() == [group.quotes for group in count_groups(said, said.code, said.polarity)]
    for person in range(4):
        own = {(code, polarity, turn) for _, turn, code, polarity in drawn if turn // 3 == person}
        assert by_person[person].sum() == len(own)


def test_counting_people_by_nothing_is_refused() -> None:
    with pytest.raises(MethodInput, match="no column"):
        count_by_person(quotes((1, 0, 5, 0)), participants=1)
