"""Merging and bundles from the command line: the preview, the refusal with its list, and the answers."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import kangni

Run = Callable[..., Any]
TEXT = "Interviewer: busy?\nP01: busy, very busy, and nobody helps\n"


@pytest.fixture
def copies(run: Run, tmp_path: Path) -> tuple[Path, Path]:
    """Two copies of a study in which both sides wrote another consent, and theirs has more drafts."""
    mine, theirs = tmp_path / "mine.kangni", tmp_path / "theirs.kangni"
    (tmp_path / "P01.txt").write_text(TEXT, "utf-8")
    assert run("new", mine, "--language", "en").code == 0
    assert run("import", mine, tmp_path / "P01.txt").code == 0
    shutil.copy(mine, theirs)
    assert run("consent", mine, "P01", "analysis;quote").code == 0
    assert run("consent", theirs, "P01", "analysis").code == 0
    assert run("code", theirs, "STR.U03", "--search", "busy").code == 0
    return mine, theirs


def state(path: Path) -> tuple[str, int]:
    with kangni.open(path) as study:
        return study.hash(), study.revision


def test_a_dry_run_shows_what_would_come_and_exits_with_3_on_conflicts(run: Run, copies: tuple[Path, Path]) -> None:
    mine, theirs = copies
    before = state(mine)
    asked = run("merge", mine, theirs, "--dry-run")
    assert asked.code == 3
    assert "nothing was stored" in asked.out
    assert "analysis;quote" in asked.out
    assert state(mine) == before


def test_conflicts_refuse_the_merge_with_the_list(run: Run, copies: tuple[Path, Path]) -> None:
    mine, theirs = copies
    before = state(mine)
    refused = run("merge", mine, theirs)
    assert refused.code == 1
    assert "participant P01: consent" in refused.err
    assert "--take NAME=theirs" in refused.err
    assert state(mine) == before


@pytest.mark.parametrize("take", [["theirs"], ["mine", "P01=theirs"], ["participant P01=theirs"]])
def test_answers_settle_conflicts_for_all_or_one(run: Run, copies: tuple[Path, Path], take: list[str]) -> None:
    mine, theirs = copies
    options = [word for each in take for word in ("--take", each)]
    answer = run("merge", mine, theirs, *options, "--json").json()
    assert (answer["deed"], [each["taken"] for each in answer["result"]["conflicts"]]) == ("merge", ["theirs"])
    before = state(mine)
    assert run("merge", mine, theirs).code == 0
    assert state(mine) == before


@pytest.mark.parametrize("take", ["ours", "P01=ours", "P01"])
def test_an_answer_that_is_none_is_wrong_usage(run: Run, copies: tuple[Path, Path], take: str) -> None:
    assert run("merge", *copies, "--take", take).code == 2


def test_what_is_no_study_is_refused(run: Run, copies: tuple[Path, Path], tmp_path: Path) -> None:
    refused = run("merge", copies[0], tmp_path / "P01.txt")
    assert refused.code == 1
    assert "not a Kangni study" in refused.err


def test_a_bundle_goes_out_by_suffix_or_format_and_makes_the_study_again(
    run: Run, copies: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    waive = ("--waive", "P01=our own team")
    assert "comes back whole" in run("export", copies[1], "--to", "bundle", "out.json", *waive).out
    assert run("export", copies[1], "--to", "bundle", *waive).code == 0
    assert (tmp_path / "theirs.kangni.json").read_bytes() == (tmp_path / "out.json").read_bytes()
    assert run("new", "again.kangni", "--from", "out.json").code == 0
    assert state(tmp_path / "again.kangni")[0] == state(copies[1])[0]
    assert "not the whole study" in run("export", copies[1], "covered.json").out
