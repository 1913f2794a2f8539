"""The boundaries below must never change under the name of these rules."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kangni.core.sentences import SEGMENTER, sentences
from kangni.core.text import Span


def cut(text: str) -> list[str]:
    return [text[span.start : span.end] for span in sentences(text, Span(0, len(text)))]


def test_the_rules_have_the_name_that_figures_print() -> None:
    assert SEGMENTER == "kangni-sentences-1"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("忙。督导帮了我！你呢？", ["忙。", "督导帮了我！", "你呢？"]),
        ("他说：“我不干了。”然后就走了。", ["他说：“我不干了。”", "然后就走了。"]),
        ("我……我也不知道……就是累。", ["我……我也不知道……就是累。"]),
        ("真的吗？！是的", ["真的吗？！", "是的"]),
        ("先做A，再做B；然后休息。", ["先做A，再做B；然后休息。"]),
        ("I am fine. You are too!  Are we?", ["I am fine.", "You are too!", "Are we?"]),
        ("Dr. Lee and J. Wu came at 3.5 p.m. sharp. Good.", ["Dr. Lee and J. Wu came at 3.5 p.m. sharp.", "Good."]),
        ("“Really?” he asked. Yes!", ["“Really?” he asked.", "Yes!"]),
        ("So did I. Then we left.", ["So did I.", "Then we left."]),
        ("She said “no.” He said yes.", ["She said “no.”", "He said yes."]),
        ("Well... I mean, e.g. Mondays... never mind.", ["Well...", "I mean, e.g. Mondays... never mind."]),
        ("We talked… And then? Nothing", ["We talked…", "And then?", "Nothing"]),
        ("one line\ngoes on\n\nnew paragraph", ["one line\ngoes on", "new paragraph"]),
        ("See www.example.org for more.", ["See www.example.org for more."]),
        ("   ", []),
        ("...", ["..."]),
    ],
)  # fmt: skip
def test_sentences_end_where_the_rules_say(text: str, expected: list[str]) -> None:
    assert cut(text) == expected


def test_only_the_asked_words_are_cut() -> None:
    text = "Interviewer: Busy? P1: Yes. Very."
    assert [text[one.start : one.end] for one in sentences(text, Span(23, 33))] == ["Yes.", "Very."]


@given(st.text(alphabet="ab A.!?。！…\n ”\"'3", max_size=60))
def test_sentences_hold_everything_but_blanks_in_order(text: str) -> None:
    found = list(sentences(text, Span(0, len(text)))) if text else []
    assert all(one.end <= other.start for one, other in pairwise(found))
    assert "".join("".join(cut(text)).split()) == "".join(text.split()) if text else True
    inside = {place for one in found for place in range(one.start, one.end)}
    assert all(text[place].isspace() for place in range(len(text)) if place not in inside)
