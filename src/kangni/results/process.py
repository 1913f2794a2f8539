"""The answer to "how did it go": episodes through the stages, and how they ended."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import groupby, pairwise
from typing import ClassVar, Literal, TypeAlias

from kangni.core.names import Label
from kangni.core.undefined import Number
from kangni.methods.columns import Ints
from kangni.results.answer import Answer, Evidence

__all__ = [
    "Change",
    "Growth",
    "Lane",
    "LaneMoment",
    "Order",
    "OutcomeRow",
    "Passage",
    "Process",
    "Repeat",
    "Transition",
    "order_key",
]

Change: TypeAlias = Literal["better", "the same", "worse"]


@dataclass(frozen=True, slots=True)
class LaneMoment:
    """One step of an episode; an empty `code` says "not told": it is drawn and never counted."""

    position: int
    stage: str
    code: str
    name: Label
    polarity: str  # of the code


@dataclass(frozen=True, slots=True)
class Lane:
    """One episode; `key` is its handle.

    `path` holds the stages of its coded moments in told order; it is empty where the episode's steps do not count.
    `in_share` says that its outcome counts: the episode is closed, or disputed and read by the one coder asked for.
    `grew` says that it holds a moment of growth. `place` is where its first words stand: document and code point.
    """

    key: str
    participant: str
    document: str
    coder: str
    label: str
    state: str
    outcome: str
    in_share: bool
    in_order: bool
    path: tuple[str, ...]
    moments: tuple[LaneMoment, ...]
    row: int = field(metadata={"show": False})
    grew: bool = False
    place: tuple[int, int] = field(default=(0, 0), metadata={"show": False})


@dataclass(frozen=True, slots=True)
class OutcomeRow:
    """How many episodes ended so, and first of all with how many participants.

    `participants_lower` and `participants_upper` are Wilson's bounds for participants with at least one such episode
    of `participants_n` with any; `lower` and `upper` Wilson's for episodes; the Goodman bounds hold for all outcomes
    at once and are the ones to compare outcomes by.
    """

    key: str
    outcome: str
    name: Label
    rank: int
    participants: int
    participants_n: int
    participants_lower: Number
    participants_upper: Number
    episodes: int
    episodes_n: int
    lower: Number
    upper: Number
    goodman_lower: Number
    goodman_upper: Number


@dataclass(frozen=True, slots=True)
class Transition:
    """Steps from one stage to another, at least one; `key` is "stressor>context".

    `share` is of all steps from `source`; `mean`, `lower` and `upper` belong to the Dirichlet(1/2) posterior.
    """

    key: str
    source: str
    target: str
    steps: int
    episodes: int
    participants: int
    share: Number
    mean: Number
    lower: Number
    upper: Number
    backward: bool


@dataclass(frozen=True, slots=True)
class Order:
    """A sequence of stages that runs back somewhere, repeats in a row told once, and how many episodes tell it."""

    key: str
    stages: tuple[str, ...]
    episodes: int
    participants: int


@dataclass(frozen=True, slots=True)
class Passage:
    """Expected steps from a stage to the last one, with standard deviation, if a step forgot the ones before it."""

    stage: str
    steps: Number
    deviation: Number


@dataclass(frozen=True, slots=True)
class Growth:
    """How often an outcome followed where an episode holds a moment of growth, and where it holds none.

    Wilson's bounds are of the episodes; `key` and `key_without` open the two counts.
    """

    key: str
    key_without: str
    outcome: str
    name: Label
    episodes_with: int
    with_n: int
    with_lower: Number
    with_upper: Number
    people_with: int
    episodes_without: int
    without_n: int
    without_lower: Number
    without_upper: Number
    people_without: int


@dataclass(frozen=True, slots=True)
class Repeat:
    """Two episodes of one participant that begin with the same stressor, in the order of telling.

    `change` compares the outcomes, which have an order; `grew` says whether the first one holds a moment of growth.
    """

    key: str
    participant: str
    stressors: tuple[str, ...]
    first: str
    second: str
    first_outcome: str
    second_outcome: str
    grew: bool
    change: Change


@dataclass(frozen=True, slots=True, kw_only=True)
class Process(Answer):
    """Episodes as lanes, the steps between stages, and how the closed ones ended.

    No outcome has a mean: ranks are ordinal. `median` names the middle outcome, both where two are in the middle.

    Evidence keys: an outcome "resilient"; a step "stressor>context"; an episode's handle "E01"; "in order"; an order
    that runs back "order:stressor>transaction>context"; an outcome with or without a moment of growth
    "growth:resilient", "no growth:resilient"; the same stressor twice "again:E04>E05". All open to episodes.
    """

    deed: ClassVar[str] = "process"
    reading: str
    n: int
    stages: tuple[str, ...]
    stage_names: tuple[Label, ...]
    lanes: tuple[Lane, ...]
    outcomes: tuple[OutcomeRow, ...]  # best rank first
    median: tuple[str, ...]
    transitions: tuple[Transition, ...]
    counts: Ints = field(compare=False)  # steps, stage by stage
    cell_participants: Ints = field(compare=False)
    in_order: int  # of `ordered` episodes, those with two counted moments or more
    ordered: int
    in_order_lower: Number
    in_order_upper: Number
    orders: tuple[Order, ...]  # the others, commonest first
    passages: tuple[Passage, ...]
    open_episodes: int
    disputed_episodes: int
    without_outcome: int  # closed, and no outcome given
    growth_codes: tuple[str, ...] = ()  # codes of moments that leave something for the next time
    growth: tuple[Growth, ...] = ()  # best outcome first
    repeats: tuple[Repeat, ...] = ()

    def rows(self) -> Sequence[OutcomeRow]:
        """Return one row an outcome."""
        return self.outcomes

    def keys(self) -> Sequence[str]:
        """Return the keys of outcomes, steps, orders and episodes."""
        records: tuple[Sequence[OutcomeRow | Transition | Order | Lane | Repeat], ...] = (
            self.outcomes,
            self.transitions,
            self.orders,
            self.lanes,
            self.repeats,
        )
        grown = (key for row in self.growth for key in (row.key, row.key_without))
        return ("in order", *(record.key for kind in records for record in kind), *grown)

    def find(self, key: str) -> Evidence | None:
        """Return the episodes that a number counts."""
        if key not in self.keys():
            return None
        rows = {lane.row for lane in self.lanes if _counts(lane, key)}
        return Evidence("episode", tuple(sorted(rows)))


def _counts(lane: Lane, key: str) -> bool:
    """Tell whether the number named `key` counts this episode."""
    if key == "in order":
        return lane.in_order and len(lane.path) > 1
    if key.startswith("order:"):
        return key == order_key(lane.path)
    if key.startswith("again:"):
        return lane.key in key.removeprefix("again:").split(">")
    if key.startswith(("growth:", "no growth:")):
        return lane.in_share and lane.grew is key.startswith("growth:") and lane.outcome == key.partition(":")[2]
    steps = {f"{source}>{target}" for source, target in pairwise(lane.path)}
    return key == lane.key or (lane.in_share and lane.outcome == key) or key in steps


def order_key(path: Sequence[str]) -> str:
    """Return the key of a sequence of stages, repeats in a row told once."""
    return "order:" + ">".join(stage for stage, _ in groupby(path))
