from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from kangni.core.errors import UnknownFileType
from kangni.reports.figure import Figure
from kangni.reports.figures.canvas import drawing, mark, words

FIGURE = Figure(
    svg=drawing(60, 20, [mark(-1, 10, 10, 8), words(20, 14, "压力 strain")], alt="A strain.", language="zh"),
    title="Strain <now>",
    caption="One mark.",
    alt="A strain.",
)


@pytest.mark.parametrize(("ending", "begins"), [("svg", b"<svg"), ("png", b"\x89PNG"), ("pdf", b"%PDF")])
def test_figure_is_saved_in_the_format_of_the_name(tmp_path: Path, ending: str, begins: bytes) -> None:
    path = FIGURE.save(tmp_path / f"strain.{ending}")

    assert path.read_bytes().startswith(begins)


@pytest.mark.parametrize("ending", ["svg", "png", "pdf"])
def test_figure_without_shapes_is_saved_too(tmp_path: Path, ending: str) -> None:
    empty = replace(FIGURE, svg=drawing(60, 20, [], alt="Nothing.", language="en"))

    assert empty.save(tmp_path / f"empty.{ending}").stat().st_size > 0


def test_figure_is_not_saved_under_an_unknown_ending(tmp_path: Path) -> None:
    with pytest.raises(UnknownFileType):
        FIGURE.save(tmp_path / "strain.jpg")

    assert list(tmp_path.iterdir()) == []


def test_saved_svg_brings_its_colours_with_it() -> None:
    assert "<style>" in FIGURE.standing_alone()
    assert "#b1371a" in FIGURE.standing_alone()
    assert "#" not in FIGURE.svg


def test_notebook_shows_title_and_caption_escaped() -> None:
    shown = FIGURE._repr_html_()

    assert "Strain &lt;now&gt;" in shown
    assert "One mark." in shown
