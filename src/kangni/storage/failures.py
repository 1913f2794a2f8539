"""What the failures of the database mean to a person: the one place that reads them."""

from __future__ import annotations

import errno
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from enum import IntEnum
from pathlib import Path

import msgspec
from sqlalchemy.exc import DBAPIError

from kangni.core.errors import (
    DiskFull,
    HandleTaken,
    KangniError,
    NotAStudy,
    StudyDamaged,
    StudyInUse,
    StudyMissing,
    StudyReadOnly,
)
from kangni.storage.backups import last_good_backup
from kangni.storage.driver import DRIVER_ERRORS
from kangni.storage.holder import describe

__all__ = ["in_plain_words"]


class _Code(IntEnum):
    """Primary result codes (sqlite.org/rescode.html)."""

    BUSY = 5
    LOCKED = 6
    READ_ONLY = 8
    INPUT_OUTPUT = 10
    CORRUPT = 11
    FULL = 13
    CANNOT_OPEN = 14
    CONSTRAINT = 19
    NOT_A_DATABASE = 26


_FAILURES: tuple[type[Exception], ...] = (DBAPIError, *DRIVER_ERRORS)
_UNREADABLE = "its records cannot be read"
# with less room than this, an input-output error is taken for a full disk
_ROOM = 1_000_000


@contextmanager
def in_plain_words(path: Path) -> Iterator[None]:
    """Turn failures of the database or the disk into Kangni's errors about this study."""
    try:
        yield
    except _FAILURES as error:
        meaning = _meaning(error.orig if isinstance(error, DBAPIError) else error, path)
        if meaning is None:
            raise
        raise meaning from None if isinstance(meaning, StudyDamaged) else error  # the driver's words quote the text
    except (UnicodeDecodeError, msgspec.DecodeError):  # files from outside were decoded before
        raise StudyDamaged(str(path), _UNREADABLE, last_good_backup(path)) from None
    except OSError as error:
        if error.errno == errno.ENOSPC:
            raise DiskFull(str(path)) from error
        raise


def _meaning(error: BaseException | None, path: Path) -> KangniError | None:  # noqa: C901, PLR0911 - one case and one return a meaning
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF  # the low byte of an extended code is the primary one
    study = str(path)
    match code:
        case _Code.BUSY | _Code.LOCKED:
            return StudyInUse(study, describe(path))
        case _Code.READ_ONLY:
            return StudyReadOnly(study)
        case _Code.FULL:
            return DiskFull(study)
        case _Code.INPUT_OUTPUT if shutil.disk_usage(path.parent).free < _ROOM:
            return DiskFull(study)
        case _Code.INPUT_OUTPUT:
            return StudyDamaged(study, "the disk could not be read or written", last_good_backup(path))
        case _Code.CORRUPT:
            return StudyDamaged(study, "its pages contradict each other", last_good_backup(path))
        case _Code.NOT_A_DATABASE:
            return NotAStudy(study)
        case _Code.CANNOT_OPEN:
            return StudyReadOnly(study) if path.exists() else StudyMissing(study)
        case _Code.CONSTRAINT if "UNIQUE" in str(error):
            table, _, columns = str(error).rpartition(": ")[2].partition(".")
            return HandleTaken(table, columns.replace(f"{table}.", ""))
        case _ if "Could not decode" in str(error):
            return StudyDamaged(study, _UNREADABLE, last_good_backup(path))
    return None
