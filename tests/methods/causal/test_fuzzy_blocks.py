from __future__ import annotations

import numpy as np
import pytest

from kangni.core.errors import MethodInput
from kangni.methods.causal.balance import Links, dense
from kangni.methods.causal.fuzzy import Cycle, FixedPoint, Fuzzy, Rule, Transfer, settle
from kangni.methods.causal.fuzzy_blocks import Ending, settle_maps, steps_of
from kangni.methods.columns import Floats

FACTORS, LINKS, MAPS = 12, 40, 16


def links() -> Links:
    cells = np.random.default_rng(5).choice(FACTORS * FACTORS, LINKS, replace=False)
    return Links(*np.divmod(cells, FACTORS), factors=FACTORS)


def weights(scale: float = 0.5) -> Floats:
    return np.random.default_rng(6).uniform(-scale, scale, (LINKS, MAPS))


@pytest.mark.parametrize("rule", Rule)
@pytest.mark.parametrize("transfer", Transfer)
def test_a_block_ends_where_each_of_its_maps_ends_alone(rule: Rule, transfer: Transfer) -> None:
    fuzzy, start = Fuzzy(rule, transfer), np.ones(FACTORS)
    found = settle_maps(links(), weights(), start, fuzzy, clamps={3: 0.0})
    for m in range(MAPS):
        alone = settle(dense(links(), weights()[:, m]).T, start, fuzzy, clamps={3: 0.0}, longest=1000)
        match alone:
            case FixedPoint(levels):
                assert found.ending[m] == Ending.FIXED
                assert found.levels[:, m] == pytest.approx(levels, abs=1e-7)
            case Cycle(states):
                assert found.ending[m] == Ending.CYCLE
                assert found.levels[:, m] == pytest.approx(states.mean(axis=0), abs=1e-9)
            case _:
                assert found.ending[m] == Ending.UNSETTLED


def test_sources_that_are_held_keep_their_start() -> None:
    chain = Links(np.array([0]), np.array([1]), 2)
    start = np.array([0.9, 0.0])
    held = settle_maps(chain, np.ones((1, 2)), start, Fuzzy(Rule.KOSKO, hold_sources=True))
    assert held.levels[0].tolist() == [0.9, 0.9]
    assert settle_maps(chain, np.ones((1, 2)), start, Fuzzy(Rule.KOSKO)).levels[0].tolist() == [0.5, 0.5]


def test_single_precision_errs_by_less_than_a_millionth() -> None:
    start, one = np.random.default_rng(7).random(FACTORS), weights(1.0)
    double = steps_of(links(), one, start, Fuzzy(), steps=20)
    single = steps_of(links(), one.astype(np.float32), start, Fuzzy(), steps=20)
    assert single.dtype == np.float32
    assert single == pytest.approx(double, abs=1e-6)


def test_a_block_gives_the_bits_of_its_maps_one_by_one() -> None:
    start, block = np.ones(FACTORS), weights()
    together = steps_of(links(), block, start, Fuzzy(), steps=9)
    alone = [steps_of(links(), block[:, [m]], start, Fuzzy(), steps=9)[:, 0] for m in range(MAPS)]
    assert together.tobytes() == np.array(alone).T.copy().tobytes()


def test_levels_that_do_not_fit_are_refused() -> None:
    with pytest.raises(MethodInput):
        settle_maps(links(), weights(), np.ones(3), Fuzzy())
