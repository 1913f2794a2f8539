"""What two levers do together, beside the sum of what each does alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations

import numpy as np

from kangni.app.weighed import Case, Weighed
from kangni.core.undefined import Undefined
from kangni.methods.causal.acting import Acted
from kangni.methods.causal.ensemble import Spread, spread_of
from kangni.methods.columns import Bools
from kangni.methods.ranking import places
from kangni.results.levers import LeverPair, Together

__all__ = ["PAIRED", "in_order", "pair_sets", "pairs_of"]

PAIRED = 24  # levers that are pressed two at a time: the first in order
CLEARLY = 0.8  # share of members on one side of the sum


def in_order(weighed: Sequence[Weighed]) -> tuple[int, ...]:
    """Return the rows of all levers in their order: askers, then supporters, then the size of the effect."""
    place = places(
        np.array([len(one.askers) for one in weighed], np.int64),
        np.array([len(one.supporters) for one in weighed], np.int64),
        np.array([one.median for one in weighed], np.float64),
    )
    return tuple(sorted(range(len(weighed)), key=lambda row: (place[row], row)))


def pair_sets(weighed: Sequence[Weighed]) -> Bools:
    """Return the pairs of the first levers in order, (pairs, levers)."""
    pairs = list(combinations(sorted(in_order(weighed)[:PAIRED]), 2))
    sets = np.zeros((len(pairs), len(weighed)), np.bool_)
    for row, pair in enumerate(pairs):
        sets[row, list(pair)] = True
    return sets


def pairs_of(case: Case, weighed: Sequence[Weighed], sets: Bools, done: Acted) -> tuple[LeverPair, ...]:
    """Return what pairs do together, in the order of single levers; none where the map has no unit."""
    if case.ensemble is None or isinstance(case.study.model, Undefined):
        return ()
    unit = case.study.unit.dip.dip
    if isinstance(unit, Undefined):
        return ()
    alone = np.einsum("f,pfm->pm", case.study.model.functioning.weight, done.change)
    found = []
    for row, chosen in enumerate(sets):
        first, second = np.flatnonzero(chosen).tolist()
        one, other = case.ensemble.reach[first], case.ensemble.reach[second]
        beyond = spread_of((done.joint[row] - alone[first] - alone[second]) / unit, one & other)
        effect = spread_of(done.joint[row] / unit, one | other)
        found.append(_pair(case, weighed[first], weighed[second], effect, beyond))
    place = places(
        np.array([len(pair.askers) for pair in found], np.int64),
        np.array([len(pair.supporters) for pair in found], np.int64),
        np.array([pair.effect.median for pair in found], np.float64),
    )
    order = np.argsort(place, kind="stable").tolist()
    return tuple(replace(found[row], place=int(place[row])) for row in order)


def _pair(case: Case, first: Weighed, second: Weighed, effect: Spread, beyond: Spread) -> LeverPair:
    return LeverPair(
        first=first.codes.id,
        second=second.codes.id,
        names=(first.codes.name, second.codes.name),
        addressees=tuple(dict.fromkeys((*first.codes.addressees, *second.codes.addressees))),
        askers=case.study.names_of(first.askers | second.askers),
        supporters=case.study.names_of(first.supporters | second.supporters),
        effect=effect,
        beyond=beyond,
        together=_together(beyond, case.study.framework.balance.same),
        place=0,
    )


def _together(beyond: Spread, same: float) -> Together:
    """Name how a pair stands to the sum: what counts as the same is the framework's, in unit dips."""
    if isinstance(beyond.median, Undefined) or abs(beyond.median) <= same:
        return Together.ADDS_UP
    if isinstance(beyond.certainty, Undefined) or beyond.certainty < CLEARLY:
        return Together.OPEN
    return Together.MORE if beyond.median > 0 else Together.LESS
