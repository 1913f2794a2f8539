"""A study in memory of people who claim, tell episodes and suggest, as records and as columns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from uuid import UUID

import numpy as np
from tests.fakes import FakeStudy

from kangni.core.advice import Suggestion
from kangni.core.bundle import Record
from kangni.core.codebook import Code
from kangni.core.coding import Coding
from kangni.core.episodes import Episode, EpisodeState, Moment
from kangni.core.framework import (
    Addressee,
    BalanceSettings,
    Construct,
    Domain,
    Framework,
    Level,
    LeverFamily,
    Outcome,
    Polarity,
    Stage,
    Term,
)
from kangni.core.names import (
    NO_WORDS,
    CodeId,
    CoderId,
    CodingId,
    DocumentId,
    EpisodeId,
    Label,
    ParticipantId,
    SuggestionId,
)
from kangni.core.people import Coder, Consent, Participant
from kangni.core.ports import CodingLine, DocumentHead
from kangni.core.text import Span
from kangni.methods.columns import (
    Bools,
    ClaimColumns,
    CodingColumns,
    EpisodeColumns,
    Ints,
    MomentColumns,
    TurnColumns,
)

__all__ = ["FRAMEWORK", "PLAIN", "ToldStudy", "told_study"]

CODES = {  # handle: polarity, level, construct
    "LOAD": ("risk", "team", "K1"),
    "LOSS": ("risk", "users", "K1"),
    "CARE": ("protective", "team", "K2"),
    "REST": ("protective", "person", "K3"),
    "HOPE": ("protective", "person", "K4"),
    "TIRED": ("risk", "person", "K6"),
    "KEEN": ("protective", "person", "K6"),
    "ASK": ("neutral", "person", "beyond"),
    "PLEA": ("neutral", "team", "beyond"),
}
VOICES, STANCES = ("own", "shared", "public"), ("holds", "rejects")
POLARITIES = (Polarity("risk", -1, NO_WORDS), Polarity("protective", 1, NO_WORDS), Polarity("neutral", 0, NO_WORDS))
LEVELS = ("person", "users", "team")
STAGES = (("stressor", "K1", True), ("context", "K2", False), ("inner", "K4", False), ("end", "K6", False))
FIRST_CODING, FIRST_CLAIM, FIRST_EPISODE = 100, 200, 500

PLAIN = Framework(  # without any of the optional keys
    id="plain",
    version="1",
    name=Label("Plain"),
    note=NO_WORDS,
    constructs=tuple(Construct(name, Label(name), name, modelled=name != "beyond") for name in
                     ("K1", "K2", "K3", "K4", "K6", "beyond")),
    levels=tuple(Level(name, Label(name.title())) for name in LEVELS),
    polarities=POLARITIES,
    stages=tuple(Stage(name, (construct,), Label(name), required) for name, construct, required in STAGES),
    outcomes=(
        Outcome("up", 3, Label("Up"), kinds=("resilient",)),
        Outcome("even", 2, Label("Even"), kinds=("homeostatic",)),
        Outcome("down", 1, Label("Down"), kinds=("with_loss", "dysfunctional")),
    ),
    voices=tuple(Term(name, Label(name)) for name in VOICES),
    stances=tuple(Term(name, Label(name)) for name in STANCES),
    strengths=(),
    addressees=(Addressee("self", Label("Oneself")), Addressee("office", Label("Office"))),
    level_addressee={"person": "self", "users": "office", "team": "office"},
    outcome_indicators=("TIRED", "KEEN"),
    never_levers=("K6", "beyond"),
)  # fmt: skip
FRAMEWORK = replace(
    PLAIN,
    id="told",
    functioning=(Domain("energy", Label("Energy"), {"TIRED": -1, "KEEN": 1}),),
    balance=BalanceSettings(
        shock_constructs=("K1",), condition_stages=("context", "inner"), protection_constructs=("K2", "K3", "K4")
    ),
    lever_families=(
        LeverFamily("care", Label("Care"), ("office",), raised=("CARE",), lowered=("LOAD",)),
        LeverFamily("rest", Label("Rest"), ("self",), raised=("REST",)),
    ),
    not_levers=("LOSS", "HOPE"),
)


@dataclass
class ToldStudy(FakeStudy):
    """Keeps `Reader` and `ColumnSource`; participants are P1, P2 ... with a document each."""

    claimed: list[tuple[int, int, int, int, int, int]] = field(default_factory=list)
    coded: list[tuple[int, int, int, int, int]] = field(default_factory=list)  # who, coder, code, start, polarity

    def document_heads(self) -> Sequence[DocumentHead]:
        people = self.all(Participant)
        return [
            DocumentHead(i, DocumentId(_id(4, i)), f"{one.handle}.zh", "zh", 9, 1, "", "", one.id, None)
            for i, one in enumerate(people)
        ]

    def lines(self, kind: type[Record], rows: Iterable[int]) -> Sequence[CodingLine]:
        assert kind is Coding
        coder = self.all(Coder)[0].id
        return [CodingLine(row, _id(7, row), None, None, None, coder) for row in rows]

    def turns(self) -> TurnColumns:
        return TurnColumns(*_columns([], 6))

    def claims(self) -> ClaimColumns:
        rows = [
            (FIRST_CLAIM + i, who, who, coder, cause, effect, int(np.sign(strength)), abs(strength), voice, 0, i)
            for i, (who, coder, cause, effect, strength, voice) in enumerate(self.claimed)
        ]
        return ClaimColumns(*_columns(rows, 11))

    def codings(self) -> CodingColumns:
        rows = [
            (FIRST_CODING + i, who, who, coder, code, start, start + 10, polarity, 0, 0, 0, -1, -1)
            for i, (who, coder, code, start, polarity) in enumerate(self.coded)
        ]
        return CodingColumns(*_columns(rows, 13))

    def episodes(self) -> tuple[EpisodeColumns, MomentColumns]:
        told = self.all(Episode)
        codes = [code.id for code in self.all(Code)]
        outcomes, stages = [one.id for one in self.of.outcomes], [one.id for one in self.of.stages]
        people = [head.id for head in self.document_heads()]
        rows = [
            (
                FIRST_EPISODE + i,
                people.index(one.document),
                people.index(one.document),
                0,
                outcomes.index(one.outcome) if one.outcome else -1,
            )
            for i, one in enumerate(told)
        ]
        moments = [
            (900 + i, i, moment.position, stages.index(moment.stage), codes.index(moment.code) if moment.code else -1)
            for i, one in enumerate(told)
            for moment in one.moments
        ]
        closed = np.array([one.state is EpisodeState.CLOSED for one in told], np.bool_)
        row, document, participant, coder, outcome = _columns(rows, 5)
        return EpisodeColumns(row, document, participant, coder, outcome, closed), MomentColumns(*_columns(moments, 5))

    def codings_when_done(self) -> CodingColumns:
        raise NotImplementedError

    def adopted(self) -> Ints:
        raise NotImplementedError

    def seen(self) -> Bools:
        raise NotImplementedError


def told_study(
    *,
    people: int = 4,
    claims: Sequence[str] = (),
    codings: Sequence[str] = (),
    episodes: Sequence[str] = (),
    framework: Framework = FRAMEWORK,
    consent: Mapping[str, str] | None = None,
) -> ToldStudy:
    """Make a study from lines.

    Claims are `P1 LOAD>TIRED +3`, then voice and coder where they are not own and A; codings `A P1 ASK 10` by coder,
    person, code and start, then a polarity that overrides, or `: care rest` (`: declines`) with the levers that they
    are tied to; episodes `P1 stressor:LOAD context:CARE = up`.
    """
    study = ToldStudy(framework)
    given = consent or {}
    handles = list(CODES)
    study.add(
        Participant(ParticipantId(_id(1, i)), f"P{i + 1}", consent=Consent.parse(given.get(f"P{i + 1}", "analysis")))
        for i in range(people)
    )
    study.add(Coder(CoderId(_id(2, i)), handle) for i, handle in enumerate("AB"))
    study.add(
        Code(CodeId(_id(3, i)), handle, Label(handle.title()), polarity=polarity, level=level, construct=construct)
        for i, (handle, (polarity, level, construct)) in enumerate(CODES.items())
    )
    for line in claims:
        who, link, strength, *rest = line.split()
        cause, effect = (handles.index(end) for end in link.split(">"))
        voice, coder = [*rest, *("own", "A")[len(rest) :]]
        study.claimed.append((_who(who), "AB".index(coder), cause, effect, int(strength), VOICES.index(voice)))
    for line in codings:
        study.add([*_coding(study, line)])
    study.add(_episode(i, line) for i, line in enumerate(episodes))
    return study


def _coding(study: ToldStudy, line: str) -> Iterator[Suggestion]:
    said, tied, levers = line.partition(" :")
    coder, who, code, start, *polarity = said.split()
    default = CODES[code][0]
    read = [one.id for one in POLARITIES].index(polarity[0] if polarity else default)
    row = FIRST_CODING + len(study.coded)
    study.coded.append((_who(who), "AB".index(coder), list(CODES).index(code), int(start), read))
    if tied:
        named, declines = tuple(levers.split()), levers.split() == ["declines"]
        yield Suggestion(
            SuggestionId(_id(8, row)),
            CodingId(_id(7, row)),
            CoderId(_id(2, 0)),
            () if declines else named,
            declines=declines,
        )


def _episode(number: int, line: str) -> Episode:
    told, _, end = line.partition(" = ")
    who, *moments = told.split()
    pairs = [moment.split(":") for moment in moments]
    return Episode(
        id=EpisodeId(_id(6, number)),
        handle=f"E{number + 1}",
        document=DocumentId(_id(4, _who(who))),
        coder=CoderId(_id(2, 0)),
        label=f"episode {number + 1}",
        moments=tuple(
            Moment(i, stage, CodeId(_id(3, list(CODES).index(code))), Span(0, 1))
            for i, (stage, code) in enumerate(pairs, 1)
        ),
        outcome=end if end != "open" else None,
        state=EpisodeState.OPEN if end == "open" else EpisodeState.CLOSED,
    )


def _who(handle: str) -> int:
    return int(handle[1:]) - 1


def _id(kind: int, number: int) -> UUID:
    return UUID(int=kind * 10**6 + number)


def _columns(rows: Sequence[tuple[int, ...]], width: int) -> list[Ints]:
    return list(np.array(rows, np.int64).reshape(-1, width).T)
