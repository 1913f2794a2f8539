from __future__ import annotations

import pytest

from kangni.core.errors import FormUnstated, UnknownTerm
from kangni.core.names import Label
from kangni.core.scales import MissingRule, Note, Permission, Response, Scale, Subscale, Variant


def scale(**more: object) -> Scale:
    given: dict[str, object] = {
        "id": "X",
        "name": Label("Ex"),
        "n_items": 4,
        "response": Response(1, 5),
        "reversed": (2,),
        "subscales": (Subscale("a", (1, 2), "low"), Subscale("b", (3, 4), "low")),
        "score": "sum",
        "permission": Permission.FREE,
        "licence": "",
        "missing": MissingRule("no_score"),
    }
    return Scale(**(given | more))  # type: ignore[arg-type]  # the fields above, some replaced


@pytest.mark.parametrize("more", [{"reversed": (5,)}, {"total": (0,)}, {"anchors": (Variant("x", (9,)),)}])
def test_an_item_outside_the_scale_is_refused(more: dict[str, object]) -> None:
    with pytest.raises(UnknownTerm):
        scale(**more)


def test_steps_run_from_low_to_high() -> None:
    assert Response(0, 100, 25).steps() == (0, 25, 50, 75, 100)


def test_a_scale_whose_forms_are_alike_needs_no_word_on_them() -> None:
    assert scale().reversed_in() == (2,)
    with pytest.raises(UnknownTerm):
        scale().reversed_in(anchor="agree_is_1")


def test_a_scale_whose_forms_differ_stops_until_one_is_stated() -> None:
    two = scale(
        anchors=(Variant("agree_is_1", (1,)), Variant("agree_is_4", (3,))), notes=(Note("anchor_trap", "Half praise."),)
    )
    with pytest.raises(FormUnstated) as caught:
        two.reversed_in()
    assert (caught.value.what, caught.value.trap, caught.value.known) == (
        "anchor",
        "Half praise.",
        "agree_is_1, agree_is_4",
    )
    assert two.reversed_in(anchor="agree_is_4") == (3,)
    with pytest.raises(UnknownTerm):
        two.reversed_in(anchor="disagree_is_1")


def test_a_total_is_scored_where_it_is_not_the_only_subscale() -> None:
    assert [subscale.id for subscale in scale(total=(1, 2, 3, 4)).scored()] == ["a", "b", "total"]
    assert [subscale.id for subscale in scale().scored()] == ["a", "b"]
    one = scale(subscales=(Subscale("a", (1, 2, 3, 4)),), total=(1, 2, 3, 4))
    assert [subscale.id for subscale in one.scored()] == ["a"]


def test_rules_on_missing_answers_say_how_many_must_be_there() -> None:
    five = Subscale("a", (1, 2, 3, 4, 5))
    assert MissingRule("no_score").least(five) == 5
    assert MissingRule("mean_of_answered").least(five) == 1
    assert MissingRule("min_answered", {"a": 3}).least(five) == 3
    assert MissingRule("min_answered", {"b": 3}).least(five) == 5
