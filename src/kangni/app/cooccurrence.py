"""The deed that asks what is spoken of together."""

from __future__ import annotations

from datetime import date
from typing import Literal, TypeAlias

import numpy as np

from kangni.app.basis import Basis, basis
from kangni.app.pairs import Counted, answer
from kangni.app.process import process
from kangni.app.told_units import Units, by_episode, by_overlap, by_turn, by_window, spoken_turns
from kangni.core.ports import Reader
from kangni.methods.columns import ColumnSource, Ints
from kangni.methods.cooccurrence import count_together
from kangni.methods.readings import QuoteColumns
from kangni.results.answer import Setting
from kangni.results.cooccurrence import CodedUnits, CoOccurrence

__all__ = ["cooccurrence"]

Together: TypeAlias = Literal["turn", "window", "overlap", "episode"]


def cooccurrence(
    read: Reader,
    columns: ColumnSource,
    *,
    on: date,
    reading: str = "any",
    unit: Together = "turn",
    window: int = 3,
) -> CoOccurrence:
    """Count which codes stand together in a unit.

    n is everybody with consent to analysis on that day and a document. `reading` is a coder's handle, "any" or "all".
    Turns without a code count where somebody has coded or finished the document: only there "no code" is a "no".
    `window` is how many turns make one, where the unit is a window.
    """
    ground = basis(read, columns, on=on, reading=reading)
    own = ground.quotes.take(~ground.quotes.is_beside)
    if unit == "episode":
        used, units = _episodes(read, columns, ground, on=on, reading=reading)
    else:
        used = np.unique(own.code)
        code = np.searchsorted(used, own.code).astype(np.int64)
        units = _spoken(ground, own, code, columns, unit=unit, window=window)
    counted = _counted(units, codes=len(used))
    settings = (Setting("window", window),) if unit == "window" else ()
    return answer(ground, counted, used, unit=unit, window=window, revision=read.revision, settings=settings)


def _spoken(
    ground: Basis, own: QuoteColumns, code: Ints, columns: ColumnSource, *, unit: Together, window: int
) -> Units:
    spoken = spoken_turns(ground, own, columns.seen())
    if unit == "window":
        return by_window(own, code, spoken, width=window)
    if unit == "overlap":
        return by_overlap(ground, own, code, spoken, columns.codings())
    return by_turn(own, code, spoken)


def _episodes(read: Reader, columns: ColumnSource, ground: Basis, *, on: date, reading: str) -> tuple[Ints, Units]:
    """Return the numbers of the codes told in episodes, and the episodes as units."""
    told = process(read, columns, on=on, reading=reading)
    units = by_episode(told, ground.heard.handles, [code.handle for code in ground.codes])
    used = np.unique(units.code)
    code = np.searchsorted(used, units.code).astype(np.int64)
    coded = CodedUnits("episode", units.coded.row, units.coded.place, code)
    return used, Units(units.unit, units.participant, code, units.count, coded)


def _counted(units: Units, *, codes: int) -> Counted:
    found = count_together(units.unit, units.participant, units.code, codes=codes, length=units.length)
    alone = np.diag(found.units)
    return Counted(found.units, found.participants, found.speakers, alone, alone, units.count, units.coded)
