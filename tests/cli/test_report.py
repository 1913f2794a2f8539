"""`kangni report`, `export` and `demo`: what leaves a study as files."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import kangni

Run = Callable[..., Any]
FEW = ("--members", "5")  # of the ensemble: these tests read words, not numbers


def test_a_report_lies_beside_the_study_with_its_waivers_in_the_history(run: Run, demo_file: Path) -> None:
    asked = run("report", demo_file, *FEW, "--language", "zh", "--waive", "P06=read on 3 May", "--coder", "A")
    report = demo_file.with_name("work.report.zh.html")
    assert (asked.code, asked.out) == (0, f"The report: {report}  (zh)\n")
    text = report.read_text("utf-8")
    assert text.lstrip().lower().startswith("<!doctype html>")
    assert "我脸一下就红了" in text  # P06, released by the waiver
    assert "我补了两个月前的走访时间" not in text  # P06 asked for this not to be shown to anybody
    with kangni.open(demo_file) as study:
        entry = study.history()[-1]
    assert (entry.actor, entry.deed) == ("A", "waive consent")
    assert dict(entry.facts) == {"for": "report", "P06": "read on 3 May"}


@pytest.mark.parametrize("target", ["work.kangni", "no folder/report.html"])
def test_a_report_that_cannot_be_written_is_an_error_and_no_waiver_is_kept(
    run: Run, demo_file: Path, target: str
) -> None:
    before = demo_file.read_bytes()
    asked = run("report", demo_file, *FEW, "--to", demo_file.parent / target, "--waive", "P06=read on 3 May")
    assert asked.code == 1
    assert "Traceback" not in asked.err
    with kangni.open(demo_file) as study:
        assert len(study.history()) == 1
    assert demo_file.read_bytes() == before
    assert [file.name for file in demo_file.parent.iterdir()] == ["work.kangni"]


@pytest.mark.parametrize(
    "name",
    [
        "participants.csv",
        "codebook.csv",
        "restrictions.csv",
        "codings.csv",
        "claims.csv",
        "episodes.csv",
        "suggestions.csv",
        "memos.csv",
        "codings.xlsx",
        "participants.xlsx",
    ],
)
def test_every_table_goes_out_and_comes_back_as_nothing_new(
    run: Run, demo_file: Path, tmp_path: Path, name: str
) -> None:
    path, kind = tmp_path / name, name.partition(".")[0]
    with kangni.open(demo_file) as study:
        before = study.hash()
    waivers = [f"--waive=P{n:02}=fictional" for n in range(1, 11)]
    assert run("export", demo_file, kind, "--to", path, *waivers).code == 0
    back = run("import", demo_file, path, "--json").json()["result"]["tables"][0]
    assert (back["kind"], back["added"], back["changed"]) == (kind, 0, 0)
    with kangni.open(demo_file) as study:
        assert study.hash() == before


def test_a_dry_run_of_an_export_writes_nothing(run: Run, demo_file: Path, tmp_path: Path) -> None:
    asked = run("export", demo_file, "claims", "--to", tmp_path / "claims.csv", "--dry-run", "--waive", "P06=why")
    assert (asked.code, asked.out) == (0, "219 rows would be written.\n")
    assert [file.name for file in tmp_path.iterdir()] == ["work.kangni"]
    with kangni.open(demo_file) as study:
        assert len(study.history()) == 1


def test_the_demo_makes_a_study_runs_the_chain_and_tells_where_its_report_lies(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kangni.cli.demo.LANGUAGES", ("en",))  # one report is enough here
    folder = tmp_path / "demo"
    done = run("demo", folder, "--report", "--no-browser", *FEW)
    assert done.code == 0
    assert "(fictional)" in done.out
    assert "789 codings by 2 coders in 10 interviews; pooled κ 0.72" in done.out
    assert (folder / "report.en.html").as_uri() in done.out
    assert sorted(file.name for file in folder.iterdir()) == ["demo.kangni", "report.en.html"]


def test_the_demo_opens_in_the_workbench(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[tuple[object, ...]] = []
    monkeypatch.setattr(
        "kangni.cli.demo.run_workbench", lambda studies, **how: opened.append((studies, how["browser"]))
    )
    folder = tmp_path / "demo"
    done = run("demo", folder, "--no-browser")
    assert done.code == 0
    assert "208 claims in 137 links" in done.out
    assert opened == [((folder / "demo.kangni",), False)]
    assert [file.name for file in folder.iterdir()] == ["demo.kangni"]


def test_a_demo_where_a_file_stands_in_the_way_is_refused(run: Run, tmp_path: Path) -> None:
    (tmp_path / "demo").write_text("words")
    asked = run("demo", tmp_path / "demo", "--no-browser")
    assert asked.code == 2
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "demo.kangni").write_text("words")
    asked = run("demo", tmp_path / "other", "--no-browser")
    assert asked.code == 1
    assert "is not a Kangni study" in asked.err
