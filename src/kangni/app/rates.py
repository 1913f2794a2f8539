"""How often something is said by how much is said: quotes over exposure, with both of their intervals."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np

from kangni.app.basis import Basis
from kangni.core.errors import N_
from kangni.core.undefined import Number, Undefined
from kangni.methods.factors import count_by_person
from kangni.methods.proportions import Interval, garwood
from kangni.methods.rates import rates_of_others
from kangni.methods.readings import QuoteColumns
from kangni.results.factors import Exposure

__all__ = ["PER", "Rate", "rates_of"]

PER = 1000  # a rate is quotes per so many code points or words


@dataclass(frozen=True, slots=True)
class Rate:
    """Quotes per thousand, Garwood's bounds, and those over participants drawn again."""

    value: Number
    garwood: Interval
    others: Interval


def rates_of(
    ground: Basis,
    own: QuoteColumns,
    quotes: Sequence[int],
    exposure: Number,
    *,
    said: Collection[Exposure],
    resamples: int,
    seed: int,
) -> tuple[Rate, ...]:
    """Return the rate of each code, polarity and level among the quotes `own`; `quotes` counts them in that order.

    `exposure` is what all said together, `said` what each said.
    """
    if isinstance(exposure, Undefined):
        nothing = Interval(exposure, exposure)
        return (Rate(exposure, nothing, nothing),) * len(quotes)
    others = _others(ground, own, said, resamples=resamples, seed=seed) if quotes else ()
    return tuple(_rate(count, exposure, interval) for count, interval in zip(quotes, others, strict=True))


def _rate(quotes: int, exposure: float, others: Interval) -> Rate:
    bounds = garwood(quotes, exposure / PER)
    return Rate(quotes * PER / exposure if exposure else bounds.lower, bounds, others)


def _others(
    ground: Basis, own: QuoteColumns, said: Collection[Exposure], *, resamples: int, seed: int
) -> Sequence[Interval]:
    amounts = {row.participant: row.amount for row in said if not isinstance(row.amount, Undefined)}
    speaks = np.array([handle in amounts for handle in ground.heard.handles], dtype=np.bool_)
    counts = count_by_person(own, own.code, own.polarity, own.level, participants=len(ground.heard.handles))
    thousands = np.array([amounts[handle] / PER for handle in ground.heard.handles if handle in amounts])
    found = rates_of_others(counts[speaks], thousands, resamples=resamples, rng=np.random.default_rng(seed))
    few = Undefined(N_("fewer than two participants spoke"))
    bounds = zip(found.low.tolist(), found.high.tolist(), strict=True)
    return [Interval(low, high) if np.isfinite(low) else Interval(few, few) for low, high in bounds]
