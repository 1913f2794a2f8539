"""Fifty real interviews with people in care and teaching, from transcripts to a report; figures of their README."""

from __future__ import annotations

import csv
import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import kangni
from kangni.core.coding import Coding
from kangni.core.errors import NothingToAnalyse
from kangni.core.people import Participant
from kangni.core.text import Document
from kangni.study import Study

# interviews and turns of participants in which each word stands, as the README of the data gives them
FOUND = {
    "stress": (4, 4),
    "overwhelm": (2, 3),
    "burnout": (0, 0),
    "deadline": (0, 0),
    "privacy": (8, 9),
    "trust": (11, 20),
    "colleague": (17, 22),
    "supervisor": (4, 5),
    "support": (12, 16),
    "time": (48, 176),
}
# codes of the JD-R framework, each for a word that hints at it
CODES = {
    "DEM.01": "time",
    "DEM.04": "privacy",
    "RES.01": "support",
    "RES.02": "colleague",
    "RES.03": "supervisor",
    "PER.01": "trust",
    "STN.01": "stress",
    "STN.02": "overwhelm",
}
MEMBERS = 10  # of an ensemble: these tests ask whether the chain runs, not how sharp it is


@pytest.fixture(scope="module")
def original(sample: Callable[[str], Path], shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The interviews in a study with a framework folder of one's own, made once."""
    folder = tmp_path_factory.mktemp("care work")
    own = folder / "own framework"
    own.mkdir()
    shutil.copy(shared / "framework" / "jdr.yaml", own / "framework.yaml")
    shutil.copy(shared / "framework" / "jdr_codebook.csv", own)
    data = sample("interviews_care_work")
    with kangni.new(folder / "care.kangni", framework=own, language="en", coder="me") as study:
        study.bring_in([data / "participants.csv", data / "transcripts"])
    return folder / "care.kangni"


@pytest.fixture(scope="module")
def coded(original: Path) -> Path:
    """The interviews with every hit of eight words drafted and adopted."""
    path = Path(shutil.copy(original, original.with_name("coded.kangni")))
    with kangni.open(path, coder="me") as study:
        for code, word in CODES.items():
            study.draft_codings(code, word)
        study.adopt()
    return path


@pytest.fixture
def study(original: Path, tmp_path: Path) -> Iterator[Study]:
    with kangni.open(shutil.copy(original, tmp_path / "work.kangni"), coder="me") as opened:
        yield opened


@pytest.fixture
def work(coded: Path, tmp_path: Path) -> Iterator[Study]:
    with kangni.open(shutil.copy(coded, tmp_path / "work.kangni"), coder="me") as opened:
        yield opened


def test_fifty_interviews_come_in_with_their_speakers(study: Study) -> None:
    counts = {row.kind: row.count for row in study.overview().counts}
    assert (counts["participants"], counts["documents"], counts["turns"]) == (50, 50, 1194)
    turns = Counter[str]()
    for line in study.speakers().speakers:
        turns[line.role] += line.turns
    assert turns == {"participant": 572, "interviewer": 622}
    assert {line.speaker for line in study.speakers().speakers} == {"User", "AI", "Assistant"}


def test_participants_words_are_those_of_the_readme(study: Study) -> None:
    with study.read() as read:
        spoken = [
            document.words(turn.span)
            for document in read.all(Document)
            for turn in document.turns
            if turn.role.value == "participant" and turn.span is not None
        ]
    assert sum(len(words.split()) for words in spoken) == 39645


def test_attributes_of_the_participants_come_with_their_types(study: Study) -> None:
    with study.read() as read:
        people = read.all(Participant)
    groups = Counter(person.attributes["group"] for person in people)
    assert groups == {"health_and_care": 12, "social_work_counselling": 16, "teaching": 22}
    assert {type(person.attributes["participant_words"]) for person in people} == {float}


def test_each_text_has_the_length_that_its_table_gives(study: Study, sample: Callable[[str], Path]) -> None:
    with (sample("interviews_care_work") / "participants.csv").open(encoding="utf-8", newline="") as file:
        expected = {row["participant"]: int(row["code_points"]) for row in csv.DictReader(file)}
    with study.read() as read:  # the table counts without the last line end
        assert {head.handle: head.length - 1 for head in read.document_heads()} == expected


@pytest.mark.parametrize("word", FOUND)
def test_a_search_tells_participants_words_from_the_interviewers(study: Study, word: str) -> None:
    found = study.search(word)
    counts = {count.role: count for count in found.counts}
    assert (counts["participant"].documents, counts["participant"].turns) == FOUND[word]
    assert {hit.role for hit in found.hits} <= {"participant"}
    both = len(study.search(word, role="any").hits)
    assert both == counts["participant"].hits + counts["interviewer"].hits


def test_a_wrong_role_is_corrected_and_counts_from_then_on(study: Study) -> None:
    changed = study.set_roles({"AI": "other"}, ["work_0015"])
    assert changed.changed == 1
    assert {count.role: count.documents for count in study.search("you").counts}["other"] == 1
    study.undo()
    assert {count.role: count.documents for count in study.search("you").counts}["other"] == 0


def test_every_hit_becomes_a_draft_and_counts_once_adopted(work: Study) -> None:
    with work.read() as read:
        assert len(read.all(Coding)) == sum(len(work.search(word).hits) for word in CODES.values()) == 356
    table = work.factors()
    assert table.n == 50
    counted = {
        factor.code: (side.participants, side.quotes)
        for factor in (*table.factors, *table.others)
        for side in (factor.risk, factor.protective)
        if side.quotes
    }
    assert counted == {code: FOUND[word] for code, word in CODES.items()}


def test_the_chain_runs_on_codings_alone(work: Study, tmp_path: Path) -> None:
    pairs = {(pair.first, pair.second): (pair.participants, pair.units) for pair in work.cooccurrence().pairs}
    assert pairs["DEM.01", "RES.01"] == (6, 9)
    curve = work.saturation()
    assert (len(curve.interviews), len(curve.codes)) == (50, 8)
    assert curve.interviews[-1].total == 8
    for ask in (work.map, work.loops, work.simulate, work.advise, work.agreement):
        with pytest.raises(NothingToAnalyse, match="needs"):
            ask()
    report = work.report(tmp_path / "report.html", language="en", members=MEMBERS)
    text = report.read_text("utf-8")
    assert "Workload and time pressure" in text
    said = work.search("stress").hits[0]
    assert said.before.strip() not in text  # no record of consent, so no words leave


def test_words_leave_once_their_speaker_agrees_or_by_a_named_waiver(work: Study, tmp_path: Path) -> None:
    said = work.search("overwhelm").hits[0]
    path = tmp_path / "codings.csv"

    def shown(**waived: str) -> set[str]:
        work.export("codings", path, waived=waived)
        with path.open(encoding="utf-8", newline="") as file:
            return {row["doc"] for row in csv.DictReader(file) if row["quote"]}

    assert shown() == set()
    work.record_consent(said.participant, "analysis;quote;share")
    assert shown() == {said.document}
    assert shown(work_0015="published under CC BY") == {said.document, "work_0015"}


# --- a map from a few claims -------------------------------------------------------------------------------------

LINKS = (  # cause, effect, sign, strength
    ("DEM.01", "STN.01", "+", "3"),
    ("STN.01", "REG.02", "+", "2"),
    ("REG.02", "DEM.01", "+", "2"),
    ("DEM.01", "STN.01", "-", "1"),
    ("RES.02", "STN.01", "-", "2"),
    ("RES.01", "MOT.01", "+", "2"),
    ("MOT.01", "PER.01", "+", "1"),
    ("PER.01", "MOT.01", "+", ""),
    ("MOT.01", "RSL.01", "+", "2"),
    ("STN.01", "RSL.01", "-", "3"),
    ("RES.02", "RSL.01", "+", "2"),
    ("RSL.01", "RES.02", "+", "2"),
)


@pytest.fixture
def claimed(work: Study, tmp_path: Path) -> Study:
    """The coded interviews with twelve claims, each at a place where somebody speaks of support; not real readings."""
    rows = [
        ",".join((f"C{n}", "me", hit.document, str(hit.start), str(hit.end), hit.words, *link))
        for n, (hit, link) in enumerate(zip(work.search("support").hits, LINKS, strict=False), start=1)
    ]
    table = tmp_path / "claims.csv"
    table.write_text("\n".join(["claim_id,coder,doc,start,end,quote,cause,effect,sign,strength", *rows]), "utf-8")
    [done] = work.bring_in([table]).tables
    assert done.added == len(LINKS)
    return work


def test_a_framework_of_ones_own_carries_the_whole_chain(claimed: Study, tmp_path: Path) -> None:
    shown = claimed.map()
    assert (shown.claims, len(shown.links)) == (12, 11)
    assert [link.key for link in shown.contested()] == ["DEM.01>STN.01"]
    loops = {loop.key: loop.kind.value for loop in claimed.loops(told_only=False).loops}
    assert loops["RES.02>RSL.01"] == "reinforcing"
    assert loops["DEM.01>STN.01>REG.02"] == "open"
    balance = claimed.simulate(shock=["DEM.01"], press={"RES.02": 0.9}, members=MEMBERS)
    assert balance.members == MEMBERS
    advice = claimed.advise(members=MEMBERS)
    assert next(part.name.en for part in advice.addressees) == "Individual"
    assert any(part.levers for part in advice.addressees)
    assert claimed.process().lanes == ()
    shown.figure().save(tmp_path / "map.svg")
    assert "<svg" in (tmp_path / "map.svg").read_text("utf-8")[:200]
    report = claimed.report(tmp_path / "report.html", language="zh", members=MEMBERS)
    assert "工作要求" in report.read_text("utf-8")


def test_the_same_interviews_come_into_a_study_with_kumpfers_framework(
    sample: Callable[[str], Path], tmp_path: Path
) -> None:
    with kangni.new(tmp_path / "kumpfer.kangni", language="en") as study:
        study.bring_in([sample("interviews_care_work")])
        assert study.overview().framework.en.startswith("Kumpfer")
        assert study.draft_codings("ENV.O02", "colleague") == 24
