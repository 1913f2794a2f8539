"""An open study: every deed as a method, wired to the store that the study lives in."""

from __future__ import annotations

from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from kangni.core.changes import Entry
from kangni.core.codebook import Codebook
from kangni.core.ports import NewId, Reader
from kangni.language import Language
from kangni.study.asking import Asking

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from kangni.storage.store import SqliteStore

__all__ = ["Study"]


class Study(Asking):
    """An open study. Use it in a `with` block, or call `close`.

    Each changing method is one deed: one transaction, one entry of the history, taken back by `undo`. With
    `dry_run=True` it computes everything and stores nothing. Methods that ask return results that open to their words.
    """

    def __init__(self, store: SqliteStore, *, coder: str, language: Language, new_id: NewId) -> None:
        super().__init__(store, language=language)
        self._coder = coder
        self._new_id = new_id

    # --- the file ---------------------------------------------------------------------------------------------------

    @property
    def path(self) -> Path:
        """Return the study's file."""
        return self._store.path

    def close(self) -> None:
        """Close the file; nothing is pending, each deed was stored when it ended."""
        self._store.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def read(self) -> AbstractContextManager[Reader]:
        """Open a view of the study as it stands: `with study.read() as read: ...`."""
        return self._store.read()

    def codebook(self) -> Codebook:
        """Return the codes as a tree."""
        with self._store.read() as read:
            return read.codebook()

    def hash(self) -> str:
        """Return the SHA-256 of all that the study says: same study, same hash."""
        with self._store.read() as read:
            return read.hash()

    def history(self) -> tuple[Entry, ...]:
        """Return who did what, first deed first."""
        with self._store.read() as read:
            return tuple(read.history())

    def undo(self) -> Entry:
        """Take back this coder's last deed that still stands."""
        return self._store.undo(self._coder)

    def redo(self) -> Entry:
        """Do again what this coder last took back."""
        return self._store.redo(self._coder)

    def backup(self) -> Path:
        """Make a verified copy beside the study and return its path."""
        return self._store.backup()
