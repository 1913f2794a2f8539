"""The arrays that all methods eat: codings, turns, claims and episodes as columns.

Every column of one record has the same length. Participants, documents, codes, coders, stages, polarities and
so on are numbered 0, 1, 2 ... in the order of the names that the caller keeps beside the arrays; -1 means "none".
`row` columns hold the integers by which the store finds a record again: they are the evidence of every count.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol, TypeAlias

import numpy as np
from numpy.typing import NDArray

__all__ = [
    "INTERVIEWER",
    "OTHER",
    "PARTICIPANT",
    "Bools",
    "ClaimColumns",
    "CodingColumns",
    "ColumnSource",
    "EpisodeColumns",
    "Floats",
    "Ints",
    "MomentColumns",
    "TurnColumns",
]

Ints: TypeAlias = NDArray[np.int64]
Floats: TypeAlias = NDArray[np.float64]
Bools: TypeAlias = NDArray[np.bool_]

INTERVIEWER, PARTICIPANT, OTHER = 0, 1, 2


@dataclass(frozen=True, slots=True)
class TurnColumns:
    """Turns of the originals, sorted by document and place; translations are not in it.

    `start` and `end` bound the words without the speaker label, half-open, in code points of the document.
    """

    document: Ints
    ordinal: Ints
    start: Ints
    end: Ints
    role: Ints  # INTERVIEWER, PARTICIPANT, OTHER
    participant: Ints  # -1: nobody in the study


@dataclass(frozen=True, slots=True)
class CodingColumns:
    """Adopted codings with a place in a text; drafts are not in it.

    `polarity` and `level` are the coding's own where overridden, else its code's. `turn` is the first turn whose
    words the span overlaps (an index into `TurnColumns`), `last_turn` the last one; both -1 where none does.
    """

    row: Ints
    document: Ints
    participant: Ints  # of the first overlapped turn, else the document's main one, else -1
    coder: Ints
    code: Ints
    start: Ints
    end: Ints
    polarity: Ints  # index into the framework's polarities, -1: none
    level: Ints  # index into the framework's levels, -1: none
    voice: Ints  # index into the framework's voices
    stance: Ints  # index into the framework's stances
    turn: Ints
    last_turn: Ints


@dataclass(frozen=True, slots=True)
class ClaimColumns:
    """Claims "cause raises (+1) or lowers (-1) effect"; `strength` is 1 to 3, 0 where the coder gave none."""

    row: Ints
    document: Ints
    participant: Ints
    coder: Ints
    cause: Ints
    effect: Ints
    sign: Ints
    strength: Ints
    voice: Ints
    stance: Ints
    turn: Ints


@dataclass(frozen=True, slots=True)
class EpisodeColumns:
    """Episodes; `outcome` indexes the framework's outcomes, -1 where the episode has none."""

    row: Ints
    document: Ints
    participant: Ints
    coder: Ints
    outcome: Ints
    closed: Bools


@dataclass(frozen=True, slots=True)
class MomentColumns:
    """Moments of episodes in told order; `episode` indexes `EpisodeColumns`."""

    row: Ints
    episode: Ints
    position: Ints
    stage: Ints
    code: Ints  # -1: not coded


class ColumnSource(Protocol):
    """Whatever can hand out a study's columns; the store does."""

    def turns(self) -> TurnColumns:
        """Return all turns of the originals."""
        ...

    def codings(self) -> CodingColumns:
        """Return all adopted codings that have a place in a text."""
        ...

    def codings_when_done(self) -> CodingColumns:
        """Return each coder's codings of each document as they stood when the coder declared it done.

        Codings in documents that their coder has not declared done are as they are now.
        """
        ...

    def adopted(self) -> Ints:
        """Return the rows, rising, of codings that another coder had drafted."""
        ...

    def claims(self) -> ClaimColumns:
        """Return all claims."""
        ...

    def episodes(self) -> tuple[EpisodeColumns, MomentColumns]:
        """Return all episodes and their moments."""
        ...

    def seen(self) -> Bools:
        """Return seen[coder, document]: the coder has declared the document done."""
        ...
