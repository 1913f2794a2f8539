from __future__ import annotations

import csv
import io
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

Run = Callable[..., Any]


def test_groups_are_printed_with_their_people_differences_and_what_they_allow(run: Run, demo_original: Path) -> None:
    done = run("compare", demo_original, "--by", "role", "--group", "front-line")
    assert done.code == 0
    assert "Groups by role (each value)" in done.out
    assert "0.0215" in done.out
    assert "front-line (5) and others (5)" in done.out
    assert "--all shows them" in done.out


def test_bands_of_numbers_come_as_csv_with_all_digits(run: Run, demo_original: Path) -> None:
    done = run("compare", demo_original, "--by", "years_in_post", "--cut", "8", "--csv", "-")
    rows = list(csv.DictReader(io.StringIO(done.out)))
    assert {(row["first"], row["second"]) for row in rows} == {("<8", "8+")}
    assert rows[0]["difference"] == "0.75"
    assert rows[0]["p_boschloo"] == ""  # four people against six


def test_a_number_opens_to_its_words(run: Run, demo_original: Path) -> None:
    done = run("compare", demo_original, "--by", "role", "--group", "front-line", "--open", "ENV.U02/protective/others")
    assert "P05" in done.out
    assert done.out.rstrip().endswith("of 1 participants")


def test_another_study_is_compared_through_a_crosswalk(run: Run, demo_file: Path, tmp_path: Path) -> None:
    other = shutil.copy(demo_file, tmp_path / "other.kangni")
    crosswalk = tmp_path / "crosswalk.csv"
    crosswalk.write_text("first_code,second_code,note\nENV.O01,ENV.O01,\n", "utf-8")
    figure = tmp_path / "out.svg"
    done = run("compare", demo_file, "--with", other, "--crosswalk", crosswalk, "--figure", figure)
    assert done.code == 0
    assert "Codes without a partner" in done.out
    assert "Ask of every difference who has left" in done.out
    assert figure.read_text("utf-8").startswith("<svg")


def test_either_an_attribute_or_a_study_is_named(run: Run, demo_original: Path) -> None:
    assert run("compare", demo_original).code == 2
    assert run("compare", demo_original, "--by", "role", "--with", demo_original).code == 2


def test_an_unknown_attribute_is_refused_with_the_closest(run: Run, demo_original: Path) -> None:
    done = run("compare", demo_original, "--by", "rolle")
    assert done.code == 1
    assert "Did you mean “role”?" in done.err
