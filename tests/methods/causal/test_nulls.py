from __future__ import annotations

import numpy as np

from kangni.methods.causal.maps import Bundled, bundle
from kangni.methods.causal.model import Model, Recipe, model_of, push_of
from kangni.methods.causal.nulls import rewired_shifts, unweighted_shifts
from kangni.methods.columns import ClaimColumns, Floats

LOAD, CARE, TIRED, KEEN = range(4)
RECIPE = Recipe(domains=(((TIRED, -1), (KEEN, 1)),), rest=0.5, feedback=0.5, cap=8)


def bundled(*said: tuple[int, int, int, int]) -> Bundled:
    """Claims as (participant, cause, effect, signed strength)."""
    who, cause, effect, strength = np.array(said, np.int64).T
    none, at = np.zeros(len(said), np.int64), np.arange(len(said))
    claims = ClaimColumns(at, who, who, none, cause, effect, np.sign(strength), np.abs(strength), none, none, at)
    return bundle(claims, participants=np.ones(3, np.bool_), counted=np.ones(len(said), np.bool_))


def model(links: Bundled) -> Model:
    found = model_of(links, RECIPE)
    assert isinstance(found, Model)
    return found


def unweighted(links: Bundled, code: int) -> Floats:
    study = model(links)
    pushes = push_of(study, {code: 0.9})[None, :]
    shifts: Floats = unweighted_shifts(links, study, pushes, maps=300, rng=np.random.default_rng(1))[0]
    return shifts


def test_random_weights_keep_links_and_signs() -> None:
    links = bundled((0, LOAD, TIRED, 3), (1, CARE, KEEN, 1))
    assert (unweighted(links, LOAD) < 0).all()
    assert (unweighted(links, CARE) > 0).all()


def test_random_weights_forget_strength() -> None:
    links = bundled((0, LOAD, TIRED, 3), (1, LOAD, TIRED, 3), (2, CARE, KEEN, 1))
    assert 0.35 < (np.abs(unweighted(links, LOAD)) > np.abs(unweighted(links, CARE))).mean() < 0.65


def test_random_weights_take_one_side_of_a_contested_link() -> None:
    shifts = unweighted(bundled((0, LOAD, TIRED, 3), (1, LOAD, TIRED, -3), (2, CARE, KEEN, 1)), LOAD)
    assert 0.4 < (shifts < 0).mean() < 0.6


def test_rewired_maps_lead_elsewhere() -> None:
    links = bundled((0, LOAD, TIRED, 3), (1, CARE, KEEN, 3))
    study = model(links)
    pushes = push_of(study, {LOAD: 0.9})[None, :]
    shifts = rewired_shifts(links, study, pushes, maps=300, rng=np.random.default_rng(1))[0]
    # of the two orders of effects one is as claimed, the other lets load raise keenness
    assert set(np.sign(shifts).tolist()) == {-1, 1}
    assert 0.4 < (shifts < 0).mean() < 0.6
