from __future__ import annotations

import pytest
from tests.fakes import FakeStudy, seeded_ids, transcript
from tests.tables import cells, faults, kumpfer, unhurried

from kangni.app.frameworks import codes_of
from kangni.core.coding import Coding
from kangni.core.errors import FaultyTable
from kangni.core.names import CoderId
from kangni.core.people import Coder
from kangni.core.text import Document
from kangni.exchange.tables.codings import read_codings
from kangni.exchange.tables.names import Names

GUIDE = (
    "Interviewer: What presses on you?\nP: {first}\nInterviewer: Go on.\nP: more\nInterviewer: Who helps?\nP: {last}\n"
)
TALKS = {
    "P01.en": GUIDE.format(first="clients who relapse", last="my team"),
    "P02.en": GUIDE.format(first="the paper", last="nobody, and nobody"),
    # never asked what presses; the second question in other letters
    "P03.en": "Interviewer: WHO HELPS?\nP: my wife\nX: hers too\nInterviewer: Good.\n",
}


@pytest.fixture
def asked() -> FakeStudy:
    ids = seeded_ids(5)
    study = FakeStudy(kumpfer().framework)
    study.add(codes_of(kumpfer(), new_id=lambda: next(ids)))
    study.add([Coder(CoderId(next(ids)), "A")])
    study.add([transcript(next(ids), handle, text) for handle, text in TALKS.items()])
    return study


def coded(study: FakeStudy, text: str) -> list[str]:
    """The words that each row of a table of codings covers."""
    ids = seeded_ids(9)
    names = Names(study, new_id=lambda: next(ids))
    found = read_codings(cells(text), names, progress=unhurried).added
    documents = {document.id: document for document in study.all(Document)}
    return [documents[one.document].words(one.span) for one in found if one.document and one.span]


def refused(study: FakeStudy, text: str) -> list[tuple[int, str, str]]:
    with pytest.raises(FaultyTable) as caught:
        coded(study, text)
    return faults(caught.value)


def test_a_row_that_names_a_turn_covers_its_words(asked: FakeStudy) -> None:
    table = "coder,doc,turn,code_id\nA,P01.en,2,STR.O01\nA,p02.EN,4,STR.O01\n"
    assert coded(asked, table) == ["clients who relapse", "more"]


def test_a_quote_narrows_the_turn_to_its_words(asked: FakeStudy) -> None:
    assert coded(asked, "coder,doc,turn,quote,code_id\nA,P01.en,2,who relapse,STR.O01\n") == ["who relapse"]
    assert refused(asked, "coder,doc,turn,quote,code_id\nA,P01.en,2,my team,STR.O01\nA,P02.en,6,nobody,STR.O01\n") == [
        (2, "quote", "QuoteMismatch"),
        (3, "quote", "AmbiguousName"),
    ]


def test_a_question_is_recognised_by_its_words_or_their_beginning(asked: FakeStudy) -> None:
    table = (
        "coder,doc,question,code_id\nA,P01.en,“What presses on you”,STR.O01\nA,P02.en,who helps,STR.O01\n"
        "A,P03.en,Who,STR.O01\nA,P02.en,what,STR.O01\n"
    )
    assert coded(asked, table) == ["clients who relapse", "nobody, and nobody", "my wife\nX: hers too", "the paper"]


def test_a_number_counts_the_questions_that_most_transcripts_share(asked: FakeStudy) -> None:
    # "Go on." is in two of three as well, so the guide has three questions: what presses, go on, who helps
    table = "coder,doc,question,code_id\nA,P01.en,Q1,STR.O01\nA,P01.en,2,STR.O01\nA,P03.en,q3,STR.O01\n"
    assert coded(asked, table) == ["clients who relapse", "more", "my wife\nX: hers too"]


def test_where_no_question_recurs_a_number_counts_the_interviewers_turns(asked: FakeStudy) -> None:
    asked.kept[Document] = [document for document in asked.all(Document) if document.handle == "P01.en"]
    table = "coder,doc,question,code_id\nA,P01.en,Q3,STR.O01\nA,P01.en,Q2,STR.O01\n"
    assert coded(asked, table) == ["my team", "more"]


def test_what_was_not_asked_and_turns_that_are_not_there_are_faults(asked: FakeStudy) -> None:
    table = (
        "coder,doc,turn,question,code_id\nA,P03.en,,Q1,STR.O01\nA,P03.en,,Good,STR.O01\nA,P03.en,,Q9,STR.O01\n"
        "A,P03.en,7,,STR.O01\nA,P03.en,two,,STR.O01\nA,P03.en,,,STR.O01\nA,P09.en,,Q1,STR.O01\n"
    )
    assert refused(asked, table) == [
        (2, "question", "NotAsked"),
        (3, "question", "NotAsked"),
        (4, "question", "NotAsked"),
        (5, "turn", "TurnUnknown"),
        (6, "turn", "NumberInvalid"),
        (7, "start", "CellEmpty"),
        (7, "end", "CellEmpty"),
        (8, "doc", "UnknownName"),
    ]


def test_the_same_turn_as_a_span_is_the_same_coding(asked: FakeStudy) -> None:
    ids = seeded_ids(9)
    names = Names(asked, new_id=lambda: next(ids))
    table = "coder,doc,start,end,turn,code_id\nA,P01.en,37,56,,STR.O01\nA,P01.en,,,2,STR.O01\n"
    reading = read_codings(cells(table), names, progress=unhurried)
    assert (len(reading.added), reading.unchanged) == (1, 1)
    assert isinstance(reading.added[0], Coding)
