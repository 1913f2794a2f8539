from __future__ import annotations

import pytest
from tests.tables import faults

from kangni.core.errors import FaultyTable, ItemsMismatch
from kangni.core.scales import Scale
from kangni.exchange.scales import packaged_scales
from kangni.exchange.tables.answers import Answers, read_answers
from kangni.exchange.tables.columns import AskedKind
from kangni.exchange.tables.matching import match_columns
from kangni.exchange.tables.sheet import read_sheet

PEOPLE = ("P01", "P02")


def scale(name: str) -> Scale:
    return next(found for found in packaged_scales().library.scales if found.id == name)


def answers(text: str, name: str = "K6") -> Answers:
    chosen = scale(name)
    cells = match_columns(read_sheet("answers.csv", text.encode()), AskedKind.ANSWERS)
    return read_answers(cells, chosen, PEOPLE, steps={str(step): step for step in chosen.response.steps()})


def items(numbers: object) -> str:
    return ",".join(map(str, numbers))  # type: ignore[call-overload]  # numbers


def test_answers_are_read_by_item_number_and_an_empty_cell_is_not_answered() -> None:
    found = answers("participant,wave,1,02,3,4,5,6,mood\np01,1,0,1,2,3,4.0,,\nP02,1,0,0,0,0,0,0,low\n")
    assert [(row.participant, row.wave) for row in found.rows] == [("P01", "1"), ("P02", "1")]
    assert found.rows[0].answers == {1: 0, 2: 1, 3: 2, 4: 3, 5: 4}
    assert found.untaken == ("mood",)


def test_all_faults_of_answers_are_told_at_once() -> None:
    with pytest.raises(FaultyTable) as caught:
        answers("participant,1,2,3,4,5,6\nP09,0,0,0,0,0,0\nP01,5,0,0,x,0,0\nP02,0,0,0,0,0,0\nP02,1,1,1,1,1,1\n")
    assert faults(caught.value) == [
        (2, "participant", "UnknownName"),
        (3, "1", "AnswerInvalid"),
        (3, "4", "AnswerInvalid"),
        (5, "participant", "RowsConflict"),
    ]


def test_the_twenty_eight_item_version_of_proqol_is_refused_with_its_trap() -> None:
    text = f"participant,{items(range(1, 29))}\nP01,{items([3] * 28)}\n"
    with pytest.raises(ItemsMismatch) as caught:
        answers(text, "ProQOL-5")
    assert caught.value.unanswered == "29, 30"
    assert "28-item Chinese version cannot be scored" in str(caught.value)


def test_a_column_that_nobody_answered_counts_as_missing() -> None:
    with pytest.raises(ItemsMismatch, match="Answered by nobody: 2"):
        answers("participant,1,2,3,4,5,6\nP01,0,,0,0,0,0\n")


def test_items_too_many_are_another_version() -> None:
    with pytest.raises(ItemsMismatch, match="Not among them: 7"):
        answers("participant,1,2,3,4,5,6,7\nP01,0,0,0,0,0,0,0\n")


def test_whole_subscales_may_be_left_out() -> None:
    numbers = [item for item in range(1, 29) if item not in {4, 11}]
    found = answers(f"participant,{items(numbers)}\nP01,{items([2] * 26)}\n", "Brief-COPE")
    assert found.items == frozenset(numbers)


def test_a_table_without_items_is_refused() -> None:
    with pytest.raises(ItemsMismatch):
        answers("participant,first,second\nP01,1,2\n")
