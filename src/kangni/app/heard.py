"""The deed that lists people with what is known of them and the transcripts in which they are heard."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from kangni.app.transcripts import TranscriptRow, list_transcripts
from kangni.core.people import Consent, Participant
from kangni.core.ports import Reader
from kangni.methods.columns import ColumnSource

__all__ = ["Heard", "PersonHeard", "list_heard"]


@dataclass(frozen=True, slots=True)
class PersonHeard:
    """One participant: attributes in the order of the study's; consent is None where none is recorded."""

    handle: str
    attributes: tuple[str, ...]
    consent: Consent | None
    transcripts: tuple[TranscriptRow, ...]


@dataclass(frozen=True, slots=True)
class Heard:
    """All participants with the names of their attributes, and the transcripts that have no main participant."""

    attributes: tuple[str, ...]
    people: tuple[PersonHeard, ...]
    others: tuple[TranscriptRow, ...]

    @property
    def longest(self) -> int:
        """Return the length of the longest transcript in code points, at least 1."""
        everything = (*self.others, *(row for person in self.people for row in person.transcripts))
        return max((row.code_points for row in everything), default=1)


def list_heard(read: Reader, columns: ColumnSource) -> Heard:
    """Return who is heard where; participants without a transcript are listed too."""
    people = read.all(Participant)
    names = tuple(dict.fromkeys(name for person in people for name in person.attributes))
    rows = defaultdict[str, list[TranscriptRow]](list)
    for row in list_transcripts(read, columns):
        rows[row.participant].append(row)
    return Heard(
        attributes=names,
        people=tuple(
            PersonHeard(
                handle=person.handle,
                attributes=tuple(_word(person, name) for name in names),
                consent=person.consent,
                transcripts=tuple(rows.get(person.handle, ())),
            )
            for person in people
        ),
        others=tuple(rows.get("", ())),
    )


def _word(person: Participant, name: str) -> str:
    value = person.attributes.get(name, "")
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:g}" if isinstance(value, float) else str(value)
