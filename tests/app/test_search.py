from __future__ import annotations

from collections.abc import Sequence
from itertools import count
from pathlib import Path
from typing import cast
from uuid import UUID

import pytest

from kangni.app.search import Speaking, search
from kangni.core.bundle import Record
from kangni.core.errors import UnknownTerm
from kangni.core.names import DocumentId, ParticipantId
from kangni.core.people import Participant
from kangni.core.ports import Reader, RecordType
from kangni.core.text import Document, Role, Source, Span, Turn
from kangni.exchange.documents.registry import read
from kangni.results.search import SearchHits

NUMBERS = count(100)
PERSON = Participant(ParticipantId(UUID(int=1)), "P01")


class FakeReader:
    """A study of some texts."""

    revision = 3

    def __init__(self, *documents: Document) -> None:
        self.records: tuple[Record, ...] = (PERSON, *documents)

    def all(self, kind: type[RecordType]) -> Sequence[RecordType]:
        return [record for record in self.records if isinstance(record, kind)]


def text(words: str, *, handle: str = "P01.zh", translation_of: DocumentId | None = None) -> Document:
    found = read(f"{handle}.txt", words.encode())
    roles = {speaker.label: speaker.role for speaker in found.speakers}
    turns = tuple(
        Turn(
            ordinal,
            Span(turn.start, turn.end) if turn.end > turn.start else None,
            turn.speaker,
            roles[turn.speaker],
            PERSON.id if roles[turn.speaker] is Role.PARTICIPANT else None,
        )
        for ordinal, turn in enumerate(found.turns, 1)
    )
    identity = DocumentId(UUID(int=next(NUMBERS)))
    source = Source(found.name, "utf-8", "")
    return Document(identity, handle, "zh", found.text, turns, "", source, PERSON.id, translation_of=translation_of)


def hits(pattern: str, *documents: Document, role: Speaking = "participant") -> SearchHits:
    return search(cast("Reader", FakeReader(*documents)), pattern, role=role)


def counted(found: SearchHits, role: str) -> tuple[int, int, int]:
    return next((line.documents, line.turns, line.hits) for line in found.counts if line.role == role)


def test_a_hit_names_words_place_turn_and_speaker() -> None:
    document = text("访谈者：压力大吗？\nP01：𠮷，压力很大，压力。\n")
    (first, second) = hits("压力", document).hits
    assert (first.document, first.participant, first.speaker, first.role, first.turn) == (
        "P01.zh", "P01", "P01", "participant", 2,
    )  # fmt: skip
    assert (first.before, first.words, first.after) == ("𠮷，", "压力", "很大，压力。")
    assert document.words(first.span) == document.words(second.span) == "压力"


def test_participants_words_and_interviewers_words_are_told_apart() -> None:
    document = text("访谈者：压力大吗？\nP01：大。\n访谈者：压力？\nP01：压力大，压力大。\n")
    found = hits("压力", document)
    assert len(found.rows()) == 2
    assert counted(found, "participant") == (1, 1, 2)
    assert counted(found, "interviewer") == (1, 2, 2)
    assert len(hits("压力", document, role="interviewer").hits) == 2
    assert len(hits("压力", document, role="any").hits) == 4


@pytest.mark.parametrize(
    ("pattern", "words"),
    [
        ("stress", "STRESS"),
        ("STRESS", "ｓｔｒｅｓｓ"),
        ("ｓtress", "Stress"),
        ("时间：3", "时间:３"),
        ("a b", "A\u3000B"),
        ("(x)", "（X）"),
        ("straße", "STRAßE"),
        ("é", "É"),
        ("😀𠮷", "😀𠮷"),
        ("a-b]^", "Ａ－B]^"),
        ("c\\d", "C\\D"),
    ],
)
def test_case_and_width_make_no_difference_and_places_stay_true(pattern: str, words: str) -> None:
    document = text(f"Q: 😀?\nA: İİ𠮷 {words} end\n")
    (hit,) = hits(pattern, document).hits
    assert document.text[hit.start : hit.end] == hit.words == words


@pytest.mark.parametrize(("pattern", "words"), [("strasse", "straße"), (".", "x"), ("é", "e\u0301"), ("a", "b")])
def test_other_differences_do(pattern: str, words: str) -> None:
    assert hits(pattern, text(f"Q: ?\nA: {words}\n")).hits == ()


def test_labels_and_heads_are_not_searched() -> None:
    assert hits("P01", text("# P01\n访谈者：谁？\nP01：我。\n"), role="any").hits == ()


def test_translations_are_not_searched_and_this_is_told() -> None:
    original = text("访谈者：忙？\nP01：忙。\n")
    translation = text("Interviewer: Busy?\nP01: Busy.\n", handle="P01.en", translation_of=original.id)
    found = hits("busy", original, translation)
    assert found.hits == ()
    assert [dict(caution.facts) for caution in found.cautions] == [{"count": 1}]


def test_passages_are_what_codings_need() -> None:
    document = text("访谈者：忙？\nP01：很忙。\n")
    assert hits("忙", document).passages() == ((document.id, Span(12, 13)),)


def test_a_search_has_no_evidence_and_is_plain() -> None:
    found = hits("忙", text("访谈者：忙？\nP01：很忙。\n"))
    assert found.keys() == ()
    assert found.find("忙") is None
    assert found.to_dict()["pattern"] == "忙"


@pytest.mark.parametrize("pattern", ["", " ", "\u3000"])
def test_a_pattern_without_a_visible_character_is_refused(pattern: str) -> None:
    with pytest.raises(UnknownTerm):
        hits(pattern, text("Q: ?\nA: x\n"))


def test_care_work_gives_the_figures_of_its_readme(shared: Path) -> None:
    files = sorted((shared / "data/interviews_care_work/transcripts").glob("*.txt"))
    reader = cast("Reader", FakeReader(*(text(file.read_text("utf-8"), handle=file.stem) for file in files)))
    expected = {
        "stress": (4, 4), "overwhelm": (2, 3), "burnout": (0, 0), "deadline": (0, 0), "privacy": (8, 9),
        "trust": (11, 20), "colleague": (17, 22), "supervisor": (4, 5), "support": (12, 16), "time": (48, 176),
    }  # fmt: skip
    for pattern, figures in expected.items():
        found = search(reader, pattern)
        assert counted(found, "participant")[:2] == figures
        assert {hit.role for hit in found.hits} <= {"participant"}


def test_counselling_dialogues_give_the_figures_of_their_readme(shared: Path) -> None:
    files = sorted((shared / "data/zh_cpsycoun/dialogues").glob("*.txt"))
    reader = cast("Reader", FakeReader(*(text(file.read_bytes().decode(), handle=file.stem) for file in files)))
    expected = {
        "压力": (75, 176), "工作": (77, 156), "家人": (37, 53), "朋友": (35, 76), "焦虑": (53, 159), "支持": (67, 82),
        "失眠": (12, 28),
    }  # fmt: skip
    for pattern, (documents, occurrences) in expected.items():
        found = search(reader, pattern, role="any")
        assert (len({hit.document for hit in found.hits}), len(found.hits)) == (documents, occurrences)
