from __future__ import annotations

from datetime import UTC, datetime

import pytest
from tests.fakes import FakeStudy
from tests.tables import cells, faults, unhurried

from kangni.core.errors import FaultyTable
from kangni.core.memos import MemoKind, MemoTarget
from kangni.core.names import Label
from kangni.core.people import Participant
from kangni.core.text import Document
from kangni.exchange.tables.codings import read_codings
from kangni.exchange.tables.memos import read_memos, write_memos
from kangni.exchange.tables.names import Names

HEADINGS = "target,author,kind,text_zh,text_en,target_kind,participant,written\n"


def test_a_memo_hangs_on_whatever_has_its_handle(study: FakeStudy, names: Names) -> None:
    document, code, person, whole = read_memos(
        cells(
            HEADINGS
            + "P01.zh,A,reflexive,听着难受,,,,\n"
            + "ENV.O01,A,analytic,,Two meanings.,,P01,2025-11-04T10:00:00+08:00\n"
            + "P02,B,methodological,另约,,,,\n"
            + ",A,analytic,全部,,,,\n"
        ),
        names,
    ).added

    assert (document.target, document.target_id) == (MemoTarget.DOCUMENT, study.named(Document, "P01.zh").id)
    assert (document.kind, document.text) == (MemoKind.REFLEXIVE, Label(zh="听着难受"))
    assert (code.target, code.participant) == (MemoTarget.CODE, study.named(Participant, "P01").id)
    assert code.written == datetime(2025, 11, 4, 2, tzinfo=UTC)
    assert (person.target, whole.target, whole.target_id) == (MemoTarget.PARTICIPANT, MemoTarget.STUDY, None)


def test_a_memo_on_a_coding_names_it_and_goes_out_under_that_name(study: FakeStudy, names: Names) -> None:
    table = "coder,doc,start,end,code_id\nA,P01.zh,21,26,ENV.O01\n"
    study.add(read_codings(cells(table), names, progress=unhurried).added)

    study.add(read_memos(cells(HEADINGS + "A | P01.zh | 21-26 | ENV.O01,A,analytic,看,,,,\n"), names).added)

    assert list(write_memos(study).rows) == [
        ("A | P01.zh | 21-26 | ENV.O01", "A", "analytic", "看", "", "coding", "", "")
    ]


def test_all_faults_of_memos_are_told_at_once(names: Names) -> None:
    with pytest.raises(FaultyTable) as caught:
        read_memos(
            cells(
                HEADINGS
                + "P09,A,analytic,x,,,,\n"
                + "P01.zh,,private,,,,,\n"
                + "P01.zh,A,analytic,x,,moon,P07,yesterday\n"
                + ",A,analytic,x,,code,,\n"
            ),
            names,
        )

    assert faults(caught.value) == [
        (2, "target", "UnknownName"),
        (3, "kind", "UnknownTerm"),
        (3, "author", "CellEmpty"),
        (3, "text_en", "CellEmpty"),
        (4, "target_kind", "UnknownTerm"),
        (4, "participant", "UnknownName"),
        (4, "written", "UnknownTerm"),
        (5, "target", "CellEmpty"),
    ]


def test_a_memo_that_the_study_has_or_that_stands_twice_is_not_doubled(study: FakeStudy, names: Names) -> None:
    table = HEADINGS + "P01.zh,A,analytic,x,,,,\n"
    study.add(read_memos(cells(table), names).added)

    found = read_memos(cells(table + "P01.zh,A,analytic,y,,,,\n" * 2), names)

    assert (len(found.added), found.unchanged) == (1, 2)
