"""Which turns a span overlaps, and whose words it therefore holds."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kangni.methods.columns import Ints, TurnColumns

__all__ = ["Heard", "overlapped"]

# longer than any text: makes one number of a document and an offset
_WIDTH = 1 << 32


@dataclass(frozen=True, slots=True)
class Heard:
    """First and last overlapped turn of each span, -1 where there is none, and the participant whose words they are."""

    first: Ints
    last: Ints
    participant: Ints


def overlapped(turns: TurnColumns, main: Ints, *, document: Ints, start: Ints, end: Ints) -> Heard:
    """Find the turns of spans; `main` is each document's main participant, who speaks where no turn says otherwise.

    Turns of a document follow each other without overlap, so their starts and their ends rise together.
    """
    place = document * _WIDTH
    first = np.searchsorted(turns.document * _WIDTH + turns.end, place + start, side="right")
    last = np.searchsorted(turns.document * _WIDTH + turns.start, place + end, side="left") - 1
    # between the two ends: at least one turn ends behind the start of the span and starts before its end
    is_heard = (document >= 0) & (start >= 0) & (first <= last)
    first, last = np.where(is_heard, first, -1), np.where(is_heard, last, -1)
    speaker = np.append(turns.participant, -1)[first]
    owner = np.append(main, -1)[document]
    return Heard(first, last, np.where(speaker >= 0, speaker, owner))
