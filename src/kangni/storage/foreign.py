"""Databases of other programs: their plain tables as rows, read from memory; nothing in them runs or changes."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Mapping
from contextlib import closing
from dataclasses import dataclass

from kangni.core.errors import FileDamaged, UnknownFileType

__all__ = ["LARGEST_DATABASE", "ForeignTables", "is_database", "read_tables"]

LARGEST_DATABASE = 500_000_000  # bytes
LONGEST_CELL = 100_000_000
_MAGIC = b"SQLite format 3\0"
_WAYS = slice(18, 20)  # of reading and writing: 2 stands for a write-ahead log, which memory has not
_HEADER = 100
_STEPS, _MOST_ROUNDS = 1_000_000, 2_000  # of the virtual machine, before a table counts as endless
_ALLOWED = {sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_FUNCTION, sqlite3.SQLITE_PRAGMA}


@dataclass(frozen=True, slots=True)
class ForeignTables:
    """Rows of the tables that were asked for, by column, and how many rows each other table has."""

    rows: Mapping[str, list[dict[str, object]]]
    others: Mapping[str, int]


def is_database(content: bytes) -> bool:
    """Tell whether bytes begin like an SQLite database."""
    return content.startswith(_MAGIC)


def read_tables(file: str, content: bytes, wanted: Collection[str]) -> ForeignTables:
    """Read the tables of these names from the bytes of a database; views and virtual tables are never touched.

    Raises
    ------
    UnknownFileType
        Where the bytes are no database.
    FileDamaged
        Where its pages, its tables or its text cannot be read.
    """
    if not is_database(content):
        raise UnknownFileType(file, "SQLite")
    if _length(content) > len(content):
        raise FileDamaged(file, "it breaks off before its last page")
    pages = bytearray(content)
    pages[_WAYS] = b"\x01\x01"
    try:
        with closing(sqlite3.connect(":memory:")) as connection:
            connection.deserialize(bytes(pages))
            _restrict(connection)
            return _read(connection, wanted)
    except (sqlite3.Error, OverflowError, UnicodeError, MemoryError) as error:
        raise FileDamaged(file, f"its tables cannot be read ({error})") from error


def _length(content: bytes) -> int:
    """Return how long a database says it is; 0 where it does not say so."""
    size, changes = int.from_bytes(content[16:18], "big"), content[24:28]
    is_told = len(content) >= _HEADER and changes == content[92:96]
    return (65_536 if size == 1 else size) * int.from_bytes(content[28:32], "big") if is_told else _HEADER


def _restrict(connection: sqlite3.Connection) -> None:
    rounds = iter(range(_MOST_ROUNDS))
    connection.execute("pragma trusted_schema=off")
    connection.execute("pragma query_only=on")
    connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, LONGEST_CELL)
    connection.set_progress_handler(lambda: next(rounds, None) is None, _STEPS)
    connection.set_authorizer(lambda action, *_: sqlite3.SQLITE_OK if action in _ALLOWED else sqlite3.SQLITE_DENY)


def _read(connection: sqlite3.Connection, wanted: Collection[str]) -> ForeignTables:
    found = connection.execute("select name, sql from sqlite_master where type = 'table' order by name").fetchall()
    rows: dict[str, list[dict[str, object]]] = {}
    others: dict[str, int] = {}
    for name, statement in found:
        if name.startswith("sqlite_") or str(statement).lstrip().upper().startswith("CREATE VIRTUAL"):
            continue
        quoted = '"' + name.replace('"', '""') + '"'
        if name in wanted:
            cursor = connection.execute(f"select * from {quoted}")  # noqa: S608 - a table's own name, quoted
            columns = [each[0] for each in cursor.description]
            rows[name] = [dict(zip(columns, row, strict=True)) for row in cursor]
        else:
            (others[name],) = connection.execute(f"select count(*) from {quoted}").fetchone()  # noqa: S608 - as above
    return ForeignTables(rows, others)
