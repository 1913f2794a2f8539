"""The check of the map against the outcomes that people told."""

from __future__ import annotations

import numpy as np

from kangni.app.balance import Ground
from kangni.core.errors import N_
from kangni.core.ports import Progressing
from kangni.core.undefined import Undefined
from kangni.methods.causal.nulls import rewired_shifts
from kangni.methods.causal.told import NULL_MAPS, Told, order_of, predict_without, somers_d
from kangni.methods.columns import Floats
from kangni.results.simulation import Telling, ToldCheck

__all__ = ["TOLD_MEMBERS", "told_check"]

TOLD_MEMBERS = 200  # of each ensemble without one participant
FEWEST_EPISODES = 8

STRESSOR_ALONE = N_("stressor alone")
MAP_WITHOUT = N_("map without the participant")
PLAIN_COUNT = N_("protective minus risk moments, no map")
RANDOM_WEIGHTS = N_("same links, weights at random")
REWIRED = N_("rewired maps")
OVER_MAPS = Undefined("a spread over maps, no test")


def told_check(
    ground: Ground, *, seed: int, workers: int = 1, progress: Progressing | None = None
) -> ToldCheck | Undefined:
    """Ask whether the map orders the outcomes of closed episodes, each predicted without its own participant.

    Beside it always the same with the stressor alone, and a plain count that needs no map.
    """
    closed = [
        episode
        for episode in ground.told_episodes
        if ground.episodes.closed[episode] and ground.episodes.outcome[episode] >= 0
    ]
    told = _told(ground, closed)
    if len(closed) < FEWEST_EPISODES:
        return Undefined("fewer than 8 closed episodes")
    if len(set(told.rank.tolist())) == 1:
        return Undefined("only one outcome was told")
    predicted = predict_without(
        ground.study.claims,
        told,
        participants=ground.study.participants,
        counted=ground.study.counted,
        recipe=ground.recipe,
        shock_steps=ground.framework.balance.shock_steps,
        members=TOLD_MEMBERS,
        seed=seed,
        workers=workers,
        progress=progress,
    )
    predictors = {
        STRESSOR_ALONE: -predicted.drop,
        MAP_WITHOUT: predicted.growth,
        PLAIN_COUNT: _count(ground, told),
    }
    tellings = [_telling(name, told, values, seed) for name, values in predictors.items()]
    unweighted, rewired = _ds(told, predicted.unweighted), _ds(told, _rewired(ground, told, seed))
    nulls = [_null(RANDOM_WEIGHTS, unweighted), _null(REWIRED, rewired)]
    reached = tellings[1].d
    return ToldCheck(
        episodes=len(closed),
        participants=len(set(told.participant.tolist())),
        tellings=(*tellings, *nulls),
        rewired_as_good=0 if isinstance(reached, Undefined) else int((rewired >= reached).sum()),
        rewired=len(rewired),
    )


def _told(ground: Ground, closed: list[int]) -> Told:
    ranks = [outcome.rank for outcome in ground.framework.outcomes]
    return Told(
        participant=ground.episodes.participant[closed],
        rank=np.array([ranks[outcome] for outcome in ground.episodes.outcome[closed].tolist()], np.int64),
        shocks=tuple(ground.shock_of(episode) for episode in closed),
        conditions=tuple(ground.conditions_of(episode) for episode in closed),
    )


def _count(ground: Ground, told: Told) -> Floats:
    """Return protective minus risk codes among each episode's conditions."""
    return np.array([sum(ground.sign(code) for code in codes) for codes in told.conditions], np.float64)


def _telling(name: str, told: Told, predicted: Floats, seed: int) -> Telling:
    order = order_of(told, predicted, rng=np.random.default_rng(seed))
    return Telling(name, order.d, order.low, order.high, order.p_over, order.p_within)


def _rewired(ground: Ground, told: Told, seed: int) -> Floats:
    """Predict every episode from rewired maps, (maps, episodes); a rewired map knows nothing of the participant."""
    assert not isinstance(ground.model, Undefined)
    pushes = np.array([ground.push(conditions) for conditions in told.conditions])
    rng = np.random.default_rng(seed)
    return rewired_shifts(ground.bundled, ground.model, pushes, maps=NULL_MAPS, rng=rng).T


def _ds(told: Told, predicted: Floats) -> Floats:
    """Return Somers' D of each map's predictions; the outcomes differ, so it exists."""
    found = [somers_d(told.rank, one) for one in predicted]
    return np.array([d for d in found if not isinstance(d, Undefined)], np.float64)


def _null(name: str, found: Floats) -> Telling:
    low, median, high = (float(point) for point in np.quantile(found, [0.05, 0.5, 0.95]))
    return Telling(name, median, low, high, OVER_MAPS, OVER_MAPS)
