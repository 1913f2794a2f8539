"""Tables as text: cells between commas, semicolons or tabs, in and out.

Spreadsheet programs run cells that begin like a formula. Going out, such a cell gets a leading apostrophe; coming in,
the apostrophe goes. A plain number or a lone sign is harmless and stays as it is.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from kangni.core.errors import Fault, FileDamaged, RowBroken
from kangni.exchange.decode import Decoded, decode
from kangni.exchange.tables.grid import Sheet, Table, sheet_from
from kangni.exchange.tables.pause import collector_paused

__all__ = ["read_separated", "separated", "write_separated"]

DELIMITERS = (",", ";", "\t")
LONGEST_CELL = 10_000_000

_FORMULA_STARTS = "=+-@\t\r＝"
_STARTS = frozenset("'" + _FORMULA_STARTS)
_GUARDED = re.compile(f"'+[{re.escape(_FORMULA_STARTS)}]")
_HARMLESS = re.compile(r"[+-]?\d*\.?\d*")


def read_separated(name: str, content: bytes, *, encoding: str = "") -> Sheet:
    """Read a table from text, finding out its encoding where none is named, and its separator.

    Raises
    ------
    FileEmpty, TextUndecodable, TextInvalid, FileDamaged
        Without words, where the bytes are no text, or where quotation marks do not match.
    """
    decoded = decode(name, content, encoding=encoding or None)
    with collector_paused():
        return _sheet(name, decoded)


def write_separated(table: Table) -> bytes:
    """Write a table as UTF-8 with commas and LF line ends, formula-like cells with a leading apostrophe."""
    return separated(table.headings, table.rows).encode("utf-8")


def separated(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return headings and rows as text between commas, formula-like cells with a leading apostrophe."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow([_guard(heading) for heading in headings])
    writer.writerows(map(_guard_row, rows))
    return buffer.getvalue()


def _sheet(name: str, decoded: Decoded) -> Sheet:
    records = _records(name, decoded.text)
    start = next(i for i, record in enumerate(records) if any(map(str.strip, record)))
    headings = [_unguard(cell) for cell in records[start]]
    rows, numbers, faults = _body(records[start + 1 :], start + 2, len(headings))
    if _GUARDED.search(decoded.text):
        rows = [[_unguard(cell) for cell in row] for row in rows]
    sheet = sheet_from(name, headings, rows, numbers, faults=faults)
    return replace(sheet, encoding=decoded.encoding, sample=decoded.sample)


def _records(name: str, text: str) -> list[list[str]]:
    csv.field_size_limit(LONGEST_CELL)
    lines = io.StringIO(text, newline="")
    first = next(line for line in lines if line.strip())
    lines.seek(0)
    delimiter = max(DELIMITERS, key=lambda mark: len(next(csv.reader([first], delimiter=mark))))
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    try:
        return list(reader)
    except csv.Error as error:
        raise FileDamaged(name, f"line {reader.line_num}: {error}") from error


def _body(
    records: Sequence[Sequence[str]], first: int, width: int
) -> tuple[Sequence[Sequence[str]], Sequence[int], list[Fault]]:
    """Return the rows that hold something, their numbers, and a fault for each row of another width."""
    if set(map(len, records)) <= {width} and all(map(any, records)):
        return records, range(first, first + len(records)), []
    filled = [(number, record) for number, record in enumerate(records, first) if any(record)]
    fitting = [(number, record) for number, record in filled if len(record) == width]
    faults = [Fault(number, "-", RowBroken(len(record), width)) for number, record in filled if len(record) != width]
    return [record for _, record in fitting], [number for number, _ in fitting], faults


def _guard_row(row: Sequence[str]) -> Sequence[str]:
    if _STARTS.isdisjoint([cell[:1] for cell in row]):
        return row
    return [_guard(cell) for cell in row]


def _guard(cell: str) -> str:
    if _GUARDED.match(cell):
        return "'" + cell
    if cell[:1] not in _STARTS or cell.startswith("'") or _HARMLESS.fullmatch(cell):
        return cell
    return "'" + cell


def _unguard(cell: str) -> str:
    return cell[1:] if _GUARDED.match(cell) else cell
