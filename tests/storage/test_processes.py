"""Several processes, and several threads, with one study."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from pathlib import Path
from threading import Thread

import pytest
from tests.storage.studies import FRAMEWORK, SETTINGS, participant
from tests.storage.workers import hold, hold_open, processes

from kangni.core.bundle import Bundle
from kangni.core.errors import StudyInUse
from kangni.core.people import Participant
from kangni.core.ports import Clock, NewId
from kangni.storage import driver as drivers
from kangni.storage.creating import create_from
from kangni.storage.driver import is_faulty
from kangni.storage.store import SqliteStore, open_store


@contextmanager
def other_process(path: Path, what: object = hold) -> Iterator[tuple[Connection, int]]:
    ours, theirs = Pipe()
    process = processes().Process(target=what, args=(path, theirs))  # type: ignore[arg-type]  # a function of workers.py
    process.start()
    theirs.close()
    assert process.pid is not None
    with ours:
        yield ours, process.pid
    process.join()


@pytest.fixture
def empty(tmp_path: Path, clock: Clock, new_id: NewId) -> Path:
    create_from(tmp_path / "work.kangni", Bundle(SETTINGS, FRAMEWORK), clock=clock, new_id=new_id).close()
    return tmp_path / "work.kangni"


def test_a_writer_that_waits_too_long_is_told_who_holds_the_study(
    empty: Path, clock: Clock, new_id: NewId, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drivers, "WAIT_SECONDS", 0.2)
    with open_store(empty, clock=clock, new_id=new_id) as store, other_process(empty) as (line, process):
        assert line.recv() == "holding"
        with pytest.raises(StudyInUse) as caught, store.write("add", "A", {}):
            pass
        assert caught.value.holder.startswith(f"process {process} on ")
        assert caught.value.holder.endswith("(import)")
        with store.read() as read:  # readers are free
            assert not read.all(Participant)
        line.send("go on")
        assert line.recv() == "done"


def test_a_writer_gets_its_turn_and_sees_what_the_other_one_did(empty: Path, clock: Clock, new_id: NewId) -> None:
    with open_store(empty, clock=clock, new_id=new_id) as store, other_process(empty) as (line, _):
        assert line.recv() == "holding"
        line.send("go on")
        with store.write("add", "A", {}) as write:  # waits
            write.add([participant(901, "P09")])
        with store.read() as read:
            assert [person.handle for person in read.all(Participant)] == ["of the other process", "P09"]
            assert [entry.actor for entry in read.history()] == ["B", "A"]


def test_a_reader_keeps_its_revision_while_another_one_writes(empty: Path, clock: Clock, new_id: NewId) -> None:
    with open_store(empty, clock=clock, new_id=new_id) as store:
        with store.read() as before:
            with store.write("add", "A", {}) as write:
                write.add([participant(901, "P09")])
            assert (before.revision, len(before.all(Participant))) == (0, 0)
        with store.read() as after:
            assert (after.revision, len(after.all(Participant))) == (1, 1)


def test_the_last_one_to_close_leaves_one_file(empty: Path, clock: Clock, new_id: NewId) -> None:
    first, second = (open_store(empty, clock=clock, new_id=new_id) for _ in range(2))
    with first.write("add", "A", {}) as write:
        write.add([participant(901, "P09")])
    first.close()
    with second.read() as read:
        assert len(read.all(Participant)) == 1
    second.close()
    assert [file.name for file in empty.parent.iterdir()] == ["work.kangni"]


def test_threads_take_turns(make_empty: SqliteStore) -> None:
    def work(name: str) -> None:
        for i in range(5):
            with make_empty.write("add", name, {}) as write:
                write.add([participant(hash((name, i)) % 10**9 + 1000, f"{name} {i}")])
            with make_empty.read() as read:
                assert read.named(Participant, f"{name} {i}")

    threads = [Thread(target=work, args=(name,)) for name in ("A", "B", "C")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with make_empty.read() as read:
        assert (len(read.all(Participant)), read.revision) == (15, 15)


@pytest.fixture(params=["packaged", "alone"])
def make_empty(
    request: pytest.FixtureRequest, empty: Path, clock: Clock, new_id: NewId, monkeypatch: pytest.MonkeyPatch
) -> Iterator[SqliteStore]:
    if request.param == "alone":
        pretend_faulty(monkeypatch)
    with open_store(empty, clock=clock, new_id=new_id) as store:
        yield store


def pretend_faulty(monkeypatch: pytest.MonkeyPatch) -> None:
    # two SQLite libraries in one process would not see each other's locks
    real = drivers.best_driver()
    monkeypatch.setattr("kangni.storage.store.best_driver", lambda: real)
    for module in ("driver", "store"):
        monkeypatch.setattr(f"kangni.storage.{module}.is_faulty", lambda _version: True)


def test_with_a_faulty_sqlite_the_second_process_is_refused_by_name(
    empty: Path, clock: Clock, new_id: NewId, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drivers, "WAIT_SECONDS", 0.2)
    with other_process(empty, hold_open) as (line, process):
        assert line.recv() == "open"
        with pytest.raises(StudyInUse) as caught:
            open_store(empty, clock=clock, new_id=new_id)
        assert caught.value.holder.startswith(f"process {process} on ")
        line.send("go on")
        assert line.recv() == "closed"
    with open_store(empty, clock=clock, new_id=new_id) as store, store.read() as read:
        assert read.revision == 0


def test_a_faulty_sqlite_is_refused_where_others_work(
    empty: Path, clock: Clock, new_id: NewId, monkeypatch: pytest.MonkeyPatch
) -> None:
    with open_store(empty, clock=clock, new_id=new_id):
        monkeypatch.setattr(drivers, "WAIT_SECONDS", 0.2)
        pretend_faulty(monkeypatch)
        with pytest.raises(StudyInUse):
            open_store(empty, clock=clock, new_id=new_id)


def test_a_deed_inside_a_reader_is_refused_where_there_is_one_connection(
    empty: Path, clock: Clock, new_id: NewId, monkeypatch: pytest.MonkeyPatch
) -> None:
    pretend_faulty(monkeypatch)
    with open_store(empty, clock=clock, new_id=new_id) as store, store.read() as outer:
        with store.read() as inner:
            assert inner.revision == outer.revision
        with pytest.raises(StudyInUse), store.write("add", "A", {}):
            pass


@pytest.mark.parametrize(
    ("version", "faulty"),
    [
        ((3, 6, 23), False),
        ((3, 7, 0), True),
        ((3, 40, 1), True),
        ((3, 44, 5), True),
        ((3, 44, 6), False),
        ((3, 45, 0), True),
        ((3, 50, 6), True),
        ((3, 50, 7), False),
        ((3, 51, 2), True),
        ((3, 51, 3), False),
        ((3, 53, 4), False),
    ],
)
def test_versions_with_the_wal_reset_fault_are_known(version: tuple[int, int, int], *, faulty: bool) -> None:
    # https://sqlite.org/wal.html#walresetbug: 3.7.0 to 3.51.2, repaired in 3.44.6 and 3.50.7 and from 3.51.3 on
    assert is_faulty(version) is faulty
