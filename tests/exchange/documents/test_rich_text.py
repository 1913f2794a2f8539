from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kangni.core.errors import FileDamaged, FileEmpty, KangniError, TextUndecodable
from kangni.exchange.documents.left_out import (
    DELETED,
    HEADERS,
    HIDDEN,
    INSERTED,
    NEWLY,
    NUMBERS,
    PICTURES,
    PROPERTIES,
    SYMBOLS,
    TEXT_BOXES,
    UNDONE,
)
from kangni.exchange.documents.rich_text import read_rich_text
from kangni.exchange.documents.transcript import Remark


def rtf(body: bytes, *, head: bytes = rb"\ansi\ansicpg936") -> bytes:
    return (
        rb"{\rtf1"
        + head
        + rb"{\fonttbl{\f0\fcharset134 SimSun;}{\f1\fcharset0 Arial;}{\f2\fcharset2 Symbol;}}"
        + body
        + b"}"
    )


def words_of(body: bytes) -> str:
    return read_rich_text("x.rtf", rtf(body)).text


def test_paragraphs_lines_tabs_and_marks_become_characters() -> None:
    assert words_of(rb"a\par b\line c\tab d\emdash e\~f\_g\-h\ldblquote i\rdblquote\par ") == (
        "a\nb\nc\td—e\u00a0f\u2011gh“i”\n"
    )


def test_the_lines_of_the_file_are_no_lines_of_the_text() -> None:
    assert words_of(b"one \r\ntwo\r\n\\par ") == "one two\n"


def test_bytes_are_read_in_the_code_page_of_their_font() -> None:
    assert words_of(rb"\f0\'b7\'c3\'cc\'b8\f1  caf\'e9") == "访谈 café"


def test_raw_bytes_are_read_in_the_code_page_of_the_file() -> None:
    assert words_of("访谈者：好\\par ".encode("gb18030")) == "访谈者：好\n"


def test_characters_beyond_the_first_plane_are_whole() -> None:
    assert words_of(rb"\u-10179?\u-8704? \u-10174?\u-8262?") == "😀 𠮺"


def test_what_stands_in_for_a_character_is_left_out() -> None:
    assert words_of(rb"\uc1\u35775\'b7x \uc2\u35848\'cc\'b8y \uc0\u32773z") == "访x 谈y 者z"


def test_a_table_row_is_a_line_with_tabs() -> None:
    assert words_of(rb"\trowd\intbl a\cell b\cell\row\pard c\par ") == "a\tb\nc\n"


def test_fields_show_their_result() -> None:
    assert words_of(rb'{\field{\*\fldinst HYPERLINK "http://192.0.2.1"}{\fldrslt link}} x') == "link x"


def test_groups_that_nobody_knows_are_left_out_where_the_file_allows_it() -> None:
    assert words_of(rb"{\*\unknown secret}{\*\generator Word;}{\known shown}") == "shown"


def test_footnotes_stand_at_the_end() -> None:
    written = read_rich_text(
        "x.rtf", rtf(rb"P01: tired{\super\chftn}{\footnote\pard {\super\chftn} says it twice}.\par ")
    )
    assert written.text == "P01: tired[1].\n[1] says it twice\n"
    assert written.end == len("P01: tired[1].\n")


def test_comments_come_along_with_their_words_and_without_their_author() -> None:
    body = (
        rb"I am {\*\atrfstart 1}so tired{\*\atrfend 1}{\*\atnid LH}{\*\atnauthor Li Hua}\chatn"
        rb"{\*\annotation{\*\atndate 1}\pard heavy}. And more"
    )
    written = read_rich_text("x.rtf", rtf(body))
    assert written.text == "I am so tired. And more"
    assert written.remarks == (Remark("heavy", "so tired"),)


def test_tracked_changes_are_accepted_or_rejected() -> None:
    content = rtf(rb"I am {\revised really }{\deleted not }tired")
    accepted, rejected = read_rich_text("x.rtf", content), read_rich_text("x.rtf", content, changes="reject")
    assert (accepted.text, rejected.text) == ("I am really tired", "I am not tired")
    assert [[loss.what for loss in each.losses] for each in (accepted, rejected)] == [[DELETED], [NEWLY]]
    assert [each.cautions[0].sentence for each in (accepted, rejected)] == [INSERTED, UNDONE]


@pytest.mark.parametrize(
    ("words", "what", "count"),
    [
        (rb"{\v secret}", HIDDEN, 1),
        (rb"{\v secret\par more}{\b}{\v and}", HIDDEN, 1),
        (rb"{\*\shppict{\pict\pngblip 89504e47}}{\nonshppict{\pict 00}}", PICTURES, 1),
        (rb"{\object{\result words}}", PICTURES, 1),
        (rb"{\shp{\*\shpinst{\shptxt box}}}", TEXT_BOXES, 1),
        (rb"{\listtext 1.\tab}", NUMBERS, 1),
        (rb"{\info{\author Li Hua}}", PROPERTIES, 1),
        (rb"{\f2 ab}", SYMBOLS, 2),
    ],
)
def test_what_the_text_cannot_hold_is_a_loss(words: bytes, what: str, count: int) -> None:
    written = read_rich_text("x.rtf", rtf(b"one" + words))
    assert written.text == "one"
    assert [(loss.what, loss.count) for loss in written.losses] == [(what, count)]


def test_headers_are_told() -> None:
    written = read_rich_text("x.rtf", rtf(rb"{\header secret}one{\footerl page}"))
    assert (written.text, [caution.sentence for caution in written.cautions]) == ("one", [HEADERS])


def test_binary_bytes_are_passed_over_whatever_they_look_like() -> None:
    assert words_of(b"a{\\pict\\bin5 }}}}}}b") == "ab"


def test_a_group_that_never_began_or_ends_is_damage() -> None:
    with pytest.raises(FileDamaged, match="breaks off"):
        read_rich_text("x.rtf", rb"{\rtf1 {one}")


def test_what_follows_the_last_group_is_left_alone() -> None:
    assert read_rich_text("x.rtf", b"{\\rtf1 one}\0\0").text == "one"


def test_bytes_that_do_not_fit_their_code_page_are_refused_with_their_place() -> None:
    with pytest.raises(TextUndecodable, match="byte 7 does not fit"):
        read_rich_text("x.rtf", rb"{\rtf1 \'81}")


def test_groups_nested_a_thousandfold_are_refused() -> None:
    with pytest.raises(FileDamaged, match="more than 256 deep"):
        read_rich_text("x.rtf", b"{\\rtf1" + b"{" * 1_000 + b"x" + b"}" * 1_001)


def test_a_file_without_a_visible_character_is_empty() -> None:
    with pytest.raises(FileEmpty):
        read_rich_text("x.rtf", rtf(rb"\par "))


@pytest.mark.parametrize("share", [0.01, 0.1, 0.5, 0.99])
def test_a_truncated_file_is_damaged(share: float) -> None:
    content = rtf(rb"Interviewer: why?\par P01: so.\par ")
    with pytest.raises(FileDamaged):
        read_rich_text("x.rtf", content[: int(len(content) * share)])


@given(st.lists(st.sampled_from([
    b"{", b"}", b"\\", b"\\u-10179?", b"\\'b7", b"\\par ", b"\\*", b"\\footnote ", b"\\annotation ", b"\\bin9 ",
    b"\\ud ", b"\\upr ", b"\\atrfend 1", b"\\f1 ", b"\\ansicpg1", b"\\uc999999999 ", b"words", b"\xff\xfe", b"\\row ",
]), max_size=30))  # fmt: skip
def test_random_pieces_raise_only_our_own_errors(pieces: list[bytes]) -> None:
    with suppress(KangniError):
        read_rich_text("x.rtf", b"{\\rtf1 " + b"".join(pieces) + b"}")
