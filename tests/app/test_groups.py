from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from uuid import UUID

import pytest

from kangni.app.groups import group_by, only
from kangni.core.errors import CutInvalid, UnknownName
from kangni.core.names import ParticipantId
from kangni.core.people import AttributeValue, Participant


def people(**values: AttributeValue | None) -> list[Participant]:
    return [
        Participant(ParticipantId(UUID(int=i)), handle, {} if value is None else {"x": value})
        for i, (handle, value) in enumerate(values.items())
    ]


def members(found: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    return {group: " ".join(names) for group, names in found.items()}


def test_words_are_grouped_by_value_and_who_has_none_stands_in_no_group() -> None:
    found = group_by(people(P1="lead", P2="aide", P3="lead", P4=None), "x")
    assert members(found.members) == {"aide": "P2", "lead": "P1 P3"}
    assert (found.split, found.ungrouped) == ("each value", ("P4",))


def test_yes_and_no_are_two_groups() -> None:
    assert members(group_by(people(P1=True, P2=False), "x").members) == {"no": "P2", "yes": "P1"}


def test_numbers_are_cut_with_the_lower_end_in_the_band() -> None:
    found = group_by(people(P1=4.9, P2=5.0, P3=9.0, P4=10.0), "x", (5, "10"))
    assert members(found.members) == {"<5": "P1", "5-<10": "P2 P3", "10+": "P4"}
    assert found.bounds == ("5", "10")


def test_a_band_without_people_stays_and_is_empty() -> None:
    assert members(group_by(people(P1=1.0, P2=2.0), "x", (0,)).members) == {"<0": "", "0+": "P1 P2"}


def test_numbers_without_a_cut_fall_into_quartile_bands() -> None:
    found = group_by(people(P1=1.0, P2=2.0, P3=3.0, P4=4.0), "x")
    assert (found.split, found.bounds) == ("quartiles", ("1.75", "2.5", "3.25"))
    assert list(members(found.members).values()) == ["P1", "P2", "P3", "P4"]


def test_equal_quartiles_are_one_bound_and_equal_numbers_one_group() -> None:
    assert members(group_by(people(P1=1.0, P2=1.0, P3=1.0, P4=7.0), "x").members) == {"<2.5": "P1 P2 P3", "2.5+": "P4"}
    assert members(group_by(people(P1=1.0, P2=1.0), "x").members) == {"all": "P1 P2"}


def test_days_are_cut_by_days() -> None:
    found = group_by(people(P1=date(2026, 1, 31), P2=date(2026, 2, 1)), "x", ("2026-02-01",))
    assert members(found.members) == {"<2026-02-01": "P1", "2026-02-01+": "P2"}


@pytest.mark.parametrize("cut", ["five", "2026-01-01", "nan"])
def test_a_cut_of_another_type_is_refused(cut: str) -> None:
    with pytest.raises(CutInvalid, match=cut):
        group_by(people(P1=1.0, P2=2.0), "x", (cut,))


def test_words_cannot_be_cut() -> None:
    with pytest.raises(CutInvalid):
        group_by(people(P1="a"), "x", (5,))


def test_an_attribute_nobody_has_is_refused_with_the_closest() -> None:
    with pytest.raises(UnknownName) as caught:
        group_by([Participant(ParticipantId(UUID(int=1)), "P1", {"role": "aide"})], "roll")
    assert caught.value.suggestion == "role"


def test_one_group_is_set_against_all_others() -> None:
    found = group_by(people(P1="a", P2="b", P3="c"), "x")
    assert members(only(found, ["b"]).members) == {"b": "P2", "others": "P1 P3"}
    assert members(only(found, ["c", "a"]).members) == {"c": "P3", "a": "P1"}
    with pytest.raises(UnknownName):
        only(found, ["d"])
