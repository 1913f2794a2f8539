"""Tables as Excel workbooks, in and out; cells are text, and nothing in a workbook runs."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, time
from typing import Any
from warnings import catch_warnings, simplefilter

from openpyxl import Workbook, load_workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.worksheet.formula import ArrayFormula

from kangni.core.errors import (
    ArchiveRefused,
    Fault,
    FileDamaged,
    FileEmpty,
    FileTooLarge,
    FormulaUnread,
    UnknownFileType,
    UnknownName,
    closest,
)
from kangni.exchange.archive import LARGEST_TOTAL, open_archive
from kangni.exchange.tables.grid import Sheet, Table, sheet_from

__all__ = ["read_workbook", "write_workbook"]

LONGEST_CELL = 32_767  # characters; openpyxl cuts off what is longer without a word
MOST_ROWS = 1_048_576

_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
# what XML cannot hold, and what would be taken for an escape
_UNWRITABLE = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")
_FORMULA_STARTS = frozenset("=+-@\t＝")


def read_workbook(name: str, content: bytes, *, sheet: str = "") -> Sheet:
    """Read the sheet of this name, else the first one; of formulas the value that was stored last.

    Raises
    ------
    ArchiveRefused, FileDamaged, UnknownFileType, UnknownName, FileEmpty
        If the archive could do harm, is broken, is no workbook, or lacks the sheet or any words.
    """
    has_formulas = _examine(name, content)
    values = _cells(name, content, sheet, stored=True)
    start = next((i for i, row in enumerate(values) if any(map(str.strip, row))), None)
    if start is None:
        raise FileEmpty(name)
    headings = values[start]
    formulas = _formulas(values, _cells(name, content, sheet, stored=False)) if has_formulas else {}
    unread = [Fault(i + 1, headings[j], FormulaUnread(cell)) for (i, j), cell in formulas.items() if not values[i][j]]
    numbers = [i + 1 for i in range(start + 1, len(values)) if any(values[i])]
    found = sheet_from(name, headings, [values[number - 1] for number in numbers], numbers, faults=unread)
    return replace(found, formulas=len(formulas))


def write_workbook(table: Table) -> bytes:
    """Write a table as a workbook whose cells are all text.

    Raises
    ------
    FileTooLarge
        If a cell or the table is longer than a workbook can hold.
    """
    # Everything is looked at before the book is begun: openpyxl cannot drop a half-written one quietly.
    rows = [[_escaped(cell, table.name) for cell in row] for row in (table.headings, *table.rows)]
    if len(rows) > MOST_ROWS:
        raise FileTooLarge(f"{table.name}.xlsx", f"{len(rows)} rows", f"{MOST_ROWS} rows; CSV has no limit")
    book = Workbook(write_only=True)
    sheet = book.create_sheet(table.name)
    for row in rows:
        sheet.append([_cell(sheet, text) if text else None for text in row])
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _escaped(text: str, name: str) -> str:
    escaped = _UNWRITABLE.sub(lambda found: f"_x{ord(found[0]):04X}_", text)
    if len(escaped) > LONGEST_CELL:
        limit = f"{LONGEST_CELL} characters a cell; CSV has no limit"
        raise FileTooLarge(f"{name}.xlsx", f"a cell of {len(text)} characters", limit)
    return escaped


def _cell(sheet: Any, text: str) -> Any:
    cell = WriteOnlyCell(sheet, text)
    cell.data_type = "s"  # openpyxl makes a formula of what begins with "="
    if text[:1] in _FORMULA_STARTS:
        cell.quotePrefix = True
    return cell


def _examine(name: str, content: bytes) -> bool:
    """Refuse archives that could do harm, and tell whether the sheets hold formulas."""
    archive = open_archive(name, content, largest_member=LARGEST_TOTAL)
    if "xl/workbook.xml" not in archive.members:
        raise UnknownFileType(name, "CSV, XLSX")
    has_formulas = False
    for member in archive.members:
        if member.endswith((".xml", ".rels")):
            part = archive.read(member)
            if b"<!DOCTYPE" in part or b"<!ENTITY" in part or b"\0" in part[:200]:
                raise ArchiveRefused(name, f"its member {member} declares a document type")
            has_formulas |= member.startswith("xl/worksheets/") and (b"<f>" in part or b"<f " in part)
    return has_formulas


def _cells(name: str, content: bytes, sheet: str, *, stored: bool) -> list[list[str]]:
    try:
        with catch_warnings():
            simplefilter("ignore", UserWarning)  # of parts that openpyxl does not write again, such as drop-down lists
            book = load_workbook(io.BytesIO(content), read_only=True, data_only=stored, keep_links=False)
        names = [page.title for page in book.worksheets]
        if sheet and sheet not in names:
            raise UnknownName("sheet", sheet, closest(sheet, names))  # noqa: TRY301 - the names come from the book
        page = book[sheet] if sheet else book.worksheets[0]
        page.reset_dimensions()  # some writers give false ones
        with catch_warnings():
            simplefilter("ignore", UserWarning)
            rows = list(_texts(page.iter_rows(values_only=True)))
    except UnknownName:
        raise
    except Exception as error:  # openpyxl raises whatever its many parts raise
        raise FileDamaged(name, type(error).__name__) from error
    width = max(map(len, rows), default=0)
    return [[*row, *([""] * (width - len(row)))] for row in rows]


def _formulas(values: Sequence[Sequence[str]], written: Sequence[Sequence[str]]) -> dict[tuple[int, int], str]:
    """Return the formulas by place: text that begins with "=" is alike in both, a formula shows its value in one."""
    return {
        (i, j): cell
        for i, row in enumerate(written)
        for j, cell in enumerate(row)
        if cell.startswith("=") and cell != values[i][j]
    }


def _texts(rows: Iterable[Sequence[object]]) -> Iterator[list[str]]:
    for row in rows:
        yield ["" if value is None else _text(value) for value in row]


def _text(value: object) -> str:
    match value:
        case str():
            plain = _ESCAPE.sub(lambda found: chr(int(found[1], 16)), value) if "_x" in value else value
            return plain.replace("\r\n", "\n").replace("\r", "\n")
        case ArrayFormula():
            return str(value.text)
        case bool():
            return "yes" if value else "no"
        case float() if value.is_integer():
            return str(int(value))
        case datetime() | date() | time():
            return value.isoformat().removesuffix("T00:00:00")
    return str(value)
