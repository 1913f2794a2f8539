"""A lever with its two kinds of evidence, what people ask for and what their claims imply, before it has a place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from kangni.app.balance import Ground
from kangni.app.credit import Credit
from kangni.app.levers import LeverCodes, levers_of
from kangni.app.loops import loops
from kangni.app.suggested import Asked, asked, counted_codings
from kangni.core.errors import N_
from kangni.core.ports import Progressing, Reader
from kangni.core.undefined import Undefined
from kangni.methods.causal.acting import Acted, act, member_weights
from kangni.methods.causal.ensemble import Ensemble, Spread, run_ensemble, spread_of
from kangni.methods.columns import Bools, CodingColumns, ColumnSource, Floats
from kangni.results.loops import Loops

__all__ = ["Case", "Weighed", "acted", "case_of", "pressed", "weigh"]

NOT_DRAWN = Undefined(N_("no map to draw members from"))
NO_PATH = Undefined(N_("no path leads to functioning"))


@dataclass(frozen=True, slots=True)
class Weighed:
    """A lever with its two kinds of evidence, before its place is known; `row` is its push in the ensemble."""

    codes: LeverCodes
    askers: frozenset[int]
    claimers: frozenset[int]
    tellers: frozenset[int]
    effect: Spread | Undefined
    row: int

    @property
    def supporters(self) -> frozenset[int]:
        """Return who asks for it or credits it, each once."""
        return self.askers | self.claimers

    @property
    def median(self) -> float:
        """Return the median effect, 0 where there is none."""
        if isinstance(self.effect, Undefined) or isinstance(self.effect.median, Undefined):
            return 0.0
        return self.effect.median


@dataclass(frozen=True, slots=True)
class Case:
    """All that the advice of one study rests on.

    `ensemble` has a push for each of `levers`, in their order; `loops` are all of the map, None where there is none.
    """

    study: Ground
    codings: CodingColumns
    credit: Credit
    wishes: Asked
    levers: tuple[LeverCodes, ...]
    ensemble: Ensemble | None
    loops: Loops | None

    @property
    def pushes(self) -> Floats:
        """Return the inputs (levers, factors) that move each lever to its helpful levels; only with a model."""
        balance = self.study.framework.balance
        return np.array(
            [self.study.push(lever.levels(raised=balance.high, lowered=balance.low)) for lever in self.levers]
        )

    @property
    def shifts(self) -> Floats:
        """Return the median shift of resting y under each lever, 0 where there is no map."""
        return np.zeros(len(self.levers)) if self.ensemble is None else np.median(self.ensemble.shift, axis=1)


def case_of(
    read: Reader,
    columns: ColumnSource,
    study: Ground,
    *,
    on: date,
    members: int,
    seed: int,
    workers: int = 1,
    progress: Progressing | None = None,
) -> Case:
    """Collect what advice rests on, and press every lever on an ensemble."""
    codings = columns.codings()
    counted = counted_codings(codings, study)
    wishes = asked(read, codings, counted, study)
    levers = tuple(lever for lever in levers_of(study) if study.in_map & set(lever.codes) or lever.id in wishes.askers)
    ensemble = pressed(study, levers, members=members, seed=seed, workers=workers, progress=progress)
    found = loops(read, columns, on=on, told_only=False) if len(study.bundled.cause) else None
    return Case(study, codings, Credit(study, codings, counted), wishes, levers, ensemble, found)


def pressed(
    study: Ground,
    levers: Sequence[LeverCodes],
    *,
    members: int,
    seed: int,
    workers: int = 1,
    progress: Progressing | None = None,
) -> Ensemble | None:
    """Press levers to their helpful levels on an ensemble, a push each; None without a model or levers."""
    if isinstance(study.model, Undefined) or not levers:
        return None
    balance = study.framework.balance
    return run_ensemble(
        study.bundled,
        study.model,
        participants=study.study.participants,
        pushes=np.array([study.push(lever.levels(raised=balance.high, lowered=balance.low)) for lever in levers]),
        runs=[],
        members=members,
        seed=seed,
        workers=workers,
        progress=progress,
    )


def acted(case: Case, sets: Bools, *, workers: int = 1, progress: Progressing | None = None) -> Acted | None:
    """Press levers alone and in `sets` (sets, levers) on the members' maps; None where there are none."""
    if case.ensemble is None or isinstance(case.study.model, Undefined):
        return None
    weight = member_weights(case.study.bundled, case.ensemble)
    return act(case.study.model, weight, case.pushes, sets=sets, workers=workers, progress=progress)


def weigh(case: Case, lever: LeverCodes, row: int) -> Weighed:
    """Collect who asks for a lever, who credits it and what pressing it does; `row` is its push in the ensemble."""
    return Weighed(
        codes=lever,
        askers=case.wishes.askers.get(lever.id, frozenset()),
        claimers=case.credit.claimers(lever),
        tellers=case.credit.tellers(lever),
        effect=_effect(case, row),
        row=row,
    )


def _effect(case: Case, row: int) -> Spread | Undefined:
    if case.ensemble is None:
        return case.study.model if isinstance(case.study.model, Undefined) else NOT_DRAWN
    unit = case.study.unit.dip.dip
    if isinstance(unit, Undefined):
        return unit
    if not case.ensemble.reach[row].any():
        return NO_PATH
    return spread_of(case.ensemble.shift[row] / unit, case.ensemble.reach[row])
