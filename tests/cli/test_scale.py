from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import kangni

Run = Callable[..., Any]
PRAISE = (1, 5, 7, 10, 13, 14, 15, 16)


@pytest.fixture
def answers(tmp_path: Path) -> Path:
    """Answers of the ten people of the demo study to OLBI, 1 being agreement."""
    lines = [f"participant,{','.join(map(str, range(1, 17)))}"]
    for person in range(1, 11):
        level = 1 + person % 4
        row = (str(level if item in PRAISE else 5 - level) for item in range(1, 17))
        lines.append(f"P{person:02},{','.join(row)}")
    path = tmp_path / "answers.csv"
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return path


def test_the_scales_are_listed_with_their_permission_and_what_must_be_stated(run: Run) -> None:
    done = run("scales")
    assert done.code == 0
    assert "write to the authors" in done.out
    assert "- MBI: Commercial licence" in done.out
    result = run("scales", "--json").json()["result"]
    assert result["scales"][1]["states"] == ["--order energy_item_last|energy_item_fourth"]
    rows = list(csv.DictReader(io.StringIO(run("scales", "--csv", "-").out)))
    assert len(rows) == 15


def test_scores_are_printed_with_their_reliability_points_and_cautions(
    run: Run, demo_original: Path, answers: Path
) -> None:
    done = run("scale", demo_original, answers, "--scale", "OLBI", "--anchor", "agree_is_1", "--by", "role")
    assert done.code == 0
    assert "interval first" in done.out
    assert "fewer than 5 people: their mean is not shown" in done.out
    assert "Not verified in its source" in done.out
    assert "P03:4" in done.out
    rows = run("scale", demo_original, answers, "--scale", "OLBI", "--anchor", "agree_is_1", "--csv", "-").out
    assert len(list(csv.DictReader(io.StringIO(rows)))) == 30


def test_without_an_anchor_nothing_is_scored(run: Run, demo_original: Path, answers: Path) -> None:
    done = run("scale", demo_original, answers, "--scale", "OLBI")
    assert done.code == 1
    assert "Known: agree_is_1, agree_is_4." in done.err
    error = run("scale", demo_original, answers, "--scale", "OLBI", "--json").json()["error"]
    assert error["kind"] == "FormUnstated"


def test_codes_beside_a_score_open_to_their_words(run: Run, demo_original: Path, answers: Path) -> None:
    asked = ("--scale", "OLBI", "--anchor", "agree_is_1", "--open", "exhaustion/OUT.05")
    done = run("scale", demo_original, answers, *asked)
    assert done.out.rstrip().endswith("of 4 participants")


def test_kept_scores_are_attributes_that_undo_takes_back(run: Run, demo_file: Path, answers: Path) -> None:
    asked = ("--scale", "OLBI", "--anchor", "agree_is_1", "--coding", "1-4")
    assert run("scale", demo_file, answers, *asked, "--keep", "--coder", "A").code == 0
    with kangni.open(demo_file, coder="A") as study:
        entry = study.history()[-1]
        assert (entry.deed, entry.facts["anchor"], entry.changes["participant"].changed) == (
            "keep scores",
            "agree_is_1",
            10,
        )
        groups = study.compare(by="OLBI exhaustion", cut=[2.5]).groups
        assert [group.n for group in groups] == [5, 5]
        study.undo()
    assert run("compare", demo_file, "--by", "OLBI exhaustion").code == 1
