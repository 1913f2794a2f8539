"""What an ensemble of fuzzy cognitive maps says of clamps, and what maps that say less say of them.

Members are drawn as in the balance model. A difference is always a clamped end less the free end of the same map.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields, replace

import numpy as np

from kangni.methods.causal.balance import Links
from kangni.methods.causal.blocks import reaching
from kangni.methods.causal.chunks import Chunk, KeptChunks, Pool, chunks_of, key_of, run_chunks
from kangni.methods.causal.fuzzy import Fuzzy, Rule, Transfer
from kangni.methods.causal.fuzzy_blocks import Ending, settle_maps
from kangni.methods.causal.maps import Bundled
from kangni.methods.causal.members import Drawing, draw, drawing_of
from kangni.methods.causal.model import Model
from kangni.methods.causal.nulls import rewired, unweighted
from kangni.methods.columns import Bools, Floats, Ints

__all__ = ["WAYS", "Clamps", "FuzzyEnsemble", "clamp_level", "null_shifts", "rest_of", "run_fuzzy_ensemble"]

Clamps = Mapping[int, float]  # level by factor
NOTHING = 1e-7  # a difference that only the tolerance makes
# where nobody says how people's maps work, members take each of these as likely
WAYS = tuple(
    Fuzzy(rule, transfer, steepness)
    for rule in (Rule.KOSKO, Rule.MODIFIED)
    for transfer in (Transfer.SIGMOID, Transfer.TANH)
    for steepness in (1.0, 2.0, 5.0)
)


@dataclass(frozen=True, slots=True)
class FuzzyEnsemble:
    """Numbers of all members, the last axis of every array.

    `factor_shift` is what the first clamps change of every factor, (factors, members), and `factor_reach` whether a
    path leads there from them. `shift` is what each of the clamps changes of y, (clamps, members), `reach` whether a
    path leads to it. Differences are told on a range from 0 to 1 whatever the transfer's is, and NaN where either run
    has no fixed point. `ending` is how the free run and each clamped run ended, (1 + clamps, members), `way` which way
    of running a member took. The others are as in `Ensemble`.
    """

    times: Ints
    raises: Bools
    reading: Ints
    emphasis: Floats
    way: Ints
    ending: Ints
    factor_shift: Floats
    factor_reach: Bools
    shift: Floats
    reach: Bools


@dataclass(frozen=True, slots=True)
class _Task:
    drawing: Drawing
    model: Model
    ways: tuple[Fuzzy, ...]
    clamps: tuple[tuple[tuple[int, float], ...], ...]
    chunk: Chunk


def clamp_level(level: float, transfer: Transfer) -> float:
    """Return a level between 0 and 1, with rest in the middle, as the transfer has it.

    Examples
    --------
    >>> clamp_level(0.9, Transfer.SIGMOID), clamp_level(0.75, Transfer.TANH), clamp_level(0.9, Transfer.TRIVALENT)
    (0.9, 0.5, 1.0)
    """
    match transfer:
        case Transfer.SIGMOID:
            return level
        case Transfer.TANH:
            return 2 * level - 1
        case Transfer.BIVALENT:
            return float(level > 0.5)
        case Transfer.TRIVALENT:
            return float(np.sign(2 * level - 1))


def rest_of(model: Model, transfer: Transfer) -> Floats:
    """Return the levels from which maps start: the model's rest, and nought where levels jump."""
    return np.zeros(len(model.rest)) if transfer.is_step else np.array([clamp_level(x, transfer) for x in model.rest])


def run_fuzzy_ensemble(
    bundled: Bundled,
    model: Model,
    ways: Sequence[Fuzzy],
    *,
    participants: Bools,
    clamps: Sequence[Clamps],
    members: int,
    seed: int,
    readings: Sequence[Bundled] = (),
    vary_weights: bool = False,
    workers: int = 1,
    pool: Pool | None = None,
    kept: KeptChunks | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> FuzzyEnsemble:
    """Draw members from the claims and run each free and under every set of clamps.

    Parameters
    ----------
    bundled, model
        The map, and the model that `model_of` makes of it; the weights stay as they were bundled, unscaled.
    ways
        How maps are run: every member takes one of these.
    clamps
        Sets of levels by factor, between 0 and 1; all factors are reported for the first of them.
    participants, members, seed, readings, vary_weights, workers, pool, kept, progress
        As in `run_ensemble`.

    Returns
    -------
    FuzzyEnsemble
    """
    drawing = drawing_of(bundled, participants, readings=readings, vary_weights=vary_weights)
    sets = tuple(tuple(one.items()) for one in clamps)
    tasks = [_Task(drawing, model, tuple(ways), sets, chunk) for chunk in chunks_of(members, seed)]
    key = key_of("fuzzy", drawing, model, tuple(ways), sets, seed) if kept is not None else ""
    chunks: list[FuzzyEnsemble] = []
    for chunk in run_chunks(_run_chunk, tasks, kind=FuzzyEnsemble, key=key, workers=workers, pool=pool, kept=kept):
        chunks.append(chunk)
        if progress is not None:
            progress(sum(len(one.reading) for one in chunks), members)
    parts = {field.name: [getattr(one, field.name) for one in chunks] for field in fields(FuzzyEnsemble)}
    return FuzzyEnsemble(**{name: np.concatenate(arrays, axis=-1) for name, arrays in parts.items()})


def null_shifts(
    bundled: Bundled,
    model: Model,
    fuzzy: Fuzzy,
    clamps: Sequence[Clamps],
    *,
    maps: int,
    rewire: bool,
    rng: np.random.Generator,
) -> tuple[Floats, Floats]:
    """Return what clamps change on maps that say less: random weights on the same links, or rewired links.

    Parameters
    ----------
    bundled, model, clamps
        As in `run_fuzzy_ensemble`.
    fuzzy
        How the maps are run.
    maps
        How many to draw.
    rewire
        Permute the effects over the links and keep the weights; else keep links and signs and draw the weights.

    Returns
    -------
    tuple
        What the first clamps change of every factor, (factors, maps), and what each changes of y, (clamps, maps); NaN
        where a run has no fixed point.
    """
    factors, shift = np.empty((len(model.codes), maps)), np.empty((len(clamps), maps))
    if not rewire:
        return _shifts(model.links, unweighted(bundled, maps=maps, rng=rng), model, fuzzy, clamps)
    for one in range(maps):
        found = _shifts(rewired(model.links, rng), bundled.weight[:, None], model, fuzzy, clamps)
        factors[:, [one]], shift[:, [one]] = found
    return factors, shift


def _run_chunk(task: _Task) -> FuzzyEnsemble:
    model, rng = task.model, np.random.default_rng(task.chunk.seed)
    drawn = draw(task.drawing, task.chunk.size, rng)
    way = rng.integers(len(task.ways), size=task.chunk.size)
    sets = [dict(one) for one in task.clamps]
    present = drawn.weight != 0
    to_y = reaching(model.links, present, model.is_part)
    backwards = replace(model.links, cause=model.links.effect, effect=model.links.cause)
    ending = np.empty((1 + len(sets), task.chunk.size), np.int64)
    factor_shift, shift = np.empty((len(model.codes), task.chunk.size)), np.empty((len(sets), task.chunk.size))
    for number, fuzzy in enumerate(task.ways):
        mine = np.flatnonzero(way == number)
        if mine.size:
            ending[:, mine], factor_shift[:, mine], shift[:, mine] = _moved(
                model.links, drawn.weight[:, mine], model, fuzzy, sets
            )
    return FuzzyEnsemble(
        times=drawn.times,
        raises=drawn.raises,
        reading=drawn.reading,
        emphasis=drawn.emphasis,
        way=way,
        ending=ending,
        factor_shift=factor_shift,
        factor_reach=reaching(backwards, present, _clamped(sets[0], len(model.codes))),
        shift=shift,
        reach=np.array([to_y[list(one)].any(axis=0) for one in sets]),
    )


def _shifts(
    links: Links, weight: Floats, model: Model, fuzzy: Fuzzy, clamps: Sequence[Clamps]
) -> tuple[Floats, Floats]:
    return _moved(links, weight, model, fuzzy, clamps)[1:]


def _moved(
    links: Links, weight: Floats, model: Model, fuzzy: Fuzzy, clamps: Sequence[Clamps]
) -> tuple[Ints, Floats, Floats]:
    """Return how runs ended, what the first clamps change of every factor, and what each changes of y."""
    start = rest_of(model, fuzzy.transfer)
    free = settle_maps(links, weight, start, fuzzy)
    endings, moved = [free.ending], []
    for one in clamps:
        held = {factor: clamp_level(level, fuzzy.transfer) for factor, level in one.items()}
        end = settle_maps(links, weight, start, fuzzy, clamps=held)
        endings.append(end.ending)
        change = (end.levels - free.levels) / (1 - fuzzy.transfer.lowest)
        moved.append(_difference(change, free.ending, end.ending))
    return np.array(endings), moved[0], np.array([_y(model, one) for one in moved])


def _difference(change: Floats, *endings: Ints) -> Floats:
    settled = np.all([ending == Ending.FIXED for ending in endings], axis=0)
    return np.where(settled, np.where(np.abs(change) < NOTHING, 0.0, change), np.nan)


def _y(model: Model, change: Floats) -> Floats:
    """Return the change of functioning."""
    moved: Floats = model.functioning.weight @ change
    return np.where(np.abs(moved) < NOTHING, 0.0, moved)


def _clamped(clamps: Clamps, factors: int) -> Bools:
    marks = np.zeros(factors, np.bool_)
    marks[list(clamps)] = True
    return marks
