"""The answer to "would more interviews still bring new codes?"."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import ClassVar, Literal, TypeAlias

from kangni.core.names import Label, fold_handle
from kangni.core.undefined import Number, Undefined
from kangni.results.answer import Answer, Evidence

__all__ = ["CodeSeen", "CurvePoint", "GroupCodes", "GroupPoint", "InterviewCodes", "NextCodes", "Saturation", "Verdict"]

Verdict: TypeAlias = Literal["saturated", "not reached", "undefined"]


@dataclass(frozen=True, slots=True)
class InterviewCodes:
    """One participant's interview in the order of interviewing; several interviews of one person are one.

    `interview` is the participant's handle. `ratio` is the number of new codes in the run that ends here, divided by
    the codes of the base. `expected` is the number of codes that so many interviews show on average, in whatever order;
    90 % of random orders lie between `orders_low` and `orders_high`. `orders_saturated` is the share of random orders
    that meet the stopping rule by this interview.
    """

    order: int
    interview: str
    date: date | None
    codes: int
    new: int
    total: int
    ratio: Number
    expected: float
    orders_low: float
    orders_high: float
    orders_saturated: Number


@dataclass(frozen=True, slots=True)
class CodeSeen:
    """A code, the interview that brought it, and in how many interviews it occurs."""

    code: str
    name: Label
    first_interview: str
    interviews: int


@dataclass(frozen=True, slots=True)
class CurvePoint:
    """How many codes so many interviews of this kind show, with a 95 % interval.

    `known` is the share of the next mentions that would then be of known codes. `beyond` says that there are not so
    many interviews: the numbers are an extrapolation to interviews after these, which lose none of the codes seen.
    """

    interviews: int
    expected: Number
    low: Number
    high: Number
    known: Number
    beyond: bool


@dataclass(frozen=True, slots=True)
class NextCodes:
    """What one interview more would likely add: new codes, and the share of its mentions that would be known codes.

    Both have their 95 % intervals. Had each of the interviews been the last one, `as_last_none` of them would have
    brought no new code, and none more than `as_last_most`.
    """

    new: Number
    new_low: Number
    new_high: Number
    known: Number
    known_low: Number
    known_high: Number
    as_last_none: int
    as_last_most: int


@dataclass(frozen=True, slots=True)
class GroupPoint:
    """Codes of a group known after so many interviews: in this order, on average, and in 90 % of random orders."""

    total: int
    expected: float
    orders_low: float
    orders_high: float


@dataclass(frozen=True, slots=True)
class GroupCodes:
    """The codes of one theme (a code with the codes below it) or of one level, looked at by themselves.

    `key` is "theme:STR" or "level:person"; an empty `group` holds what belongs to no theme or level. `interviews` have
    any of its codes. `notation` writes the verdict as "6^{+2}", and is empty where the rule is not met. `curve` has a
    point an interview.
    """

    key: str
    kind: Literal["theme", "level"]
    group: str
    name: Label
    seen: int
    codes_in_one: int
    interviews: int
    base_codes: int
    verdict: Verdict
    saturated_at: int | Undefined
    notation: str
    chao2: Number
    chao2_low: Number
    chao2_high: Number
    coverage: Number
    curve: tuple[GroupPoint, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Saturation(Answer):
    """New codes by interview, the stopping rule's verdict, and what the codes seen once say about those not seen yet.

    `saturated_at` is the place of the interview in the order at which the rule was first met, `notation` the same with
    the length of the run: "6^{+2}".

    Evidence keys: an interview "P01" opens the codings that brought its new codes; a theme "theme:STR" or a level
    "level:person" the codings that brought each of its codes for the first time.
    """

    deed: ClassVar[str] = "saturation"
    reading: str
    base: int
    run: int
    threshold: float
    orders: int
    resamples: int
    seed: int
    interviews: tuple[InterviewCodes, ...]
    codes: tuple[CodeSeen, ...]
    base_codes: int
    verdict: Verdict
    saturated_at: int | Undefined
    notation: str
    codes_in_one: int
    codes_in_two: int
    chao2: Number
    chao2_low: Number
    chao2_high: Number
    coverage: Number
    codes_at_double: Number
    next_interview: NextCodes
    curve: tuple[CurvePoint, ...]
    themes: tuple[GroupCodes, ...]
    levels: tuple[GroupCodes, ...]
    unused: tuple[str, ...] = ()
    rows_by_key: Mapping[str, tuple[int, ...]] = field(
        default_factory=lambda: MappingProxyType({}), metadata={"show": False}
    )

    def rows(self) -> Sequence[InterviewCodes]:
        """Return the interviews in order."""
        return self.interviews

    def keys(self) -> Sequence[str]:
        """Return the handles of the interviews in order, then the keys of themes and levels."""
        return [*(row.interview for row in self.interviews), *(group.key for group in (*self.themes, *self.levels))]

    def find(self, key: str) -> Evidence | None:
        """Return the codings that brought new codes under `key`."""
        folded = fold_handle(key)
        for known in self.keys():
            if fold_handle(known) == folded:
                return Evidence("coding", self.rows_by_key.get(known, ()))
        return None
