"""Real and invented transcripts; the figures are those of the README beside each collection."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

from kangni.core.text import Role
from kangni.exchange.documents.registry import read
from kangni.exchange.documents.transcript import ReadDocument


def read_folder(folder: Path) -> dict[str, ReadDocument]:
    return {file.name: read(file.name, file.read_bytes()) for file in sorted(folder.glob("*.txt"))}


def turns_by_role(document: ReadDocument) -> Counter[Role]:
    roles = {speaker.label: speaker.role for speaker in document.speakers}
    return Counter(roles[turn.speaker] for turn in document.turns)


def words_of(document: ReadDocument, role: Role) -> int:
    labels = {speaker.label for speaker in document.speakers if speaker.role is role}
    return sum(len(document.text[turn.start : turn.end].split()) for turn in document.turns if turn.speaker in labels)


def rows(table: Path) -> list[dict[str, str]]:
    with table.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def test_care_work_has_the_turns_and_words_of_its_table(shared: Path) -> None:
    documents = read_folder(shared / "data/interviews_care_work/transcripts")
    assert sum(len(document.turns) for document in documents.values()) == 1194
    assert sum((turns_by_role(d) for d in documents.values()), Counter())[Role.PARTICIPANT] == 572
    assert sum(words_of(document, Role.PARTICIPANT) for document in documents.values()) == 39645
    for row in rows(shared / "data/interviews_care_work/participants.csv"):
        document = documents[f"{row['participant']}.txt"]
        assert len(document.turns) == int(row["turns"])
        assert turns_by_role(document)[Role.PARTICIPANT] == int(row["participant_turns"])
        assert words_of(document, Role.PARTICIPANT) == int(row["participant_words"])
        assert len(document.text.removesuffix("\n")) == int(row["code_points"])


def test_counselling_dialogues_have_the_turns_of_their_table(shared: Path) -> None:
    folder = shared / "data/zh_cpsycoun"
    documents = read_folder(folder / "dialogues")
    expected = rows(folder / "expected.csv")
    assert len(documents) == len(expected) == 200
    for row in expected:
        document = documents[row["file"]]
        raw = (folder / "dialogues" / row["file"]).read_bytes().decode()
        assert len(raw) == int(row["code_points"])
        assert document.text == raw.replace("\r\n", "\n").replace("\r", "\n")
        assert turns_by_role(document) == {
            Role.PARTICIPANT: int(row["client_turns"]),
            Role.INTERVIEWER: int(row["counsellor_turns"]),
        }
    assert sum(len(document.turns) for document in documents.values()) == 3272


def test_a_remark_with_a_colon_is_no_speaker(shared: Path) -> None:
    file = shared / "data/zh_cpsycoun/dialogues/case_15.txt"
    document = read(file.name, file.read_bytes())
    assert "（后续反馈：" in document.text
    assert {speaker.label for speaker in document.speakers} == {"来访者", "心理咨询师"}


def test_world_after_covid_has_its_turns_and_words(shared: Path) -> None:
    documents = read_folder(shared / "data/interviews_wac/transcripts")
    assert len(documents) == 57
    total = sum((turns_by_role(d) for d in documents.values()), Counter[Role]())
    assert total == {Role.INTERVIEWER: 278, Role.PARTICIPANT: 278}
    assert sum(words_of(document, Role.PARTICIPANT) for document in documents.values()) == 42690


def test_the_demo_study_has_its_turns_in_both_languages(shared: Path) -> None:
    documents = read_folder(shared / "data/demo_study/interviews")
    turns = {"P01": 74, "P02": 76, "P03": 74, "P04": 72, "P05": 78}
    turns |= {"P06": 78, "P07": 78, "P08": 80, "P09": 78, "P10": 78}
    for participant, count in turns.items():
        for language in ("zh", "en"):
            document = documents[f"{participant}.{language}.txt"]
            assert len(document.turns) == count
            assert turns_by_role(document) == {Role.INTERVIEWER: count // 2, Role.PARTICIPANT: count // 2}
            assert document.text[: document.turns[0].start].startswith("# ")


def test_words_behind_a_character_outside_the_basic_plane_keep_their_place(shared: Path) -> None:
    file = shared / "data/demo_study/interviews/P08.zh.txt"
    document = read(file.name, file.read_bytes())
    second, third = document.turns[1], document.turns[2]
    assert document.text[second.start : second.end] == "（念）“抗逆力研究”。这个词我先讲两句可以\U00020c8e？"
    assert document.text[third.start : third.end] == "当然可以，我们就从这里开始。"


def test_every_coding_of_the_demo_study_lies_within_a_participants_turn(shared: Path) -> None:
    documents = read_folder(shared / "data/demo_study/interviews")
    for row in rows(shared / "data/demo_study/codings.csv"):
        document, start, end = documents[f"{row['doc']}.txt"], int(row["start"]), int(row["end"])
        assert document.text[start:end] == row["quote"]
        speaker = next(turn.speaker for turn in document.turns if turn.start <= start and end <= turn.end)
        assert speaker == row["doc"].split(".")[0]
