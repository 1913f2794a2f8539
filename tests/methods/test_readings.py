from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kangni.methods.columns import INTERVIEWER, PARTICIPANT, Bools, CodingColumns, Ints, TurnColumns
from kangni.methods.readings import QuoteColumns, Reading, distinct, group_numbers, read_quotes

# three documents of four turns: Q, participant, Q, participant; document 2 has two speakers
TURNS = TurnColumns(
    document=np.repeat([0, 1, 2], 4),
    ordinal=np.tile([1, 2, 3, 4], 3),
    start=np.tile([0, 10, 20, 30], 3),
    end=np.tile([9, 19, 29, 39], 3),
    role=np.tile([INTERVIEWER, PARTICIPANT, INTERVIEWER, PARTICIPANT], 3),
    participant=np.array([-1, 0, -1, 0, -1, 1, -1, 1, -1, 2, -1, 3]),
)
BOTH_HAVE_SEEN = np.ones((2, 3), dtype=np.bool_)
Line = tuple[int, int, int, int, int, int]  # coder, code, first turn, last turn, voice, stance


def codings(*lines: Line, main: Sequence[int] = (0, 1, -1)) -> CodingColumns:
    columns: Ints = np.array(lines, dtype=np.int64).reshape(-1, 6).T
    coder, code, first, last, voice, stance = columns
    document = np.where(first >= 0, first // 4, 0)
    told_by = np.where(first >= 0, TURNS.participant[first], -1)
    zeros = np.zeros_like(coder)
    return CodingColumns(
        row=np.arange(50, 50 + coder.size),
        document=document,
        participant=np.where(told_by >= 0, told_by, np.array(main)[document]),
        coder=coder,
        code=code,
        start=np.where(first >= 0, TURNS.start[first], 2),
        end=np.where(first >= 0, TURNS.end[last], 4),
        polarity=zeros,
        level=zeros,
        voice=voice,
        stance=stance,
        turn=first,
        last_turn=last,
    )


def read(columns: CodingColumns, reading: Reading = "any", seen: Bools = BOTH_HAVE_SEEN) -> QuoteColumns:
    return read_quotes(columns, TURNS, seen, reading=reading, voices=[0, 1], stances=[0])


def pairs(quotes: QuoteColumns) -> set[tuple[int, int]]:
    return set(zip(quotes.turn.tolist(), quotes.code.tolist(), strict=True))


def test_a_coding_counts_in_every_participants_turn_it_touches_and_in_no_other() -> None:
    quotes = read(codings((0, 7, 0, 3, 0, 0)))
    assert quotes.turn.tolist() == [1, 3]
    assert quotes.row.tolist() == [50, 50]
    assert quotes.opens_coding().tolist() == [True, False]


def test_words_of_the_interviewer_alone_count_nothing() -> None:
    assert read(codings((0, 7, 2, 2, 0, 0))).row.size == 0


def test_a_span_over_two_speakers_counts_for_each() -> None:
    assert read(codings((0, 7, 9, 11, 0, 0))).participant.tolist() == [2, 3]


def test_words_outside_all_turns_count_for_the_documents_participant_once_a_span() -> None:
    quotes = read(codings((0, 7, -1, -1, 0, 0), (1, 7, -1, -1, 0, 0), (0, 7, 1, 1, 0, 0)))
    assert quotes.turn.tolist() == [1, 12, 12]
    assert quotes.participant.tolist() == [0, 0, 0]


def test_another_voice_or_stance_stands_beside() -> None:
    quotes = read(codings((0, 7, 1, 1, 1, 0), (0, 7, 1, 1, 2, 0), (0, 7, 1, 1, 0, 1)))
    assert quotes.is_beside.tolist() == [False, True, True]


def test_one_coders_reading_holds_only_their_codings() -> None:
    assert read(codings((0, 7, 1, 1, 0, 0), (1, 8, 1, 1, 0, 0)), reading=1).code.tolist() == [8]


def test_all_agree_where_both_have_the_code_in_the_turn_however_their_spans_end() -> None:
    quotes = read(codings((0, 7, 1, 3, 0, 0), (1, 7, 3, 3, 0, 0)), reading="all")
    assert quotes.turn.tolist() == [3, 3]


def test_all_means_those_who_have_seen_the_document() -> None:
    only_the_first = np.array([[True, True, True], [False, False, False]])
    assert pairs(read(codings((0, 7, 1, 1, 0, 0), (1, 8, 1, 1, 0, 0)), reading="all", seen=only_the_first)) == {(1, 7)}


def test_nobody_agrees_on_a_document_that_nobody_has_seen() -> None:
    assert read(codings((0, 7, 1, 1, 0, 0)), reading="all", seen=np.zeros_like(BOTH_HAVE_SEEN)).row.size == 0


def test_two_who_hear_different_voices_do_not_agree() -> None:
    assert read(codings((0, 7, 1, 1, 0, 0), (1, 7, 1, 1, 2, 0)), reading="all").row.size == 0


lines = st.lists(
    st.tuples(
        st.integers(0, 1),
        st.integers(0, 2),
        st.integers(0, 11),
        st.integers(0, 2),
        st.integers(0, 2),
        st.integers(0, 1),
    ).map(lambda drawn: (*drawn[:3], min(drawn[2] + drawn[3], drawn[2] // 4 * 4 + 3), *drawn[4:])),
    max_size=12,
)


@given(lines)
def test_all_is_within_each_coder_and_each_coder_within_any(drawn: list[Line]) -> None:
    columns = codings(*drawn)
    everybody, anybody = pairs(read(columns, "all")), pairs(read(columns))
    each = [pairs(read(columns, coder)) for coder in (0, 1)]
    assert everybody <= each[0] & each[1]
    assert each[0] | each[1] == anybody


@given(lines)
def test_one_coder_alone_agrees_with_themselves(drawn: list[Line]) -> None:
    columns = codings(*((0, *line[1:]) for line in drawn))
    only_the_first = np.array([[True] * 3, [False] * 3])
    assert pairs(read(columns, "all", only_the_first)) == pairs(read(columns))


@given(st.lists(st.tuples(st.integers(-1, 400), st.integers(-1, 3)), max_size=30))
def test_distinct_pairs_and_their_numbers_are_those_of_a_sorted_set(drawn: list[tuple[int, int]]) -> None:
    first, second = np.array(drawn, dtype=np.int64).reshape(-1, 2).T
    expected = sorted(set(drawn))
    assert list(zip(*(column.tolist() for column in distinct(first, second)), strict=True)) == expected
    assert group_numbers(first, second).tolist() == [expected.index(pair) for pair in drawn]


@pytest.mark.parametrize("reading", ["any", "all", 0])
def test_no_codings_make_no_quotes(reading: Reading) -> None:
    assert read(codings(), reading).row.size == 0
