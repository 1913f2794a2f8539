from __future__ import annotations

from hashlib import sha256
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kangni.core.errors import SpanInvalid, SpanOutOfRange, TextInvalid
from kangni.core.names import DocumentId, ParticipantId
from kangni.core.text import Document, Role, Source, Span, Turn, code_points_from_utf16, utf16_from_code_points


def document(text: str, *turns: Turn) -> Document:
    digest = sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    return Document(DocumentId(UUID(int=1)), "P01.zh", "zh", text, turns, digest, Source("P01.zh.txt", "utf-8", digest))


def test_a_span_ends_after_its_start() -> None:
    for start, end in [(3, 3), (4, 3), (-1, 2)]:
        with pytest.raises(SpanInvalid):
            Span(start, end)


def test_overlap_is_empty_when_spans_touch() -> None:
    assert not Span(0, 3).overlaps(Span(3, 5))
    assert Span(0, 4).overlaps(Span(3, 5))


@given(st.tuples(st.integers(0, 50), st.integers(1, 20)), st.tuples(st.integers(0, 50), st.integers(1, 20)))
def test_two_spans_overlap_exactly_when_they_share_a_position(a: tuple[int, int], b: tuple[int, int]) -> None:
    first, second = Span(a[0], a[0] + a[1]), Span(b[0], b[0] + b[1])
    shared = set(range(first.start, first.end)) & set(range(second.start, second.end))
    assert first.overlaps(second) == bool(shared)
    assert first.overlaps(second) == second.overlaps(first)


def test_words_count_code_points_not_utf16_units() -> None:
    text = document("\U00020c8e好😀了")  # the particle of P08, outside the BMP
    assert text.words(Span(1, 3)) == "好😀"


def test_a_span_behind_the_text_is_refused_with_the_length() -> None:
    with pytest.raises(SpanOutOfRange, match="which has 3 characters"):
        document("abc").words(Span(1, 9))


def test_a_turn_outside_the_text_cannot_be_in_a_document() -> None:
    with pytest.raises(SpanOutOfRange):
        document("abc", Turn(1, Span(0, 9), "P01", Role.PARTICIPANT))


def test_a_document_without_a_visible_character_cannot_exist() -> None:
    with pytest.raises(TextInvalid):
        document(" \n ")


@pytest.mark.parametrize("text", ["a\x00b", "a\x0bb", "a\ud800b"])
def test_controls_and_lone_surrogates_are_named_with_their_place(text: str) -> None:
    with pytest.raises(TextInvalid, match="position 1"):
        document(text)


def test_turns_in_a_span_are_those_whose_words_it_overlaps() -> None:
    turns = (
        Turn(1, Span(2, 4), "问", Role.INTERVIEWER),
        Turn(2, Span(7, 10), "答", Role.PARTICIPANT),
        Turn(3, None, "问", Role.INTERVIEWER),
    )
    text = document("问：好吗\n答：不太好\n问：", *turns)
    assert text.turns_in(Span(3, 8)) == turns[:2]
    assert text.turns_in(Span(4, 7)) == ()


def test_a_span_over_two_speakers_holds_the_words_of_both_and_a_question_between_is_nobodys() -> None:
    first, second = ParticipantId(UUID(int=2)), ParticipantId(UUID(int=3))
    turns = (
        Turn(1, Span(3, 5), "P01", Role.PARTICIPANT, first),
        Turn(2, Span(8, 10), "问", Role.INTERVIEWER),
        Turn(3, Span(14, 16), "P02", Role.PARTICIPANT, second),
    )
    pair = document("P1：甲乙\n问：丙丁\nP2：戊己", *turns)
    assert pair.whose(Span(3, 16)) == (first, second)
    assert pair.whose(Span(8, 10)) == (None,)
    assert pair.whose(Span(14, 15)) == (second,)


@given(st.text(max_size=30), st.integers(0, 30))
def test_utf16_conversion_comes_back_to_the_same_code_point(text: str, points: int) -> None:
    points = min(points, len(text))
    units = utf16_from_code_points(text, points)
    assert code_points_from_utf16(text, units) == points


def test_an_offset_inside_a_surrogate_pair_is_refused() -> None:
    with pytest.raises(SpanOutOfRange):
        code_points_from_utf16("😀", 1)
