from __future__ import annotations

from pathlib import Path

import pytest

import kangni
from kangni.core.errors import UnknownTerm
from kangni.core.retrieval import Conditions
from kangni.study.segmenting import segment


def test_chinese_is_cut_into_words_and_other_letters_at_gaps() -> None:
    assert segment("督导很忙,I don’t know 12 次。") == ["督导", "很", "忙", "I", "don't", "know", "次"]


def test_letters_outside_the_first_plane_are_words() -> None:
    assert "".join(segment("𠮷😀字")) == "𠮷字"


def test_words_are_shown_in_context_with_who_says_them(demo_original: Path) -> None:
    with kangni.open(demo_original, coder="A") as study:
        found = study.words_in_context("督导", width=6).result
        assert len(found.lines) == 32
        assert found.participants == 9
        assert all(line.words == "督导" and len(line.before) <= 6 for line in found.lines)
        only = study.words_in_context("督导", conditions=Conditions(people=("P09",))).result
        assert {line.participant for line in only.lines} == {"P09"}
        with pytest.raises(UnknownTerm):
            study.words_in_context(" ")


def test_neighbours_are_words_and_not_characters(demo_original: Path) -> None:
    with kangni.open(demo_original, coder="A") as study:
        found = study.words_in_context("督导").result
    assert ("合同", 0, 1) in [(each.word, each.before, each.after) for each in found.neighbours]


def test_words_are_counted_by_people_first(demo_original: Path) -> None:
    with kangni.open(demo_original, coder="A") as study:
        found = study.word_counts().result
        row = next(row for row in found.counts if row.word == "督导")
        assert (row.count, row.turns, row.participants) == (32, 27, 9)
        assert [row.participants for row in found.counts] == sorted(
            (r.participants for r in found.counts), reverse=True
        )
        assert "我们" not in {row.word for row in found.counts}
        assert "我们" in {row.word for row in study.word_counts(function_words=True).counts}


def test_who_refuses_analysis_is_not_counted(demo_file: Path) -> None:
    with kangni.open(demo_file, coder="A") as study:
        before = study.word_counts().result.total
        study.record_consent("P09", "quote")
        assert study.word_counts().result.total < before
