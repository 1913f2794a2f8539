"""What the README shows runs: its Python example on the demo study, and its commands on files of that study."""

from __future__ import annotations

import re
import shlex
import shutil
import sys
from importlib.resources import as_file, files
from pathlib import Path

import pytest

from kangni.cli import main

README = Path(__file__).parents[2] / "README.md"


def block(language: str, holding: str) -> str:
    """Return the fenced block of a language that holds some words."""
    blocks = re.findall(rf"```{language}\n(.*?)```", README.read_text("utf-8"), re.DOTALL)
    [found] = [each for each in blocks if holding in each]
    return str(found)


def test_the_python_example_runs_on_the_demo_study(demo_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(demo_file.parent)
    names: dict[str, object] = {}
    exec(compile(block("python", "import kangni"), str(README), "exec"), names)  # noqa: S102 - the README is ours
    study = names["study"]
    assert type(study).__name__ == "Study"
    study.close()  # type: ignore[attr-defined]  # checked in the line above
    picture = (demo_file.parent / "relapse.svg").read_text("utf-8")
    assert "<svg" in picture
    assert len(picture) > 2_000


def test_the_commands_run_in_their_order(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with as_file(files("kangni") / "demo") as demo:
        shutil.copytree(demo, tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    commands = [shlex.split(line) for line in block("sh", "kangni new").splitlines()]
    assert [words[1] for words in commands] == ["new", "import", "factors", "evidence", "report"]
    for words in commands:
        members = ["--members", "10"] if words[1] == "report" else []
        monkeypatch.setattr(sys, "argv", [*words, *members])
        with pytest.raises(SystemExit) as ended:
            main()
        assert ended.value.code == 0, capsys.readouterr().err
    assert "10 participants" in capsys.readouterr().out
    assert (tmp_path / "work.report.en.html").stat().st_size > 50_000
