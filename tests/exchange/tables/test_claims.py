from __future__ import annotations

import pytest
from tests.fakes import FakeStudy
from tests.tables import cells, faults

from kangni.core.coding import Place
from kangni.core.errors import FaultyTable
from kangni.core.text import Span
from kangni.exchange.tables.claims import read_claims
from kangni.exchange.tables.names import Names

HEADINGS = "claim_id,coder,doc,start,end,quote,cause,effect,sign,strength,voice,note\n"


def test_a_row_becomes_a_claim(study: FakeStudy, names: Names) -> None:
    (claim,) = read_claims(
        cells(HEADINGS + "C1,A,P01.zh,21,26,督导帮了我,ENV.O01,OUT.05,-,3,shared,撑住\n"), names
    ).added

    codebook = study.codebook()
    assert (claim.handle, claim.span, claim.sign, claim.strength) == ("C1", Span(21, 26), -1, 3)
    assert (claim.cause, claim.effect) == (codebook.named("ENV.O01").id, codebook.named("OUT.05").id)
    assert (claim.voice, claim.stance, claim.note) == ("shared", "holds", "撑住")


def test_a_missing_strength_stays_missing(names: Names) -> None:
    (claim,) = read_claims(cells(HEADINGS + "C1,A,P01.zh,21,26,,ENV.O01,OUT.05,+,,,\n"), names).added

    assert claim.strength is None


@pytest.mark.parametrize(("cell", "sign"), [("+", 1), ("＋", 1), ("-", -1), ("−", -1), ("－", -1), ("–", -1)])
def test_signs_are_read_as_keyboards_and_spreadsheets_write_them(names: Names, cell: str, sign: int) -> None:
    (claim,) = read_claims(cells(HEADINGS + f"C1,A,P01.zh,21,26,,ENV.O01,OUT.05,{cell},1,,\n"), names).added

    assert claim.sign == sign


def test_a_claim_without_a_document_keeps_its_place(names: Names) -> None:
    (claim,) = read_claims(cells(HEADINGS + "C1,A,,,,累死了,STR.O01,OUT.05,+,1,,\n", name="claims.csv"), names).added

    assert (claim.document, claim.place) == (None, Place("claims.csv", 2, "累死了"))


def test_all_faults_of_claims_are_told_at_once(names: Names) -> None:
    with pytest.raises(FaultyTable) as caught:
        read_claims(
            cells(
                HEADINGS
                + "C1,A,P01.zh,21,26,,ENV.O01,OUT.05,-,7,,\n"
                + "C2,A,P01.zh,21,26,,ENV.O01,OUT.05,?,2.5,,\n"
                + "C3,A,P01.zh,21,26,,NO.01,,-,1,nobody,\n"
                + ",A,P01.zh,21,26,,ENV.O01,OUT.05,,1,,\n"
            ),
            names,
        )

    assert faults(caught.value) == [
        (2, "strength", "StrengthOutOfRange"),
        (3, "sign", "SignInvalid"),
        (3, "strength", "StrengthOutOfRange"),
        (4, "cause", "UnknownName"),
        (4, "effect", "CellEmpty"),
        (4, "voice", "UnknownTerm"),
        (5, "claim_id", "CellEmpty"),
        (5, "sign", "CellEmpty"),
    ]
    assert "A claim cannot have the strength 7. Use 1, 2, 3, or leave it empty" in str(caught.value)


def test_a_claim_that_the_study_has_already_adds_nothing(study: FakeStudy, names: Names) -> None:
    table = HEADINGS + "C1,A,P01.zh,21,26,,ENV.O01,OUT.05,-,3,,\n"
    study.add(read_claims(cells(table), names).added)

    again = read_claims(cells(table), names)

    assert (again.added, again.unchanged) == ((), 1)


def test_another_claim_under_a_handle_that_is_taken_is_a_fault(study: FakeStudy, names: Names) -> None:
    study.add(read_claims(cells(HEADINGS + "C1,A,P01.zh,21,26,,ENV.O01,OUT.05,-,3,,\n"), names).added)

    with pytest.raises(FaultyTable) as caught:
        read_claims(cells(HEADINGS + "c1,A,P01.zh,21,26,,ENV.O01,OUT.05,-,1,,\n"), names)

    assert faults(caught.value) == [(2, "claim_id", "HandleTaken")]
