"""What an ensemble of maps says: members drawn from the claims, run in chunks, and the spread of their numbers.

A member resamples the participants and takes one side of every contested link. Members come in chunks of fixed size,
each with a seed of its own, so that the same seed gives the same bits however many workers run them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields

import numpy as np

from kangni.core.undefined import Number, Undefined
from kangni.methods.causal.balance import scales_of
from kangni.methods.causal.blocks import STEP, euler, reaching, settle
from kangni.methods.causal.chunks import Chunk, KeptChunks, Pool, chunks_of, key_of, run_chunks
from kangni.methods.causal.direction import Direction, agreement_of, direction
from kangni.methods.causal.maps import Bundled
from kangni.methods.causal.members import Drawing, draw, drawing_of
from kangni.methods.causal.model import Model
from kangni.methods.columns import Bools, Floats, Ints

__all__ = [
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
    `times` tells how often each participant was drawn, `raises` which side each contested link took, in their order,
    `reading` which coder's reading was taken, and `emphasis` by how much each link was multiplied, if they were drawn.
    """

    times: Ints
    raises: Bools
    reading: Ints
    emphasis: Floats
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
    drawing: Drawing
    model: Model
    pushes: Floats
    runs: tuple[Run, ...]
    chunk: Chunk


def run_ensemble(
    bundled: Bundled,
    model: Model,
    *,
    participants: Bools,
    pushes: Floats,
    runs: Sequence[Run],
    members: int,
    seed: int,
    readings: Sequence[Bundled] = (),
    vary_weights: bool = False,
    workers: int = 1,
    pool: Pool | None = None,
    kept: KeptChunks | None = None,
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
    readings, vary_weights
        Maps of single coders' claims of which each member takes one; whether to draw each link's weight about its
        strength.
    workers, pool, kept
        Threads that run chunks, or a pool that runs them elsewhere, and where they are kept: all of them change
        nothing but the time.
    progress
        Called after each chunk with the members done and asked for; what it raises ends the run.

    Returns
    -------
    Ensemble
    """
    drawing = drawing_of(bundled, participants, readings=readings, vary_weights=vary_weights)
    tasks = [_Task(drawing, model, pushes, tuple(runs), chunk) for chunk in chunks_of(members, seed)]
    key = key_of("balance", drawing, model, pushes, tuple(runs), seed) if kept is not None else ""
    chunks: list[Ensemble] = []
    for chunk in run_chunks(_run_chunk, tasks, kind=Ensemble, key=key, workers=workers, pool=pool, kept=kept):
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


def _run_chunk(task: _Task) -> Ensemble:
    model, rng = task.model, np.random.default_rng(task.chunk.seed)
    drawn = draw(task.drawing, task.chunk.size, rng)
    weight = drawn.weight
    scales = scales_of(model.links, weight, model.rest, feedback=model.feedback, cap=model.cap)
    scaled = weight * scales.factor
    still = np.zeros((1, model.links.factors))
    resting = settle(model.links, scaled, model.rest, np.vstack([still, task.pushes]), model.functioning)
    to_y = reaching(model.links, weight != 0, model.is_part)
    curves = [_curve(model, scaled, run) for run in task.runs]
    back = [_recovery(y, run) for y, run in zip(curves, task.runs, strict=True)]
    size = task.chunk.size
    return Ensemble(
        times=drawn.times,
        raises=drawn.raises,
        reading=drawn.reading,
        emphasis=drawn.emphasis,
        scale=scales.factor,
        capped=scales.capped,
        shift=_clean(resting[1:] - resting[0]),
        reach=(task.pushes != 0).astype(np.int64) @ to_y > 0,
        curve=np.stack([y[::SAMPLED] for y in curves]) if curves else np.empty((0, 0, size)),
        drop=_clean(np.array([y[0] - y.min(axis=0) for y in curves]).reshape(-1, size)),
        growth=_clean(np.array([y[-1] - y[0] for y in curves]).reshape(-1, size)),
        recovery=np.array(back).reshape(-1, task.chunk.size),
    )


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
    parts = {field.name: [getattr(one, field.name) for one in chunks] for field in fields(Ensemble)}
    return Ensemble(**{name: np.concatenate(arrays, axis=-1) for name, arrays in parts.items()})
