from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from tests.fakes import FakeStudy
from tests.tables import cells, faults

from kangni.core.errors import FaultyTable
from kangni.core.people import AttributeValue, Consent, Participant, Scope
from kangni.exchange.tables.columns import TableKind
from kangni.exchange.tables.names import Names
from kangni.exchange.tables.participants import read_participants, says_fictional, write_participants


def attributes(text: str, names: Names) -> list[dict[str, AttributeValue]]:
    return [
        dict(person.attributes) for person in read_participants(cells(text, kind=TableKind.PARTICIPANTS), names).added
    ]


def test_each_column_has_the_type_that_all_its_cells_allow(names: Names) -> None:
    assert attributes(
        "id,age,day,married,years,code\nP03,34,2025-11-04,yes,8,007\nP04,28.5,2026/3/1,否,10+,8\n", names
    ) == [
        {"age": 34.0, "day": date(2025, 11, 4), "married": True, "years": "8", "code": "007"},
        {"age": 28.5, "day": date(2026, 3, 1), "married": False, "years": "10+", "code": "8"},
    ]


def test_an_empty_cell_says_nothing(names: Names) -> None:
    assert attributes("id,age,role\nP03,,front-line\n", names) == [{"role": "front-line"}]


def test_consent_is_read_and_no_record_differs_from_nothing_released(names: Names) -> None:
    people = read_participants(
        cells("id,consent_scope\nP03,analysis;quote；until 2027-12-31\nP04,\nP05,none\n"), names
    ).added

    assert [person.consent for person in people] == [
        Consent(frozenset({Scope.ANALYSIS, Scope.QUOTE}), date(2027, 12, 31)),
        None,
        Consent(frozenset()),
    ]


def test_filled_cells_of_a_known_participant_replace_what_stood_there(study: FakeStudy, names: Names) -> None:
    first = study.named(Participant, "P01")
    study.replace([replace(first, attributes={"age": 34.0, "role": "lead"}, consent=Consent(frozenset({Scope.QUOTE})))])

    found = read_participants(cells("id,age,role,consent_scope\np01,35,,\n"), names)

    (changed,) = found.changed
    assert (changed.handle, dict(changed.attributes)) == ("P01", {"age": 35.0, "role": "lead"})
    assert changed.consent == Consent(frozenset({Scope.QUOTE}))


def test_a_table_makes_recorded_consent_less_but_never_more(study: FakeStudy, names: Names) -> None:
    for handle in ("P01", "P02"):
        study.replace([replace(study.named(Participant, handle), consent=Consent.parse("analysis"))])

    found = read_participants(cells("id,consent_scope\nP01,analysis;quote\nP02,none\n"), names)

    assert [(person.handle, str(person.consent)) for person in found.changed] == [("P02", "none")]
    assert (found.kept, found.narrowed, found.unchanged) == (("P01",), ("P02",), 1)


def test_one_new_word_turns_the_numbers_of_the_others_into_text(study: FakeStudy, names: Names) -> None:
    study.replace([replace(study.named(Participant, "P01"), attributes={"age": 34.0})])

    found = read_participants(cells("participant,age\nP02,about 40\n"), names)

    assert {person.handle: person.attributes["age"] for person in found.changed} == {"P01": "34", "P02": "about 40"}


def test_all_faults_of_participants_are_told_at_once(names: Names) -> None:
    with pytest.raises(FaultyTable) as caught:
        read_participants(
            cells("id,consent_scope,fictional\n ,quote,\nP03,quotes,perhaps\np03,until soon,\nP\u200b4,,\n"), names
        )

    assert faults(caught.value) == [
        (2, "id", "CellEmpty"),
        (3, "consent_scope", "UnknownTerm"),
        (3, "fictional", "UnknownTerm"),
        (4, "consent_scope", "UnknownTerm"),
        (4, "id", "HandleTaken"),
        (5, "id", "HandleInvalid"),
    ]


def test_one_invented_person_makes_the_table_fictional() -> None:
    assert says_fictional(cells("id,fictional\nP01,no\nP02,yes\n"))
    assert not says_fictional(cells("participant,age\nP01,30\n"))


def test_what_goes_out_has_every_attribute_of_anybody(study: FakeStudy) -> None:
    first = study.named(Participant, "P01")
    study.replace([replace(first, attributes={"age": 34.0, "day": date(2025, 11, 4)}, consent=Consent(frozenset()))])
    study.replace([replace(study.named(Participant, "P02"), attributes={"married": True, "age": 1.5})])

    table = write_participants(study)

    assert table.headings == ("id", "consent_scope", "fictional", "age", "day", "married")
    assert list(table.rows) == [("P01", "none", "", "34", "2025-11-04", ""), ("P02", "", "", "1.5", "", "yes")]
