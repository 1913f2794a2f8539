"""A plain table of ratings, without a study: which coder gave which unit which value."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kangni.core.errors import (
    CellEmpty,
    ColumnMissing,
    Fault,
    FaultyTable,
    HandleTaken,
    RowsConflict,
    UnknownName,
    closest,
)
from kangni.core.names import fold_handle
from kangni.exchange.tables.grid import Sheet

__all__ = ["COLUMNS", "Rating", "read_ratings"]

# documented columns, what each says, and other headings that are understood as it
COLUMNS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "unit": ("What was rated.", ("单位",)),
    "coder": ("Who rated it.", ("编码者",)),
    "value": ("What the coder gave it. Empty: missing, not “no”; in a table of sets: no value.", ("取值",)),
    "item": ("What was asked of the unit; each has figures of its own. Empty: nothing else.", ("项目",)),
    "participant": ("Whose words the unit is: units of one person hang together.", ("受访者",)),
}
REQUIRED = ("unit", "coder", "value")


@dataclass(frozen=True, slots=True)
class Rating:
    """One row: `value` is empty where the coder gave none."""

    row: int
    item: str
    unit: str
    coder: str
    value: str
    participant: str


def read_ratings(
    sheet: Sheet, *, mapping: Mapping[str, str] | None = None, coder_columns: Sequence[str] = (), sets: bool = False
) -> tuple[Rating, ...]:
    """Read ratings, one a row; with `coder_columns` each row holds the values of several coders, one a column.

    `mapping` says which heading stands for which documented column. Without `sets` the same unit, coder and item twice
    with two values is a fault; with `sets` the values of such rows make one set.

    Raises
    ------
    FaultyTable
        With all faults of the table, each with its row and column.
    """
    columns = _columns(sheet, mapping or {}, coder_columns)
    faults = list(sheet.faults)
    lines = zip(sheet.numbers, *(columns[name] for name in COLUMNS), strict=True)
    wide = {heading: sheet.columns[sheet.headings.index(heading)] for heading in coder_columns}
    found: dict[tuple[str, str, str], Rating] = {}
    ratings: list[Rating] = []
    for i, (row, unit, coder, value, item, participant) in enumerate(lines):
        given = {heading: cells[i] for heading, cells in wide.items()} if wide else {coder: value}
        for who, said in given.items():
            rating = Rating(row, item.strip(), unit.strip(), who.strip(), said.strip(), participant.strip())
            faults += [Fault(row, name, CellEmpty()) for name in ("unit", "coder") if not getattr(rating, name)]
            first = found.setdefault((rating.item, rating.unit, rating.coder), rating)
            if not sets and first is not rating and first.value != rating.value:
                faults.append(Fault(row, "value", RowsConflict(first.row)))
            ratings.append(rating)
    if faults:
        raise FaultyTable(sheet.file, tuple(faults))
    return tuple(ratings)


def _columns(sheet: Sheet, mapping: Mapping[str, str], coder_columns: Sequence[str]) -> dict[str, Sequence[str]]:
    """Return the cells of each documented column from top to bottom, empty ones where the table lacks it."""
    faults = [
        Fault(1, heading, UnknownName("column", heading, closest(heading, sheet.headings)))
        for heading in (*mapping, *coder_columns)
        if heading not in sheet.headings
    ]
    found: dict[str, Sequence[str]] = {}
    for heading, cells in zip(sheet.headings, sheet.columns, strict=True):
        name = _named(mapping.get(heading, heading))
        if name in found:
            faults.append(Fault(1, heading, HandleTaken("column", name)))
        elif name and heading not in coder_columns:
            found[name] = cells
    needed = ("unit",) if coder_columns else REQUIRED
    headings = ", ".join(sheet.headings)
    faults += [Fault(1, name, ColumnMissing(name, headings)) for name in needed if name not in found]
    if faults:
        raise FaultyTable(sheet.file, tuple(faults))
    return {name: found.get(name, ("",) * len(sheet)) for name in COLUMNS}


def _named(heading: str) -> str:
    folded = fold_handle(heading)
    return next((name for name, (_, also) in COLUMNS.items() if folded in {name, *map(fold_handle, also)}), "")
