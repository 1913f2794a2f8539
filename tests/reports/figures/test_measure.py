from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kangni.reports.figures.measure import shorten, width, wrap


def test_a_chinese_character_is_as_wide_as_it_is_high() -> None:
    assert width("抗逆", 10) == 20


def test_latin_letters_are_narrower_than_chinese_characters() -> None:
    assert width("ab", 10) < width("抗逆", 10)


def test_latin_words_break_at_blanks_only() -> None:
    assert wrap("leadership and team support", 10, 80) == ("leadership and", "team support")


def test_chinese_words_break_between_characters_into_even_lines() -> None:
    assert wrap("接触服务对象危机", 10, 50) == ("接触服务", "对象危机")


def test_a_line_never_begins_with_a_comma() -> None:
    assert wrap("死亡与危机、创伤", 10, 50) == ("死亡与危", "机、创伤")


def test_words_that_fit_are_not_shortened() -> None:
    assert shorten("负荷", 10, 20) == "负荷"


def test_words_that_do_not_fit_end_in_an_ellipsis() -> None:
    assert shorten("工作量与个案负荷", 10, 50) == "工作量与…"


@given(words=st.text(alphabet="工作量与 个案abc、。", min_size=1, max_size=30), limit=st.floats(30, 200))
def test_wrapping_loses_no_character(words: str, limit: float) -> None:
    assert "".join(wrap(words, 10, limit)).replace(" ", "") == words.replace(" ", "")
