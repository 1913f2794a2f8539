from __future__ import annotations

import pytest
from tests.fakes import FakeStudy
from tests.tables import cells, faults, unhurried

from kangni.core.advice import TieState
from kangni.core.coding import Coding
from kangni.core.errors import FaultyTable
from kangni.exchange.tables.codings import read_codings
from kangni.exchange.tables.names import Names
from kangni.exchange.tables.suggestions import read_suggestions

HEADINGS = "coder,tied_by,doc,start,end,quote,code_id,levers,declines,note\n"


@pytest.fixture(autouse=True)
def coding(study: FakeStudy, names: Names) -> Coding:
    """A suggestion by A, and one by A in other words."""
    table = "coder,doc,start,end,code_id\nA,P01.zh,21,26,REC.02\nA,P01.zh,19,20,REC.01\n"
    found = read_codings(cells(table), names, progress=unhurried).added
    study.add(found)
    return found[0]


def test_a_row_ties_the_coding_of_its_words_to_levers(names: Names, coding: Coding) -> None:
    (tie,) = read_suggestions(
        cells(HEADINGS + "A,R1,P01.zh,21,26,督导帮了我,REC.02,supervision; team,,多督导\n"), names
    ).added

    assert (tie.coding, tie.levers, tie.declines, tie.note) == (coding.id, ("supervision", "team"), False, "多督导")
    assert [coder.handle for coder in names.created] == ["R1"]


def test_a_suggestion_may_decline_or_name_no_lever(names: Names) -> None:
    declining, empty = read_suggestions(
        cells(HEADINGS + "A,R1,P01.zh,21,26,,REC.02,,yes,\nA,R1,P01.zh,19,20,,REC.01,,,\n"), names
    ).added

    assert (declining.levers, declining.declines, empty.levers, empty.declines) == ((), True, (), False)


def test_all_faults_of_suggestions_are_told_at_once(names: Names) -> None:
    with pytest.raises(FaultyTable) as caught:
        read_suggestions(
            cells(
                HEADINGS
                + "Z,R1,P01.zh,21,26,,REC.02,money,,\n"
                + "A,R1,P01.zh,21,25,,REC.02,team,,\n"
                + "A,R1,P01.zh,21,26,,REC.02,team,yes,\n"
                + "A,R1,P01.zh,19,20,,REC.01,team,,\n"
                + "A,R1,P01.zh,19,20,,REC.01,safety,,\n"
            ),
            names,
        )

    assert faults(caught.value) == [
        (2, "coder", "UnknownName"),
        (2, "levers", "UnknownLever"),
        (3, "doc", "UnknownName"),
        (4, "levers", "UnknownTerm"),
        (6, "tied_by", "RowsConflict"),
    ]
    assert "There is no coding called “A | P01.zh | 21-25 | REC.02”." in str(caught.value)


def test_a_tie_by_the_same_hand_on_the_same_coding_is_replaced(study: FakeStudy, names: Names) -> None:
    study.add(read_suggestions(cells(HEADINGS + "A,R1,P01.zh,21,26,,REC.02,team,,\n"), names).added)
    study.add(names.created)

    same = read_suggestions(cells(HEADINGS + "A,R1,P01.zh,21,26,,REC.02,team,,\n"), names)
    other = read_suggestions(cells(HEADINGS + "A,R1,P01.zh,21,26,,REC.02,safety,,\n"), names)

    assert (same.added, same.changed, same.unchanged) == ((), (), 1)
    assert [tie.levers for tie in other.changed] == [("safety",)]


def test_a_draft_and_a_refused_one_are_known_by_their_lever(study: FakeStudy, names: Names) -> None:
    headings = HEADINGS.replace("note", "note,state")
    drafts = "A,R1,P01.zh,21,26,,REC.02,team,,,draft\nA,R1,P01.zh,21,26,,REC.02,safety,,,\n"
    study.add(read_suggestions(cells(headings + drafts), names).added)
    study.add(names.created)
    refused = read_suggestions(cells(headings + "A,R1,P01.zh,21,26,,REC.02,team,,,refused\n"), names)
    assert [(tie.levers, tie.state) for tie in refused.changed] == [(("team",), TieState.REFUSED)]
    with pytest.raises(FaultyTable, match="There is no state of a tie"):
        read_suggestions(cells(headings + "A,R1,P01.zh,21,26,,REC.02,team,,,maybe\n"), names)
