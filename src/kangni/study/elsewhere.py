"""Databases of other programs, opened: which file it is, its tables, and the project that they hold."""

from __future__ import annotations

from pathlib import Path

from kangni.core.bundle import StudySettings
from kangni.core.errors import FileDamaged
from kangni.core.framework import Framework
from kangni.exchange.databases.opening import TABLES, read_database
from kangni.exchange.files import PROJECT_FILE, read_file
from kangni.exchange.refi.reading import ReadProject
from kangni.storage.foreign import LARGEST_DATABASE, read_tables

__all__ = ["read_kept_elsewhere"]


def read_kept_elsewhere(path: Path, *, settings: StudySettings, framework: Framework) -> ReadProject:
    """Read the project in a database of QualCoder or Taguette; the file is not opened for writing.

    Raises
    ------
    FileProblem
        For what is no such database, is damaged, or has a part of its words in a log beside it.
    """
    name = path.parent.name if path.name == PROJECT_FILE and path.parent.name else path.name
    log = path.with_name(f"{path.name}-wal")
    if log.is_file() and log.stat().st_size:
        raise FileDamaged(name, f"a part of it still stands in {log.name}; open and close it in its program")
    found = read_tables(name, read_file(path, largest=LARGEST_DATABASE), TABLES)
    return read_database(name, found.rows, found.others, settings=settings, framework=framework)
