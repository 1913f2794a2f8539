from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kangni.exchange.documents.turns import find_turns


def said(text: str, *, speakers: tuple[str, ...] = ()) -> list[tuple[str, str]]:
    return [(turn.speaker, text[turn.start : turn.end]) for turn in find_turns(text, speakers=speakers).turns]


@pytest.mark.parametrize(("asking", "telling"), [
    ("访谈者：", "P01："), ("访：", "受访者："), ("问：", "答："), ("心理咨询师：", "来访者："),
    ("Interviewer: ", "P01: "), ("Q: ", "A: "), ("Assistant: ", "User: "), ("AI: ", "User: "), ("访谈者:", "Ｐ０１："),
    ("\u3000访谈者 ：", "  P01 : "),
])  # fmt: skip
def test_labels_in_both_languages_and_widths_begin_turns(asking: str, telling: str) -> None:
    text = f"{asking}几年了？\n{telling}八年。\n\n{asking}辛苦吗？\n{telling}辛苦。\n"
    names = [label.strip(" \u3000：:") for label in (asking, telling)] * 2
    assert said(text) == list(zip(names, ["几年了？", "八年。", "辛苦吗？", "辛苦。"], strict=True))


@pytest.mark.parametrize(("text", "seconds"), [
    ("[00:01:12] Mary: Why?\n[00:01:20] Bo: So.\n", [72, 80]),
    ("00:01:12 Mary: Why?\n01:00:00 Bo: So.\n", [72, 3600]),
    ("【01:12】Mary：Why?\n【01：20.5】Bo：So.\n", [72, 80.5]),
    ("Mary [00:01:12]: Why?\nBo (00:01:20): So.\n", [72, 80]),
    ("Mary 01:12\nWhy?\nBo  01:20\nSo.\n", [72, 80]),
])  # fmt: skip
def test_a_time_beside_the_label_is_kept_as_seconds(text: str, seconds: list[float]) -> None:
    assert said(text) == [("Mary", "Why?"), ("Bo", "So.")]
    assert [turn.seconds for turn in find_turns(text).turns] == seconds


def test_labels_of_transcription_programs_stand_on_a_line_of_their_own() -> None:
    text = "说话人1 00:00\n您好，做几年了？\n说话人2 00:05\n八年。\n上午 10:30 开会。\n"
    assert said(text) == [("说话人1", "您好，做几年了？"), ("说话人2", "八年。\n上午 10:30 开会。")]


def test_a_turn_runs_over_lines_and_paragraphs_to_the_next_label() -> None:
    text = "访谈者：\n你好。\n请坐。\n\n再说。\n\nP01：\n好。\n"
    assert said(text) == [("访谈者", "你好。\n请坐。\n\n再说。"), ("P01", "好。")]


def test_words_and_times_before_a_colon_inside_a_speech_begin_no_turn() -> None:
    speech = "好。\n注意：小心。\n10:30 开会\n他说：你别来。\nhttps://example.org\n比如：三点。"
    text = f"访谈者：说说？\nP01：{speech}\n访谈者：还有呢？\nP01：{speech}\n"
    assert [speaker for speaker, _ in said(text)] == ["访谈者", "P01", "访谈者", "P01"]
    assert said(text)[1] == ("P01", speech)


def test_a_label_within_a_line_begins_no_turn() -> None:
    assert said("访谈者：他写的是 P01：好\nP01：对\n") == [("访谈者", "他写的是 P01：好"), ("P01", "对")]


def test_words_that_recur_within_one_speech_only_begin_no_turn_and_are_told() -> None:
    text = "AI: How?\nUser: Like so.\nMe: do it\nChosen AI: done\nMe: again\nAI: And?\nUser: That is all.\n"
    found = find_turns(text)
    assert [turn.speaker for turn in found.turns] == ["AI", "User", "AI", "User"]
    assert [caution.facts for caution in found.cautions] == [(("label", "Me"), ("count", 2))]


def test_a_list_of_letters_inside_a_speech_begins_no_turn() -> None:
    text = "Interviewer: Which?\nUser: These.\nA: first\nB: second\nInterviewer: And?\nUser: A\n"
    assert [speaker for speaker, _ in said(text)] == ["Interviewer", "User", "Interviewer", "User"]


def test_names_beside_a_known_interviewer_begin_turns_when_they_recur() -> None:
    text = "Moderator: Who?\nAnna: Me.\nBen: And me.\nAnna: Yes.\nModerator: Nights?\nBen: No.\n"
    assert [speaker for speaker, _ in said(text)] == ["Moderator", "Anna", "Ben", "Anna", "Moderator", "Ben"]


def test_names_alone_begin_turns_when_two_of_them_recur() -> None:
    text = "李华：几年了？\n王芳：八年。\n李华：辛苦吗？\n王芳：辛苦。\n"
    assert [speaker for speaker, _ in said(text)] == ["李华", "王芳", "李华", "王芳"]


def test_a_name_told_beforehand_begins_a_turn_where_it_stands_once() -> None:
    text = "Interviewer: Who?\nAnna: Me.\n"
    assert said(text) == [("Interviewer", "Who?\nAnna: Me.")]
    assert said(text, speakers=("anna",)) == [("Interviewer", "Who?"), ("Anna", "Me.")]


def test_a_tab_parts_label_and_words_where_no_colon_does() -> None:
    assert said("访谈者\t几年？\nP01\t八年。\n") == [("访谈者", "几年？"), ("P01", "八年。")]
    assert said("访谈者：看表\nP01\t女\t34\nP01：好\n") == [("访谈者", "看表\nP01\t女\t34"), ("P01", "好")]


def test_a_label_without_words_is_a_turn_of_no_words() -> None:
    assert said("访谈者：\nP01：好。\n访谈者： \n") == [("访谈者", ""), ("P01", "好。"), ("访谈者", "")]


def test_lines_before_the_first_label_are_no_turn() -> None:
    assert said("# fictional: yes\n录音开始\n访谈者：好？\nP01：好。\n") == [("访谈者", "好？"), ("P01", "好。")]


def test_people_named_in_the_head_have_said_nothing() -> None:
    text = "时间：今天\n地点：这里\n访谈者：李某\n\n访谈者：好？\nP01：好。\n"
    assert said(text) == [("访谈者", "好？"), ("P01", "好。")]


def test_without_labels_each_line_is_a_turn() -> None:
    found = find_turns("第一段。\n  第二段。\n")
    assert said("第一段。\n  第二段。\n") == [("", "第一段。"), ("", "第二段。")]
    assert len(found.cautions) == 1


def test_without_labels_blank_lines_part_the_turns_where_there_are_any() -> None:
    assert said("one\nwraps\n \ntwo\n\n\nthree") == [("", "one\nwraps"), ("", "two"), ("", "three")]


# Emoji with joiners, astral Han, combining and right-to-left marks, ideographic blanks; no colon, which parts labels.
SPEECH = st.text(
    st.sampled_from("好的abc𠲎𠮷😀👩\u200d👩\u200d👧e\u0301ñ\u202e\u3000 。，\n\u2028\u00a0\ufeff")
    | st.characters(exclude_categories=["Cc", "Cs"], exclude_characters=":：\t")
)


@given(st.lists(SPEECH, min_size=1, max_size=8), st.sampled_from(["\n", "\n\n"]), st.sampled_from(["", " ", "\u3000"]))
def test_every_character_of_speech_is_in_its_turn(speeches: list[str], gap: str, blank: str) -> None:
    labels = ["访谈者", "P01"] * len(speeches)
    text = gap.join(f"{label}：{blank}{speech}" for label, speech in zip(labels, speeches, strict=False))
    expected = [(label, speech.strip()) for label, speech in zip(labels, speeches, strict=False)]
    assert said(text) == expected


@given(st.text(st.sampled_from("访谈者P01问答QA：: \n\t[]0123好ab𠮷😀#\u3000")))
def test_turns_stand_in_order_and_leave_out_labels_only(text: str) -> None:
    turns = find_turns(text).turns
    edges = [0, *(edge for turn in turns for edge in (turn.start, turn.end)), len(text)]
    assert edges == sorted(edges)
    for turn in turns:
        assert text[turn.start : turn.end] == text[turn.start : turn.end].strip()
    for before, after in pairwise(turns):
        between = text[before.end : after.start]
        assert re.fullmatch(r"\s*|\s*\S[^\n]{0,80}\s*", between), between
    if turns:
        assert text[turns[-1].end :].strip() == ""
