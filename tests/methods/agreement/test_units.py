from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kangni.core.errors import MethodInput
from kangni.methods.agreement.differences import differences
from kangni.methods.agreement.sets import masi, set_alpha, set_ratings
from kangni.methods.agreement.units import compared_units, mark, pair_tables, split_units, tally, windows
from kangni.methods.columns import INTERVIEWER, PARTICIPANT, Bools, CodingColumns, TurnColumns

DOCUMENTS, TURNS, CODERS, CODES = 3, 4, 3, 3


@dataclass(frozen=True)
class Case:
    """Documents of four turns of ten characters each; the first turn is the interviewer's."""

    seen: Bools
    codings: list[tuple[int, int, int, int, int]]  # document, coder, code, start, length

    def turns(self) -> TurnColumns:
        document = np.repeat(np.arange(DOCUMENTS), TURNS)
        ordinal = np.tile(np.arange(TURNS), DOCUMENTS)
        role = np.where(ordinal == 0, INTERVIEWER, PARTICIPANT)
        return TurnColumns(document, ordinal, ordinal * 10 + 2, ordinal * 10 + 10, role, document)

    def columns(self) -> CodingColumns:
        document, coder, code, start, length = np.array(self.codings, dtype=np.int64).reshape(-1, 5).T
        end = start + length
        first = start // 10
        last = np.maximum((end - 3) // 10, 0)  # the last turn that starts, two characters in, before the end
        touches = first <= last
        nobody = np.full(document.size, -1)
        return CodingColumns(
            np.arange(document.size) + 50, document, document, coder, code, start, end, nobody, nobody, nobody, nobody,
            np.where(touches, document * TURNS + first, -1), np.where(touches, document * TURNS + last, -1),
        )  # fmt: skip

    def coded(self, document: int, turn: int, code: int) -> list[int | None]:
        """What each coder says of a turn: 1, 0, or None where not seen; written out plainly."""
        span = range(turn * 10 + 2, turn * 10 + 10)
        return [
            None
            if not self.seen[coder, document]
            else int(
                any(
                    (d, c, k) == (document, coder, code) and s < span.stop and span.start < s + n
                    for d, c, k, s, n in self.codings
                )
            )
            for coder in range(CODERS)
        ]

    def units(self) -> list[tuple[int, int]]:
        compared = [document for document in range(DOCUMENTS) if self.seen[:, document].sum() >= 2]
        return [(document, turn) for document in compared for turn in range(1, TURNS)]


cases = st.builds(
    Case,
    st.lists(st.booleans(), min_size=CODERS * DOCUMENTS, max_size=CODERS * DOCUMENTS).map(
        lambda flags: np.array(flags, dtype=np.bool_).reshape(CODERS, DOCUMENTS)
    ),
    st.lists(
        st.tuples(
            st.integers(0, DOCUMENTS - 1), st.integers(0, CODERS - 1), st.integers(0, CODES - 1),
            st.integers(0, 37), st.integers(1, 25),
        ).filter(lambda one: one[3] + one[4] <= TURNS * 10),
        max_size=25,
    ),
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(cases)
def test_tally_equals_counting_turn_by_turn(case: Case) -> None:
    turns = case.turns()
    units = compared_units(turns, case.seen)
    marks = mark(case.columns(), units, np.arange(CODERS))
    found = tally(marks, units, codes=CODES)
    for place, document in enumerate(units.documents.tolist()):
        for code in range(CODES):
            said = [case.coded(document, turn, code) for turn in range(1, TURNS)]
            expected = [
                float(sum(one.count(0) == no and one.count(1) == yes for one in said))
                for no, yes in found.counts.tolist()
            ]
            assert found.times[place, code].tolist() == expected


@settings(max_examples=60, deadline=None)
@given(cases)
def test_pair_tables_equal_counting_turn_by_turn(case: Case) -> None:
    turns = case.turns()
    units = compared_units(turns, case.seen)
    marks = mark(case.columns(), units, np.arange(CODERS))
    for first, second in combinations(range(CODERS), 2):
        found = pair_tables(marks, units, first, second, codes=CODES).sum(axis=0)
        for code in range(CODES):
            said = [case.coded(document, turn, code) for document, turn in case.units()]
            both = [(one[first], one[second]) for one in said if None not in (one[first], one[second])]
            assert found[code].tolist() == [[float(both.count((i, j))) for j in (0, 1)] for i in (0, 1)]


@settings(max_examples=60, deadline=None)
@given(cases)
def test_differences_are_the_turns_in_which_some_do_and_some_do_not(case: Case) -> None:
    turns, columns = case.turns(), case.columns()
    units = compared_units(turns, case.seen)
    found = differences(columns, turns, units, mark(columns, units, np.arange(CODERS)))
    expected = [
        (document, turn, code)
        for document, turn in case.units()
        for code in range(CODES)
        if {0, 1} <= set(case.coded(document, turn, code))
    ]
    assert list(zip(found.document.tolist(), found.turn.tolist(), found.code.tolist(), strict=True)) == expected
    for i, (document, turn, code) in enumerate(expected):
        said = case.coded(document, turn, code)
        assert found.coded[i].tolist() == [one == 1 for one in said]
        assert found.seen[i].tolist() == [one is not None for one in said]
        assert found.other_codes(i) == instead(case, document, turn, code)


def instead(case: Case, document: int, turn: int, code: int) -> tuple[int, ...]:
    """The other codes on the same words by those who did not give `code`, written out plainly."""
    here = [one for one in case.codings if one[0] == document and case.seen[one[1], document]]
    here = [one for one in here if one[3] < turn * 10 + 10 and turn * 10 + 2 < one[3] + one[4]]
    given = {(coder, k) for _, coder, k, _, _ in here}
    return tuple(
        sorted(
            {
                other[2]
                for mine in here
                for other in here
                if mine[2] == code
                and (other[1], code) not in given
                and (mine[1], other[2]) not in given
                and mine[3] < other[3] + other[4]
                and other[3] < mine[3] + mine[4]
            }
        )
    )


@settings(max_examples=60, deadline=None)
@given(cases)
def test_alpha_of_sets_equals_comparing_all_ratings_with_all(case: Case) -> None:
    turns = case.turns()
    units = compared_units(turns, case.seen)
    marks = mark(case.columns(), units, np.arange(CODERS))
    if not len(units):
        return
    ratings = [
        (unit, frozenset(k for k in range(CODES) if case.coded(document, turn, k)[coder]))
        for unit, (document, turn) in enumerate(case.units())
        for coder in range(CODERS)
        if case.seen[coder, document]
    ]
    size = [sum(unit == other for other, _ in ratings) for unit, _ in ratings]
    within = sum(
        distance(a, b) / (size[i] - 1)
        for i, (unit, a) in enumerate(ratings)
        for j, (other, b) in enumerate(ratings)
        if unit == other and i != j
    )
    among = sum(distance(a, b) for _, a in ratings for _, b in ratings)
    found = set_alpha(set_ratings(marks, units), units.document).alpha
    if among == 0:
        assert not isinstance(found, float)
    else:
        assert found == pytest.approx(1 - within * (len(ratings) - 1) / among)


def distance(a: frozenset[int], b: frozenset[int]) -> float:
    if a == b:
        return 0.0
    shared = np.array([float(len(a & b))])
    return float(1 - masi(shared, np.array([float(len(a))]), np.array([float(len(b))]))[0])


def test_turns_without_words_and_turns_left_out_are_no_units() -> None:
    column = np.zeros(3, dtype=np.int64)
    turns = TurnColumns(
        column, np.arange(3), np.array([0, 10, 20]), np.array([5, 10, 25]), column + PARTICIPANT, column
    )
    seen = np.ones((2, 1), dtype=np.bool_)
    left_out = np.array([True, False, False])
    assert compared_units(turns, seen).turn.tolist() == [0, 2]
    assert compared_units(turns, seen, left_out=left_out).turn.tolist() == [2]


def test_windows_begin_anew_in_each_turn_and_the_last_one_holds_the_rest() -> None:
    turns = Case(np.ones((CODERS, DOCUMENTS), dtype=np.bool_), []).turns()
    units = windows(compared_units(turns, np.ones((2, DOCUMENTS), dtype=np.bool_)), 3)
    assert len(units) == 3 * DOCUMENTS * (TURNS - 1)
    assert (units.start[:4].tolist(), units.end[:4].tolist()) == ([12, 15, 18, 22], [15, 18, 20, 25])
    assert units.turn[:4].tolist() == [1, 1, 1, 2]
    with pytest.raises(MethodInput, match="0 characters"):
        windows(units, 0)


def test_a_span_marks_every_part_of_a_turn_that_it_overlaps() -> None:
    seen = np.ones((CODERS, DOCUMENTS), dtype=np.bool_)
    case = Case(seen, [(0, 0, 1, 14, 2), (0, 1, 1, 15, 9), (2, 2, 0, 20, 2)])
    turns = compared_units(case.turns(), seen)
    parts = split_units(turns, np.array([0, 0, 1]), np.array([12, 15, 22]), np.array([15, 20, 30]))
    marks = mark(case.columns(), parts, np.arange(CODERS))
    assert list(zip(marks.unit.tolist(), marks.code.tolist(), marks.coder.tolist(), strict=True)) == [
        (0, 1, 0), (1, 1, 0), (1, 1, 1), (2, 1, 1),
    ]  # fmt: skip
