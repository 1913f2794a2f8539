"""The members of a project's archive, found by the paths that its elements name."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import BinaryIO

from kangni.core.errors import FileDamaged
from kangni.exchange.archive import Archive, open_archive

__all__ = ["Places", "open_places"]

# a survey has a source a row, each perhaps as text and as Word file
MOST_MEMBERS = 50_000
LARGEST_TOTAL = 64_000_000_000
LARGEST_MEMBER = 2_147_483_647  # the standard's own limit
LARGEST_MARKUP = 600_000_000  # 200,000 codings take some 100 MB
LARGEST_TEXT = 64_000_000
_SOURCES = "sources/"
_SCHEME = "internal://"


@dataclass(slots=True)
class Places:
    """The archive of a project, or none for a bare codebook; hands out what lies in it and nothing else."""

    file: str
    archive: Archive | None = None
    markup: str = ""
    _by_name: dict[str, str] = field(default_factory=dict)
    _hashes: dict[str, str] = field(default_factory=dict)

    def find(self, path: str) -> str | None:
        """Return the member that a path names: `internal://x.txt`, or a bare file name; None for all others."""
        name = path[len(_SCHEME) :] if path.lower().startswith(_SCHEME) else path
        if not name or "\\" in name or "/" in name.removeprefix(_SOURCES) or ":" in name:
            return None
        return self._by_name.get(name.rpartition("/")[2].casefold())

    def is_external(self, path: str) -> bool:
        """Tell whether a path names a place outside the project."""
        return path.lower().startswith(("relative:", "absolute:", "file:", "http:", "https:"))

    def size(self, member: str) -> int:
        """Return how large a member is unpacked."""
        return self.archive.members[member].file_size if self.archive is not None else 0

    def sha256(self, member: str) -> str:
        """Return the SHA-256 of a member; it is read once for that."""
        if member not in self._hashes and self.archive is not None:
            digest = hashlib.sha256()
            for piece in self.archive.chunks(member):
                digest.update(piece)
            self._hashes[member] = digest.hexdigest()
        return self._hashes[member]

    @property
    def hashes(self) -> dict[str, str]:
        """Return the member of each SHA-256 asked for so far."""
        return {sha256: member for member, sha256 in self._hashes.items()}


def open_places(file: str, content: BinaryIO) -> Places:
    """Open the archive of a project.

    Raises
    ------
    FileDamaged
        Where it has not exactly one .qde at its root.
    ArchiveRefused
        Where its directory shows that it could harm the machine.
    """
    archive = open_archive(
        file,
        content,
        largest_member=LARGEST_MEMBER,
        largest_total=LARGEST_TOTAL,
        most_members=MOST_MEMBERS,
    )
    markups = [name for name in archive.members if "/" not in name and name.lower().endswith(".qde")]
    if len(markups) != 1:
        named = ", ".join(markups[:3]) or "none"
        raise FileDamaged(file, f"a project has exactly one .qde at its root, this one has {len(markups)} ({named})")
    if archive.members[markups[0]].file_size > LARGEST_MARKUP:
        raise FileDamaged(file, f"its {markups[0]} would unpack to more than {LARGEST_MARKUP / 1e6:.0f} MB")
    by_name = {
        name.rpartition("/")[2].casefold(): name
        for name in archive.members
        if name.lower().startswith(_SOURCES) and not name.endswith("/")
    }
    return Places(file, archive, markups[0], by_name)
