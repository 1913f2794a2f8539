from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

import pytest
from tests.told_study import FRAMEWORK, PLAIN, ToldStudy, told_study

from kangni.app.simulation import simulate
from kangni.core.errors import Cancelled, LevelsContradict, MethodInput, NothingToAnalyse, UnknownName
from kangni.core.framework import Framework
from kangni.core.undefined import Undefined, is_defined
from kangni.methods.causal.ensemble import Direction
from kangni.results.answer import Evidence
from kangni.results.second_shock import SecondShock
from kangni.results.sensitivity import Sensitivity
from kangni.results.simulation import RunKind, Simulation

CLAIMS = (
    "P1 LOAD>TIRED +3",
    "P2 LOAD>TIRED +2",
    "P3 CARE>TIRED -3",
    "P4 CARE>TIRED -2",
    "P1 CARE>LOAD -1",
    "P2 LOSS>HOPE -2",
    "P3 HOPE>KEEN +2",
    "P4 TIRED>HOPE -1",
)
EPISODES = ("P1 stressor:LOAD context:CARE inner:HOPE end:KEEN = up", "P2 stressor:LOAD end:TIRED = down")


def study(*more: str, framework: Framework = FRAMEWORK, consent: Mapping[str, str] | None = None) -> ToldStudy:
    return told_study(claims=[*CLAIMS, *more], episodes=EPISODES, framework=framework, consent=consent)


def run(
    told: ToldStudy,
    *,
    shock: Sequence[str] = (),
    press: Mapping[str, float] | None = None,
    episode: str | None = None,
    members: int = 128,
    workers: int = 1,
) -> Simulation:
    return simulate(
        told, told, on=date(2026, 3, 1), shock=shock, press=press, episode=episode, members=members, workers=workers
    )


def test_the_framework_says_what_strikes_what_holds_and_what_y_is() -> None:
    roles = run(study()).roles
    assert (roles.shock, roles.shock_from) == (("LOAD", "LOSS"), "framework")
    assert (roles.protections, roles.protections_from) == (("CARE", "HOPE"), "framework")
    assert [domain.parts for domain in roles.functioning] == [(("TIRED", -1), ("KEEN", 1))]
    assert roles.functioning_from == "framework"


def test_a_framework_without_these_keys_gets_defaults_and_says_so() -> None:
    found = run(study(framework=PLAIN), episode="E1")
    roles = found.roles
    assert (run(study(framework=PLAIN)).roles.shock_from, roles.shock_from) == ("required stage", "episode")
    assert [(domain.id, domain.parts) for domain in roles.functioning] == [
        ("TIRED", (("TIRED", -1),)),
        ("KEEN", (("KEEN", 1),)),
    ]
    assert roles.functioning_from == "outcome indicators"
    assert (roles.protections, roles.protections_from) == (("CARE", "HOPE"), "protective codes")
    assert roles.conditions == ("CARE", "HOPE")  # all stages but the shock's and the results'
    assert {press.lever for press in found.presses} == {"LOAD", "LOSS", "CARE", "HOPE"}


def test_functioning_rests_in_the_middle_and_a_shock_alone_comes_back() -> None:
    found = run(study())
    assert found.baseline == pytest.approx(0.5)
    (curve,) = found.curves
    assert curve.run is RunKind.SHOCK
    assert curve.base[0] == pytest.approx(0.5)
    assert min(curve.base) < 0.48
    assert curve.base[-1] == pytest.approx(0.5, abs=1e-6)
    assert curve.steps[-1] == 56
    assert len(curve.steps) == len(curve.base) == len(curve.median) == len(curve.low)


def test_a_shock_alone_has_no_outcome() -> None:
    assert run(study()).outcomes == Undefined("no conditions named")


def test_an_episode_brings_its_stressors_its_conditions_and_an_outcome() -> None:
    found = run(study(), episode="E1")
    assert found.episode is not None
    assert (found.episode.participant, found.episode.told) == ("P1", "up")
    assert (found.episode.stressors, found.episode.conditions) == (("LOAD",), ("CARE", "HOPE"))
    assert [curve.run for curve in found.curves] == [RunKind.SHOCK, RunKind.CONDITIONS]
    assert not isinstance(found.outcomes, Undefined)
    default = found.outcomes[0]
    assert (default.same, default.floor) == (0.25, 1.0)
    assert {share.outcome: share.share > 0.9 for share in default.shares} == {"up": True, "even": False, "down": False}
    assert sum(share.share for share in default.shares) == pytest.approx(1)
    assert len(found.outcomes) == 9


def test_what_comes_of_a_process_never_enters_its_conditions() -> None:
    assert run(study(), episode="E2").roles.conditions == ()
    assert run(study(), episode="E2").outcomes == Undefined("no conditions named")


def test_a_named_shock_is_taken_whatever_its_construct() -> None:
    found = run(study(), shock=["tired"])
    assert (found.roles.shock, found.roles.shock_from) == (("TIRED",), "named")


def test_a_named_code_that_nobody_claims_anything_about_is_said_and_moves_nothing() -> None:
    found = run(study(), shock=["REST"])
    assert (found.roles.shock, found.roles.not_in_map) == ((), ("REST",))
    assert found.curves[0].drop == Undefined("no path leads to functioning")
    assert any("strikes nothing" in caution.sentence for caution in found.cautions)


def test_a_lever_moves_its_codes_to_their_helpful_levels() -> None:
    found = run(study())
    care = next(press for press in found.presses if press.lever == "care")
    assert (care.raised, care.lowered, care.addressees) == (("CARE",), ("LOAD",), ("office",))
    assert not isinstance(care.effect, Undefined)
    assert is_defined(care.effect.median)
    assert care.effect.certainty == 1
    assert care.direction is Direction.DECIDED
    assert care.participants == ("P1", "P2", "P3", "P4")
    assert [press.lever for press in found.presses] == ["care"]  # nobody claims anything about rest


def test_presses_can_be_levers_or_codes_and_are_run_against_the_shock() -> None:
    found = run(study(), press={"care": 0.8, "HOPE": 0.7})
    assert found.roles.presses == (("care", 0.8), ("HOPE", 0.7))
    assert [curve.run for curve in found.curves] == [RunKind.SHOCK, RunKind.PRESSES]
    assert not isinstance(found.scenario, Undefined)
    assert found.curves[1].base[-1] > 0.5


def test_no_press_no_scenario() -> None:
    assert run(study()).scenario == Undefined("no press was asked for")


@pytest.mark.parametrize("level", [0.0, 1.0, 1.4])
def test_a_press_to_a_level_that_no_factor_has_is_refused(level: float) -> None:
    with pytest.raises(MethodInput):
        run(study(), press={"CARE": level})


def test_an_unknown_press_is_refused_with_the_closest_name() -> None:
    with pytest.raises(UnknownName) as refused:
        run(study(), press={"csre": 0.9})
    assert refused.value.suggestion.casefold() == "care"


def test_presses_that_contradict_each_other_are_refused() -> None:
    with pytest.raises(LevelsContradict):
        run(study(), press={"care": 0.8, "CARE": 0.3})


def test_a_negative_seed_is_refused_in_words() -> None:
    told = study()
    with pytest.raises(MethodInput, match="a seed is a whole number from 0, not -1"):
        simulate(told, told, on=date(2026, 3, 1), seed=-1)


def test_what_drives_stands_by_its_depth_and_what_holds_too() -> None:
    found = run(study())
    assert [driver.code for driver in found.drives] == ["LOAD", "LOSS"]
    assert [(holding.level, holding.codes) for holding in found.holds] == [("team", ("CARE",)), ("person", ("HOPE",))]
    medians = [holding.shift.median for holding in found.holds if not isinstance(holding.shift, Undefined)]
    assert all(is_defined(median) for median in medians)
    assert medians == sorted(medians, key=float)  # type: ignore[arg-type]  # defined, as just asserted


def test_other_voices_do_not_enter() -> None:
    assert run(study("P4 REST>TIRED -3 public")).factors == run(study()).factors


def test_people_without_consent_to_analysis_are_not_in_n() -> None:
    found = run(study(consent={"P2": "quote"}))
    assert found.participants == 3
    assert found.roles.shock_participants == ("P1",)


def test_the_unit_is_that_of_told_episodes_or_else_of_single_stressors() -> None:
    told, plain = run(study()), run(told_study(claims=CLAIMS))
    assert (told.scaling.unit_from, told.scaling.moving, told.scaling.episodes) == ("told episodes", 2, 2)
    assert (plain.scaling.unit_from, plain.scaling.moving) == ("single stressors", 2)
    assert any("one by one" in caution.sentence for caution in plain.cautions)


def test_where_no_stressor_moves_functioning_differences_have_no_unit() -> None:
    found = run(told_study(claims=["P1 CARE>TIRED -2"]))
    assert isinstance(found.scaling.unit_dip, Undefined)
    assert found.presses[0].effect == found.scaling.unit_dip
    assert any("have no unit" in caution.sentence for caution in found.cautions)


def test_where_claims_never_speak_of_functioning_nothing_is_defined() -> None:
    found = run(told_study(claims=["P1 LOAD>HOPE -2"], episodes=EPISODES), episode="E1", press={"care": 0.9})
    reason = Undefined("no part of functioning has a claim into it")
    assert (found.baseline, found.outcomes, found.told, found.scenario) == (reason,) * 4
    assert (found.scaling.scale, found.curves) == (reason, ())
    assert {press.effect for press in found.presses} == {reason}
    assert found.to_dict()["baseline"] == {"undefined": reason.reason}


def test_a_study_without_claims_has_nothing_to_run() -> None:
    with pytest.raises(NothingToAnalyse):
        run(told_study(episodes=EPISODES))


def test_few_episodes_cannot_check_the_map() -> None:
    assert run(study()).told == Undefined("fewer than 8 closed episodes")


def test_equal_outcomes_cannot_check_the_map() -> None:
    told = told_study(claims=CLAIMS, episodes=[EPISODES[0]] * 8)
    assert run(told).told == Undefined("only one outcome was told")


def test_the_check_names_its_predictors() -> None:
    told = told_study(claims=CLAIMS, episodes=[*EPISODES, "P3 stressor:LOSS context:CARE = open"] * 4)
    check = run(told).told
    assert not isinstance(check, Undefined)
    assert (check.episodes, check.participants) == (8, 2)
    by_name = {telling.predictor: telling.d for telling in check.tellings}
    assert next(iter(by_name)) == "stressor alone"
    assert by_name["protective minus risk moments, no map"] == 1
    assert by_name["map without the participant"] == 1
    assert list(by_name)[3:] == ["same links, weights at random", "rewired maps"]
    assert check.tellings[4].p_over == Undefined("a spread over maps, no test")
    assert check.rewired == 200
    assert 0 <= check.rewired_as_good < 200


def test_every_number_opens_to_its_claims() -> None:
    found = run(study(), episode="E1", press={"care": 0.9})
    assert found.evidence("drives/LOSS") == Evidence("claim", (205,))
    assert found.evidence("holds/team") == Evidence("claim", (202, 203, 204))
    assert found.evidence("press/care") == Evidence("claim", (200, 201, 202, 203, 204))
    assert found.evidence("functioning/energy") == Evidence("claim", (200, 201, 202, 203, 206))
    assert found.evidence("conditions") == Evidence("claim", (202, 203, 204, 206))
    assert found.evidence("episode") == Evidence("episode", (500,))


def test_the_numbers_are_the_same_with_several_workers() -> None:
    assert run(study(), episode="E1").to_dict() == run(study(), episode="E1", workers=2).to_dict()


def test_progress_ends_with_all_there_is() -> None:
    told = told_study(claims=CLAIMS, episodes=[*EPISODES] * 4)
    steps: list[tuple[int, int]] = []
    simulate(told, told, on=date(2026, 3, 1), members=100, progress=lambda done, of: steps.append((done, of)))
    assert steps == [(64, 500), (100, 500), (300, 500), (500, 500)]


def test_progress_can_stop_it() -> None:
    def stop(_done: int, _of: int) -> None:
        raise Cancelled

    told = study()
    with pytest.raises(Cancelled):
        simulate(told, told, on=date(2026, 3, 1), members=100, progress=stop)


def test_outcomes_without_a_simulated_kind_are_undefined() -> None:
    outcomes = tuple(replace(outcome, kinds=()) for outcome in FRAMEWORK.outcomes)
    found = run(study(framework=replace(FRAMEWORK, outcomes=outcomes)), episode="E1")
    assert found.outcomes == Undefined("the framework ties no outcome to a simulated kind")


def test_rows_show_every_part() -> None:
    parts = [row.part for row in run(study(), episode="E1").rows()]
    assert list(dict.fromkeys(parts)) == ["drop", "growth", "press", "drives", "holds", "outcome"]


def looked_into(
    told: ToldStudy, *, press: Mapping[str, float] | None = None, episode: str | None = None
) -> Sensitivity:
    found = run(told, shock=["LOAD"] if episode is None else (), press=press, episode=episode).sensitivity
    assert not isinstance(found, Undefined)
    return found


def test_the_answer_is_the_presses_else_growth_else_the_drop() -> None:
    assert looked_into(study()).conclusion == "drop"
    assert looked_into(study(), episode="E1").conclusion == "growth"
    assert looked_into(study(), press={"HOPE": 0.9}).conclusion == "presses"


def test_the_answer_hangs_on_who_tells_the_path() -> None:
    found = looked_into(told_study(claims=["P1 LOAD>TIRED +3", "P2 CARE>TIRED -1"], episodes=EPISODES))
    assert found.people[0].participant == "P1"
    assert found.people[0].without == 0
    assert found.value == found.people[0].whole
    assert (found.links[0].link, found.links[0].people, found.links[0].without) == ("LOAD>TIRED", ("P1",), 0)
    assert [layer.layer for layer in found.layers] == ["participants"]
    asked = [(question.sentence.split(":")[0], dict(question.facts)) for question in found.questions]
    assert (
        "Ask others whether {cause} leads to {effect}",
        {"cause": "LOAD", "effect": "TIRED", "people": "P1"},
    ) in asked
    assert ("Ask what leads to {effect}", {"effect": "KEEN"}) in asked


def test_a_contested_link_is_asked_about_with_its_people() -> None:
    found = looked_into(study("P4 LOAD>TIRED -3"))
    assert found.sides[0].link == "LOAD>TIRED"
    assert found.sides[0].turns is False  # a shock drops functioning, or does nothing
    assert found.questions[0].links == ("LOAD>TIRED",)
    assert dict(found.questions[0].facts)["raising"] == "P1, P2"
    assert dict(found.questions[0].facts)["lowering"] == "P4"


def test_without_a_unit_nothing_is_looked_into() -> None:
    found = run(told_study(claims=["P1 CARE>TIRED -2"]))
    assert found.sensitivity == found.scaling.unit_dip


def test_members_may_differ_by_coders_and_weights_as_well() -> None:
    told = study("P1 LOAD>TIRED +1 own B", "P2 LOAD>TIRED +1 own B", "P3 HOPE>KEEN -1 own B")
    found = simulate(told, told, on=date(2026, 3, 1), shock=["LOAD"], vary=("coders", "weights"), members=320)
    assert not isinstance(found.sensitivity, Undefined)
    assert [layer.layer for layer in found.sensitivity.layers] == ["participants", "sides", "coders", "weights"]
    assert any("one coder's claims x weights drawn" in str(setting.value) for setting in found.settings)


def test_a_second_shock_is_off_and_says_that_nobody_claims_learning() -> None:
    found = run(study())
    assert found.second == Undefined("undecided: no learning claimed")
    assert ("slow development", "off") in [(one.name, one.value) for one in found.settings]


def test_learning_that_enough_people_claim_is_said_before_it_is_asked_for() -> None:
    balance = replace(FRAMEWORK.balance, growth=("KEEN",), learners=1)
    found = run(study(framework=replace(FRAMEWORK, balance=balance)))
    assert found.second == Undefined("learning is claimed, and the second shock was not asked for")


def struck_twice(framework: Framework = FRAMEWORK, *, workers: int = 1) -> SecondShock:
    told = study(framework=framework)
    found = simulate(told, told, on=date(2026, 3, 1), shock=["LOAD"], twice=True, members=64, workers=workers).second
    assert not isinstance(found, Undefined)
    return found


def test_a_second_shock_runs_both_rules_at_two_speeds() -> None:
    found = struck_twice()
    assert [(run.engagement.value, run.slowness) for run in found.runs] == [
        ("engaged protections", 26), ("engaged protections", 6.5), ("all protections", 26), ("all protections", 6.5),
    ]  # fmt: skip
    assert all(run.higher + run.same + run.lower == pytest.approx(1) for run in found.runs)
    assert len(found.runs[0].y) == len(found.runs[0].strength) == 26 + 4 + 52 + 1


def test_protections_that_all_learn_drift_and_those_that_are_not_engaged_do_not() -> None:
    engaged, all_of_them = struck_twice().runs[0], struck_twice().runs[3]
    assert engaged.same == 1
    assert max(abs(strength - 1) for strength in all_of_them.strength) > 0.1
    assert max(abs(strength - 1) for strength in engaged.strength) < 0.01


def test_where_the_rules_part_the_rule_decides() -> None:
    found = struck_twice()
    commonest = {max("higher", "same", "lower", key=lambda way: getattr(run, way)) for run in found.runs}
    expected = commonest.pop() if len(commonest) == 1 else Undefined("decided by the learning rule")
    assert found.answer == expected


def test_a_second_shock_says_who_claims_learning_and_that_it_is_a_what_if() -> None:
    balance = replace(FRAMEWORK.balance, growth=("KEEN",), drains=("TIRED",))
    framework = replace(FRAMEWORK, balance=balance)
    assert struck_twice(framework).claimed_by == ("P3", "P4")  # HOPE>KEEN, and TIRED>HOPE, which is a protection
    told = study(framework=framework)
    found = simulate(told, told, on=date(2026, 3, 1), shock=["LOAD"], twice=True, members=10)
    assert any("was put into the model" in caution.sentence for caution in found.cautions)


def test_a_second_shock_has_the_same_numbers_with_several_workers() -> None:
    assert struck_twice() == struck_twice(workers=2)
