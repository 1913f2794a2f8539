"""Whether a file is a study that this Kangni can open, told from its first bytes without touching it."""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass
from pathlib import Path

from kangni.core.errors import FileMissing, NotAStudy, StudyDamaged, StudyMissing, StudyOtherVersion
from kangni.storage.backups import last_good_backup
from kangni.storage.tables import APPLICATION_ID, SCHEMA

__all__ = ["Header", "check_file", "is_writable", "log_file", "read_header"]

_MAGIC = b"SQLite format 3\x00"
_HEADER_SIZE = 100


@dataclass(frozen=True, slots=True)
class Header:
    """What the first hundred bytes of a database say (sqlite.org/fileformat2.html)."""

    page_size: int
    pages: int
    schema: int
    application: int


def check_file(path: Path) -> None:
    """Refuse what is no study, is cut off, or was written in another format.

    Raises
    ------
    StudyMissing, FileMissing, NotAStudy, StudyDamaged, StudyOtherVersion
        The file stays as it is.
    """
    if not path.exists():
        raise StudyMissing(str(path))
    if not stat.S_ISREG(path.stat().st_mode):  # opening a pipe would wait for ever
        raise NotAStudy(str(path))
    if not os.access(path, os.R_OK):
        raise FileMissing(str(path))
    header = read_header(path)
    if header is None or header.application != APPLICATION_ID:
        raise NotAStudy(str(path))
    if header.schema != SCHEMA:
        raise StudyOtherVersion(str(path), header.schema, SCHEMA)
    size, whole = path.stat().st_size, header.page_size * header.pages
    # an unfinished log may hold the pages that a stopped process had not moved into the file yet
    if size < whole and not (log_file(path).exists() and log_file(path).stat().st_size):
        raise StudyDamaged(str(path), f"it breaks off after {size} of {whole} bytes", last_good_backup(path))


def read_header(path: Path) -> Header | None:
    """Return what a database's first bytes say, None where it is no database."""
    with path.open("rb") as file:
        head = file.read(_HEADER_SIZE)
    if len(head) < _HEADER_SIZE or not head.startswith(_MAGIC):
        return None

    def number(start: int, size: int) -> int:
        return int.from_bytes(head[start : start + size], "big")

    page_size = number(16, 2)
    return Header(65_536 if page_size == 1 else page_size, number(28, 4), number(60, 4), number(68, 4))


def is_writable(path: Path) -> bool:
    """Tell whether file and folder let themselves be changed."""
    return os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)


def log_file(path: Path) -> Path:
    """Return the write-ahead log that lies beside a study while it is open."""
    return path.with_name(f"{path.name}-wal")
