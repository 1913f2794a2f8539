"""A study says whether its report tells of saturation, and why."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

import kangni


@pytest.fixture
def study(demo_original: Path, tmp_path: Path) -> Path:
    """A demo study of one's own."""
    return Path(shutil.copy(demo_original, tmp_path / "work.kangni"))


def test_a_study_without_saturation_has_no_chapter_and_gives_its_reason(study: Path, tmp_path: Path) -> None:
    with kangni.open(study) as work:
        work.tell_saturation(False, reason="We argue with information power.")
        page = work.report(tmp_path / "report.html", members=5, language="en").read_text("utf-8")
        assert work.saturation().verdict == "saturated"  # asked for by hand, it is still there
    assert 'id="saturation"' not in page
    assert "This study does not report saturation: whether enough was heard is argued in other ways." in page
    assert "We argue with information power." in page


def test_it_is_one_deed_that_undo_takes_back(study: Path) -> None:
    with kangni.open(study) as work:
        before = work.hash()
        work.tell_saturation(False)
        assert work.history()[-1].deed == "tell saturation"
        assert work.hash() != before
        work.undo()
        assert work.hash() == before
