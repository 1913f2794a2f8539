"""Making a new study file: all of it, or none."""

from __future__ import annotations

import os
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

from kangni.core.bundle import Bundle, StudySettings
from kangni.core.codebook import Code
from kangni.core.errors import FileMissing, StudyExists
from kangni.core.framework import Framework
from kangni.core.ports import Clock, NewId
from kangni.storage.driver import Driver, best_driver, make_engine
from kangni.storage.failures import in_plain_words
from kangni.storage.store import SqliteStore, open_store
from kangni.storage.tables import APPLICATION_ID, METADATA, SCHEMA
from kangni.storage.writer import SqliteWriter

__all__ = ["create", "create_from"]


def create(
    path: Path,
    settings: StudySettings,
    framework: Framework,
    codes: Iterable[Code] = (),
    *,
    clock: Clock,
    new_id: NewId,
) -> SqliteStore:
    """Make a study without material and open it; its history starts after this.

    Raises
    ------
    StudyExists
        If something lies at the path already.
    FileMissing
        If the folder is not there.
    """
    return create_from(path, Bundle(settings, framework, codes=tuple(codes)), clock=clock, new_id=new_id)


def create_from(path: Path, bundle: Bundle, *, clock: Clock, new_id: NewId) -> SqliteStore:
    """Make a study that says what a bundle says, and open it; raises what `create` raises."""
    if path.exists():
        raise StudyExists(str(path))
    if not path.parent.is_dir():
        raise FileMissing(str(path.parent))
    driver = best_driver()
    unfinished = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with in_plain_words(path):
            _write(driver, unfinished, bundle, new_id)
            _put_in_place(unfinished, path)
    finally:
        for ending in ("", "-wal", "-shm", "-journal"):
            unfinished.with_name(unfinished.name + ending).unlink(missing_ok=True)
    return open_store(path, clock=clock, new_id=new_id, driver=driver)


def _write(driver: Driver, path: Path, bundle: Bundle, new_id: NewId) -> None:
    path.touch()
    # the numbers that tell a study from other files stand in its first page before any log exists
    with closing(driver.connect(str(path), isolation_level=None)) as connection:
        connection.execute(f"pragma application_id={APPLICATION_ID}")
        connection.execute(f"pragma user_version={SCHEMA}")
    engine = make_engine(driver, path)
    try:
        with engine.connect() as connection:
            connection.execution_options(writes=True)
            with connection.begin():
                METADATA.create_all(connection, checkfirst=False)
                SqliteWriter(connection, actor="", new_id=new_id, logs=False).load(bundle)
    finally:
        engine.dispose()


def _put_in_place(unfinished: Path, path: Path) -> None:
    try:
        os.link(unfinished, path)  # refuses to overwrite, which a rename does not
    except FileExistsError as error:
        raise StudyExists(str(path)) from error
    except OSError:  # a file system without links, such as that of a memory stick
        unfinished.rename(path)
