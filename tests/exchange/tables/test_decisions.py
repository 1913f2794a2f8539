from __future__ import annotations

from datetime import UTC, datetime

import pytest
from tests.fakes import FakeStudy
from tests.tables import cells, faults

from kangni.core.decisions import DecisionOutcome
from kangni.core.errors import FaultyTable
from kangni.core.people import Coder
from kangni.core.text import Document, Span
from kangni.exchange.tables.decisions import read_decisions, write_decisions
from kangni.exchange.tables.names import Names
from kangni.exchange.tables.quoting import Rule

HEADINGS = "doc,turn,start,end,quote,readings,outcome,decided_by,reason,change,codebook_change,at\n"
AT = "2026-03-01T10:00:00+00:00"
ON_A_TURN = f"P01.zh,2,,,,A: ENV.O01; B:,both_stand,A; B,two sides,,,{AT}\n"


def test_a_decision_on_a_turn_keeps_who_read_it_how_and_who_decided(study: FakeStudy, names: Names) -> None:
    (decision,) = read_decisions(cells(HEADINGS + ON_A_TURN), names, number=9).added

    a = study.named(Coder, "A").id
    (b,) = names.created
    assert decision.document == study.named(Document, "P01.zh").id
    assert (decision.turn, decision.span, decision.number) == (2, None, 9)
    code = names.codebook.named("ENV.O01").id
    assert [(reading.coder, reading.code) for reading in decision.readings] == [(a, code), (b.id, None)]
    assert (decision.outcome, decision.decided_by, decision.reason) == (
        DecisionOutcome.BOTH_STAND,
        (a, b.id),
        "two sides",
    )
    assert decision.at == datetime(2026, 3, 1, 10, tzinfo=UTC)


def test_a_decision_on_a_span_is_compared_with_its_quote(names: Names) -> None:
    line = f"P01.zh,,21,26,督导帮了我,A: ENV.O01,keep,A,clear,,,{AT}\n"
    (decision,) = read_decisions(cells(HEADINGS + line), names, number=1).added
    assert (decision.turn, decision.span) == (None, Span(21, 26))

    with pytest.raises(FaultyTable) as caught:
        read_decisions(cells(HEADINGS + line.replace("督导帮", "同事帮")), names, number=1)
    assert faults(caught.value) == [(2, "quote", "QuoteMismatch")]


def test_names_with_the_signs_that_part_them_go_out_and_come_back(study: FakeStudy, names: Names) -> None:
    line = f"P01.zh,2,,,,A\\;1\\:x: ENV.O01; B\\\\:,keep,A\\;1\\:x,clear,,,{AT}\n"
    reading = read_decisions(cells(HEADINGS + line), names, number=1)
    study.add(names.created)
    study.add(reading.added)

    assert [coder.handle for coder in names.created] == ["A;1:x", "B\\"]
    (row,) = write_decisions(study, study, None).rows
    assert (row[5], row[7]) == ("A\\;1\\:x: ENV.O01; B\\\\:", "A\\;1\\:x")


def test_what_goes_out_has_the_words_of_the_turn_or_of_the_span(study: FakeStudy, names: Names) -> None:
    on_a_span = f"P01.zh,,21,26,,A: ENV.O01,keep,A,clear,,,{AT}\n"
    study.add(read_decisions(cells(HEADINGS + ON_A_TURN + on_a_span), names, number=1).added)
    study.add(names.created)

    first, second = write_decisions(study, study, None).rows
    assert list(first) == [
        "P01.zh", "2", "", "", "忙，督导帮了我。", "A: ENV.O01; B:", "both_stand", "A; B", "two sides", "", "", AT, "",
    ]  # fmt: skip
    assert list(second[:5]) == ["P01.zh", "", "21", "26", "督导帮了我"]


def test_what_was_written_about_withheld_words_stays_with_them(study: FakeStudy, names: Names) -> None:
    line = f"P01.zh,2,,,,A: ENV.O01,change,A,she said so,A less,ENV.O01: less,{AT}\n"
    study.add(read_decisions(cells(HEADINGS + line), names, number=1).added)

    rule = Rule(lambda *_words, released: "not released", study.turns())  # noqa: ARG005 - the rule's shape
    (row,) = write_decisions(study, study, rule).rows
    assert list(row[4:]) == ["", "A: ENV.O01", "change", "A", "(withheld)", "", "", AT, "not released"]


def test_a_decision_that_the_study_has_or_that_stands_twice_is_not_doubled(study: FakeStudy, names: Names) -> None:
    study.add(read_decisions(cells(HEADINGS + ON_A_TURN), names, number=1).added)
    study.add(names.created)

    found = read_decisions(cells(HEADINGS + ON_A_TURN + ON_A_TURN.replace("two", "three") * 2), names, number=2)
    assert (len(found.added), found.unchanged) == (1, 2)


def test_all_faults_of_decisions_are_told_at_once(names: Names) -> None:
    lines = (
        f"P09.zh,2,,,,A: ENV.O01,keep,A,x,,,{AT}\n"
        f"P01.zh,9,,,,A: ENV.O01,keep,A,x,,,{AT}\n"
        f"P01.zh,2,,,,A ENV.O01,keep,A,x,,,{AT}\n"
        f"P01.zh,2,,,,A: NOPE,shrug,,,,,soon\n"
        f"P01.zh,,,,,A: ENV.O01,keep,A,x,,,{AT}\n"
        f"P01.zh,2,21,26,,A: ENV.O01,keep,A,x,,,{AT}\n"
        f"P01.zh,2,,,,A:,keep,A,x,,,{AT}\n"
        f",2,,,,A: ENV.O01,keep,A,x,,,{AT}\n"
    )
    with pytest.raises(FaultyTable) as caught:
        read_decisions(cells(HEADINGS + lines), names, number=1)

    assert faults(caught.value) == [
        (2, "doc", "UnknownName"),
        (3, "turn", "UnknownName"),
        (4, "readings", "UnknownTerm"),
        (5, "outcome", "UnknownTerm"),
        (5, "readings", "UnknownName"),
        (5, "decided_by", "CellEmpty"),
        (5, "at", "UnknownTerm"),
        (5, "reason", "CellEmpty"),
        (6, "turn", "DecisionIncomplete"),
        (7, "turn", "DecisionIncomplete"),
        (8, "turn", "DecisionIncomplete"),
        (9, "doc", "CellEmpty"),
    ]
