"""Levers pressed two at a time on many maps, beside pressing each pair from rest."""

from __future__ import annotations

from itertools import combinations

import numpy as np
from benchmarks.comparing import Comparison, least_seconds

from kangni.methods.causal.acting import act
from kangni.methods.causal.balance import Functioning, Links, input_for, scales_of
from kangni.methods.causal.blocks import settle
from kangni.methods.causal.model import Model
from kangni.methods.columns import Floats

__all__ = ["ADVISING"]

FACTORS, LINKS, LEVERS, MEMBERS = 65, 137, 22, 256


def _pairs(rng: np.random.Generator) -> Comparison:
    cells = np.sort(rng.choice(FACTORS * FACTORS, LINKS, replace=False))
    links = Links(*np.divmod(cells, FACTORS), factors=FACTORS)
    y_weight = np.where(np.arange(FACTORS) < 4, 0.25, 0.0)
    model = Model(np.arange(FACTORS), links, np.full(FACTORS, 0.5), Functioning(y_weight, 0.0), 0.5, 8.0)
    weight = rng.uniform(-1, 1, (LINKS, MEMBERS))
    weight *= scales_of(links, weight, model.rest, feedback=0.5, cap=8.0).factor
    pushes = np.zeros((LEVERS, FACTORS))
    pushes[np.arange(LEVERS), rng.choice(FACTORS, LEVERS, replace=False)] = input_for(0.9, rest=0.5)
    pairs = list(combinations(range(LEVERS), 2))
    sets = np.zeros((len(pairs), LEVERS), np.bool_)
    for row, pair in enumerate(pairs):
        sets[row, list(pair)] = True

    def theirs() -> Floats:
        still = np.zeros((1, FACTORS))
        resting = settle(links, weight, model.rest, np.vstack([still, pushes, sets @ pushes]), model.functioning)
        shifts: Floats = resting[1:] - resting[0]
        return shifts

    return Comparison(
        "levers two at a time",
        f"{len(pairs)} pairs of {LEVERS} levers, {MEMBERS} maps, {FACTORS} factors, {LINKS} links",
        "each pair from rest",
        *least_seconds(lambda: act(model, weight, pushes, sets=sets), theirs),
        goal="1.5 times",
    )


ADVISING = (_pairs,)
