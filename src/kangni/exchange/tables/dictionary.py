"""The reference page on tables, written from their declaration so that it stays true."""

from __future__ import annotations

from collections.abc import Iterator

from kangni.exchange.tables.columns import ASKED_FORMATS, FORMATS, Column, Format

__all__ = ["data_dictionary"]

_HEAD = """\
# Tables

Written from the declaration in `kangni.exchange.tables.columns`, and held to it by a test.

`kangni import work.kangni codings.csv` brings a table in, `kangni export` writes it out in the same columns. A table is
recognised by its headings. Where yours are called otherwise, say so: `--map theirs=ours`. Columns that are in no list
below are not taken, and the import names them; only the table of participants takes any further column, as an
attribute.

* **CSV**: UTF-8, with or without a mark, or another encoding that is then reported (GB18030, Big5, UTF-16, cp1252);
  commas, semicolons or tabs. **XLSX**: the first sheet or the one you name; of a formula, the value that was stored
  last.
* What goes out is UTF-8 with commas and LF. A cell that a spreadsheet program would run (it begins with `=`, `+`, `-`,
  `@`, a tab, or `＝`, and is neither a lone sign nor a number) gets an apostrophe before it; coming in, it goes again.
* Handles are compared without regard to case. Offsets are half-open and count characters (Unicode code points) of the
  document as stored.
* All faults of a table are told at once, with row (the heading is row 1) and column, and then nothing is stored.
* The same table twice adds nothing.
* The last two, crosswalk and answers, come along with a question and are not stored.
"""


def data_dictionary() -> str:
    """Return the page as Markdown: every table, every column, whether it is required, other headings understood."""
    stored = (line for form in FORMATS.values() for line in _section(form))
    asked = (line for form in ASKED_FORMATS.values() for line in _section(form))
    return "\n".join([_HEAD, *stored, *asked])


def _section(form: Format) -> Iterator[str]:
    yield f"## {form.kind}\n"
    yield f"{form.says}\n"
    yield "| column | required | what it says | also understood |"
    yield "|---|---|---|---|"
    yield from map(_row, form.columns)
    yield ""


def _row(column: Column) -> str:
    also = ", ".join(f"`{heading}`" for heading in column.also)
    says = column.says.replace("|", "\\|")
    return f"| `{column.name}` | {'yes' if column.required else ''} | {says} | {also} |"
