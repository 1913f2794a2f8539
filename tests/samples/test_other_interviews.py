"""Interviews of other sources come in whole: 57 in English, 200 dialogues in Chinese."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import kangni
from kangni.core.coding import Coding
from kangni.core.text import Document, Role
from kangni.study import Study

# documents and occurrences of each word, as the README of the dialogues gives them
SAID = {
    "压力": (75, 176),
    "工作": (77, 156),
    "家人": (37, 53),
    "朋友": (35, 76),
    "焦虑": (53, 159),
    "支持": (67, 82),
    "失眠": (12, 28),
}


@pytest.fixture(scope="module")
def wac(sample: Callable[[str], Path], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Study]:
    path = tmp_path_factory.mktemp("wac") / "wac.kangni"
    with kangni.new(path, language="en") as study:
        data = sample("interviews_wac")
        study.bring_in([data / "participants.csv", data / "transcripts"])
        yield study


@pytest.fixture(scope="module")
def dialogues(sample: Callable[[str], Path], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Study]:
    path = tmp_path_factory.mktemp("dialogues") / "dialogues.kangni"
    with kangni.new(path, language="zh") as study:
        study.bring_in([sample("zh_cpsycoun") / "dialogues"])
        yield study


def turns(study: Study) -> Counter[str]:
    counts = Counter[str]()
    for line in study.speakers().speakers:
        counts[line.role] += line.turns
    return counts


def test_interviews_in_english_come_in_turn_by_turn(wac: Study) -> None:
    counts = {row.kind: row.count for row in wac.overview().counts}
    assert (counts["participants"], counts["documents"]) == (57, 57)
    assert turns(wac) == {"participant": 278, "interviewer": 278}
    with wac.read() as read:
        documents = read.all(Document)
    assert {document.language for document in documents} == {"en"}
    words = [
        document.words(turn.span)
        for document in documents
        for turn in document.turns
        if turn.role.value == "participant" and turn.span is not None
    ]
    assert sum(len(each.split()) for each in words) == 42690


def test_tables_that_are_none_of_ours_are_passed_over_in_the_folder_of_the_interviews(
    wac: Study, sample: Callable[[str], Path]
) -> None:
    done = wac.bring_in([sample("interviews_wac")], dry_run=True)
    known = Counter[str]()
    for line in done.rows():
        known[str(line.kind)] += line.unchanged
    assert known == {"transcript": 57, "participants": 57}
    assert set(done.passed_over) >= {"theme_codes.csv", "two_coders.csv"}


def test_dialogues_in_chinese_come_in_turn_by_turn(dialogues: Study, sample: Callable[[str], Path]) -> None:
    assert turns(dialogues) == {"participant": 1642, "interviewer": 1630}
    with (sample("zh_cpsycoun") / "expected.csv").open(encoding="utf-8", newline="") as file:
        expected = {row["file"].removesuffix(".txt"): int(row["turns"]) for row in csv.DictReader(file)}
    with dialogues.read() as read:
        heads = read.document_heads()
    assert len(heads) == 200
    assert {head.handle: head.turns for head in heads} == expected


def test_every_character_is_kept_but_for_the_line_ends(dialogues: Study, sample: Callable[[str], Path]) -> None:
    files = (sample("zh_cpsycoun") / "dialogues").glob("*.txt")
    texts = {file.stem: file.read_bytes().decode().replace("\r\n", "\n") for file in files}
    with dialogues.read() as read:
        stored = read.texts([head.id for head in read.document_heads()])
        assert {head.handle: stored[head.id] for head in read.document_heads()} == texts
    assert sum(map(len, texts.values())) == 166_044 - 4_380  # code points of the files, without their carriage returns


@pytest.mark.parametrize("word", SAID)
def test_words_are_found_in_chinese_as_often_as_they_stand(dialogues: Study, word: str) -> None:
    hits = dialogues.search(word, role="any").hits
    assert (len({hit.document for hit in hits}), len(hits)) == SAID[word]


@pytest.fixture(scope="module")
def themed(sample: Callable[[str], Path], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Study]:
    """The interviews with their themes, each a code of its own question: of Q3 risk, of Q1 protective."""
    folder = tmp_path_factory.mktemp("themes")
    data = sample("interviews_wac")
    rows = list(csv.DictReader((data / "theme_codes.csv").read_text("utf-8").splitlines()))
    names = {f"{row['question']} {row['theme']}": row["question"] for row in rows}
    polarity = {"Q1": "protective", "Q3": "risk"}
    book = [f'"{name}","{name}",{polarity.get(question, "neutral")},society' for name, question in names.items()]
    (folder / "codebook.csv").write_text("\n".join(["code_id,name_en,polarity,level", *book]), "utf-8")
    lines = [f'{row["participant"]},{row["question"]},"{row["question"]} {row["theme"]}"' for row in rows]
    (folder / "themes.csv").write_text("\n".join(["doc,question,code_id", *lines]), "utf-8")
    with kangni.new(folder / "wac.kangni", language="en", coder="team") as study:
        study.bring_in([data / "participants.csv", data / "transcripts", folder / "codebook.csv"])
        study.bring_in([folder / "themes.csv"], kind="codings")
        yield study


def test_themes_by_question_cover_the_answers(themed: Study) -> None:
    with themed.read() as read:
        codings = read.all(Coding)
        texts = {document.id: document for document in read.all(Document)}
    assert len(codings) == 556  # as the README says
    for coding in codings:
        assert coding.document is not None
        assert coding.span is not None
        (turn,) = texts[coding.document].turns_in(coding.span)
        assert (turn.role, turn.span) == (Role.PARTICIPANT, coding.span)


def test_participants_per_theme_are_those_of_the_readme(themed: Study) -> None:
    expected = {
        "Q1 social connectedness": 15, "Q1 political engagement & structural change": 13, "Q1 solidarity": 11,
        "Q1 reconsidering habits": 10, "Q2 solidarity": 10, "Q2 political engagement & structural change": 8,
        "Q2 critical thinking": 7, "Q2 perspective taking": 7, "Q3 political conflict": 11, "Q3 prejudice & racism": 10,
        "Q3 exacerbated social inequality": 9, "Q3 mistrust": 9, "Q4 political engagement & structural change": 13,
        "Q4 long term orientation": 10, "Q4 sympathy & compassion": 9, "Q4 social connectedness": 6,
        "Q5 social connectedness": 14, "Q5 agency & control": 10, "Q5 long term orientation": 7,
        "Q5 optimism / positivity": 7,
    }  # fmt: skip
    frame = themed.factors().to_frame()
    people = dict(zip(frame["code"], frame["participants"], strict=True))
    assert {code: people[code] for code in expected} == expected


def test_what_is_feared_is_risk_and_what_is_hoped_for_protection(themed: Study) -> None:
    frame = themed.factors().to_frame()
    by_question: dict[str, set[str]] = {code.partition(" ")[0]: set() for code in frame["code"]}
    for code, polarity in zip(frame["code"], frame["polarity"], strict=True):
        by_question[code.partition(" ")[0]].add(polarity)
    assert (by_question["Q1"], by_question["Q3"]) == ({"protective"}, {"risk"})
