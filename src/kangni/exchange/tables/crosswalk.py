"""The table that says which codes of two studies stand for the same."""

from __future__ import annotations

from dataclasses import dataclass

from kangni.core.codebook import Codebook
from kangni.core.errors import CellEmpty, RowsConflict
from kangni.exchange.tables.faults import Faults
from kangni.exchange.tables.matching import Cells

__all__ = ["Tie", "read_crosswalk"]


@dataclass(frozen=True, slots=True)
class Tie:
    """A code of the first study and one of the second that stand for the same; an empty handle says there is none."""

    first: str
    second: str
    note: str = ""


def read_crosswalk(cells: Cells, first: Codebook, second: Codebook) -> tuple[Tie, ...]:
    """Read pairs of codes, each by its handle in its own study.

    Raises
    ------
    FaultyTable
        With all faults: unknown codes, rows without any, and rows that stand twice.
    """
    faults = Faults(cells)
    found: dict[tuple[str, str], int] = {}
    ties: list[Tie] = []
    for row, line in cells.rows():
        before = len(faults)
        tie = Tie(
            faults.attempt(row, "first_code", lambda cell: _handle(cell, first), line["first_code"]) or "",
            faults.attempt(row, "second_code", lambda cell: _handle(cell, second), line["second_code"]) or "",
            line["note"].strip(),
        )
        if len(faults) > before:
            continue
        pair = tie.first, tie.second
        if not any(pair):
            faults.add(row, "first_code", CellEmpty())
        elif pair in found:
            faults.add(row, "first_code", RowsConflict(found[pair]))
        else:
            found[pair] = row
            ties.append(tie)
    faults.stop()
    return tuple(ties)


def _handle(cell: str, codebook: Codebook) -> str:
    """Return the handle as the codebook writes it, empty for an empty cell."""
    return codebook.named(cell.strip()).handle if cell.strip() else ""
