from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace

import pytest
from tests.storage.studies import participant

from kangni.core.errors import DiskFull, StudyDamaged
from kangni.core.ports import Clock, NewId
from kangni.storage.backups import backup_folder, backups_of, is_sound, keep_copy, last_good_backup
from kangni.storage.store import SqliteStore, open_store


def test_a_backup_says_what_the_study_said(study: SqliteStore, clock: Clock, new_id: NewId) -> None:
    with study.write("add", "A", {}) as write:
        write.add([participant(900, "P09")])
    backup = study.backup()
    with study.read() as read:
        expected, history = read.hash(), list(read.history())
    with study.write("add", "A", {}) as write:
        write.add([participant(901, "P10")])
    with open_store(backup, clock=clock, new_id=new_id) as copy, copy.read() as read:
        assert (read.hash(), list(read.history())) == (expected, history)


def test_a_backup_names_its_count_its_time_and_its_reason(study: SqliteStore) -> None:
    assert study.backup().name == "work-0001-20260301T090000Z-asked.kangni"
    assert study.backup("import").name == "work-0002-20260301T090100Z-import.kangni"
    assert [file.name for file in study.path.parent.iterdir() if file.is_dir()] == ["work.kangni.backups"]


def test_five_backups_are_kept_whatever_the_clock_says(study: SqliteStore) -> None:
    for year in (2026, 2020, 2031, 2019, 2026, 2018, 2026):
        keep_copy(study.path, study._copy, at=datetime(year, 1, 1, tzinfo=UTC), reason="asked")
    assert [file.name[5:9] for file in backups_of(study.path)] == ["0003", "0004", "0005", "0006", "0007"]


def test_other_files_among_the_backups_stay(study: SqliteStore) -> None:
    backup_folder(study.path).mkdir()
    mine = backup_folder(study.path) / "my own copy.kangni"
    mine.touch()
    for _ in range(6):
        study.backup()
    assert mine.exists()


def test_a_copy_that_says_something_else_is_no_backup(study: SqliteStore) -> None:
    first = study.backup()

    def copy_wrongly(target: Path) -> str:
        study._copy(target)
        return "another digest"

    with pytest.raises(StudyDamaged) as caught:
        keep_copy(study.path, copy_wrongly, at=datetime(2026, 1, 1, tzinfo=UTC), reason="asked")
    assert caught.value.backup == str(first)
    assert list(backup_folder(study.path).iterdir()) == [first]


def test_a_backup_that_would_not_fit_is_not_begun(study: SqliteStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _folder: SimpleNamespace(free=1_000))
    with pytest.raises(DiskFull):
        study.backup()
    assert not list(backup_folder(study.path).iterdir())


def test_the_last_good_backup_is_the_newest_that_can_be_read(study: SqliteStore) -> None:
    assert not last_good_backup(study.path)
    first, second = study.backup(), study.backup()
    assert last_good_backup(study.path) == str(second)
    second.write_bytes(second.read_bytes()[:5_000])
    assert not is_sound(second)
    assert last_good_backup(study.path) == str(first)
