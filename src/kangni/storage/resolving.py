"""Which row has which id, looked up once a transaction."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from uuid import UUID

from sqlalchemy import Connection, select

from kangni.core.errors import UnknownName
from kangni.storage import tables
from kangni.storage.rows import matching, raw

__all__ = ["KnownIds"]


class KnownIds:
    """Finds rows by ids and ids by rows, and remembers what it found."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._rows: dict[str, dict[UUID | None, int | None]] = defaultdict(lambda: {None: None})
        self._ids: dict[str, dict[int | None, UUID | None]] = defaultdict(lambda: {None: None})

    def rows(self, table: str, ids: Iterable[UUID | None]) -> Mapping[UUID | None, int | None]:
        """Return the row of each id.

        Raises
        ------
        UnknownName
            If no record of this kind has the id.
        """
        known = self._rows[table]
        missing = {name for name in ids if name not in known and name is not None}
        if missing:
            rows = tables.METADATA.tables[table]
            for condition in matching(rows.c.id, [name.hex for name in missing]):
                for row, name in raw(self._connection, select(rows.c.row, rows.c.id).where(condition)):
                    self.learn(table, UUID(name), row)
            if unknown := sorted(missing - known.keys()):
                raise UnknownName(table, str(unknown[0]))
        return known

    def ids(self, table: str, rows: Iterable[int | None]) -> Mapping[int | None, UUID | None]:
        """Return the id of each row."""
        known = self._ids[table]
        missing = {row for row in rows if row not in known and row is not None}
        if missing:
            source = tables.METADATA.tables[table]
            for condition in matching(source.c.row, missing):
                for row, name in raw(self._connection, select(source.c.row, source.c.id).where(condition)):
                    self.learn(table, UUID(name), row)
        return known

    def learn(self, table: str, name: UUID, row: int) -> None:
        """Remember the row of an id."""
        self._rows[table][name] = row
        self._ids[table][row] = name

    def alias(self, table: str, name: UUID, row: int) -> None:
        """Remember a second id under which a stored record was said again."""
        self._rows[table][name] = row

    def forget(self, table: str) -> None:
        """Forget what was found in a table whose rows went away."""
        self._rows.pop(table, None)
        self._ids.pop(table, None)
