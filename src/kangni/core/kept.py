"""What came from another program and is not shown here, kept as it goes out again."""

from __future__ import annotations

from dataclasses import dataclass

from kangni.core.names import DocumentId, KeptId, check_text

__all__ = ["Kept", "KeptFile"]


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A file that belongs to something kept: its name there, and the SHA-256 under which its bytes are kept."""

    name: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Kept:
    """Something of another program's project: a film, a picture, a set, a graph, or the rest of what a record holds.

    `element` says what it was there and `content` how it is written there. `document` is the one whose words it holds.
    """

    id: KeptId
    element: str
    content: str
    document: DocumentId | None = None
    files: tuple[KeptFile, ...] = ()

    def __post_init__(self) -> None:
        check_text(self.element, self.content)
