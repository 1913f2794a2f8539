from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

import pytest
from tests.told_study import FRAMEWORK, PLAIN, told_study

from kangni.app.advice import advice
from kangni.core.errors import AmountInvalid, BudgetIncomplete, KangniError, NothingToAnalyse, UnknownLever
from kangni.core.framework import Framework
from kangni.core.undefined import Undefined, is_defined
from kangni.results.advice import AddresseeAdvice, Advice, Comparison
from kangni.results.answer import Evidence
from kangni.results.levers import Breadth, Lever, LoopPart, Mark, Objection, Together

CLAIMS = (
    "P1 LOAD>TIRED +3",
    "P2 LOAD>TIRED +2",
    "P3 CARE>TIRED -3",
    "P4 CARE>KEEN +2",
    "P1 REST>TIRED -1",
    "P2 LOAD>REST -2",
)
EPISODES = ("P1 stressor:LOAD = up",)


def ask(
    *codings: str,
    claims: Sequence[str] = CLAIMS,
    framework: Framework = FRAMEWORK,
    consent: Mapping[str, str] | None = None,
    people: int = 4,
    members: int = 192,
) -> Advice:
    told = told_study(
        people=people, claims=claims, codings=codings, episodes=EPISODES, framework=framework, consent=consent
    )
    return advice(told, told, on=date(2026, 3, 1), members=members)


def of(found: Advice, addressee: str) -> AddresseeAdvice:
    return next(one for one in found.addressees if one.addressee == addressee)


def lever(found: Advice, name: str) -> Lever:
    return next(one for group in found.addressees for one in (*group.levers, *group.holds_now) if one.id == name)


def said(found: Advice, words: str) -> bool:
    return any(words in caution.sentence for caution in found.cautions)


def test_askers_are_people_however_many_coders_and_passages() -> None:
    care = lever(
        ask("A P1 PLEA 0 : care", "B P1 PLEA 3 : care rest", "A P1 PLEA 50 : care", "A P2 ASK 0 : care"), "care"
    )
    assert care.askers == ("P1", "P2")


def test_supporters_ask_or_credit_each_once() -> None:
    care = lever(ask("A P1 PLEA 0 : care"), "care")
    assert care.claimers == ("P1", "P2", "P3", "P4")  # lowering load credits it as raising care does
    assert care.supporters == ("P1", "P2", "P3", "P4")


def test_a_claim_the_other_way_does_not_credit() -> None:
    assert lever(ask(claims=["P1 CARE>TIRED +2", "P2 CARE>KEEN +1"]), "care").claimers == ("P2",)


def test_a_claim_that_leads_nowhere_near_functioning_does_not_credit() -> None:
    assert lever(ask(claims=[*CLAIMS, "P3 REST>HOPE +3"]), "rest").claimers == ("P1",)


def test_tellers_hold_a_whole_path_of_their_own() -> None:
    found = ask(claims=["P1 CARE>LOAD -2", "P2 LOAD>TIRED +2", "P3 CARE>HOPE +1", "P3 HOPE>KEEN +1"])
    assert lever(found, "care").tellers == ("P2", "P3")  # P1's path goes on in P2's words only


def test_asked_levers_stand_first_by_askers_whatever_their_effect() -> None:
    plain = replace(FRAMEWORK, lever_families=(), not_levers=())
    found = ask("A P1 ASK 0 : HOPE", "A P2 ASK 0 : HOPE", "A P3 ASK 0 : REST", framework=plain)
    assert [one.id for one in of(found, "self").levers] == ["HOPE", "REST"]
    hope = lever(found, "HOPE")
    assert (hope.standing.place, hope.effect) == (1, Undefined("no path leads to functioning"))


def test_a_good_that_nobody_asks_for_and_many_credit_is_not_to_be_lost() -> None:
    found = ask("A P1 ASK 0 : rest")
    assert [one.id for one in of(found, "office").holds_now] == ["care"]
    assert of(found, "office").levers == ()


def test_without_ties_levers_stand_by_their_supporters_and_it_is_said() -> None:
    found = ask("A P1 ASK 0")
    assert [one.id for one in of(found, "office").levers] == ["care"]
    assert said(found, "Nobody was asked")
    assert not said(ask("A P1 ASK 0 : rest"), "Nobody was asked")


def test_declining_voices_and_untied_suggestions_are_shown_under_their_addressee() -> None:
    found = ask("A P1 ASK 0 : declines", "B P1 ASK 4", "A P2 PLEA 0", "A P3 PLEA 0 : care", "B P3 PLEA 20")
    assert [(one.participant, one.code, one.row) for one in of(found, "self").declining] == [("P1", "ASK", 100)]
    assert of(found, "self").untied == ()
    assert [(one.participant, one.row) for one in of(found, "office").untied] == [("P2", 102), ("P3", 104)]
    assert (found.suggestions, found.tied) == (4, 2)


def test_who_codes_a_lever_the_other_way_is_against_it() -> None:
    care = lever(ask("A P3 CARE 0 risk", "A P4 CARE 0", "A P2 LOAD 0 protective"), "care")
    assert [(one.participant, one.how, one.codes) for one in care.against] == [
        ("P2", Objection.CODED, ("LOAD",)),
        ("P3", Objection.CODED, ("CARE",)),
    ]
    assert Mark.DISPUTED in care.marks


def test_the_harming_side_of_a_contested_claim_is_against_it() -> None:
    care = lever(ask(claims=[*CLAIMS, "P1 CARE>TIRED +1"]), "care")
    assert [(one.participant, one.how) for one in care.against] == [("P1", Objection.CLAIMED)]


def test_an_effect_that_hangs_on_a_contested_link_is_shown_in_both_worlds() -> None:
    found = ask(claims=[*CLAIMS, "P1 CARE>TIRED +3", "P2 CARE>TIRED +3"])
    (worlds,) = lever(found, "care").worlds
    assert (worlds.cause, worlds.effect) == ("CARE", "TIRED")
    assert worlds.if_raises < worlds.if_lowers  # raising tiredness harms
    assert lever(found, "rest").worlds == ()


def test_a_harm_that_nobody_contests_shows_in_the_effect_only() -> None:
    care = lever(ask(claims=["P1 CARE>TIRED +1", "P2 LOAD>KEEN -1"]), "care")
    assert care.against == ()


@pytest.mark.parametrize(("people", "word"), [(4, Breadth.BROAD), (9, Breadth.MIDDLING)])
def test_half_of_all_people_make_a_lever_broad(people: int, word: Breadth) -> None:
    assert lever(ask(people=people), "care").breadth is word


def test_two_supporters_are_thin() -> None:
    assert lever(ask("A P2 ASK 0 : rest"), "rest").breadth is Breadth.THIN


def test_a_lever_of_the_person_names_the_cause_that_its_supporters_name() -> None:
    found = ask("A P2 ASK 0 : rest")
    rest = lever(found, "rest")
    assert [(cause.code, cause.participants) for cause in rest.causes_first] == [("LOAD", ("P2",))]
    assert Mark.OTHERS_FIRST in rest.marks
    assert lever(ask(), "rest").causes_first == ()  # P2 names the cause and does not support rest


def test_one_voice_is_a_thin_path() -> None:
    rest = lever(ask(), "rest")
    assert not isinstance(rest.effect, Undefined)
    assert rest.effect.reach == pytest.approx(1 - 0.75**4, abs=0.1)
    assert Mark.PATH_THIN in rest.marks


def test_places_come_with_their_range_over_members() -> None:
    plain = replace(FRAMEWORK, lever_families=())
    found = ask("A P1 ASK 0 : CARE", "A P2 ASK 0 : LOAD", framework=plain)
    care, load = lever(found, "CARE"), lever(found, "LOAD")
    assert (care.standing.low, care.standing.high) == (1, 2)
    assert care.standing.tied_with == ("LOAD",)
    assert load.standing.top_three == 1
    assert {one.id for one in of(found, "office").levers if one.on_front} <= {"CARE", "LOAD"}


def test_a_negative_effect_is_printed_as_it_is() -> None:
    care = lever(ask("A P1 ASK 0 : care", claims=["P1 CARE>TIRED +3", "P2 CARE>TIRED +3", "P3 LOSS>KEEN -1"]), "care")
    assert not isinstance(care.effect, Undefined)
    assert is_defined(care.effect.median)
    assert float(care.effect.high) <= 0  # type: ignore[arg-type]  # defined


def test_a_study_of_suggestions_alone_lists_them_without_effects() -> None:
    found = ask("A P1 ASK 0 : rest", claims=())
    rest = lever(found, "rest")
    assert (rest.askers, rest.effect, rest.score) == (("P1",), Undefined("no claims"), Undefined("no claims"))
    assert isinstance(rest.standing.low, Undefined)
    assert rest.on_front is False
    assert isinstance(found.unit_dip, Undefined)


def test_a_study_without_claims_and_suggestions_has_nothing_to_advise() -> None:
    with pytest.raises(NothingToAnalyse):
        ask(claims=())


def test_people_outside_n_neither_ask_nor_credit() -> None:
    found = ask("A P1 ASK 0 : care", "A P2 ASK 0 : care", consent={"P1": "quote"})
    assert lever(found, "care").askers == ("P2",)
    assert "P1" not in lever(found, "care").claimers
    assert said(found, "ties belong to codings that do not count")


def test_a_tie_to_a_lever_that_the_framework_lacks_is_said() -> None:
    assert said(ask("A P1 ASK 0 : magic"), "the framework does not have")


def test_a_framework_without_families_makes_every_leaf_a_lever() -> None:
    found = ask(framework=PLAIN)
    assert {one.id for one in of(found, "office").levers} == {"CARE", "LOAD"}
    assert {one.id for one in of(found, "self").levers} == {"REST"}
    assert lever(found, "LOAD").lowered == ("LOAD",)


def test_an_outcome_indicator_is_no_lever() -> None:
    found = ask(framework=replace(PLAIN, outcome_indicators=("REST",)))
    assert "REST" not in {one.id for group in found.addressees for one in (*group.levers, *group.holds_now)}


def test_a_framework_without_addressees_keeps_all_levers_under_none() -> None:
    found = ask("A P1 ASK 0 : rest", framework=replace(FRAMEWORK, addressees=(), level_addressee={}))
    assert [one.addressee for one in found.addressees] == [""]
    assert {one.id for one in found.addressees[0].levers} == {"rest"}


def test_every_number_opens() -> None:
    found = ask("A P1 PLEA 0 : care", "B P1 PLEA 3 : care", "A P3 CARE 0 risk", "A P4 PLEA 0", "A P2 ASK 0 : rest")
    assert found.evidence("care") == Evidence("coding", (100, 101))
    assert found.evidence("care/claims") == Evidence("claim", (200, 201, 202, 203, 205))
    assert found.evidence("care/against") == Evidence("coding", (102,))
    assert found.evidence("rest/causes") == Evidence("claim", (205,))
    assert found.evidence("office/untied") == Evidence("coding", (103,))


def test_the_order_is_compared_with_that_without_each_participant_and_on_other_maps() -> None:
    plain = replace(FRAMEWORK, lever_families=(), not_levers=())
    found = ask("A P2 ASK 0 : LOAD", framework=plain)
    kinds = [(one.kind, one.name) for one in found.steadiness]
    assert kinds == [
        *((Comparison.WITHOUT, f"P{i}") for i in range(1, 5)),
        (Comparison.RANDOM_WEIGHTS, ""),
        (Comparison.REWIRED, ""),
    ]
    assert all(is_defined(one.agreement) for one in found.steadiness)
    # without P2 nobody asks for less load, and P1 alone credits it; P3 and P4 credit care
    assert lever(found, "LOAD").standing.without == (("P2", 2),)
    assert lever(found, "CARE").standing.without == (("P2", 1),)


def test_two_coders_are_compared() -> None:
    told = told_study(claims=[*CLAIMS, "P3 CARE>TIRED -3 own B"], episodes=EPISODES)
    found = advice(told, told, on=date(2026, 3, 1), members=64)
    assert [(one.name, one.links) for one in found.steadiness if one.kind is Comparison.ONE_CODER] == [
        ("A", 5),
        ("B", 1),
    ]


def test_a_suggestion_whose_code_speaks_to_nobody_is_kept() -> None:
    nobody = replace(FRAMEWORK, level_addressee={"team": "office"})
    assert [(one.participant, one.code) for one in of(ask("A P1 ASK 0", framework=nobody), "").untied] == [
        ("P1", "ASK")
    ]


def test_progress_counts_the_coders_too() -> None:
    told = told_study(claims=[*CLAIMS, "P3 CARE>TIRED -3 own B"], episodes=EPISODES)
    steps: list[tuple[int, int]] = []
    advice(told, told, on=date(2026, 3, 1), members=64, progress=lambda done, of: steps.append((done, of)))
    assert steps == [(64, 512), (128, 512), (320, 512), (512, 512)]


def test_rows_show_all_levers_of_all_addressees() -> None:
    rows = ask("A P1 ASK 0 : rest").rows()
    assert [(row.addressee, row.part, row.lever, row.askers, row.of) for row in rows] == [
        ("self", "asked", "rest", 1, 4),
        ("office", "holds now", "care", 0, 4),
    ]


RING = ("P1 CARE>REST +3", "P1 REST>CARE -2", "P2 CARE>TIRED -3", "P3 REST>KEEN +2", "P4 LOAD>TIRED +2")


def test_a_balancing_loop_through_a_lever_pushes_back() -> None:
    care = lever(ask("A P2 PLEA 0 : care", claims=RING), "care")
    (loop,) = care.loops
    assert (loop.key, loop.part, loop.tellers) == ("CARE>REST", LoopPart.PUSHES_BACK, ("P1",))
    assert (loop.codes, loop.moves) == (("CARE", "REST"), (1, 1, -1))
    assert "What pushes back, in the words of P1: Care ↑ → Rest ↑ → Care ↓." in care.sentence.en


def test_a_loop_that_nobody_tells_whole_is_marked_so_and_opens_to_its_claims() -> None:
    claims = [*RING[:1], "P2 REST>CARE +2", *RING[2:]]
    found = ask("A P2 PLEA 0 : care", claims=claims)
    (loop,) = lever(found, "care").loops
    assert (loop.part, loop.tellers) == (LoopPart.CARRIES, ())
    assert found.evidence("care/loop/CARE>REST") == Evidence("claim", (200, 201))


def test_what_gets_worse_elsewhere_is_named() -> None:
    claims = [f"P{i} CARE>{end}" for i in range(1, 5) for end in ("REST -3", "KEEN +3")] + ["P1 REST>TIRED -1"]
    found = ask("A P1 PLEA 0 : care", "A P2 ASK 0 : rest", claims=claims)
    care = lever(found, "care")
    assert {loss.what for loss in care.worse} == {"rest", "TIRED"}  # less rest, more tired
    assert all(loss.change < 0 and loss.certainty > 0.9 for loss in care.worse)
    assert lever(found, "rest").worse == ()


def test_two_levers_together_are_set_beside_the_sum_of_both() -> None:
    found = ask("A P1 PLEA 0 : care", "A P2 ASK 0 : rest", members=320)
    (pair,) = found.pairs
    assert (pair.first, pair.second, pair.askers) == ("care", "rest", ("P1", "P2"))
    assert pair.addressees == ("office", "self")
    assert is_defined(pair.effect.median)
    assert is_defined(pair.beyond.median)
    assert pair.together in {Together.ADDS_UP, Together.LESS}
    assert pair.place == 1


def test_a_budget_takes_levers_as_they_are_asked_for_and_as_they_do_most() -> None:
    plain = replace(FRAMEWORK, lever_families=(), not_levers=())
    told = told_study(
        claims=CLAIMS, codings=["A P1 PLEA 0 : REST", "A P2 PLEA 0 : REST", "A P1 ASK 0 : CARE"], episodes=EPISODES,
        framework=plain,
    )  # fmt: skip
    found = advice(told, told, on=date(2026, 3, 1), members=128, costs={"Rest": 2, "CARE": 2, "LOAD": 1}, budget=3)
    assert found.budget is not None
    asked, most = found.budget.sets
    assert (asked.levers, asked.cost, asked.askers) == (("REST", "LOAD"), 3, ("P1", "P2"))
    assert set(most.levers) == {"CARE", "LOAD"}
    assert (found.budget.compared, found.budget.complete) == (5, True)  # three alone, and two pairs
    assert "HOPE" not in found.budget.without_cost  # nobody speaks of it


def test_a_budget_below_every_cost_buys_nothing() -> None:
    told = told_study(claims=CLAIMS, episodes=EPISODES)
    found = advice(told, told, on=date(2026, 3, 1), members=64, costs={"care": 9}, budget=3)
    assert found.budget is not None
    assert (found.budget.sets, found.budget.compared) == ((), 0)


@pytest.mark.parametrize(
    ("costs", "budget", "error"),
    [
        ({}, 3.0, BudgetIncomplete),
        ({"care": 1.0}, None, BudgetIncomplete),
        ({"care": 0.0}, 3.0, AmountInvalid),
        ({"care": 1.0}, float("nan"), AmountInvalid),
        ({"caer": 1.0}, 3.0, UnknownLever),
    ],
)
def test_a_budget_that_makes_no_sense_is_refused(
    costs: Mapping[str, float], budget: float | None, error: type[KangniError]
) -> None:
    told = told_study(claims=CLAIMS, episodes=EPISODES)
    with pytest.raises(error):
        advice(told, told, on=date(2026, 3, 1), costs=costs, budget=budget)
