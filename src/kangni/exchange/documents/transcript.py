"""What a reader of transcripts hands over: the text, its turns, its speakers, and what was lost or guessed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, NamedTuple

from kangni.core.text import Role
from kangni.results.answer import Caution
from kangni.results.imports import Loss

__all__ = ["Changes", "Mark", "ReadDocument", "ReadTurn", "Remark", "Speaker", "WrittenText"]

# What becomes of changes that a word processor tracked: as if all were accepted, or as if all were rejected.
Changes = Literal["accept", "reject"]


class ReadTurn(NamedTuple):
    """One turn; `start` and `end` bound the words without label and blanks and are equal where nothing was said.

    A tuple and no dataclass: a thousand transcripts have some hundred thousand of them.
    """

    speaker: str
    start: int
    end: int
    seconds: float | None = None
    page: int | None = None


class Mark(NamedTuple):
    """A place from which on the words stand on a page, or are spoken at a time in seconds."""

    start: int
    seconds: float | None = None
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Remark:
    """A comment in the margin: what it says, the words it hangs on, and when it was written; by whom is left out."""

    text: str
    words: str = ""
    written: datetime | None = None


@dataclass(frozen=True, slots=True)
class Speaker:
    """A label of the transcript with the role it was given and why; `is_code` marks labels such as P01."""

    label: str
    role: Role
    reason: str
    turns: int
    characters: int
    is_code: bool = False


@dataclass(frozen=True, slots=True)
class WrittenText:
    """The text of a file, before turns are looked for; `sample` is its first words where the encoding is a guess.

    `turns` are those that the file itself tells. Words from `end` on are in no turn, such as footnotes. `marks` say
    in order where pages and times begin.
    """

    text: str
    encoding: str
    sample: str = ""
    losses: tuple[Loss, ...] = ()
    cautions: tuple[Caution, ...] = ()
    turns: tuple[ReadTurn, ...] = ()
    end: int | None = None
    marks: tuple[Mark, ...] = ()
    remarks: tuple[Remark, ...] = ()


@dataclass(frozen=True, slots=True)
class ReadDocument:
    """A transcript as a file holds it."""

    name: str
    text: str
    encoding: str
    turns: tuple[ReadTurn, ...]
    speakers: tuple[Speaker, ...]
    losses: tuple[Loss, ...] = ()
    cautions: tuple[Caution, ...] = ()
    sample: str = ""
    remarks: tuple[Remark, ...] = ()
