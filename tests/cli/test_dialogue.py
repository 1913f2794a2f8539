"""Deciding, listing decisions, setting the mode and planning, as a user does it."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import kangni

Run = Callable[..., Any]
MISSED = "ENV.U02/P01.zh/12"  # B gave the code, A did not
BY_BOTH = ("--by", "A", "--by", "B")
OTHER = "STR.U03/P01.zh/18"  # A gave STR.U03 where B gave TRA.05
# what a coefficient of agreement is called, wherever one could stand
COEFFICIENT = re.compile(
    r"κ|α|\bAC1\b|\bkappa\b|\balpha\b|Krippendorff|Cohen|Gwet|MASI|percent agreement", re.IGNORECASE
)


def told(text: str) -> str:
    return " ".join(text.split())


# --- decisions ------------------------------------------------------------------------------------------------------


def test_a_decision_is_made_listed_shown_and_taken_back(run: Run, demo_file: Path) -> None:
    made = run(
        "decide", demo_file, MISSED, "--outcome", "both_stand", "--reason", "two sides", "--by", "A", "--by", "B"
    )
    assert made.code == 0
    assert "A: —, B: ENV.U02 both stand A, B two sides" in told(made.out)

    listed = run("decisions", demo_file, "--json").json()
    (row,) = listed["result"]["decided"]
    assert (row["passage"], row["outcome"], row["decided_by"]) == (MISSED, "both_stand", ["A", "B"])

    shown = run("agreement", demo_file, "--json").json()["result"]
    assert MISSED not in {passage["key"] for passage in shown["passages"]}
    assert [passage["key"] for passage in shown["settled"]] == [MISSED]
    assert {row["kind"]: row["open"] for row in shown["kinds"]}["missed"] == 92

    assert "decide" in run("history", demo_file).out
    assert run("undo", demo_file).code == 0
    assert run("decisions", demo_file, "--json").json()["result"]["decided"] == []


def test_a_change_is_carried_out_in_the_same_deed_and_the_first_reading_stays(run: Run, demo_file: Path) -> None:
    with kangni.open(demo_file) as study:
        before = study.hash()
    made = run(
        "decide", demo_file, OTHER, "--outcome", "change", "--reason", "her own", "--recode", "A=TRA.05",
        "--codebook", "STR.U03: narrower", "--json",
    ).json()["result"]  # fmt: skip
    assert made["read_as"] == ["A: STR.U03", "B: TRA.05"]
    assert made["change"].startswith("A: STR.U03 → TRA.05 ")

    now = run("agreement", demo_file, "--json").json()["result"]
    assert OTHER not in {passage["key"] for passage in (*now["passages"], *now["settled"])}
    assert [row["code"] for row in now["moved"]] == ["", "STR.U03", "TRA.05"]
    assert now["moved"][0]["alpha_now"] > now["moved"][0]["alpha_first"]
    first = run("agreement", demo_file, "--at", "done", "--json").json()["result"]
    assert OTHER in {passage["key"] for passage in first["settled"]}
    assert first["differing"] == now["differing"] + 2

    run("undo", demo_file)
    with kangni.open(demo_file) as study:
        assert study.hash() == before
    run("redo", demo_file)
    assert len(run("decisions", demo_file, "--json").json()["result"]["decided"]) == 1


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["NOPE/P01.zh/12", "--outcome", "keep"], "no code called “NOPE”"),
        (["ENV.U02/P99.zh/12", "--outcome", "keep"], "no document called “P99.zh”"),
        (["ENV.U02/P01.zh/999", "--outcome", "keep"], "no passage called"),
        ([MISSED, "--outcome", "keep", "--by", "Z"], "no coder called “Z”"),
        ([MISSED, "--outcome", "keep", "--remove-from", "B"], "needs the outcome “change”"),
        ([MISSED, "--outcome", "change", "--remove-from", "A"], "A has no coding at ENV.U02/P01.zh/12"),
        ([MISSED, "--outcome", "change", "--recode", "B=NOPE"], "no code called “NOPE”"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_a_mistake_in_a_decision_is_one_clear_error_and_the_study_stays(
    run: Run, demo_file: Path, arguments: list[str], sentence: str
) -> None:
    with kangni.open(demo_file) as study:
        before = study.hash(), study.revision
    asked = run("decide", demo_file, *arguments, "--reason", "clear")
    assert asked.code == 1
    assert sentence in told(asked.err)
    with kangni.open(demo_file) as study:
        assert (study.hash(), study.revision) == before


@pytest.mark.parametrize("arguments", [["--outcome", "shrug"], ["--outcome", "keep", "--recode", "A"], []])
def test_wrong_usage_of_a_decision_is_told_as_such(run: Run, demo_file: Path, arguments: list[str]) -> None:
    assert run("decide", demo_file, MISSED, "--reason", "x", *arguments).code == 2


def test_decisions_go_out_and_come_into_another_study_as_a_table(run: Run, demo_file: Path, tmp_path: Path) -> None:
    run("decide", demo_file, MISSED, "--outcome", "both_stand", "--reason", "two sides", "--by", "A", "--by", "B")
    run("decide", demo_file, OTHER, "--outcome", "change", "--reason", "her own", "--recode", "A=TRA.05")
    table, again = tmp_path / "decisions.csv", tmp_path / "again.csv"
    assert run("export", demo_file, "decisions", "--to", table).code == 0

    other = tmp_path / "other.kangni"
    kangni.make_demo(other).close()
    assert run("import", other, table).code == 0
    assert run("import", other, table, "--json").json()["result"]["tables"][0]["unchanged"] == 2
    run("export", other, "decisions", "--to", again)
    assert again.read_bytes() == table.read_bytes()
    rows = list(csv.DictReader(table.read_text("utf-8").splitlines()))
    assert [(row["doc"], row["turn"], row["readings"]) for row in rows] == [
        ("P01.zh", "12", "A:; B: ENV.U02"),
        ("P01.zh", "18", "A: STR.U03; B: TRA.05"),
    ]


def test_what_was_written_about_words_not_released_stays_in_the_study(
    run: Run, demo_file: Path, tmp_path: Path
) -> None:
    shown = run("agreement", demo_file, "--json").json()["result"]["passages"]
    passage = next(one["key"] for one in shown if one["participant"] == "P06")  # who has reviewed nothing
    run(
        "decide",
        demo_file,
        passage,
        "--outcome",
        "keep",
        "--reason",
        "a reason unspoken-of",
        "--change",
        "a change unspoken-of",
    )
    run("export", demo_file, "decisions", "--to", tmp_path / "decisions.csv")
    run("report", demo_file, "--to", tmp_path / "report.html", "--members", "2")
    for name in ("decisions.csv", "report.html"):
        assert "unspoken-of" not in (tmp_path / name).read_text("utf-8"), name


# --- the mode -------------------------------------------------------------------------------------------------------


def test_the_mode_is_shown_set_and_taken_back(run: Run, demo_file: Path) -> None:
    assert run("mode", demo_file).out == "dialogue\n"
    assert (
        run("mode", demo_file, "off", "--reason", "coding is interpretation").out == "off: coding is interpretation\n"
    )
    assert run("mode", demo_file).out == "off: coding is interpretation\n"
    run("undo", demo_file)
    assert run("mode", demo_file).out == "dialogue\n"
    assert run("mode", demo_file, "sometimes").code == 2


def test_in_a_dialogue_passages_come_before_figures_and_in_reliability_after_them(run: Run, demo_file: Path) -> None:
    talk = run("agreement", demo_file).out
    assert talk.index("Open passages") < talk.index("Agreement of A, B")
    run("mode", demo_file, "reliability")
    figures = run("agreement", demo_file)
    assert figures.out.index("Agreement of A, B") < figures.out.index("Open passages")
    assert run("agreement", demo_file, "--json").json()["settings"]["reading"] == "done"


def test_all_passages_are_listed_where_asked_for(run: Run, demo_file: Path) -> None:
    assert "221 more: --passages lists them all." in run("agreement", demo_file).out
    everything = run("agreement", demo_file, "--passages").out
    assert "more: --passages" not in everything
    assert everything.count("/P0") > 180


@pytest.mark.parametrize("language", ["en", "zh"])
def test_with_agreement_off_no_coefficient_stands_in_any_answer_or_report(
    run: Run, demo_file: Path, tmp_path: Path, language: str
) -> None:
    run("decide", demo_file, MISSED, "--outcome", "keep", "--reason", "clear")
    run("mode", demo_file, "off", "--reason", "Coding is interpretation.")
    for arguments in (
        ["agreement"], ["agreement", "--json"], ["agreement", "--at", "done"], ["plan-agreement"],
        ["evidence", "agreement", "--keys"],
    ):  # fmt: skip
        command, *rest = arguments
        asked = run(command, demo_file, *rest)
        assert asked.code == 1, arguments
        assert not COEFFICIENT.search(asked.out + asked.err), arguments
    for arguments in (
        ["overview"],
        ["decisions"],
        ["factors"],
        ["saturation"],
        ["process"],
        ["advice", "--members", "2"],
    ):
        command, *rest = arguments
        asked = run(command, demo_file, *rest)
        assert asked.code == 0, arguments
        assert not COEFFICIENT.search(asked.out), arguments
    page = tmp_path / "report.html"
    assert run("report", demo_file, "--to", page, "--language", language, "--members", "2").code == 0
    text = page.read_text("utf-8")
    assert not COEFFICIENT.findall(re.sub(r"<style>.*?</style>", "", text, flags=re.DOTALL))
    assert "Coding is interpretation." in text
    for kind in ("codings", "decisions", "codebook"):
        run("export", demo_file, kind, "--to", tmp_path / f"{kind}.csv")
        assert not COEFFICIENT.search((tmp_path / f"{kind}.csv").read_text("utf-8")), kind


@pytest.mark.parametrize(
    ("mode", "sentence"),
    [
        ("dialogue", "serves their dialogue here"),
        ("reliability", "is reported as reliability"),
        ("off", "does not measure"),
    ],
)
def test_the_report_prints_the_mode_and_its_reason(
    run: Run, demo_file: Path, tmp_path: Path, mode: str, sentence: str
) -> None:
    run("mode", demo_file, mode, "--reason", "So we agreed at the start.")
    page = tmp_path / "report.html"
    run("report", demo_file, "--to", page, "--language", "en", "--members", "2")
    assert sentence in page.read_text("utf-8")
    assert "So we agreed at the start." in page.read_text("utf-8")


def test_the_report_tells_decisions_and_what_changed_since_the_first_reading(
    run: Run, demo_file: Path, tmp_path: Path
) -> None:
    run("decide", demo_file, OTHER, "--outcome", "change", "--reason", "her own words", "--recode", "A=TRA.05")
    page = tmp_path / "report.html"
    run("report", demo_file, "--to", page, "--language", "en", "--members", "2")
    text = page.read_text("utf-8")
    assert "What was decided" in text
    assert "her own words" in text
    assert "The first reading, and now" in text


# --- the plan -------------------------------------------------------------------------------------------------------


def test_a_plan_from_expectations_needs_no_study(run: Run) -> None:
    asked = run(
        "plan-agreement", "--codes", "84", "--prevalence", ".05", "--alpha", ".7", "--width", ".2", "--turns", "38"
    )
    assert asked.code == 0
    assert "Two people should both code 8 interviews" in asked.out
    assert "! Assumed: two people who use codes alike often" in asked.out


def test_a_plan_from_a_study_is_the_same_for_the_same_seed(run: Run, demo_file: Path) -> None:
    first, again, other = (
        run("plan-agreement", demo_file, "--width", ".1", "--seed", seed, "--json").json() for seed in ("1", "1", "2")
    )
    assert first == again
    assert first["result"]["plan_rows"] != other["result"]["plan_rows"]
    assert (first["deed"], first["result"]["basis"]) == ("plan-agreement", "own interviews")


def test_a_plan_that_is_told_too_little_or_too_much_says_so(run: Run, demo_file: Path) -> None:
    asked = run("plan-agreement", "--codes", "84")
    assert (asked.code, "Name a study" in told(asked.err)) == (2, True)
    asked = run("plan-agreement", demo_file, "--alpha", ".7")
    assert (asked.code, "--alpha" in asked.err) == (2, True)
    assert run("plan-agreement", demo_file, "--code", "NOPE").code == 1
    asked = run("plan-agreement", "--codes", "1", "--prevalence", "2", "--alpha", ".7", "--turns", "9")
    assert (asked.code, "less than 1" in asked.err) == (1, True)


def test_a_plan_becomes_a_table_for_programs(run: Run, tmp_path: Path) -> None:
    table = tmp_path / "plan.csv"
    run("plan-agreement", "--codes", "84", "--prevalence", ".05", "--alpha", ".7", "--turns", "38", "--csv", table)
    rows = list(csv.DictReader(table.read_text("utf-8").splitlines()))
    assert [row["interviews"] for row in rows] == ["3", "4", "5", "6", "8", "10", "12", "15", "20"]
