"""Which bytes are a table, and in which format a table is written."""

from __future__ import annotations

from typing import Literal

from kangni.core.errors import FileEmpty, FileTooLarge, UnknownFileType
from kangni.exchange.documents.word import read_word_table
from kangni.exchange.tables.columnar import write_lines, write_parquet, write_spss
from kangni.exchange.tables.grid import Sheet, Table, sheet_from
from kangni.exchange.tables.separated import read_separated, write_separated

__all__ = ["WORD", "TableFile", "read_sheet", "write_table"]

TableFile = Literal["csv", "xlsx", "jsonl", "parquet", "sav"]
LARGEST = 200_000_000  # bytes
KNOWN = "CSV, XLSX, or a Word file with a table"
WORD = ".docx"  # its first table, where somebody says that the file is one

_ZIP = b"PK\x03\x04"
_OTHERS = (b"PK\x05\x06", b"\xd0\xcf\x11\xe0", b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"{\\rtf", b"SQLite format 3")


def read_sheet(name: str, content: bytes, *, sheet: str = "", encoding: str = "") -> Sheet:
    """Read a table from the bytes of a file; the content decides on the format, not the name.

    `sheet` picks a sheet of a workbook (else the first), `encoding` overrules the guess for a text file.
    """
    if not content.strip():
        raise FileEmpty(name)
    if len(content) > LARGEST:
        raise FileTooLarge(name, f"{len(content) // 1_000_000} MB", f"{LARGEST // 1_000_000} MB")
    if content.startswith(_OTHERS):
        raise UnknownFileType(name, KNOWN)
    if content.startswith(_ZIP):
        if name.lower().endswith(WORD):
            return _read_word(name, content)
        # openpyxl takes half a second to load, and most tables are text
        from kangni.exchange.tables.workbook import read_workbook  # noqa: PLC0415

        return read_workbook(name, content, sheet=sheet)
    return read_separated(name, content, encoding=encoding)


def write_table(table: Table, file_format: TableFile) -> bytes:
    """Write a table as the bytes of a file.

    Raises
    ------
    ExtraMissing
        For Parquet and SPSS files, where their library is not installed.
    """
    if file_format == "csv":
        return write_separated(table)
    if file_format == "xlsx":
        from kangni.exchange.tables.workbook import write_workbook  # noqa: PLC0415 - as above

        return write_workbook(table)
    writers = {"jsonl": write_lines, "parquet": write_parquet, "sav": write_spss}
    return writers[file_format](table)


def _read_word(name: str, content: bytes) -> Sheet:
    rows = read_word_table(name, content)
    filled = [(i, row) for i, row in enumerate(rows, start=1) if any(map(str.strip, row))]
    if not filled:
        raise FileEmpty(name)
    (_, headings), *lines = filled
    width = max(len(row) for _, row in filled)
    full = [[*row, *[""] * (width - len(row))] for _, row in lines]  # merged cells make rows shorter
    return sheet_from(name, [*headings, *[""] * (width - len(headings))], full, [i for i, _ in lines])
