from __future__ import annotations

import re
from pathlib import Path

import pytest

import kangni
from kangni.core.errors import UnknownTerm


def test_chapters_that_are_left_out_leave_no_dead_links(demo_original: Path) -> None:
    with kangni.open(demo_original, coder="A") as study:
        whole = study.report_page(language="en")
        page = study.report_page(language="en", left_out=("evidence", "saturation", "codebook"))
    gone = set(re.findall(r'<section id="(\w+)"', whole)) - set(re.findall(r'<section id="(\w+)"', page))
    assert gone == {"evidence", "saturation", "codebook"}
    assert set(re.findall(r'href="#([^"]+)"', page)) <= set(re.findall(r'\bid="([^"]+)"', page))


def test_an_unknown_chapter_is_refused_before_the_work(demo_original: Path, tmp_path: Path) -> None:
    with kangni.open(demo_original, coder="A") as study, pytest.raises(UnknownTerm, match="nothing"):
        study.report(tmp_path / "report.html", left_out=("nothing",))


def test_chapters_follow_the_settings_of_the_study(demo_file: Path) -> None:
    with kangni.open(demo_file, coder="A") as study:
        assert "comparison" not in dict(study.report_chapters())
        assert "comparison" in dict(study.report_chapters(by="role"))
        study.tell_saturation(told=False, reason="few interviews")
        assert "saturation" not in dict(study.report_chapters())


def test_a_page_follows_a_change_of_the_study(demo_file: Path) -> None:
    with kangni.open(demo_file, coder="A") as study:
        assert 'id="saturation"' in study.report_page(language="en")
        study.tell_saturation(told=False, reason="few interviews")
        assert 'id="saturation"' not in study.report_page(language="en")


def test_whose_words_are_withheld_is_said(demo_file: Path) -> None:
    with kangni.open(demo_file, coder="A") as study:
        study.record_consent("P01", "analysis")
        found = study.withheld_from_readers().result
    assert [(row.participant, row.reason) for row in found.people] == [
        ("P01", "the speaker has not agreed to be quoted"),
        ("P06", "the speaker has not reviewed these words yet"),
    ]
    assert found.apart == (("P09", "P07"),)
    assert found.blurred == 2
