"""The deed that lists transcripts, with where in each of them codings lie."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kangni.core.people import Participant
from kangni.core.ports import Reader
from kangni.methods.columns import ColumnSource

__all__ = ["STRIPS", "TranscriptRow", "list_transcripts"]

STRIPS = 40  # parts into which a transcript's length is cut to show where codings lie


@dataclass(frozen=True, slots=True)
class TranscriptRow:
    """One original; `density` counts adopted codings in each of `STRIPS` parts of its length."""

    handle: str
    participant: str
    language: str
    turns: int
    code_points: int
    codings: int
    density: tuple[int, ...]


def list_transcripts(read: Reader, columns: ColumnSource) -> tuple[TranscriptRow, ...]:
    """Return the originals in the order of the study; translations are read beside them."""
    codings = columns.codings()
    people = {person.id: person.handle for person in read.all(Participant)}
    rows = []
    for number, head in enumerate(read.document_heads()):
        if head.translation_of is not None:
            continue
        starts = codings.start[codings.document == number]
        strips = (starts * STRIPS // max(head.length, 1)).clip(0, STRIPS - 1)
        density = tuple(np.bincount(strips, minlength=STRIPS).tolist())
        person = people.get(head.participant, "") if head.participant else ""
        rows.append(
            TranscriptRow(head.handle, person, head.language, head.turns, head.length, int(starts.size), density)
        )
    return tuple(rows)
