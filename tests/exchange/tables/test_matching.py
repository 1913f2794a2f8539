from __future__ import annotations

from importlib.resources import files

import pytest
from tests.tables import faults

from kangni.core.errors import FaultyTable, TableUnrecognised
from kangni.exchange.tables.columns import TableKind
from kangni.exchange.tables.grid import Sheet
from kangni.exchange.tables.matching import match_columns, recognise
from kangni.exchange.tables.sheet import read_sheet


def sheet(headings: str) -> Sheet:
    """A table with these headings and one row of crosses."""
    return read_sheet("t.csv", f"{headings}\n{','.join('x' for _ in headings.split(','))}\n".encode())


@pytest.mark.parametrize(
    ("file", "kind"),
    [
        ("demo/participants.csv", TableKind.PARTICIPANTS),
        ("demo/codings.csv", TableKind.CODINGS),
        ("demo/claims.csv", TableKind.CLAIMS),
        ("demo/episodes.csv", TableKind.EPISODES),
        ("demo/memos.csv", TableKind.MEMOS),
        ("demo/restrictions.csv", TableKind.RESTRICTIONS),
        ("demo/suggestions.csv", TableKind.SUGGESTIONS),
        ("frameworks/kumpfer/codebook.csv", TableKind.CODEBOOK),
        ("frameworks/jdr/codebook.csv", TableKind.CODEBOOK),
    ],
)
def test_each_shipped_table_is_recognised_by_its_headings_and_taken_whole(file: str, kind: TableKind) -> None:
    found = read_sheet(file, files("kangni").joinpath(file).read_bytes())

    assert recognise(found) is kind
    assert match_columns(found, kind).untaken == ()


@pytest.mark.parametrize(
    ("headings", "kind"),
    [
        ("受访者,年龄,性别", TableKind.PARTICIPANTS),
        ("participant,group,turns", TableKind.PARTICIPANTS),
        ("id,consent_scope,age", TableKind.PARTICIPANTS),
        ("编码者,文本,起,止,引文,编码", TableKind.CODINGS),
        ("Code,Name,Definition", TableKind.CODEBOOK),
        ("coder,doc,start,end,quote,kode", TableKind.CODINGS),
        ("doc,start,end,quote,code_id", TableKind.CODINGS),
    ],
)
def test_other_headings_and_one_wrong_heading_leave_no_doubt(headings: str, kind: TableKind) -> None:
    assert recognise(sheet(headings)) is kind


@pytest.mark.parametrize(
    "headings", ["doc,start,end,text,type,remark", "a,b,c", "statement,field,author", "id,part_en,question_en"]
)
def test_headings_that_fit_no_table_are_refused_with_what_each_table_needs(headings: str) -> None:
    with pytest.raises(TableUnrecognised, match=r"codings \(coder, code_id\)"):
        recognise(sheet(headings))


def test_a_mapping_lets_other_headings_stand_for_ours() -> None:
    theirs = sheet("Rater,File,Tag,Text")
    mapping = {"Rater": "coder", "File": "doc", "Tag": "code_id", "Text": "quote"}

    assert recognise(theirs, mapping) is TableKind.CODINGS
    assert match_columns(theirs, TableKind.CODINGS, mapping).column("code_id") == ("x",)


def test_columns_that_nobody_asked_for_are_named() -> None:
    assert match_columns(sheet("coder,code_id,colour,weight"), TableKind.CODINGS).untaken == ("colour", "weight")


def test_further_columns_of_participants_are_attributes() -> None:
    matched = match_columns(sheet("id,age,consent_scope"), TableKind.PARTICIPANTS)

    assert (matched.attributes, matched.untaken) == ((("age", 1),), ())


def test_all_missing_columns_are_told_at_once_with_the_headings_there_are() -> None:
    with pytest.raises(FaultyTable, match="The headings are: claim_id, coder, quote") as caught:
        match_columns(sheet("claim_id,coder,quote"), TableKind.CLAIMS)

    assert faults(caught.value) == [
        (1, "cause", "ColumnMissing"),
        (1, "effect", "ColumnMissing"),
        (1, "sign", "ColumnMissing"),
    ]


def test_two_headings_for_one_column_are_a_fault() -> None:
    with pytest.raises(FaultyTable) as caught:
        match_columns(sheet("coder,code_id,code"), TableKind.CODINGS)

    assert faults(caught.value) == [(1, "code", "HandleTaken")]


def test_a_mapping_that_names_what_is_not_there_is_a_fault_on_either_side() -> None:
    with pytest.raises(FaultyTable) as caught:
        match_columns(sheet("coder,code_id"), TableKind.CODINGS, {"Codr": "coder", "code_id": "label"})

    assert faults(caught.value) == [
        (1, "Codr", "UnknownName"),
        (1, "label", "UnknownName"),
        (1, "code_id", "ColumnMissing"),
    ]
