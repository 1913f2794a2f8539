from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any
from uuid import UUID

import pytest

from kangni.app.plan import plan_agreement, plan_from_study
from kangni.core.errors import AgreementOff, MethodInput, NothingToAnalyse, UnknownName
from kangni.core.names import CoderId
from kangni.core.people import Coder
from kangni.core.undefined import Undefined
from kangni.results.plan import AgreementPlan

TODAY = date(2026, 3, 1)
TALK = "Q: how are you\nP1: tired of it\nP1: we laugh a lot\nP1: it will pass\n"
SETTINGS: dict[str, Any] = {"codes": 84, "prevalence": 0.05, "alpha": 0.7, "turns": 38}


def sentences(plan: AgreementPlan) -> Sequence[str]:
    return [caution.sentence.format(**dict(caution.facts)) for caution in plan.cautions]


def test_a_plan_from_expectations_says_how_many_and_what_it_assumes() -> None:
    plan = plan_agreement(**SETTINGS, width=0.2)
    assert plan.basis == "assumed"
    assert plan.interviews == 8
    (row,) = [row for row in plan.rows() if row.interviews == 8]
    assert isinstance(row.width_assured, float)
    assert row.width_assured <= 0.2
    assert row.narrow >= plan.assured == 0.8
    assert "84 codes, and agree to alpha 0.7" in sentences(plan)[0]
    assert "by 0.3 of the mean beyond chance" in sentences(plan)[1]
    assert {"seed", "simulated studies", "spread"} <= {setting.name for setting in plan.settings}


def test_the_answer_stands_among_numbers_on_both_sides_of_it() -> None:
    shown = [row.interviews for row in plan_agreement(**SETTINGS, width=0.2).rows()]
    assert shown == sorted(shown) == [3, 4, 5, 6, 8, 10, 12, 15, 20]


def test_a_single_code_needs_many_more_interviews() -> None:
    one = plan_agreement(**{**SETTINGS, "codes": 1}, width=0.2)
    assert isinstance(one.interviews, int)
    assert one.interviews > 30
    assert sentences(one)[-1] == "The interval is the 95 % jackknife over interviews of alpha of one code."


def test_interviews_that_are_alike_are_an_assumption_too() -> None:
    assert any(
        "this is the least that is needed" in said
        for said in sentences(plan_agreement(**SETTINGS, width=0.2, spread=0))
    )


def test_what_no_number_of_interviews_reaches_is_said_with_what_the_most_bring() -> None:
    plan = plan_agreement(codes=1, prevalence=0.01, alpha=0.5, turns=10, width=0.05)
    assert plan.interviews == Undefined("more interviews than anybody codes twice")
    assert plan.rows()[-1].interviews == 200
    assert plan.rows()[-1].narrow < 0.8


def test_a_plan_has_no_evidence_and_becomes_plain_values() -> None:
    plan = plan_agreement(**SETTINGS, width=0.2)
    assert (plan.keys(), plan.find("8")) == ((), None)
    assert plan.to_dict()["interviews"] == 8


def test_settings_that_cannot_be_are_refused() -> None:
    with pytest.raises(MethodInput):
        plan_agreement(**{**SETTINGS, "turns": 0}, width=0.2)


# --- from a study ---------------------------------------------------------------------------------------------------


def test_a_plan_from_the_demo_study_draws_its_ten_participants(demo: Any) -> None:
    plan = plan_from_study(demo, demo, on=TODAY, width=0.1)
    assert (plan.basis, plan.interviews) == ("own interviews", 5)
    assert any(said.startswith("Drawn with replacement from 10 participants") for said in sentences(plan))
    assert plan_from_study(demo, demo, on=TODAY, width=0.1) == plan


def test_a_plan_for_one_code_of_the_demo_study_asks_for_more(demo: Any) -> None:
    plan = plan_from_study(demo, demo, on=TODAY, width=0.2, code="str.g01")
    assert isinstance(plan.interviews, int)
    assert plan.interviews > 20
    with pytest.raises(UnknownName, match="NOPE"):
        plan_from_study(demo, demo, on=TODAY, width=0.2, code="NOPE")


def test_of_several_coders_the_two_with_most_in_common_are_taken_unless_two_are_named(
    make_study: Callable[..., Any],
) -> None:
    study = make_study(
        {f"{one}.en": TALK.replace("P1", one) for one in ("P1", "P2", "P3")},
        [f"{coder} {one}.en 2 LOAD" for coder in "AB" for one in ("P1", "P2", "P3")],
        done=[f"{coder} {one}.en" for coder in "AB" for one in ("P1", "P2", "P3")],
    )
    study.coders = (*study.coders, Coder(CoderId(UUID(int=77)), "C"))
    study.done = (*study.done, ("C", "P1.en"), ("C", "P2.en"))
    plan = plan_from_study(study, study, on=TODAY, width=1)
    assert ("coders", "A, B") in [(setting.name, setting.value) for setting in plan.settings]
    assert any(said.startswith("With fewer than five participants") for said in sentences(plan))
    named = plan_from_study(study, study, on=TODAY, width=1, coders=("A", "C"))
    assert ("participants", 2) in [(setting.name, setting.value) for setting in named.settings]


def test_a_study_without_agreement_figures_plans_none(make_study: Callable[..., Any]) -> None:
    study = make_study({"P1.en": TALK}, done=("A P1.en", "B P1.en"))
    study.agreement = "off"
    with pytest.raises(AgreementOff):
        plan_from_study(study, study, on=TODAY, width=0.2)


def test_without_interviews_that_two_have_coded_there_is_nothing_to_draw(make_study: Callable[..., Any]) -> None:
    study = make_study({"P1.en": TALK}, done=("A P1.en",))
    with pytest.raises(NothingToAnalyse):
        plan_from_study(study, study, on=TODAY, width=0.2)
    both = make_study({"P1.en": TALK}, ["A P1.en 2 LOAD"], done=("A P1.en", "B P1.en"))
    with pytest.raises(MethodInput, match="one interview"):
        plan_from_study(both, both, on=TODAY, width=0.2)
