"""The answer to "who is pushed, who is held": side by side, people first, and never subtracted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import ClassVar

from kangni.core.names import Label
from kangni.results.answer import Answer, Evidence

__all__ = ["Contention", "LevelContention", "PersonLevel", "Target", "ThoughStill"]


@dataclass(frozen=True, slots=True)
class LevelContention:
    """Who speaks on one level of what pushes, who of what holds, and who of both.

    Opens as "KEY/risk" and "KEY/protective".
    """

    key: str
    level: str
    name: Label
    pushed: tuple[str, ...]
    held: tuple[str, ...]
    both: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PersonLevel:
    """What pushes and what holds one participant on one level: factors first, then quotes.

    `key` is that of the level; the two sides open as "KEY/risk/P01" and "KEY/protective/P01" (`risk_key` and
    `protective_key`, empty where there is nothing).
    """

    key: str
    participant: str
    level: str
    risk_factors: int
    risk_quotes: int
    protective_factors: int
    protective_quotes: int
    risk_key: str
    protective_key: str


@dataclass(frozen=True, slots=True)
class ThoughStill:
    """A turn in which a speaker sets a burden against a resource: "though ... still".

    `risk` and `protective` are the other codes of the turn, burdens and resources. `ends_on` is the polarity of the
    one whose words come last, empty where the turn carries codes of one side only. `key` opens its codings.
    """

    key: str
    participant: str
    document: str
    turn: int | None
    risk: tuple[str, ...]
    protective: tuple[str, ...]
    ends_on: str


@dataclass(frozen=True, slots=True)
class Target:
    """A state that factors are said to raise and to lower: who says so, and by which links; `both` say both.

    `polarity` says whether more of it is better or worse. Opens as "CODE/raised" and "CODE/lowered", to claims.
    """

    key: str
    code: str
    name: Label
    polarity: str
    raised_by: tuple[str, ...]
    lowered_by: tuple[str, ...]
    both: tuple[str, ...]
    raising: tuple[str, ...]  # links, "CAUSE>EFFECT"
    lowering: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Contention(Answer):
    """Who is pushed and who is held: by level, by participant and level, in one breath, and on states that matter.

    Nothing is subtracted: ten who speak of a burden do not outweigh one who speaks of a resource. Each record documents
    its evidence keys; those of targets open claims, all others codings.
    """

    deed: ClassVar[str] = "contention"
    reading: str
    n: int
    levels: tuple[LevelContention, ...]
    people: tuple[PersonLevel, ...]  # by participant, then level
    though: tuple[ThoughStill, ...]
    though_people: tuple[str, ...]
    targets: tuple[Target, ...]
    evidence_by_key: Mapping[str, Evidence] = field(
        default_factory=lambda: MappingProxyType({}), repr=False, compare=False, metadata={"show": False}
    )

    def rows(self) -> Sequence[PersonLevel]:
        """Return one row a participant and level."""
        return self.people

    def keys(self) -> Sequence[str]:
        """Return the keys of levels, of participants on them, of turns, and of targets."""
        return tuple(self.evidence_by_key)

    def find(self, key: str) -> Evidence | None:
        """Return the codings or claims that a number counts."""
        return self.evidence_by_key.get(key)
