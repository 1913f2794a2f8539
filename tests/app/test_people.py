"""What coders have finished, and what participants released."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

import kangni
from kangni.core.errors import UnknownName, UnknownTerm
from kangni.core.people import Assignment, Participant, Progress, Scope
from kangni.study import Study


@pytest.fixture
def study(demo_file: Path) -> Iterator[Study]:
    with kangni.open(demo_file, coder="C") as opened:
        yield opened


def test_a_record_of_consent_says_scopes_and_a_last_day(study: Study) -> None:
    person = study.record_consent("p01", " analysis ; quote;until 2027-12-31; ")
    assert person.consent is not None
    assert person.consent.scopes == {Scope.ANALYSIS, Scope.QUOTE}
    assert person.consent.until == date(2027, 12, 31)
    assert str(person.consent) == "analysis;quote;until 2027-12-31"
    with study.read() as read:
        assert read.named(Participant, "P01") == person


def test_an_empty_record_is_a_record_that_gives_nothing(study: Study) -> None:
    person = study.record_consent("P01", "")
    assert person.consent is not None
    assert person.consent.scopes == frozenset()


@pytest.mark.parametrize("words", ["everything", "analysis,quote", "until", "until 2027-02-30", "quote;until soon"])
def test_a_record_nobody_could_read_is_refused(study: Study, words: str) -> None:
    before = study.hash()
    with pytest.raises(UnknownTerm):
        study.record_consent("P01", words)
    assert study.hash() == before


def test_nobody_unknown_consents_releases_or_finishes(study: Study) -> None:
    before = study.hash(), study.revision
    with pytest.raises(UnknownName):
        study.record_consent("P99", "analysis")
    with pytest.raises(UnknownName):
        study.release("P99")
    with pytest.raises(UnknownName):
        study.release("P01", ["P99.zh"])
    with pytest.raises(UnknownName):
        study.declare_seen(["P01.zh", "P99.zh"])
    with pytest.raises(UnknownName):
        study.declare_seen(["P01.zh"], coder="Nobody")
    assert (study.hash(), study.revision) == before


def test_consent_that_does_not_reach_analysis_leaves_n_and_the_counts(study: Study) -> None:
    assert study.factors().n == 10
    study.record_consent("P01", "quote")
    assert study.factors().n == 9
    study.record_consent("P02", "analysis;until 2020-01-01")
    assert study.factors().n == 8
    study.undo(), study.undo()
    assert study.factors().n == 10


def test_finished_transcripts_are_noted_once_with_the_number_of_the_deed(study: Study) -> None:
    assert study.declare_seen(["P01.zh", "p01.ZH", "P02.zh"]) == 2
    revision = study.revision
    assert study.declare_seen(["P01.zh"]) == 0
    assert study.revision == revision
    with study.read() as read:
        new = [each for each in read.all(Assignment) if each.done_at == revision]
    assert [each.progress for each in new] == [Progress.DONE, Progress.DONE]


def test_a_third_coder_who_has_finished_joins_the_agreement(study: Study) -> None:
    assert study.agreement().coders == ("A", "B")
    study.draft_codings("ENV.O01", "督导")
    study.adopt()
    assert study.agreement().coders == ("A", "B")
    study.declare_seen([f"P{n:02}.zh" for n in range(1, 11)])
    assert study.agreement().coders == ("A", "B", "C")


def test_another_coder_can_be_declared_done_by_whoever_acts(study: Study) -> None:
    assert study.declare_seen(["P01.zh"], coder="A") == 0
    assert study.declare_seen(["P01.zh"], coder="R1") == 1
    assert study.history()[-1].actor == "C"
