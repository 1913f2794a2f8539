"""The answer to "what is spoken of together": pairs of codes in one unit, or one before the other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import ClassVar, Literal, TypeAlias

import numpy as np

from kangni.core.names import Label
from kangni.core.undefined import Number
from kangni.methods.columns import Bools, Ints
from kangni.results.answer import Answer, Evidence

__all__ = ["CoOccurrence", "CodedUnits", "PairRow", "Unit"]

Unit: TypeAlias = Literal["turn", "window", "overlap", "episode", "sequence"]


@dataclass(frozen=True, slots=True)
class PairRow:
    """Two codes that stand in the same unit at least once, or the first before the second.

    `units` have both of them (in characters, where words overlap); of sequences it counts turns with `first` which
    `second` follows, and `second_units` all turns which it follows. `participants` have both in one unit at least
    once, `speakers` speak of both anywhere. `flagged` needs three participants. `log_odds` is Haldane's with its
    standard error. `expected` and its bounds, of sequences only, are the participants that would be found had each
    person said the same turns in any order (mean, 5 % and 95 % of shuffles); `as_many` is the share of shuffles with as
    many participants or more, and `reverse` counts those with `second` before `first`.
    """

    key: str
    first: str
    second: str
    units: int
    first_units: int
    second_units: int
    participants: int
    speakers: int
    jaccard: Number
    npmi: Number
    phi: Number
    log_odds: Number
    log_odds_error: Number
    flagged: bool
    expected: Number
    expected_low: Number
    expected_high: Number
    as_many: Number
    reverse: Number


@dataclass(frozen=True, slots=True)
class CodedUnits:
    """The counted codings, or episodes, as arrays: which row stands where with which code.

    Two entries belong together where the place of the second is `least` to `most` places after that of the first.
    """

    kind: str  # of the rows, as in `Evidence`
    row: Ints = field(compare=False)
    place: Ints = field(compare=False)
    code: Ints = field(compare=False)
    least: int = 0
    most: int = 0

    def together(self, first: int, second: int) -> tuple[int, ...]:
        """Return the rows of both codes where they belong together; of one code, all of its rows."""
        is_first, is_second = self.code == first, self.code == second
        if first == second:
            return self._rows(is_first)
        earlier, later = np.sort(self.place[is_first]), np.sort(self.place[is_second])
        tied = is_first & _any_between(later, self.place + self.least, self.place + self.most)
        tied |= is_second & _any_between(earlier, self.place - self.most, self.place - self.least)
        return self._rows(tied)

    def _rows(self, chosen: Bools) -> tuple[int, ...]:
        return tuple(np.unique(self.row[chosen]).tolist())


@dataclass(frozen=True, slots=True, kw_only=True)
class CoOccurrence(Answer):
    """What is spoken of together, unit by unit.

    `unit` is the participant's "turn"; a "window" of `window` successive turns of one participant; "overlap", where
    words carry both codes, counted in characters; an "episode"; or "sequence", the first code before the second within
    `window` of the same participant's next turns. `units` is how many there are. The matrices are square in the order
    of `codes`, symmetric but for sequences, where the row is the earlier code; the diagonals hold each code's own
    count, of sequences how often a code comes back. A pair that shares no unit is not in `pairs`; its NPMI is undefined
    ("never together").

    Evidence keys: a pair "STR.O01+ENV.O01" (in either order), of sequences "STR.O01>ENV.O01", opens the codings of both
    where they stand together (of episodes, the episodes); a code "STR.O01" opens all of its own.
    """

    deed: ClassVar[str] = "cooccurrence"
    reading: str
    n: int
    unit: Unit
    window: int
    units: int
    codes: tuple[str, ...]
    names: tuple[Label, ...]
    pairs: tuple[PairRow, ...]  # most participants first
    together: Ints = field(compare=False)  # units
    together_participants: Ints = field(compare=False)  # participants with a unit that holds both
    speakers: Ints = field(compare=False)  # participants who speak of both anywhere
    coded: CodedUnits = field(repr=False, compare=False, metadata={"show": False})

    def rows(self) -> Sequence[PairRow]:
        """Return one row a pair that shares a unit."""
        return self.pairs

    def keys(self) -> Sequence[str]:
        """Return the keys of all pairs that share a unit, then those of the codes."""
        return (*(pair.key for pair in self.pairs), *self.codes)

    def find(self, key: str) -> Evidence | None:
        """Return what stands behind a pair, or behind a code."""
        pair = self._pair(key)
        return Evidence(self.coded.kind, self.coded.together(*pair)) if pair is not None else None

    def _pair(self, key: str) -> tuple[int, int] | None:
        number = {code: i for i, code in enumerate(self.codes)}
        if key in number:
            return number[key], number[key]
        sign = ">" if self.unit == "sequence" else "+"
        for place in (i for i, character in enumerate(key) if character == sign):  # a handle may hold the sign itself
            first, second = key[:place], key[place + 1 :]
            if first in number and second in number and first != second:
                return number[first], number[second]
        return None


def _any_between(places: Ints, low: Ints, high: Ints) -> Bools:
    """Tell for each pair of bounds whether one of the sorted places lies between them, both included."""
    found: Bools = np.searchsorted(places, high, side="right") > np.searchsorted(places, low, side="left")
    return found
