"""What merging another copy of a study did, record by record where both had changed the same one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, Literal

from kangni.results.answer import Answer, Evidence

__all__ = ["Conflict", "Merge", "MergeLine", "Side"]

Side = Literal["mine", "theirs"]


@dataclass(frozen=True, slots=True)
class Conflict:
    """A record that both sides have otherwise; `taken` says whose stands, and is empty until somebody says so.

    `about` says what a record without a name of its own is about. `mine` and `theirs` are what the sides say.
    """

    kind: str
    name: str
    about: str
    what: str
    mine: str
    theirs: str
    taken: Side | Literal[""] = ""


@dataclass(frozen=True, slots=True)
class MergeLine:
    """Of one kind: how many records came, changed and went because the other side did so, and how many are the same."""

    kind: str
    new: int
    changed: int
    removed: int
    same: int
    contested: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Merge(Answer):
    """What another copy of the study brought, and the true conflicts; `common` is the last entry of both histories."""

    deed: ClassVar[str] = "merge"
    file: str
    common: int | None
    lines: tuple[MergeLine, ...] = ()
    conflicts: tuple[Conflict, ...] = ()

    def rows(self) -> Sequence[MergeLine]:
        """Return one line a kind of record."""
        return self.lines

    @property
    def open(self) -> tuple[Conflict, ...]:
        """Return the conflicts on which nobody has said whose word stands."""
        return tuple(each for each in self.conflicts if not each.taken)

    def keys(self) -> Sequence[str]:
        """Return nothing: a merge counts no codings."""
        return ()

    def find(self, key: str) -> Evidence | None:  # noqa: ARG002 - the shape that all results share
        """Return nothing: a merge counts no codings."""
        return None
