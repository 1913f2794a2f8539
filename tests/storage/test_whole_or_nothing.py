"""Processes that die, disks that fill and calls that fail leave a study whole: a deed is there or it is not."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from multiprocessing import Pipe
from pathlib import Path
from random import Random
from types import ModuleType
from typing import Any

import pytest
from tests.storage.studies import FRAMEWORK, SETTINGS, document, identity, participant, whole_study
from tests.storage.workers import TOGETHER, add_and_undo, processes

from kangni.core.bundle import Bundle
from kangni.core.changes import EntryKind
from kangni.core.errors import DiskFull
from kangni.core.kept import Kept
from kangni.core.names import KeptId, ParticipantId
from kangni.core.people import Participant
from kangni.core.ports import Clock, NewId
from kangni.storage.creating import create_from
from kangni.storage.doctor import examine
from kangni.storage.driver import best_driver
from kangni.storage.holder import holder_file
from kangni.storage.store import SqliteStore, open_store

KILLS = 15


def test_a_process_killed_at_any_moment_leaves_whole_deeds(tmp_path: Path, clock: Clock, new_id: NewId) -> None:
    path = tmp_path / "work.kangni"
    create_from(path, Bundle(SETTINGS, FRAMEWORK), clock=clock, new_id=new_id).close()
    random = Random(5)  # noqa: S311 - moments that repeat
    entries = 0
    for _ in range(KILLS):
        told = _killed_after(path, random.uniform(0, 0.1))
        with open_store(path, clock=clock, new_id=new_id) as store, store.read() as read:
            history = list(read.history())
            found = len(read.all(Participant))
        # what was acknowledged is there, and at most one deed more
        assert len(history) - entries - told in {0, 1}
        assert found == TOGETHER * sum(1 if entry.kind is EntryKind.DO else -1 for entry in history)
        entries = len(history)
    assert entries > 2 * KILLS
    assert not examine(path).has_faults


def _killed_after(path: Path, seconds: float) -> int:
    """Run the worker, kill it some time after its first deed, and return how many it told of."""
    ours, theirs = Pipe(duplex=False)
    worker = processes().Process(target=add_and_undo, args=(path, theirs))
    worker.start()
    theirs.close()
    ours.recv()
    time.sleep(seconds)
    worker.kill()
    worker.join()
    told = 1
    with ours, suppress(EOFError):
        while True:
            ours.recv()
            told += 1
    return told


def test_any_call_that_fails_takes_the_whole_deed_back(tmp_path: Path, clock: Clock, new_id: NewId) -> None:
    given = replace(whole_study(), kept=(Kept(KeptId(identity(990)), "Set", "<Set/>"),))
    path = tmp_path / "work.kangni"
    create_from(path, given, clock=clock, new_id=new_id).close()
    fails = _Failing()
    with open_store(path, clock=clock, new_id=new_id, driver=fails.driver()) as store:
        for act in (lambda: _mend(store, given), lambda: store.undo("A"), lambda: store.redo("A")):
            before, at = _state(store), 0
            while _fails_at(fails, at := at + 1, act):
                assert _state(store) == before
                assert not holder_file(path).exists()
            assert at > 10
            assert _state(store) != before
    assert not examine(path).has_faults


def test_a_full_disk_stores_nothing_and_harms_nothing(tmp_path: Path, clock: Clock, new_id: NewId) -> None:
    given = whole_study()
    with create_from(tmp_path / "work.kangni", given, clock=clock, new_id=new_id) as store:
        before = _state(store)
        _allow_pages(store, 100)
        with pytest.raises(DiskFull), store.write("import", "A", {}) as write:
            write.add([document(900, "P09.zh", "问", "很长" * 500_000)])
        assert _state(store) == before
        with store.write("import", "A", {}) as write:
            write.add([participant(901, "P09")])
        assert _state(store) != before


def _mend(store: SqliteStore, given: Bundle) -> None:
    with store.write("mend", "A", {}) as write:
        write.add([participant(900, "P09")])
        write.add([document(901, "P09.zh", "问", "答", participant=ParticipantId(identity(900)))])
        write.replace([replace(given.codings[0], memo="changed")])
        write.remove(given.memos[:2])
        for newer in (given.restrictions, given.suggestions, given.decisions, given.recommendations, given.kept):
            assert newer
            write.remove(newer)


def _fails_at(fails: _Failing, call: int, act: Callable[[], object]) -> bool:
    """Run with the n-th call to the database failing and tell whether it came to that."""
    fails.countdown = call
    try:
        act()
    except DiskFull:
        return True
    finally:
        fails.countdown = 0
    return False


def _state(store: SqliteStore) -> tuple[str, int]:
    with store.read() as read:
        return read.hash(), read.revision


def _allow_pages(store: SqliteStore, pages: int) -> None:
    with store._engine.connect() as connection:
        connection.exec_driver_sql(f"pragma max_page_count={pages}")


class _Failing:
    """A database driver whose calls fail when a countdown ends."""

    def __init__(self) -> None:
        self.countdown = 0

    def driver(self) -> ModuleType:
        real = best_driver()

        def counted(name: str, kind: type[Any]) -> Callable[..., Any]:
            def call(this: Any, *arguments: Any) -> Any:
                self._count(real)
                return getattr(kind, name)(this, *arguments)

            return call

        cursors = type(
            "Cursor", (real.Cursor,), {name: counted(name, real.Cursor) for name in ("execute", "executemany")}
        )
        parts = {
            "commit": counted("commit", real.Connection),
            "cursor": lambda this, *_: real.Connection.cursor(this, cursors),
        }
        connections = type("Connection", (real.Connection,), parts)
        failing = ModuleType("failing")
        failing.__dict__.update(real.__dict__)
        failing.__dict__["connect"] = lambda *a, **named: real.connect(*a, factory=connections, **named)
        return failing

    def _count(self, real: ModuleType) -> None:
        self.countdown -= 1
        if self.countdown == 0:
            error = real.OperationalError("database or disk is full")
            error.sqlite_errorcode = 13
            raise error
