"""A person's files: read with a limit, regular ones only, all faults at once; written whole, over no study."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from kangni.core.errors import (
    DiskFull,
    FaultyFiles,
    FileFault,
    FileMissing,
    FileProblem,
    FileTooLarge,
    FileUnwritable,
    StudyExists,
)

__all__ = [
    "LARGEST_FILE",
    "PROJECT_FILE",
    "FoundFiles",
    "ReadFiles",
    "check_place",
    "find_files",
    "open_file",
    "read_each",
    "read_file",
    "read_files",
    "whole_file",
    "write_file",
]

PROJECT_FILE = "data.qda"  # the database in a folder that is a project of QualCoder
LARGEST_FILE = 50_000_000  # bytes; some 15 million Chinese characters
_DATABASE = b"SQLite format 3\x00"  # how a study file begins
# A FIFO without a writer would block the opening for ever; Windows has neither FIFOs nor these flags.
_OPEN_FLAGS = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOCTTY", 0)


@dataclass(frozen=True, slots=True)
class FoundFiles:
    """The files that some paths stand for, and those of their folders that no reader knows by their suffix."""

    files: tuple[Path, ...]
    passed_over: tuple[Path, ...]


@dataclass(frozen=True, slots=True)
class ReadFiles:
    """Name and content of the files that could be read, and what is wrong with the others."""

    contents: tuple[tuple[str, bytes], ...]
    faults: tuple[FileFault, ...] = ()


def find_files(paths: Iterable[Path], *, suffixes: Collection[str]) -> FoundFiles:
    """Return named files as they are, and from each named folder its files with a known suffix, sorted.

    Hidden files, and the lock files that a word processor leaves while a text is open, are no part of a folder. A file
    called README speaks of the folder and is passed over.
    """
    files, passed_over = list[Path](), list[Path]()
    for path in paths:
        if not path.is_dir():
            files.append(path)
            continue
        for found in _files_below(path):
            is_known = found.suffix.lower() in suffixes and found.stem.lower() != "readme"
            (files if is_known else passed_over).append(found)
    return FoundFiles(tuple(files), tuple(passed_over))


def read_files(paths: Iterable[Path], *, largest: int = LARGEST_FILE) -> list[tuple[str, bytes]]:
    """Return name and content of each file.

    Raises
    ------
    FileProblem
        The one file's own error, or `FaultyFiles` with the error of each.
    """
    found = read_each(paths, largest=largest)
    if found.faults:
        raise found.faults[0].error if len(found.faults) == 1 else FaultyFiles(found.faults)
    return list(found.contents)


def read_each(paths: Iterable[Path], *, largest: int = LARGEST_FILE) -> ReadFiles:
    """Return name and content of each file that can be read, and what is wrong with the others."""
    contents, faults = list[tuple[str, bytes]](), list[FileFault]()
    for path in paths:
        try:
            contents.append((path.name, read_file(path, largest=largest)))
        except FileProblem as error:
            faults.append(FileFault(str(path), error))
    return ReadFiles(tuple(contents), tuple(faults))


def read_file(path: Path, *, largest: int = LARGEST_FILE) -> bytes:
    """Return the content of a regular file.

    Raises
    ------
    FileMissing
        Where nothing readable lies: no file, a folder, a device, a FIFO, a circle of links, no right to read.
    FileTooLarge
        Above `largest` bytes.
    """
    try:
        descriptor = os.open(path, _OPEN_FLAGS)
        try:
            size = _regular_size(path, descriptor)
            with os.fdopen(descriptor, "rb", closefd=False) as file:
                content = file.read(largest + 1)
        finally:
            os.close(descriptor)
    except (OSError, ValueError) as error:  # ValueError: a NUL in the path
        raise FileMissing(str(path)) from error
    if len(content) > largest:
        raise FileTooLarge(str(path), f"{max(size, len(content)) / 1e6:.1f} MB", f"{largest / 1e6:.0f} MB")
    return content


@contextmanager
def open_file(path: Path) -> Iterator[BinaryIO]:
    """Open a regular file that may be larger than memory; raises `FileMissing` where `read_file` does."""
    try:
        descriptor = os.open(path, _OPEN_FLAGS)
    except (OSError, ValueError) as error:
        raise FileMissing(str(path)) from error
    with os.fdopen(descriptor, "rb") as file:
        _regular_size(path, descriptor)
        yield file


def _regular_size(path: Path, descriptor: int) -> int:
    status = os.fstat(descriptor)
    if not stat.S_ISREG(status.st_mode):
        raise FileMissing(str(path))
    return status.st_size


def _files_below(folder: Path) -> list[Path]:
    def refuse(error: OSError) -> None:
        raise FileMissing(str(error.filename or folder)) from error

    found = list[Path]()
    for place, folders, names in os.walk(folder, onerror=refuse):
        if PROJECT_FILE in names:  # a project of QualCoder, with copies of its material beside
            folders[:] = []
            found.append(Path(place, PROJECT_FILE))
            continue
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        found += [Path(place, name) for name in sorted(names) if not name.startswith((".", "~$"))]
    return found


def write_file(path: Path, content: bytes) -> None:
    """Write a whole file or none: beside its place first, then into it.

    Raises
    ------
    StudyExists
        If a study lies there: no table or report takes its place.
    FileUnwritable
        If the folder is not there or may not be written to.
    DiskFull
        If no space is left; an older file stays as it was.
    """
    with _in_plain_words(path):
        _keep_studies(path)
        if path.exists() and not path.is_file():  # a pipe or a terminal takes no replacement; a folder refuses
            path.write_bytes(content)
            return
    with whole_file(path) as file:
        file.write(content)


@contextmanager
def whole_file(path: Path) -> Iterator[BinaryIO]:
    """Open a file to write that takes its place when the block ends well; raises what `write_file` raises."""
    beside = path.with_name(f".{path.name}.part") if path.name else path
    with _in_plain_words(path):
        _keep_studies(path)
        try:
            with beside.open("wb") as file:
                yield file
            beside.replace(path)
        finally:
            with suppress(OSError):
                beside.unlink()


@contextmanager
def _in_plain_words(path: Path) -> Iterator[None]:
    try:
        yield
    except (OSError, ValueError) as error:  # ValueError: a NUL in the path
        if isinstance(error, OSError) and error.errno == errno.ENOSPC:
            raise DiskFull(str(path)) from error
        raise FileUnwritable(str(path)) from error


def check_place(path: Path) -> None:
    """Refuse a place where `write_file` could not write, before long work is done for it.

    Raises
    ------
    StudyExists, FileUnwritable
        As `write_file`, as far as this can be seen beforehand.
    """
    try:
        _keep_studies(path)
        if path.is_dir() or not path.parent.is_dir():
            raise FileUnwritable(str(path))
    except (OSError, ValueError) as error:
        raise FileUnwritable(str(path)) from error


def _keep_studies(path: Path) -> None:
    if path.is_file():
        with path.open("rb") as file:
            if file.read(len(_DATABASE)) == _DATABASE:
                raise StudyExists(str(path))
