"""Groups of the demo study, and the demo study beside another one."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

import kangni
from kangni.core.errors import FileMissing, NoEvidence
from kangni.core.undefined import Undefined


def test_front_line_workers_beside_all_others(demo_original: Path, tmp_path: Path) -> None:
    with kangni.open(demo_original) as study:
        shown = study.compare(by="role", groups=["front-line"])
        quotes = shown.evidence("ENV.U02/protective/others")
        shown.figure().save(tmp_path / "differences.svg")
    first = shown.contrasts[0]
    assert (shown.n, [group.n for group in shown.groups]) == (10, [5, 5])
    assert abs(first.difference) == pytest.approx(0.8)
    assert {quote.participant for quote in quotes} == {"P05"}
    assert "Poor management" in (tmp_path / "differences.svg").read_text("utf-8")
    assert len(shown.to_frame()) == len(shown.contrasts)


def test_the_same_question_is_answered_once_until_the_study_changes(demo_file: Path) -> None:
    with kangni.open(demo_file) as study:
        before = study.compare(by="years_in_post", cut=[8])
        assert study.compare(by="years_in_post", cut=[8]).result is before.result
        study.record_consent("P01", "quote")
        assert study.compare(by="years_in_post", cut=[8]).n == 9


def test_two_studies_open_each_to_its_own_words(demo_file: Path, tmp_path: Path) -> None:
    other_file = Path(shutil.copy(demo_file, tmp_path / "other.kangni"))
    crosswalk = tmp_path / "crosswalk.csv"
    crosswalk.write_text("first_code,second_code,note\nENV.O01,ENV.O01,supervision\n", "utf-8")
    with kangni.open(demo_file) as study, kangni.open(other_file) as other:
        other.record_consent("P01", "analysis")  # no quoting there
        shown = study.compare_with(other, crosswalk=crosswalk)
        here = shown.evidence("ENV.O01/protective/first")
        there = shown.evidence("ENV.O01/protective/second")
        with pytest.raises(NoEvidence):
            shown.evidence("STR.O01/risk/first")
        assert shown.figure().svg.startswith("<svg")
    (row,) = (row for row in shown.contrasts if row.first_polarity == "protective")
    assert (row.difference, row.note) == (0, "supervision")
    assert not isinstance(row.lower, Undefined)
    assert len(here) == len(there)
    assert {quote.participant for quote in here if quote.withheld} == {"P06"}  # releases words after review only
    assert all(quote.withheld for quote in there if quote.participant == "P01")


def test_without_a_crosswalk_studies_of_one_framework_pair_by_handle(demo_file: Path, tmp_path: Path) -> None:
    other_file = Path(shutil.copy(demo_file, tmp_path / "other.kangni"))
    with kangni.open(demo_file) as study, kangni.open(other_file) as other:
        shown = study.compare_with(other)
        with pytest.raises(FileMissing):
            study.compare_with(other, crosswalk=tmp_path / "none.csv")
    assert shown.partnerless == ()
    assert {row.difference for row in shown.contrasts} == {0}
    assert len(shown.same_names) == 10
