"""What a deed changed: the entries of a study's history."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

__all__ = ["Change", "Entry", "EntryKind", "Since"]


class EntryKind(StrEnum):
    """Whether an entry did something, took something back, or did it again."""

    DO = "do"
    UNDO = "undo"
    REDO = "redo"


@dataclass(frozen=True, slots=True)
class Change:
    """How many records of one kind a deed added, changed and removed."""

    added: int = 0
    changed: int = 0
    removed: int = 0


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the history, in the order of `number`; `at` is in UTC and tells the time, never the order.

    `root` is the number of the deed that an undo or redo is about, and its own number for a deed.
    """

    number: int
    kind: EntryKind
    root: int
    deed: str
    actor: str
    at: datetime
    facts: Mapping[str, str]
    changes: Mapping[str, Change]
    standing: bool


@dataclass(frozen=True, slots=True)
class Since:
    """What became of records after a number of the history, by id.

    `changed` were there and are otherwise now, `came` are new, `removed` are there no longer. `settings` are the rows
    of settings that changed.
    """

    changed: frozenset[UUID] = frozenset()
    came: frozenset[UUID] = frozenset()
    removed: frozenset[UUID] = frozenset()
    settings: frozenset[int] = frozenset()
