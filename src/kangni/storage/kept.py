"""Parts of ensembles that are kept in the study, so that a run that was broken off goes on where it stopped."""

from __future__ import annotations

from importlib.metadata import version
from typing import TYPE_CHECKING

from sqlalchemy import delete, insert, select

from kangni.storage.tables import kept_chunk

if TYPE_CHECKING:
    from kangni.storage.store import SqliteStore

__all__ = ["SqliteKept"]

MADE_WITH = ("kangni", "numpy", "numba", "scipy")


class SqliteKept:
    """Keeps chunks of one run, each in a transaction of its own, outside history, undo and hash.

    `get` finds what the same versions made from the same inputs, whatever the study's revision was: another revision
    whose claims are the same needs no new run, and other claims have another name.
    """

    def __init__(self, store: SqliteStore, *, arguments: str, revision: int) -> None:
        self._store = store
        self._arguments = arguments
        self._revision = revision
        self._versions = " ".join(f"{name} {version(name)}" for name in MADE_WITH)

    def get(self, key: str, number: int) -> bytes | None:
        """Return a kept chunk."""
        table = kept_chunk.c
        named = (table.name == key, table.number == number, table.versions == self._versions)
        with self._store.aside() as connection:
            found: bytes | None = connection.execute(select(table.content).where(*named)).scalar_one_or_none()
        return found

    def put(self, key: str, number: int, content: bytes) -> None:
        """Keep a chunk: all of it, or nothing."""
        table = kept_chunk.c
        row = {
            "name": key,
            "number": number,
            "versions": self._versions,
            "revision": self._revision,
            "arguments": self._arguments,
            "content": content,
        }
        with self._store.aside("keep") as connection:
            connection.execute(delete(kept_chunk).where(table.name == key, table.number == number))
            connection.execute(insert(kept_chunk).values(row))

    def clear(self) -> int:
        """Let go of everything that is kept and return how many parts it was."""
        with self._store.aside("keep") as connection:
            return connection.execute(delete(kept_chunk)).rowcount
