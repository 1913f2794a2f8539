"""The table of what survives says what the reader and the writer do with each program's file."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping

import pytest
from tests.docs.pages import ROOT
from tests.exchange.refi.shapes import packed, read
from tests.exchange.refi.test_writing import foreign, written
from tests.storage.studies import FRAMEWORK

from kangni.core.bundle import StudySettings
from kangni.exchange.refi.reading import ReadProject, read_codebook

PAGE = (ROOT / "docs" / "how-to" / "come-from-another-program.md").read_text("utf-8")
HEADING, *ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in PAGE[PAGE.index("| what | NVivo") :].split("\n\n")[0].splitlines()
    if not line.startswith("|---")
]
ORIGINS = {"NVivo": "NVivo 14", "ATLAS.ti": "ATLAS.ti 23", "MAXQDA": "MAXQDA 24", "QualCoder": "QualCoder 3.5"}
ELEMENTS = {
    "codes and their tree": ("Code",),
    "texts, codings, coders": ("TextSource", "PlainTextSelection", "Coding", "User"),
    "cases and variables": ("Case", "VariableValue"),
    "memos, annotations, comments": ("Note", "Description"),
    "PDFs with their text": ("PDFSource",),
    "regions of PDFs, pictures, sound, film": ("PDFSelection", "AudioSource", "PictureSource"),
    "sets, links, networks": ("Set", "Link", "Graph"),
}
STORED = {"yes", "participants", "memos"}
OUTSIDE = '<PictureSource guid="00000000-0000-4000-8000-0000000003e9" path="absolute:///x.png"/></Sources>'
TAGUETTE = (
    '<CodeBook xmlns="urn:QDA-XML:codebook:1.0" origin="Taguette 1.4"><Codes><Code '
    'guid="00000000-0000-4000-8000-000000000001" name="work/load" isCodable="true"/></Codes><Sets/></CodeBook>'
)


def project_of(origin: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(foreign(origin=origin))) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    markup = members.pop("project.qde").decode().replace("</Sources>", OUTSIDE)
    return packed(markup.replace('name="strain"', 'name="strain" color="#112233"'), members)


@pytest.fixture(scope="module")
def found() -> Mapping[str, ReadProject]:
    return {program: read(project_of(origin)) for program, origin in ORIGINS.items()}


@pytest.mark.parametrize("program", ORIGINS)
@pytest.mark.parametrize("row", [row for row in ROWS if row[0] in ELEMENTS], ids=lambda row: row[0])
def test_elements_are_in_the_study_or_kept_as_the_table_says(
    found: Mapping[str, ReadProject], program: str, row: list[str]
) -> None:
    said = row[HEADING.index(program)]
    counts = {line.element: line for line in found[program].elements}
    for element in ELEMENTS[row[0]]:
        line = counts[element]
        assert line.lost == 0
        assert (line.stored if said in STORED else line.kept) >= 1, (element, line)


@pytest.mark.parametrize("program", ORIGINS)
def test_colours_are_kept_and_go_out_and_files_outside_leave_their_path(
    found: Mapping[str, ReadProject], program: str
) -> None:
    said = {row[0]: (row[HEADING.index(program)], row[HEADING.index("back out")]) for row in ROWS}
    assert said["colours"] == ("kept", "yes")
    assert said["files outside the project"] == ("not opened", "path only")
    with zipfile.ZipFile(io.BytesIO(written(found[program].records))) as archive:
        markup = archive.read("project.qde").decode()
    assert 'color="#112233"' in markup
    assert "absolute:///x.png" in markup


def test_each_kind_that_the_table_says_goes_out_again_does(found: Mapping[str, ReadProject]) -> None:
    with zipfile.ZipFile(io.BytesIO(written(found["NVivo"].records))) as archive:
        markup = archive.read("project.qde").decode()
    for row in ROWS:
        for element in ELEMENTS.get(row[0], ()):
            assert row[HEADING.index("back out")] == "yes"
            assert re.search(rf"<{element}[ >]", markup), element


def test_of_taguettes_codebook_names_come_in_and_nothing_else() -> None:
    column = HEADING.index("Taguette (.qdc)")
    assert {row[column] for row in ROWS} == {"names only", "–"}
    book = read_codebook("book.qdc", TAGUETTE.encode(), settings=StudySettings("x", "en"), framework=FRAMEWORK)
    assert [(code.name.en, code.parent) for code in book.records.codes] == [("work/load", None)]


def test_no_row_of_the_table_is_left_without_a_test() -> None:
    others = {"colours", "files outside the project", "queries, weights, colours of text"}
    assert {row[0] for row in ROWS} == {*ELEMENTS, *others}
