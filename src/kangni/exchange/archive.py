"""Zip archives from strangers: judged whole by their directory before a byte of them is unpacked."""

from __future__ import annotations

import io
import re
import stat
import struct
import unicodedata
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass

from kangni.core.errors import ArchiveRefused, FileDamaged

__all__ = ["LARGEST_TOTAL", "Archive", "open_archive"]

# A Word file of a long interview has some twenty members, unpacks to a few MB and at about 1:15.
MOST_MEMBERS = 5_000
LARGEST_TOTAL = 256_000_000
LARGEST_MEMBER = 64_000_000
STEEPEST_RATIO = 200
RATIO_COUNTS_FROM = 1_000_000  # a short member of blanks may well shrink a thousandfold
_DIRECTORY_MARK = b"PK\x01\x02"
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
        information = self.members.get(member)
        if information is None:
            raise FileDamaged(self.file, f"it lacks its part {member}")
        try:
            with self._zip.open(information) as stream:
                content = stream.read(information.file_size)
                surplus = stream.read(1)
        except _DAMAGE as error:
            raise FileDamaged(self.file, f"its part {member} cannot be unpacked") from error
        if surplus or len(content) != information.file_size:
            raise FileDamaged(self.file, f"its part {member} is not as long as it says")
        return content


def open_archive(file: str, content: bytes, *, largest_member: int = LARGEST_MEMBER) -> Archive:
    """Judge an archive by its directory and open it; the sheets of workbooks may be larger than parts of a text.

    Raises
    ------
    FileDamaged
        Where the directory cannot be read.
    ArchiveRefused
        For declared sizes over the limits, and members that no honest program writes: names that lead out of the
        folder or twins of each other, links, devices, passwords, unusual compression.
    """
    # zipfile builds an object a member before one can count them; the marks are counted in C.
    if content.count(_DIRECTORY_MARK) > MOST_MEMBERS:
        raise ArchiveRefused(file, f"it has more than {MOST_MEMBERS} members")
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
    except _DAMAGE as error:
        raise FileDamaged(file, "its zip directory cannot be read, perhaps it breaks off") from error
    members = archive.infolist()
    problems = (_member_problem(member, largest_member) for member in members)
    problem = next(filter(None, problems), "") or _total_problem(members)
    if problem:
        raise ArchiveRefused(file, problem)
    return Archive(file, {member.filename: member for member in members}, archive)


def _total_problem(members: list[zipfile.ZipInfo]) -> str:
    total = sum(member.file_size for member in members)
    if total > LARGEST_TOTAL:
        return f"it would unpack to {total / 1e6:.0f} MB, the limit is {LARGEST_TOTAL / 1e6:.0f} MB"
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
