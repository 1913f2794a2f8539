"""What a reader changes in the coding room: a deed is one entry, touches only one's own, and is taken back whole."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import kangni
from kangni.app.recoding import Reading
from kangni.core.claims import Claim
from kangni.core.coding import Coding
from kangni.core.episodes import Episode, EpisodeState
from kangni.core.errors import (
    CodedTranslation,
    KangniError,
    NotYours,
    OverrideWithoutReason,
    SignInvalid,
    SpanOutOfRange,
    StrengthOutOfRange,
    UnknownName,
    UnknownTerm,
)
from kangni.core.text import Span
from kangni.study import Study

# "数字听着还好，但是每个人后面都拖着一家人" in P01.zh, as codings.csv of the demo study quotes it
PLACE = Span(351, 371)


@pytest.fixture
def study(demo_file: Path) -> Iterator[Study]:
    with kangni.open(demo_file, coder="C") as opened:
        yield opened


@pytest.fixture
def coding(study: Study) -> Coding:
    return study.apply_code("P01.zh", PLACE, "STR.O01", memo="first thought")


def stored(study: Study, coding: Coding) -> Coding:
    with study.read() as read:
        return next(each for each in read.all(Coding) if each.id == coding.id)


def test_bounds_code_reading_and_memo_of_a_coding_change_and_come_back_by_undo(study: Study, coding: Coding) -> None:
    before = study.hash()
    study.move_coding(coding.id, Span(351, 357))
    study.recode(coding.id, "STR.G01")
    study.read_coding(coding.id, Reading(polarity="protective", reason="she says it carries her", voice="colleague"))
    study.note_coding(coding.id, " second thought ")

    changed = stored(study, coding)
    with study.read() as read:
        assert read.codebook().get(changed.code).handle == "STR.G01"
    assert (changed.span, changed.polarity, changed.voice) == (Span(351, 357), "protective", "colleague")
    assert (changed.reason, changed.memo) == ("she says it carries her", "second thought")
    for _ in range(4):
        study.undo()
    assert study.hash() == before


def test_taking_the_codes_own_polarity_again_takes_the_reason_away(study: Study, coding: Coding) -> None:
    study.read_coding(coding.id, Reading(polarity="protective", reason="because"))
    study.read_coding(coding.id, Reading())
    assert (stored(study, coding).polarity, stored(study, coding).reason) == (None, "")


def test_an_override_without_a_reason_is_refused_and_nothing_changes(study: Study, coding: Coding) -> None:
    before = study.hash()
    with pytest.raises(OverrideWithoutReason):
        study.read_coding(coding.id, Reading(polarity="protective"))
    assert study.hash() == before


def test_moving_words_takes_back_that_their_speaker_reviewed_them(study: Study, coding: Coding) -> None:
    study.release("P01", ["P01.zh"])
    assert stored(study, coding).released
    study.move_coding(coding.id, Span(351, 357))
    assert not stored(study, coding).released


def test_moving_a_coding_onto_its_twin_leaves_one(study: Study, coding: Coding) -> None:
    other = study.apply_code("P01.zh", Span(351, 357), "STR.O01")
    assert study.move_coding(other.id, PLACE).id == coding.id
    with study.read() as read:
        assert other.id not in {each.id for each in read.all(Coding)}


@pytest.mark.parametrize(
    ("deed", "error"),
    [
        (lambda study, own: study.move_coding(own.id, Span(0, 10**6)), SpanOutOfRange),
        (lambda study, own: study.recode(own.id, "NO.01"), UnknownName),
        (lambda study, own: study.read_coding(own.id, Reading(voice="ghost")), UnknownTerm),
        (lambda study, _own: study.make_claim("P01.zh", PLACE, "STR.O01", "OUT.01", sign=2), SignInvalid),
        (
            lambda study, _own: study.make_claim("P01.zh", PLACE, "STR.O01", "OUT.01", sign=1, strength=4),
            StrengthOutOfRange,
        ),
        (lambda study, _own: study.make_claim("P01.en", PLACE, "STR.O01", "OUT.01", sign=1), CodedTranslation),
        (lambda study, _own: study.remove_claims(["C999"]), UnknownName),
        (lambda study, _own: study.add_moment("E99", PLACE, "stressor"), UnknownName),
        (lambda study, _own: study.add_moment(study.begin_episode("P01.zh", "x").handle, PLACE, "later"), UnknownTerm),
    ],
)
def test_what_cannot_be_is_refused(
    study: Study, coding: Coding, deed: Callable[[Study, Coding], object], error: type[KangniError]
) -> None:
    with pytest.raises(error):
        deed(study, coding)


def test_a_coder_changes_only_what_is_their_own(study: Study, coding: Coding) -> None:
    claim = study.make_claim("P01.zh", PLACE, "STR.O01", "OUT.01", sign=1)
    episode = study.begin_episode("P01.zh", "the winter")
    with kangni.open(study.path, coder="D") as other:
        before = other.hash()
        for deed in (
            lambda: other.move_coding(coding.id, Span(351, 352)),
            lambda: other.note_coding(coding.id, "mine"),
            lambda: other.remove_claims([claim.handle]),
            lambda: other.end_episode(episode.handle, state=EpisodeState.CLOSED),
        ):
            with pytest.raises(NotYours, match="C"):
                deed()
        assert other.hash() == before


def test_a_claim_gets_the_next_number_and_is_changed_and_removed(study: Study) -> None:
    with study.read() as read:
        count = len(read.all(Claim))
    claim = study.make_claim("P01.zh", PLACE, "STR.O01", "OUT.01", sign=-1, strength=2, voice="colleague")
    assert claim.handle == "C220"  # the demo study has C001 to C219
    assert study.change_claim("C220", sign=1, strength=None).strength is None
    assert study.remove_claims(["C220"]) == 1
    with study.read() as read:
        assert len(read.all(Claim)) == count


def test_an_episode_is_told_moment_by_moment_and_ends(study: Study) -> None:
    handle = study.begin_episode("P01.zh", "the winter").handle
    study.add_moment(handle, PLACE, "stressor", code="STR.O01")
    study.add_moment(handle, Span(351, 357), "outcome")
    assert [moment.position for moment in study.remove_moment(handle, 1).moments] == [2]
    study.add_moment(handle, PLACE, "inner_factor")
    study.end_episode(handle, state=EpisodeState.CLOSED, outcome="resilient")
    with study.read() as read:
        told = read.named(Episode, handle)
    assert [(moment.position, moment.stage) for moment in told.moments] == [(2, "outcome"), (3, "inner_factor")]
    assert (told.outcome, told.state) == ("resilient", EpisodeState.CLOSED)
    with pytest.raises(UnknownTerm):
        study.remove_moment(handle, 9)
    assert study.remove_episodes([handle]) == 1
