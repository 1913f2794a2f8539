"""The deed that says whose words readers outside do not see."""

from __future__ import annotations

from collections import Counter
from datetime import date

from kangni.app.consent import Audience, policy
from kangni.core.coding import Coding
from kangni.core.people import Participant
from kangni.core.ports import Reader
from kangni.results.withheld import WithheldRow, WithheldWords

__all__ = ["withheld_from_readers"]


def withheld_from_readers(read: Reader, *, on: date) -> WithheldWords:
    """List the participants whose words may not be quoted, or not yet, and what else keeps words inside."""
    rules = policy(read, audience=Audience.READER, on=on)
    main = {head.id: head.participant for head in read.document_heads()}
    codings: Counter[object] = Counter()
    released: Counter[object] = Counter()
    for coding in read.all(Coding):
        speaker = main.get(coding.document) if coding.document is not None else None
        codings[speaker] += not coding.draft
        released[speaker] += not coding.draft and coding.released
    rows = [
        WithheldRow(person.handle, reason, codings[person.id], released[person.id])
        for person in read.all(Participant)
        if (reason := rules.withheld(person.id, None, None, released=False))
    ]
    return WithheldWords(
        people=tuple(rows),
        apart=rules.apart,
        blurred=sum(len(spans) for spans in rules.blurred.values()),
        revision=read.revision,
    )
