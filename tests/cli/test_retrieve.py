from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

Run = Callable[..., Any]


def test_quotes_are_listed_with_their_number(run: Run, demo_original: Path) -> None:
    done = run("retrieve", demo_original, "ENV.U01")
    assert done.out.rstrip().endswith("11 passages in 11 turns of 7 participants")


def test_a_matrix_counts_quotes_and_its_cells_open(run: Run, demo_original: Path) -> None:
    done = run("retrieve", demo_original, "ENV.U01", "--matrix", "participant")
    assert done.out.startswith("Quotes by code and participant")
    assert run("retrieve", demo_original, "ENV.U01", "--open", "ENV.U01/P01").code == 0


def test_kept_conditions_are_listed_used_and_forgotten(run: Run, demo_file: Path) -> None:
    run("retrieve", demo_file, "ENV.U01", "--polarity", "risk", "--save", "pushed")
    assert "codes: ENV.U01; polarities: risk" in run("retrieve", demo_file, "--list").out
    assert run("retrieve", demo_file, "--saved", "pushed", "--json").json()["result"]["conditions"]["codes"] == [
        "ENV.U01"
    ]
    assert "pushed" not in run("retrieve", demo_file, "--forget", "pushed").out


def test_a_summary_is_shown_after_it_is_written(run: Run, demo_file: Path) -> None:
    run("summarise", demo_file, "ENV.U01", "P01", "台账压力大", "--coder", "A")
    assert run("summarise", demo_file, "env.u01", "P01").out == "A: 台账压力大\n"


def test_an_unknown_code_is_refused_by_name(run: Run, demo_original: Path) -> None:
    done = run("retrieve", demo_original, "ENV.U99")
    assert (done.code, done.out) == (1, "")
    assert "ENV.U99" in done.err
