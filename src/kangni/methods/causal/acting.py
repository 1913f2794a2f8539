"""Where lasting presses leave every factor of the members of an ensemble, one by one and several together."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import joblib
import numba
import numpy as np

from kangni.core.errors import MethodInput
from kangni.methods.causal.balance import STEEPNESS, Links, logit
from kangni.methods.causal.blocks import reaching
from kangni.methods.causal.ensemble import Ensemble
from kangni.methods.causal.logistic import logistic_double
from kangni.methods.causal.maps import Bundled
from kangni.methods.causal.model import Model
from kangni.methods.columns import Bools, Floats, Ints

__all__ = ["Acted", "act", "member_weights"]

BLOCK = 64  # maps run at once
SETTLED = 1e-9  # of a level
LONGEST = 10_000


@dataclass(frozen=True, slots=True)
class Acted:
    """What presses do: `change` (presses, factors, members) of levels, `joint` (sets, members) of y.

    Both are differences from rest.
    """

    change: Floats
    joint: Floats


class _Incoming(NamedTuple):
    """Factors in the order in which they are moved, and the links into each: those from `first[i]` to `first[i+1]`."""

    order: Ints
    first: Ints
    link: Ints
    cause: Ints


@dataclass(frozen=True, slots=True)
class _Task:
    model: Model
    incoming: _Incoming
    weight: Floats
    pushes: Floats
    active: Bools
    sets: Bools


def member_weights(bundled: Bundled, ensemble: Ensemble) -> Floats:
    """Return the scaled weights (links, members) of the maps that the members of an ensemble are.

    A member's weight is the sum of its participants' individual weights, each as often as they were drawn, over n; of a
    contested link only the side that the member takes counts.
    """
    raises = np.zeros((len(bundled.cause), ensemble.times.shape[1]), np.bool_)
    raises[bundled.contested] = ensemble.raises
    side = np.where(raises[bundled.entry_link], bundled.entry_plus[:, None], bundled.entry_minus[:, None])
    value = np.where(bundled.contested[bundled.entry_link][:, None], side, bundled.entry_weight[:, None])
    total = np.zeros(raises.shape)
    np.add.at(total, bundled.entry_link, value * ensemble.times[bundled.entry_participant])
    return total / bundled.n * ensemble.scale


def act(
    model: Model,
    weight: Floats,
    pushes: Floats,
    *,
    sets: Bools,
    workers: int = 1,
    progress: Callable[[int, int], None] | None = None,
) -> Acted:
    """Press each lever alone, and sets of levers together, on every map, and return where the factors come to rest.

    The rest is found by x <- s(b + W x + u), factor by factor along the links, so that only cycles take several turns.
    Factors to which no path leads from a press stay. A set starts from the sum of what its levers do alone.

    Parameters
    ----------
    model
        What the maps share.
    weight
        (links, members) scaled weights.
    pushes
        (presses, factors) lasting inputs, one row a lever.
    sets
        (sets, presses) True where the set holds the lever; the inputs of a set add up.
    workers
        Threads; they change nothing but the time.
    progress
        Called after each block of maps with the members done and all of them; what it raises ends the run.

    Returns
    -------
    Acted

    Raises
    ------
    MethodInput
        If a map does not settle, which a map scaled to a feedback below 1 about a rest of 0.5 always does.
    """
    members, incoming, active = weight.shape[1], _incoming(model.links), _active(model.links, pushes)
    tasks = [
        _Task(model, incoming, np.ascontiguousarray(weight[:, start : start + BLOCK]), pushes, active, sets)
        for start in range(0, members, BLOCK)
    ]
    blocks: list[Acted] = []
    for block in _work(tasks, workers):
        blocks.append(block)
        if progress is not None:
            progress(sum(one.joint.shape[1] for one in blocks), members)
    return Acted(
        change=np.concatenate([one.change for one in blocks], axis=-1),
        joint=np.concatenate([one.joint for one in blocks], axis=-1),
    )


def _active(links: Links, pushes: Floats) -> Bools:
    """Tell for each press which factors it can move."""
    everywhere, back = np.ones((links.cause.size, 1), np.bool_), Links(links.effect, links.cause, links.factors)
    moved = [reaching(back, everywhere, push != 0)[:, 0] for push in pushes]
    return np.array(moved, np.bool_).reshape(len(pushes), links.factors)


def _incoming(links: Links) -> _Incoming:
    """Order the factors so that causes come before their effects where no cycle forbids it."""
    order: list[int] = []
    waiting = np.bincount(links.effect, minlength=links.factors).astype(np.float64)
    for _ in range(links.factors):
        factor = int(np.argmin(waiting))
        order.append(factor)
        np.subtract.at(waiting, links.effect[links.cause == factor], 1)
        waiting[factor] = np.inf
    into = [np.flatnonzero(links.effect == factor) for factor in order]
    first = np.concatenate([[0], np.cumsum([len(found) for found in into])]).astype(np.int64)
    link = np.concatenate([*into, np.empty(0, np.int64)]).astype(np.int64)
    return _Incoming(np.array(order, np.int64), first, link, links.cause[link])


def _work(tasks: Sequence[_Task], workers: int) -> Iterator[Acted]:
    if workers == 1:
        yield from map(_run, tasks)
        return
    with joblib.Parallel(n_jobs=workers, prefer="threads", return_as="generator") as pool:
        yield from pool(joblib.delayed(_run)(task) for task in tasks)


def _run(task: _Task) -> Acted:
    rest = task.model.rest
    base = logit(rest) / STEEPNESS
    change, alone = _alone(task.incoming, task.weight, rest, base, task.pushes, task.active)
    y_weight = task.model.functioning.weight
    joint, together = _together(
        task.incoming, task.weight, rest, base, task.pushes, task.active, task.sets, change, y_weight
    )
    if not (alone and together):
        raise MethodInput("advice", f"a map finds no rest within {LONGEST} turns; its feedback is too strong")
    return Acted(change, joint)


def _settle_loop(
    incoming: _Incoming, weight: Floats, rest: Floats, base: Floats, push: Floats, active: Bools, x: Floats
) -> bool:
    """Move the active factors of x (factors, maps) to their rest under a press."""
    maps = x.shape[1]
    z, level = np.empty(maps), np.empty(maps)
    for _ in range(LONGEST):
        change = 0.0
        for at in range(incoming.order.size):
            i = incoming.order[at]
            if not active[i]:
                continue
            for m in range(maps):
                z[m] = base[i] + push[i]
            for k in range(incoming.first[at], incoming.first[at + 1]):
                cause = incoming.cause[k]
                if active[cause]:
                    for m in range(maps):
                        z[m] += weight[incoming.link[k], m] * (x[cause, m] - rest[cause])
            _logistic(z, level, STEEPNESS)
            for m in range(maps):
                change = max(change, abs(level[m] - x[i, m]))
                x[i, m] = level[m]
        if change <= SETTLED:
            return True
    return False


def _alone_loop(
    incoming: _Incoming, weight: Floats, rest: Floats, base: Floats, pushes: Floats, active: Bools
) -> tuple[Floats, bool]:
    presses, factors, maps = pushes.shape[0], rest.size, weight.shape[1]
    change, x = np.zeros((presses, factors, maps)), np.empty((factors, maps))
    all_settled = True
    for press in range(presses):
        for i in range(factors):
            x[i] = rest[i]
        all_settled = _settle(incoming, weight, rest, base, pushes[press], active[press], x) and all_settled
        for i in range(factors):
            change[press, i] = x[i] - rest[i]
    return change, all_settled


def _together_loop(
    incoming: _Incoming,
    weight: Floats,
    rest: Floats,
    base: Floats,
    pushes: Floats,
    active: Bools,
    sets: Bools,
    change: Floats,
    y_weight: Floats,
) -> tuple[Floats, bool]:
    factors, maps = rest.size, weight.shape[1]
    y, x = np.zeros((sets.shape[0], maps)), np.empty((factors, maps))
    push, moves = np.empty(factors), np.empty(factors, np.bool_)
    all_settled = True
    for one in range(sets.shape[0]):
        push[:] = 0
        moves[:] = False
        for i in range(factors):
            x[i] = rest[i]
        for press in range(sets.shape[1]):
            if sets[one, press]:
                for i in range(factors):
                    push[i] += pushes[press, i]
                    moves[i] = moves[i] or active[press, i]
                    x[i] += change[press, i]
        all_settled = _settle(incoming, weight, rest, base, push, moves, x) and all_settled
        for i in range(factors):
            if y_weight[i] != 0:
                for m in range(maps):
                    y[one, m] += y_weight[i] * (x[i, m] - rest[i])
    return y, all_settled


# Serial and without the interpreter's lock: threads run blocks of maps.
_compiled = numba.njit(cache=True, nogil=True)
_logistic = logistic_double
_settle = _compiled(_settle_loop)
_alone = _compiled(_alone_loop)
_together = _compiled(_together_loop)
