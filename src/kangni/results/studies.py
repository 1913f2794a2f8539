"""The answer to "do people of another study name the same?": two studies side by side, code by code."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import ClassVar, Literal

import numpy as np

from kangni.core.names import Label
from kangni.core.undefined import Number
from kangni.results.answer import Answer, Caution, Evidence
from kangni.results.factors import Counted

__all__ = ["Partnerless", "StudyComparison", "StudyContrast", "StudySide", "Which"]

Which = Literal["first", "second"]


@dataclass(frozen=True, slots=True)
class StudySide:
    """One of the two studies: how many people belong to n, how much they said, and what to know of their codings."""

    which: Which
    study: str
    framework: str
    n: int
    exposure_unit: str
    exposure: Number
    exposure_each: Number
    cautions: tuple[Caution, ...]


@dataclass(frozen=True, slots=True)
class StudyContrast:
    """Codes that stand for the same, in one polarity, in two studies: people of each, and the difference of shares.

    Bounds of the shares are Wilson's. `first_polarity` and `second_polarity` are the studies' own words for one sign.
    The p-values are a footnote, as in `Contrast`.
    """

    key: str
    place: int
    first_codes: tuple[str, ...]
    second_codes: tuple[str, ...]
    name: Label
    first_polarity: str
    second_polarity: str
    first_participants: int
    first_n: int
    first_lower: Number
    first_upper: Number
    second_participants: int
    second_n: int
    second_lower: Number
    second_upper: Number
    difference: Number
    lower: Number
    upper: Number
    first_names: tuple[str, ...]
    second_names: tuple[str, ...]
    p_boschloo: Number
    p_adjusted: Number
    p_fisher: Number
    note: str


@dataclass(frozen=True, slots=True)
class Partnerless:
    """A code of one study with no partner in the other: who names it at all, in whatever polarity."""

    key: str
    which: Which
    code: str
    name: Label
    participants: int
    n: int
    lower: Number
    upper: Number
    note: str


@dataclass(frozen=True, slots=True)
class _Count:
    """A number that can be opened: people of one study who name some codes, in one polarity or (empty) at all."""

    which: Which
    codes: tuple[str, ...]
    polarity: str
    people: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StudyComparison(Answer):
    """Codes that stand for the same in two studies, the largest differences first, and those without a partner.

    Evidence keys: "ENV.O01/protective/first" and ".../second" open the codings of one study; codes tied together are
    joined by "+", as in "STR.O01+STR.O02/risk/first".
    """

    deed: ClassVar[str] = "compare_studies"
    reading: str
    crosswalk: str
    sides: tuple[StudySide, StudySide]
    contrasts: tuple[StudyContrast, ...]
    partnerless: tuple[Partnerless, ...]
    same_names: tuple[str, ...]  # handles that both studies have among their n
    family: int
    counted_first: Counted = field(repr=False, compare=False, metadata={"show": False})
    counted_second: Counted = field(repr=False, compare=False, metadata={"show": False})

    def rows(self) -> Sequence[StudyContrast]:
        """Return one row a tie and polarity."""
        return self.contrasts

    def keys(self) -> Sequence[str]:
        """Return the keys of all counts above nought."""
        return tuple(key for key, count in self._counts() if count.people)

    def find(self, key: str) -> Evidence | None:
        """Return the codings that a number counts, as rows of the study that the key ends with."""
        count = dict(self._counts()).get(key)
        if count is None:
            return None
        counted = self.counted_first if count.which == "first" else self.counted_second
        masks = [counted.mask(f"{code}/{count.polarity}" if count.polarity else code) for code in count.codes]
        rows = counted.row[np.logical_or.reduce([mask for mask in masks if mask is not None])]
        return Evidence("coding", tuple(np.unique(rows).tolist()))

    def _counts(self) -> Iterator[tuple[str, _Count]]:
        for row in self.contrasts:
            sides: tuple[_Count, ...] = (
                _Count("first", row.first_codes, row.first_polarity, row.first_participants),
                _Count("second", row.second_codes, row.second_polarity, row.second_participants),
            )
            for count in sides:
                yield f"{'+'.join(count.codes)}/{count.polarity}/{count.which}", count
        for alone in self.partnerless:
            yield alone.key, _Count(alone.which, (alone.code,), "", alone.participants)
