"""Hand calculations of METHODS.md sections 5.1 and 5.3, example A."""

from __future__ import annotations

import numpy as np
import pytest

from kangni.methods.causal.maps import Bundled, bundle, in_flow, strengths
from kangni.methods.columns import ClaimColumns

S, D, P, F = range(4)
# (participant, cause, effect, signed strength); N = 5
EXAMPLE_A = [
    (1, S, D, 3), (1, S, D, 2), (2, S, D, 2), (3, S, D, -1), (4, S, D, 3),
    (1, D, F, -2), (2, D, F, -3), (5, D, F, -1),
    (2, P, D, -2), (4, P, D, -3),
    (5, P, F, 2),
    (3, S, F, -1),
]  # fmt: skip


@pytest.fixture
def links() -> Bundled:
    table = np.array(EXAMPLE_A)
    n, zeros = len(table), np.zeros(len(table), np.int64)
    claims = ClaimColumns(
        row=np.arange(n),
        document=zeros,
        participant=table[:, 0] - 1,
        coder=zeros,
        cause=table[:, 1],
        effect=table[:, 2],
        sign=np.sign(table[:, 3]),
        strength=np.abs(table[:, 3]),
        voice=zeros,
        stance=zeros,
        turn=np.arange(n),
    )
    return bundle(claims, participants=np.ones(5, np.bool_), counted=np.ones(n, np.bool_))


def at(links: Bundled, cause: int, effect: int) -> int:
    return int(np.flatnonzero((links.cause == cause) & (links.effect == effect))[0])


def test_individual_weights_of_example_a(links: Bundled) -> None:
    mine = links.entry_weight[links.entry_link == at(links, S, D)]
    assert mine.tolist() == pytest.approx([0.8333, 0.6667, -0.3333, 1.0], abs=5e-5)


def test_a_contested_link_of_example_a(links: Bundled) -> None:
    k = at(links, S, D)
    assert links.weight[k] == pytest.approx(0.433333, abs=5e-7)
    assert links.mean_of_sources[k] == pytest.approx(0.541667, abs=5e-7)
    assert links.consensus[k] == pytest.approx(0.764706, abs=5e-7)
    assert links.probability_plus[k] == pytest.approx(0.7)
    assert (links.sources[k], links.statements[k]) == (4, 5)
    assert (links.positive[k], links.negative[k], links.contested[k]) == (3, 1, True)


def test_a_link_of_one_sign_of_example_a(links: Bundled) -> None:
    k = at(links, D, F)
    assert links.weight[k] == pytest.approx(-0.4)
    assert links.mean_of_sources[k] == pytest.approx(-0.666667, abs=5e-7)
    assert links.consensus[k] == pytest.approx(1.0)
    assert links.probability_plus[k] == pytest.approx(0.125)


def test_other_links_of_example_a(links: Bundled) -> None:
    assert links.weight[at(links, P, D)] == pytest.approx(-0.333333, abs=5e-7)
    assert links.mean_of_sources[at(links, P, D)] == pytest.approx(-0.833333, abs=5e-7)
    assert links.weight[at(links, P, F)] == pytest.approx(0.133333, abs=5e-7)
    assert links.mean_of_sources[at(links, P, F)] == pytest.approx(0.666667, abs=5e-7)
    assert links.weight[at(links, S, F)] == pytest.approx(-0.066667, abs=5e-7)


def test_strengths_of_example_a_in_the_order_s_d_p_f(links: Bundled) -> None:
    found = strengths(links.cause, links.effect, links.weight, factors=4)
    assert found.out.tolist() == pytest.approx([0.5, 0.4, 0.4667, 0.0], abs=5e-5)
    assert found.into.tolist() == pytest.approx([0.0, 0.7667, 0.0, 0.6], abs=5e-5)


def test_in_flow_of_example_a_taken_from_group_weights(links: Bundled) -> None:
    raised, lowered = np.maximum(links.weight, 0), np.minimum(links.weight, 0)
    found = in_flow(links.effect, raised, lowered, factors=4)
    assert found.raising[[D, F]].tolist() == pytest.approx([0.433333, 0.133333], abs=5e-7)
    assert found.lowering[[D, F]].tolist() == pytest.approx([0.333333, 0.466667], abs=5e-7)


def test_in_flow_of_example_a_with_the_contested_link_pushing_both_ways(links: Bundled) -> None:
    # S raises D for p1, p2 and p4, (.8333 + .6667 + 1) / 5, and lowers it for p3, .3333 / 5; P lowers it by .3333
    found = in_flow(links.effect, links.plus, links.minus, factors=4)
    assert found.raising[D] == pytest.approx(0.5)
    assert found.lowering[D] == pytest.approx(0.4)
