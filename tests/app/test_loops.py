"""What loops say in words, and what is told where there are none; their numbers are held in test_maps."""

from __future__ import annotations

from datetime import date

import pytest
from tests.told_study import told_study

from kangni.app.loops import loops
from kangni.core.undefined import Undefined
from kangni.results.links import LinkSign
from kangni.results.loops import Course, LoopKind, Loops

TODAY = date(2026, 3, 1)


def asked(*claims: str, people: int = 4, told_only: bool = True, cap: int = 6) -> Loops:
    study = told_study(people=people, claims=claims)
    return loops(study, study, on=TODAY, told_only=told_only, cap=cap)


def sentences(*claims: str, told_only: bool = True) -> tuple[str, str]:
    (loop,) = asked(*claims, told_only=told_only).loops
    return loop.sentence.en, loop.sentence.zh


def test_a_vicious_circle_is_named_through_the_outcome_that_it_feeds() -> None:
    english, chinese = sentences("P1 LOAD>LOSS +2", "P1 LOSS>LOAD +3", "P1 LOSS>TIRED +3")
    assert english == (
        "“Load” raises “Loss”, which in turn raises “Load”. The circle feeds itself and wears people down through "
        "“Tired”."
    )
    assert chinese == "“Load”抬高“Loss”，又反过来抬高“Load”。这个圈自己推动自己，通过“Tired”让人越来越难站稳。"


def test_a_virtuous_circle_is_named_through_the_outcome_that_it_feeds() -> None:
    english, chinese = sentences("P1 CARE>REST +2", "P1 REST>KEEN +3", "P1 KEEN>CARE +1")
    assert english == (
        "“Care” raises “Rest”, which raises “Keen”, which in turn raises “Care”. The circle feeds itself and builds "
        "people up through “Keen”."
    )
    assert chinese.endswith("这个圈自己推动自己，通过“Keen”让人越站越稳。")


def test_a_reinforcing_circle_without_an_outcome_only_carries_on() -> None:
    assert sentences("P1 CARE>HOPE +2", "P1 HOPE>CARE +2")[0].endswith("a change in it carries itself on.")


def test_a_balancing_circle_holds_itself_in_check() -> None:
    english, chinese = sentences("P1 LOAD>CARE +2", "P1 CARE>LOAD -2")
    assert english == (
        "“Load” raises “Care”, which in turn lowers “Load”. The circle holds itself in check: a change in it calls up "
        "what turns it back."
    )
    assert chinese == "“Load”抬高“Care”，又反过来压低“Load”。这个圈自己牵制自己：一旦有变化，就会引出把它拉回来的力量。"


def test_a_factor_that_raises_itself_is_a_circle_of_one() -> None:
    assert sentences("P1 LOAD>LOAD +2")[0].startswith("“Load” raises itself. The circle feeds itself")


@pytest.mark.parametrize(("back", "feeds", "turns"), [("+3", "raises", "lowers"), ("-3", "lowers", "raises")])
def test_a_circle_with_one_contested_link_is_told_in_both_worlds(back: str, feeds: str, turns: str) -> None:
    english, _ = sentences("P1 LOAD>HOPE +2", "P2 LOAD>HOPE -2", f"P3 HOPE>LOAD {back}", told_only=False)
    assert english.startswith("“Load” raises or lowers “Hope”, which in turn")
    assert english.endswith(
        f"If “Load” {feeds} “Hope”, a change in the circle carries itself on; if it {turns} it, it is turned back."
    )


def test_a_circle_with_several_contested_links_says_how_many() -> None:
    claims = ("P1 LOAD>HOPE +2", "P2 LOAD>HOPE -2", "P3 HOPE>LOAD +2", "P4 HOPE>LOAD -2")
    english, _ = sentences(*claims, told_only=False)
    assert "People differ on the direction of 2 of its links" in english


def test_tellers_who_differ_are_told_apart() -> None:
    claims = ("P1 LOAD>HOPE +2", "P1 HOPE>LOAD +2", "P2 LOAD>HOPE -2", "P2 HOPE>LOAD +2")
    (loop,) = asked(*claims).loops
    assert loop.kind is LoopKind.OPEN
    assert loop.sentence.en.endswith("for some a change in it carries itself on, for others it is turned back.")


def test_an_assembled_loop_says_how_often_it_is_there_at_all_and_is_as_strong_as_it_is_claimed() -> None:
    found = asked("P1 LOAD>HOPE +3", "P2 LOAD>HOPE -3", "P3 HOPE>LOAD +3", told_only=False)
    (loop,) = found.loops
    assert (loop.told, loop.kind, loop.course) == (False, LoopKind.OPEN, Course.UNNAMED)
    assert loop.signs == (LinkSign.CONTESTED, LinkSign.RAISES)
    # resamples of 4 that draw P1 or P2, and P3: 1 - P(no P1, P2) - P(no P3) + P(none of them)
    assert loop.exists == pytest.approx(1 - 0.5**4 - 0.75**4 + 0.25**4)
    assert loop.strength == pytest.approx((2 / 4 * 1 / 4) ** 0.5)  # both sides of the contested link together
    assert not isinstance(loop.exists, Undefined)


def test_a_map_without_loops_says_so() -> None:
    found = asked("P1 LOAD>TIRED +3", "P2 CARE>TIRED -2")
    assert (found.found, found.loops, found.families) == (0, (), ())
    assert "No links of this map close a loop: what is said here runs one way." in [
        caution.sentence for caution in found.cautions
    ]


def test_a_map_whose_loops_nobody_tells_is_no_map_without_loops() -> None:
    found = asked("P1 LOAD>HOPE -3", "P2 HOPE>LOAD -3")
    assert (found.found, found.told, found.assembled, found.loops) == (1, 0, 1, ())
    assert not any("close a loop" in caution.sentence for caution in found.cautions)


def test_loops_are_found_up_to_the_length_that_is_asked_for() -> None:
    claims = ("P1 LOAD>CARE +1", "P1 CARE>REST +1", "P1 REST>LOAD +1")
    assert (asked(*claims, cap=2).found, asked(*claims, cap=3).found) == (0, 1)
