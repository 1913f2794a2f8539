from __future__ import annotations

import pytest
from tests.storage.check_store import PROMISES, MakeStore, Promise

from kangni.core.ports import Store
from kangni.storage.store import SqliteStore


@pytest.mark.parametrize("promise", PROMISES, ids=lambda promise: str(promise.__name__))
def test_the_store_keeps(promise: Promise, make_store: MakeStore) -> None:
    promise(make_store)


def test_the_sqlite_store_is_a_store(study: SqliteStore) -> None:
    store: Store = study
    assert store.path.name == "work.kangni"
