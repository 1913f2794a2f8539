"""Which SQLite serves, whether it is sound, and how connections to a study file are made."""

from __future__ import annotations

import importlib
import sqlite3
from contextlib import closing, suppress
from pathlib import Path
from types import ModuleType
from typing import Any, TypeAlias, cast
from urllib.parse import quote

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.pool import QueuePool, StaticPool

__all__ = ["DRIVER_ERRORS", "Driver", "best_driver", "connect", "is_faulty", "make_engine"]

_PACKAGED: ModuleType | None = None
with suppress(ImportError):  # it is not built for every machine
    _PACKAGED = importlib.import_module("pysqlite3.dbapi2")

# a module of the Python database interface that speaks SQLite, such as sqlite3
Driver: TypeAlias = ModuleType
# what reading rows raises; a failing statement raises SQLAlchemy's own error around it
DRIVER_ERRORS: tuple[type[Exception], ...] = (sqlite3.Error, *([_PACKAGED.Error] if _PACKAGED else []))

WAIT_SECONDS = 5.0
# kilobytes of pages kept in memory: the indexes of 200,000 codings fit
_CACHE = 65_536
_PRAGMAS = (
    "journal_mode=wal",
    "synchronous=full",
    "foreign_keys=on",
    "secure_delete=on",
    f"cache_size=-{_CACHE}",
)


def is_faulty(version: tuple[int, ...]) -> bool:
    """Tell whether this SQLite can damage a write-ahead log that several connections use (the WAL-reset bug)."""
    is_repaired = (3, 44, 6) <= version < (3, 45) or (3, 50, 7) <= version < (3, 51)
    return (3, 7, 0) <= version <= (3, 51, 2) and not is_repaired


def best_driver() -> Driver:
    """Return the packaged SQLite where it is installed and sound, else the one of the standard library."""
    return sqlite3 if _PACKAGED is None or is_faulty(_PACKAGED.sqlite_version_info) else _PACKAGED


def connect(driver: Driver, path: Path, *, read_only: bool = False, immutable: bool = False) -> sqlite3.Connection:
    """Open a plain connection; an immutable file is read without locks and leaves nothing beside it."""
    mode = "ro" if read_only or immutable else "rw"
    uri = f"file:{quote(str(path.absolute()))}?mode={mode}{'&immutable=1' if immutable else ''}"
    connection = driver.connect(uri, uri=True, timeout=WAIT_SECONDS, isolation_level=None, check_same_thread=False)
    return cast("sqlite3.Connection", connection)


def make_engine(driver: Driver, path: Path, *, read_only: bool = False, immutable: bool = False) -> Engine:
    """Return the engine of a study file.

    A connection with the option `writes` takes its turn when it begins, all others read one state of the study. A
    faulty SQLite gets a single connection that keeps every other process out.
    """
    alone = is_faulty(driver.sqlite_version_info) and not (read_only or immutable)

    def open_connection() -> sqlite3.Connection:
        connection = connect(driver, path, read_only=read_only, immutable=immutable)
        pragmas = _PRAGMAS[1:] if read_only or immutable else _PRAGMAS
        try:
            for pragma in (*(["locking_mode=exclusive"] if alone else []), *pragmas):
                with closing(connection.execute(f"pragma {pragma}")) as cursor:
                    cursor.fetchall()
        except BaseException:  # an open connection would leave its log beside the file
            connection.close()
            raise
        return connection

    pool = StaticPool if alone else QueuePool
    engine = create_engine("sqlite://", module=driver, creator=open_connection, poolclass=pool)
    event.listen(engine, "begin", _begin)
    return engine


def _begin(connection: Connection) -> None:
    options: dict[str, Any] = dict(connection.get_execution_options())
    connection.exec_driver_sql("BEGIN IMMEDIATE" if options.get("writes") else "BEGIN")
