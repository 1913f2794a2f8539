"""The answer to "how many interviews must two people code for an interval of this width?"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, Literal

from kangni.core.undefined import Number, Undefined
from kangni.results.answer import Answer, Evidence

__all__ = ["AgreementPlan", "PlanRow"]


@dataclass(frozen=True, slots=True)
class PlanRow:
    """What so many interviews bring: the width of the interval in the middle study and in four of five.

    `narrow` is the share of simulated studies whose interval is no wider than asked, `undefined` that of those without
    an interval.
    """

    interviews: int
    width: Number
    width_assured: Number
    narrow: float
    undefined: float


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementPlan(Answer):
    """How many interviews two people must both code, from assumptions or from the study's own interviews.

    `interviews` is the least number with which in a share `assured` of the simulated studies the 95 % interval of
    Krippendorff's alpha is no wider than `width`. `basis` says where the studies come from; what they rest on stands
    among the cautions.
    """

    deed: ClassVar[str] = "plan-agreement"
    basis: Literal["assumed", "own interviews"]
    width: float
    assured: float
    interviews: int | Undefined
    plan_rows: tuple[PlanRow, ...]

    def rows(self) -> Sequence[PlanRow]:
        """Return one row a number of interviews."""
        return self.plan_rows

    def keys(self) -> Sequence[str]:
        """Return nothing: these are studies that nobody has made."""
        return ()

    def find(self, key: str) -> Evidence | None:  # noqa: ARG002 - the protocol of results
        """Return None: these are studies that nobody has made."""
        return None
