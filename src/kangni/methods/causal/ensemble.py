"""What an ensemble of maps says: members drawn from the claims, run in chunks, and the spread of their numbers.

A member resamples the participants and takes one side of every contested link. Members come in chunks of fixed size,
each with a seed of its own, so that the same seed gives the same bits however many workers run them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import joblib
import numpy as np

from kangni.core.errors import MethodInput
from kangni.core.undefined import Number, Undefined
from kangni.methods.causal.balance import scales_of
from kangni.methods.causal.blocks import STEP, euler, reaching, settle
from kangni.methods.causal.direction import Direction, agreement_of, direction
from kangni.methods.causal.maps import Bundled
from kangni.methods.causal.model import Model
from kangni.methods.columns import Bools, Floats, Ints

__all__ = [
    "CHUNK",
    "RECOVERED",
    "SAMPLED",
    "Direction",
    "Ensemble",
    "Run",
    "Spread",
    "direction_of",
    "run_ensemble",
    "spread_of",
]

CHUNK = 64
ROUND = 2  # chunks for each worker between two looks at whether to go on
SAMPLED = 10  # every tenth Euler step of a curve is kept: half a step of the coping process
RECOVERED = 0.01  # y counts as back within this distance of its baseline
NOTHING = 1e-9  # a change of y that no unit could show


@dataclass(frozen=True, slots=True)
class Spread:
    """A number over the members of an ensemble; a member without any path to y counts with 0.

    `low` and `high` are the 5 and 95 % points. `reach` is the share of members in which a path leads to y at all,
    `certainty` the share of those that agree on the commoner sign, `negative` the share of all below zero.
    """

    median: Number
    low: Number
    high: Number
    reach: Number
    certainty: Number
    negative: Number
    members: int


@dataclass(frozen=True, slots=True)
class Run:
    """A curve to draw: inputs of the shock and of what is held, and how long the shock and the watching last."""

    shock: Floats
    held: Floats
    shock_steps: float
    horizon_steps: float


@dataclass(frozen=True, slots=True)
class Ensemble:
    """Numbers of all members, the last axis of every array.

    `shift` is resting y under each push less its baseline, `reach` whether a path leads from the push to y. For each
    run: `curve` is y every half step, `drop` the baseline less the lowest y, `growth` y at the end less the baseline,
    `recovery` the steps from the end of the shock until y is back for good, NaN where it is not within the horizon.
    `times` tells how often each participant was drawn, `raises` which side each contested link took, in their order.
    """

    times: Ints
    raises: Bools
    scale: Floats
    capped: Bools
    shift: Floats
    reach: Bools
    curve: Floats
    drop: Floats
    growth: Floats
    recovery: Floats


@dataclass(frozen=True, slots=True)
class _Task:
    bundled: Bundled
    people: Ints
    participants: int
    model: Model
    pushes: Floats
    runs: tuple[Run, ...]
    size: int
    seed: np.random.SeedSequence


def run_ensemble(
    bundled: Bundled,
    model: Model,
    *,
    participants: Bools,
    pushes: Floats,
    runs: Sequence[Run],
    members: int,
    seed: int,
    workers: int = 1,
    progress: Callable[[int, int], None] | None = None,
) -> Ensemble:
    """Draw members from the claims, scale each by its own K, and run all pushes and curves on each.

    A member draws n participants with replacement and, for every contested link, one side with P(+) as bundled; its
    weights are sums of the drawn participants' individual weights over n.

    Parameters
    ----------
    bundled
        The map with its entries by participant.
    model
        The model that `model_of` makes of it.
    participants
        (all participants,) True for those whose consent covers analysis.
    pushes
        (pushes, factors) lasting inputs.
    runs
        Curves to draw, all of the same length.
    members, seed
        How many members, and what they are drawn from.
    workers
        Threads that run chunks; they change nothing but the time.
    progress
        Called after each chunk with the members done and asked for; what it raises ends the run.

    Returns
    -------
    Ensemble
    """
    if members < 1:
        raise MethodInput("ensemble", f"at least one member is needed, not {members}")
    sizes = [min(CHUNK, members - start) for start in range(0, members, CHUNK)]
    tasks = [
        _Task(bundled, np.flatnonzero(participants), len(participants), model, pushes, tuple(runs), size, child)
        for size, child in zip(sizes, np.random.SeedSequence(seed).spawn(len(sizes)), strict=True)
    ]
    chunks: list[Ensemble] = []
    for chunk in _work(tasks, workers):
        chunks.append(chunk)
        if progress is not None:
            progress(sum(len(one.scale) for one in chunks), members)
    return _joined(chunks)


def spread_of(values: Floats, reach: Bools) -> Spread:
    """Summarise a number over members.

    Parameters
    ----------
    values, reach
        (members,) the numbers, and whether a path leads to y.

    Returns
    -------
    Spread
        Certainty is undefined where fewer than 100 members have a path, or none of them moves.

    Examples
    --------
    >>> one = spread_of(np.full(200, 2.0), np.arange(200) < 150)
    >>> one.median, one.reach, one.certainty
    (2.0, 0.75, 1.0)
    """
    reached = values[reach]
    signs = max(int((reached > 0).sum()), int((reached < 0).sum()))
    low, median, high = (float(point) for point in np.quantile(values, [0.05, 0.5, 0.95]))
    return Spread(
        median=median,
        low=low,
        high=high,
        reach=float(reach.mean()),
        certainty=agreement_of(signs, reached.size),
        negative=float((values < 0).mean()),
        members=values.size,
    )


def direction_of(spread: Spread) -> Direction | Undefined:
    """Return the word for the direction of a number, as `direction` does.

    Examples
    --------
    >>> direction_of(spread_of(np.full(200, 2.0), np.arange(200) < 150)).value
    'decided where it exists'
    """
    return direction(spread.certainty, reach=spread.reach)


def _work(tasks: Sequence[_Task], workers: int) -> Iterator[Ensemble]:
    """Yield the chunks in order; between rounds of them the caller may stop."""
    if workers == 1:
        yield from map(_run_chunk, tasks)
        return
    with joblib.Parallel(n_jobs=workers, prefer="threads") as pool:
        size = ROUND * joblib.effective_n_jobs(workers)
        for start in range(0, len(tasks), size):
            yield from pool(joblib.delayed(_run_chunk)(task) for task in tasks[start : start + size])


def _run_chunk(task: _Task) -> Ensemble:
    model, rng = task.model, np.random.default_rng(task.seed)
    times = _resample(task, rng)
    raises = rng.random((len(task.bundled.cause), task.size)) < task.bundled.probability_plus[:, None]
    weight = _weights(task.bundled, times, raises)
    scales = scales_of(model.links, weight, model.rest, feedback=model.feedback, cap=model.cap)
    scaled = weight * scales.factor
    still = np.zeros((1, model.links.factors))
    resting = settle(model.links, scaled, model.rest, np.vstack([still, task.pushes]), model.functioning)
    to_y = reaching(model.links, weight != 0, model.is_part)
    curves = [_curve(model, scaled, run) for run in task.runs]
    shape = (0, task.size)
    return Ensemble(
        times=times,
        raises=raises[task.bundled.contested],
        scale=scales.factor,
        capped=scales.capped,
        shift=_clean(resting[1:] - resting[0]),
        reach=(task.pushes != 0).astype(np.int64) @ to_y > 0,
        curve=np.stack([y[::SAMPLED] for y in curves]) if curves else np.empty((0, *shape)),
        drop=_clean(np.array([y[0] - y.min(axis=0) for y in curves]).reshape(-1, task.size)),
        growth=_clean(np.array([y[-1] - y[0] for y in curves]).reshape(-1, task.size)),
        recovery=np.array([_recovery(y, run) for y, run in zip(curves, task.runs, strict=True)]).reshape(-1, task.size),
    )


def _resample(task: _Task, rng: np.random.Generator) -> Ints:
    n = len(task.people)
    times = np.zeros((task.participants, task.size), np.int64)
    times[task.people] = rng.multinomial(n, np.full(n, 1 / n), size=task.size).T
    return times


def _weights(bundled: Bundled, times: Ints, raises: Bools) -> Floats:
    """Return (links, maps) group weights of resamples, with one side of each contested link."""
    side = np.where(raises[bundled.entry_link], bundled.entry_plus[:, None], bundled.entry_minus[:, None])
    value = np.where(bundled.contested[bundled.entry_link][:, None], side, bundled.entry_weight[:, None])
    total = np.zeros((len(bundled.cause), times.shape[1]))
    np.add.at(total, bundled.entry_link, value * times[bundled.entry_participant])
    return total / bundled.n


def _curve(model: Model, scaled: Floats, run: Run) -> Floats:
    return euler(
        model.links,
        scaled,
        model.rest,
        model.functioning,
        shock=run.shock,
        held=run.held,
        shock_steps=run.shock_steps,
        horizon_steps=run.horizon_steps,
    )


def _recovery(y: Floats, run: Run) -> Floats:
    """Return the steps from the end of the shock to the last time y lies below its baseline, NaN if it stays below."""
    edge = round(run.shock_steps / STEP)
    below = y[edge:] < y[0] - RECOVERED
    last = below.shape[0] - np.argmax(below[::-1], axis=0)
    return np.where(below[-1], np.nan, np.where(below.any(axis=0), last * STEP, 0.0))


def _clean(values: Floats) -> Floats:
    """Make 0 what only rounding and the tail of the integration keep from it, so that it gets no sign."""
    return np.where(np.abs(values) < NOTHING, 0.0, values)


def _joined(chunks: Sequence[Ensemble]) -> Ensemble:
    return Ensemble(
        times=np.concatenate([one.times for one in chunks], axis=-1),
        raises=np.concatenate([one.raises for one in chunks], axis=-1),
        scale=np.concatenate([one.scale for one in chunks], axis=-1),
        capped=np.concatenate([one.capped for one in chunks], axis=-1),
        shift=np.concatenate([one.shift for one in chunks], axis=-1),
        reach=np.concatenate([one.reach for one in chunks], axis=-1),
        curve=np.concatenate([one.curve for one in chunks], axis=-1),
        drop=np.concatenate([one.drop for one in chunks], axis=-1),
        growth=np.concatenate([one.growth for one in chunks], axis=-1),
        recovery=np.concatenate([one.recovery for one in chunks], axis=-1),
    )
