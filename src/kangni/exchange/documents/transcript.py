"""What a reader of transcripts hands over: the text, its turns, its speakers, and what was lost or guessed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from kangni.core.text import Role
from kangni.results.answer import Caution
from kangni.results.imports import Loss

__all__ = ["ReadDocument", "ReadTurn", "Speaker", "WrittenText"]


class ReadTurn(NamedTuple):
    """One turn; `start` and `end` bound the words without label and blanks and are equal where nothing was said.

    A tuple and no dataclass: a thousand transcripts have some hundred thousand of them.
    """

    speaker: str
    start: int
    end: int
    seconds: float | None = None


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
    """The text of a file, before turns are looked for; `sample` is its first words where the encoding is a guess."""

    text: str
    encoding: str
    sample: str = ""
    losses: tuple[Loss, ...] = ()
    cautions: tuple[Caution, ...] = ()


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
