from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import cast
from uuid import UUID

import pytest

from kangni.app.speakers import list_speakers, set_roles
from kangni.core.bundle import Record
from kangni.core.errors import UnknownName
from kangni.core.names import DocumentId, ParticipantId
from kangni.core.people import Participant
from kangni.core.ports import RecordType, Writer
from kangni.core.text import Document, Role, Source, Span, Turn
from kangni.results.speakers import SpeakerLine

LI, WANG, CHEN = (Participant(ParticipantId(UUID(int=n)), name) for n, name in enumerate(("Li", "Wang", "Chen"), 1))
IDS = {person.handle: person.id for person in (LI, WANG, CHEN)}


def transcript(number: int, handle: str, *lines: tuple[str, Role, str], main: str = "Li") -> Document:
    text, turns = "", list[Turn]()
    for ordinal, (speaker, role, participant) in enumerate(lines, 1):
        start = len(text) + len(speaker) + 1
        text += f"{speaker}：words\n"
        turns.append(Turn(ordinal, Span(start, start + 5), speaker, role, IDS.get(participant)))
    return Document(
        DocumentId(UUID(int=number)), handle, "zh", text, tuple(turns), "", Source(handle, "utf-8", ""), IDS.get(main)
    )


@dataclass
class FakeDeed:
    """A study inside a deed, as far as speakers are asked for."""

    records: list[Record]
    revision: int = 3

    def all(self, kind: type[RecordType]) -> Sequence[RecordType]:
        return [record for record in self.records if isinstance(record, kind)]

    def named(self, kind: type[RecordType], handle: str) -> RecordType:
        for record in self.all(kind):
            if getattr(record, "handle", "") == handle:
                return record
        raise UnknownName(kind.__name__.lower(), handle)

    def replace(self, records: Iterable[Record]) -> int:
        changed = {getattr(record, "id", None): record for record in records}
        self.records = [changed.get(getattr(record, "id", None), record) for record in self.records]
        return len(changed)


def desk(*documents: Document) -> FakeDeed:
    return FakeDeed([LI, WANG, CHEN, *documents])


def guessed_wrongly() -> Document:
    return transcript(
        11, "talk", ("甲", Role.PARTICIPANT, "Li"), ("乙", Role.INTERVIEWER, ""), ("甲", Role.PARTICIPANT, "Li")
    )


def stand(deed: FakeDeed, handle: str) -> list[tuple[str, Role, ParticipantId | None]]:
    return [(turn.speaker, turn.role, turn.participant) for turn in deed.named(Document, handle).turns]


def test_speakers_are_listed_with_role_participant_and_share() -> None:
    found = list_speakers(cast("Writer", desk(guessed_wrongly())))
    assert found.rows() == (
        SpeakerLine("talk", "甲", "participant", "Li", 2, 10),
        SpeakerLine("talk", "乙", "interviewer", "", 1, 5),
    )


def test_only_the_documents_asked_for_are_listed() -> None:
    deed = desk(guessed_wrongly(), transcript(12, "other", ("丙", Role.OTHER, "")))
    assert [line.speaker for line in list_speakers(cast("Writer", deed), ["other"]).speakers] == ["丙"]


def test_roles_are_corrected_by_label() -> None:
    deed = desk(guessed_wrongly())
    result = set_roles(cast("Writer", deed), {"甲": "interviewer", "乙": "participant"})
    assert stand(deed, "talk") == [
        ("甲", Role.INTERVIEWER, None),
        ("乙", Role.PARTICIPANT, LI.id),
        ("甲", Role.INTERVIEWER, None),
    ]
    assert result.changed == 1
    assert [(line.speaker, line.role, line.participant) for line in result.speakers] == [
        ("甲", "interviewer", ""),
        ("乙", "participant", "Li"),
    ]


def test_labels_are_compared_without_case_and_width() -> None:
    deed = desk(transcript(11, "talk", ("Ｍｅ", Role.PARTICIPANT, "Li")))
    set_roles(cast("Writer", deed), {"me": "other"})
    assert stand(deed, "talk") == [("Ｍｅ", Role.OTHER, None)]


def test_all_documents_with_the_label_change_and_those_without_do_not() -> None:
    deed = desk(
        guessed_wrongly(),
        transcript(12, "second", ("甲", Role.PARTICIPANT, "Li")),
        transcript(13, "third", ("丁", Role.OTHER, "")),
    )
    assert set_roles(cast("Writer", deed), {"甲": "other"}).changed == 2


def test_only_the_documents_named_change() -> None:
    deed = desk(guessed_wrongly(), transcript(12, "second", ("甲", Role.PARTICIPANT, "Li")))
    set_roles(cast("Writer", deed), {"甲": "other"}, ["second"])
    assert stand(deed, "talk")[0] == ("甲", Role.PARTICIPANT, LI.id)
    assert stand(deed, "second")[0] == ("甲", Role.OTHER, None)


def test_a_speaker_may_be_given_to_a_participant() -> None:
    deed = desk(guessed_wrongly())
    set_roles(cast("Writer", deed), {"甲": "Wang"})
    assert stand(deed, "talk")[0] == ("甲", Role.PARTICIPANT, WANG.id)
    assert deed.named(Document, "talk").participant == WANG.id


def test_several_participants_leave_the_main_one_where_it_speaks() -> None:
    lines = (("甲", Role.PARTICIPANT, "Li"), ("乙", Role.PARTICIPANT, "Li"))
    deed = desk(transcript(11, "pair", *lines))
    set_roles(cast("Writer", deed), {"乙": "Wang"})
    assert deed.named(Document, "pair").participant == LI.id


def test_a_text_of_several_others_has_no_main_participant() -> None:
    deed = desk(transcript(11, "group", ("甲", Role.PARTICIPANT, "Li"), ("乙", Role.PARTICIPANT, "Li")))
    set_roles(cast("Writer", deed), {"甲": "Wang", "乙": "Chen"})
    assert stand(deed, "group") == [("甲", Role.PARTICIPANT, WANG.id), ("乙", Role.PARTICIPANT, CHEN.id)]
    assert deed.named(Document, "group").participant is None


def test_a_participant_is_the_one_called_like_the_label() -> None:
    deed = desk(transcript(11, "talk", ("wang", Role.OTHER, "")))
    set_roles(cast("Writer", deed), {"wang": "participant"})
    assert stand(deed, "talk") == [("wang", Role.PARTICIPANT, WANG.id)]


def test_saying_what_stands_changes_nothing() -> None:
    assert set_roles(cast("Writer", desk(guessed_wrongly())), {"甲": "participant"}).changed == 0


def test_a_label_that_nobody_has_is_refused_with_the_closest() -> None:
    deed = desk(transcript(11, "talk", ("Interviewer", Role.INTERVIEWER, "")))
    with pytest.raises(UnknownName) as caught:
        set_roles(cast("Writer", deed), {"Interviewr": "other"})
    assert (caught.value.kind, caught.value.suggestion) == ("speaker", "Interviewer")


def test_a_part_that_is_neither_role_nor_participant_is_refused() -> None:
    with pytest.raises(UnknownName):
        set_roles(cast("Writer", desk(guessed_wrongly())), {"甲": "boss"})
