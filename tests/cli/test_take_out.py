"""What `kangni export` writes beside tables and projects."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from kangni.cli.main import kangni


def run(*words: str) -> tuple[int, str]:
    result = CliRunner().invoke(kangni, words)
    return result.exit_code, result.output


@pytest.mark.parametrize(
    ("words", "written", "said"),
    [
        (("package", "--to", "out"), "out/datapackage.json", "32 files written to out."),
        (("tables", "--to", "out", "--format", "jsonl"), "out/codings.jsonl", "8 tables written to out."),
        (("people", "--format", "parquet"), "people.parquet", "10 rows written to people.parquet."),
        (("map",), "map.graphml", "137 links written to map.graphml."),
        (("map", "--format", "csv"), "map.zip", "137 links written to map.zip."),
        (("--to", "maps"), "map.graphml", "137 links written to map.graphml."),
        (("--to", "codings"), "codings.csv", "789 rows written to codings.csv."),
        (("--to", "package"), "work-package/README.md", "32 files written to work-package."),
        (("codings", "--format", "sav"), "codings.sav", "789 rows written to codings.sav."),
    ],
)
def test_what_is_asked_for_is_written_and_counted(
    demo_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], written: str, said: str
) -> None:
    monkeypatch.chdir(tmp_path)
    study = tmp_path / "work.kangni"
    study.write_bytes(demo_file.read_bytes())
    code, output = run("export", str(study), *words)
    assert code == 0, output
    assert said in output
    assert (tmp_path / written).is_file()


@pytest.mark.parametrize("what", ["package", "tables", "people", "map"])
def test_a_dry_run_counts_and_writes_nothing(
    demo_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    monkeypatch.chdir(tmp_path)
    before = sorted(tmp_path.iterdir())
    code, output = run("export", str(demo_file), what, "--dry-run")
    assert (code, sorted(tmp_path.iterdir())) == (0, before)
    assert "would be written" in output


def test_tables_cannot_be_a_graph(demo_file: Path) -> None:
    code, output = run("export", str(demo_file), "tables", "--format", "gexf")
    assert code == 2
    assert "tables cannot be written as gexf" in output
