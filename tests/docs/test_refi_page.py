"""The table of elements on the page about projects says what the reader does."""

from __future__ import annotations

import re

import pytest
from tests.docs.pages import ROOT
from tests.exchange.refi.shapes import packed, read
from tests.exchange.refi.test_writing import foreign

from kangni.exchange.refi.reading import ReadProject

PAGE = (ROOT / "docs" / "reference" / "refi-qda.md").read_text("utf-8")
ROWS = re.findall(r"^\| (`\w+`.*?) \| .*? \| (in the study|kept) \|$", PAGE, re.MULTILINE)
PICTURE = (
    '<PictureSource guid="00000000-0000-4000-8000-0000000003e9" path="absolute:///x.png"/>'
    '<VideoSource guid="00000000-0000-4000-8000-0000000003ea" path="absolute:///x.mp4"/></Sources>'
)


@pytest.fixture(scope="module")
def everything() -> ReadProject:
    """A project with every element of the table."""
    import io
    import zipfile

    with zipfile.ZipFile(io.BytesIO(foreign())) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    markup = members.pop("project.qde").decode().replace("</Sources>", PICTURE)
    return read(packed(markup, members))


def test_the_table_has_rows() -> None:
    assert len(ROWS) >= 15


@pytest.mark.parametrize(("what", "fate"), ROWS)
def test_each_element_has_the_fate_that_the_page_says(everything: ReadProject, what: str, fate: str) -> None:
    counts = {line.element: line for line in everything.elements}
    for name in re.findall(r"`(\w+)`", what):
        line = counts[name]
        assert line.lost == 0
        assert (line.stored if fate == "in the study" else line.kept) >= 1, (name, line)
