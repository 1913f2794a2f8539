from __future__ import annotations

from uuid import UUID

import pytest

from kangni.core.advice import Suggestion
from kangni.core.claims import Claim
from kangni.core.coding import Coding
from kangni.core.episodes import Episode, EpisodeState, Moment
from kangni.core.errors import OverrideWithoutReason, SignInvalid, StrengthOutOfRange, UnknownTerm
from kangni.core.names import ClaimId, CodeId, CoderId, CodingId, DocumentId, EpisodeId, SuggestionId
from kangni.core.text import Span
from kangni.core.undefined import Undefined, is_defined

CODE, CODER, DOCUMENT = CodeId(UUID(int=1)), CoderId(UUID(int=2)), DocumentId(UUID(int=3))


def claim(sign: int = 1, strength: int | None = 2) -> Claim:
    return Claim(ClaimId(UUID(int=9)), "C001", DOCUMENT, Span(0, 3), CODER, CODE, CODE, sign, strength)


def test_an_override_says_its_reason() -> None:
    with pytest.raises(OverrideWithoutReason):
        Coding(CodingId(UUID(int=4)), DOCUMENT, Span(0, 3), CODE, CODER, polarity="risk")


def test_a_strength_of_seven_is_refused() -> None:
    with pytest.raises(StrengthOutOfRange, match="Use 1, 2, 3"):
        claim(strength=7)


def test_a_missing_strength_stays_missing() -> None:
    assert claim(strength=None).strength is None


def test_a_claim_raises_or_lowers() -> None:
    with pytest.raises(SignInvalid):
        claim(sign=0)


def test_an_open_episode_has_no_outcome() -> None:
    with pytest.raises(UnknownTerm):
        Episode(EpisodeId(UUID(int=5)), "E01", DOCUMENT, CODER, "x", (), "resilient", EpisodeState.OPEN)


def test_moments_rise() -> None:
    moments = (Moment(2, "stressor"), Moment(1, "context"))
    with pytest.raises(UnknownTerm):
        Episode(EpisodeId(UUID(int=5)), "E01", DOCUMENT, CODER, "x", moments)


def test_who_declines_names_no_lever() -> None:
    with pytest.raises(UnknownTerm):
        Suggestion(SuggestionId(UUID(int=6)), CodingId(UUID(int=4)), CODER, ("load",), declines=True)


def test_undefined_refuses_to_be_counted_with() -> None:
    nothing = Undefined("no common units")
    assert not is_defined(nothing)
    with pytest.raises(TypeError):
        bool(nothing)
    with pytest.raises(TypeError):
        nothing + 1  # type: ignore[operator]  # the test is that it cannot
