from __future__ import annotations

from uuid import UUID

import pytest
from tests.told_study import FRAMEWORK, PLAIN, told_study

from kangni.core.advice import Suggestion, TieState, lone_levers, named_lever
from kangni.core.codebook import Codebook
from kangni.core.errors import UnknownLever, UnknownTerm
from kangni.core.framework import Framework
from kangni.core.names import CoderId, CodingId, SuggestionId

IDS = SuggestionId(UUID(int=1)), CodingId(UUID(int=2)), CoderId(UUID(int=3))


def book(framework: Framework) -> Codebook:
    return told_study(framework=framework).codebook()


def test_a_draft_proposes_one_lever() -> None:
    assert Suggestion(*IDS, ("care",), state=TieState.DRAFT).levers == ("care",)
    for levers in ((), ("care", "rest")):
        with pytest.raises(UnknownTerm):
            Suggestion(*IDS, levers, state=TieState.DRAFT)


@pytest.mark.parametrize("word", ["care", " Care ", "CARE"])
def test_a_lever_is_found_by_id_or_name_in_any_case(word: str) -> None:
    assert named_lever(word, FRAMEWORK, book(FRAMEWORK)) == "care"


def test_an_unknown_lever_names_the_nearest() -> None:
    with pytest.raises(UnknownLever, match="Nearest: care") as caught:
        named_lever("cara", FRAMEWORK, book(FRAMEWORK))
    assert caught.value.lever == "cara"


def test_a_lever_that_is_like_none_says_where_all_are_listed() -> None:
    with pytest.raises(UnknownLever) as caught:
        named_lever("qqqqqqqq", FRAMEWORK, book(FRAMEWORK))
    assert str(caught.value).endswith("\nAll levers: kangni suggestions STUDY --levers")


def test_a_leaf_in_no_family_is_a_lever_unless_it_is_a_result_or_says_no_way() -> None:
    assert [code.handle for code in lone_levers(PLAIN, book(PLAIN))] == ["LOAD", "LOSS", "CARE", "REST", "HOPE"]
    assert lone_levers(FRAMEWORK, book(FRAMEWORK)) == ()  # in a family, or an event, or a disposition
    assert named_lever("hope", PLAIN, book(PLAIN)) == "HOPE"
