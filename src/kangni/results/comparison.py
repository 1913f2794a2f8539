"""The answer to "who says what more often?": factors of a study's groups, side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import ClassVar

import numpy as np

from kangni.core.names import Label
from kangni.core.undefined import Number
from kangni.results.answer import Answer, Evidence
from kangni.results.factors import Counted

__all__ = ["AttributeRow", "Comparison", "Contrast", "Group", "GroupShare", "GroupSize", "Talk", "Told"]


@dataclass(frozen=True, slots=True)
class GroupSize:
    """How many participants share a value."""

    group: str
    people: int


@dataclass(frozen=True, slots=True)
class AttributeRow:
    """An attribute that makes groups, and how values become groups: each value, or quartiles."""

    attribute: str
    split: str
    groups: tuple[GroupSize, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """Participants of n who share a value of the attribute, and how much they said in all and each on average."""

    group: str
    n: int
    names: tuple[str, ...]
    exposure: Number
    exposure_each: Number


@dataclass(frozen=True, slots=True)
class GroupShare:
    """Who of a group speaks of a factor in one polarity; `lower` and `upper` are Wilson's bounds for people of n."""

    key: str
    code: str
    polarity: str
    group: str
    participants: int
    n: int
    lower: Number
    upper: Number
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Contrast:
    """One factor in one polarity, in two groups: people of each, and the difference of their shares with its interval.

    `place` counts from the largest difference; equal ones share a place. The p-values are a footnote: Boschloo's,
    Fisher's and, where asked for, Barnard's, and Boschloo's adjusted for all comparisons of this result.
    """

    key: str
    place: int
    code: str
    name: Label
    polarity: str
    first: str
    first_participants: int
    first_n: int
    second: str
    second_participants: int
    second_n: int
    difference: Number
    lower: Number
    upper: Number
    first_names: tuple[str, ...]
    second_names: tuple[str, ...]
    p_boschloo: Number
    p_adjusted: Number
    p_fisher: Number
    p_barnard: Number


@dataclass(frozen=True, slots=True)
class Talk:
    """What two groups differ in before any factor: `measure` is how much a person said, or how many factors they named.

    `delta` is Cliff's: how much more often one of the first group lies above one of the second than below. p is that of
    a permutation test of the difference of means over so many `divisions`, with its standard error.
    """

    measure: str
    first: str
    second: str
    first_mean: Number
    second_mean: Number
    difference: Number
    delta: Number
    lower: Number
    upper: Number
    p: Number
    p_error: Number
    divisions: int


@dataclass(frozen=True, slots=True)
class Told:
    """One participant's point: how much they said and how many factors they named."""

    participant: str
    group: str
    said: Number
    factors: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison(Answer):
    """Factors by group, the largest differences first.

    Evidence keys: "ENV.O01/risk/front-line" (a group's codings), "ENV.O01/risk" and "ENV.O01" (those of all groups).
    """

    deed: ClassVar[str] = "compare"
    reading: str
    attribute: str
    split: str
    bounds: tuple[str, ...]
    n: int
    groups: tuple[Group, ...]
    ungrouped: tuple[str, ...]
    exposure_unit: str
    contrasts: tuple[Contrast, ...]
    shares: tuple[GroupShare, ...]
    talk: tuple[Talk, ...]
    points: tuple[Told, ...]
    family: int  # comparisons that have a p-value
    counted: Counted = field(repr=False, compare=False, metadata={"show": False})

    def rows(self) -> Sequence[Contrast]:
        """Return one row a factor, polarity and pair of groups."""
        return self.contrasts

    def keys(self) -> Sequence[str]:
        """Return the keys of the groups' shares, those with somebody in them."""
        return tuple(share.key for share in self.shares if share.participants)

    def find(self, key: str) -> Evidence | None:
        """Return the codings that a number counts."""
        for group in self.groups:
            head, found, rest = key.rpartition(f"/{group.group}")
            if found and not rest and head.rpartition("/")[2] in self.counted.polarities:
                return self._of(head, group.names)
        return self._of(key, [name for group in self.groups for name in group.names])

    def _of(self, key: str, names: Sequence[str]) -> Evidence | None:
        mask = self.counted.mask(key)
        if mask is None:
            return None
        members = [i for i, name in enumerate(self.counted.participants) if name in names]
        rows = self.counted.row[np.logical_and(mask, np.isin(self.counted.participant, members))]
        return Evidence("coding", tuple(np.unique(rows).tolist()))
