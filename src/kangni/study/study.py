"""The Python face of every deed: opens a study file and wires store, deeds and figures together."""

from __future__ import annotations

from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self, TypeVar

from kangni.core.changes import Entry
from kangni.core.ports import NewId
from kangni.results.answer import Answer

if TYPE_CHECKING:
    from kangni.storage.store import SqliteStore

__all__ = ["Study", "new", "open_study"]

Result = TypeVar("Result", bound=Answer)
REMEMBERED = 64  # results kept per open study


class Study:
    """An open study. Use it in a `with` block, or call `close`.

    Each changing method is one deed: one transaction, one entry of the history, undone by `undo`. `dry_run=True`
    computes everything and stores nothing.
    """

    def __init__(self, store: SqliteStore, *, coder: str, new_id: NewId) -> None:
        self._store = store
        self._coder = coder
        self._new_id = new_id
        self._remembered: dict[tuple[object, ...], Answer] = {}

    # --- the file -------------------------------------------------------------------------------------------------

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

    def read(self) -> Any:
        """Open a view of the study as it stands, for `with study.read() as read:`."""
        return self._store.read()

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
