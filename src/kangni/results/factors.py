"""The answer to "what pushes and what holds": factors by people, quotes, polarity and level."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import ClassVar

import numpy as np

from kangni.core.names import Label
from kangni.core.undefined import Number
from kangni.methods.columns import Bools, Ints
from kangni.methods.readings import distinct
from kangni.results.answer import Answer, Evidence

__all__ = [
    "Beside",
    "Count",
    "Counted",
    "Exposure",
    "FactorMatrix",
    "FactorRow",
    "FactorSummary",
    "FactorTable",
    "LeftOut",
    "LevelSummary",
    "Side",
]


@dataclass(frozen=True, slots=True)
class FactorRow:
    """One code in one polarity on one level: people of n with their interval, then quotes and their rate.

    `quotes` counts turns, so two coders in one turn make one; `codings` counts what the coders set. `rate` is quotes
    per 1,000 units of the participants' speech (`FactorTable.exposure_unit`) with its Garwood interval, and with
    `rate_low` and `rate_high`, the middle 95 % over participants drawn again, who are what varies. An empty polarity or
    level says that neither coding nor code has one.
    """

    key: str
    code: str
    polarity: str
    level: str
    participants: int
    n: int
    share_lower: Number
    share_upper: Number
    quotes: int
    codings: int
    rate: Number
    rate_lower: Number
    rate_upper: Number
    rate_low: Number
    rate_high: Number


@dataclass(frozen=True, slots=True)
class Count:
    """How many turns, and how many codings in them."""

    quotes: int
    codings: int


@dataclass(frozen=True, slots=True)
class Side:
    """Those who speak of something in one polarity; `lower` and `upper` bound the share of people of n."""

    key: str
    participants: int
    quotes: int
    codings: int
    lower: Number
    upper: Number
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Beside:
    """Words in another's voice or another stance than "holds": they stand beside a factor and are never added to it."""

    key: str
    voice: str
    stance: str
    polarity: str
    participants: int
    quotes: int
    codings: int


@dataclass(frozen=True, slots=True)
class FactorSummary:
    """One code with its sides.

    `two_sided` says that at least one participant codes it as risk and at least one as protective (one may do both).
    `minority` names those of the smaller side, `minority_polarity` which it is; both sides of equal size leave it
    empty, and `minority` then names all. `both` names who says both, `tied` who says both equally often and so counts
    half on each side of `index`, `entropy` and `certainty`, which are printed and gate nothing.
    """

    key: str
    code: str
    name: Label
    construct: str
    level: str
    risk: Side
    protective: Side
    neutral: Side
    two_sided: bool
    minority_polarity: str
    minority: tuple[str, ...]
    one_voice: bool
    both: tuple[str, ...]
    tied: tuple[str, ...]
    index: Number
    entropy: Number
    certainty: Number
    beside: tuple[Beside, ...]


@dataclass(frozen=True, slots=True)
class LevelSummary:
    """What pushes and what holds on one level, over all its factors: a coding's own level counts."""

    key: str
    level: str
    risk: Side
    protective: Side


@dataclass(frozen=True, slots=True)
class Exposure:
    """A participant of n and how much they said, in `unit`: "code points", or "words" where blanks part them.

    Languages are never added up: with originals in several, `unit` is empty and `amount` undefined.
    """

    participant: str
    language: str
    turns: int
    unit: str
    amount: Number


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A participant outside n, why, and how many of their codings are not counted; `reason` is a message id."""

    participant: str
    reason: str
    codings: int


@dataclass(frozen=True, slots=True)
class FactorMatrix:
    """Quotes by participant (rows) and factor (columns); the cell of P03 and ENV.O01 opens as ENV.O01/risk/P03."""

    participants: tuple[str, ...]
    factors: tuple[str, ...]
    risk: Ints = field(compare=False)
    protective: Ints = field(compare=False)


@dataclass(frozen=True, slots=True)
class Counted:
    """The counted codings as arrays, one entry a coding and turn, with the names that their numbers stand for."""

    codes: tuple[str, ...]
    polarities: tuple[str, ...]
    levels: tuple[str, ...]
    participants: tuple[str, ...]
    voices: tuple[str, ...]
    stances: tuple[str, ...]
    is_factor: Bools = field(compare=False)  # by code
    row: Ints = field(compare=False)
    code: Ints = field(compare=False)
    polarity: Ints = field(compare=False)
    level: Ints = field(compare=False)
    participant: Ints = field(compare=False)
    voice: Ints = field(compare=False)
    stance: Ints = field(compare=False)
    is_beside: Bools = field(compare=False)

    def mask(self, key: str) -> Bools | None:
        """Return which entries a key of `FactorTable` counts, None where it names nothing."""
        parts = key.split("/")
        if parts[0].startswith("level:"):
            level = _position(self.levels, parts[0].removeprefix("level:"))
            within = (self.level == level) & self.is_factor[self.code] & ~self.is_beside
            return None if level is None else self._narrow(within, parts[1:])
        for taken in range(len(parts), 0, -1):  # a handle may hold a slash itself
            handle = "/".join(parts[:taken])
            if handle in self.codes:
                found = self._of_code(self.code == self.codes.index(handle), parts[taken:])
                if found is not None:
                    return found
        return None

    def _of_code(self, within: Bools, parts: Sequence[str]) -> Bools | None:
        if not parts or parts[0] != "beside":
            return self._narrow(within & ~self.is_beside, parts)
        if len(parts) < 3:
            return None
        voice, stance = _position(self.voices, parts[1]), _position(self.stances, parts[2])
        if voice is None or stance is None:
            return None
        return self._narrow(within & self.is_beside & (self.voice == voice) & (self.stance == stance), parts[3:])

    def _narrow(self, within: Bools, parts: Sequence[str]) -> Bools | None:
        """Keep one polarity (first part) on one level or of one participant (second part)."""
        if len(parts) > 2:
            return None
        if parts:
            polarity = _position(self.polarities, parts[0])
            if polarity is None:
                return None
            within = np.logical_and(within, self.polarity == polarity)
        if len(parts) > 1:
            level, participant = _position(self.levels, parts[1]), _position(self.participants, parts[1])
            if level is None and participant is None:
                return None
            second = self.participant == participant if level is None else self.level == level
            within = np.logical_and(within, second)
        return within


@dataclass(frozen=True, slots=True, kw_only=True)
class FactorTable(Answer):
    """What pushes and what holds, people before quotes.

    Evidence keys: a code "ENV.O01" (all polarities); "ENV.O01/risk"; "ENV.O01/risk/P03" (a cell of the matrix);
    "ENV.O01/risk/organisation" (a row); "level:organisation/risk" (all factors of a level);
    "ENV.O01/beside/public/rejects/risk" (other voices and stances). Every record carries its own as `key`.
    """

    deed: ClassVar[str] = "factors"
    reading: str
    n: int
    participants: tuple[Exposure, ...]
    left_out: tuple[LeftOut, ...]
    exposure_unit: str  # empty where the originals of n have several languages
    exposure: Number
    table: tuple[FactorRow, ...]
    factors: tuple[FactorSummary, ...]  # codes that push or hold
    others: tuple[FactorSummary, ...]  # counted codes that are none: neutral only, process, outcome, suggestions
    levels: tuple[LevelSummary, ...]
    matrix: FactorMatrix
    unused: tuple[str, ...]  # leaf codes without a counted coding
    codings: int  # counted, other voices and stances included
    quotes: int
    outside_codings: int  # of them with a code that belongs to no construct of the framework
    outside_share: Number
    counted: Counted = field(repr=False, compare=False, metadata={"show": False})

    def on_factors(self) -> Count:
        """Return the quotes and codings in which the factors push or hold, without all that is counted beside them."""
        sides = [side for factor in self.factors for side in (factor.risk, factor.protective)]
        return Count(sum(side.quotes for side in sides), sum(side.codings for side in sides))

    def two_sided(self) -> tuple[FactorSummary, ...]:
        """Return the two-sided factors (coded), the largest minority first."""
        both = (factor for factor in self.factors if factor.two_sided)
        return tuple(sorted(both, key=lambda factor: -min(factor.risk.participants, factor.protective.participants)))

    def rows(self) -> Sequence[FactorRow]:
        """Return one row a code, polarity and level."""
        return self.table

    def keys(self) -> Sequence[str]:
        """Return the keys of codes, sides, rows, levels and filled cells of the matrix."""
        summaries = (*self.factors, *self.others)
        sides = [
            *(side for factor in summaries for side in (factor.risk, factor.protective, factor.neutral)),
            *(side for level in self.levels for side in (level.risk, level.protective)),
        ]
        found = (
            *(row.code for row in self.table),
            *(row.key for row in self.table),
            *(side.key for side in sides if side.quotes),
            *(level.key for level in self.levels),
            *(words.key for factor in summaries for words in factor.beside),
            *self._cells(),
        )
        return tuple(dict.fromkeys(found))

    def find(self, key: str) -> Evidence | None:
        """Return the codings that a number counts."""
        mask = self.counted.mask(key)
        if mask is None:
            return None
        return Evidence("coding", tuple(np.unique(self.counted.row[mask]).tolist()))

    def _cells(self) -> Sequence[str]:
        counted = self.counted
        filled = ~counted.is_beside & (counted.polarity >= 0)
        cells = distinct(counted.code[filled], counted.polarity[filled], counted.participant[filled])
        return [
            f"{counted.codes[code]}/{counted.polarities[polarity]}/{counted.participants[participant]}"
            for code, polarity, participant in zip(*(column.tolist() for column in cells), strict=True)
        ]


def _position(names: Sequence[str], name: str) -> int | None:
    """Return the number of a name; "none" is -1, as in the columns."""
    if name == "none":
        return -1
    return names.index(name) if name in names else None
