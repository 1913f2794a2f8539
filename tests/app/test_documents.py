from __future__ import annotations

import hashlib
import io
from collections.abc import Iterable, Sequence
from itertools import count
from pathlib import Path
from typing import cast
from uuid import UUID

import docx
import pytest

from kangni.app.documents import import_documents
from kangni.app.import_report import BARRED, COUNTED_AS, NEW_PARTICIPANTS, NO_MAIN, SAME_FILE, UNEVEN
from kangni.core.bundle import Record, StudySettings
from kangni.core.coding import Coding
from kangni.core.errors import (
    Cancelled,
    FaultyFiles,
    FileDamaged,
    FileEmpty,
    HandleInvalid,
    HandleTaken,
    TextUndecodable,
    UnknownFileType,
)
from kangni.core.names import CodeId, CoderId, CodingId, DocumentId, ParticipantId
from kangni.core.people import Participant
from kangni.core.ports import DocumentHead, NewId, RecordType, Writer
from kangni.core.text import Document, Role, Span
from kangni.results.imports import ImportReport, UnevenPair

TRANSCRIPT = "访谈者：几年了？\nP01：八年。\n访谈者：辛苦吗？\nP01：𠮷，辛苦。\n"
NUMBERS = count(1000)
ENGLISH = "Interviewer: How long?\nP01: Eight years.\nInterviewer: Hard?\nP01: Yes, hard.\n"


class FakeDeed:
    """A study inside a deed, as far as an import asks for it."""

    revision = 3

    def __init__(self, *people: str, language: str = "zh", codings: Sequence[Coding] = ()) -> None:
        self.language = language
        self.records: list[Record] = [
            *(Participant(ParticipantId(UUID(int=n)), handle) for n, handle in enumerate(people, 1)),
            *codings,
        ]
        self.sources: dict[str, bytes] = {}

    def settings(self) -> StudySettings:
        return StudySettings("small", self.language)

    def all(self, kind: type[RecordType]) -> Sequence[RecordType]:
        return [record for record in self.records if isinstance(record, kind)]

    def named(self, kind: type[RecordType], handle: str) -> RecordType:
        return next(record for record in self.all(kind) if getattr(record, "handle", None) == handle)

    def document_heads(self) -> Sequence[DocumentHead]:
        return [
            DocumentHead(
                row, d.id, d.handle, d.language, len(d.text), len(d.turns), d.sha256, d.source.sha256,
                participant=d.participant, translation_of=d.translation_of,
            )
            for row, d in enumerate(self.all(Document))
        ]  # fmt: skip

    def in_document(self, kind: type[RecordType], document: DocumentId) -> Sequence[RecordType]:
        return [record for record in self.all(kind) if getattr(record, "document", None) == document]

    def add(self, records: Iterable[Record]) -> int:
        added = list(records)
        self.records += added
        return len(added)

    def replace(self, records: Iterable[Record]) -> int:
        changed = {getattr(record, "id", None): record for record in records}
        self.records = [changed.get(getattr(record, "id", None), record) for record in self.records]
        return len(changed)

    def keep_source(self, sha256: str, content: bytes) -> None:
        self.sources[sha256] = content


def ids() -> NewId:
    return lambda: UUID(int=next(NUMBERS))


def bring(deed: FakeDeed, files: dict[str, str | bytes], **choices: str) -> ImportReport:
    contents = [(name, words.encode() if isinstance(words, str) else words) for name, words in files.items()]
    return import_documents(
        cast("Writer", deed),
        contents,
        new_id=ids(),
        encoding=choices.get("encoding"),
        language=choices.get("language"),
    )


def document(deed: FakeDeed, handle: str) -> Document:
    return deed.named(Document, handle)


def whose(deed: FakeDeed, handle: str) -> list[str]:
    people = {person.id: person.handle for person in deed.all(Participant)}
    return [people[turn.participant] if turn.participant else "" for turn in document(deed, handle).turns]


def told(report: ImportReport) -> list[str]:
    return [caution.sentence for caution in report.cautions]


def test_a_transcript_becomes_a_document_with_turns() -> None:
    deed = FakeDeed("P01")
    report = bring(deed, {"P01.zh.txt": TRANSCRIPT})
    found = document(deed, "P01.zh")
    assert [(turn.ordinal, turn.role, found.words(turn.span)) for turn in found.turns if turn.span] == [
        (1, Role.INTERVIEWER, "几年了？"),
        (2, Role.PARTICIPANT, "八年。"),
        (3, Role.INTERVIEWER, "辛苦吗？"),
        (4, Role.PARTICIPANT, "𠮷，辛苦。"),
    ]
    assert (found.text, found.language, found.participant) == (TRANSCRIPT, "zh", ParticipantId(UUID(int=1)))
    assert told(report) == []


def test_the_original_bytes_are_kept_and_both_hashes_with_them() -> None:
    deed = FakeDeed("P01")
    content = TRANSCRIPT.replace("\n", "\r\n").encode("gb18030")
    bring(deed, {"P01.txt": content})
    found = document(deed, "P01")
    assert deed.sources == {hashlib.sha256(content).hexdigest(): content}
    assert found.source.sha256 == hashlib.sha256(content).hexdigest()
    assert (found.source.name, found.source.encoding) == ("P01.txt", "gb18030")
    assert found.sha256 == hashlib.sha256(TRANSCRIPT.encode()).hexdigest()


def test_the_report_counts_turns_by_role_and_names_the_speakers() -> None:
    report = bring(FakeDeed("P01"), {"P01.zh.txt": "# head\n" + TRANSCRIPT})
    (file,) = report.rows()
    assert (file.document, file.language, file.encoding, file.participant) == ("P01.zh", "zh", "utf-8", "P01")
    assert (file.turns, file.interviewer_turns, file.participant_turns, file.other_turns) == (4, 2, 2, 0)
    assert (file.characters, file.head_lines, file.sample) == (len(TRANSCRIPT) + 7, 1, "")
    assert [(s.speaker, s.role, s.participant, s.turns, s.characters) for s in report.speakers] == [
        ("访谈者", "interviewer", "", 2, 8),
        ("P01", "participant", "P01", 2, 8),
    ]


def test_a_report_has_no_evidence_and_is_plain() -> None:
    report = bring(FakeDeed("P01"), {"P01.txt": TRANSCRIPT})
    assert report.keys() == ()
    assert report.find("P01") is None
    assert report.to_dict()["new_participants"] == []


# --- participants -----------------------------------------------------------------------------------------------


def test_a_missing_participant_is_made_without_consent_and_told() -> None:
    deed = FakeDeed()
    report = bring(deed, {"work_0015.txt": "AI: How?\nUser: So.\n", "P02.zh.txt": "问：几年？\n答：八年。\n"})
    assert [(person.handle, person.consent) for person in deed.all(Participant)] == [("work_0015", None), ("P02", None)]
    assert report.new_participants == ("work_0015", "P02")
    assert told(report) == [NEW_PARTICIPANTS]
    assert whose(deed, "work_0015") == ["", "work_0015"]


def test_two_texts_of_one_participant_make_one_participant() -> None:
    deed = FakeDeed()
    report = bring(deed, {"P01.zh.txt": TRANSCRIPT, "P01.en.txt": ENGLISH})
    assert report.new_participants == ("P01",)
    assert told(report) == [NEW_PARTICIPANTS]


def test_the_longest_known_participant_in_the_name_is_meant() -> None:
    deed = FakeDeed("P1", "P1-B")
    bring(deed, {"second talk P1-B.txt": "访谈者：几年？\n受访者：八年。\n"})
    assert whose(deed, "second talk P1-B") == ["", "P1-B"]


def test_in_a_pair_each_turn_belongs_to_its_speaker() -> None:
    deed = FakeDeed("P01", "P02")
    report = bring(deed, {"couple.txt": "访谈者：谁先？\nP02：我。\np01：然后我。\n访谈者：嗯？\n"})
    assert whose(deed, "couple") == ["", "P02", "P01", ""]
    assert document(deed, "couple").participant is None
    assert told(report) == [NO_MAIN]


def test_a_single_speaker_who_is_a_participant_owns_the_text_whatever_its_name() -> None:
    deed = FakeDeed("P07")
    report = bring(deed, {"third interview.txt": "访谈者：几年？\nP07：八年。\n"})
    assert whose(deed, "third interview") == ["", "P07"]
    assert document(deed, "third interview").participant == ParticipantId(UUID(int=1))
    assert told(report) == []


def test_a_group_finds_participants_that_the_same_import_makes() -> None:
    deed = FakeDeed()
    report = bring(
        deed,
        {"P01.txt": TRANSCRIPT, "P02.txt": "问：几年？\n答：一年。\n", "group.txt": "访：谁？\nP02：我。\nP01：我。\n"},
    )
    assert report.new_participants == ("P01", "P02")
    assert whose(deed, "group") == ["", "P02", "P01"]


def test_speakers_of_unknown_names_count_as_the_files_participant_and_are_told() -> None:
    deed = FakeDeed()
    report = bring(deed, {"group.txt": "Moderator: Who?\nAnna: I.\nBen: I.\nModerator: And?\nAnna: So.\nBen: So.\n"})
    assert whose(deed, "group") == ["", "group", "group", "", "group", "group"]
    assert told(report) == [COUNTED_AS, NEW_PARTICIPANTS]
    assert dict(report.cautions[0].facts) == {"file": "group.txt", "speakers": "Anna, Ben", "participant": "group"}


def test_a_code_that_is_nobodys_handle_is_told() -> None:
    report = bring(FakeDeed("X1"), {"X1.txt": "访谈者：几年？\nP07：八年。\n"})
    assert dict(report.cautions[0].facts) == {"file": "X1.txt", "speakers": "P07", "participant": "X1"}


# --- language and translations -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "words", "language"),
    [
        ("a.txt", TRANSCRIPT, "zh"),
        ("a.txt", ENGLISH, "en"),
        ("a.txt", "P01：我用 Claude 写 project report，然后改。\n", "zh"),
        ("a.zh.txt", ENGLISH, "zh"),
        ("a.txt", "1234：5678", "zh"),
    ],
)
def test_the_language_comes_from_the_name_or_the_script(name: str, words: str, language: str) -> None:
    report = bring(FakeDeed(), {name: words})
    assert report.files[0].language == language


def test_a_language_that_is_named_holds_for_files_that_name_none() -> None:
    report = bring(FakeDeed(), {"a.txt": TRANSCRIPT, "b.zh.txt": ENGLISH}, language="en")
    assert [file.language for file in report.files] == ["en", "zh"]


def test_the_text_in_another_language_is_the_translation() -> None:
    deed = FakeDeed("P01")
    report = bring(deed, {"P01.en.txt": ENGLISH, "P01.zh.txt": TRANSCRIPT})
    assert document(deed, "P01.en").translation_of == document(deed, "P01.zh").id
    assert document(deed, "P01.zh").translation_of is None
    assert [file.translation_of for file in report.files] == ["P01.zh", ""]
    assert report.uneven == ()


def test_in_an_english_study_the_english_text_is_the_original() -> None:
    deed = FakeDeed("P01", language="en")
    bring(deed, {"P01.en.txt": ENGLISH, "P01.zh.txt": TRANSCRIPT})
    assert document(deed, "P01.zh").translation_of == document(deed, "P01.en").id


def test_unequal_numbers_of_turns_are_listed_and_not_guessed() -> None:
    deed = FakeDeed("P01")
    report = bring(deed, {"P01.zh.txt": TRANSCRIPT, "P01.en.txt": ENGLISH + "P01: One more.\nInterviewer: Yes?\n"})
    assert report.uneven == (UnevenPair("P01.zh", "P01.en", 4, 6),)
    assert told(report) == [UNEVEN]


@pytest.mark.parametrize("order", [("P01.en.txt", "P01.zh.txt"), ("P01.zh.txt", "P01.en.txt")])
def test_a_translation_is_found_across_imports(order: tuple[str, str]) -> None:
    deed, words = FakeDeed("P01"), {"P01.en.txt": ENGLISH, "P01.zh.txt": TRANSCRIPT}
    for name in order:
        bring(deed, {name: words[name]})
    assert document(deed, "P01.en").translation_of == document(deed, "P01.zh").id


def test_a_text_that_is_coded_already_is_not_made_a_translation() -> None:
    deed = FakeDeed("P01")
    bring(deed, {"P01.en.txt": ENGLISH})
    english = document(deed, "P01.en").id
    coding = Coding(CodingId(UUID(int=7)), english, Span(14, 20), CodeId(UUID(int=8)), CoderId(UUID(int=9)))
    deed.add([coding])
    report = bring(deed, {"P01.zh.txt": TRANSCRIPT})
    assert document(deed, "P01.en").translation_of is None
    assert told(report) == [BARRED]


# --- the same file, bad files -------------------------------------------------------------------------------------


@pytest.mark.parametrize("again", ["P01.txt", "copy of P01.txt"])
def test_the_same_bytes_twice_are_passed_over_with_a_notice(again: str) -> None:
    deed = FakeDeed("P01")
    bring(deed, {"P01.txt": TRANSCRIPT})
    report = bring(deed, {again: TRANSCRIPT})
    assert len(deed.all(Document)) == 1
    assert (report.files[0].file, report.files[0].same_as) == (again, "P01")
    assert told(report) == [SAME_FILE]


def test_the_same_bytes_twice_in_one_import_make_one_document() -> None:
    deed = FakeDeed("P01")
    report = bring(deed, {"P01.txt": TRANSCRIPT, "P01 (1).txt": TRANSCRIPT})
    assert [file.same_as for file in report.files] == ["", "P01"]
    assert len(deed.all(Document)) == 1


@pytest.mark.parametrize("name", ["P01.txt", "p01.txt", "P01.docx"])
def test_the_same_name_with_other_words_is_refused(name: str) -> None:
    deed = FakeDeed("P01")
    bring(deed, {"P01.txt": TRANSCRIPT})
    with pytest.raises(HandleTaken, match=r"P01|p01"):
        bring(deed, {name: TRANSCRIPT + "P01：还有。\n"})


def test_one_faulty_file_raises_its_own_error_and_nothing_is_stored() -> None:
    deed = FakeDeed()
    with pytest.raises(FileEmpty, match=r"b\.txt"):
        bring(deed, {"a.txt": TRANSCRIPT, "b.txt": ""})
    assert (deed.records, deed.sources) == ([], {})


def test_all_faulty_files_are_named_at_once_and_nothing_is_stored() -> None:
    deed = FakeDeed()
    with pytest.raises(FaultyFiles) as caught:
        bring(deed, {
            "good.txt": TRANSCRIPT, "empty.txt": " \n", "cut.docx": b"PK\x03\x04rest", "page.txt": "<html>words</html>",
            "bytes.txt": bytes(range(128, 256)) * 4, "good.zh\u202e.txt": "words", "Good.txt": "other words",
        })  # fmt: skip
    assert [(fault.file, type(fault.error)) for fault in caught.value.faults] == [
        ("empty.txt", FileEmpty),
        ("cut.docx", FileDamaged),
        ("page.txt", UnknownFileType),
        ("bytes.txt", TextUndecodable),
        ("good.zh\u202e.txt", HandleInvalid),
        ("Good.txt", HandleTaken),
    ]
    assert str(caught.value).startswith("Nothing was stored. Files that cannot be taken: 6\n  empty.txt is empty")
    assert (deed.records, deed.sources) == ([], {})


def test_progress_is_told_a_file_at_a_time_and_may_cancel() -> None:
    deed, heard = FakeDeed(), list[tuple[int, int]]()
    files = [(f"P{n}.txt", f"P{n}：好".encode()) for n in range(3)]
    import_documents(cast("Writer", deed), files, new_id=ids(), progress=lambda done, all_: heard.append((done, all_)))
    assert heard == [(0, 3), (1, 3), (2, 3), (3, 3)]

    def cancel(done: int, _: int) -> None:
        if done == 1:
            raise Cancelled

    empty = FakeDeed()
    with pytest.raises(Cancelled):
        import_documents(cast("Writer", empty), files, new_id=ids(), progress=cancel)
    assert empty.records == []


def test_losses_of_a_word_file_are_listed_with_the_file() -> None:
    memory = io.BytesIO()
    word = docx.Document()
    word.add_paragraph("P01：八年。")
    word.save(memory)
    report = bring(FakeDeed("P01"), {"P01.docx": memory.getvalue()})
    assert [(loss.file, loss.count) for loss in report.losses] == [("P01.docx", 1)]


# --- real interviews ------------------------------------------------------------------------------------------------


def test_the_demo_study_comes_in_as_ten_people_with_ten_translations(shared: Path) -> None:
    deed = FakeDeed()
    files = sorted((shared / "data/demo_study/interviews").glob("*.txt"))
    report = import_documents(cast("Writer", deed), [(file.name, file.read_bytes()) for file in files], new_id=ids())
    assert report.new_participants == tuple(f"P{n:02d}" for n in range(1, 11))
    assert sum(file.translation_of != "" for file in report.files) == 10
    assert sum(file.turns for file in report.files if not file.translation_of) == 766
    assert report.uneven == ()
    assert {file.head_lines for file in report.files} == {1}


def test_fifty_real_interviews_come_in_as_fifty_people(shared: Path) -> None:
    deed = FakeDeed(language="en")
    files = sorted((shared / "data/interviews_care_work/transcripts").glob("*.txt"))
    report = import_documents(cast("Writer", deed), [(file.name, file.read_bytes()) for file in files], new_id=ids())
    assert (len(deed.all(Document)), len(deed.all(Participant))) == (50, 50)
    assert sum(file.turns for file in report.files) == 1194
    assert sum(file.participant_turns for file in report.files) == 572
    words = sum(
        len(each.words(turn.span).split())
        for each in deed.all(Document)
        for turn in each.turns
        if turn.span is not None and turn.participant == each.participant
    )
    assert words == 39645
