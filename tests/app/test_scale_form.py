from __future__ import annotations

import numpy as np
import pytest

from kangni.app.scale_form import Answered, Form, answered, chosen_scale
from kangni.core.errors import FaultyTable, FormUnstated, HalvesContradict, ScaleExcluded, UnknownName, UnknownTerm
from kangni.core.scales import Scale
from kangni.exchange.scales import packaged_scales
from kangni.exchange.tables.sheet import read_sheet

POSITIVE = (1, 5, 7, 10, 13, 14, 15, 16)  # items of OLBI that praise


def scale(name: str) -> Scale:
    return chosen_scale(packaged_scales().library, name)


def read(name: str, rows: list[list[int | str]], form: Form) -> Answered:
    chosen = scale(name)
    people = [f"P{i}" for i in range(len(rows))]
    lines = [",".join(["participant", *map(str, range(1, chosen.n_items + 1))])]
    lines += [",".join([person, *map(str, row)]) for person, row in zip(people, rows, strict=True)]
    return answered(read_sheet("answers.csv", "\n".join(lines).encode()), chosen, people, form)


def worn(agree: int, disagree: int) -> list[int | str]:
    """Answer OLBI as somebody burnt out: disagree with praise, agree with complaint."""
    return [disagree if item in POSITIVE else agree for item in range(1, 17)]


def test_a_scale_that_is_not_shipped_says_why() -> None:
    with pytest.raises(ScaleExcluded, match="Commercial licence"):
        scale("mbi")
    with pytest.raises(UnknownName) as caught:
        scale("OLB")
    assert caught.value.suggestion == "OLBI"
    assert scale("olbi").id == "OLBI"


def test_olbi_without_a_stated_anchor_stops() -> None:
    with pytest.raises(FormUnstated) as caught:
        read("OLBI", [worn(1, 4)], Form())
    assert caught.value.what == "anchor"
    assert "wrong key turns burnout round" in str(caught.value)


def test_either_anchor_of_olbi_gives_burnout_at_the_high_end() -> None:
    assert read("OLBI", [worn(1, 4)], Form(anchor="agree_is_1")).answers.tolist() == [[4.0] * 16]
    assert read("OLBI", [worn(4, 1)], Form(anchor="agree_is_4")).answers.tolist() == [[4.0] * 16]


def test_cbi_without_a_stated_order_stops() -> None:
    with pytest.raises(FormUnstated, match="which order"):
        read("CBI", [[0] * 19], Form())


def test_the_order_of_cbi_decides_which_item_is_turned() -> None:
    row: list[int | str] = [0] * 19
    assert np.flatnonzero(read("CBI", [row], Form(order="energy_item_last")).answers[0]).tolist() == [12]
    assert np.flatnonzero(read("CBI", [row], Form(order="energy_item_fourth")).answers[0]).tolist() == [9]
    with pytest.raises(UnknownTerm):
        read("CBI", [row], Form(order="mixed"))


@pytest.mark.parametrize(
    ("coding", "row", "expected"),
    [("1-5", [1, 2, 3, 4, 5, 1], [0, 1, 2, 3, 4, 0]), ("4-0", [4, 3, 2, 1, 0, 4], [0, 1, 2, 3, 4, 0])],
)
def test_a_stated_coding_is_put_on_the_steps_of_the_scale(
    coding: str, row: list[int | str], expected: list[float]
) -> None:
    found = read("K6", [row], Form(coding=coding))
    assert (found.answers.tolist(), found.coding) == ([expected], coding)


def test_steps_of_a_hundred_may_be_counted() -> None:
    found = read("CBI", [[1, 2, 3, 4, 5, *[1] * 14]], Form(order="energy_item_last", coding="1-5"))
    assert found.answers[0, :5].tolist() == [0, 25, 50, 75, 100]


def test_a_scale_with_a_coding_trap_stops_without_a_coding() -> None:
    with pytest.raises(FormUnstated) as caught:
        read("K6", [[0] * 6], Form())
    assert caught.value.known == "0-4, 1-5, 5-1, 4-0"


@pytest.mark.parametrize("coding", ["0-9", "high", "1-5-7"])
def test_a_coding_with_other_steps_is_refused(coding: str) -> None:
    with pytest.raises(UnknownTerm):
        read("K6", [[0] * 6], Form(coding=coding))


def test_answers_outside_the_coding_are_faults() -> None:
    with pytest.raises(FaultyTable):
        read("K6", [[0, 1, 2, 3, 4, 5]], Form(coding="0-4"))


def already_turned() -> list[list[int | str]]:
    """Six people whose answers somebody has turned round: complaint and praise run together in the table."""
    return [worn(level, level) for level in (1, 2, 3, 4, 2, 3)]


def test_halves_that_contradict_each_other_stop_with_a_question() -> None:
    with pytest.raises(HalvesContradict, match="turned round already"):
        read("OLBI", already_turned(), Form(anchor="agree_is_1"))


def test_a_person_may_answer_that_question() -> None:
    found = read("OLBI", already_turned(), Form(anchor="agree_is_1", turned="yes"))
    assert found.answers[3].tolist() == [4.0] * 16
    assert read("OLBI", already_turned(), Form(anchor="agree_is_1", turned="no")).answers[3, 1] == 1


def test_a_wrong_anchor_turns_both_halves_and_goes_unnoticed() -> None:
    rows = [worn(level, 5 - level) for level in (1, 2, 3, 4, 2, 3)]
    right, wrong = (read("OLBI", rows, Form(anchor=anchor)).answers for anchor in ("agree_is_1", "agree_is_4"))
    assert (right + wrong == 5).all()  # hence the anchor is stated, printed and never guessed
