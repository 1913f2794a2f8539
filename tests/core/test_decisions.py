from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID

import pytest

from kangni.core.decisions import Decision, DecisionOutcome, PassageReading
from kangni.core.errors import DecisionIncomplete, TextInvalid
from kangni.core.names import CodeId, CoderId, DecisionId, DocumentId
from kangni.core.text import Span

A, B = CoderId(UUID(int=1)), CoderId(UUID(int=2))
TEAM, HOPE = CodeId(UUID(int=3)), CodeId(UUID(int=4))
DECISION = Decision(
    DecisionId(UUID(int=5)),
    DocumentId(UUID(int=6)),
    turn=3,
    span=None,
    readings=(PassageReading(A, TEAM), PassageReading(B, HOPE), PassageReading(B, TEAM)),
    outcome=DecisionOutcome.BOTH_STAND,
    decided_by=(A, B),
    reason="two sides",
    at=datetime(2026, 3, 1, tzinfo=UTC),
    number=4,
)


def test_codes_and_coders_are_named_once_in_the_order_of_the_readings() -> None:
    assert (DECISION.codes, DECISION.coders) == ((TEAM, HOPE), (A, B))


def test_seeing_nothing_is_a_reading_and_no_code() -> None:
    seen = replace(DECISION, readings=(PassageReading(A, TEAM), PassageReading(B, None)))
    assert (seen.codes, seen.coders) == ((TEAM,), (A, B))


@pytest.mark.parametrize("reason", ["", " \n"])
def test_a_decision_without_a_reason_is_none(reason: str) -> None:
    with pytest.raises(DecisionIncomplete, match="needs a reason"):
        replace(DECISION, reason=reason)


@pytest.mark.parametrize(("turn", "span"), [(None, None), (3, Span(1, 2))])
def test_a_decision_is_on_a_turn_or_on_a_span(turn: int | None, span: Span | None) -> None:
    with pytest.raises(DecisionIncomplete, match="either a turn or a span"):
        replace(DECISION, turn=turn, span=span)


def test_somebody_has_given_a_code_and_somebody_has_decided() -> None:
    with pytest.raises(DecisionIncomplete, match="a code that somebody gave"):
        replace(DECISION, readings=(PassageReading(A, None),))
    with pytest.raises(DecisionIncomplete, match="somebody who decided"):
        replace(DECISION, decided_by=())


def test_words_that_no_file_could_hold_are_refused() -> None:
    with pytest.raises(TextInvalid):
        replace(DECISION, codebook_change="\x00")
