from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]


@pytest.mark.parametrize(
    ("unit", "title", "first"),
    [
        ("turn", "Together in a turn: 3 of 176 pairs", "PRO.04 + OUT.01"),
        ("window", "Together within 3 turns in a row: 36 of 929 pairs", "REC.01 + REC.02"),
        ("overlap", "On the same words: 1 of 117 pairs", "OUT.06 + OUT.07"),
        ("episode", "Together in an episode: 19 of 344 pairs", "PRO.04 + OUT.01"),
        ("sequence", "One before the other, within 3 turns: 36 of 1337 pairs", "REC.02 > REC.03"),
    ],
)
def test_pairs_are_told_by_unit_with_a_picture(
    run: Run, demo_original: Path, tmp_path: Path, unit: str, title: str, first: str
) -> None:
    done = run("cooccurrence", demo_original, "--by", unit, "--figure", tmp_path / "pairs.svg")
    assert done.code == 0
    assert done.out.startswith(title)
    assert done.out.splitlines()[4].startswith(f" {first}")
    assert (tmp_path / "pairs.svg").read_text("utf-8").startswith("<svg")


def test_a_wider_window_holds_more_pairs(run: Run, demo_original: Path) -> None:
    def pairs(window: str) -> int:
        done = run("cooccurrence", demo_original, "--by", "window", "--window", window, "--all", "--csv", "-")
        return len(list(csv.DictReader(io.StringIO(done.out))))

    assert pairs("1") == 176
    assert pairs("1") < pairs("2") < pairs("4")


def test_a_sequence_opens_to_the_words_of_both(run: Run, demo_original: Path) -> None:
    done = run("cooccurrence", demo_original, "--by", "sequence", "--open", "REC.02>REC.03")
    assert done.out.rstrip().endswith("of 10 participants")
    assert run("cooccurrence", demo_original, "--open", "REC.02>REC.03").code == 1


def test_the_same_seed_shuffles_alike(run: Run, demo_original: Path) -> None:
    first, second, other = (
        run("cooccurrence", demo_original, "--by", "sequence", "--seed", seed, "--csv", "-").out
        for seed in ("5", "5", "6")
    )
    assert first == second != other


def test_a_window_of_no_turn_is_wrong_usage(run: Run, demo_original: Path) -> None:
    assert run("cooccurrence", demo_original, "--by", "window", "--window", "0").code == 2


def test_the_matrix_has_its_own_picture(run: Run, demo_original: Path, tmp_path: Path) -> None:
    for command in ("factors", "matrix"):
        run(command, demo_original, "--figure", tmp_path / f"{command}.svg")
    one, other = ((tmp_path / f"{command}.svg").read_text("utf-8") for command in ("factors", "matrix"))
    assert "Factors as rows, 10 participants as columns" in other
    assert "Factors as rows, 10 participants as columns" not in one
