from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from tests.fakes import FakeStudy, seeded_ids, transcript
from tests.told_study import PLAIN

from kangni.app.consent import Audience, policy
from kangni.app.participants import material_of, people_of
from kangni.core.names import ParticipantId
from kangni.core.people import AttributeValue, Consent, Participant
from kangni.reports.findings import People, Range, ValueCount

ids = seeded_ids()


def people(attributes: Sequence[Mapping[str, AttributeValue]], consent: str = "analysis;quote") -> People:
    study = FakeStudy(PLAIN)
    for n, known in enumerate(attributes, 1):
        study.add([Participant(ParticipantId(next(ids)), f"P{n:02}", known, Consent.parse(consent))])
    rules = policy(study, audience=Audience.READER, on=date(2026, 5, 3))
    return people_of(study, rules, waived=())


def test_numbers_are_told_as_a_range_with_the_median() -> None:
    found = people([{"age": age} for age in (24, 30, 36, 41, 52)])

    assert [attribute.range for attribute in found.attributes] == [Range(24, 36, 52)]


def test_what_fewer_than_five_people_have_is_told_as_nothing_but_their_number() -> None:
    found = people([{"age": 24}, {"age": 36}, {"age": 52}])

    assert [(known.range, known.values) for known in found.attributes] == [(None, (ValueCount("", 3),))]


def test_dates_are_told_as_a_range() -> None:
    first, last = date(2025, 10, 22), date(2026, 3, 11)

    assert people([{"met": last}] * 3 + [{"met": first}] * 2).attributes[0].range == Range(first, None, last)


def test_values_that_few_people_share_are_pooled_without_a_name() -> None:
    found = people([{"role": "front-line"}] * 5 + [{"role": "team leader"}, {"role": "supervisor"}])

    assert found.attributes[0].values == (ValueCount("front-line", 5), ValueCount("", 2))


def test_an_attribute_says_of_how_many_it_is_known() -> None:
    assert people([{"age": 24}, {}]).attributes[0].known == 1


def test_people_whose_words_are_withheld_are_counted_by_reason() -> None:
    found = people([{}, {}], consent="analysis")

    assert [(count.reason, count.participants) for count in found.withheld] == [
        ("the speaker has not agreed to be quoted", 2)
    ]


def test_translations_are_counted_apart_from_the_originals() -> None:
    study = FakeStudy(PLAIN)
    original = transcript(next(ids), "P01.zh", "P01：我累了。")
    study.add([original, transcript(next(ids), "P01.en", "P01: I am tired.", translation_of=original.id)])

    material = material_of(study)
    assert (material.documents, material.translations, material.turns) == (1, 1, 1)
    assert material.code_points == len("P01：我累了。")
