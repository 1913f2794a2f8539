from __future__ import annotations

import pytest
from tests.fakes import FakeStudy
from tests.tables import faults

from kangni.core.errors import FaultyTable, TableUnrecognised
from kangni.exchange.tables.columns import AskedKind
from kangni.exchange.tables.crosswalk import Tie, read_crosswalk
from kangni.exchange.tables.matching import Cells, match_columns, recognise
from kangni.exchange.tables.sheet import read_sheet

HEADINGS = "first_code,second_code,note\n"


def crosswalk(rows: str) -> Cells:
    return match_columns(read_sheet("crosswalk.csv", (HEADINGS + rows).encode()), AskedKind.CROSSWALK)


def test_rows_become_pairs_and_an_empty_cell_says_there_is_no_partner(study: FakeStudy) -> None:
    book = study.codebook()
    assert read_crosswalk(crosswalk("str.o01,STR.O02, both load \nSTR.P01,,only here\n"), book, book) == (
        Tie("STR.O01", "STR.O02", "both load"),
        Tie("STR.P01", "", "only here"),
    )


def test_all_faults_of_a_crosswalk_are_told_at_once(study: FakeStudy) -> None:
    book = study.codebook()
    rows = "STR.O01,STR.O01,\nSTR.O99,NO.1,\n,,nothing\nSTR.O01,STR.O01,again\n"
    with pytest.raises(FaultyTable) as caught:
        read_crosswalk(crosswalk(rows), book, book)
    assert faults(caught.value) == [
        (3, "first_code", "UnknownName"),
        (3, "second_code", "UnknownName"),
        (4, "first_code", "CellEmpty"),
        (5, "first_code", "RowsConflict"),
    ]


def test_a_crosswalk_needs_both_columns() -> None:
    with pytest.raises(FaultyTable):
        match_columns(read_sheet("x.csv", b"first_code,note\nA,b\n"), AskedKind.CROSSWALK)


def test_a_crosswalk_is_never_taken_for_a_table_to_store() -> None:
    with pytest.raises(TableUnrecognised):
        recognise(read_sheet("x.csv", (HEADINGS + "A,B,c\n").encode()))
