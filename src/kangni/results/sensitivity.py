"""What a conclusion hangs on: layers of the ensemble, people, links, and what to ask in the next interview."""

from __future__ import annotations

from dataclasses import dataclass

from kangni.core.undefined import Number, Undefined
from kangni.methods.causal.ensemble import Spread

__all__ = ["LayerShare", "LinkWeight", "NextQuestion", "PersonWeight", "Sensitivity", "Side"]


@dataclass(frozen=True, slots=True)
class LayerShare:
    """The share of the conclusion's variance that one layer explains by itself."""

    layer: str  # "participants", "sides", "coders", "weights", "rule", "transfer" or "steepness"
    share: Number


@dataclass(frozen=True, slots=True)
class PersonWeight:
    """The conclusion without one participant: the median over the members in which they were not drawn."""

    participant: str
    without: Number
    whole: Number
    turns: bool  # the sign is another one


@dataclass(frozen=True, slots=True)
class LinkWeight:
    """The conclusion without one link, on the map of all; all else stays as it was."""

    link: str  # "CAUSE>EFFECT"
    people: tuple[str, ...]
    without: Number
    whole: Number
    turns: bool


@dataclass(frozen=True, slots=True)
class Side:
    """The conclusion in the members that take one side of a contested link, and in those that take the other."""

    link: str
    raises: Spread | Undefined
    lowers: Spread | Undefined
    apart: Number  # distance of the medians
    turns: bool


@dataclass(frozen=True, slots=True)
class NextQuestion:
    """A question for the next interview: a sentence with codes and people in braces."""

    sentence: str
    facts: tuple[tuple[str, str], ...]
    links: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sensitivity:
    """What the conclusion hangs on.

    `conclusion` says what is meant: "growth" with conditions or presses, else "drop". Links and sides stand with the
    heaviest first.
    """

    conclusion: str
    value: Number
    layers: tuple[LayerShare, ...]
    people: tuple[PersonWeight, ...]
    links: tuple[LinkWeight, ...]
    sides: tuple[Side, ...]
    questions: tuple[NextQuestion, ...]
