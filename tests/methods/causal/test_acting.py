from __future__ import annotations

import numpy as np
import pytest

from kangni.core.errors import MethodInput
from kangni.methods.causal.acting import act, member_weights
from kangni.methods.causal.balance import Functioning, Links
from kangni.methods.causal.blocks import settle
from kangni.methods.causal.ensemble import run_ensemble
from kangni.methods.causal.maps import Bundled, bundle
from kangni.methods.causal.model import Model, Recipe, model_of, push_of
from kangni.methods.columns import Bools, ClaimColumns, Floats

EVERYBODY = np.ones(3, np.bool_)
CLAIMS = (  # participant, cause, effect, sign: a cycle 0 > 1 > 2 > 0 with a contested link, and 2 > 3
    (0, 0, 1, 1), (0, 1, 2, 1), (1, 2, 0, -1), (2, 2, 0, 1), (1, 2, 3, -1), (2, 4, 3, 1), (0, 4, 1, -1),
)  # fmt: skip


def drawn() -> tuple[Bundled, Model, Floats]:
    who, cause, effect, sign = np.array(CLAIMS, np.int64).T
    none = np.zeros(len(CLAIMS), np.int64)
    claims = ClaimColumns(
        row=np.arange(len(CLAIMS)), document=who, participant=who, coder=none, cause=cause, effect=effect, sign=sign,
        strength=none + 3, voice=none, stance=none, turn=none,
    )  # fmt: skip
    links = bundle(claims, participants=EVERYBODY, counted=np.ones(len(CLAIMS), np.bool_))
    model = model_of(links, Recipe((((3, -1),),), rest=0.5, feedback=0.5, cap=8))
    assert isinstance(model, Model)
    return links, model, np.array([push_of(model, {0: 0.9}), push_of(model, {4: 0.1}), push_of(model, {3: 0.9})])


def pair(*presses: int) -> Bools:
    return np.isin(np.arange(3), presses)[None, :]


def test_levers_alone_shift_functioning_as_the_ensemble_has_it() -> None:
    links, model, pushes = drawn()
    ensemble = run_ensemble(links, model, participants=EVERYBODY, pushes=pushes, runs=[], members=150, seed=3)
    done = act(model, member_weights(links, ensemble), pushes, sets=np.zeros((0, 3), np.bool_))
    assert done.change.shape == (3, 5, 150)
    shift = np.einsum("f,pfm->pm", model.functioning.weight, done.change)
    assert shift == pytest.approx(ensemble.shift, abs=1e-8)


def test_levers_together_come_to_the_rest_of_their_inputs_added_up() -> None:
    links, model, pushes = drawn()
    ensemble = run_ensemble(links, model, participants=EVERYBODY, pushes=pushes, runs=[], members=80, seed=3)
    weight = member_weights(links, ensemble)
    done = act(model, weight, pushes, sets=pair(0, 1))
    both = np.vstack([np.zeros(5), pushes[0] + pushes[1]])
    resting = settle(model.links, weight, model.rest, both, model.functioning)
    assert done.joint[0] == pytest.approx(resting[1] - resting[0], abs=1e-8)


def test_what_no_path_reaches_stays_at_rest() -> None:
    links, model, pushes = drawn()
    weight = links.weight[:, None]
    done = act(model, weight, pushes, sets=pair(2))
    assert np.flatnonzero(done.change[2, :, 0]).tolist() == [3]  # nothing leads out of 3
    assert done.joint[0, 0] == pytest.approx(-0.4)


def test_threads_change_nothing() -> None:
    links, model, pushes = drawn()
    weight = np.repeat(links.weight[:, None], 130, axis=1)
    steps: list[tuple[int, int]] = []
    alone = act(model, weight, pushes, sets=pair(0, 1), progress=lambda done, of: steps.append((done, of)))
    threads = act(model, weight, pushes, sets=pair(0, 1), workers=2)
    assert np.array_equal(alone.change, threads.change)
    assert np.array_equal(alone.joint, threads.joint)
    assert steps == [(64, 130), (128, 130), (130, 130)]


def test_a_map_that_swings_for_ever_is_refused() -> None:
    links = Links(np.array([0, 1]), np.array([1, 0]), 2)
    model = Model(np.arange(2), links, np.full(2, 0.5), Functioning(np.array([0.0, 1.0]), 0.0), 0.5, 8.0)
    weight = np.array([[40.0], [-40.0]])
    with pytest.raises(MethodInput, match="no rest"):
        act(model, weight, np.array([[0.2, 0.0]]), sets=np.ones((1, 1), np.bool_))
