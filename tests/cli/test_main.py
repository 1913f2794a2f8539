"""The command as a whole: help, start-up, exit codes, who acts, and how mistakes end it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click
import pytest

import kangni
from kangni.cli.main import COMMANDS, EXIT_CODES, LazyGroup
from kangni.cli.main import kangni as group
from kangni.cli.summaries import SUMMARIES

Run = Callable[..., Any]
HEAVY = ("numpy", "scipy", "sqlalchemy", "pandas", "numba", "lxml", "openpyxl")


def told(text: str) -> str:
    return " ".join(text.split())


# --- help and start-up -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_with_its_summary_and_examples_that_name_it(run: Run, name: str) -> None:
    asked = run(name, "--help")
    assert asked.code == 0
    summary = next(line for _, names in SUMMARIES for command, line in names if command == name)
    assert summary in told(asked.out)
    examples = asked.out.partition("Examples:")[2].splitlines()
    assert any(line.strip().startswith(f"kangni {name}") for line in examples)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_says_what_it_is_for(name: str) -> None:
    command = LazyGroup().get_command(click.Context(group), name)
    assert command is not None
    options = [parameter for parameter in command.params if isinstance(parameter, click.Option)]
    assert [option.name for option in options if not option.help] == []


def test_help_lists_every_command_once_in_the_order_of_the_work(run: Run) -> None:
    listed = [command for _, names in SUMMARIES for command, _ in names]
    assert sorted(listed) == sorted(COMMANDS)
    asked = run("--help")
    assert asked.code == 0
    assert all(f"  {command} " in asked.out for command in COMMANDS)


def test_help_and_version_load_no_heavy_library() -> None:
    script = f"""
import sys
from kangni.cli import main
for argument in ("--help", "--version"):
    sys.argv = ["kangni", argument]
    try:
        main()
    except SystemExit as ended:
        assert not ended.code
print([name for name in {HEAVY} if name in sys.modules], file=sys.stderr)
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True, encoding="utf-8")
    assert done.stderr.strip() == "[]"
    assert "kangni, version" in done.stdout


def test_every_command_explains_itself_in_chinese_too() -> None:
    script = f"""
import sys
from kangni.cli import main
for name in {list(COMMANDS)}:
    sys.argv = ["kangni", name, "--help"]
    try:
        main()
    except SystemExit as ended:
        assert not ended.code, name
"""
    environment = {**os.environ, "KANGNI_LANGUAGE": "zh", "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True, env=environment)
    assert done.stdout.decode().count("kangni ") > len(COMMANDS)


def test_chinese_answers_do_not_break_off_where_a_terminal_knows_no_chinese(installed: Run, demo_file: Path) -> None:
    asked = installed("factors", demo_file, KANGNI_LANGUAGE="zh", PYTHONIOENCODING="ascii:strict", PYTHONUTF8="0")
    assert (asked.code, asked.err) == (0, "")
    assert "ENV.O01" in asked.out


# --- exit codes --------------------------------------------------------------------------------------------------


def test_the_table_of_exit_codes_is_the_documented_one() -> None:
    assert sorted(EXIT_CODES) == [0, 1, 2, 3, 130]


def test_a_deed_that_is_done_exits_with_0(run: Run, demo_file: Path) -> None:
    assert run("overview", demo_file).code == 0


def test_what_is_refused_exits_with_1_and_says_on_stderr_what_to_do(run: Run, tmp_path: Path) -> None:
    asked = run("overview", tmp_path / "no.kangni")
    assert (asked.code, asked.out) == (1, "")
    assert "There is no study at" in asked.err
    assert "kangni new" in asked.err


@pytest.mark.parametrize(
    "arguments",
    [
        ["nosuch"],
        ["overview"],
        ["search", "x.kangni"],
        ["search", "x.kangni", "words", "--role", "king"],
        ["adopt", "x"],
    ],
    ids=" ".join,
)
def test_wrong_usage_exits_with_2_and_points_to_the_help(run: Run, arguments: list[str]) -> None:
    asked = run(*arguments)
    assert (asked.code, asked.out) == (2, "")
    assert "--help" in asked.err
    assert "Error:" in asked.err


@pytest.mark.parametrize(
    "arguments",
    [
        ["saturation", "--seed", "-1"],
        ["simulate", "--workers", "0"],
        ["simulate", "--transfer", "tanh"],
        ["simulate", "--rule", "cosco"],
        ["simulate", "--vary", "moods"],
        ["simulate", "--press", "ENV.O01"],
        ["simulate", "--press", "ENV.O01=2"],
        ["simulate", "--press", "ENV.O01=nan"],
        ["roles", "P01"],
        ["export", "codings", "--waive", "P06"],
        ["report", "--waive", "P06= "],
        ["adopt"],
        ["refuse"],
    ],
    ids=" ".join,
)
def test_settings_out_of_range_are_wrong_usage(run: Run, demo_file: Path, arguments: list[str]) -> None:
    command, *rest = arguments
    asked = run(command, demo_file, *rest)
    assert asked.code == 2
    assert "Traceback" not in asked.err


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["saturation", "--base", "0"], "at least one interview"),
        (["saturation", "--threshold", "nan"], "a threshold of nan"),
        (["map", "--least", "0"], "use 1 or more"),
        (["map", "--participant", "P99"], "Did you mean “P09”?"),
        (["loops", "--cap", "0"], "1 or more"),
        (["simulate", "--members", "0"], "at least one member"),
        (["simulate", "--shock", "NOPE"], "no code called “NOPE”"),
        (["simulate", "--rule", "kosko", "--shock", "STR.O1"], "Did you mean “STR.O01”"),
        (["simulate", "--rule", "kosko", "--shock", "STR.O01", "--press", "STR.O01=0.2"], "held at 0.9 and at 0.2"),
        (["simulate", "--episode", "E99", "--members", "2"], "no episode called “E99”"),
        (["factors", "--reading", "nobody"], "no coder called “nobody”"),
        (["agreement", "--between", "A"], "two coders"),
        (["agreement", "--between", "A", "--between", "Z"], "no coder called “Z”"),
        (["evidence", "factor", "NOPE"], "no entry “NOPE”"),
        (["search", " "], "visible character"),
        (["code", "NOPE", "--search", "督导"], "no code called “NOPE”"),
        (["adopt", "zzz"], "no draft called “zzz”"),
        (["seen", "P99.zh"], "no document called “P99.zh”"),
        (["consent", "P01", "everything"], "Known: analysis, quote"),
        (["consent", "P01", "until yesterday"], "YYYY-MM-DD"),
        (["release", "P99"], "no participant called “P99”"),
        (["roles", "Nobody=interviewer"], "no speaker called “Nobody”"),
        (["roles", "P01=king"], "no participant called “king”"),
        (["undo", "--coder", "Ann"], "Ann has nothing to undo"),
        (["redo", "--coder", "Ann"], "Ann has nothing to redo"),
        (["export", "codings", "--to", "codings.docx"], ".csv, .xlsx"),
        (["export", "codings", "--to", "no folder/codings.csv"], "cannot be written"),
        (["export", "codings", "--waive", "P99=signed"], "no participant called “P99”"),
        (["factors", "--csv", "no folder/factors.csv"], "cannot be written"),
        (["seen", "P01.zh", "--coder", " x "], "cannot name a coder"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_one_mistake_is_one_clear_error_and_the_study_stays_as_it_was(
    run: Run, demo_file: Path, arguments: list[str], sentence: str
) -> None:
    with kangni.open(demo_file) as study:
        before = study.hash(), study.revision
    command, *rest = arguments
    asked = run(command, demo_file, *rest)
    assert asked.code == 1
    assert sentence in told(asked.err)
    with kangni.open(demo_file) as study:
        assert (study.hash(), study.revision) == before
    assert [file.name for file in demo_file.parent.iterdir()] == ["work.kangni"]


def test_a_study_is_never_the_place_of_an_answer(run: Run, demo_file: Path) -> None:
    before = demo_file.read_bytes()
    for arguments in (["factors", demo_file, "--csv", demo_file], ["search", demo_file, "督导", "--csv", demo_file]):
        asked = run(*arguments)
        assert asked.code == 1
        assert "never overwritten" in asked.err
    assert demo_file.read_bytes() == before


# --- mistakes as objects -----------------------------------------------------------------------------------------


def test_with_json_an_error_is_an_object_on_stdout(run: Run, tmp_path: Path) -> None:
    asked = run("overview", tmp_path / "no.kangni", "--json")
    assert (asked.code, asked.err) == (1, "")
    error = asked.json()["error"]
    assert (error["kind"], error["facts"]) == ("StudyMissing", {"path": str(tmp_path / "no.kangni")})
    assert error["sentence"].startswith("There is no study at")
    assert error["hint"].startswith("Make one with: kangni new")


def test_with_json_wrong_usage_is_an_object_too(run: Run, demo_file: Path) -> None:
    asked = run("saturation", demo_file, "--base", "many", "--json")
    assert (asked.code, asked.err) == (2, "")
    assert "many" in asked.json()["error"]["sentence"]


def test_with_json_each_fault_of_a_table_is_an_object_with_its_place(run: Run, demo_file: Path, tmp_path: Path) -> None:
    table = tmp_path / "codings.csv"
    table.write_text("coder,doc,start,end,code_id\nA,P01.zh,351,371,NOPE\nA,P99.zh,1,2,STR.O01\n", "utf-8")
    error = run("import", demo_file, table, "--json").json()["error"]
    assert error["kind"] == "FaultyTable"
    assert [(fault["row"], fault["column"], fault["kind"]) for fault in error["faults"]] == [
        (2, "code_id", "UnknownName"),
        (3, "doc", "UnknownName"),
    ]
    assert error["faults"][1]["facts"]["suggestion"] == "P09.zh"


def test_bytes_that_are_no_text_are_refused_before_anything_happens(command: Path, demo_file: Path) -> None:
    for arguments in ([b"seen", b"P01.zh", b"--coder", b"\xff"], [b"search", b"\xff"], [b"new", b"--name", b"\xff"]):
        name, *rest = arguments
        done = subprocess.run(
            [os.fsencode(command), name, os.fsencode(demo_file), *rest], capture_output=True, check=False
        )
        assert done.returncode == 1
        assert b"Traceback" not in done.stderr
        assert b"U+DCFF" in done.stderr


def test_a_reader_that_goes_away_ends_the_command_quietly(command: Path, demo_file: Path) -> None:
    script = f"'{command}' factors '{demo_file}' --json | head -1"
    done = subprocess.run(["sh", "-c", script], capture_output=True, check=False)
    assert (done.stdout, done.stderr) == (b"{\n", b"")


# --- who acts ----------------------------------------------------------------------------------------------------


def actor_of(study: Path) -> str:
    with kangni.open(study) as opened:
        return opened.history()[-1].actor


def test_the_option_goes_before_the_environment_before_the_setting_before_me(
    run: Run, demo_file: Path, settings: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not list(settings.iterdir())
    monkeypatch.setenv("USER", "li.na")
    monkeypatch.setenv("LOGNAME", "li.na")
    consents = iter(["analysis", "analysis;quote", "analysis;share", "analysis;ai"])

    run("consent", demo_file, "P01", next(consents))
    assert actor_of(demo_file) == "me"
    run("setting", "coder", "Saved")
    run("consent", demo_file, "P01", next(consents))
    assert actor_of(demo_file) == "Saved"
    monkeypatch.setenv("KANGNI_CODER", "Around")
    run("consent", demo_file, "P01", next(consents))
    assert actor_of(demo_file) == "Around"
    run("consent", demo_file, "P01", next(consents), "--coder", "Named")
    assert actor_of(demo_file) == "Named"
    assert b"li.na" not in demo_file.read_bytes()


def test_a_setting_is_shown_kept_and_taken_back(run: Run, settings: Path) -> None:
    assert run("setting", "coder").out == "\n"
    run("setting", "coder", "A")
    run("setting", "language", "zh")
    assert run("setting", "coder").out == "A\n"
    assert json.loads((settings / "settings.json").read_text("utf-8")) == {"coder": "A", "language": "zh"}
    run("setting", "coder", "")
    assert run("setting", "coder").out == "\n"


def test_a_setting_that_could_not_work_is_not_kept(run: Run, settings: Path) -> None:
    assert run("setting", "language", "fr").code == 2
    assert run("setting", "coder", " A ").code == 1
    assert not list(settings.iterdir())


@pytest.mark.parametrize("content", ["[1, 2", "[]", '{"coder": null, "language": 5}', "\ufeff{}", ""])
def test_a_broken_file_of_settings_counts_as_none(run: Run, settings: Path, content: str) -> None:
    (settings / "settings.json").write_text(content, "utf-8")
    assert run("setting", "coder").out == "\n"
    run("setting", "coder", "A")
    assert run("setting", "coder").out == "A\n"


def test_settings_that_cannot_be_written_are_an_error(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("KANGNI_CONFIG", str(tmp_path / "file"))
    asked = run("setting", "coder", "A")
    assert asked.code == 1
    assert "settings.json cannot be written" in asked.err


# --- cancelled ---------------------------------------------------------------------------------------------------


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGINT for another process")
def test_ctrl_c_during_a_long_import_exits_with_130_and_stores_nothing(command: Path, tmp_path: Path) -> None:
    study, rows = tmp_path / "work.kangni", tmp_path / "codings.csv"
    kangni.new(study).close()
    quotes = "\n".join(f"A,words {i},STR.O01,places.csv,{i}" for i in range(200_000))
    rows.write_text(f"coder,quote,code_id,place_file,place_row\n{quotes}\n", "utf-8")
    with kangni.open(study) as opened:
        before = opened.hash()
    working = subprocess.Popen([command, "import", study, rows], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    holder = study.with_name("work.kangni.holder")
    while not holder.exists():
        assert working.poll() is None
        time.sleep(0.01)
    working.send_signal(signal.SIGINT)
    out, err = working.communicate(timeout=30)
    assert (working.returncode, out) == (130, b""), err.decode()
    assert b"Stopped. Nothing was stored." in err
    assert b"Traceback" not in err
    with kangni.open(study) as opened:
        assert opened.hash() == before
        assert opened.history() == ()
    assert sorted(file.name for file in tmp_path.iterdir()) == ["codings.csv", "work.kangni"]
