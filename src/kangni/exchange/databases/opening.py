"""Which program's database a file is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kangni.core.bundle import StudySettings
from kangni.core.errors import UnknownFileType
from kangni.core.framework import Framework
from kangni.exchange.databases import qualcoder, taguette
from kangni.exchange.refi.reading import ReadProject

__all__ = ["SUFFIXES", "TABLES", "read_database"]

SUFFIXES = (".qda", ".sqlite3", ".sqlite", ".db")
TABLES = (*qualcoder.TABLES, *taguette.TABLES)
_KNOWN = "QualCoder (a folder NAME.qda), Taguette (.sqlite3)"


def read_database(
    file: str,
    rows: Mapping[str, Sequence[Mapping[str, object]]],
    others: Mapping[str, int],
    *,
    settings: StudySettings,
    framework: Framework,
) -> ReadProject:
    """Read a project from the rows of a database's tables.

    Raises
    ------
    UnknownFileType
        Where they are of no program known here.
    """
    if qualcoder.is_qualcoder(rows):
        return qualcoder.read_qualcoder(file, rows, others, settings=settings, framework=framework)
    if taguette.is_taguette(rows):
        return taguette.read_taguette(file, rows, others, settings=settings, framework=framework)
    raise UnknownFileType(file, _KNOWN)
