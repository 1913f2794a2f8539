"""A lever with all that is known of it: who asks, who credits, who objects, what it does, what pushes back."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from kangni.core.errors import N_
from kangni.core.names import NO_WORDS, Label
from kangni.core.undefined import Number, Undefined
from kangni.methods.causal.ensemble import Direction, Spread

__all__ = [
    "Breadth",
    "Budget",
    "CauseFirst",
    "Lever",
    "LeverLoop",
    "LeverPair",
    "LeverSet",
    "LoopPart",
    "Mark",
    "Objection",
    "Objector",
    "SideEffect",
    "Standing",
    "Together",
    "Worlds",
]


class Breadth(StrEnum):
    """How many people carry a lever: at least half of all with a clear direction, at most two, or between."""

    BROAD = "broad"
    MIDDLING = "middling"
    THIN = "thin"


class Mark(StrEnum):
    """What has to be said beside a lever."""

    DISPUTED = "disputed"
    DIRECTION_OPEN = "direction open"
    PATH_THIN = "path thin"
    OTHERS_FIRST = "others first"


class Objection(StrEnum):
    """How somebody stands against a lever."""

    CODED = "coded"  # a coding of one of its codes has the opposite polarity
    CLAIMED = "claimed"  # a claim on the minority side of a contested link out of it


@dataclass(frozen=True, slots=True)
class Objector:
    """Somebody against a lever, and the codes of it that their words are about."""

    participant: str
    how: Objection
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CauseFirst:
    """A cause outside the person that supporters of a person-level lever claim for it."""

    code: str
    name: Label
    participants: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a lever stands among those of its addressee: place, 5 and 95 % over members, and share in the top three.

    `tied_with` names levers with as many askers whose intervals of place overlap; `without` gives the place for each
    participant without whom it is another one.
    """

    place: int
    low: Number
    high: Number
    top_three: Number
    tied_with: tuple[str, ...] = ()
    without: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Worlds:
    """A contested link on which a lever depends: its median effect if the link raises its end, and if it lowers it."""

    cause: str
    effect: str
    if_raises: float
    if_lowers: float


@dataclass(frozen=True, slots=True)
class SideEffect:
    """What gets worse while a lever is pressed: an outcome of the map, or another lever.

    `change` is by how much, of a level between 0 and 1, less than 0: the median over the maps that have a path from the
    lever; `reach` the share of maps that have one, `certainty` the share of those in which it gets worse.
    """

    what: str  # a code, or the id of a lever
    name: Label
    change: float
    reach: float
    certainty: float


class LoopPart(StrEnum):
    """What a loop through a lever does to a press on it."""

    CARRIES = N_("carries")  # reinforcing: the press comes back stronger
    PUSHES_BACK = N_("pushes back")  # balancing: the press wakes what undoes it
    OPEN = N_("open")  # people differ about a link of it


@dataclass(frozen=True, slots=True)
class LeverLoop:
    """A loop through one of the lever's codes, read from there on; without tellers nobody tells it whole.

    `moves` says of each code, and of the first one once more, whether the press on the lever makes it go up (1), down
    (-1), or either way (0) because a link on the way there is contested. Evidence: "LEVER/loop/KEY".
    """

    key: str
    codes: tuple[str, ...]
    names: tuple[Label, ...]
    moves: tuple[int, ...]
    part: LoopPart
    tellers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Lever:
    """Something that somebody can act on, with the two kinds of evidence side by side and never added up.

    `sentence` says it for somebody who reads no numbers: who asks, what it would do in these accounts, who is against,
    what carries it and what pushes back.
    """

    id: str
    name: Label
    raised: tuple[str, ...]
    lowered: tuple[str, ...]
    askers: tuple[str, ...]
    claimers: tuple[str, ...]
    supporters: tuple[str, ...]  # askers and claimers, each once
    against: tuple[Objector, ...]
    effect: Spread | Undefined  # of moving all its codes to their helpful levels, in unit dips of resting y
    direction: Direction | Undefined
    worlds: tuple[Worlds, ...]
    tellers: tuple[str, ...]  # whose own claims hold a whole path from the lever to y
    score: Number  # |median effect| x (2 C - 1) x breadth; a column, never the order
    share: Number  # Wilson's lower bound of the share of tellers, the breadth in score and front
    breadth: Breadth
    marks: tuple[Mark, ...]
    causes_first: tuple[CauseFirst, ...]
    standing: Standing
    on_front: bool  # no other lever of the addressee is at least as good in effect, certainty and breadth
    worse: tuple[SideEffect, ...] = ()
    loops: tuple[LeverLoop, ...] = ()
    sentence: Label = NO_WORDS


class Together(StrEnum):
    """How the effect of two levers together stands to the sum of what each does alone."""

    MORE = N_("more than the sum")
    LESS = N_("less than the sum")
    ADDS_UP = N_("adds up")
    OPEN = N_("open")


@dataclass(frozen=True, slots=True)
class LeverPair:
    """Two levers pressed together; `beyond` is their effect less the sum of both alone, in unit dips."""

    first: str
    second: str
    names: tuple[Label, Label]
    addressees: tuple[str, ...]
    askers: tuple[str, ...]  # of either, each once
    supporters: tuple[str, ...]
    effect: Spread
    beyond: Spread
    together: Together
    place: int


@dataclass(frozen=True, slots=True)
class LeverSet:
    """Levers that fit into a budget together; `how` says how they were chosen (a message id)."""

    how: str
    levers: tuple[str, ...]
    names: tuple[Label, ...]
    cost: float
    askers: tuple[str, ...]
    supporters: tuple[str, ...]
    effect: Spread | Undefined


@dataclass(frozen=True, slots=True)
class Budget:
    """What a budget allows; `compared` sets were compared on the map of all, `complete` if these are all that fit."""

    budget: float
    costs: tuple[tuple[str, float], ...]
    without_cost: tuple[str, ...]
    sets: tuple[LeverSet, ...]
    compared: int
    complete: bool
