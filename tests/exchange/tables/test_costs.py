from __future__ import annotations

import pytest
from tests.tables import faults
from tests.told_study import FRAMEWORK, told_study

from kangni.core.errors import AmountInvalid, FaultyTable
from kangni.exchange.tables.columns import AskedKind
from kangni.exchange.tables.costs import amount, read_costs
from kangni.exchange.tables.matching import match_columns
from kangni.exchange.tables.sheet import read_sheet


def costs(rows: str) -> dict[str, float]:
    cells = match_columns(read_sheet("costs.csv", f"lever,cost\n{rows}".encode()), AskedKind.COSTS)
    return read_costs(cells, FRAMEWORK, told_study().codebook())


def test_levers_are_priced_by_id_or_name() -> None:
    assert costs("care,3\nRest,2.5\n") == {"care": 3, "rest": 2.5}


def test_all_faults_of_costs_are_told_at_once() -> None:
    with pytest.raises(FaultyTable) as caught:
        costs("caer,3\nrest,free\ncare,0\ncare,1\nCare,2\n")
    assert faults(caught.value) == [
        (2, "lever", "UnknownLever"),
        (3, "cost", "AmountInvalid"),
        (4, "cost", "AmountInvalid"),
        (6, "lever", "RowsConflict"),
    ]


@pytest.mark.parametrize("words", ["", "x", "0", "-1", "inf", "nan"])
def test_what_is_no_amount_is_refused(words: str) -> None:
    with pytest.raises(AmountInvalid):
        amount("care", words)
