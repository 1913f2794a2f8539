"""Zip archives from strangers: judged whole by their directory before a byte of them is unpacked."""

from __future__ import annotations

import io
import re
import stat
import struct
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import BinaryIO

from kangni.core.errors import ArchiveRefused, FileDamaged

__all__ = ["LARGEST_TOTAL", "Archive", "open_archive"]

# A Word file of a long interview has some twenty members, unpacks to a few MB and at about 1:15.
MOST_MEMBERS = 5_000
LARGEST_TOTAL = 256_000_000
LARGEST_MEMBER = 64_000_000
STEEPEST_RATIO = 200
RATIO_COUNTS_FROM = 1_000_000  # a short member of blanks may well shrink a thousandfold
_DIRECTORY_MARK = b"PK\x01\x02"
_END_MARK = b"PK\x05\x06"
_SHORTEST_END = 22  # bytes of the record that ends a zip file
_LONGEST_END = _SHORTEST_END + 65_535  # with its comment
_LONGEST_ENTRY = 400  # bytes of the directory that a member takes at most on average
_CHUNK = 1_000_000
_ENCRYPTED = 0x1
_METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
_DEVICE_NAME = re.compile(r"(?:CON|PRN|AUX|NUL|COM\d|LPT\d)(?:\..*)?", re.IGNORECASE)
# What zipfile raises for archives that are cut off or contradict themselves.
_DAMAGE = (zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, ValueError, NotImplementedError)


@dataclass(frozen=True, slots=True)
class Archive:
    """An archive whose directory was found harmless; members are read one by one, up to their declared size."""

    file: str
    members: Mapping[str, zipfile.ZipInfo]
    _zip: zipfile.ZipFile

    def read(self, member: str) -> bytes:
        """Return the content of a member.

        Raises
        ------
        FileDamaged
            Where the member is missing, breaks off, fails its checksum or is not as long as declared.
        """
        return b"".join(self.chunks(member))

    def chunks(self, member: str) -> Iterator[bytes]:
        """Yield the content of a member piece by piece; raises what `read` raises."""
        information = self.members.get(member)
        if information is None:
            raise FileDamaged(self.file, f"it lacks its part {member}")
        left = information.file_size
        try:
            with self._zip.open(information) as stream:
                while piece := stream.read(min(_CHUNK, left)) if left else b"":
                    left -= len(piece)
                    yield piece
                surplus = stream.read(1)
        except _DAMAGE as error:
            raise FileDamaged(self.file, f"its part {member} cannot be unpacked") from error
        if surplus or left:
            raise FileDamaged(self.file, f"its part {member} is not as long as it says")


def open_archive(
    file: str,
    content: bytes | BinaryIO,
    *,
    largest_member: int = LARGEST_MEMBER,
    largest_total: int | None = None,
    most_members: int = MOST_MEMBERS,
) -> Archive:
    """Judge an archive by its directory and open it; the sheets of workbooks may be larger than parts of a text.

    An archive of films is handed over as an open file, of which only what is asked for is read.

    Raises
    ------
    FileDamaged
        Where the directory cannot be read.
    ArchiveRefused
        For declared sizes over the limits, and members that no honest program writes: names that lead out of the
        folder or twins of each other, links, devices, passwords, unusual compression.
    """
    # zipfile builds an object a member before one can count them; the marks are counted in C.
    directory = content if isinstance(content, bytes) else _directory(file, content, most_members)
    if directory.count(_DIRECTORY_MARK) > most_members:
        raise ArchiveRefused(file, f"it has more than {most_members} members")
    try:
        archive = zipfile.ZipFile(io.BytesIO(content) if isinstance(content, bytes) else content)
    except _DAMAGE as error:
        raise FileDamaged(file, "its zip directory cannot be read, perhaps it breaks off") from error
    members = archive.infolist()
    problems = (_member_problem(member, largest_member) for member in members)
    problem = next(filter(None, problems), "") or _total_problem(members, largest_total or LARGEST_TOTAL)
    if problem:
        raise ArchiveRefused(file, problem)
    return Archive(file, {member.filename: member for member in members}, archive)


def _directory(file: str, content: BinaryIO, most_members: int) -> bytes:
    """Return the bytes of the directory of a large archive, from which `zipfile` makes its members."""
    size = content.seek(0, io.SEEK_END)
    content.seek(max(0, size - _LONGEST_END))
    tail = content.read(_LONGEST_END)
    end = tail.rfind(_END_MARK)
    if end < 0 or end + _SHORTEST_END > len(tail):
        raise FileDamaged(file, "its zip directory cannot be read, perhaps it breaks off")
    length = int.from_bytes(tail[end + 12 : end + 16], "little")
    if length > most_members * _LONGEST_ENTRY:
        raise ArchiveRefused(file, f"it has more than {most_members} members")
    content.seek(max(0, size - len(tail) + end - length))
    return content.read(length)


def _total_problem(members: list[zipfile.ZipInfo], largest: int) -> str:
    total = sum(member.file_size for member in members)
    if total > largest:
        return f"it would unpack to {total / 1e6:.0f} MB, the limit is {largest / 1e6:.0f} MB"
    names = {unicodedata.normalize("NFC", member.filename).casefold() for member in members}
    if len(names) < len(members):
        return "two of its members have the same name"
    return ""


def _member_problem(member: zipfile.ZipInfo, largest: int) -> str:
    shown = ascii(member.orig_filename)
    kind = stat.S_IFMT(member.external_attr >> 16)
    if _leads_astray(member.orig_filename):
        return f"its member {shown} has a name that leads out of the folder or means a device"
    if kind not in {0, stat.S_IFREG, stat.S_IFDIR}:
        return f"its member {shown} is a link or a device"
    if member.flag_bits & _ENCRYPTED or member.compress_type not in _METHODS:
        return f"its member {shown} is locked by a password or packed in an unusual way"
    if member.file_size > largest:
        return f"its member {shown} would unpack to {member.file_size / 1e6:.0f} MB"
    if member.file_size > max(RATIO_COUNTS_FROM, STEEPEST_RATIO * member.compress_size):
        return f"its member {shown} would unpack to more than {STEEPEST_RATIO} times its size"
    return ""


def _leads_astray(name: str) -> bool:
    parts = name.removesuffix("/").split("/")
    return any(part in {"", ".", ".."} or _DEVICE_NAME.fullmatch(part) for part in parts) or any(
        character in '\\:*?"<>|' or unicodedata.category(character) in {"Cc", "Cs"} for character in name
    )
