"""The answer to "do the coders of this table agree?", for a table that belongs to no study."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, Literal, TypeAlias

from kangni.core.undefined import Number
from kangni.results.answer import Answer, Evidence

__all__ = ["TableAgreement", "TableCoefficient", "TableFigure", "TableItem", "TableLevel"]

TableCoefficient: TypeAlias = Literal[
    "percent",
    "kappa",
    "kappa_linear",
    "kappa_quadratic",
    "fleiss",
    "brennan_prediger",
    "alpha",
    "ac1",
    "ac2_linear",
    "ac2_quadratic",
    "alpha_same_set",
    "alpha_jaccard",
    "alpha_masi",
]


TableLevel: TypeAlias = Literal["nominal", "ordinal", "interval", "ratio"]


@dataclass(frozen=True, slots=True)
class TableItem:
    """What was asked of the units: how many there are, how many all coders rated, and the values used."""

    item: str
    coders: tuple[str, ...]
    units: int
    complete: int
    comparable: int
    missing: int
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TableFigure:
    """One coefficient of an item: of all coders, or of two (`first`, `second`).

    `of` names the value that is taken as yes or no, where sets are taken apart value by value; empty: all values.
    `given` counts the ratings with that value. `units` counts those with two ratings or more. `interval` says how the
    bounds were found.
    """

    item: str
    of: str
    first: str
    second: str
    coefficient: TableCoefficient
    units: int
    given: int
    value: Number
    low: Number
    high: Number
    interval: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TableAgreement(Answer):
    """Agreement of the coders of a plain table; there is no study, so nothing opens to words."""

    deed: ClassVar[str] = "agreement of a table"
    level: TableLevel
    is_sets: bool
    items: tuple[TableItem, ...]
    figures: tuple[TableFigure, ...]

    def rows(self) -> Sequence[TableFigure]:
        """Return one row a coefficient."""
        return self.figures

    def keys(self) -> Sequence[str]:
        """Return nothing: the rows of a table are its own evidence."""
        return ()

    def find(self, key: str) -> Evidence | None:  # noqa: ARG002 - the protocol of all answers
        """Return nothing."""
        return None
