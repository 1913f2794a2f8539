"""Verified copies of a study, in a folder beside it."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

import msgspec
from sqlalchemy import Connection, select

from kangni.core.errors import DiskFull, StudyDamaged
from kangni.storage import tables
from kangni.storage.driver import best_driver, connect, make_engine
from kangni.storage.rows import cursor_of

__all__ = [
    "KEPT",
    "Backup",
    "Reason",
    "backup_folder",
    "backups_of",
    "digest",
    "is_sound",
    "keep_copy",
    "last_good_backup",
    "list_backups",
]

Reason = Literal["asked", "import"]

KEPT = 5
_BLOCK = 1_000  # rows read at once
_NAME = re.compile(r"-(\d{4,})-\d{8}T\d{6}Z-[a-z]+\.[^.]+$")


@dataclass(frozen=True, slots=True)
class Backup:
    """A verified copy: its file, when it was made and checked (UTC), why ("asked", "import"), and its size in bytes."""

    file: str
    at: datetime
    reason: str
    size: int


def backup_folder(path: Path) -> Path:
    """Return the folder with the backups of a study."""
    return path.with_name(f"{path.name}.backups")


def backups_of(path: Path) -> list[Path]:
    """Return the backups of a study, oldest first: counted, because clocks go wrong."""
    folder = backup_folder(path)
    found = [file for file in folder.iterdir() if _NAME.search(file.name)] if folder.is_dir() else []
    return sorted(found, key=_count)


def list_backups(path: Path) -> tuple[Backup, ...]:
    """Return what is known of the backups of a study, the newest first; a copy gets its name once it was checked."""
    found = []
    for file in reversed(backups_of(path)):
        stamp, _, reason = file.stem.rpartition("-")
        at = datetime.strptime(stamp.rpartition("-")[2], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
        found.append(Backup(file.name, at, reason, file.stat().st_size))
    return tuple(found)


def is_sound(file: Path) -> bool:
    """Tell whether a file that nobody has open is a whole database."""
    driver = best_driver()
    try:
        with closing(connect(driver, file, immutable=True)) as connection:
            return bool(connection.execute("pragma quick_check(1)").fetchone()[0] == "ok")
    except driver.DatabaseError:
        return False


def last_good_backup(path: Path) -> str:
    """Return the newest backup that can be read, or an empty string."""
    return next((str(file) for file in reversed(backups_of(path)) if is_sound(file)), "")


def keep_copy(path: Path, copy: Callable[[Path], str], *, at: datetime, reason: Reason) -> Path:
    """Make a backup and check it; only then the oldest ones above five go.

    `copy` writes the study to a path and returns the digest of what it copied.

    Raises
    ------
    DiskFull
        If the copy would not fit.
    StudyDamaged
        If the copy does not say what the study says.
    """
    folder = backup_folder(path)
    folder.mkdir(exist_ok=True)
    if shutil.disk_usage(folder).free < path.stat().st_size:
        raise DiskFull(str(folder))
    known = backups_of(path)
    count = _count(known[-1]) + 1 if known else 1
    stamp = f"{at:%Y%m%dT%H%M%SZ}"
    kept = folder / f"{path.stem}-{count:04}-{stamp}-{reason}{path.suffix or '.kangni'}"
    unchecked = kept.with_name(f"{kept.name}.unchecked")
    try:
        expected = copy(unchecked)
        _sync(unchecked)
        if not is_sound(unchecked) or _digest_of(unchecked) != expected:
            raise StudyDamaged(str(path), "its backup does not say what it says", last_good_backup(path))
        unchecked.rename(kept)
    finally:
        unchecked.unlink(missing_ok=True)
    for old in backups_of(path)[:-KEPT]:
        old.unlink()
    return kept


def digest(connection: Connection) -> str:
    """Return the SHA-256 of all rows: records, history and sources."""
    found = hashlib.sha256()
    for table in tables.METADATA.sorted_tables:
        cursor = cursor_of(connection, select(table).order_by(*table.primary_key))
        while rows := cursor.fetchmany(_BLOCK):
            found.update(msgspec.msgpack.encode(rows))
    return found.hexdigest()


def _count(file: Path) -> int:
    found = _NAME.search(file.name)
    return int(found[1]) if found else 0


def _digest_of(file: Path) -> str:
    engine = make_engine(best_driver(), file, immutable=True)
    try:
        with engine.connect() as connection:
            return digest(connection)
    finally:
        engine.dispose()


def _sync(file: Path) -> None:
    with file.open("rb+") as written:
        os.fsync(written.fileno())
