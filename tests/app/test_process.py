from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, Protocol

import pytest

import kangni
from kangni.app.process import process
from kangni.core.errors import NoEvidence, UnknownName
from kangni.core.ports import Reader
from kangni.core.undefined import Undefined
from kangni.methods.columns import ColumnSource
from kangni.results.process import OutcomeRow, Process

TEXTS = {f"P{i}.zh": f"Q: 你好\nP{i}: 很忙" for i in range(1, 4)}
GROWN = "A P1 P1.zh stressor:LOAD context:TEAM process:HOPE outcome:WORN = grown"
WORN = "A P2 P2.zh stressor:LOAD process:HOPE outcome:WORN = worn"
OPEN = "A P3 P3.zh stressor:LOAD context:TEAM = open"


class Study(Reader, ColumnSource, Protocol):
    """What the fake keeps."""


Make = Callable[..., Study]


def ask(study: Study, reading: str = "any") -> Process:
    return process(study, study, on=date(2026, 3, 1), reading=reading)


def growing(study: Any) -> Any:
    """Say that HOPE means growth, and that an episode begins with its stressor."""
    begins, *rest = study.kept.stages
    study.kept = replace(
        study.kept,
        balance=replace(study.kept.balance, growth=("HOPE",)),
        stages=(replace(begins, required=True), *rest),
    )
    return study


def outcome(found: Process, name: str) -> OutcomeRow:
    return next(row for row in found.outcomes if row.outcome == name)


def facts(found: Process, words: str) -> dict[str, str | int | float]:
    return next(dict(caution.facts) for caution in found.cautions if words in caution.sentence)


def test_outcomes_count_people_before_episodes_the_best_first(make_study: Make) -> None:
    found = ask(make_study(TEXTS, episodes=[GROWN, GROWN, WORN]))
    assert [
        (row.outcome, row.participants, row.participants_n, row.episodes, row.episodes_n) for row in found.rows()
    ] == [
        ("grown", 1, 2, 2, 3),
        ("same", 0, 2, 0, 3),
        ("worn", 1, 2, 1, 3),
    ]


def test_an_open_episode_is_in_no_outcome_share_and_its_steps_count(make_study: Make) -> None:
    found = ask(make_study(TEXTS, episodes=[GROWN, OPEN]))
    assert outcome(found, "grown").episodes_n == outcome(found, "grown").participants_n == 1
    assert found.open_episodes == 1
    assert facts(found, "not over when told") == {"count": 1, "n": 2}
    assert next(step for step in found.transitions if step.key == "stressor>context").episodes == 2


def test_a_closed_episode_without_an_outcome_is_named_and_in_no_share(make_study: Make) -> None:
    found = ask(make_study(TEXTS, episodes=[GROWN, "A P2 P2.zh stressor:LOAD"]))
    assert (found.without_outcome, outcome(found, "grown").episodes_n) == (1, 1)


def test_a_disputed_episode_counts_only_in_the_reading_of_one_coder(make_study: Make) -> None:
    study = make_study(TEXTS, episodes=[GROWN, "B P1 P1.zh stressor:LOAD outcome:WORN = disputed worn"])
    found, of_b = ask(study), ask(study, "B")
    assert (outcome(found, "worn").episodes, outcome(of_b, "worn").episodes) == (0, 1)
    assert [lane.path for lane in found.lanes] == [("stressor", "context", "process", "outcome"), ()]
    assert found.disputed_episodes == 1


def test_the_reading_all_takes_every_episode_and_says_so(make_study: Make) -> None:
    found = ask(make_study(TEXTS, episodes=[GROWN, WORN]), "all")
    assert len(found.lanes) == 2
    assert any("not matched" in caution.sentence for caution in found.cautions)


def test_the_middle_outcome_is_one_or_two_and_no_mean(make_study: Make) -> None:
    assert ask(make_study(TEXTS, episodes=[GROWN, WORN])).median == ("grown", "worn")
    assert ask(make_study(TEXTS, episodes=[GROWN, GROWN, WORN])).median == ("grown",)
    assert ask(make_study(TEXTS, episodes=[OPEN])).median == ()


def test_a_moment_not_told_is_drawn_and_not_counted(make_study: Make) -> None:
    found = ask(make_study(TEXTS, episodes=["A P1 P1.zh stressor:LOAD context:- process:HOPE = grown"]))
    assert [(moment.stage, moment.code) for moment in found.lanes[0].moments] == [
        ("stressor", "LOAD"),
        ("context", ""),
        ("process", "HOPE"),
    ]
    assert [step.key for step in found.transitions] == ["stressor>process"]


def test_a_lane_tells_who_where_and_with_what_polarity(make_study: Make) -> None:
    lane = ask(make_study(TEXTS, episodes=[GROWN])).lanes[0]
    assert (lane.key, lane.participant, lane.document, lane.coder, lane.outcome, lane.state) == (
        "E1", "P1", "P1.zh", "A", "grown", "closed"
    )  # fmt: skip
    assert [moment.polarity for moment in lane.moments] == ["risk", "protective", "protective", "risk"]


def test_steps_have_people_and_shares_of_all_steps_from_their_stage(make_study: Make) -> None:
    found = ask(make_study(TEXTS, episodes=[GROWN, GROWN, WORN]))
    step = next(step for step in found.transitions if step.key == "stressor>context")
    assert (step.steps, step.participants, step.share, step.backward) == (2, 1, 2 / 3, False)
    assert step.mean == (2 + 0.5) / (3 + 4 * 0.5)
    assert found.counts.tolist() == [[0, 2, 1, 0], [0, 0, 2, 0], [0, 0, 0, 3], [0, 0, 0, 0]]
    assert found.cell_participants.tolist() == [[0, 1, 1, 0], [0, 0, 1, 0], [0, 0, 0, 2], [0, 0, 0, 0]]


def test_orders_that_run_back_are_findings(make_study: Make) -> None:
    back = "P2.zh stressor:LOAD process:HOPE process:HOPE context:TEAM outcome:WORN = worn"
    found = ask(make_study(TEXTS, episodes=[GROWN, f"A P2 {back}", f"A P2 {back}", "A P3 P3.zh stressor:LOAD = same"]))
    assert (found.in_order, found.ordered) == (1, 3)
    order = found.orders[0]
    assert (order.stages, order.episodes, order.participants) == (("stressor", "process", "context", "outcome"), 2, 1)
    assert [step.key for step in found.transitions if step.backward] == ["process>context"]


def test_steps_to_the_end_follow_from_the_counts(make_study: Make) -> None:
    found = ask(make_study(TEXTS, episodes=[GROWN, WORN]))
    assert [passage.steps for passage in found.passages] == [2.5, 2, 1, 0]


def test_every_key_opens_episodes(make_study: Make) -> None:
    back = "A P2 P2.zh stressor:LOAD process:HOPE context:TEAM outcome:WORN = worn"
    found = ask(make_study(TEXTS, episodes=[GROWN, back, OPEN]))
    assert found.evidence("grown").rows == (500,)
    assert found.evidence("E3").rows == (502,)
    assert found.evidence("stressor>context").rows == (500, 502)
    assert found.evidence("in order").rows == (500, 502)
    assert found.evidence("order:stressor>process>context>outcome").rows == (501,)
    assert found.evidence("same").rows == ()
    assert {found.evidence(key).kind for key in found.keys()} == {"episode"}  # noqa: SIM118 - a method of its own


def test_a_key_that_names_nothing_says_what_there_is(make_study: Make) -> None:
    with pytest.raises(NoEvidence, match="grown"):
        ask(make_study(TEXTS, episodes=[GROWN])).evidence("outcome>stressor")


def test_episodes_of_people_outside_n_are_left_out_and_counted(make_study: Make) -> None:
    found = ask(make_study(TEXTS, episodes=[GROWN, WORN], consent={"P2": "quote"}))
    assert (found.n, [lane.participant for lane in found.lanes]) == (2, ["P1"])
    assert facts(found, "nobody of n") == {"count": 1, "n": 2}


def test_an_unknown_reading_is_refused(make_study: Make) -> None:
    with pytest.raises(UnknownName, match="C"):
        ask(make_study(TEXTS), "C")


def test_a_study_without_episodes_says_so_instead_of_failing(make_study: Make) -> None:
    found = ask(make_study(TEXTS))
    nothing = Undefined("nothing was counted")
    assert (found.lanes, found.transitions, found.median) == ((), (), ())
    assert (outcome(found, "grown").goodman_lower, found.in_order_lower) == (nothing, nothing)
    assert found.passages[0].steps == Undefined("nothing leads on from this stage")


def test_demo_ends_11_resilient_13_homeostatic_8_with_loss_1_dysfunctional(demo: Study) -> None:
    found = ask(demo)
    assert {row.outcome: row.episodes for row in found.outcomes} == {
        "resilient": 11, "homeostatic": 13, "with_loss": 8, "dysfunctional": 1
    }  # fmt: skip
    assert {row.outcome: row.participants for row in found.outcomes} == {
        "resilient": 7, "homeostatic": 9, "with_loss": 5, "dysfunctional": 1
    }  # fmt: skip
    assert found.median == ("homeostatic",)
    assert [len(ask(demo, coder).lanes) for coder in ("A", "B")] == [26, 7]


def test_demo_takes_153_steps_8_of_them_back(demo: Study) -> None:
    found = ask(demo)
    assert sum(step.steps for step in found.transitions) == 153
    assert sum(step.steps for step in found.transitions if step.backward) == 8
    assert (found.in_order, found.ordered) == (25, 33)
    assert len(found.evidence("stressor>context").rows) == 24


def test_growth_is_counted_by_outcome_with_and_without(make_study: Make) -> None:
    told = [GROWN, WORN, "A P3 P3.zh stressor:LOAD context:TEAM outcome:WORN = grown", OPEN]
    found = ask(growing(make_study(TEXTS, episodes=told)))
    assert found.growth_codes == ("HOPE",)
    assert [
        (row.outcome, row.episodes_with, row.with_n, row.episodes_without, row.without_n) for row in found.growth
    ] == [
        ("grown", 1, 2, 1, 1),
        ("same", 0, 2, 0, 1),
        ("worn", 1, 2, 0, 1),
    ]
    assert found.evidence("growth:grown").rows == (500,)
    assert found.evidence("no growth:grown").rows == (502,)
    assert "no test of growth" in found.cautions[-1].sentence


def test_a_framework_without_moments_of_growth_counts_none(make_study: Make) -> None:
    assert ask(make_study(TEXTS, episodes=[GROWN])).growth == ()


def test_the_same_stressor_twice_is_told_in_order_and_compared_by_rank(make_study: Make) -> None:
    again = "A P2 P2.zh stressor:LOAD context:TEAM outcome:WORN = same"
    found = ask(growing(make_study(TEXTS, episodes=[GROWN, WORN, again])))
    [pair] = found.repeats
    assert (pair.participant, pair.stressors, pair.first, pair.second) == ("P2", ("LOAD",), "E2", "E3")
    assert (pair.first_outcome, pair.second_outcome, pair.change) == ("worn", "same", "better")
    assert found.evidence("again:E2>E3").rows == (501, 502)


def test_two_readers_episodes_are_no_repetition(make_study: Make) -> None:
    assert ask(growing(make_study(TEXTS, episodes=[WORN, WORN.replace("A P2", "B P2")]))).repeats == ()


def test_demo_is_resilient_in_6_of_8_episodes_with_growth_and_in_5_of_25_without(demo_original: Path) -> None:
    # METHODS.md 14.6
    with kangni.open(demo_original) as study:
        found = study.process()
    best = found.growth[0]
    assert (best.outcome, best.episodes_with, best.with_n) == ("resilient", 6, 8)
    assert (best.episodes_without, best.without_n) == (5, 25)
    # [1] one calculation
    assert [(pair.first, pair.second, pair.change) for pair in found.repeats] == [
        ("E05", "E04", "the same"), ("E11", "E12", "worse"), ("E13", "E14", "worse"), ("E20", "E21", "better"),
        ("E20", "E22", "better"), ("E21", "E22", "better"), ("E30", "E31", "worse"),
    ]  # fmt: skip
