"""Which levers fit into a budget of cost or effort: those that people ask for, and those that do most in the map."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from kangni.app.paired import in_order
from kangni.app.weighed import Case, Weighed, acted
from kangni.core.errors import N_, AmountInvalid, BudgetIncomplete
from kangni.core.undefined import Undefined
from kangni.methods.causal.acting import act
from kangni.methods.causal.ensemble import Spread, spread_of
from kangni.methods.columns import Bools, Floats
from kangni.results.levers import Budget, LeverSet

__all__ = ["budget_of", "check_amounts"]

MOST_SETS = 20_000  # affordable sets that are compared one by one
CHECKED = 20  # of them, the best, on all members
ROUNDING = 1e-9  # so that costs of .1 fit three times into .3

BY_ASKING = N_("in the order of asking, while they fit")
BY_EFFECT = N_("largest effect in the map, of all sets that fit")
STEP_BY_STEP = N_("largest effect in the map, found step by step: not every set that fits was compared")

Chosen = tuple[int, ...]  # rows of levers


def check_amounts(costs: Mapping[str, float], budget: float | None) -> None:
    """Refuse a budget without costs, costs without a budget, and amounts that are none.

    Raises
    ------
    BudgetIncomplete, AmountInvalid
    """
    if budget is not None and not costs:
        raise BudgetIncomplete(N_("A budget"), N_("what levers cost"), "--cost LEVER=COST")
    if costs and budget is None:
        raise BudgetIncomplete(N_("Costs"), N_("a budget"), "--budget")
    for what, amount in (*costs.items(), *([("--budget", budget)] if budget is not None else [])):
        if not 0 < amount < float("inf"):
            raise AmountInvalid(what, f"{amount:g}")


def budget_of(
    case: Case, weighed: Sequence[Weighed], *, costs: Mapping[str, float], budget: float, workers: int = 1
) -> Budget:
    """Return which levers fit into a budget: those asked for most while they fit, and the set that does most.

    The set that does most is looked for on the map of all: where at most 20,000 sets fit, all are compared there, and
    the best twenty on all members. With more it is built up step by step, by what a lever adds for its cost.
    """
    rows = {lever.id: row for row, lever in enumerate(case.levers)}
    priced = {rows[lever]: cost for lever, cost in costs.items() if lever in rows}
    affordable = _affordable(priced, budget)
    complete = affordable is not None
    if affordable is None:
        candidates, compared = _step_by_step(case, priced, budget)
    else:
        candidates, compared = _best_on_the_map(case, affordable), len(affordable)
    by_asking = _while_they_fit([row for row in in_order(weighed) if row in priced], priced, budget)
    wanted = [chosen for chosen in (by_asking, *candidates) if chosen]
    effects = _effects(case, wanted, workers=workers)
    sets = [_set(case, weighed, BY_ASKING, by_asking, priced, effects)] if by_asking else []
    best = max((chosen for chosen in candidates if chosen), key=lambda chosen: _median(effects[chosen]), default=())
    if best and not isinstance(effects[best], Undefined):
        sets.append(_set(case, weighed, BY_EFFECT if complete else STEP_BY_STEP, best, priced, effects))
    return Budget(
        budget=budget,
        costs=tuple(costs.items()),
        without_cost=tuple(lever.id for lever in case.levers if lever.id not in costs),
        sets=tuple(sets),
        compared=compared,
        complete=complete,
    )


def _affordable(priced: Mapping[int, float], budget: float) -> list[Chosen] | None:
    """Return all sets that fit, None where there are too many to compare."""
    found: list[Chosen] = [()]
    spent = [0.0]
    for row, cost in priced.items():
        for place in range(len(found)):
            if spent[place] + cost <= budget + ROUNDING:
                found.append((*found[place], row))
                spent.append(spent[place] + cost)
        if len(found) > MOST_SETS:
            return None
    return found[1:]


def _while_they_fit(order: Sequence[int], priced: Mapping[int, float], budget: float) -> Chosen:
    chosen, left = [], budget + ROUNDING
    for row in order:
        if priced[row] <= left:
            chosen.append(row)
            left -= priced[row]
    return tuple(chosen)


def _best_on_the_map(case: Case, sets: Sequence[Chosen]) -> list[Chosen]:
    """Return the sets that do most on the map of all."""
    shifts = _on_the_map(case, sets)
    return [sets[row] for row in np.argsort(-shifts, kind="stable")[:CHECKED].tolist()]


def _step_by_step(case: Case, priced: Mapping[int, float], budget: float) -> tuple[list[Chosen], int]:
    """Return the set that grows by what adds most for its cost while something does, and how many were compared."""
    chosen: Chosen = ()
    left, shift, compared = budget + ROUNDING, 0.0, 0
    while fits := [row for row, cost in priced.items() if row not in chosen and cost <= left]:
        gains = _on_the_map(case, [(*chosen, row) for row in fits]) - shift
        compared += len(fits)
        best = int(np.argmax(gains / np.array([priced[row] for row in fits])))
        if gains[best] <= 0:
            break
        chosen, left, shift = (*chosen, fits[best]), left - priced[fits[best]], shift + float(gains[best])
    return [chosen], compared


def _on_the_map(case: Case, sets: Sequence[Chosen]) -> Floats:
    """Return the shift of resting y under sets of levers on the map of all, 0 where there is no map."""
    study = case.study
    if isinstance(study.model, Undefined) or not sets:
        return np.zeros(len(sets))
    weight = study.bundled.weight[:, None] * study.base.factor
    return act(study.model, weight, case.pushes, sets=_mask(sets, case)).joint[:, 0]


def _effects(case: Case, sets: Sequence[Chosen], *, workers: int) -> dict[Chosen, Spread | Undefined]:
    """Return what sets do in all members, in unit dips."""
    if isinstance(case.study.model, Undefined):
        return dict.fromkeys(sets, case.study.model)
    unit = case.study.unit.dip.dip
    if isinstance(unit, Undefined):
        return dict.fromkeys(sets, unit)
    done = acted(case, _mask(sets, case), workers=workers)
    if done is None or case.ensemble is None:
        return dict.fromkeys(sets, Undefined(N_("no map to draw members from")))
    reach = case.ensemble.reach
    return {
        chosen: spread_of(done.joint[row] / unit, np.logical_or.reduce(reach[list(chosen)], axis=0))
        for row, chosen in enumerate(sets)
    }


def _mask(sets: Sequence[Chosen], case: Case) -> Bools:
    mask = np.zeros((len(sets), len(case.levers)), np.bool_)
    for row, chosen in enumerate(sets):
        mask[row, list(chosen)] = True
    return mask


def _set(
    case: Case,
    weighed: Sequence[Weighed],
    how: str,
    chosen: Chosen,
    priced: Mapping[int, float],
    effects: Mapping[Chosen, Spread | Undefined],
) -> LeverSet:
    mine = [weighed[row] for row in chosen]
    return LeverSet(
        how=how,
        levers=tuple(one.codes.id for one in mine),
        names=tuple(one.codes.name for one in mine),
        cost=sum(priced[row] for row in chosen),
        askers=case.study.names_of(frozenset().union(*(one.askers for one in mine))),
        supporters=case.study.names_of(frozenset().union(*(one.supporters for one in mine))),
        effect=effects[chosen],
    )


def _median(effect: Spread | Undefined) -> float:
    return 0.0 if isinstance(effect, Undefined) else effect.median if not isinstance(effect.median, Undefined) else 0.0
