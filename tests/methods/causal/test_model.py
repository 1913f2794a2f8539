from __future__ import annotations

import numpy as np
import pytest

from kangni.core.undefined import Undefined
from kangni.methods.causal.maps import Bundled, bundle
from kangni.methods.causal.model import Model, Recipe, base_of, model_of, push_of, unit_dip_of
from kangni.methods.columns import ClaimColumns

LOAD, TEAM, TIRED, UNNAMED = 2, 5, 7, 9
RECIPE = Recipe(domains=(((TIRED, -1), (UNNAMED, -1)), ((UNNAMED, 1),)), rest=0.5, feedback=0.5, cap=8)


def bundled(*said: tuple[int, int, int, int]) -> Bundled:
    """Claims as (participant, cause, effect, signed strength)."""
    columns = np.array(said, np.int64).reshape(-1, 4)
    none, at = np.zeros(len(columns), np.int64), np.arange(len(columns))
    who, cause, effect, strength = columns.T
    claims = ClaimColumns(at, who, who, none, cause, effect, np.sign(strength), np.abs(strength), none, none, at)
    return bundle(claims, participants=np.ones(2, np.bool_), counted=np.ones(len(columns), np.bool_))


def model(links: Bundled) -> Model:
    found = model_of(links, RECIPE)
    assert isinstance(found, Model)
    return found


def test_factors_are_numbered_by_their_codes() -> None:
    found = model(bundled((0, TEAM, LOAD, -1), (1, LOAD, TIRED, 2)))
    assert found.codes.tolist() == [LOAD, TEAM, TIRED]
    assert found.links.cause.tolist() == [0, 1]
    assert found.links.effect.tolist() == [2, 0]


def test_parts_and_domains_that_nobody_claims_anything_about_are_left_out() -> None:
    found = model(bundled((0, LOAD, TIRED, 1)))
    assert found.functioning.weight.tolist() == [0, -1]
    assert found.functioning.offset == 1


def test_no_claims_no_model() -> None:
    assert model_of(bundled(), RECIPE) == Undefined("no claims")


def test_no_model_where_claims_never_speak_of_functioning() -> None:
    assert isinstance(model_of(bundled((0, LOAD, TEAM, -1)), RECIPE), Undefined)


def test_codes_outside_the_map_are_passed_over() -> None:
    found = model(bundled((0, LOAD, TIRED, 1)))
    assert push_of(found, {LOAD: 0.9, UNNAMED: 0.9}) == pytest.approx([0.5493, 0], abs=5e-5)


def test_the_unit_dip_is_the_median_of_those_that_move_functioning() -> None:
    links = bundled((0, LOAD, TIRED, 3), (1, TEAM, TIRED, -1))
    found = model(links)
    base = base_of(found, links.weight)
    strong, none, good = (push_of(found, levels) for levels in ({LOAD: 0.9}, {UNNAMED: 0.9}, {TEAM: 0.9}))

    alone = unit_dip_of(found, base, strong[None, :], shock_steps=4, horizon_steps=20)
    assert alone.moving == 1
    three = unit_dip_of(found, base, np.array([strong, none, good]), shock_steps=4, horizon_steps=20)
    assert (three.dip, three.moving, three.shocks) == (alone.dip, 1, 3)


def test_the_unit_dip_is_undefined_where_nothing_moves_functioning() -> None:
    links = bundled((0, LOAD, TIRED, 3))
    found = model(links)
    unit = unit_dip_of(found, base_of(found, links.weight), np.zeros((2, 2)), shock_steps=4, horizon_steps=20)
    assert isinstance(unit.dip, Undefined)
    assert (unit.moving, unit.shocks) == (0, 2)
