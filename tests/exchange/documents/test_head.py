from __future__ import annotations

from kangni.exchange.documents.head import head_end


def test_a_transcript_that_begins_with_a_turn_has_no_head() -> None:
    assert head_end("访谈者：好\nP01：嗯\n") == 0


def test_lines_that_begin_with_a_number_sign_are_the_head() -> None:
    text = "# 虚构文本 fictional: yes\n# second\n访谈者：好\n# later\n"
    assert text[head_end(text) :] == "访谈者：好\n# later\n"


def test_fields_and_the_people_named_among_them_are_the_head() -> None:
    text = "访谈记录\n时间：2023年5月\n地点：上海\n访谈者：李某\n受访者：张某\n\n访谈者：您好\n"
    assert text[head_end(text) :] == "访谈者：您好\n"


def test_without_a_blank_line_the_head_ends_at_its_last_field() -> None:
    text = "Date: 3 July\nInterviewer: Li\nPlace: Shanghai\nInterviewer: Hello\nP01: Hi\n"
    assert text[head_end(text) :] == "Interviewer: Hello\nP01: Hi\n"


def test_one_field_is_no_head_because_somebody_may_say_it() -> None:
    assert head_end("访谈者：几点\n时间：三点\nP01：对\n") == 0


def test_a_name_that_comes_twice_ends_the_head() -> None:
    assert head_end("访谈者：几点\nP01：嗯\n访谈者：啊\n时间：三点\n地点：这里\n") == 0


def test_a_text_that_is_all_head_ends_with_it() -> None:
    assert head_end("# only") == 6
    assert head_end("时间：今天\n地点：这里") == 11
