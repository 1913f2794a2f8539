from __future__ import annotations

import numpy as np
import pytest

from kangni.core.errors import Cancelled, MethodInput
from kangni.core.undefined import Undefined
from kangni.methods.causal.balance import Links
from kangni.methods.causal.direction import Direction
from kangni.methods.causal.draws import FromSigns
from kangni.methods.causal.signs import Answers, Observations, Presses, press_signs
from kangni.methods.columns import Floats

# LOAD raises TIRED; HELP lowers it; TIRED lowers KEEN and, by another way, HELP raises KEEN or lowers it
LOAD, HELP, TIRED, KEEN = range(4)
LINKS = Links(np.array([LOAD, HELP, TIRED, HELP]), np.array([TIRED, TIRED, KEEN, KEEN]), 4)
EVERY = np.eye(4)


def source(*, help_keen: float = 1.0, present: float = 1.0) -> FromSigns:
    return FromSigns(LINKS, np.array([1.0, 0.0, 0.0, help_keen]), np.array([present, 1.0, 1.0, 1.0]))


def asked(presses: Floats = EVERY, answers: Floats = EVERY, damping: float = 1.0) -> Presses:
    return Presses(presses, answers, damping)


def run(
    maps: FromSigns, *, draws: int = 1_000, seed: int = 3, workers: int = 1, told: Observations | None = None
) -> Answers:
    return press_signs(maps, asked(), draws=draws, seed=seed, workers=workers, observations=told)


def told(*signs: int, least: float) -> Observations:
    return Observations(np.tile(EVERY[HELP], (len(signs), 1)), EVERY[KEEN], np.array(signs), least)


def test_ways_that_agree_decide_and_no_way_says_nothing() -> None:
    found = run(source())
    assert (found.sign(HELP, KEEN), found.direction(HELP, KEEN)) == (1, Direction.DECIDED)
    assert (found.sign(LOAD, KEEN), found.agreement(LOAD, KEEN)) == (-1, 1.0)
    assert (found.reach(KEEN, LOAD), found.sign(KEEN, LOAD)) == (0.0, 0)
    assert found.agreement(KEEN, LOAD) == Undefined("fewer than 100 members with a path")


def test_ways_that_pull_apart_leave_it_open() -> None:
    assert run(source(help_keen=0.0)).direction(HELP, KEEN) is Direction.OPEN


def test_reach_and_agreement_are_told_apart() -> None:
    found = run(source(present=0.5))
    assert found.reach(LOAD, KEEN) == pytest.approx(0.5, abs=0.05)
    assert found.agreement(LOAD, KEEN) == 1.0
    assert found.direction(LOAD, KEEN) is Direction.WHERE_IT_EXISTS


def test_the_bits_are_the_same_however_many_work() -> None:
    one, three = run(source(help_keen=0.4), draws=1_300), run(source(help_keen=0.4), draws=1_300, workers=3)
    assert one.drawn == 1_300
    for name in ("raises", "lowers", "reached", "agreeing"):
        assert getattr(one, name).tobytes() == getattr(three, name).tobytes()


def test_another_seed_draws_other_maps() -> None:
    assert run(source(help_keen=0.4)).raises.tolist() != run(source(help_keen=0.4), seed=4).raises.tolist()


def test_maps_that_do_not_say_what_was_told_are_left_out() -> None:
    free, bound = run(source(help_keen=0.0)), run(source(help_keen=0.0), told=told(1, least=1))
    assert (bound.drawn, bound.stable) == (1_000, 1_000)
    assert bound.kept == free.raises[HELP, KEEN]
    assert bound.agreement(HELP, KEEN) == 1.0
    assert bound.agreeing.tolist() == [1_000 - bound.kept, bound.kept]


def test_a_share_of_what_was_told_may_be_asked_for() -> None:
    contradicting = told(1, -1, 1, least=0.6)
    found = run(source(help_keen=0.0), told=contradicting)
    assert found.kept == found.agreeing[2]
    assert found.agreeing[3] == 0


def test_too_few_kept_maps_tell_nothing() -> None:
    found = run(source(help_keen=0.0), told=told(1, -1, least=1))
    assert found.kept == 0
    assert found.direction(HELP, KEEN) == Undefined("fewer than 100 draws kept")


def test_maps_that_never_come_to_rest_tell_nothing() -> None:
    found = press_signs(source(), asked(damping=0.0), draws=200, seed=1)
    assert (found.stable, found.kept) == (0, 0)
    assert found.agreement(HELP, KEEN) == Undefined("no draw is stable")


def test_a_push_on_several_factors_is_the_sum_of_pushes() -> None:
    both = press_signs(source(), asked(EVERY[[HELP]] - EVERY[[LOAD]], EVERY[[KEEN]]), draws=300, seed=1)
    assert (both.sign(0, 0), both.agreement(0, 0)) == (1, 1.0)


def test_progress_is_told_and_may_end_the_run() -> None:
    seen: list[tuple[int, int]] = []

    def stop(done: int, of: int) -> None:
        seen.append((done, of))
        if done >= 500:
            raise Cancelled

    with pytest.raises(Cancelled):
        press_signs(source(), asked(), draws=2_000, seed=1, progress=stop)
    assert seen == [(250, 2_000), (500, 2_000)]


def test_no_draw_is_refused() -> None:
    with pytest.raises(MethodInput, match="at least one member"):
        run(source(), draws=0)


def test_observations_without_a_sign_each_are_refused() -> None:
    with pytest.raises(MethodInput, match="2 presses but 1 signs"):
        Observations(EVERY[:2], EVERY[KEEN], np.array([1]), 1)
    with pytest.raises(MethodInput, match="between 0 and 1"):
        told(1, least=1.5)
