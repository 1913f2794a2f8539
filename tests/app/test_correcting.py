"""A typing error is corrected in a coded transcript: codings keep their words, counted in code points."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

import kangni
from kangni.core.coding import Coding
from kangni.core.errors import TurnUnknown, WrittenMeanwhile
from kangni.core.text import Document, Span
from kangni.study import Study


@pytest.fixture
def study(demo_file: Path) -> Iterator[Study]:
    with kangni.open(demo_file, coder="A") as opened:
        yield opened


def text_of(study: Study) -> Document:
    with study.read() as read:
        return read.named(Document, "P01.zh")


def words_by_coding(study: Study) -> dict[object, str]:
    document = text_of(study)
    with study.read() as read:
        found = read.in_document(Coding, document.id)
        return {coding.id: document.words(coding.span) for coding in found if coding.span is not None}


def turn_with_codings(study: Study) -> tuple[int, str]:
    document = text_of(study)
    (turn,) = document.turns_in(Span(351, 371))[:1]
    assert turn.span is not None
    return turn.ordinal, document.words(turn.span)


def test_letters_put_in_before_and_emoji_leave_every_coding_on_its_words(study: Study) -> None:
    before, words = study.hash(), words_by_coding(study)
    turn, said = turn_with_codings(study)
    done = study.correct("P01.zh", turn, "😀𠮷" + said)
    assert words_by_coding(study) == words or done.touched
    assert {touched.after.removeprefix("😀𠮷") == touched.before for touched in done.touched} <= {True}
    assert done.moved > 0
    study.undo()
    assert study.hash() == before


def test_a_letter_inside_a_coding_is_changed_there_and_the_coding_is_listed(study: Study) -> None:
    turn, said = turn_with_codings(study)
    place = text_of(study).words(Span(351, 371))
    assert place in said
    wrong = place.replace("数字", "数目字")
    done = study.correct("P01.zh", turn, said.replace(place, wrong), was=said)
    assert (place, wrong) in {(touched.before, touched.after) for touched in done.touched}
    assert wrong in words_by_coding(study).values()


def test_a_dry_run_stores_nothing_and_stale_or_missing_turns_are_refused(study: Study) -> None:
    before = study.hash()
    turn, said = turn_with_codings(study)
    study.correct("P01.zh", turn, f"{said}。", dry_run=True)
    with pytest.raises(WrittenMeanwhile):
        study.correct("P01.zh", turn, f"{said}。", was="something else")
    with pytest.raises(TurnUnknown):
        study.correct("P01.zh", 9999, "x")
    with pytest.raises(TurnUnknown):
        study.correct("P01.zh", turn, "   ")
    assert study.hash() == before
