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

__all__ = ["CodeSeen", "InterviewCodes", "Saturation", "Verdict"]

Verdict: TypeAlias = Literal["saturated", "not reached", "undefined"]


@dataclass(frozen=True, slots=True)
class InterviewCodes:
    """One participant's interview in the order of interviewing; several interviews of one person are one.

    `interview` is the participant's handle. `ratio` is the number of new codes in the run that ends here, divided by
    the codes of the base. `expected` is the number of codes that so many interviews show on average, in whatever order.
    `orders_saturated` is the share of random orders that meet the stopping rule by this interview.
    """

    order: int
    interview: str
    date: date | None
    codes: int
    new: int
    total: int
    ratio: Number
    expected: float
    orders_saturated: Number


@dataclass(frozen=True, slots=True)
class CodeSeen:
    """A code, the interview that brought it, and in how many interviews it occurs."""

    code: str
    name: Label
    first_interview: str
    interviews: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Saturation(Answer):
    """New codes by interview, the stopping rule's verdict, and what the codes seen once say about those not seen yet.

    `saturated_at` is the place of the interview in the order at which the rule was first met.
    """

    deed: ClassVar[str] = "saturation"
    reading: str
    base: int
    run: int
    threshold: float
    orders: int
    seed: int
    interviews: tuple[InterviewCodes, ...]
    codes: tuple[CodeSeen, ...]
    base_codes: int
    verdict: Verdict
    saturated_at: int | Undefined
    codes_in_one: int
    codes_in_two: int
    chao2: Number
    chao2_low: Number
    chao2_high: Number
    coverage: Number
    codes_at_double: Number
    unused: tuple[str, ...] = ()
    rows_by_interview: Mapping[str, tuple[int, ...]] = field(
        default_factory=lambda: MappingProxyType({}), metadata={"show": False}
    )

    def rows(self) -> Sequence[InterviewCodes]:
        """Return the interviews in order."""
        return self.interviews

    def keys(self) -> Sequence[str]:
        """Return the handles of the interviews in order."""
        return [row.interview for row in self.interviews]

    def find(self, key: str) -> Evidence | None:
        """Return the codings that brought new codes in the interview named `key`."""
        folded = fold_handle(key)
        for interview in self.keys():
            if fold_handle(interview) == folded:
                return Evidence("coding", self.rows_by_interview.get(interview, ()))
        return None
