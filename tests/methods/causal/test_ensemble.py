from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from kangni.core.errors import Cancelled, MethodInput
from kangni.core.undefined import Undefined
from kangni.methods.causal.ensemble import Direction, Ensemble, Run, direction_of, run_ensemble, spread_of
from kangni.methods.causal.maps import Bundled, bundle
from kangni.methods.causal.model import Model, Recipe, model_of, push_of
from kangni.methods.columns import ClaimColumns

LOAD, TEAM, TIRED = 0, 1, 2
EVERYBODY = np.ones(4, np.bool_)
RECIPE = Recipe(domains=(((TIRED, -1),),), rest=0.5, feedback=0.5, cap=8)


def claims(*said: tuple[int, int, int, int]) -> ClaimColumns:
    """Claims as (participant, cause, effect, signed strength)."""
    who, cause, effect, strength = (np.array(column) for column in zip(*said, strict=True))
    none, at = np.zeros(len(said), np.int64), np.arange(len(said))
    return ClaimColumns(at, who, who, none, cause, effect, np.sign(strength), np.abs(strength), none, none, at)


SAID = claims(
    (0, LOAD, TIRED, 3), (1, LOAD, TIRED, 2), (2, LOAD, TEAM, -1), (3, TEAM, TIRED, -2), (3, TIRED, TEAM, -1)
)  # fmt: skip


def bundled(said: ClaimColumns = SAID) -> Bundled:
    return bundle(said, participants=EVERYBODY, counted=np.ones(len(said.row), np.bool_))


def model(links: Bundled) -> Model:
    found = model_of(links, RECIPE)
    assert isinstance(found, Model)
    return found


def ensemble(links: Bundled, *, members: int = 300, seed: int = 5, workers: int = 1) -> Ensemble:
    study = model(links)
    push = push_of(study, {LOAD: 0.9})
    run = Run(push, np.zeros_like(push), shock_steps=4, horizon_steps=20)
    return run_ensemble(
        links,
        study,
        participants=EVERYBODY,
        pushes=push[None, :],
        runs=[run],
        members=members,
        seed=seed,
        workers=workers,
    )


def test_the_bits_are_the_same_however_many_work() -> None:
    one, three = ensemble(bundled()), ensemble(bundled(), workers=3)
    for name in ("times", "scale", "shift", "reach", "curve", "drop", "growth", "recovery"):
        assert getattr(one, name).tobytes() == getattr(three, name).tobytes()


def test_another_seed_draws_other_members() -> None:
    assert ensemble(bundled()).times.tolist() != ensemble(bundled(), seed=6).times.tolist()


def test_every_member_draws_as_many_people_as_there_are() -> None:
    assert (ensemble(bundled()).times.sum(axis=0) == 4).all()


def test_a_member_without_the_speakers_of_a_path_has_no_path() -> None:
    found = ensemble(bundled())
    speakers = found.times[[0, 1]].sum(axis=0) > 0
    detour = (found.times[2] > 0) & (found.times[3] > 0)
    assert (found.reach[0] == (speakers | detour)).all()
    assert (found.shift[0][~found.reach[0]] == 0).all()


def test_a_contested_link_takes_one_side_in_every_member() -> None:
    both = bundled(claims((0, LOAD, TIRED, 3), (1, LOAD, TIRED, 3), (2, LOAD, TIRED, -3)))
    found = ensemble(both, members=640)
    drawn = found.times[[0, 1]].sum(axis=0) > 0, found.times[2] > 0
    helps, harms = found.shift[0] > 0, found.shift[0] < 0
    assert (drawn[0][harms]).all()
    assert (drawn[1][helps]).all()
    whole = drawn[0] & drawn[1]
    assert harms[whole].mean() == pytest.approx(2.5 / 4, abs=0.08)


def test_a_shock_alone_always_comes_back() -> None:
    found = ensemble(bundled())
    assert np.abs(found.growth).max() < 1e-3  # of a horizon of 20 steps
    assert (found.drop >= 0).all()
    assert not np.isnan(found.recovery).any()


def test_what_does_not_come_back_within_the_horizon_is_marked() -> None:
    links = bundled()
    study = model(links)
    push = push_of(study, {LOAD: 0.9})
    for_good = Run(np.zeros_like(push), push, shock_steps=4, horizon_steps=8)
    found = run_ensemble(
        links, study, participants=EVERYBODY, pushes=push[None, :], runs=[for_good], members=64, seed=1
    )
    assert (np.isnan(found.recovery[0]) == (found.growth[0] < -0.01)).all()
    assert np.isnan(found.recovery[0]).any()


def test_progress_is_told_and_can_stop_the_run() -> None:
    told: list[tuple[int, int]] = []

    def stop(done: int, of: int) -> None:
        told.append((done, of))
        if done > 100:
            raise Cancelled

    links = bundled()
    study = model(links)
    with pytest.raises(Cancelled):
        run_ensemble(
            links,
            study,
            participants=EVERYBODY,
            pushes=np.zeros((1, 3)),
            runs=[],
            members=1000,
            seed=1,
            workers=2,
            progress=stop,
        )
    assert told == [(64, 1000), (128, 1000)]


def test_an_ensemble_of_nobody_is_refused() -> None:
    with pytest.raises(MethodInput):
        ensemble(bundled(), members=0)


def test_people_outside_n_are_never_drawn() -> None:
    some = np.array([True, True, True, False])
    links = bundle(SAID, participants=some, counted=np.ones(len(SAID.row), np.bool_))
    found = run_ensemble(links, model(links), participants=some, pushes=np.zeros((1, 3)), runs=[], members=70, seed=1)
    assert (found.times[3] == 0).all()
    assert (found.times.sum(axis=0) == 3).all()


def test_the_spread_counts_members_without_a_path_as_no_change() -> None:
    values = np.concatenate([np.full(150, -2.0), np.zeros(250)])
    spread = spread_of(values, values != 0)
    assert (spread.median, spread.low, spread.high) == (0, -2, 0)
    assert (spread.reach, spread.certainty, spread.negative, spread.members) == (0.375, 1, 0.375, 400)


def test_the_certainty_of_few_members_is_undefined() -> None:
    assert isinstance(spread_of(np.ones(99), np.ones(99, np.bool_)).certainty, Undefined)


def test_the_certainty_of_a_number_that_never_moves_is_undefined() -> None:
    assert spread_of(np.zeros(200), np.ones(200, np.bool_)).certainty == Undefined("no member moves")


def test_weights_do_not_depend_on_the_order_of_claims() -> None:
    order = np.array([4, 2, 0, 3, 1])
    shuffled = replace(
        SAID, participant=SAID.participant[order], cause=SAID.cause[order], effect=SAID.effect[order],
        sign=SAID.sign[order], strength=SAID.strength[order],
    )  # fmt: skip
    assert ensemble(bundled()).shift.tobytes() == ensemble(bundled(shuffled)).shift.tobytes()


@pytest.mark.parametrize(
    ("down", "silent", "word"),
    [
        (0, 0, Direction.DECIDED),
        (20, 200, Direction.WHERE_IT_EXISTS),
        (60, 0, Direction.LEANING),
        (150, 0, Direction.OPEN),
    ],
)
def test_the_word_for_a_direction(down: int, silent: int, word: Direction) -> None:
    values = np.array([-1.0] * down + [1.0] * (600 - down) + [0.0] * silent)
    assert direction_of(spread_of(values, values != 0)) is word


def test_no_word_for_the_direction_of_few_members() -> None:
    assert isinstance(direction_of(spread_of(np.ones(50), np.ones(50, np.bool_))), Undefined)
