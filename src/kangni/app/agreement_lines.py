"""The compared words laid end to end, and the characters that coders put under each code there."""

from __future__ import annotations

from dataclasses import dataclass

from kangni.app.viewing import View
from kangni.methods.agreement.sweep import Lines, Segments, character_tables, character_tally, lines, segments
from kangni.methods.agreement.units import Tally, tally_of_tables
from kangni.methods.columns import Ints

__all__ = ["CharacterCounting", "Swept", "swept"]


@dataclass(frozen=True, slots=True)
class Swept:
    """What each coder put under each asked code, on the lines of the compared documents."""

    found: Segments
    on: Lines


def swept(view: View) -> Swept:
    """Lay the compared turns end to end and the coders' spans on them."""
    on = lines(view.study.units)
    return Swept(segments(view.codings, on, view.study.coder_places), on)


class CharacterCounting:
    """Counts characters, without writing any of them down."""

    def __init__(self, view: View, used: Ints) -> None:
        self._spans, self._used, self._codes = swept(view), used, len(view.names)
        self.units = int(self._spans.on.length.sum())

    def of_all(self) -> Tally:
        """Return the tally of all coders."""
        everything = character_tally(self._spans.found, self._spans.on, codes=self._codes)
        return Tally(everything.counts, everything.times[:, self._used])

    def of_pair(self, first: int, second: int) -> Tally:
        """Return the tables of two coders."""
        tables = character_tables(self._spans.found, self._spans.on, first, second, codes=self._codes)
        return tally_of_tables(tables[:, self._used])

    def common_units(self, first: int, second: int) -> int:
        """Return how many characters both have seen."""
        seen = self._spans.on.units.seen
        return int(self._spans.on.length[seen[first] & seen[second]].sum())
