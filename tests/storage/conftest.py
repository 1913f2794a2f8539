from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from types import ModuleType

import pytest
from tests.fakes import seeded_ids
from tests.storage.studies import whole_study

from kangni.core.bundle import Bundle
from kangni.core.ports import Clock, NewId
from kangni.storage.creating import create_from
from kangni.storage.driver import best_driver
from kangni.storage.store import SqliteStore, open_store

MakeStore = Callable[..., SqliteStore]


@pytest.fixture
def new_id() -> NewId:
    ids = seeded_ids(7)
    return lambda: next(ids)


@pytest.fixture
def clock() -> Clock:
    minutes = count()
    return lambda: datetime(2026, 3, 1, 9, next(minutes) % 60, tzinfo=UTC)


@pytest.fixture
def study(tmp_path: Path, clock: Clock, new_id: NewId) -> Iterator[SqliteStore]:
    """A small study with every kind of record, open."""
    with create_from(tmp_path / "work.kangni", whole_study(), clock=clock, new_id=new_id) as store:
        yield store


@pytest.fixture(params=[best_driver(), sqlite3], ids=["packaged", "stdlib"])
def make_store(
    request: pytest.FixtureRequest, tmp_path: Path, clock: Clock, new_id: NewId
) -> Iterator[Callable[[Bundle], SqliteStore]]:
    """Makes stores from bundles, with each SQLite that can serve: the faulty ones work alone."""
    driver: ModuleType = request.param
    made: list[SqliteStore] = []

    def make(bundle: Bundle) -> SqliteStore:
        path = tmp_path / f"study {len(made)}.kangni"
        create_from(path, bundle, clock=clock, new_id=new_id).close()
        made.append(open_store(path, clock=clock, new_id=new_id, driver=driver))
        return made[-1]

    yield make
    for store in made:
        store.close()
