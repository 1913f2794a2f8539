"""The part of agreement that starts a conversation: kinds, ranks and decisions, before and after, drift."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal, TypeAlias

from kangni.core.errors import N_
from kangni.core.names import Label
from kangni.core.undefined import Number
from kangni.methods.agreement.settling import Settled
from kangni.methods.columns import Ints
from kangni.results.decisions import DecisionRow

__all__ = ["KINDS", "Dialogue", "Difference", "DriftRow", "KindCount", "MovedRow", "PassageList"]

Difference: TypeAlias = Literal["missed", "different code", "parent-child", "polarity", "level", "boundary"]
PassageList: TypeAlias = Literal["open", "settled", "all"]

# in the order of the constants of methods.agreement.kinds
KINDS: tuple[Difference, ...] = ("missed", "different code", "parent-child", "polarity", "level", "boundary")
NAMES_OF_KINDS = (N_("missed"), N_("different code"), N_("parent-child"), N_("polarity"), N_("level"), N_("boundary"))


@dataclass(frozen=True, slots=True)
class KindCount:
    """How many passages were read differently in one way, and how many of them nobody has decided on yet."""

    kind: Difference
    passages: int
    open: int


@dataclass(frozen=True, slots=True)
class MovedRow:
    """Figures at the first reading and now, of one code, or of all codes pooled where `code` is empty.

    The first reading is what each coder had coded when they declared a document done.
    """

    code: str
    name: Label
    marked_first: int
    marked_now: int
    percent_first: Number
    percent_now: Number
    alpha_first: Number
    alpha_first_low: Number
    alpha_first_high: Number
    alpha_now: Number
    alpha_now_low: Number
    alpha_now_high: Number


@dataclass(frozen=True, slots=True)
class DriftRow:
    """One document in the order of coding: its own agreement, and alpha of the window that ends with it.

    `done` is the number of the history entry with which the last of its coders declared it done. The first documents
    end no whole window.
    """

    position: int
    document: str
    done: int
    units: int
    percent: Number
    alpha: Number
    window_alpha: Number
    window_low: Number
    window_high: Number


@dataclass(frozen=True, slots=True, eq=False)
class Dialogue:
    """By difference: its kind (an index into `KINDS`), what settling it would change, and the decision on it."""

    kind: Ints
    settled: Settled
    decided: Mapping[int, DecisionRow] = field(default_factory=lambda: MappingProxyType({}))
