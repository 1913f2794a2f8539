from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest

from kangni.core.errors import FaultyFiles, FileMissing, FileTooLarge, FileUnwritable, StudyExists
from kangni.exchange.files import check_place, find_files, read_file, read_files, write_file


def test_a_regular_file_is_read_whole(tmp_path: Path) -> None:
    (tmp_path / "P01.txt").write_bytes("访谈者：好".encode())
    assert read_file(tmp_path / "P01.txt") == "访谈者：好".encode()


def test_a_link_to_a_regular_file_is_followed(tmp_path: Path) -> None:
    (tmp_path / "P01.txt").write_bytes(b"words")
    (tmp_path / "link.txt").symlink_to("P01.txt")
    assert read_file(tmp_path / "link.txt") == b"words"


@pytest.mark.parametrize("kind", ["absent", "folder", "fifo", "loop", "dangling", "socket", "nul"])
def test_what_is_no_regular_file_is_refused_without_hanging(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "P01.txt"
    match kind:
        case "folder":
            path.mkdir()
        case "fifo":
            os.mkfifo(path)
        case "loop":
            path.symlink_to(path)
        case "dangling":
            path.symlink_to("nowhere")
        case "socket":
            with socket.socket(socket.AF_UNIX) as bound:
                bound.bind(str(path))
        case "nul":
            path = Path("P01\0.txt")
    with pytest.raises(FileMissing):
        read_file(path)


@pytest.mark.parametrize("device", ["/dev/zero", "/dev/null", "/dev/random"])
def test_a_device_is_refused_without_being_read(device: str) -> None:
    with pytest.raises(FileMissing):
        read_file(Path(device))


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_the_right_to_read_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "P01.txt"
    path.write_bytes(b"words")
    path.chmod(0)
    with pytest.raises(FileMissing):
        read_file(path)


def test_a_file_over_the_limit_is_refused_with_both_sizes(tmp_path: Path) -> None:
    path = tmp_path / "P01.txt"
    path.write_bytes(b"x" * 2_500_001)
    with pytest.raises(FileTooLarge) as caught:
        read_file(path, largest=1_000_000)
    assert (caught.value.size, caught.value.limit) == ("2.5 MB", "1 MB")


def test_a_file_of_exactly_the_limit_is_read(tmp_path: Path) -> None:
    path = tmp_path / "P01.txt"
    path.write_bytes(b"x" * 100)
    assert len(read_file(path, largest=100)) == 100


def test_all_unreadable_files_are_named_at_once(tmp_path: Path) -> None:
    (tmp_path / "good.txt").write_bytes(b"words")
    with pytest.raises(FaultyFiles) as caught:
        read_files([tmp_path / "a.txt", tmp_path / "good.txt", tmp_path / "b.txt"])
    assert [Path(fault.file).name for fault in caught.value.faults] == ["a.txt", "b.txt"]


def test_one_unreadable_file_raises_its_own_error(tmp_path: Path) -> None:
    with pytest.raises(FileMissing):
        read_files([tmp_path / "a.txt"])


def test_files_come_with_their_names_in_the_order_asked(tmp_path: Path) -> None:
    (tmp_path / "b.txt").write_bytes(b"2")
    (tmp_path / "a.txt").write_bytes(b"1")
    assert read_files([tmp_path / "b.txt", tmp_path / "a.txt"]) == [("b.txt", b"2"), ("a.txt", b"1")]


def test_a_folder_gives_its_known_files_sorted_and_names_the_others(tmp_path: Path) -> None:
    for name in ["b.txt", "a.TXT", "notes.md", ".hidden.txt", "~$b.docx", "deep/c.docx", ".git/x.txt"]:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(b"words")
    found = find_files([tmp_path], suffixes={".txt", ".docx"})
    assert [str(path.relative_to(tmp_path)) for path in found.files] == ["a.TXT", "b.txt", "deep/c.docx"]
    assert [path.name for path in found.passed_over] == ["notes.md"]


def test_a_named_file_is_taken_whatever_its_suffix(tmp_path: Path) -> None:
    assert find_files([tmp_path / "x.pdf"], suffixes={".txt"}).files == (tmp_path / "x.pdf",)


def test_a_circle_of_linked_folders_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"words")
    (tmp_path / "again").symlink_to(tmp_path, target_is_directory=True)
    assert [path.name for path in find_files([tmp_path], suffixes={".txt"}).files] == ["a.txt"]


def test_a_file_is_written_in_the_place_of_an_older_one_and_leaves_nothing_beside_it(tmp_path: Path) -> None:
    (tmp_path / "codings.csv").write_bytes(b"old and longer")
    write_file(tmp_path / "codings.csv", b"new")
    assert (tmp_path / "codings.csv").read_bytes() == b"new"
    assert [file.name for file in tmp_path.iterdir()] == ["codings.csv"]


@pytest.mark.parametrize("place", ["no folder/out.csv", "a file/out.csv", "a folder", "", "nul\0.csv"])
def test_a_place_that_takes_no_file_is_told_and_nothing_is_left_there(tmp_path: Path, place: str) -> None:
    (tmp_path / "a file").write_bytes(b"words")
    (tmp_path / "a folder").mkdir()
    path = tmp_path / place if place else Path()
    with pytest.raises(FileUnwritable, match="cannot be written"):
        write_file(path, b"new")
    assert sorted(file.name for file in tmp_path.rglob("*")) == ["a file", "a folder"]


@pytest.mark.parametrize("place", ["no folder/out.csv", "a file/out.csv", "a folder", ""])
def test_a_place_that_would_take_no_file_is_told_before_long_work_is_done_for_it(tmp_path: Path, place: str) -> None:
    (tmp_path / "a file").write_bytes(b"words")
    (tmp_path / "a folder").mkdir()
    with pytest.raises(FileUnwritable):
        check_place(tmp_path / place if place else Path())


def test_no_file_takes_the_place_of_a_study(tmp_path: Path) -> None:
    study = tmp_path / "work.kangni"
    study.write_bytes(b"SQLite format 3\0 and more")
    with pytest.raises(StudyExists, match="never overwritten"):
        check_place(study)
    with pytest.raises(StudyExists, match="never overwritten"):
        write_file(study, b"<html>")
    assert study.read_bytes() == b"SQLite format 3\0 and more"


def test_a_file_about_its_folder_is_passed_over_and_read_where_it_is_named(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("about", "utf-8")
    (tmp_path / "P01.md").write_text("words", "utf-8")
    found = find_files([tmp_path], suffixes=(".md",))
    assert (found.files, found.passed_over) == ((tmp_path / "P01.md",), (tmp_path / "README.md",))
    assert find_files([tmp_path / "README.md"], suffixes=(".md",)).files == (tmp_path / "README.md",)
