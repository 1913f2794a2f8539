"""Slow development: protections that grow when a challenge is met and wear when it overwhelms, and a second shock.

Off by default and a what-if: what it answers is put in, not found (METHODS 8.2, 14.6). Levels x move as in
`kangni.methods.causal.balance`, but a protection k passes on g_k x_k, and

    tau dg_k/dt = e_k [gain c m (highest - g_k) - loss c (1 - m) (g_k - lowest)] - forget (g_k - 1)

with c the challenge, m = 1 / (1 + exp(-sharpness (y - theta))) how far it is mastered, theta = y0 - margin, and e_k how
far the protection is engaged. Where all are engaged, e_k = x_k and c is how far a stressor stands above its rest, as a
share of the way to 1; where only those above their rest are, e_k is that share of theirs, and c the dip of y in unit
dips, at most 1.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

import numba
import numpy as np

from kangni.core.errors import MethodInput
from kangni.methods.causal.balance import STEEPNESS, Functioning, Links, logit, scales_of
from kangni.methods.causal.chunks import Chunk, Pool, chunks_of, run_chunks
from kangni.methods.causal.logistic import logistic_double
from kangni.methods.causal.maps import Bundled
from kangni.methods.causal.members import Drawing, draw, drawing_of
from kangni.methods.causal.model import Model
from kangni.methods.columns import Bools, Floats, Ints

__all__ = ["Development", "Engagement", "Learning", "Twice", "develop", "shock_twice"]

STEP = 0.05  # of the fourth-order Runge-Kutta steps that reach seven digits
COARSE = 0.25  # of those of ensembles, which reach five


class Engagement(StrEnum):
    """Which protections learn, and from what."""

    ENGAGED = "engaged protections"  # above their rest, from a dip of functioning
    ALL = "all protections"  # as they stand, from the stressor itself


@dataclass(frozen=True, slots=True)
class Learning:
    """How protections learn; `slowness` is tau, in steps."""

    engagement: Engagement
    slowness: float = 26.0
    gain: float = 1.0
    loss: float = 1.5  # loss weighs more than gain (Hobfoll 1989)
    lowest: float = 0.25
    highest: float = 2.0
    sharpness: float = 20.0
    margin: float = 0.15
    forget: float = 0.02

    def __post_init__(self) -> None:
        if not (self.slowness > 0 and self.lowest < 1 < self.highest):
            raise MethodInput("learning", "the slowness is above 0, and the strengths' range holds 1")


@dataclass(frozen=True, slots=True)
class Development:
    """y and the mean strength at every step, (times, maps); levels and strengths at the end, the maps last."""

    y: Floats
    mean_strength: Floats
    levels: Floats
    strengths: Floats


@dataclass(frozen=True, slots=True)
class Twice:
    """The same shock twice, of every member: lowest y after each, y just before the second, and the mean strength.

    `strength` is the mean of g over the protections at each whole step, (steps, members), `y` likewise.
    """

    first: Floats
    before: Floats
    second: Floats
    y: Floats
    strength: Floats


class _Maps(NamedTuple):
    cause: Ints
    effect: Ints
    weight: Floats
    base: Floats
    rest: Floats
    strength_of: Ints  # by factor: which protection it is, -1 for none
    stressors: Ints
    y_weight: Floats
    y_offset: float
    y_rest: float
    steepness: float
    unit: float
    all_learn: bool


def develop(
    links: Links,
    weight: Floats,
    rest: Floats,
    functioning: Functioning,
    *,
    protections: Ints,
    stressors: Ints,
    pushes: Sequence[tuple[float, Floats]],
    learning: Learning,
    unit: float,
    steepness: float = STEEPNESS,
    step: float = STEP,
) -> Development:
    """Run maps whose protections learn through pushes that follow each other.

    Parameters
    ----------
    links, weight
        The links, and (links, maps) weights, scaled or not.
    rest
        (factors,) rest levels, from which the run starts, with all strengths 1.
    functioning
        y.
    protections, stressors
        Factors that learn, and those whose level is the challenge where all protections are engaged.
    pushes
        How long, and the inputs u, (factors,), for so long.
    learning
        How they learn.
    unit
        The unit dip, in which a dip of y is a challenge.
    step
        Of the integration.

    Returns
    -------
    Development
    """
    base = np.repeat((logit(rest) / steepness)[:, None], weight.shape[1], axis=1)
    np.subtract.at(base, links.effect, weight * rest[links.cause][:, None])
    strength_of = np.full(links.factors, -1, np.int64)
    strength_of[protections] = np.arange(len(protections))
    y_rest = float(functioning.offset + functioning.weight @ rest)
    maps = _Maps(
        links.cause, links.effect, np.ascontiguousarray(weight), base, rest, strength_of, stressors,
        functioning.weight, functioning.offset, y_rest, steepness, unit, learning.engagement is Engagement.ALL,
    )  # fmt: skip
    steps = np.array([round(lasts / step) for lasts, _ in pushes], np.int64)
    x = np.repeat(rest[:, None], weight.shape[1], axis=1)
    g = np.ones((len(protections), weight.shape[1]))
    rule = np.array([
        learning.slowness, learning.gain, learning.loss, learning.lowest, learning.highest, learning.sharpness,
        y_rest - learning.margin, learning.forget,
    ])  # fmt: skip
    pushed = np.array([push for _, push in pushes])
    y, strength = _run(maps, x, g, pushed, steps, rule, step)
    return Development(y, strength, x, g)


@dataclass(frozen=True, slots=True)
class _Task:
    drawing: Drawing
    model: Model
    protections: Ints
    shock: Floats
    shock_steps: float
    again_after: float
    horizon_steps: float
    learning: Learning
    unit: float
    chunk: Chunk


def shock_twice(
    bundled: Bundled,
    model: Model,
    *,
    participants: Bools,
    protections: Ints,
    shock: Floats,
    shock_steps: float,
    again_after: float,
    horizon_steps: float,
    learning: Learning,
    unit: float,
    members: int,
    seed: int,
    workers: int = 1,
    pool: Pool | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Twice:
    """Strike every member of an ensemble twice with the same shock.

    Parameters
    ----------
    bundled, model, participants, members, seed, workers, pool, progress
        As in `run_ensemble`; the members are the same.
    protections
        Factors that learn.
    shock, shock_steps
        (factors,) inputs, and how long they last.
    again_after
        Steps from the beginning of the first to that of the second.
    horizon_steps
        How long is watched after the second.
    learning, unit
        As in `develop`.

    Returns
    -------
    Twice
    """
    drawing = drawing_of(bundled, participants)
    tasks = [
        _Task(drawing, model, protections, shock, shock_steps, again_after, horizon_steps, learning, unit, chunk)
        for chunk in chunks_of(members, seed)
    ]
    chunks: list[Twice] = []
    for chunk in run_chunks(_run_chunk, tasks, kind=Twice, workers=workers, pool=pool):
        chunks.append(chunk)
        if progress is not None:
            progress(sum(len(one.first) for one in chunks), members)
    return Twice(
        first=np.concatenate([one.first for one in chunks]),
        before=np.concatenate([one.before for one in chunks]),
        second=np.concatenate([one.second for one in chunks]),
        y=np.concatenate([one.y for one in chunks], axis=1),
        strength=np.concatenate([one.strength for one in chunks], axis=1),
    )


def _run_chunk(task: _Task) -> Twice:
    model, still = task.model, np.zeros_like(task.shock)
    drawn = draw(task.drawing, task.chunk.size, np.random.default_rng(task.chunk.seed))
    scales = scales_of(model.links, drawn.weight, model.rest, feedback=model.feedback, cap=model.cap)
    found = develop(
        model.links,
        drawn.weight * scales.factor,
        model.rest,
        model.functioning,
        protections=task.protections,
        stressors=np.flatnonzero(task.shock),
        pushes=[
            (task.shock_steps, task.shock),
            (task.again_after - task.shock_steps, still),
            (task.shock_steps, task.shock),
            (task.horizon_steps, still),
        ],
        learning=task.learning,
        unit=task.unit,
        step=COARSE,
    )
    again, whole = round(task.again_after / COARSE), round(1 / COARSE)
    first, second = found.y[:again].min(axis=0), found.y[again:].min(axis=0)
    return Twice(first, found.y[again], second, found.y[::whole], found.mean_strength[::whole])


def _motion_loop(maps: _Maps, x: Floats, g: Floats, push: Floats, dx: Floats, z: Floats) -> None:
    """Write the motion of the levels."""
    for i in range(x.shape[0]):
        for m in range(x.shape[1]):
            z[i, m] = maps.base[i, m] + push[i]
    for k in range(maps.cause.size):
        source, target = maps.cause[k], maps.effect[k]
        own = maps.strength_of[source]
        for m in range(x.shape[1]):
            passed = x[source, m] if own < 0 else g[own, m] * x[source, m]
            z[target, m] += maps.weight[k, m] * passed
    _logistic(z.reshape(-1), dx.reshape(-1), maps.steepness)
    dx -= x


def _challenge_loop(maps: _Maps, x: Floats, m: int, y: float) -> float:
    if maps.all_learn:
        highest = 0.0
        for s in maps.stressors:
            highest = max(highest, (x[s, m] - maps.rest[s]) / (1 - maps.rest[s]))
        return highest
    return min(1.0, max(0.0, maps.y_rest - y) / maps.unit)


def _learn_loop(maps: _Maps, x: Floats, g: Floats, rule: Floats, dg: Floats) -> None:
    """Write the motion of the strengths."""
    slowness, gain, loss, lowest, highest, sharpness, theta, forget = rule
    for m in range(x.shape[1]):
        y = maps.y_offset + (maps.y_weight * x[:, m]).sum()
        challenge = _challenge(maps, x, m, y)
        mastered = 1 / (1 + np.exp(-sharpness * (y - theta)))
        for i in range(x.shape[0]):
            k, rest = maps.strength_of[i], maps.rest[i]
            if k >= 0:
                engaged = x[i, m] if maps.all_learn else max(0.0, x[i, m] - rest) / (1 - rest)
                grows = gain * challenge * mastered * (highest - g[k, m])
                wears = loss * challenge * (1 - mastered) * (g[k, m] - lowest)
                dg[k, m] = (engaged * (grows - wears) - forget * (g[k, m] - 1)) / slowness


def _tell_loop(maps: _Maps, x: Floats, g: Floats, y: Floats, strength: Floats) -> None:
    """Write y and the mean strength of every map."""
    for m in range(x.shape[1]):
        y[m] = maps.y_offset
        for i in range(x.shape[0]):
            y[m] += maps.y_weight[i] * x[i, m]
        strength[m] = g[:, m].mean() if g.shape[0] else 1.0


def _run_loop(
    maps: _Maps, x: Floats, g: Floats, pushes: Floats, steps: Ints, rule: Floats, step: float
) -> tuple[Floats, Floats]:
    """Take fourth-order Runge-Kutta steps; pushes change between steps only."""
    y, strength = np.empty((steps.sum() + 1, x.shape[1])), np.empty((steps.sum() + 1, x.shape[1]))
    z, dx, dg = np.empty_like(x), np.empty_like(x), np.empty_like(g)
    now = 0
    _tell(maps, x, g, y[0], strength[0])
    for leg in range(steps.size):
        for _ in range(steps[leg]):
            sum_x, sum_g, at_x, at_g = np.zeros_like(x), np.zeros_like(g), x.copy(), g.copy()
            for stage in range(4):
                _motion(maps, at_x, at_g, pushes[leg], dx, z)
                _learn(maps, at_x, at_g, rule, dg)
                share = 1.0 if stage in (0, 3) else 2.0
                sum_x += share * dx
                sum_g += share * dg
                ahead = step if stage == 2 else step / 2
                at_x = x + ahead * dx
                at_g = g + ahead * dg
            x += step / 6 * sum_x
            g += step / 6 * sum_g
            now += 1
            _tell(maps, x, g, y[now], strength[now])
    return y, strength


_compiled = numba.njit(cache=True, nogil=True, error_model="numpy")
_logistic = logistic_double
_tell = _compiled(_tell_loop)
_motion = _compiled(_motion_loop)
_challenge = _compiled(_challenge_loop)
_learn = _compiled(_learn_loop)
_run = _compiled(_run_loop)
