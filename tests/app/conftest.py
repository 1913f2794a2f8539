"""A study in memory that keeps the protocols of `app`, written in a few lines or read from the packaged demo study."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from importlib import resources
from itertools import count
from typing import Any
from uuid import UUID

import numpy as np
import pytest
import yaml

from kangni.core.bundle import Record, StudySettings
from kangni.core.changes import Entry
from kangni.core.codebook import Code, Codebook
from kangni.core.coding import DEFAULT_STANCE, DEFAULT_VOICE
from kangni.core.decisions import Decision
from kangni.core.episodes import Episode, EpisodeState, Moment
from kangni.core.errors import UnknownName
from kangni.core.framework import Construct, Framework, Level, Outcome, Polarity, Stage, Term
from kangni.core.names import NO_WORDS, CodeId, CoderId, DocumentId, EpisodeId, Label, ParticipantId
from kangni.core.people import Assignment, Coder, Consent, Participant
from kangni.core.ports import CodingLine, DocumentHead, RecordType
from kangni.core.text import Document, Role, Source, Span, Turn
from kangni.methods.columns import (
    INTERVIEWER,
    PARTICIPANT,
    Bools,
    ClaimColumns,
    CodingColumns,
    EpisodeColumns,
    Ints,
    MomentColumns,
    TurnColumns,
)

INTERVIEWERS = ("Q", "访谈者", "Interviewer")
FIRST_CODING, FIRST_EPISODE, LATER_GONE = 100, 500, 9000  # rows, apart from positions on purpose

SMALL = Framework(
    id="small",
    version="1",
    name=Label("Small"),
    note=NO_WORDS,
    constructs=(Construct("K1", Label("Stressor"), "K1"), Construct("K6", Label("Outcome"), "K6")),
    levels=(Level("person", Label("Person")), Level("team", Label("Team"))),
    polarities=(
        Polarity("risk", -1, Label("Risk")),
        Polarity("protective", 1, Label("Protection")),
        Polarity("neutral", 0, Label("Neutral")),
    ),
    stages=tuple(Stage(name, (), Label(name)) for name in ("stressor", "context", "process", "outcome")),
    outcomes=tuple(Outcome(name, rank, Label(name)) for name, rank in (("grown", 3), ("same", 2), ("worn", 1))),
    voices=(Term("own", Label("Own")), Term("shared", Label("We")), Term("public", Label("People"))),
    stances=(Term("holds", Label("Holds")), Term("rejects", Label("Rejects"))),
    strengths=(),
    never_levers=("K6",),
)
SMALL_CODES = (  # handle, polarity, level, construct
    ("LOAD", "risk", "team", "K1"),
    ("TEAM", "protective", "team", "K1"),
    ("HOPE", "protective", "person", "K1"),
    ("TALK", "neutral", "person", "K1"),
    ("WORN", "risk", "person", "K6"),
    ("V.001", None, None, None),
)


@dataclass(frozen=True)
class Words:
    """One turn: where its words lie and who says them."""

    start: int
    end: int
    speaker: str


@dataclass(frozen=True)
class Text:
    """A document: a `translation_of` has no codings and no columns."""

    handle: str
    language: str
    text: str
    turns: tuple[Words, ...]
    owner: str = ""
    translation_of: str = ""


@dataclass(frozen=True)
class Set:
    """A coding as a line of a table gives it."""

    coder: str
    document: str
    start: int
    end: int
    code: str
    polarity: str = ""
    level: str = ""
    voice: str = DEFAULT_VOICE
    stance: str = DEFAULT_STANCE


@dataclass
class MemoryStudy:
    """Keeps `Reader` and `ColumnSource`."""

    kept: Framework
    codes: Sequence[Code]
    people: Sequence[Participant]
    coders: Sequence[Coder]
    documents: Sequence[Text]
    codings_set: Sequence[Set]
    told: Sequence[tuple[str, Episode]] = ()  # with the participant
    done: Sequence[tuple[str, str]] = ()  # coder and document
    revision: int = 3
    agreement: str = "dialogue"
    days: Mapping[str, date] = field(default_factory=dict)  # by document
    first: Sequence[Set] | None = None  # the codings as they stood when done; None: as they are now
    adopted_rows: Sequence[int] = ()
    assigned: Sequence[Assignment] = ()
    decided: Sequence[Decision] = ()

    def settings(self) -> StudySettings:
        return StudySettings("small", "zh", agreement=self.agreement)

    def framework(self) -> Framework:
        return self.kept

    def codebook(self) -> Codebook:
        return Codebook(self.codes)

    def all(self, kind: type[RecordType]) -> Sequence[RecordType]:
        told = (episode for _, episode in self.told)
        held: tuple[Record, ...] = (*self.people, *self.coders, *told, *self.assigned, *self.decided)
        return [record for record in held if isinstance(record, kind)]

    def named(self, kind: type[RecordType], handle: str) -> RecordType:
        texts = [self._document(text) for text in self.documents if text.handle == handle] if kind is Document else []
        for record in (*self.all(kind), *(text for text in texts if isinstance(text, kind))):
            if getattr(record, "handle", "") == handle:
                return record
        raise UnknownName(kind.__name__.lower(), handle)

    def _document(self, text: Text) -> Document:
        people = {person.handle: person.id for person in self.people}
        turns = [
            Turn(
                ordinal,
                Span(words.start, words.end),
                words.speaker,
                Role.INTERVIEWER if words.speaker in INTERVIEWERS else Role.PARTICIPANT,
                people.get(words.speaker),
            )
            for ordinal, words in enumerate(text.turns, 1)
        ]
        return Document(
            DocumentId(_id(4, self.documents.index(text))), text.handle, text.language, text.text, tuple(turns), "",
            Source("", "", ""), people.get(text.owner),
        )  # fmt: skip

    def document_heads(self) -> Sequence[DocumentHead]:
        ids = {text.handle: DocumentId(_id(4, i)) for i, text in enumerate(self.documents)}
        people = {person.handle: person.id for person in self.people}
        return [
            DocumentHead(
                row=i,
                id=ids[text.handle],
                handle=text.handle,
                language=text.language,
                length=len(text.text),
                turns=len(text.turns),
                sha256="",
                source_sha256="",
                participant=people.get(text.owner),
                translation_of=ids.get(text.translation_of),
                date=self.days.get(text.handle),
            )
            for i, text in enumerate(self.documents)
        ]

    def texts(self, documents: Iterable[DocumentId]) -> Mapping[DocumentId, str]:
        texts = {DocumentId(_id(4, i)): text.text for i, text in enumerate(self.documents)}
        return {document: texts[document] for document in documents}

    def in_document(self, kind: type[RecordType], document: DocumentId) -> Sequence[RecordType]:
        raise NotImplementedError

    def lines(self, kind: type[Record], rows: Iterable[int]) -> Sequence[CodingLine]:
        raise NotImplementedError

    def history(self) -> Iterator[Entry]:
        raise NotImplementedError

    def hash(self) -> str:
        raise NotImplementedError

    def turns(self) -> TurnColumns:
        people = {person.handle: i for i, person in enumerate(self.people)}
        rows = [
            (
                i,
                ordinal,
                words.start,
                words.end,
                INTERVIEWER if words.speaker in INTERVIEWERS else PARTICIPANT,
                people.get(words.speaker, -1),
            )
            for i, text in enumerate(self.documents)
            if not text.translation_of
            for ordinal, words in enumerate(text.turns, 1)
        ]
        return TurnColumns(*_columns(rows, 6))

    def codings(self) -> CodingColumns:
        return self._columns_of(dict(zip(count(FIRST_CODING), self.codings_set, strict=False)))

    def codings_when_done(self) -> CodingColumns:
        if self.first is None:
            return self.codings()
        row_of = dict(zip(self.codings_set, count(FIRST_CODING), strict=False))
        gone = count(LATER_GONE)
        return self._columns_of(dict(sorted((row_of.get(one) or next(gone), one) for one in self.first)))

    def adopted(self) -> Ints:
        return np.array(self.adopted_rows, np.int64)

    def _columns_of(self, sets: Mapping[int, Set]) -> CodingColumns:
        turns = self.turns()
        people = {person.handle: i for i, person in enumerate(self.people)}
        coders = [coder.handle for coder in self.coders]
        handles = [code.handle for code in self.codes]
        documents = [text.handle for text in self.documents]
        rows = []
        for row, one in sets.items():
            document, code = documents.index(one.document), self.codes[handles.index(one.code)]
            touched = np.flatnonzero(
                (turns.document == document) & (turns.start < one.end) & (turns.end > one.start)
            ).tolist()
            speaker = int(turns.participant[touched[0]]) if touched else -1
            rows.append(
                (
                    row,
                    document,
                    speaker if speaker >= 0 else people.get(self.documents[document].owner, -1),
                    coders.index(one.coder),
                    handles.index(one.code),
                    one.start,
                    one.end,
                    _place(self.kept.polarities, one.polarity or code.polarity),
                    _place(self.kept.levels, one.level or code.level),
                    _place(self.kept.voices, one.voice),
                    _place(self.kept.stances, one.stance),
                    touched[0] if touched else -1,
                    touched[-1] if touched else -1,
                )
            )
        return CodingColumns(*_columns(rows, 13))

    def claims(self) -> ClaimColumns:
        return ClaimColumns(*_columns([], 11))

    def episodes(self) -> tuple[EpisodeColumns, MomentColumns]:
        people = {person.handle: i for i, person in enumerate(self.people)}
        coders = {coder.id: i for i, coder in enumerate(self.coders)}
        documents = {head.id: i for i, head in enumerate(self.document_heads())}
        rows = [
            (
                row,
                documents[episode.document],
                people.get(person, -1),
                coders[episode.coder],
                _place(self.kept.outcomes, episode.outcome),
            )
            for row, (person, episode) in enumerate(self.told, FIRST_EPISODE)
        ]
        # the store promises no order: hand the rows out backwards
        row, document, participant, coder, outcome = (column[::-1] for column in _columns(rows, 5))
        closed = np.array([episode.state is EpisodeState.CLOSED for _, episode in self.told][::-1], np.bool_)
        return EpisodeColumns(row, document, participant, coder, outcome, closed), MomentColumns(*_columns([], 5))

    def seen(self) -> Bools:
        coders = [coder.handle for coder in self.coders]
        documents = [text.handle for text in self.documents]
        seen = np.zeros((len(coders), len(documents)), np.bool_)
        for coder, document in self.done:
            seen[coders.index(coder), documents.index(document)] = True
        return seen


def _id(kind: int, number: int) -> UUID:
    return UUID(int=kind * 10**6 + number)


def _columns(rows: Sequence[tuple[int, ...]], width: int) -> list[Ints]:
    return list(np.array(rows, np.int64).reshape(-1, width).T)


def _place(terms: Sequence[Any], term: str | None) -> int:
    return next((i for i, known in enumerate(terms) if known.id == term), -1)


def _text(handle: str, text: str, *, mark: str = ":", owner: str = "", translation_of: str = "") -> Text:
    """Read one turn a line, `speaker: words`; a line without a speaker is no turn."""
    turns, at = [], 0
    for line in text.splitlines():
        speaker, found, words = line.partition(mark)
        if found and not line.startswith("#"):
            turns.append(Words(at + len(line) - len(words.lstrip()), at + len(line), speaker))
        at += len(line) + 1
    return Text(handle, handle.rpartition(".")[2], text, tuple(turns), owner, translation_of)


def _set(line: str, texts: Mapping[str, Text]) -> Set:
    """Read `A P1.zh 2 LOAD polarity=risk`, or with turns `2-4`, or `head` for words before the first turn."""
    coder, document, place, code, *rest = line.split()
    turns = texts[document].turns
    first, _, last = place.partition("-")
    span = (0, 2) if place == "head" else (turns[int(first) - 1].start, turns[int(last or first) - 1].end)
    said = dict(item.split("=") for item in rest)
    return Set(
        coder,
        document,
        *span,
        code,
        polarity=said.get("polarity", ""),
        level=said.get("level", ""),
        voice=said.get("voice", DEFAULT_VOICE),
        stance=said.get("stance", DEFAULT_STANCE),
    )


def _episode(line: str, number: int, study: MemoryStudy) -> tuple[str, Episode]:
    """Read `A P1 P1.zh stressor:LOAD process:- outcome:WORN = worn`; a moment `:-` is not told, `= open` has no end."""
    told, _, end = line.partition(" = ")
    coder, person, document, *moments = told.split()
    codes = {code.handle: code.id for code in study.codes}
    pairs = [moment.split(":") for moment in moments]
    state = EpisodeState(end) if end in set(EpisodeState) else EpisodeState.CLOSED
    if end.startswith("disputed "):
        state, end = EpisodeState.DISPUTED, end.removeprefix("disputed ")
    return person, Episode(
        id=EpisodeId(_id(6, number)),
        handle=f"E{number}",
        document=next(head.id for head in study.document_heads() if head.handle == document),
        coder=next(one.id for one in study.coders if one.handle == coder),
        label=f"episode {number}",
        moments=tuple(
            Moment(i, stage, codes.get(code), Span(0, 1) if code in codes else None)
            for i, (stage, code) in enumerate(pairs, 1)
        ),
        outcome=end if end not in {"", *EpisodeState} else None,
        state=state,
    )


@pytest.fixture(scope="session")
def make_study() -> Callable[..., MemoryStudy]:
    """Make a small study: texts with one turn a line, codings and episodes as lines, consent by participant."""

    def make(
        texts: Mapping[str, str],
        codings: Sequence[str] = (),
        *,
        episodes: Sequence[str] = (),
        consent: Mapping[str, str | None] | None = None,
        done: Sequence[str] = (),
        silent: Sequence[str] = (),
        framework: Framework = SMALL,
    ) -> MemoryStudy:
        documents = {handle: _text(handle, text, owner=handle.partition(".")[0]) for handle, text in texts.items()}
        speakers = {words.speaker for text in documents.values() for words in text.turns} - {*INTERVIEWERS, "X"}
        given = consent or {}
        study = MemoryStudy(
            kept=framework,
            codes=tuple(
                Code(CodeId(_id(3, i)), handle, Label(handle), polarity=polarity, level=level, construct=construct)
                for i, (handle, polarity, level, construct) in enumerate(SMALL_CODES)
            ),
            people=tuple(
                Participant(ParticipantId(_id(1, i)), handle, consent=_consent(given.get(handle, "analysis")))
                for i, handle in enumerate(sorted({*speakers, *silent}))
            ),
            coders=tuple(Coder(CoderId(_id(2, i)), handle) for i, handle in enumerate("AB")),
            documents=tuple(documents.values()),
            codings_set=tuple(_set(line, documents) for line in codings),
            done=tuple((line.split()[0], line.split()[1]) for line in done),
        )
        study.told = tuple(_episode(line, i, study) for i, line in enumerate(episodes, 1))
        return study

    return make


def _consent(words: str | None) -> Consent | None:
    return None if words is None else Consent.parse(words)


@pytest.fixture(scope="session")
def demo() -> MemoryStudy:
    """The fictional demo study as the package ships it."""
    framework, codes = _kumpfer()
    people = tuple(
        Participant(
            ParticipantId(_id(1, i)),
            row["id"],
            {"interview_date": date.fromisoformat(row["interview_date"])},
            Consent.parse(row["consent_scope"]),
        )
        for i, row in enumerate(_packaged("demo/participants.csv"))
    )
    documents = [
        _text(
            f"{person.handle}.{language}",
            resources.files("kangni").joinpath(f"demo/interviews/{person.handle}.{language}.txt").read_text("utf-8"),
            mark="：" if language == "zh" else ":",
            owner=person.handle,
            translation_of="" if language == "zh" else f"{person.handle}.zh",
        )
        for person in people
        for language in ("en", "zh")
    ]
    study = MemoryStudy(
        kept=framework,
        codes=codes,
        people=people,
        coders=tuple(Coder(CoderId(_id(2, i)), handle) for i, handle in enumerate("AB")),
        documents=documents,
        codings_set=[
            Set(
                row["coder"],
                row["doc"],
                int(row["start"]),
                int(row["end"]),
                row["code_id"],
                polarity=row["polarity_override"],
                level=row["level_override"],
            )
            for row in _packaged("demo/codings.csv")
        ],
        done=[(coder, text.handle) for coder in "AB" for text in documents if not text.translation_of],
    )
    study.told = tuple(_demo_episodes(study))
    return study


def _packaged(path: str) -> list[dict[str, str]]:
    text = resources.files("kangni").joinpath(path).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


def _kumpfer() -> tuple[Framework, tuple[Code, ...]]:
    told = yaml.safe_load(resources.files("kangni").joinpath("frameworks/kumpfer/framework.yaml").read_text("utf-8"))
    tops = [(entry, True) for entry in told["constructs"]] + [(entry, False) for entry in told["outside"]]
    constructs = [
        Construct(entry["id"], Label.of(entry["name"]), entry["codebook_value"], modelled=modelled)
        for entry, modelled in tops
    ] + [
        Construct(part["id"], Label.of(part["name"]), part["codebook_value"], part_of=entry["id"])
        for entry, _ in tops
        for part in entry.get("parts", ())
    ]
    by_value = {construct.codebook_value: construct.id for construct in constructs}
    framework = Framework(
        id="kumpfer",
        version="1.0",
        name=Label.of(told["name"]),
        note=Label.of(told["note"]),
        constructs=tuple(constructs),
        levels=tuple(Level(entry["id"], Label.of(entry["name"])) for entry in told["levels"]),
        polarities=tuple(Polarity(entry["id"], entry["sign"], Label.of(entry["name"])) for entry in told["polarities"]),
        stages=tuple(Stage(entry["id"], (), Label.of(entry["name"])) for entry in told["episode"]["stages"]),
        outcomes=tuple(Outcome(entry["id"], entry["rank"], Label.of(entry["name"])) for entry in told["outcomes"]),
        voices=tuple(Term(entry["id"], Label.of(entry["name"])) for entry in told["voices"]),
        stances=tuple(Term(entry["id"], Label.of(entry["name"])) for entry in told["stances"]),
        strengths=(),
        outcome_indicators=tuple(told["outcome_indicators"]),
        never_levers=tuple(told["lever_rules"]["never_levers"]),
    )
    book = _packaged("frameworks/kumpfer/codebook.csv")
    ids = {row["code_id"]: CodeId(_id(3, i)) for i, row in enumerate(book)}
    return framework, tuple(
        Code(
            id=ids[row["code_id"]],
            handle=row["code_id"],
            name=Label(row["name_en"], row["name_zh"]),
            parent=ids.get(row["parent_id"]),
            polarity=row["polarity"],
            level=row["level"],
            construct=by_value[row["kumpfer_construct"]],
        )
        for row in book
    )


def _demo_episodes(study: MemoryStudy) -> Iterator[tuple[str, Episode]]:
    codes = {code.handle: code.id for code in study.codes}
    coders = {coder.handle: coder.id for coder in study.coders}
    documents = {head.handle: head.id for head in study.document_heads()}
    rows = _packaged("demo/episodes.csv")
    for number, handle in enumerate(dict.fromkeys(row["episode_id"] for row in rows)):
        own = [row for row in rows if row["episode_id"] == handle]
        yield (
            own[0]["doc"].partition(".")[0],
            Episode(
                id=EpisodeId(_id(6, number)),
                handle=handle,
                document=documents[own[0]["doc"]],
                coder=coders[own[0]["coder"]],
                label=own[0]["label"],
                moments=tuple(
                    Moment(
                        int(row["order"]),
                        row["stage"],
                        codes.get(row["code_id"]),
                        Span(int(row["start"]), int(row["end"])) if row["start"] else None,
                    )
                    for row in own
                ),
                outcome=next((row["outcome"] for row in own if row["outcome"]), None),
            ),
        )
