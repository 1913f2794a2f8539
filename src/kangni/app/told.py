"""The check of the map against the outcomes that people told."""

from __future__ import annotations

import numpy as np

from kangni.app.balance import Ground
from kangni.core.errors import N_
from kangni.core.ports import Progressing
from kangni.core.undefined import Undefined
from kangni.methods.causal.told import Told, order_of, predict_without
from kangni.methods.columns import Floats
from kangni.results.simulation import Telling, ToldCheck

__all__ = ["TOLD_MEMBERS", "told_check"]

TOLD_MEMBERS = 200  # of each ensemble without one participant
FEWEST_EPISODES = 8

STRESSOR_ALONE = N_("stressor alone")
MAP_WITHOUT = N_("map without the participant")
PLAIN_COUNT = N_("protective minus risk moments, no map")


def told_check(ground: Ground, *, seed: int, progress: Progressing | None = None) -> ToldCheck | Undefined:
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
        progress=progress,
    )
    predictors = {
        STRESSOR_ALONE: -predicted.drop,
        MAP_WITHOUT: predicted.growth,
        PLAIN_COUNT: _count(ground, told),
    }
    return ToldCheck(
        episodes=len(closed),
        participants=len(set(told.participant.tolist())),
        tellings=tuple(_telling(name, told, values, seed) for name, values in predictors.items()),
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
