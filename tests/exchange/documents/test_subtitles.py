from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kangni.core.errors import FileDamaged, FileEmpty, KangniError
from kangni.core.text import Role
from kangni.exchange.documents.registry import read
from kangni.exchange.documents.subtitles import NOTES, OVERLAPPING, REVERSED, STYLING, read_subtitles

SRT = """1
00:00:01,500 --> 00:00:03,000
访谈者：几年了？

2
00:00:04,000 --> 00:00:06,000
P01：八年。
一直在这里。

3
00:01:07,250 --> 00:01:09,000
😀很累。
"""
VTT = """WEBVTT

NOTE made by a program

STYLE
::cue { color: red }

00:01.500 --> 00:03.000 align:start
<v 访谈者>几年了？</v>

two
00:04.000 --> 00:06.000
<v.loud 王芳>八年 &amp; <i>三个</i>月

00:06.000 --> 00:07.000
<v 王芳>很累。
"""


@pytest.mark.parametrize("content", [
    SRT.encode(), SRT.replace("\n", "\r\n").encode("utf-8-sig"), SRT.encode("utf-16"), SRT.encode("gb18030"),
])  # fmt: skip
def test_turns_keep_the_time_at_which_they_begin(content: bytes) -> None:
    found = read("P01.srt", content)
    assert found.text == "访谈者：几年了？\nP01：八年。 一直在这里。\n😀很累。\n"
    assert [(turn.speaker, turn.seconds, found.text[turn.start : turn.end]) for turn in found.turns] == [
        ("访谈者", 1.5, "几年了？"),
        ("P01", 4.0, "八年。 一直在这里。\n😀很累。"),
    ]


def test_voices_are_speakers_and_cues_of_one_voice_are_one_turn() -> None:
    found = read("P01.vtt", VTT.encode())
    assert found.text == "访谈者: 几年了？\n王芳: 八年 & 三个月\n很累。\n"
    assert [(turn.speaker, turn.seconds, found.text[turn.start : turn.end]) for turn in found.turns] == [
        ("访谈者", 1.5, "几年了？"),
        ("王芳", 4.0, "八年 & 三个月\n很累。"),
    ]
    assert [(speaker.label, speaker.role) for speaker in found.speakers] == [
        ("访谈者", Role.INTERVIEWER),
        ("王芳", Role.PARTICIPANT),
    ]


def test_styling_and_notes_are_counted() -> None:
    found = read("P01.vtt", VTT.encode())
    assert [(loss.what, loss.count) for loss in found.losses] == [(STYLING, 3), (NOTES, 2)]


def test_without_voices_and_labels_each_cue_is_a_turn() -> None:
    found = read("P01.srt", b"1\n00:00:01,000 --> 00:00:02,000\nwe came\n\n2\n00:00:03,000 --> 00:00:04,000\nand saw\n")
    assert [(turn.seconds, found.text[turn.start : turn.end]) for turn in found.turns] == [
        (1.0, "we came"),
        (3.0, "and saw"),
    ]


def test_tags_that_style_nothing_are_words() -> None:
    content = b"WEBVTT\n\n00:01.000 --> 00:02.000\n<script>alert(1)</script> <a href='javascript:x'>so</a>\n"
    assert read_subtitles("x.vtt", content).text == "<script>alert(1)</script> <a href='javascript:x'>so</a>\n"


def test_a_cue_without_a_blank_line_before_it_is_still_a_cue() -> None:
    content = b"1\n00:00:01,000 --> 00:00:02,000\none\n2\n00:00:03,000 --> 00:00:04,000\ntwo\n"
    assert read_subtitles("x.srt", content).text == "one\ntwo\n"


def test_hours_beyond_a_day_and_negative_times_are_times() -> None:
    content = b"1\n-00:00:01,000 --> 00:00:02,000\none\n\n2\n101:00:00,000 --> 101:00:01,000\ntwo\n"
    assert [mark.seconds for mark in read_subtitles("x.srt", content).marks] == [-1.0, 363_600.0]


def test_cues_that_end_before_they_begin_or_overlap_are_told() -> None:
    content = b"1\n00:00:09,000 --> 00:00:02,000\none\n\n2\n00:00:01,000 --> 00:00:04,000\ntwo\n"
    cautions = read_subtitles("x.srt", content).cautions
    assert [(caution.sentence, caution.facts) for caution in cautions] == [
        (REVERSED, (("count", 1), ("line", 2))),
        (OVERLAPPING, (("count", 1),)),
    ]


def test_an_arrow_without_times_is_damage_with_its_line() -> None:
    with pytest.raises(FileDamaged, match="line 6 holds an arrow"):
        read_subtitles("x.srt", b"1\n00:00:01,000 --> 00:00:02,000\none\n\n2\n00:00:0x,000 --> 00:00:04\ntwo\n")


def test_words_without_a_cue_are_no_subtitles() -> None:
    with pytest.raises(FileDamaged, match="holds no line of times"):
        read("x.srt", b"just words\n")


def test_cues_without_words_are_empty() -> None:
    with pytest.raises(FileEmpty):
        read("x.vtt", b"WEBVTT\n\n00:01.000 --> 00:02.000\n\n")


@pytest.mark.parametrize("share", [0.1, 0.5, 0.99])
def test_a_truncated_file_gives_the_cues_that_are_whole_or_is_damaged(share: float) -> None:
    with suppress(KangniError):
        found = read("x.vtt", VTT.encode()[: int(len(VTT.encode()) * share)])
        assert all(turn.seconds is not None for turn in found.turns)


@given(st.lists(st.sampled_from([*SRT.split("\n"), *VTT.split("\n"), "-->", "<v >", "<v a", "a --> b", "\u2028"])))
def test_lines_in_any_order_raise_only_our_own_errors(lines: list[str]) -> None:
    for name in ("x.srt", "x.vtt"):
        with suppress(KangniError):
            found = read(name, "\n".join(lines).encode())
            assert all(0 <= turn.start <= turn.end <= len(found.text) for turn in found.turns)
