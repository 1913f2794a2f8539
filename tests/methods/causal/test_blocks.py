from __future__ import annotations

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kangni.core.errors import MethodInput
from kangni.methods.causal.balance import Functioning, Links, dense, scales_of, trajectory
from kangni.methods.causal.blocks import STEP, euler, reaching, settle
from kangni.methods.columns import Floats

RNG = np.random.default_rng(20)
FACTORS, MAPS = 6, 3
CAUSE, EFFECT = np.array([0, 1, 2, 3, 4, 0, 2]), np.array([1, 2, 3, 1, 5, 5, 5])
LINKS = Links(CAUSE, EFFECT, FACTORS)
REST = np.full(FACTORS, 0.5)
Y = Functioning(np.array([0, 0, 0, -0.5, 0, 0.5]), 0.5)
PUSH, STILL = np.array([0.5, 0, 0, 0, 0, 0]), np.zeros(FACTORS)
HELD = np.array([0, 0, 0.3, 0, 0, 0])


def scaled() -> Floats:
    weight = RNG.uniform(-1, 1, (len(CAUSE), MAPS))
    return weight * scales_of(LINKS, weight, REST, feedback=0.5, cap=8).factor


def test_euler_stays_near_the_precise_integration() -> None:
    weight = scaled()
    y = euler(LINKS, weight, REST, Y, shock=PUSH, held=HELD, shock_steps=4, horizon_steps=16)
    times = np.arange(y.shape[0], dtype=np.float64) * STEP
    for one in range(MAPS):
        states = trajectory(dense(LINKS, weight[:, one]), REST, shock=PUSH, held=HELD, shock_steps=4, times=times)
        precise = Y.offset + states @ Y.weight
        assert y[:, one] == pytest.approx(precise, abs=0.03 * np.abs(precise - precise[0]).max())


def test_without_a_push_y_stays_at_its_baseline() -> None:
    y = euler(LINKS, scaled(), REST, Y, shock=STILL, held=STILL, shock_steps=4, horizon_steps=16)
    assert y == pytest.approx(np.full(y.shape, 0.5))


def test_the_rest_is_where_a_lasting_push_leads() -> None:
    weight = scaled()
    far = euler(LINKS, weight, REST, Y, shock=PUSH, held=STILL, shock_steps=80, horizon_steps=0)[-1]
    assert settle(LINKS, weight, REST, PUSH[None, :], Y)[0] == pytest.approx(far, abs=1e-9)


def test_without_a_push_y_rests_at_its_baseline() -> None:
    assert settle(LINKS, scaled(), REST, STILL[None, :], Y) == pytest.approx(np.full((1, MAPS), 0.5), abs=1e-10)


def test_a_map_that_never_settles_is_refused() -> None:
    swing = Links(np.array([0, 1]), np.array([1, 0]), 2)
    y = Functioning(np.array([1.0, 0.0]), 0.0)
    # each factor pushes the other over: from a push the two trade places for ever
    with pytest.raises(MethodInput):
        settle(swing, np.array([[-9.0], [9.0]]), np.full(2, 0.5), np.array([[0.1, 0.0]]), y)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.booleans(), min_size=len(CAUSE), max_size=len(CAUSE)), st.integers(0, FACTORS - 1))
def test_reaching_is_being_an_ancestor(present: list[bool], target: int) -> None:
    graph = nx.DiGraph()
    graph.add_nodes_from(range(FACTORS))
    graph.add_edges_from(
        (cause, effect) for cause, effect, there in zip(CAUSE.tolist(), EFFECT.tolist(), present, strict=True) if there
    )
    found = reaching(LINKS, np.array(present)[:, None], np.arange(FACTORS) == target)[:, 0]
    assert set(np.flatnonzero(found).tolist()) == nx.ancestors(graph, target) | {target}
