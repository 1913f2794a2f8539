"""The tutorial, the how-to pages and worked examples of methods are done line by line, and say what is then seen.

A block of `sh` is typed (its lines that begin with `kangni`), a block of `python` is run, a block with a file's name
is that file, and a block of `text` is found in what was typed or run last: line by line in this order, other lines
between them, and `…` for anything. A line ends well unless a comment says how it ends: `# exits 1`. A block of
`console` is only shown.
"""

from __future__ import annotations

import io
import re
import shlex
import shutil
import sys
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

import pytest
from tests.docs.pages import ROOT, Block, blocks, commands, how_tos, worked

import kangni
from kangni.cli.main import main

DEMO = ROOT / "src/kangni/demo"
RULE = re.compile(r"^[─ ]*$")  # below a table's heading


@pytest.mark.parametrize("page", [*how_tos(), *worked()], ids=lambda page: str(page.stem))
def test_a_page_can_be_followed_line_by_line(
    page: Path, demo_original: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("KANGNI_CONFIG", str(tmp_path / "settings"))
    shutil.copytree(DEMO, tmp_path / "ten")
    if "kangni new work.kangni" not in page.read_text("utf-8"):
        shutil.copy(demo_original, tmp_path / "work.kangni")

    output = ""
    names: dict[str, object] = {}
    for block in blocks(page):
        place = f"{page.name}, line {block.line}"
        if block.name:
            path = tmp_path / block.name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(block.text, "utf-8")
        elif block.language == "sh":
            output = "".join(_type(line, place) for line in commands(block) if line.startswith("kangni "))
        elif block.language == "python":
            output = _execute(block, names, place)
        elif block.language == "text":
            _assert_shown(block, output, place)
    study = names.get("study")
    if isinstance(study, kangni.Study):
        study.close()


def _type(line: str, place: str) -> str:
    expected = re.search(r"# exits (\d+)", line)
    with pytest.MonkeyPatch.context() as patch, io.StringIO() as shown:
        patch.setattr(sys, "argv", shlex.split(line, comments=True))
        with redirect_stdout(shown), redirect_stderr(shown), pytest.raises(SystemExit) as ended:
            main()
        assert ended.value.code == (int(expected[1]) if expected else 0), f"{place}: {line}\n{shown.getvalue()}"
        return shown.getvalue()


def _execute(block: Block, names: dict[str, object], place: str) -> str:
    with io.StringIO() as shown, redirect_stdout(shown):
        exec(compile(block.text, place, "exec"), names)  # noqa: S102 - the page's own code
        return shown.getvalue()


def _assert_shown(block: Block, output: str, place: str) -> None:
    seen = iter(_told(output))
    for line in _told(block.text):
        pattern = re.compile(".*".join(re.escape(part) for part in line.split("…")))
        assert any(pattern.fullmatch(other) for other in seen), f"{place}: “{line}” is not (or not there) in\n{output}"


def _told(text: str) -> list[str]:
    """Return the lines with words, blanks between them as one."""
    return [" ".join(line.split()) for line in text.splitlines() if not RULE.match(line)]
