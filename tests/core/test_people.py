from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest

from kangni.core.errors import UnknownTerm
from kangni.core.names import CodeId, ParticipantId, RestrictionId
from kangni.core.people import Consent, Restriction, RestrictionKind, Scope


@pytest.mark.parametrize(
    ("words", "within"),
    [
        ("none", True),
        ("quote;until 2027-01-01", True),
        ("quote;until 2027-01-02", False),
        ("quote", False),
        ("quote;share;until 2027-01-01", False),
    ],
)
def test_consent_lies_within_another_that_gives_as_much_for_as_long(words: str, *, within: bool) -> None:
    assert Consent.parse(words).within(Consent.parse("analysis;quote;until 2027-01-01")) is within


def test_nothing_released_has_a_word_of_its_own() -> None:
    assert str(Consent(frozenset())) == "none"
    assert Consent.parse(" None ") == Consent.parse("") == Consent(frozenset())


def test_consent_reads_and_writes_the_same_words() -> None:
    consent = Consent.parse("share; analysis ;quote;until 2027-12-31")
    assert str(consent) == "analysis;quote;share;until 2027-12-31"
    assert Consent.parse(str(consent)) == consent


def test_what_is_not_named_is_not_given() -> None:
    assert not Consent.parse("analysis").allows(Scope.QUOTE, on=date(2026, 1, 1))


def test_consent_ends_after_its_last_day() -> None:
    consent = Consent.parse("quote;until=2026-03-01")
    assert consent.allows(Scope.QUOTE, on=date(2026, 3, 1))
    assert not consent.allows(Scope.QUOTE, on=date(2026, 3, 2))


@pytest.mark.parametrize("words", ["quotes", "analysis;until soon"])
def test_a_word_that_is_no_scope_is_refused_with_the_known_ones(words: str) -> None:
    with pytest.raises(UnknownTerm):
        Consent.parse(words)


def test_keeping_apart_needs_a_second_person() -> None:
    person = ParticipantId(UUID(int=1))
    with pytest.raises(UnknownTerm):
        Restriction(RestrictionId(UUID(int=2)), RestrictionKind.APART, person, other=person)


def test_blurring_needs_a_code_or_a_passage() -> None:
    person, code = ParticipantId(UUID(int=1)), CodeId(UUID(int=3))
    with pytest.raises(UnknownTerm):
        Restriction(RestrictionId(UUID(int=2)), RestrictionKind.BLUR, person)
    assert Restriction(RestrictionId(UUID(int=2)), RestrictionKind.BLUR, person, code=code).code == code
