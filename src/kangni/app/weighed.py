"""A lever with its two kinds of evidence, what people ask for and what their claims imply, before it has a place."""

from __future__ import annotations

from dataclasses import dataclass

from kangni.app.balance import Ground
from kangni.app.credit import Credit
from kangni.app.levers import LeverCodes
from kangni.app.suggested import Asked
from kangni.core.errors import N_
from kangni.core.undefined import Undefined
from kangni.methods.causal.ensemble import Ensemble, Spread, spread_of

__all__ = ["Case", "Weighed", "weigh"]

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
    """All that the advice of one study rests on."""

    study: Ground
    credit: Credit
    wishes: Asked
    ensemble: Ensemble | None


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
