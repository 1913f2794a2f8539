from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kangni.core.errors import MethodInput
from kangni.methods.agreement.differences import Differences, differences
from kangni.methods.agreement.kinds import (
    BOUNDARY,
    DIFFERENT_CODE,
    LEVEL,
    MISSED,
    PARENT_CHILD,
    POLARITY,
    kinds_of,
    shades,
    together,
)
from kangni.methods.agreement.units import Marks, Units, compared_units, mark
from kangni.methods.columns import PARTICIPANT, CodingColumns, Ints, TurnColumns

# two turns of ten characters each, at 0-10 and at 12-22
TURNS = TurnColumns(*(np.array(part) for part in ([0, 0], [1, 2], [0, 12], [10, 22], [PARTICIPANT] * 2, [0, 0])))
Said = tuple[int, int, int, int]  # coder, code, start, end


def columns(said: Sequence[Said], polarity: Sequence[int] = (), level: Sequence[int] = ()) -> CodingColumns:
    coder, code, start, end = np.array(said, dtype=np.int64).reshape(-1, 4).T
    nothing = np.full(coder.size, -1)
    first = np.where(start < 10, 0, 1)
    last = np.where(end > 12, 1, 0)
    return CodingColumns(
        row=np.arange(coder.size) + 50,
        document=np.zeros(coder.size, dtype=np.int64),
        participant=np.zeros(coder.size, dtype=np.int64),
        coder=coder,
        code=code,
        start=start,
        end=end,
        polarity=np.array(polarity or nothing, dtype=np.int64),
        level=np.array(level or nothing, dtype=np.int64),
        voice=nothing,
        stance=nothing,
        turn=first,
        last_turn=last,
    )


def read(codings: CodingColumns, *, coders: int = 2) -> tuple[Units, Marks]:
    units = compared_units(TURNS, np.ones((coders, 1), dtype=np.bool_))
    return units, mark(codings, units, np.arange(coders))


def kinds(said: Sequence[Said], parents: Sequence[int]) -> list[tuple[int, int, int]]:
    codings = columns(said)
    units, marks = read(codings)
    found = differences(codings, TURNS, units, marks)
    return list(zip(found.code.tolist(), found.turn.tolist(), kinds_of(found, np.array(parents)).tolist(), strict=True))


def shaded(codings: CodingColumns, *, share: float = 0.5, coders: int = 2) -> tuple[Differences, Ints]:
    units, marks = read(codings, coders=coders)
    return shades(codings, TURNS, units, marks, share=share)


# --- different codes ------------------------------------------------------------------------------------------------

NO_PARENTS = [-1, -1, -1, -1]


def test_a_code_that_nobody_answered_with_another_was_missed() -> None:
    assert kinds([(0, 0, 1, 5)], NO_PARENTS) == [(0, 1, MISSED)]


def test_codes_that_have_nothing_to_do_with_each_other_are_different_ones() -> None:
    assert kinds([(0, 0, 1, 5), (1, 1, 1, 5)], NO_PARENTS) == [(0, 1, DIFFERENT_CODE), (1, 1, DIFFERENT_CODE)]


def test_the_code_above_and_the_code_below_are_parent_and_child_from_both_sides() -> None:
    assert kinds([(0, 0, 1, 5), (1, 1, 1, 5)], [-1, 0, -1, -1]) == [(0, 1, PARENT_CHILD), (1, 1, PARENT_CHILD)]


def test_a_code_two_steps_below_is_still_one_below() -> None:
    assert kinds([(0, 0, 1, 5), (1, 2, 1, 5)], [-1, 0, 1, -1]) == [(0, 1, PARENT_CHILD), (2, 1, PARENT_CHILD)]


def test_two_children_of_one_code_are_different_codes() -> None:
    assert kinds([(0, 1, 1, 5), (1, 2, 1, 5)], [-1, 0, 0, -1]) == [(1, 1, DIFFERENT_CODE), (2, 1, DIFFERENT_CODE)]


def test_one_relative_among_several_others_makes_parent_and_child() -> None:
    found = kinds([(0, 0, 1, 5), (1, 1, 1, 5), (1, 3, 2, 4)], [-1, 0, -1, -1])
    assert found == [(0, 1, PARENT_CHILD), (1, 1, PARENT_CHILD), (3, 1, DIFFERENT_CODE)]


# --- shades ---------------------------------------------------------------------------------------------------------


def test_the_same_words_with_the_same_polarity_and_level_are_no_difference() -> None:
    found, kind = shaded(columns([(0, 0, 1, 5), (1, 0, 1, 5)], [1, 1], [0, 0]))
    assert (len(found), kind.tolist()) == (0, [])


def test_other_polarity_is_told_before_other_level_and_other_bounds() -> None:
    said = [(0, 0, 1, 2), (1, 0, 6, 9), (0, 1, 1, 2), (1, 1, 6, 9), (0, 2, 1, 2), (1, 2, 6, 9)]
    found, kind = shaded(columns(said, [0, 1, 0, 0, 0, 0], [0, 1, 0, 1, 0, 0]))
    assert (found.code.tolist(), kind.tolist()) == ([0, 1, 2], [POLARITY, LEVEL, BOUNDARY])
    assert [found.evidence(i) for i in range(3)] == [(50, 51), (52, 53), (54, 55)]
    assert found.coded.all()
    assert [found.other_codes(i) for i in range(3)] == [(), (), ()]


def test_bounds_differ_where_less_is_common_than_asked() -> None:
    said = [(0, 0, 0, 4), (1, 0, 2, 6)]  # two of six characters in common
    assert shaded(columns(said), share=0.66)[1].tolist() == [BOUNDARY]
    assert shaded(columns(said), share=0.67)[1].tolist() == []


def test_bounds_are_compared_within_the_turn() -> None:
    # both mark all of the second turn; that one of them began in the first is the first turn's difference
    found, kind = shaded(columns([(0, 0, 5, 22), (1, 0, 12, 22)]))
    assert (len(found), kind.tolist()) == (0, [])


def test_several_spans_of_a_coder_are_taken_together() -> None:
    said = [(0, 0, 0, 8), (1, 0, 0, 4), (1, 0, 4, 8)]
    assert shaded(columns(said), share=0.0)[1].tolist() == []


def test_who_gave_both_polarities_differs_from_who_gave_one() -> None:
    said = [(0, 0, 0, 4), (0, 0, 1, 4), (1, 0, 0, 4)]
    assert shaded(columns(said, [0, 1, 0]))[1].tolist() == [POLARITY]
    both = [*said, (1, 0, 1, 4)]
    assert shaded(columns(both, [0, 1, 1, 0]))[1].tolist() == []


def test_where_somebody_missed_the_code_there_are_no_shades() -> None:
    found, _ = shaded(columns([(0, 0, 0, 2), (1, 0, 6, 8)], [0, 1]), coders=3)
    assert len(found) == 0


def test_of_three_coders_the_two_furthest_apart_count() -> None:
    said = [(0, 0, 0, 8), (1, 0, 0, 8), (2, 0, 7, 10)]
    assert shaded(columns(said), share=0.85, coders=3)[1].tolist() == [BOUNDARY]


def test_without_codings_there_is_nothing() -> None:
    found, kind = shaded(columns([]))
    assert (len(found), kind.size) == (0, 0)


@pytest.mark.parametrize("share", [-0.1, 1.1])
def test_a_share_beyond_all_words_is_refused(share: float) -> None:
    with pytest.raises(MethodInput, match="use 0 to 1"):
        shaded(columns([]), share=share)


spans = st.tuples(st.integers(0, 2), st.integers(0, 1), st.integers(0, 20), st.integers(1, 21)).map(
    lambda one: (one[0], one[1], one[2], min(one[2] + one[3], 22))
)


@settings(max_examples=150, deadline=None)
@given(st.lists(spans, max_size=12, unique=True), st.sampled_from([0.0, 0.3, 0.5, 0.9]))
def test_bounds_equal_those_of_characters_written_out(said: list[Said], share: float) -> None:
    expected = []
    for turn, (start, end) in enumerate([(0, 10), (12, 22)], 1):
        for code in range(2):
            words = [
                {
                    at
                    for one, what, s, e in said
                    if (one, what) == (coder, code)
                    for at in range(max(s, start), min(e, end))
                }
                for coder in range(3)
            ]
            apart = max(1 - len(a & b) / len(a | b) if a and b else 0 for a, b in combinations(words, 2))
            if all(words) and apart > share:
                expected.append((turn, code))
    found, kind = shaded(columns(said), share=share, coders=3)
    assert list(zip(found.turn.tolist(), found.code.tolist(), strict=True)) == expected
    assert (kind == BOUNDARY).all()


def test_both_kinds_of_difference_stand_in_the_order_of_the_texts_with_their_codings() -> None:
    said = [(0, 0, 1, 2), (1, 0, 6, 9), (0, 1, 13, 15), (1, 2, 13, 15), (0, 2, 1, 4)]
    codings = columns(said)
    units, marks = read(codings)
    missed, shade = differences(codings, TURNS, units, marks), shades(codings, TURNS, units, marks, share=0.5)[0]
    found, order = together(missed, shade)
    assert list(zip(found.turn.tolist(), found.code.tolist(), strict=True)) == [(1, 0), (1, 2), (2, 1), (2, 2)]
    assert [found.evidence(i) for i in range(4)] == [(50, 51), (54,), (52, 53), (52, 53)]
    assert [found.other_codes(i) for i in range(4)] == [(), (), (2,), (1,)]
    assert order.tolist() == [3, 0, 1, 2]
    assert found.coded.tolist() == [[True, True], [True, False], [True, False], [False, True]]
