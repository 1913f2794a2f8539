"""What is done to the map: the shock, the conditions held beside it, the presses, and the ensemble that runs them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from kangni.app.balance import Ground
from kangni.app.layering import readings_of
from kangni.app.levers import LeverCodes, levers_of
from kangni.core.episodes import Episode
from kangni.core.errors import N_, LevelsContradict, UnknownName, closest
from kangni.core.ports import Progressing, Reader
from kangni.core.undefined import Number, Undefined
from kangni.methods.causal.chunks import KeptChunks, Pool
from kangni.methods.causal.ensemble import Ensemble, Run, Spread, run_ensemble, spread_of
from kangni.methods.causal.members import Vary
from kangni.methods.causal.model import Model
from kangni.methods.columns import Floats
from kangni.results.simulation import RunKind

__all__ = ["Plan", "Runs", "plan_of", "protections_by_level", "run", "together"]

SAME_LEVEL = 1e-9
NO_PATH = Undefined(N_("no path leads to functioning"))


@dataclass(frozen=True, slots=True)
class Plan:
    """Levels by code, and who said so.

    `asked` are the presses in the asker's own words; `levers` those with a code in the map; `told` is the named
    episode as an index of the columns.
    """

    shock: Mapping[int, float]
    shock_from: str
    conditions: Mapping[int, float]
    presses: Mapping[int, float]
    asked: tuple[tuple[str, float], ...]
    levers: tuple[LeverCodes, ...]
    told: int | None
    label: str

    def held(self, kind: RunKind) -> Mapping[int, float]:
        """Return what is held while a curve runs."""
        return {RunKind.SHOCK: {}, RunKind.CONDITIONS: self.conditions, RunKind.PRESSES: self.presses}[kind]


@dataclass(frozen=True, slots=True)
class Runs:
    """The ensemble with the names of its pushes and curves."""

    ensemble: Ensemble
    pushes: tuple[str, ...]
    kinds: tuple[RunKind, ...]
    unit: Number

    def shift(self, push: str) -> Spread | Undefined:
        """Return the shift of resting y under a push, in unit dips."""
        return self.in_units(self.ensemble.shift[self.pushes.index(push)], push)

    def in_units(self, values: Floats, push: str) -> Spread | Undefined:
        """Return a number over the members in unit dips, undefined where no member has a path from the push to y."""
        reach = self.ensemble.reach[self.pushes.index(push)]
        if isinstance(self.unit, Undefined):
            return self.unit
        return spread_of(values / self.unit, reach) if reach.any() else NO_PATH


def plan_of(
    read: Reader, study: Ground, *, shock: Sequence[str], press: Mapping[str, float], episode: str | None
) -> Plan:
    """Find the codes and levels that the asker named; the rest as the framework or its defaults have it."""
    told, label = (None, "") if episode is None else _named_episode(read, study, episode)
    levers = levers_of(study)
    struck, source = _struck(study, shock, told)
    return Plan(
        shock=struck,
        shock_from=source,
        conditions=study.conditions_of(told) if told is not None else {},
        presses=_pressed(study, levers, press),
        asked=tuple(press.items()),
        levers=tuple(lever for lever in levers if study.in_map & set(lever.codes)),
        told=told,
        label=label,
    )


def run(
    study: Ground,
    model: Model,
    plan: Plan,
    vary: Sequence[Vary],
    *,
    members: int,
    seed: int,
    workers: int,
    pool: Pool | None = None,
    kept: KeptChunks | None = None,
    progress: Progressing,
) -> Runs:
    """Run curves and lasting pushes on an ensemble.

    The pushes are called `presses`, `press/LEVER`, `drives/CODE`, `holds/LEVEL`, and `run/KIND` for all that a curve
    pushes at its worst.
    """
    balance = study.framework.balance
    kinds = tuple(kind for kind in RunKind if kind is RunKind.SHOCK or plan.held(kind))
    levels: dict[str, Mapping[int, float]] = {"presses": plan.presses}
    levels |= {f"run/{kind.value}": {**plan.shock, **plan.held(kind)} for kind in kinds}
    levels |= {f"press/{lever.id}": lever.levels(raised=balance.high, lowered=balance.low) for lever in plan.levers}
    levels |= {f"drives/{study.study.code(code)}": {code: balance.high} for code in study.shock_codes}
    levels |= {f"holds/{level}": dict.fromkeys(codes, balance.low) for level, codes in protections_by_level(study)}
    shock = study.push(plan.shock)
    ensemble = run_ensemble(
        study.bundled,
        model,
        participants=study.study.participants,
        pushes=np.array([study.push(one) for one in levels.values()]),
        runs=[Run(shock, study.push(plan.held(kind)), balance.shock_steps, balance.horizon_steps) for kind in kinds],
        members=members,
        seed=seed,
        readings=readings_of(study) if "coders" in vary else (),
        vary_weights="weights" in vary,
        workers=workers,
        pool=pool,
        kept=kept,
        progress=progress,
    )
    return Runs(ensemble, tuple(levels), kinds, study.unit.dip.dip)


def together(study: Ground, first: Mapping[int, float], second: Mapping[int, float]) -> dict[int, float]:
    """Return all levels of both.

    Raises
    ------
    LevelsContradict
        If one code has two levels.
    """
    for code, level in second.items():
        if abs(first.get(code, level) - level) > SAME_LEVEL:
            raise LevelsContradict(study.study.code(code), first[code], level)
    return {**first, **second}


def protections_by_level(study: Ground) -> tuple[tuple[str, tuple[int, ...]], ...]:
    """Return the protections of each environment of the person, and of the person, in the framework's order."""
    level_of = {number: study.study.codes[number].level for number in study.protections}
    grouped = (
        (level.id, tuple(number for number, one in level_of.items() if one == level.id))
        for level in study.framework.levels
    )
    return tuple((level, codes) for level, codes in grouped if codes)


def _named_episode(read: Reader, study: Ground, episode: str) -> tuple[int, str]:
    named = read.named(Episode, episode)
    place = [one.id for one in read.all(Episode)].index(named.id)
    return int(np.argsort(study.episodes.row)[place]), named.label


def _struck(study: Ground, shock: Sequence[str], told: int | None) -> tuple[dict[int, float], str]:
    balance = study.framework.balance
    if shock:
        return {study.number[study.codebook.named(one).handle]: balance.high for one in shock}, "named"
    if told is not None:
        return study.shock_of(told), "episode"
    source = "framework" if balance.shock_constructs else "required stage"
    return dict.fromkeys(study.shock_codes, balance.high), source


def _pressed(study: Ground, levers: Sequence[LeverCodes], press: Mapping[str, float]) -> dict[int, float]:
    by_id = {lever.id: lever for lever in levers}
    levels: dict[int, float] = {}
    for name, level in press.items():
        if name in by_id:
            held = by_id[name].levels(raised=level, lowered=1 - level)
        else:
            held = {_code(study, name, by_id): level}
        levels = together(study, levels, held)
    return levels


def _code(study: Ground, name: str, levers: Mapping[str, LeverCodes]) -> int:
    try:
        return study.number[study.codebook.named(name).handle]
    except UnknownName:
        raise UnknownName(N_("lever or code"), name, closest(name, (*levers, *study.number))) from None
