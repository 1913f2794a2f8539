from __future__ import annotations

from typing import Any

import pytest

from kangni.app.table_agreement import agreement_of_table
from kangni.core.errors import FaultyTable, NothingToAnalyse
from kangni.core.undefined import Number, Undefined
from kangni.exchange.tables.sheet import read_sheet
from kangni.results.table_agreement import TableAgreement

LONG = "unit,coder,value\n1,A,1\n1,B,1\n2,A,2\n2,B,3\n3,A,3\n3,B,3\n4,A,1\n4,B,\n"


def asked(text: str, **settings: Any) -> TableAgreement:
    return agreement_of_table(read_sheet("t.csv", text.encode()), **settings)


def refused(text: str, **settings: Any) -> list[tuple[int, str, str]]:
    with pytest.raises(FaultyTable) as caught:
        asked(text, **settings)
    return [(fault.row, fault.column, type(fault.error).__name__) for fault in caught.value.faults]


def number(shown: TableAgreement, coefficient: str, **where: str) -> Number:
    (found,) = [
        row.value
        for row in shown.rows()
        if row.coefficient == coefficient and all(getattr(row, name) == value for name, value in where.items())
    ]
    return found


def test_an_empty_value_is_missing_and_said_to_be() -> None:
    shown = asked(LONG)
    (item,) = shown.items
    assert (item.units, item.complete, item.comparable, item.missing, item.values) == (4, 3, 3, 1, ("1", "2", "3"))
    assert number(shown, "percent", first="A", second="B") == pytest.approx(2 / 3)
    # by hand: kappa from 1-1, 2-3, 3-3
    assert number(shown, "kappa") == pytest.approx((2 / 3 - 3 / 9) / (1 - 3 / 9))
    assert {caution.sentence[:9] for caution in shown.cautions} == {"{count} r", "{count} u", "The inter", "Brennan-P"}


def test_levels_with_an_order_have_weights_and_need_numbers() -> None:
    shown = asked(LONG, level="ordinal")
    names = {row.coefficient for row in shown.rows()}
    assert {"kappa_linear", "kappa_quadratic", "ac2_linear", "ac2_quadratic"} <= names
    assert refused(LONG.replace("2,B,3", "2,B,many"), level="interval") == [(5, "value", "DecimalInvalid")]
    same = asked(LONG.replace("3,A,3", "3,A,3.0"), level="ratio")
    assert same.items[0].values == ("1", "2", "3")


def test_offered_values_count_for_chance_though_nobody_used_them() -> None:
    used, offered = asked(LONG), asked(LONG, offered=("4",))
    assert number(used, "brennan_prediger") == pytest.approx((2 / 3 - 1 / 3) / (2 / 3))
    assert number(offered, "brennan_prediger") == pytest.approx((2 / 3 - 1 / 4) / (3 / 4))
    assert not any("Brennan" in caution.sentence for caution in offered.cautions)


def test_coders_may_stand_side_by_side_and_items_apart() -> None:
    shown = asked(
        "who,what,first,second\n1,x,yes,yes\n2,x,no,yes\n1,y,yes,yes\n2,y,no,no\n",
        mapping={"who": "unit", "what": "item"},
        coder_columns=("first", "second"),
    )
    assert [(item.item, item.units) for item in shown.items] == [("x", 2), ("y", 2)]
    assert number(shown, "percent", item="x", first="first") == pytest.approx(0.5)
    assert number(shown, "kappa", item="y") == pytest.approx(1)


def test_sets_take_several_rows_and_an_empty_value_is_the_empty_set() -> None:
    shown = asked("unit,coder,value\n1,A,a\n1,A,b\n1,B,a\n2,A,\n2,B,\n", is_sets=True)
    assert shown.items[0].missing == 0
    assert number(shown, "percent", of="", first="A") == pytest.approx(0.5)
    assert number(shown, "percent", of="b", first="A") == pytest.approx(0.5)
    assert number(shown, "alpha", of="a") == pytest.approx(1)
    # by hand: distances 1/2 by Jaccard between {a, b} and {a}, 1 between a set and none; D_o 1/4, D_e 18/24 of pairs
    assert number(shown, "alpha_jaccard") == pytest.approx(1 - 1.0 * 3 / (2 * (0.5 + 4 * 1.0)))


def test_without_variation_each_coefficient_says_why_it_does_not_exist() -> None:
    shown = asked("unit,coder,value\n1,A,x\n1,B,x\n2,A,x\n2,B,x\n")
    assert number(shown, "alpha") == Undefined("only one value was used")
    assert number(shown, "kappa") == Undefined("both coders used one and the same category")
    assert number(shown, "ac1") == Undefined("fewer than two categories offered")


def test_participants_of_units_carry_the_interval() -> None:
    rows = "".join(f"{u},{c},{(u + (c == 'B') * (u % 4 == 0)) % 2},P{u % 12}\n" for u in range(60) for c in "AB")
    shown = asked("unit,coder,value,participant\n" + rows)
    assert not any("independent" in caution.sentence for caution in shown.cautions)
    assert {row.interval for row in shown.rows()} == {"bootstrap, percentiles"}


def test_all_faults_of_a_table_are_told_at_once() -> None:
    assert refused("unit,coder,value\n1,A,x\n1,A,y\n,B,x\n2,,x\n") == [
        (3, "value", "RowsConflict"),
        (4, "unit", "CellEmpty"),
        (5, "coder", "CellEmpty"),
    ]
    assert refused("unit,value\n1,x\n", mapping={"coda": "coder"}) == [
        (1, "coda", "UnknownName"),
        (1, "coder", "ColumnMissing"),
    ]


def test_units_that_only_one_coder_rated_leave_nothing_to_compare() -> None:
    with pytest.raises(NothingToAnalyse, match="units that two coders have rated"):
        asked("unit,coder,value\n1,A,x\n2,B,x\n")
