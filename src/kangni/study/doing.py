"""An open study to which somebody does deeds: who acts, and how a deed begins and ends."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from copy import copy
from typing import TYPE_CHECKING, Self

from kangni.core.ports import Clock, NewId
from kangni.language import Language
from kangni.study.asking import Asking

if TYPE_CHECKING:
    from kangni.storage.store import SqliteStore
    from kangni.storage.writer import SqliteWriter

__all__ = ["Doing", "given"]


class Doing(Asking):
    """Does deeds as one coder; each is one transaction and one entry of the history."""

    def __init__(self, store: SqliteStore, *, coder: str, language: Language, new_id: NewId, clock: Clock) -> None:
        super().__init__(store, language=language)
        self._coder = coder
        self._new_id = new_id
        self._clock = clock

    @property
    def coder(self) -> str:
        """Return who acts."""
        return self._coder

    def acting(self, coder: str, *, language: Language) -> Self:
        """Return this open study as another person uses it: the same file, the same remembered answers."""
        other = copy(self)
        other._coder, other._language = coder, language  # noqa: SLF001 - a copy of itself
        return other

    @contextmanager
    def _deed(self, deed: str, facts: Mapping[str, str], *, dry_run: bool = False) -> Iterator[SqliteWriter]:
        try:
            with self._store.write(deed, self._coder, facts) as write:
                yield write
                _stop(dry_run=dry_run)
        except _NotMeant:
            pass


def given(**facts: str) -> dict[str, str]:
    """Return the facts of a deed that say anything."""
    return {name: value for name, value in facts.items() if value}


class _NotMeant(Exception):
    """Takes a dry run back: everything was computed, nothing is to be stored."""


def _stop(*, dry_run: bool) -> None:
    if dry_run:
        raise _NotMeant
