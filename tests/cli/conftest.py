"""Runs the command line as a user would: in this process where only answers matter, else as the installed command."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from kangni.cli import main


@dataclass(frozen=True, slots=True)
class Ran:
    """How a command ended and what it printed."""

    code: int
    out: str
    err: str

    def json(self) -> Any:
        return json.loads(self.out)


Run = Callable[..., Ran]


@pytest.fixture
def settings(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder for settings of one's own, empty at first."""
    folder = tmp_path_factory.mktemp("settings")
    monkeypatch.setenv("KANGNI_CONFIG", str(folder))
    return folder


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Call `kangni` with these arguments in this process."""

    def run_here(*arguments: str | Path) -> Ran:
        monkeypatch.setattr(sys, "argv", ["kangni", *map(str, arguments)])
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            main()
        printed = capsys.readouterr()
        return Ran(int(ended.value.code or 0), printed.out, printed.err)

    return run_here


@pytest.fixture
def command() -> Path:
    """The installed `kangni` command."""
    return Path(sys.executable).with_name("kangni.exe" if os.name == "nt" else "kangni")


@pytest.fixture
def installed(command: Path) -> Run:
    """Call the installed `kangni` in a process of its own, with some environment variables set."""

    def run_there(*arguments: str | Path, **variables: str) -> Ran:
        done = subprocess.run(
            [command, *arguments],
            capture_output=True,
            check=False,
            encoding="utf-8",
            env={**os.environ, **variables},
            timeout=60,
        )
        return Ran(done.returncode, done.stdout, done.stderr)

    return run_there
