"""What the commands from suggestions to recommendations print, and how their mistakes end."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]
FEW = ("--members", "64")


def test_each_addressee_begins_with_those_who_decline_and_ends_with_what_is_tied_to_nothing(
    run: Run, demo_original: Path
) -> None:
    shown = run("advise", demo_original, *FEW).out
    places = [
        shown.index(words)
        for words in (
            "Who declines to advise:",
            "P08: “个人已经够努力了，别再叫他们努力了”",
            "Seeking help and",
            "Departments concerned",
            "Tied to no lever:",
            "P05: “戒断三年以上的",
            "A press is a what-if",
        )
    ]
    assert places == sorted(places)


def test_words_of_those_who_have_not_released_them_are_not_printed(run: Run, demo_original: Path) -> None:
    shown = run("advise", demo_original, *FEW, "--lever", "supervision").out
    assert "[the speaker has not reviewed these words yet]" in shown
    assert "pushes back:" in shown
    assert shown.startswith("Supervision and professional support: asked for by 5 of 10 people")


def test_sentences_stand_below_the_table_where_they_are_wanted(run: Run, demo_original: Path) -> None:
    assert "· Stigma and acceptance: asked for by 6 of 10 people" in run("advise", demo_original, *FEW, "--words").out
    assert "· Stigma" not in run("advise", demo_original, *FEW).out


def test_the_table_of_levers_has_effect_certainty_and_breadth_beside_the_score(
    run: Run, demo_original: Path, tmp_path: Path
) -> None:
    run("advise", demo_original, *FEW, "--csv", tmp_path / "levers.csv")
    with (tmp_path / "levers.csv").open(encoding="utf-8-sig") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 23  # 22 levers, one of them with two addressees
    assert {"askers", "effect", "low", "high", "certainty", "score", "words", "place_low", "top_three"} <= set(rows[0])


@pytest.mark.parametrize("suffix", ["svg", "png"])
def test_the_picture_is_saved(run: Run, demo_original: Path, tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"advice.{suffix}"
    assert run("advise", demo_original, *FEW, "--figure", path).code == 0
    assert path.stat().st_size > 10_000


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (("--budget", "3"), 1, "A budget needs what levers cost."),
        (("--cost", "team=2"), 1, "Costs needs a budget."),
        (("--cost", "team=free", "--budget", "3"), 1, "team: “free” is no cost."),
        (("--cost", "teem=2", "--budget", "3"), 1, "Nearest: team"),
        (("--cost", "2", "--budget", "3"), 2, "“2” is no pair NAME=VALUE"),
        (("--cost", "team=2", "--costs", "costs.csv", "--budget", "3"), 2, "Name costs one by one"),
        (("--lever", "督导与"), 1, "Nearest: supervision"),
    ],
)
def test_mistakes_are_told(run: Run, demo_original: Path, arguments: tuple[str, ...], code: int, says: str) -> None:
    ended = run("advise", demo_original, *FEW, *arguments)
    assert (ended.code, ended.out) == (code, "")
    assert says in ended.err


def test_a_budget_below_every_cost_is_said(run: Run, demo_original: Path) -> None:
    shown = run("advise", demo_original, *FEW, "--cost", "team=9", "--budget", "3").out
    assert "No lever with a cost fits into the budget of 3." in shown


def test_from_suggestion_to_recommendation_and_back(run: Run, demo_file: Path) -> None:
    assert run("tie", demo_file, "REC.01/P01.zh/68", "negotiating").out == (
        "REC.01/P01.zh/68: tied by you to negotiating.\n"
    )
    assert run("recommend", demo_file, "negotiating", *FEW, "--en", "Let people shape the setting").code == 0
    assert "negotiating is adopted already, by me on" in run("recommend", demo_file, "negotiating", *FEW).err
    run("untie", demo_file, "REC.01/P01.zh/68")
    shown = run("recommendations", demo_file).out
    assert "Let people shape the setting" in shown
    assert "! No longer: Nobody asks for it any more; 1 did." in shown
    for _ in range(3):
        run("undo", demo_file)
    assert run("recommendations", demo_file, "--json").json()["result"]["recommendations"] == []


def test_drafts_are_listed_and_counted(run: Run, demo_file: Path) -> None:
    shown = run("suggestions", demo_file, "--from-cue-words", "--only", "drafts")
    assert shown.err == "11 new drafts.\n"
    assert "11 drafts" in shown.out
    assert "REC.03/P10.zh/78" in shown.out


def test_levers_are_listed_with_who_asks(run: Run, demo_original: Path) -> None:
    shown = run("suggestions", demo_original, "--levers").out
    assert "seeking_help" in shown
    assert "P01, P02, P04, P06, P07, P09" in shown
