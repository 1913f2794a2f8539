"""Standard scales as data: which items make which score, how forms differ, and what may be said of the figures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import Literal

from kangni.core.errors import FormUnstated, UnknownTerm
from kangni.core.names import Label

__all__ = [
    "BesideCodes",
    "Cutoff",
    "Derived",
    "Excluded",
    "MissingRule",
    "MissingRuleKind",
    "Note",
    "Permission",
    "Response",
    "Scale",
    "ScaleLibrary",
    "Subscale",
    "Unverified",
    "Variant",
]

MissingRuleKind = Literal["no_score", "min_answered", "mean_of_answered"]


class Permission(StrEnum):
    """What leave a scale asks for."""

    FREE = "free"
    WITH_CONDITIONS = "free_with_conditions"
    NON_COMMERCIAL = "free_non_commercial"
    ASK_AUTHOR = "ask_author"


@dataclass(frozen=True, slots=True)
class Response:
    """The steps of an answer, from `low` to `high` by `step`, what the ends say, and the time asked about.

    Where anchors differ, `anchor` is the one whose ends the labels describe.
    """

    low: int
    high: int
    step: int = 1
    low_label: str = ""
    high_label: str = ""
    window: str = ""
    note: str = ""
    anchor: str = ""

    def steps(self) -> tuple[int, ...]:
        """Return all answers there are."""
        return tuple(range(self.low, self.high + 1, self.step))


@dataclass(frozen=True, slots=True)
class Variant:
    """One of several forms of a scale, told apart by the order of items or by which end means what."""

    id: str
    reversed: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Subscale:
    """Items that make one score; `better` is "high", "low" or empty where neither is."""

    id: str
    items: tuple[int, ...]
    better: str = ""


@dataclass(frozen=True, slots=True)
class Cutoff:
    """A screening line from another sample, never a diagnosis; bands are words or two ends."""

    applies_to: str
    metric: str
    bands: Mapping[str, str]
    source: str


@dataclass(frozen=True, slots=True)
class MissingRule:
    """What the authors say about missing answers; `minimum` gives the least number by subscale."""

    kind: MissingRuleKind
    minimum: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    source: str = ""

    def least(self, subscale: Subscale) -> int:
        """Return how many items of a subscale must be answered."""
        if self.kind == "mean_of_answered":
            return 1
        return (
            self.minimum.get(subscale.id, len(subscale.items)) if self.kind == "min_answered" else len(subscale.items)
        )


@dataclass(frozen=True, slots=True)
class Derived:
    """A figure computed from subscales."""

    id: str
    formula: str
    reads: str
    undefined_when: str = ""


@dataclass(frozen=True, slots=True)
class Note:
    """A sentence to show with a scale: a trap, a critique, a source; `kind` is its key."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Unverified:
    """A field that was written without sight of the primary source, and why."""

    field: str
    reason: str


@dataclass(frozen=True, slots=True)
class Scale:
    """A scale without its wording. Items have the numbers 1 to `n_items`."""

    id: str
    name: Label
    n_items: int
    response: Response
    reversed: tuple[int, ...]
    subscales: tuple[Subscale, ...]
    score: Literal["sum", "mean"]
    permission: Permission
    licence: str
    missing: MissingRule
    total: tuple[int, ...] = ()  # items of the total, none where there is no total
    total_use: str = ""
    range: tuple[int, int] | None = None
    ranges: Mapping[str, tuple[int, int]] = field(default_factory=lambda: MappingProxyType({}))
    orders: tuple[Variant, ...] = ()
    anchors: tuple[Variant, ...] = ()
    cutoffs: tuple[Cutoff, ...] = ()
    derived: tuple[Derived, ...] = ()
    reference_means: Mapping[str, float] = field(default_factory=lambda: MappingProxyType({}))
    reference_source: str = ""
    sensitive_items: tuple[int, ...] = ()
    notes: tuple[Note, ...] = ()
    unverified: tuple[Unverified, ...] = ()

    def __post_init__(self) -> None:
        used = [*self.reversed, *self.total, *self.sensitive_items]
        used += [item for part in (*self.orders, *self.anchors) for item in part.reversed]
        used += [item for subscale in self.subscales for item in subscale.items]
        for item in used:
            if not 1 <= item <= self.n_items:
                raise UnknownTerm("item", str(item), f"1 to {self.n_items}")

    def note(self, kind: str) -> str:
        """Return the sentence of this kind, empty where there is none."""
        return next((note.text for note in self.notes if note.kind == kind), "")

    def scored(self) -> tuple[Subscale, ...]:
        """Return the subscales, and the total where there is one that is not the only subscale itself."""
        only = len(self.subscales) == 1 and self.subscales[0].items == self.total
        better = {subscale.better for subscale in self.subscales}
        total = Subscale("total", self.total, better.pop() if len(better) == 1 else "")
        return self.subscales if only or not self.total else (*self.subscales, total)

    def reversed_in(self, *, order: str = "", anchor: str = "") -> tuple[int, ...]:
        """Return the reversed items of the form that a person used.

        Raises
        ------
        FormUnstated
            If forms differ and nobody says which it is; nothing is guessed.
        UnknownTerm
            If there is no such form.
        """
        found = self.reversed
        for kind, stated, variants in (("order", order, self.orders), ("anchor", anchor, self.anchors)):
            if variants:
                found = self._variant(kind, stated, variants).reversed
            elif stated:
                raise UnknownTerm(kind, stated, "")
        return found

    def _variant(self, kind: str, stated: str, variants: Sequence[Variant]) -> Variant:
        known = ", ".join(variant.id for variant in variants)
        if not stated:
            raise FormUnstated(self.id, kind, self.note(f"{kind}_trap"), known)
        chosen = next((variant for variant in variants if variant.id == stated), None)
        if chosen is None:
            raise UnknownTerm(kind, stated, known)
        return chosen


@dataclass(frozen=True, slots=True)
class Excluded:
    """A scale that is not shipped, and why."""

    id: str
    reason: str


@dataclass(frozen=True, slots=True)
class BesideCodes:
    """Where a scale and an interview speak of the same thing."""

    scale: str
    subscale: str
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ScaleLibrary:
    """All scales, what is left out, what permission means, and what is policy for all of them."""

    scales: tuple[Scale, ...]
    excluded: tuple[Excluded, ...]
    roles: Mapping[str, tuple[str, ...]]
    beside: tuple[BesideCodes, ...]
    permissions: Mapping[Permission, str]
    policy: tuple[Note, ...]
