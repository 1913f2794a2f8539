from __future__ import annotations

from pathlib import Path

from kangni.exchange.tables.columns import ASKED_FORMATS, FORMATS
from kangni.exchange.tables.dictionary import data_dictionary

PAGE = Path(__file__).parents[3] / "docs/reference/tables.md"


def test_the_page_on_tables_is_what_the_declaration_says() -> None:
    assert PAGE.read_text("utf-8") == data_dictionary(), f"write data_dictionary() to {PAGE}"


def test_every_column_of_every_table_has_a_line() -> None:
    lines = data_dictionary().split("\n")

    columns = [column.name for form in (*FORMATS.values(), *ASKED_FORMATS.values()) for column in form.columns]
    assert [line.split("`")[1] for line in lines if line.startswith("| `")] == columns
