"""The table that says what levers cost, in any one unit: money, days, points of effort."""

from __future__ import annotations

from functools import partial

from kangni.core.advice import named_lever
from kangni.core.codebook import Codebook
from kangni.core.errors import AmountInvalid, RowsConflict
from kangni.core.framework import Framework
from kangni.exchange.tables.faults import Faults
from kangni.exchange.tables.matching import Cells
from kangni.exchange.tables.names import required

__all__ = ["amount", "read_costs"]


def read_costs(cells: Cells, framework: Framework, codebook: Codebook) -> dict[str, float]:
    """Read the cost of each lever, by id or name.

    Raises
    ------
    FaultyTable
        With all faults: unknown levers, costs that are none, the same lever twice.
    """
    faults = Faults(cells)
    found: dict[str, float] = {}
    rows: dict[str, int] = {}
    for row, line in cells.rows():
        lever = faults.attempt(
            row, "lever", lambda cell: named_lever(required(cell), framework, codebook), line["lever"]
        )
        cost = faults.attempt(row, "cost", partial(amount, line["lever"]), line["cost"])
        if lever is None or cost is None:
            continue
        if lever in rows:
            faults.add(row, "lever", RowsConflict(rows[lever]))
        found[lever], rows[lever] = cost, row
    faults.stop()
    return found


def amount(what: str, words: str) -> float:
    """Return words such as 3 or 2.5 as a cost.

    Raises
    ------
    AmountInvalid
        Where they are no number above 0.
    """
    try:
        cost = float(words)
    except ValueError:
        raise AmountInvalid(what, words) from None
    if not 0 < cost < float("inf"):
        raise AmountInvalid(what, words)
    return cost
