"""A study file: opening it, reading it, and one deed at a time."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager, nullcontext
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from sqlalchemy import Connection

from kangni.core.changes import Change, Entry, EntryKind
from kangni.core.errors import NothingToRedo, NothingToUndo, RedoBlocked, StudyInUse, StudyReadOnly, UndoBlocked
from kangni.core.ports import Clock, NewId
from kangni.storage import holder
from kangni.storage.backups import Reason, digest, keep_copy
from kangni.storage.driver import Driver, best_driver, is_faulty, make_engine
from kangni.storage.failures import in_plain_words
from kangni.storage.history import entry as entry_of
from kangni.storage.history import last_number, last_standing, last_undone, latest_of, store_entry
from kangni.storage.opening import check_file, is_writable, log_file
from kangni.storage.reader import SqliteReader
from kangni.storage.reversal import Reversal
from kangni.storage.rows import Rows
from kangni.storage.writer import SqliteWriter

__all__ = ["SqliteStore", "open_store"]


class SqliteStore:
    """A study in one SQLite file. Use it in a `with` block, or call `close`."""

    def __init__(self, path: Path, *, clock: Clock, new_id: NewId, read_only: bool, driver: Driver) -> None:
        self._path = path
        self._clock = clock
        self._new_id = new_id
        locked = not is_writable(path)
        self._read_only = read_only or locked
        # without the right to write nothing may be left beside the file; a log that is there must be read, though
        immutable = locked and not log_file(path).exists()
        self._driver = driver
        self._engine = make_engine(driver, path, read_only=locked, immutable=immutable)
        # with a faulty SQLite there is one connection, which nested readers share and other threads wait for
        self._alone = threading.RLock() if is_faulty(driver.sqlite_version_info) and not locked else None
        self._current: Connection | None = None
        self._remembered: dict[int, dict[str, Any]] = {}

    @property
    def path(self) -> Path:
        """Return the study's file."""
        return self._path

    @property
    def is_read_only(self) -> bool:
        """Tell whether the study can only be read here."""
        return self._read_only

    def close(self) -> None:
        """Close the file; the last one to close leaves nothing beside it."""
        with in_plain_words(self._path):
            if self._alone:
                holder.clear(self._path)
            self._engine.dispose()

    def announce(self) -> None:
        """Tell others who has the study, where nobody else can use it meanwhile."""
        if self._alone:
            holder.tell(self._path, "open")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @contextmanager
    def read(self) -> Iterator[SqliteReader]:
        """Open a view of the study as it stands."""
        # what a deed under way has changed is not to be remembered
        remembered = self._remembered if self._current is None else None
        with self._transaction() as connection:
            reader = SqliteReader(connection, remembered=remembered)
            for revision in [known for known in self._remembered if known != reader.revision]:
                self._remembered.pop(revision, None)
            yield reader

    @contextmanager
    def write(self, deed: str, actor: str, facts: Mapping[str, str]) -> Iterator[SqliteWriter]:
        """Open one deed: one transaction, one entry of the history; a deed that changes nothing leaves no entry."""
        with self._transaction(deed) as connection:
            writer = SqliteWriter(connection, actor=actor, new_id=self._new_id)
            yield writer
            changes = writer.changes()
            if changes is None:
                connection.rollback()
            else:
                number = writer.number
                self._enter(connection, EntryKind.DO, number, deed, actor, facts, changes)

    @contextmanager
    def aside(self, deed: str = "") -> Iterator[Connection]:
        """Open what stands beside the study's records, to change it if a deed is named; no history is made."""
        with self._transaction(deed) as connection:
            yield connection

    def undo(self, actor: str) -> Entry:
        """Take back the actor's last deed that still stands.

        Raises
        ------
        NothingToUndo
            If no deed of the actor stands.
        UndoBlocked
            If a later deed touched the same rows or leans on them; it is named.
        """
        with self._transaction("undo") as connection:
            root = last_standing(connection, actor)
            if root is None:
                raise NothingToUndo(actor)
            return self._reverse(connection, EntryKind.UNDO, root, actor)

    def redo(self, actor: str) -> Entry:
        """Do again what the actor last took back.

        Raises
        ------
        NothingToRedo
            If the actor took nothing back since their last deed.
        RedoBlocked
            If a later deed touched the same rows, or took away what they lean on; it is named.
        """
        with self._transaction("redo") as connection:
            root = last_undone(connection, actor)
            if root is None:
                raise NothingToRedo(actor)
            return self._reverse(connection, EntryKind.REDO, root, actor)

    def backup(self, reason: Reason = "asked") -> Path:
        """Make a verified copy beside the study and return its path; five are kept."""
        if not os.access(self._path.parent, os.W_OK):
            raise StudyReadOnly(str(self._path))
        with in_plain_words(self._path):
            return keep_copy(self._path, self._copy, at=self._clock(), reason=reason)

    def _copy(self, target: Path) -> str:
        """Write the study as it stands to a new file and return its digest."""
        with self._transaction() as connection:
            expected = digest(connection)
            source = connection.connection.driver_connection
            assert source is not None  # it is in use
            with closing(self._driver.connect(str(target))) as copy:
                source.backup(copy)
            return expected

    def _reverse(self, connection: Connection, kind: EntryKind, root: int, actor: str) -> Entry:
        last = latest_of(connection, root).number
        reversal = Reversal(connection, last)
        deed, blocker = entry_of(connection, root), reversal.blocker()
        if blocker is not None:
            later = entry_of(connection, blocker)
            error = UndoBlocked if kind is EntryKind.UNDO else RedoBlocked
            raise error(deed.deed, root, later.deed, blocker, later.actor)
        number = last_number(connection) + 1
        reversal.apply(Rows(connection, number))
        undone = entry_of(connection, last).changes
        changes = {name: Change(change.removed, change.changed, change.added) for name, change in undone.items()}
        return self._enter(connection, kind, root, deed.deed, actor, {}, changes)

    def _enter(
        self,
        connection: Connection,
        kind: EntryKind,
        root: int,
        deed: str,
        actor: str,
        facts: Mapping[str, str],
        changes: Mapping[str, Change],
    ) -> Entry:
        number = last_number(connection) + 1
        entry = Entry(number, kind, root, deed, actor, self._clock(), facts, changes, standing=True)
        store_entry(connection, entry)
        return entry

    @contextmanager
    def _transaction(self, deed: str = "") -> Iterator[Connection]:
        """Begin, and take one's turn if a deed is named; all is stored at the end, or nothing."""
        if deed and self._read_only:
            raise StudyReadOnly(str(self._path))
        with self._alone or nullcontext():
            if self._current is not None:  # the only connection there is
                if deed:
                    raise StudyInUse(str(self._path), "a reader in this process")
                yield self._current
                return
            with in_plain_words(self._path), self._engine.connect() as connection:
                connection.execution_options(writes=bool(deed))
                with connection.begin():
                    yield from self._held(connection, deed)

    def _held(self, connection: Connection, deed: str) -> Iterator[Connection]:
        self._current = connection if self._alone else None
        try:
            if deed and not self._alone:
                holder.tell(self._path, deed)
            yield connection
        finally:
            self._current = None
            if deed and not self._alone:
                holder.clear(self._path)  # before the end of the transaction: then the next one may have told


def open_store(
    path: Path, *, clock: Clock, new_id: NewId, read_only: bool = False, driver: Driver | None = None
) -> SqliteStore:
    """Open a study file.

    Raises
    ------
    StudyMissing, FileMissing, NotAStudy, StudyDamaged, StudyOtherVersion
        The file stays as it is.
    StudyInUse
        If this machine's SQLite is a faulty one and another process has the study open.
    """
    check_file(path)
    store = SqliteStore(path, clock=clock, new_id=new_id, read_only=read_only, driver=driver or best_driver())
    try:
        with store.read() as read:
            read.settings()
        store.announce()
    except BaseException:
        store.close()
        raise
    return store
