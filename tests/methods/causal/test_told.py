from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import somersd

from kangni.core.errors import MethodInput
from kangni.core.undefined import Undefined
from kangni.methods.causal.model import Recipe
from kangni.methods.causal.told import Order, Told, order_of, predict_without, somers_d
from kangni.methods.columns import ClaimColumns

LOAD, TEAM, TIRED = 0, 1, 2
RECIPE = Recipe(domains=(((TIRED, -1),),), rest=0.5, feedback=0.5, cap=8)
PAIRS = st.lists(st.tuples(st.integers(1, 4), st.integers(-3, 3)), min_size=2, max_size=12)


def told(rank: list[int], participant: list[int] | None = None) -> Told:
    who = participant if participant is not None else [0] * len(rank)
    return Told(np.array(who), np.array(rank), ({LOAD: 0.9},) * len(rank), ({TEAM: 0.9},) * len(rank))


@settings(max_examples=60, deadline=None)
@given(PAIRS)
def test_somers_d_is_that_of_scipy(pairs: list[tuple[int, int]]) -> None:
    rank, predicted = (np.array(column) for column in zip(*pairs, strict=True))
    found = somers_d(rank, predicted.astype(np.float64))
    if len(set(rank.tolist())) == 1:
        assert isinstance(found, Undefined)
    elif len(set(predicted.tolist())) == 1:
        assert found == 0  # SciPy gives no number here
    else:
        assert found == pytest.approx(somersd(rank, predicted).statistic)


@pytest.mark.parametrize(
    ("rank", "reason"), [([1, 2, 3] * 2, "fewer than 8 closed episodes"), ([2] * 9, "only one outcome was told")]
)
def test_the_order_of_few_or_equal_episodes_is_undefined(rank: list[int], reason: str) -> None:
    none = Undefined(reason)
    found = order_of(told(rank), np.arange(len(rank), dtype=np.float64), rng=np.random.default_rng(1))
    assert found == Order(none, none, none, none, none)


def test_a_perfect_order_is_rare_among_permutations() -> None:
    episodes = told([1, 2, 3, 4, 1, 2, 3, 4], [0, 0, 0, 0, 1, 1, 1, 1])
    order = order_of(episodes, episodes.rank.astype(np.float64), rng=np.random.default_rng(1))
    assert order.d == 1
    assert order.p_over == pytest.approx(1 / 2520, abs=0.002)  # 8!/(2!^4) orders, one perfect
    assert order.p_within == pytest.approx(1 / 24**2, abs=0.003)


def test_the_interval_of_one_person_is_undefined() -> None:
    order = order_of(told([1, 2, 3, 4] * 2), np.arange(8.0), rng=np.random.default_rng(1))
    assert isinstance(order.low, Undefined)


def claims(*said: tuple[int, int, int, int]) -> ClaimColumns:
    who, cause, effect, strength = (np.array(column) for column in zip(*said, strict=True))
    none, at = np.zeros(len(said), np.int64), np.arange(len(said))
    return ClaimColumns(at, who, who, none, cause, effect, np.sign(strength), np.abs(strength), none, none, at)


def predict(said: ClaimColumns, episodes: Told) -> list[float]:
    predicted = predict_without(
        said,
        episodes,
        participants=np.ones(3, np.bool_),
        counted=np.ones(len(said.row), np.bool_),
        recipe=RECIPE,
        shock_steps=4,
        members=100,
        seed=1,
    )
    return [float(growth) for growth in predicted.growth]


def test_nobody_is_predicted_from_their_own_claims() -> None:
    # only person 0 says that the team helps, the others that it harms
    said = claims((0, TEAM, TIRED, -3), (1, TEAM, TIRED, 3), (2, TEAM, TIRED, 3))
    own, other = predict(said, told([1, 2], [0, 1]))
    assert own < 0
    assert other != own


def test_an_episode_without_a_map_is_predicted_as_no_change() -> None:
    assert predict(claims((0, TEAM, TIRED, -3)), told([1], [0])) == [0]


def test_an_episode_of_nobody_is_refused() -> None:
    with pytest.raises(MethodInput):
        predict(claims((0, TEAM, TIRED, -3)), told([1], [-1]))
