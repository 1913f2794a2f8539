"""The answer to "which circles do people tell"."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import ClassVar

from kangni.core.errors import N_
from kangni.core.names import NO_WORDS, Label
from kangni.core.undefined import Number
from kangni.results.answer import Answer, Evidence
from kangni.results.links import LinkSign

__all__ = ["Course", "Family", "Loop", "LoopCount", "LoopKind", "LoopRow", "Loops", "Opposition", "Telling"]

NO_EVIDENCE: Mapping[str, Evidence] = MappingProxyType({})


class LoopKind(StrEnum):
    """What a loop does to a change that enters it.

    Open: its tellers differ, or nobody tells it and one of its links is contested, so that it is the one if that link
    raises and the other if it lowers.
    """

    REINFORCING = N_("reinforcing")
    BALANCING = N_("balancing")
    OPEN = N_("open")


class Course(StrEnum):
    """Whether a reinforcing loop feeds bad or good functioning, run the way its words point; often it has no name."""

    VICIOUS = N_("vicious")
    VIRTUOUS = N_("virtuous")
    UNNAMED = ""


@dataclass(frozen=True, slots=True)
class Telling:
    """One participant who tells the whole loop; `entry` are links by which, so they say, a stressor feeds it."""

    participant: str
    kind: LoopKind
    gain: float
    strength: float
    entry: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Opposition:
    """Somebody who claims one link of the loop with the other sign: for them it is cut or turned."""

    participant: str
    link: str


@dataclass(frozen=True, slots=True)
class LoopRow:
    """One loop as a line of a table; names are joined by "; "."""

    key: str
    kind: LoopKind
    course: Course
    feeds: str
    length: int
    told: bool
    tellers: str
    parts: str
    opposed: str
    strength: float
    gain: float
    exists: Number
    family: str
    sentence: Label


@dataclass(frozen=True, slots=True)
class Loop:
    """A closed way of links, from the code that stands first in the codebook.

    Of a told loop, signs and strength are those of its strongest telling; of an assembled one they are the group's, a
    contested link as strong as both its sides together.
    `gain` is the product of the group's weights and falls with breadth and length: nothing is ordered by it. `parts`
    names others who hold at least one of its links. `exists` is the share of resamples of the participants in which
    every link still has a speaker. `feeds` are the codes of functioning that give a loop its course. `polarities` are
    those of its codes, empty where a code has none. `sentence` tells it in words. Evidence: `key` (claims of all its
    links), and "key/PARTICIPANT" of each teller.
    """

    key: str
    codes: tuple[str, ...]
    names: tuple[Label, ...]
    polarities: tuple[str, ...]
    links: tuple[str, ...]
    signs: tuple[LinkSign, ...]
    told: bool
    kind: LoopKind
    course: Course
    feeds: tuple[str, ...]
    feeds_names: tuple[Label, ...]
    strength: float
    gain: float
    tellings: tuple[Telling, ...]
    parts: tuple[str, ...]
    opposed: tuple[Opposition, ...]
    contested: tuple[str, ...]
    exists: Number
    family: str  # key of the loop that stands for its family; an assembled loop has none
    sentence: Label = NO_WORDS


@dataclass(frozen=True, slots=True)
class Family:
    """Told loops that are one story, shown by its strongest, the first of `loops`."""

    key: str
    loops: tuple[str, ...]
    tellers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LoopCount:
    """How many loops pass through a code: told ones, and all of the group's map."""

    code: str
    told: int
    loops: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Loops(Answer):
    """Feedback loops: told ones by family, then, when asked for, those that nobody tells whole.

    `found` counts all loops of the group's map up to `cap`, told ones included; it is a lower bound where `complete`
    is False, and then not every loop is listed.
    """

    deed: ClassVar[str] = "loops"
    n: int
    cap: int
    told_only: bool
    found: int
    told: int
    assembled: int
    complete: bool
    families: tuple[Family, ...]
    loops: tuple[Loop, ...]
    through: tuple[LoopCount, ...]
    evidence_by_key: Mapping[str, Evidence] = field(
        default_factory=lambda: NO_EVIDENCE, repr=False, metadata={"show": False}
    )

    def heads(self) -> tuple[Loop, ...]:
        """Return the loop that stands for each family."""
        by_key = {loop.key: loop for loop in self.loops}
        return tuple(by_key[family.key] for family in self.families)

    def rows(self) -> Sequence[LoopRow]:
        """Return one row a loop, told ones first."""
        return tuple(_loop_row(loop) for loop in self.loops)

    def keys(self) -> Sequence[str]:
        """Return the loops, each also with the participants who tell it."""
        return tuple(self.evidence_by_key)

    def find(self, key: str) -> Evidence | None:
        """Return the claims that carry a loop."""
        return self.evidence_by_key.get(key)


def _loop_row(loop: Loop) -> LoopRow:
    return LoopRow(
        key=loop.key,
        kind=loop.kind,
        course=loop.course,
        feeds="; ".join(loop.feeds),
        length=len(loop.codes),
        told=loop.told,
        tellers="; ".join(telling.participant for telling in loop.tellings),
        parts="; ".join(loop.parts),
        opposed="; ".join(dict.fromkeys(opposition.participant for opposition in loop.opposed)),
        strength=loop.strength,
        gain=loop.gain,
        exists=loop.exists,
        family=loop.family,
        sentence=loop.sentence,
    )
