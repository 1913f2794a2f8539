from __future__ import annotations

import io
import zipfile
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from kangni.core.errors import (
    ArchiveRefused,
    FileDamaged,
    FileEmpty,
    FileTooLarge,
    FormulaUnread,
    UnknownFileType,
    UnknownName,
)
from kangni.exchange.tables.grid import Table
from kangni.exchange.tables.workbook import LONGEST_CELL, read_workbook, write_workbook

TEXTS = st.text(
    st.characters(
        exclude_categories=["Cs"], exclude_characters=[chr(n) for n in range(32) if n not in {9, 10}] + ["\x7f"]
    )
)


def saved(book: Workbook) -> bytes:
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def with_member(content: bytes, name: str, member: bytes) -> bytes:
    """Put a member in place of the one of the same name."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            if info.filename != name:
                new.writestr(info.filename, old.read(info))
        new.writestr(name, member)
    return buffer.getvalue()


@settings(max_examples=30, deadline=None)
@given(rows=st.lists(st.tuples(TEXTS, TEXTS).filter(any), min_size=1))
def test_any_text_comes_back_from_a_workbook_as_it_went(rows: list[tuple[str, str]]) -> None:
    content = write_workbook(Table("codings", ("quote", "memo"), rows))

    assert list(zip(*read_workbook("codings.xlsx", content).columns, strict=True)) == rows


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@x", "＝1"])
def test_a_cell_that_could_run_is_stored_as_text_with_a_quote_prefix(cell: str) -> None:
    book = load_workbook(io.BytesIO(write_workbook(Table("codings", ("quote",), [(cell,)]))))

    stored = book["codings"]["A2"]
    assert (stored.value, stored.data_type, bool(stored.quotePrefix)) == (cell, "s", True)


@pytest.mark.parametrize("cell", ["_x0041_", "a\ufffeb", "_x005F_x0041_"])
def test_what_xml_cannot_hold_is_escaped_and_comes_back(cell: str) -> None:
    content = write_workbook(Table("codings", ("quote",), [(cell,)]))

    assert read_workbook("codings.xlsx", content).columns == ((cell,),)


def test_numbers_days_and_truth_become_the_text_that_people_see() -> None:
    book = Workbook()
    page = book.worksheets[0]
    page.append(["id", "age", "share", "day", "married"])
    page.append(["P01", 34, 0.5, date(2025, 11, 4), True])

    assert [column[0] for column in read_workbook("t.xlsx", saved(book)).columns] == [
        "P01", "34", "0.5", "2025-11-04", "yes",
    ]  # fmt: skip


def test_the_first_sheet_is_read_unless_another_one_is_named() -> None:
    book = Workbook()
    page = book.worksheets[0]
    page.append(["id"])
    page.append(["P01"])
    other = book.create_sheet("wave 2")
    other.append(["id"])
    other.append(["P02"])

    assert read_workbook("t.xlsx", saved(book)).columns == (("P01",),)
    assert read_workbook("t.xlsx", saved(book), sheet="wave 2").columns == (("P02",),)
    with pytest.raises(UnknownName, match="wave 2"):
        read_workbook("t.xlsx", saved(book), sheet="wave 3")


def test_rows_are_numbered_as_the_spreadsheet_shows_them() -> None:
    book = Workbook()
    page = book.worksheets[0]
    for row in (["id", "note"], ["P01", "x"], [None, None], ["P02", None]):
        page.append(row)

    sheet = read_workbook("t.xlsx", saved(book))

    assert sheet.numbers == [2, 4]
    assert sheet.columns == (("P01", "P02"), ("x", ""))


def test_a_formula_without_a_stored_value_is_a_fault_in_its_cell() -> None:
    book = Workbook()
    page = book.worksheets[0]
    page.append(["id", "age"])
    page.append(["P01", "=30+4"])

    sheet = read_workbook("t.xlsx", saved(book))

    assert [(fault.row, fault.column, type(fault.error)) for fault in sheet.faults] == [(2, "age", FormulaUnread)]


def test_of_a_formula_the_stored_value_is_taken_and_counted() -> None:
    book = Workbook()
    page = book.worksheets[0]
    page.append(["id", "age"])
    page.append(["P01", "=30+4"])
    content = saved(book)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        xml = archive.read("xl/worksheets/sheet1.xml")
    xml = xml.replace(b"<f>30+4</f><v></v>", b"<f>30+4</f><v>34</v>").replace(
        b"<f>30+4</f><v />", b"<f>30+4</f><v>34</v>"
    )

    sheet = read_workbook("t.xlsx", with_member(content, "xl/worksheets/sheet1.xml", xml))

    assert (sheet.columns[1], sheet.formulas, sheet.faults) == (("34",), 1, ())


def test_a_cell_longer_than_excel_holds_is_refused_instead_of_cut_off() -> None:
    with pytest.raises(FileTooLarge, match="32768 characters"):
        write_workbook(Table("memos", ("text_zh",), [("字" * (LONGEST_CELL + 1),)]))


def test_an_archive_that_unpacks_to_far_more_than_it_holds_is_refused() -> None:
    bomb = with_member(write_workbook(Table("t", ("id",), [("P01",)])), "xl/worksheets/sheet1.xml", b" " * 70_000_000)

    with pytest.raises(ArchiveRefused):
        read_workbook("bomb.xlsx", bomb)


def test_a_workbook_with_a_document_type_is_refused() -> None:
    page = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]><worksheet/>'
    content = with_member(write_workbook(Table("t", ("id",), [("P01",)])), "xl/worksheets/sheet1.xml", page)

    with pytest.raises(ArchiveRefused, match="sheet1"):
        read_workbook("t.xlsx", content)


def test_an_archive_that_is_no_workbook_is_of_an_unknown_type() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("word/document.xml", "<w/>")

    with pytest.raises(UnknownFileType):
        read_workbook("t.xlsx", buffer.getvalue())


@pytest.mark.parametrize("share", [0.01, 0.1, 0.5, 0.99])
def test_a_workbook_cut_off_anywhere_is_damaged(share: float) -> None:
    content = write_workbook(Table("t", ("id",), [("P01",)]))

    with pytest.raises(FileDamaged):
        read_workbook("t.xlsx", content[: max(4, int(share * len(content)))])


def test_a_workbook_without_words_is_empty() -> None:
    with pytest.raises(FileEmpty):
        read_workbook("t.xlsx", saved(Workbook()))
