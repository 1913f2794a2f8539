"""What a press on a lever does beside its effect: who else gets worse, which loops carry it, which push back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from kangni.app.levers import LeverCodes
from kangni.app.weighed import Case
from kangni.core.undefined import Undefined
from kangni.methods.columns import Floats, Ints
from kangni.results.levers import LeverLoop, LoopPart, SideEffect
from kangni.results.links import LinkSign
from kangni.results.loops import Loop, LoopKind

__all__ = ["CLEARLY", "LEAST_CHANGE", "lever_loops", "worse"]

CLEARLY = 0.8  # share of the maps with a path in which it gets worse
LEAST_CHANGE = 0.01  # of a level between 0 and 1
FEWEST_MAPS = 100  # with a path
MOVED = 1e-8  # a smaller change is the solver's
ASSEMBLED = 3  # loops that nobody tells whole, of each part

SIGNS = {LinkSign.RAISES: 1, LinkSign.LOWERS: -1, LinkSign.CONTESTED: 0}
PARTS = {
    LoopKind.REINFORCING: LoopPart.CARRIES,
    LoopKind.BALANCING: LoopPart.PUSHES_BACK,
    LoopKind.OPEN: LoopPart.OPEN,
}


def worse(case: Case, lever: LeverCodes, change: Floats) -> tuple[SideEffect, ...]:
    """Return the outcomes and other levers that get worse under a press, the clearest loss first.

    `change` is what the press does to every factor, (factors, members). A lever gets worse where its codes move away
    from their helpful levels, on their mean.
    """
    found = [*_outcomes(case, change), *_levers(case, lever, change)]
    return tuple(sorted(found, key=lambda effect: (effect.change, effect.what)))


def lever_loops(case: Case, lever: LeverCodes) -> tuple[LeverLoop, ...]:
    """Return the loops through a lever's codes, told ones first; of the others those that most resamples hold."""
    study = case.study
    handles = dict.fromkeys(study.handles(lever.raised), 1) | dict.fromkeys(study.handles(lever.lowered), -1)
    every = () if case.loops is None else case.loops.loops
    mine = [loop for loop in every if set(handles) & set(loop.codes)]
    found = [_loop(loop, handles) for loop in mine if loop.told]
    for part in LoopPart:
        untold = [loop for loop in mine if not loop.told and PARTS[loop.kind] is part]
        untold.sort(key=lambda loop: (-_exists(loop), len(loop.codes), loop.key))
        found += [_loop(loop, handles) for loop in untold[:ASSEMBLED]]
    return tuple(found)


def _outcomes(case: Case, change: Floats) -> Iterator[SideEffect]:
    """Look at the codes of functioning, and whatever else the framework calls an outcome."""
    study = case.study
    handles = {part for domain in study.functioning for part, _ in domain.parts}
    handles |= set(study.framework.outcome_indicators)
    for handle in sorted(handles):
        number = study.number.get(handle)
        if number is not None and number in study.in_map and study.sign(number):
            loss = _loss(study.sign(number) * change[_factors(case, [number])[0]])
            if loss is not None:
                yield SideEffect(handle, study.study.codes[number].name, *loss)


def _levers(case: Case, lever: LeverCodes, change: Floats) -> Iterator[SideEffect]:
    for other in case.levers:
        raised = [number for number in other.raised if number in case.study.in_map]
        lowered = [number for number in other.lowered if number in case.study.in_map]
        if other.id == lever.id or not (raised or lowered):
            continue
        gains = np.concatenate([change[_factors(case, raised)], -change[_factors(case, lowered)]])
        loss = _loss(gains.mean(axis=0))
        if loss is not None:
            yield SideEffect(other.id, other.name, *loss)


def _loss(gain: Floats) -> tuple[float, float, float] | None:
    """Return by how much it gets worse, in how many maps at all, and in what share of those; None where it does not."""
    moved = np.abs(gain) > MOVED
    if moved.sum() < FEWEST_MAPS:
        return None
    change, certainty = float(np.median(gain[moved])), float((gain[moved] < 0).mean())
    if change > -LEAST_CHANGE or certainty < CLEARLY:
        return None
    return change, float(moved.mean()), certainty


def _factors(case: Case, codes: Sequence[int]) -> Ints:
    """Return the places of codes among the factors of the model."""
    assert not isinstance(case.study.model, Undefined)  # there are changes only with a model
    return np.searchsorted(case.study.model.codes, np.array(codes, np.int64))


def _loop(loop: Loop, pressed: Mapping[str, int]) -> LeverLoop:
    """Return a loop as it is read from the lever on; `pressed` says which way a press moves its codes."""
    first = next(place for place, code in enumerate(loop.codes) if code in pressed)
    moves = [pressed[loop.codes[first]]]
    for sign in (*loop.signs[first:], *loop.signs[:first]):
        moves.append(moves[-1] * SIGNS[sign])
    return LeverLoop(
        key=loop.key,
        codes=(*loop.codes[first:], *loop.codes[:first]),
        names=(*loop.names[first:], *loop.names[:first]),
        moves=tuple(moves),
        part=PARTS[loop.kind],
        tellers=tuple(dict.fromkeys(telling.participant for telling in loop.tellings)),
    )


def _exists(loop: Loop) -> float:
    return 0.0 if isinstance(loop.exists, Undefined) else loop.exists
