"""Real tables of two and three coders give the figures of their READMEs."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from kangni.app.table_agreement import agreement_of_table
from kangni.core.undefined import Number, Undefined
from kangni.exchange.tables.grid import Sheet, sheet_from
from kangni.exchange.tables.sheet import read_sheet
from kangni.results.table_agreement import TableAgreement

PAIRS = (("A", "B"), ("A", "C"), ("B", "C"))
# distortions_three_coders: type, units with it by A, B, C, kappa A-B, A-C, B-C, Fleiss, alpha
TYPES = """
abstracción selectiva | 22 19 17 0.5667 0.0087 0.3563 0.3123 0.3141
adivinación | 22 35 21 0.4474 0.6384 0.3300 0.4562 0.4575
catastrofismo | 13 15 20 0.6004 0.5522 0.5069 0.5491 0.5502
etiquetado | 11 17 11 0.7614 0.8015 0.7614 0.7723 0.7729
imperativos | 6 6 18 1.0000 0.4631 0.4631 0.5669 0.5680
leer la mente | 16 14 17 0.6238 0.6187 0.5980 0.6133 0.6143
pensamiento absolutista | 15 20 43 0.8356 0.2108 0.1378 0.3122 0.3140
personalización | 11 4 14 0.3719 0.6026 0.3001 0.4415 0.4430
razonamiento emocional | 12 17 15 0.7296 0.7114 0.5731 0.6673 0.6681
sobregeneralización | 16 41 13 0.4679 0.1094 0.1278 0.2352 0.2372
"""
# rqi_relf_overlap: field, percent, kappa, alpha
FIELDS = """
Quality Factor 1 | 0.9000 0.8824 0.8876
Entity-Fact 1 | 1.0000 1.0000 1.0000
Frequency | 0.9000 0.8438 0.8504
Context Factor 1 | 0.9000 0.8333 0.8403
Activity 1 | 0.7000 0.6104 0.6250
Attribute 1 | 0.7000 0.6341 0.6438
Impact 1 | 0.8000 0.7143 0.7246
"""


def sheet_of(path: Path, *, sheet: str = "") -> Sheet:
    return read_sheet(path.name, path.read_bytes(), sheet=sheet)


def number(
    shown: TableAgreement, coefficient: str, *, item: str = "", of: str = "", pair: tuple[str, str] = ("", "")
) -> Number:
    (found,) = [
        row.value
        for row in shown.rows()
        if (row.coefficient, row.item, row.of, (row.first, row.second)) == (coefficient, item, of, pair)
    ]
    return found


def numbers(line: str) -> tuple[str, list[float]]:
    name, _, rest = line.partition(" | ")
    return name, [float(word) for word in rest.split()]


def without(sheet: Sheet, units: set[str]) -> Sheet:
    rows = [row for row in zip(*sheet.columns, strict=True) if row[0] not in units]
    return sheet_from(sheet.file, sheet.headings, rows, range(2, len(rows) + 2))


def test_distortion_or_not_by_three_coders(shared: Path) -> None:
    table = sheet_of(shared / "data" / "distortions_three_coders" / "distortion.csv")
    shown = agreement_of_table(table)
    (item,) = shown.items
    assert (item.units, item.complete, item.coders) == (593, 591, ("A", "B", "C"))
    assert number(shown, "alpha") == pytest.approx(0.6804, abs=5e-5)
    assert number(shown, "fleiss") == Undefined("not all coders rated the same units: use alpha")

    rejected = {unit for unit, value in zip(table.columns[0], table.columns[2], strict=True) if not value}
    complete = agreement_of_table(without(table, rejected))
    assert number(complete, "fleiss") == pytest.approx(0.6792, abs=5e-5)
    assert number(complete, "alpha") == pytest.approx(0.6794, abs=5e-5)
    for pair, percent, kappa in (
        (("A", "B"), 0.8680, 0.7211),
        (("A", "C"), 0.8393, 0.6744),
        (("B", "C"), 0.8257, 0.6473),
    ):
        assert number(complete, "percent", pair=pair) == pytest.approx(percent, abs=5e-5)
        assert number(complete, "kappa", pair=pair) == pytest.approx(kappa, abs=5e-5)


def test_types_of_distortion_as_sets_by_three_coders(shared: Path) -> None:
    table = sheet_of(shared / "data" / "distortions_three_coders" / "types.csv")
    shown = agreement_of_table(table, is_sets=True, mapping={"code": "value"})
    (item,) = shown.items
    assert (item.units, item.complete, len(item.values)) == (131, 131, 10)
    assert number(shown, "alpha_same_set") == pytest.approx(0.3528, abs=5e-5)
    assert number(shown, "alpha_jaccard") == pytest.approx(0.4632, abs=5e-5)
    assert number(shown, "alpha_masi") == pytest.approx(0.4179, abs=5e-5)
    for pair, percent, kappa in (
        (("A", "B"), 0.5115, 0.4785),
        (("A", "C"), 0.3511, 0.3101),
        (("B", "C"), 0.3130, 0.2784),
    ):
        assert number(shown, "percent", pair=pair) == pytest.approx(percent, abs=5e-5)
        assert number(shown, "kappa", pair=pair) == pytest.approx(kappa, abs=5e-5)
    for line in TYPES.strip().splitlines():
        name, (a, b, c, ab, ac, bc, fleiss, alpha) = numbers(line)
        assert {row.given for row in shown.rows() if row.of == name and not row.first} == {int(a + b + c)}
        kappas = [number(shown, "kappa", of=name, pair=pair) for pair in PAIRS]
        assert kappas == pytest.approx([ab, ac, bc], abs=5e-5)
        assert number(shown, "fleiss", of=name) == pytest.approx(fleiss, abs=5e-5)
        assert number(shown, "alpha", of=name) == pytest.approx(alpha, abs=5e-5)


def test_fields_of_statements_by_two_raters(shared: Path) -> None:
    table = sheet_of(shared / "data" / "rqi_relf_overlap" / "overlap_long.csv")
    raters = ("author", "second_rater")
    shown = agreement_of_table(table, mapping={"statement": "unit", "field": "item"}, coder_columns=raters)
    for line in FIELDS.strip().splitlines():
        name, (percent, kappa, alpha) = numbers(line)
        assert number(shown, "percent", item=name, pair=raters) == pytest.approx(percent, abs=5e-5)
        assert number(shown, "kappa", item=name, pair=raters) == pytest.approx(kappa, abs=5e-5)
        assert number(shown, "alpha", item=name) == pytest.approx(alpha, abs=5e-5)


@pytest.mark.parametrize(
    ("field", "percent", "by_jaccard", "by_masi"),
    [("Context Factor", 0.7000, 0.7230, 0.6693), ("Activity", 0.6000, 0.5486, 0.5257)],
)
def test_fields_of_statements_as_sets(
    shared: Path, field: str, percent: float, by_jaccard: float, by_masi: float
) -> None:
    # the author's codes stand on the sheet Data, the second rater's on the sheet Overlap
    workbook = shared / "data" / "rqi_relf_overlap" / "interview-data.xlsx"
    second = sheet_of(workbook, sheet="Overlap")
    statements = set(_column(second, "ID"))
    rows = [
        *_codes(sheet_of(workbook, sheet="Data"), field, "author", statements),
        *_codes(second, field, "second", statements),
    ]
    table = sheet_from("sets.csv", ("unit", "coder", "value"), rows, range(2, len(rows) + 2))
    shown = agreement_of_table(table, is_sets=True)
    assert shown.items[0].units == 10
    assert number(shown, "percent", pair=("author", "second")) == pytest.approx(percent, abs=5e-5)
    assert number(shown, "alpha_jaccard") == pytest.approx(by_jaccard, abs=5e-5)
    assert number(shown, "alpha_masi") == pytest.approx(by_masi, abs=5e-5)


def _column(sheet: Sheet, heading: str) -> Sequence[str]:
    return sheet.columns[sheet.headings.index(heading)]


def _codes(sheet: Sheet, field: str, coder: str, statements: set[str]) -> list[tuple[str, str, str]]:
    """Every code of a field as a row; a statement without one has a row with an empty value, the empty set."""
    columns = [sheet.columns[i] for i, heading in enumerate(sheet.headings) if heading.rstrip(" 123") == field]
    rows = []
    for i, unit in enumerate(_column(sheet, "ID")):
        codes = [column[i].strip() for column in columns if column[i].strip()]
        rows += [(unit, coder, code) for code in codes or [""] if unit in statements]
    return rows


def test_two_coders_of_real_interviews(shared: Path) -> None:
    # an empty cell is not codable: missing, not 0
    table = sheet_of(shared / "data" / "interviews_wac" / "two_coders.csv")
    raters = ("coder_1", "coder_2")
    shown = agreement_of_table(table, mapping={"participant": "unit", "variable": "item"}, coder_columns=raters)
    expected = {
        "Q1_Outside": (57, 0.8772, 0.6764, 0.6791),
        "Q3_Outside": (56, 0.8036, 0.5471, 0.5469),
        "Dialectic": (57, 0.8246, 0.6507, 0.6521),
    }
    for name, (units, percent, kappa, alpha) in expected.items():
        (item,) = [item for item in shown.items if item.item == name]
        assert item.comparable == units
        assert number(shown, "percent", item=name, pair=raters) == pytest.approx(percent, abs=5e-5)
        assert number(shown, "kappa", item=name, pair=raters) == pytest.approx(kappa, abs=5e-5)
        assert number(shown, "alpha", item=name) == pytest.approx(alpha, abs=5e-5)
        # from 50 units on kappa has its large-sample interval
        intervals = {row.interval for row in shown.rows() if row.item == name and row.coefficient == "kappa"}
        assert intervals == {"large sample, Fleiss, Cohen and Everitt 1969"}
