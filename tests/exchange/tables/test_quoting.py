from __future__ import annotations

from dataclasses import replace

import pytest
from tests.fakes import FakeStudy
from tests.tables import TEXT

from kangni.core.names import DocumentId, ParticipantId
from kangni.core.people import Participant
from kangni.core.text import Document, Role, Span, Turn
from kangni.exchange.tables.handles import Handles
from kangni.exchange.tables.quoting import Quoted, Quoting, Rule

SPANS = [Span(start, end) for start in range(len(TEXT)) for end in range(start + 1, len(TEXT) + 1)]


class Asked:
    """Withholds nothing and remembers about whom it was asked."""

    def __init__(self) -> None:
        self.about: list[ParticipantId | None] = []

    def __call__(
        self,
        participant: ParticipantId | None,
        document: DocumentId | None,  # noqa: ARG002 - the interface
        span: Span | None,  # noqa: ARG002 - the interface
        *,
        released: bool,  # noqa: ARG002 - the interface
    ) -> str:
        self.about.append(participant)
        return ""


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ((Role.INTERVIEWER, None), (Role.PARTICIPANT, "P01")),
        ((Role.PARTICIPANT, "P02"), (Role.PARTICIPANT, "P01")),
        ((Role.OTHER, None), (Role.PARTICIPANT, "P02")),
        ((Role.INTERVIEWER, "P02"), (Role.INTERVIEWER, None)),
    ],
)
def test_every_span_asks_those_whose_words_the_document_says_it_holds(
    study: FakeStudy, first: tuple[Role, str | None], second: tuple[Role, str | None]
) -> None:
    people = {person.handle: person.id for person in study.all(Participant)}
    text = study.named(Document, "P01.zh")
    turns = [
        Turn(number, turn.span, "", role, people[handle] if handle else None)
        for number, (turn, (role, handle)) in enumerate(zip(text.turns, (first, second), strict=True), 1)
    ]
    text = replace(text, turns=tuple(turns))
    study.replace([text])

    for span in SPANS:
        asked = Asked()
        Quoting(study, Handles(study), Rule(asked, study.turns())).quote(text.id, span)
        assert tuple(asked.about) == text.whose(span), span


def test_without_a_rule_words_go_out_as_they_stand(study: FakeStudy) -> None:
    text = study.named(Document, "P01.zh")

    found = Quoting(study, Handles(study), None).quote(text.id, Span(21, 26))

    assert found == Quoted("P01.zh", "21", "26", "督导帮了我")
