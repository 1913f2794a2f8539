"""Files that are no study, or not one that can be used here."""

from __future__ import annotations

import os
import shutil
import sqlite3
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from multiprocessing import Pipe
from pathlib import Path

import pytest
from tests.storage.studies import FRAMEWORK, SETTINGS, document, participant, whole_study
from tests.storage.workers import processes, visit

from kangni.core.bundle import Bundle
from kangni.core.errors import (
    FileMissing,
    KangniError,
    NotAStudy,
    StudyDamaged,
    StudyExists,
    StudyMissing,
    StudyOtherVersion,
    StudyReadOnly,
)
from kangni.core.people import Participant
from kangni.core.ports import Clock, NewId
from kangni.storage.creating import create, create_from
from kangni.storage.store import SqliteStore, open_store
from kangni.storage.tables import SCHEMA

Open = Callable[[Path], SqliteStore]


@pytest.fixture
def open_it(clock: Clock, new_id: NewId) -> Open:
    return lambda path: open_store(path, clock=clock, new_id=new_id)


@pytest.fixture
def closed(tmp_path: Path, clock: Clock, new_id: NewId) -> Path:
    path = tmp_path / "work.kangni"
    create_from(path, whole_study(), clock=clock, new_id=new_id).close()
    return path


def refusal(path: Path, open_it: Open) -> KangniError:
    """Return how opening fails, and check that the file and its folder stay as they were."""
    before = (path.read_bytes(), path.stat().st_mtime_ns, sorted(path.parent.iterdir()))
    with pytest.raises(KangniError) as caught:
        open_it(path)
    assert (path.read_bytes(), path.stat().st_mtime_ns, sorted(path.parent.iterdir())) == before
    return caught.value


def test_nothing_there_is_a_missing_study(tmp_path: Path, open_it: Open) -> None:
    with pytest.raises(StudyMissing):
        open_it(tmp_path / "none.kangni")


@pytest.mark.parametrize("content", [b"", b"x", b"SQLite format 3\x00", b"PK\x03\x04" + b"x" * 200, b"\x00" * 5000])
def test_another_kind_of_file_is_no_study(content: bytes, tmp_path: Path, open_it: Open) -> None:
    path = tmp_path / "work.kangni"
    path.write_bytes(content)
    assert isinstance(refusal(path, open_it), NotAStudy)


def test_another_programs_database_is_no_study(tmp_path: Path, open_it: Open) -> None:
    path = tmp_path / "work.kangni"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("create table code (name text)")
    assert isinstance(refusal(path, open_it), NotAStudy)


def test_a_folder_or_a_pipe_is_no_study_and_nobody_waits_for_it(tmp_path: Path, open_it: Open) -> None:
    pipe = tmp_path / "pipe.kangni"
    os.mkfifo(pipe)
    for path in (tmp_path, pipe):
        with pytest.raises(NotAStudy):
            open_it(path)


@pytest.mark.parametrize("schema", [SCHEMA - 1, SCHEMA + 1])
def test_a_study_in_another_format_is_left_alone(schema: int, closed: Path, open_it: Open) -> None:
    content = bytearray(closed.read_bytes())
    content[60:64] = schema.to_bytes(4, "big")
    closed.write_bytes(content)
    error = refusal(closed, open_it)
    assert isinstance(error, StudyOtherVersion)
    assert (error.found, error.known) == (schema, SCHEMA)


@pytest.mark.parametrize("share", [0.01, 0.1, 0.5, 0.99])
def test_a_study_cut_in_parts_is_damaged_and_names_its_last_backup(share: float, closed: Path, open_it: Open) -> None:
    with open_it(closed) as store:
        backup = store.backup()
    content = closed.read_bytes()
    closed.write_bytes(content[: int(len(content) * share)])
    error = refusal(closed, open_it)
    assert isinstance(error, StudyDamaged)
    assert error.backup == str(backup)


def test_a_bad_page_is_found_when_it_is_read(tmp_path: Path, clock: Clock, new_id: NewId, open_it: Open) -> None:
    path = tmp_path / "work.kangni"
    people = tuple(participant(1000 + n, f"P{n:04}") for n in range(500))
    create_from(path, Bundle(SETTINGS, FRAMEWORK, participants=people), clock=clock, new_id=new_id).close()
    content = bytearray(path.read_bytes())
    at = content.index(b"P0250") // 4096 * 4096
    content[at : at + 4096] = b"\xff" * 4096
    path.write_bytes(content)
    with open_it(path) as store, pytest.raises(StudyDamaged), store.read() as read:
        read.all(Participant)


def test_an_existing_file_is_never_overwritten(closed: Path, clock: Clock, new_id: NewId) -> None:
    before = closed.read_bytes()
    with pytest.raises(StudyExists):
        create(closed, SETTINGS, FRAMEWORK, clock=clock, new_id=new_id)
    assert closed.read_bytes() == before


def test_a_study_needs_a_folder_that_is_there(tmp_path: Path, clock: Clock, new_id: NewId) -> None:
    with pytest.raises(FileMissing):
        create(tmp_path / "no" / "work.kangni", SETTINGS, FRAMEWORK, clock=clock, new_id=new_id)


def test_a_study_that_cannot_be_made_leaves_no_file(tmp_path: Path, clock: Clock, new_id: NewId) -> None:
    given = whole_study()
    with pytest.raises(KangniError):
        create(
            tmp_path / "work.kangni", SETTINGS, FRAMEWORK, [*given.codes, given.codes[0]], clock=clock, new_id=new_id
        )
    assert not list(tmp_path.iterdir())


def test_a_name_with_special_characters_is_a_name(tmp_path: Path, clock: Clock, new_id: NewId, open_it: Open) -> None:
    path = tmp_path / "研究 [1] 50%? #2.kangni"
    create_from(path, whole_study(), clock=clock, new_id=new_id).close()
    with open_it(path) as store, store.read() as read:
        assert read.bundle() == whole_study()
    assert list(tmp_path.iterdir()) == [path]


def test_a_log_left_by_a_stopped_process_is_taken_in(closed: Path, tmp_path: Path, open_it: Open) -> None:
    with open_it(closed) as store:
        with store.write("add", "A", {}) as write:
            write.add([document(900, "P09.zh", "问", "很长" * 50_000)])
        copied = tmp_path / "copied.kangni"
        for ending in ("", "-wal"):  # what a process that stopped just now would leave
            shutil.copy(f"{closed}{ending}", f"{copied}{ending}")
    with open_it(copied) as store, store.read() as read:
        assert read.document_heads()[-1].handle == "P09.zh"


@pytest.fixture
def public(clock: Clock, new_id: NewId) -> Iterator[Path]:
    """A study in a folder that everybody can enter."""
    folder = Path(tempfile.mkdtemp())
    create_from(folder / "work.kangni", whole_study(), clock=clock, new_id=new_id).close()
    yield folder / "work.kangni"
    folder.chmod(0o755)
    shutil.rmtree(folder)


@pytest.mark.skipif(sys.platform == "win32", reason="rights to folders are another matter there")
@pytest.mark.parametrize(("file", "folder"), [(0o444, 0o755), (0o644, 0o555), (0o444, 0o555)])
def test_without_the_right_to_write_a_study_can_be_read(file: int, folder: int, public: Path, open_it: Open) -> None:
    with open_it(public) as store, store.read() as read:
        expected = read.hash()
    public.chmod(file)
    public.parent.chmod(folder)
    ours, theirs = Pipe()
    visitor = processes().Process(target=visit, args=(public, theirs))
    visitor.start()
    assert ours.recv() == (expected, "3 changes refused", "read only", "no faults")
    visitor.join()
    assert [entry.name for entry in public.parent.iterdir()] == ["work.kangni"]


def test_a_study_opened_for_reading_only_is_not_changed(closed: Path, clock: Clock, new_id: NewId) -> None:
    before = closed.read_bytes()
    with open_store(closed, clock=clock, new_id=new_id, read_only=True) as store:
        with store.read() as read:
            assert read.bundle() == whole_study()
        with pytest.raises(StudyReadOnly), store.write("add", "A", {}):
            pass
    assert closed.read_bytes() == before
    assert list(closed.parent.iterdir()) == [closed]
