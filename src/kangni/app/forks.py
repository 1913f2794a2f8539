"""Where two copies of a study parted, and what each side did since."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from kangni.core.changes import Entry, Since

__all__ = ["MERGE", "Fork", "Past", "fork_of", "mark"]

MERGE = "merge"


@dataclass(frozen=True, slots=True)
class Fork:
    """The numbers after which each side's history counts: where they parted, or an earlier merge.

    `common` is the last entry that both histories have.
    """

    common: int
    mine: int
    theirs: int
    is_merged: bool = False


@dataclass(frozen=True, slots=True)
class Past:
    """What each side did since the fork; `removed` is what went here since the two parted."""

    fork: Fork
    mine: Since
    theirs: Since
    removed: frozenset[UUID]


def fork_of(mine: Sequence[Entry], theirs: Sequence[Entry]) -> Fork:
    """Return where two histories parted, or where the other was merged into this one last."""
    common = 0
    for one, other in zip(mine, theirs, strict=False):
        if _identity(one) != _identity(other):
            break
        common = one.number
    number_by_mark = {mark(entry): entry.number for entry in theirs}
    for entry in reversed(mine[common:]):
        number = number_by_mark.get(entry.facts.get("entry", ""))
        if entry.deed == MERGE and entry.standing and number is not None:
            return Fork(common, entry.number, number, is_merged=True)
    return Fork(common, common, common)


def mark(entry: Entry) -> str:
    """Return what tells an entry from all others, for a history to remember up to where it took another one in."""
    return f"{entry.number} {entry.at.isoformat()}"


def _identity(entry: Entry) -> tuple[object, ...]:
    return entry.number, entry.kind, entry.root, entry.deed, entry.actor, entry.at, dict(entry.facts)
