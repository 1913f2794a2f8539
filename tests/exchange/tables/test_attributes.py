from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from kangni.exchange.tables.attributes import as_cell, parser_for

VALUES = st.one_of(
    st.lists(st.floats(allow_nan=False, allow_infinity=False), min_size=1),
    st.lists(st.dates(date(1000, 1, 1)), min_size=1),
    st.lists(st.booleans(), min_size=1),
)


@given(values=VALUES)
def test_values_of_one_type_come_back_from_their_cells(values: list[float] | list[date] | list[bool]) -> None:
    written = [as_cell(value) for value in values]

    assert [parser_for(written)(cell) for cell in written] == values


@given(cells=st.lists(st.text(min_size=1)))
def test_cells_of_any_kind_come_back_after_one_reading(cells: list[str]) -> None:
    once = [as_cell(parser_for(cells)(cell)) for cell in cells]

    assert [as_cell(parser_for(once)(cell)) for cell in once] == once


def test_numbers_that_would_lose_digits_stay_text() -> None:
    assert parser_for(["9007199254740993"])("9007199254740993") == "9007199254740993"


def test_numbers_with_leading_zeros_are_labels() -> None:
    assert parser_for(["007"])("007") == "007"


def test_a_day_that_does_not_exist_is_text() -> None:
    assert parser_for(["2025-02-30"])("2025-02-30") == "2025-02-30"
