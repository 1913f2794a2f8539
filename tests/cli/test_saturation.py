from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]


@pytest.mark.parametrize(
    ("asked", "title"),
    [
        ((), "rule met at interview 7, 7⁺²; the run of 2 that ends there brought at most 5 % of the base's 76 codes"),
        (
            ("--run", "3", "--threshold", "0"),
            "rule not met; each run of 3 brought more than 0 % of the base's 76 codes",
        ),
        (("--base", "9"), "the rule cannot be applied (fewer interviews than base and run)"),
    ],
)
def test_the_verdict_is_a_sentence(run: Run, demo_original: Path, asked: tuple[str, ...], title: str) -> None:
    assert run("saturation", demo_original, *asked).out.splitlines()[0] == f"Saturation: {title}"


def test_it_says_what_the_next_interview_would_add_and_that_it_is_argued(run: Run, demo_original: Path) -> None:
    shown = run("saturation", demo_original).out
    assert "The next interview would likely add 0.0783 (0 to 1.24) new codes; 0.998 (0.965 to 1) of" in shown
    assert "! Saturation is argued, not computed" in shown
    assert "! Chao2 is a lower bound" in shown


def test_themes_and_levels_stand_below_the_interviews(run: Run, demo_original: Path) -> None:
    shown = run("saturation", demo_original).out
    assert "Theme by theme and level by level" in shown
    assert "Institution (government purchase)" in shown
    assert "9⁺²" in shown


def test_a_study_keeps_whether_its_report_tells_of_saturation(run: Run, demo_file: Path) -> None:
    done = run("saturation", demo_file, "--not-in-report", "--reason", "We argue otherwise.", "--coder", "me")
    assert done.out == "The report does not tell of saturation.\n"
    assert "tell saturation" in run("history", demo_file).out
    assert run("saturation", demo_file, "--in-report").out == "The report tells of saturation.\n"


def test_the_curve_is_drawn(run: Run, demo_original: Path, tmp_path: Path) -> None:
    done = run("saturation", demo_original, "--figure", tmp_path / "curve.png")
    assert done.err == f"The picture is in {tmp_path / 'curve.png'}.\n"
    assert (tmp_path / "curve.png").read_bytes().startswith(b"\x89PNG")
