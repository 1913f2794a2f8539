"""What the columns of an outgoing table hold: text, whole numbers, numbers, yes and no, or days."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, TypeAlias

from kangni.exchange.tables.attributes import parser_for
from kangni.exchange.tables.columns import FORMATS, TableKind
from kangni.exchange.tables.grid import Table

__all__ = ["TYPE_NAMES", "Cell", "ColumnType", "TypedColumn", "dictionary", "typed_columns"]

ColumnType = Literal["text", "integer", "number", "boolean", "day"]
Cell: TypeAlias = "str | int | float | bool | date | None"
# Documented columns that hold something else than text; what a participant's attribute holds is seen from its cells.
_TYPES: dict[str, ColumnType] = {
    **dict.fromkeys(
        ("start", "end", "order", "strength", "place_row", "turn", "turns", "characters", "page"), "integer"
    ),
    **dict.fromkeys(("draft", "released", "fictional"), "boolean"),
    "seconds": "number",
}
TYPE_NAMES: dict[ColumnType, str] = {
    "text": "string", "integer": "integer", "number": "number", "boolean": "boolean", "day": "date",
}  # fmt: skip
_YES = "yes"
ATTRIBUTE = "An attribute of participants."


@dataclass(frozen=True, slots=True)
class TypedColumn:
    """A column with its cells, empty ones as None, and what it says."""

    name: str
    type: ColumnType
    cells: tuple[Cell, ...]
    says: str


def typed_columns(table: Table) -> tuple[TypedColumn, ...]:
    """Return the columns of a table; those that are nowhere documented are attributes, typed by what they hold."""
    columns = list(zip(*table.rows, strict=True)) or [()] * len(table.headings)
    is_open = FORMATS[TableKind(table.name)].open if table.name in set(TableKind) else True
    says = _says(table.name)
    return tuple(
        _column(name, cells, says.get(name), is_open=is_open)
        for name, cells in zip(table.headings, columns, strict=True)
    )


def dictionary(tables: Iterable[Table]) -> Table:
    """Return a table of all columns of some tables with what they hold and say."""
    rows = [
        (str(table.name), column.name, TYPE_NAMES[column.type], column.says)
        for table in tables
        for column in typed_columns(table)
    ]
    return Table("dictionary", ("table", "column", "type", "says"), rows)


def _says(name: str) -> dict[str, str]:
    return {column.name: column.says for column in FORMATS[TableKind(name)].columns} if name in set(TableKind) else {}


def _column(name: str, cells: Sequence[str], says: str | None, *, is_open: bool) -> TypedColumn:
    if says is not None or not is_open or name in _TYPES:
        kind = _TYPES.get(name, "text")
        if kind == "integer" and not all(cell.lstrip("-").isdecimal() for cell in cells if cell):
            kind = "text"
        return TypedColumn(name, kind, tuple(_value(cell, kind) for cell in cells), says or "")
    given = [cell for cell in cells if cell]
    parse = parser_for(given) if given else str
    values: tuple[Cell, ...] = tuple(parse(cell) if cell else None for cell in cells)
    if all(isinstance(value, float) and value.is_integer() for value in values if value is not None) and given:
        values = tuple(int(value) if isinstance(value, float) else None for value in values)
    return TypedColumn(name, _type_of(values), values, ATTRIBUTE)


def _value(cell: str, kind: ColumnType) -> Cell:
    if kind == "text":
        return cell or None
    if kind == "boolean":
        return cell == _YES
    if not cell:
        return None
    return int(cell) if kind == "integer" else float(cell)


def _type_of(values: Sequence[Cell]) -> ColumnType:
    given = [value for value in values if value is not None]
    for kind, name in ((bool, "boolean"), (int, "integer"), (float, "number"), (date, "day")):
        if given and all(isinstance(value, kind) for value in given):
            return name  # type: ignore[return-value]  # the three are among the types
    return "text"
