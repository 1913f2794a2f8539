from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from tests.storage.studies import participant, whole_study

from kangni.core.errors import NotAStudy
from kangni.core.ports import Clock, NewId
from kangni.storage.creating import create_from
from kangni.storage.doctor import DoctorReport, Severity, examine
from kangni.storage.places import shared_place
from kangni.storage.store import open_store


@pytest.fixture
def closed(tmp_path: Path, clock: Clock, new_id: NewId) -> Path:
    path = tmp_path / "work.kangni"
    store = create_from(path, whole_study(), clock=clock, new_id=new_id)
    with store, store.write("import", "A", {}) as write:
        write.add([participant(900, "P09")])
        write.keep_source("cd" * 32, b"not these bytes")
    return path


def faults(report: DoctorReport) -> list[str]:
    return [str(finding) for finding in report.findings if finding.severity is Severity.FAULT]


def change(path: Path, *statements: str) -> None:
    """Change rows behind the study's back."""
    with closing(sqlite3.connect(path)) as connection, connection:
        for statement in statements:
            connection.execute(statement)


def test_a_sound_study_has_no_fault_and_stays_as_it_is(tmp_path: Path, clock: Clock, new_id: NewId) -> None:
    path = tmp_path / "work.kangni"
    with create_from(path, whole_study(), clock=clock, new_id=new_id) as store:
        store.backup()
    before = (path.read_bytes(), path.stat().st_mtime_ns, sorted(tmp_path.iterdir()))
    report = examine(path)
    assert (path.read_bytes(), path.stat().st_mtime_ns, sorted(tmp_path.iterdir())) == before
    assert not report.has_faults
    assert [
        str(finding) for finding in report.findings if finding.about in {"pages", "texts", "history", "backups"}
    ] == [
        "1 backups lie beside the study and were read just now; the last is work-0001-20260301T090000Z-asked.kangni.",
        "The pages of the file are whole.",
        "3 texts are what was imported.",
        "The history is whole: 0 entries.",
    ]


def test_a_study_without_a_backup_is_told_the_command_with_its_folder(closed: Path) -> None:
    assert f"kangni backup {closed}" in "\n".join(map(str, examine(closed).findings))


def test_a_flipped_bit_in_a_text_is_found(closed: Path) -> None:
    content = bytearray(closed.read_bytes())
    at = content.index("答得很长很长".encode())
    content[at + 2] ^= 1
    closed.write_bytes(content)
    report = examine(closed)
    assert "The pages of the file are whole." in map(str, report.findings)
    assert "1 texts are not what was imported: P02.zh." in faults(report)


def test_an_original_that_is_not_what_was_imported_is_found(closed: Path) -> None:
    assert "1 original files are not what was imported." in faults(examine(closed))


@pytest.mark.parametrize(
    ("statement", "fault"),
    [
        ('update coding set "end" = 999 where row = 1', "1 spans of kind coding lie outside their text."),
        ('update moment set "end" = start where row = 1', "1 spans of kind moment lie outside their text."),
        ("update participant set fold = 'x' where row = 1", "1 names of kind participant are not found"),
        ("update coding set code = 77 where row = 1", "1 rows refer to something that is not there: coding."),
        ("delete from entry", "1 rows refer to something that is not there: change."),
        ("update entry set number = 5, root = 5", "The history has gaps: 1 entries, the last one is number 5."),
    ],
)
def test_a_row_that_contradicts_others_is_found(statement: str, fault: str, closed: Path) -> None:
    change(closed, statement)
    assert any(found.startswith(fault) for found in faults(examine(closed)))


def test_a_page_that_cannot_be_read_is_found(closed: Path) -> None:
    content = bytearray(closed.read_bytes())
    at = content.index(b"C001") // 4096 * 4096
    content[at : at + 4096] = b"\xff" * 4096
    closed.write_bytes(content)
    assert any("pages" in fault for fault in faults(examine(closed)))


def test_an_open_study_can_be_examined(closed: Path, clock: Clock, new_id: NewId) -> None:
    with open_store(closed, clock=clock, new_id=new_id) as store:
        with store.write("add", "A", {}) as write:
            write.add([participant(901, "P10")])
        report = examine(closed)
        assert any("log" in str(finding) for finding in report.findings)
        assert "The history is whole: 2 entries." in map(str, report.findings)


def test_another_file_is_not_examined(tmp_path: Path) -> None:
    path = tmp_path / "work.kangni"
    path.write_text("no study")
    with pytest.raises(NotAStudy):
        examine(path)


def test_without_a_study_the_installation_is_examined() -> None:
    report = examine()
    assert [finding.about for finding in report.findings] == ["SQLite"]


def test_a_faulty_sqlite_is_told() -> None:
    class Faulty:
        sqlite_version = "3.40.1"
        sqlite_version_info = (3, 40, 1)

    (finding,) = examine(driver=Faulty).findings  # type: ignore[arg-type]  # only these two are asked
    assert finding.severity is Severity.WARNING
    assert "3.40.1" in str(finding)


@pytest.mark.parametrize(
    ("path", "place"),
    [
        ("/home/a/Dropbox/work.kangni", "Dropbox"),
        ("/Users/a/OneDrive - University/work.kangni", "OneDrive - University"),
        ("/home/a/坚果云/work.kangni", "坚果云"),
        ("/home/a/dropbox.kangni", ""),
    ],
)
def test_a_synchronised_folder_is_known_by_its_name(path: str, place: str) -> None:
    assert shared_place(Path(path)) == place


def test_a_network_folder_is_known_by_its_file_system(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mounts = tmp_path / "mounts"
    mounts.write_text(f"/dev/sda1 / ext4 rw 0 0\nserver:/x {tmp_path} nfs4 rw 0 0\n")
    monkeypatch.setattr("kangni.storage.places._MOUNTS", mounts)
    assert shared_place(tmp_path / "work.kangni") == "nfs4"
    assert not shared_place(Path("/somewhere/work.kangni"))
