"""The deed that asks what is spoken of before what."""

from __future__ import annotations

from datetime import date

import numpy as np

from kangni.app.basis import basis
from kangni.app.pairs import Counted, answer
from kangni.app.told_units import Spoken, spoken_turns
from kangni.core.ports import Reader
from kangni.methods.chance import DEFAULT_SEED
from kangni.methods.columns import ColumnSource, Ints
from kangni.methods.cooccurrence import count_together
from kangni.methods.readings import QuoteColumns
from kangni.methods.sequences import Order, followed, shuffled
from kangni.results.answer import Setting
from kangni.results.cooccurrence import CodedUnits, CoOccurrence

__all__ = ["sequences"]

SHUFFLES = 400  # of each participant's turns


def sequences(
    read: Reader,
    columns: ColumnSource,
    *,
    on: date,
    reading: str = "any",
    window: int = 3,
    shuffles: int = SHUFFLES,
    seed: int = DEFAULT_SEED,
) -> CoOccurrence:
    """Count which code comes before which within `window` of the same participant's next turns in the same text.

    n is everybody with consent to analysis on that day and a document. `reading` is a coder's handle, "any" or "all".
    Each participant's turns are shuffled `shuffles` times from `seed`, to see what frequency alone would bring.
    """
    ground = basis(read, columns, on=on, reading=reading)
    own = ground.quotes.take(~ground.quotes.is_beside)
    used = np.unique(own.code)
    code = np.searchsorted(used, own.code).astype(np.int64)
    spoken = spoken_turns(ground, own, columns.seen())
    counted = _in_order(own, code, spoken, codes=len(used), within=window, shuffles=shuffles, seed=seed)
    settings = (
        Setting("window", window),
        Setting("shuffles of each participant's turns", shuffles),
        Setting("seed", seed),
    )
    return answer(ground, counted, used, unit="sequence", window=window, revision=read.revision, settings=settings)


def _in_order(
    own: QuoteColumns, code: Ints, spoken: Spoken, *, codes: int, within: int, shuffles: int, seed: int
) -> Counted:
    inside = spoken.entry >= 0
    order = Order.of(spoken.entry[inside], code[inside], sizes=spoken.sizes, participant=spoken.participant)
    found = followed(order, codes=codes, within=within)
    base = shuffled(order, found, within=within, shuffles=shuffles, rng=np.random.default_rng(seed))
    anywhere = count_together(own.turn, own.participant, code, codes=codes)
    coded = CodedUnits("coding", own.row, spoken.places(own, apart=within), code, least=1, most=within)
    turns = np.unique(np.stack([spoken.entry[inside], code[inside]]), axis=1)[1]
    return Counted(
        units=found.turns,
        participants=found.participants,
        speakers=anywhere.speakers,
        first=np.bincount(turns, minlength=codes).astype(np.int64),
        second=found.later,
        count=spoken.turns,
        coded=coded,
        baseline=np.stack([base.mean, base.low, base.high, base.as_many]),
    )
