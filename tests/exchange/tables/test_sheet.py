from __future__ import annotations

import pytest

from kangni.core.errors import FileEmpty, UnknownFileType
from kangni.exchange.tables.grid import Table
from kangni.exchange.tables.sheet import read_sheet, write_table

TABLE = Table("participants", ("id", "age"), [("P01", "34")])


def test_the_content_decides_on_the_format_and_not_the_name() -> None:
    workbook, text = write_table(TABLE, "xlsx"), write_table(TABLE, "csv")

    assert read_sheet("participants.csv", workbook).columns == (("P01",), ("34",))
    assert read_sheet("participants.xlsx", text).columns == (("P01",), ("34",))


@pytest.mark.parametrize("content", [b"%PDF-1.7 ...", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"SQLite format 3\x00"])
def test_a_file_that_is_no_table_is_refused_with_the_types_that_are(content: bytes) -> None:
    with pytest.raises(UnknownFileType, match="CSV, XLSX"):
        read_sheet("x.csv", content)


def test_an_empty_file_is_refused() -> None:
    with pytest.raises(FileEmpty):
        read_sheet("x.csv", b"")
