"""The demo study's suggestions through the open study; numbers of METHODS.md section 14.4 and the demo's README."""

from __future__ import annotations

import shutil
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

import kangni
from kangni.results.suggestions import SuggestionState
from kangni.study import Study


@pytest.fixture
def study(demo_file: Path) -> Iterator[Study]:
    with kangni.open(demo_file, coder="R2") as opened:
        yield opened


def test_all_suggestions_are_listed_with_their_words(study: Study) -> None:
    found = study.suggestions().result
    assert (found.n, found.tied, found.declining, found.untied, found.drafts) == (10, 34, 1, 1, 0)
    by_state = {row.state: row for row in found.suggestions if row.state is not SuggestionState.TIED}
    assert by_state[SuggestionState.DECLINES].words == "个人已经够努力了，别再叫他们努力了"
    assert (by_state[SuggestionState.UNTIED].participant, by_state[SuggestionState.UNTIED].levers) == ("P05", ())
    assert {row.tied_by for row in found.suggestions} == {("R1",)}
    assert all(row.counts for row in found.suggestions)


def test_cue_words_find_few_of_the_levers_that_a_reader_ties(study: Study) -> None:
    # METHODS 14.4 prints 52 ties by hand in 30 cells of person and addressee; the demo's table of ties gives 53
    hand = levers_by_cell(study, "levers")
    assert (len(hand), sum(len(levers) for levers in hand.values())) == (30, 53)
    with kangni.open(study.path, coder="R1") as reader:
        for row in study.suggestions().result.suggestions:
            reader.untie(row.passage)
    assert study.draft_ties() == 21  # in two passages of one cell the same lever
    drafts = levers_by_cell(study, "drafts")
    assert sum(len(drafts[cell] & levers) for cell, levers in hand.items()) == 9
    assert sum(len(drafts[cell] - levers) for cell, levers in hand.items()) == 11
    assert sum(not levers for levers in drafts.values()) == 17


def test_drafts_count_for_nothing_until_they_are_tied_one_by_one(study: Study) -> None:
    before = study.advise(members=8).result
    assert study.draft_ties() == 11
    assert study.draft_ties() == 0
    assert [a.levers for a in study.advise(members=8).result.addressees] == [a.levers for a in before.addressees]

    assert study.tie("REC.02/P05.zh/3229-3259", ["mandate_coordination"]) == ("mandate_coordination",)
    study.untie("REC.03/P10.zh/78", ["training"])
    now = study.suggestions().result
    assert (now.untied, now.drafts) == (0, 9)
    askers = {lever.lever: lever.participants for lever in now.levers}
    assert "P05" in askers["mandate_coordination"]
    assert study.draft_ties() == 0  # what was refused is not proposed again


def test_a_tie_is_one_deed_and_is_taken_back(study: Study) -> None:
    before = study.hash()
    study.tie("REC.01/P01.zh/68", ["negotiating"])
    assert study.history()[-1].deed == "tie suggestion"
    assert study.suggestions().evidence("negotiating")[0].participant == "P01"
    study.undo()
    assert study.hash() == before


def test_ties_drafts_and_refusals_go_out_and_come_in_again(study: Study, demo_original: Path, tmp_path: Path) -> None:
    other_file = Path(shutil.copy(demo_original, tmp_path / "other.kangni"))
    study.draft_ties()
    study.untie("REC.03/P10.zh/78", ["training"])
    assert study.export("suggestions", tmp_path / "out.csv") == 73 + 11
    with kangni.open(other_file) as other:
        other.bring_in([tmp_path / "out.csv"])
        other.export("suggestions", tmp_path / "again.csv")
        assert other.suggestions().result.drafts == 10
        before = other.hash()
        other.bring_in([tmp_path / "out.csv"])  # the same table twice changes nothing
        assert other.hash() == before
    assert (tmp_path / "again.csv").read_bytes() == (tmp_path / "out.csv").read_bytes()


def levers_by_cell(study: Study, which: str) -> dict[tuple[str, str], set[str]]:
    found = defaultdict[tuple[str, str], set[str]](set)
    for row in study.suggestions().result.suggestions:
        found[row.participant, row.code].update(getattr(row, which))
    return found
