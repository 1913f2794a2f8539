"""What bringing in transcripts found: files, speakers, losses and what could not be aligned."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from kangni.results.answer import Answer, Caution, Evidence
from kangni.results.speakers import SpeakerLine

__all__ = ["FileRefused", "ImportReport", "ImportedFile", "Loss", "UnevenPair"]


@dataclass(frozen=True, slots=True)
class Loss:
    """Something that a file holds and the text does not: what, how often, and where first."""

    what: str
    count: int
    place: str = ""
    file: str = ""


@dataclass(frozen=True, slots=True)
class ImportedFile:
    """One file: the document it became, or, with `same_as`, the document that it is already.

    `head_lines` counts the lines before the first turn. `sample` shows the first words where the encoding is a guess.
    """

    file: str
    document: str
    language: str = ""
    encoding: str = ""
    participant: str = ""
    translation_of: str = ""
    same_as: str = ""
    characters: int = 0
    turns: int = 0
    interviewer_turns: int = 0
    participant_turns: int = 0
    other_turns: int = 0
    head_lines: int = 0
    sample: str = ""


@dataclass(frozen=True, slots=True)
class FileRefused:
    """A file that could not be taken, and why, while the others came in."""

    file: str
    why: Caution


@dataclass(frozen=True, slots=True)
class UnevenPair:
    """An original and a translation whose turns do not match one by one."""

    original: str
    translation: str
    original_turns: int
    translation_turns: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportReport(Answer):
    """What one import stored, passed over, guessed and left out.

    `memos` counts the comments in margins that became memos.
    """

    deed: ClassVar[str] = "import_documents"
    files: tuple[ImportedFile, ...]
    speakers: tuple[SpeakerLine, ...]
    losses: tuple[Loss, ...] = ()
    uneven: tuple[UnevenPair, ...] = ()
    new_participants: tuple[str, ...] = ()
    refused: tuple[FileRefused, ...] = ()
    memos: int = 0

    def rows(self) -> Sequence[ImportedFile]:
        """Return one line a file."""
        return self.files

    def keys(self) -> Sequence[str]:
        """Return nothing: an import counts no codings."""
        return ()

    def find(self, key: str) -> Evidence | None:  # noqa: ARG002 - the shape that all results share
        """Return nothing: an import counts no codings."""
        return None
