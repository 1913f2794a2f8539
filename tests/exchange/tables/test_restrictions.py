from __future__ import annotations

import pytest
from tests.fakes import FakeStudy
from tests.tables import cells, faults

from kangni.core.errors import FaultyTable
from kangni.core.people import Participant, RestrictionKind
from kangni.core.text import Document, Span
from kangni.exchange.tables.names import Names
from kangni.exchange.tables.restrictions import read_restrictions

HEADINGS = "kind,participant,other_participant,code_id,reason,doc,start,end\n"


def test_rows_become_rules_on_people_codes_and_passages(study: FakeStudy, names: Names) -> None:
    apart, code, passage = read_restrictions(
        cells(
            HEADINGS
            + "apart,P01,P02,,may know each other,,,\n"
            + "blur,P01,,STR.P01,asked twice,,,\n"
            + "blur,P01,,,asked,P01.zh,21,26\n"
        ),
        names,
    ).added

    first, second = study.named(Participant, "P01").id, study.named(Participant, "P02").id
    assert (apart.kind, apart.participant, apart.other) == (RestrictionKind.APART, first, second)
    assert (code.kind, code.code) == (RestrictionKind.BLUR, study.codebook().named("STR.P01").id)
    assert (passage.document, passage.span) == (study.named(Document, "P01.zh").id, Span(21, 26))


def test_all_faults_of_restrictions_are_told_at_once(names: Names) -> None:
    with pytest.raises(FaultyTable) as caught:
        read_restrictions(
            cells(
                HEADINGS
                + "hide,P09,,,,,,\n"
                + "apart,P01,,,,,,\n"
                + "apart,P01,P01,,,,,\n"
                + "blur,P01,,,,,,\n"
                + "blur,P01,,NO.1,,P01.zh,21,99\n"
            ),
            names,
        )

    assert faults(caught.value) == [
        (2, "kind", "UnknownTerm"),
        (2, "participant", "UnknownName"),
        (3, "other_participant", "UnknownTerm"),
        (4, "other_participant", "UnknownTerm"),
        (5, "code_id", "UnknownTerm"),
        (6, "end", "SpanOutOfRange"),
        (6, "code_id", "UnknownName"),
    ]


def test_a_rule_that_the_study_has_or_that_stands_twice_is_not_doubled(study: FakeStudy, names: Names) -> None:
    table = HEADINGS + "apart,P01,P02,,x,,,\n"
    study.add(read_restrictions(cells(table), names).added)

    assert read_restrictions(cells(table + "blur,P01,,STR.P01,,,,\n" * 2), names).unchanged == 2
