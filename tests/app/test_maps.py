"""Map and loops, in one file because both ask the same small study in memory."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

import numpy as np
import pytest

from kangni.app.chosen import Chosen
from kangni.app.loops import loops
from kangni.app.maps import causal_map
from kangni.core.bundle import Record, StudySettings
from kangni.core.changes import Entry
from kangni.core.claims import Claim
from kangni.core.codebook import Code, Codebook
from kangni.core.errors import ConsentWithheld, NoEvidence, NothingToAnalyse, UnknownTerm
from kangni.core.framework import BalanceSettings, Construct, Domain, Framework, Level, Polarity, Term
from kangni.core.names import NO_WORDS, ClaimId, CodeId, CoderId, DocumentId, Label, ParticipantId, RestrictionId
from kangni.core.people import Coder, Consent, Participant, Restriction, RestrictionKind
from kangni.core.ports import CodingLine, DocumentHead, RecordType
from kangni.core.text import Document, Role, Source, Span, Turn
from kangni.core.undefined import Undefined
from kangni.methods.columns import (
    Bools,
    ClaimColumns,
    CodingColumns,
    EpisodeColumns,
    Ints,
    MomentColumns,
    TurnColumns,
)
from kangni.results.links import Condition, LinkSign
from kangni.results.loops import Course, LoopKind, Opposition

TODAY = date(2026, 3, 1)
QUOTABLE = Consent.parse("analysis;quote")
CODES = ("LOAD", "TEAM", "HOPE", "TIRED", "TALK")
ROLE = {"LOAD": "risk", "TEAM": "protective", "HOPE": "protective", "TIRED": "risk", "TALK": "neutral"}
CONSTRUCT = {"LOAD": "K1", "TEAM": "K2", "HOPE": "K4", "TIRED": "K6", "TALK": "K3"}
VOICES, STANCES = ("own", "shared", "public"), ("holds", "rejects")
FRAMEWORK = Framework(
    id="small",
    version="1",
    name=Label("Small"),
    note=NO_WORDS,
    constructs=tuple(Construct(name, Label(name), name) for name in ("K1", "K2", "K3", "K4", "K6")),
    levels=(Level("person", Label("Person")),),
    polarities=(
        Polarity("risk", -1, Label("Risk")),
        Polarity("protective", 1, Label("Protection")),
        Polarity("neutral", 0, Label("Neutral")),
    ),
    stages=(),
    outcomes=(),
    voices=tuple(Term(name, Label(name)) for name in VOICES),
    stances=tuple(Term(name, Label(name)) for name in STANCES),
    strengths=(),
    functioning=(Domain("energy", Label("Energy"), {"TIRED": -1}),),
    balance=BalanceSettings(shock_constructs=("K1",)),
)


@dataclass(frozen=True)
class Said:
    """A claim in a turn of its own; `strength` carries the sign."""

    who: int
    cause: str
    effect: str
    strength: int
    voice: str = "own"
    stance: str = "holds"
    note: str = ""
    coder: int = 0


def number(kind: int, at: int) -> UUID:
    return UUID(int=kind * 1000 + at)


class FakeStudy:
    """A study in memory: participants P1, P2 ... with a transcript each, one turn a claim."""

    revision = 7

    def __init__(
        self,
        *said: Said,
        people: int = 3,
        consent: Mapping[int, Consent | None] | None = None,
        silent: Sequence[int] = (),
        apart: tuple[int, int] | None = None,
    ) -> None:
        self.said = said
        by_person = consent or {}
        self.people = tuple(
            Participant(ParticipantId(number(1, i)), f"P{i + 1}", consent=by_person.get(i, QUOTABLE))
            for i in range(people)
        )
        self.with_text = tuple(i for i in range(people) if i not in silent)
        self.coders = tuple(Coder(CoderId(number(2, i)), name) for i, name in enumerate("AB"))
        self.book = Codebook(
            Code(
                CodeId(number(3, i)), name, Label(name.title()),
                polarity=ROLE[name], level="person", construct=CONSTRUCT[name],
            )
            for i, name in enumerate(CODES)
        )  # fmt: skip
        self.restrictions = tuple(
            Restriction(
                RestrictionId(number(5, 0)), RestrictionKind.APART,
                self.people[pair[0]].id, other=self.people[pair[1]].id,
            )
            for pair in ([apart] if apart else [])
        )  # fmt: skip

    def settings(self) -> StudySettings:
        return StudySettings("small", "en")

    def framework(self) -> Framework:
        return FRAMEWORK

    def codebook(self) -> Codebook:
        return self.book

    def all(self, kind: type[RecordType]) -> Sequence[RecordType]:
        held: tuple[Record, ...] = (*self.people, *self.coders, *self.restrictions)
        return [record for record in held if isinstance(record, kind)]

    def named(self, kind: type[RecordType], handle: str) -> RecordType:
        documents: Sequence[Record] = [self.document(i) for i in self.with_text]
        found = [*documents, *self.people]
        return next(one for one in found if isinstance(one, kind) and getattr(one, "handle", "") == handle)

    def document(self, who: int) -> Document:
        turns = tuple(
            Turn(i + 1, Span(10 * i, 10 * i + 9), "P", Role.PARTICIPANT, self.people[who].id)
            for i in range(len(self.said))
        )
        return Document(
            DocumentId(number(4, who)), f"P{who + 1}.en", "en", "some words" * max(len(self.said), 1), turns, "",
            Source("", "", ""), self.people[who].id,
        )  # fmt: skip

    def document_heads(self) -> Sequence[DocumentHead]:
        documents = [self.document(i) for i in self.with_text]
        return [
            DocumentHead(i, text.id, text.handle, "en", len(text.text), 1, "", "", text.participant, None)
            for i, text in enumerate(documents)
        ]

    def texts(self, documents: Iterable[DocumentId]) -> Mapping[DocumentId, str]:
        raise NotImplementedError

    def in_document(self, kind: type[RecordType], document: DocumentId) -> Sequence[RecordType]:
        raise NotImplementedError

    def lines(self, kind: type[Record], rows: Iterable[int]) -> Sequence[CodingLine]:
        assert kind is Claim
        return [self.line(row) for row in rows]

    def line(self, row: int) -> CodingLine:
        one = self.said[row - 100]
        return CodingLine(
            row, ClaimId(number(6, row)), DocumentId(number(4, one.who)), Span(10 * (row - 100), 10 * (row - 100) + 9),
            CodeId(number(3, CODES.index(one.cause))), self.coders[one.coder].id,
            effect=CodeId(number(3, CODES.index(one.effect))), sign=1 if one.strength > 0 else -1, note=one.note,
        )  # fmt: skip

    def history(self) -> Iterator[Entry]:
        raise NotImplementedError

    def hash(self) -> str:
        raise NotImplementedError

    def turns(self) -> TurnColumns:
        who = np.array(self.with_text, np.int64)
        return TurnColumns(who, who, who, who, who, who)

    def claims(self) -> ClaimColumns:
        def column(values: Iterable[int]) -> Ints:
            return np.array(list(values), np.int64)

        return ClaimColumns(
            row=column(range(100, 100 + len(self.said))),
            document=column(one.who for one in self.said),
            participant=column(one.who for one in self.said),
            coder=column(one.coder for one in self.said),
            cause=column(CODES.index(one.cause) for one in self.said),
            effect=column(CODES.index(one.effect) for one in self.said),
            sign=column(1 if one.strength > 0 else -1 for one in self.said),
            strength=column(abs(one.strength) for one in self.said),
            voice=column(VOICES.index(one.voice) for one in self.said),
            stance=column(STANCES.index(one.stance) for one in self.said),
            turn=column(range(len(self.said))),
        )

    def codings(self) -> CodingColumns:
        raise NotImplementedError

    def episodes(self) -> tuple[EpisodeColumns, MomentColumns]:
        raise NotImplementedError

    def codings_when_done(self) -> CodingColumns:
        raise NotImplementedError

    def adopted(self) -> Ints:
        raise NotImplementedError

    def seen(self) -> Bools:
        raise NotImplementedError


TIRING = Said(0, "LOAD", "TIRED", 3)


def test_a_link_names_its_people_and_opens_to_their_claims() -> None:
    study = FakeStudy(TIRING, Said(1, "LOAD", "TIRED", 1), Said(1, "TEAM", "TIRED", -2))
    shown = causal_map(study, study, on=TODAY)
    link = shown.links[0]
    assert (link.key, link.sign, link.sources, link.raised_by) == ("LOAD>TIRED", LinkSign.RAISES, 2, ("P1", "P2"))
    assert link.weight == pytest.approx((1 + 1 / 3) / 3)
    assert link.strength == pytest.approx(2.0)
    assert shown.evidence("LOAD>TIRED").rows == (100, 101)
    assert shown.evidence("LOAD>TIRED/P2").rows == (101,)
    assert shown.evidence("TIRED").rows == (100, 101, 102)
    assert shown.evidence("TIRED/lowered").rows == (102,)


def test_an_unknown_key_says_which_there_are() -> None:
    study = FakeStudy(TIRING)
    with pytest.raises(NoEvidence, match="LOAD>TIRED"):
        causal_map(study, study, on=TODAY).evidence("LOAD>HOPE")


def test_a_contested_link_shows_both_sides_with_the_conditions_people_name() -> None:
    study = FakeStudy(
        Said(0, "TALK", "TIRED", 2, note="when nobody listens"), Said(1, "TALK", "TIRED", -3, note="with friends")
    )
    shown = causal_map(study, study, on=TODAY)
    (link,) = shown.contested()
    assert (link.raised_by, link.lowered_by) == (("P1",), ("P2",))
    assert (link.plus, link.minus) == pytest.approx((2 / 9, -1 / 3))
    assert link.conditions == (
        Condition("P1", LinkSign.RAISES, "when nobody listens"),
        Condition("P2", LinkSign.LOWERS, "with friends"),
    )
    assert shown.evidence("TALK>TIRED/-").rows == (101,)


def test_a_note_on_words_that_may_not_be_quoted_is_withheld() -> None:
    study = FakeStudy(
        Said(0, "TALK", "TIRED", 2, note="secret"),
        Said(1, "TALK", "TIRED", -3, note="with friends"),
        consent={0: Consent.parse("analysis;quote_after_review")},
    )
    (link,) = causal_map(study, study, on=TODAY).contested()
    assert link.conditions[0] == Condition(
        "P1", LinkSign.RAISES, "", withheld="the speaker has not reviewed these words yet"
    )


def test_notes_of_two_people_kept_apart_do_not_stand_on_one_link() -> None:
    study = FakeStudy(Said(0, "TALK", "TIRED", 2, note="one"), Said(1, "TALK", "TIRED", -3, note="other"), apart=(0, 1))
    (link,) = causal_map(study, study, on=TODAY).contested()
    assert [condition.note for condition in link.conditions] == ["one", ""]


def test_other_voices_and_rejected_views_stand_beside() -> None:
    study = FakeStudy(TIRING, Said(1, "LOAD", "TIRED", 2, voice="public"), Said(1, "TEAM", "HOPE", 2, stance="rejects"))
    shown = causal_map(study, study, on=TODAY)
    assert shown.claims == 1
    assert [(words.link, words.voice, words.stance, words.in_map) for words in shown.beside] == [
        ("LOAD>TIRED", "public", "holds", True),
        ("TEAM>HOPE", "own", "rejects", False),
    ]
    assert shown.evidence("LOAD>TIRED/beside/public/holds/+").rows == (101,)


def test_a_voice_that_is_let_in_counts() -> None:
    study = FakeStudy(TIRING, Said(1, "LOAD", "TIRED", 2, voice="public"))
    shown = causal_map(study, study, on=TODAY, chosen=Chosen(voices=(("own", 1.0), ("public", 1.0))))
    assert (shown.links[0].sources, shown.voices, shown.beside) == (2, ("own", "public"), ())


def test_a_voice_that_the_framework_lacks_is_refused() -> None:
    study = FakeStudy(TIRING)
    with pytest.raises(UnknownTerm, match="voice"):
        causal_map(study, study, on=TODAY, chosen=Chosen(voices=(("martian", 1.0),)))


def test_people_without_consent_to_analysis_or_without_a_text_do_not_count() -> None:
    study = FakeStudy(TIRING, Said(1, "LOAD", "TIRED", 3), consent={1: Consent.parse("quote")}, silent=(2,))
    shown = causal_map(study, study, on=TODAY)
    assert (shown.n, shown.left_out, shown.links[0].weight) == (1, ("P2", "P3"), 1.0)


def test_consent_that_has_ended_takes_the_claims_out_of_the_map() -> None:
    study = FakeStudy(TIRING, Said(1, "TEAM", "TIRED", -3), consent={0: Consent.parse("analysis;until 2026-02-28")})
    assert [link.key for link in causal_map(study, study, on=TODAY).links] == ["TEAM>TIRED"]


def test_people_without_a_consent_record_count_and_are_told_of() -> None:
    study = FakeStudy(TIRING, consent={0: None})
    shown = causal_map(study, study, on=TODAY)
    assert shown.n == 3
    assert (("count", 1), ("n", 3)) in [caution.facts for caution in shown.cautions]


def test_one_persons_map_counts_that_person_alone() -> None:
    study = FakeStudy(TIRING, Said(1, "LOAD", "TIRED", -1), Said(1, "TEAM", "HOPE", 3))
    shown = causal_map(study, study, on=TODAY, chosen=Chosen(participant="P2"))
    assert (shown.n, shown.participant) == (1, "P2")
    assert [(link.key, link.weight) for link in shown.links] == [
        ("LOAD>TIRED", pytest.approx(-1 / 3)),
        ("TEAM>HOPE", 1),
    ]


def test_the_map_of_somebody_who_does_not_count_is_refused() -> None:
    study = FakeStudy(TIRING, consent={0: Consent.parse("quote")})
    with pytest.raises(ConsentWithheld):
        causal_map(study, study, on=TODAY, chosen=Chosen(participant="P1"))


def test_a_study_without_claims_has_no_map() -> None:
    study = FakeStudy()
    with pytest.raises(NothingToAnalyse, match="claims"):
        causal_map(study, study, on=TODAY)


def test_links_of_few_people_are_hidden_but_counted() -> None:
    study = FakeStudy(TIRING, Said(1, "LOAD", "TIRED", 3), Said(1, "TEAM", "TIRED", -3))
    shown = causal_map(study, study, on=TODAY, least_sources=2)
    assert ([link.key for link in shown.links], shown.hidden) == (["LOAD>TIRED"], 1)
    tired = next(factor for factor in shown.factors if factor.code == "TIRED")
    assert tired.in_strength == pytest.approx(2 / 3 + 1 / 3)


def test_contention_keeps_who_raises_and_who_lowers_apart() -> None:
    study = FakeStudy(TIRING, Said(1, "TEAM", "TIRED", -3), Said(0, "TEAM", "HOPE", 3), Said(1, "TEAM", "TALK", 3))
    factors = {factor.code: factor for factor in causal_map(study, study, on=TODAY).factors}
    tired, hope = factors["TIRED"], factors["HOPE"]
    assert (tired.raised_by, tired.lowered_by) == (("P1",), ("P2",))
    assert (tired.risk_inflow, tired.protective_inflow) == pytest.approx((1 / 3, 1 / 3))
    assert (hope.risk_inflow, hope.protective_inflow) == pytest.approx((0.0, 1 / 3))
    assert factors["TALK"].risk_inflow == Undefined("the factor is neither risk nor protection")


def test_drivers_and_outcomes_stand_by_people_then_by_strength() -> None:
    study = FakeStudy(
        Said(0, "TEAM", "TIRED", -1),
        Said(1, "TEAM", "TIRED", -1),
        Said(0, "LOAD", "TIRED", 3),
        Said(2, "TALK", "HOPE", 1),
    )
    shown = causal_map(study, study, on=TODAY)
    assert shown.drivers == ("TEAM", "LOAD", "TALK")
    assert shown.outcomes == ("TIRED", "HOPE")


def test_a_factor_that_helps_and_harms_is_two_sided_and_its_minority_named() -> None:
    study = FakeStudy(Said(0, "TALK", "TIRED", 2), Said(1, "TALK", "HOPE", 2), Said(2, "TALK", "TIRED", -2))
    (factor,) = causal_map(study, study, on=TODAY).two_sided
    assert (factor.helps, factor.harms) == (("P2", "P3"), ("P1",))
    assert (factor.minority, factor.minority_side, factor.one_voice) == (("P1",), "harms", True)


def test_density_is_told_for_each_participant_and_coder() -> None:
    study = FakeStudy(TIRING, Said(0, "TEAM", "TIRED", -1, coder=1), Said(1, "LOAD", "TIRED", 1))
    shown = causal_map(study, study, on=TODAY)
    assert [(one.participant, one.links, one.factors) for one in shown.speakers] == [
        ("P1", 2, 3), ("P2", 1, 2), ("P3", 0, 0),
    ]  # fmt: skip
    assert [(one.coder, one.claims, one.links) for one in shown.coders] == [("A", 2, 1), ("B", 1, 1)]


def test_cautions_tell_what_the_numbers_cannot() -> None:
    study = FakeStudy(TIRING, replace(TIRING, who=1, strength=0))
    facts = [caution.facts for caution in causal_map(study, study, on=TODAY).cautions]
    assert (("count", 1), ("strength", 2)) in facts


def test_the_map_is_plain_values_for_json() -> None:
    study = FakeStudy(TIRING)
    shown = causal_map(study, study, on=TODAY).to_dict()
    assert "evidence_by_key" not in shown
    assert shown["n"] == 3


SPIRAL = (TIRING, Said(0, "TIRED", "LOAD", 2))


def test_a_told_loop_takes_kind_and_strength_from_its_teller() -> None:
    study = FakeStudy(*SPIRAL, Said(1, "LOAD", "TIRED", -3), Said(2, "TIRED", "LOAD", 1))
    (loop,) = loops(study, study, on=TODAY).loops
    assert (loop.key, loop.kind, loop.told, loop.family) == ("LOAD>TIRED", LoopKind.REINFORCING, True, "LOAD>TIRED")
    assert loop.strength == pytest.approx((2 / 3) ** 0.5)
    assert [(telling.participant, telling.kind) for telling in loop.tellings] == [("P1", LoopKind.REINFORCING)]
    assert loop.parts == ("P3",)
    assert loop.opposed == (Opposition("P2", "LOAD>TIRED"),)
    assert loop.contested == ("LOAD>TIRED",)
    assert loop.gain == pytest.approx(0.0)


def test_a_loop_opens_to_everybodys_claims_and_to_the_tellers() -> None:
    study = FakeStudy(*SPIRAL, Said(2, "TIRED", "LOAD", 1))
    shown = loops(study, study, on=TODAY)
    assert shown.evidence("LOAD>TIRED").rows == (100, 101, 102)
    assert shown.evidence("LOAD>TIRED/P1").rows == (100, 101)


def test_a_reinforcing_loop_that_feeds_bad_functioning_is_vicious() -> None:
    study = FakeStudy(*SPIRAL)
    (loop,) = loops(study, study, on=TODAY).loops
    assert (loop.course, loop.feeds) == (Course.VICIOUS, ("TIRED",))


def test_a_reinforcing_loop_whose_teller_says_that_it_lowers_bad_functioning_is_virtuous() -> None:
    study = FakeStudy(Said(0, "TEAM", "HOPE", 3), Said(0, "HOPE", "TEAM", 3), Said(0, "HOPE", "TIRED", -1))
    (loop,) = loops(study, study, on=TODAY).loops
    assert (loop.course, loop.feeds) == (Course.VIRTUOUS, ("TIRED",))


def test_a_loop_that_feeds_no_functioning_has_no_course() -> None:
    study = FakeStudy(Said(0, "TEAM", "HOPE", 3), Said(0, "HOPE", "TEAM", 3), Said(1, "HOPE", "TIRED", -1))
    (loop,) = loops(study, study, on=TODAY).loops
    assert (loop.course, loop.feeds) == (Course.UNNAMED, ())


def test_stressors_that_the_teller_says_feed_the_loop_are_its_entry() -> None:
    study = FakeStudy(Said(0, "TEAM", "HOPE", 3), Said(0, "HOPE", "TEAM", 3), Said(0, "LOAD", "TEAM", -1))
    (loop,) = loops(study, study, on=TODAY).loops
    assert loop.tellings[0].entry == ("LOAD>TEAM",)


def test_a_loop_that_its_tellers_see_differently_is_open() -> None:
    study = FakeStudy(*SPIRAL, Said(1, "LOAD", "TIRED", 3), Said(1, "TIRED", "LOAD", -2))
    (loop,) = loops(study, study, on=TODAY).loops
    assert (loop.kind, loop.course) == (LoopKind.OPEN, Course.UNNAMED)
    assert [telling.kind for telling in loop.tellings] == [LoopKind.REINFORCING, LoopKind.BALANCING]


def test_loops_that_nobody_tells_are_counted_and_listed_only_when_asked_for() -> None:
    study = FakeStudy(TIRING, Said(1, "TIRED", "LOAD", 2))
    shown = loops(study, study, on=TODAY)
    assert (shown.found, shown.told, shown.assembled, shown.loops) == (1, 0, 1, ())
    (loop,) = loops(study, study, on=TODAY, told_only=False).loops
    assert (loop.told, loop.kind, loop.family) == (False, LoopKind.REINFORCING, "")
    # of the 27 resamples of three people 12 hold both: 27 - 8 without P1 - 8 without P2 + 1 without either
    assert loop.exists == pytest.approx(12 / 27)


def test_an_assembled_loop_over_a_contested_link_is_open() -> None:
    study = FakeStudy(TIRING, Said(2, "LOAD", "TIRED", -1), Said(1, "TIRED", "LOAD", 2))
    (loop,) = loops(study, study, on=TODAY, told_only=False).loops
    assert (loop.kind, loop.signs) == (LoopKind.OPEN, (LinkSign.CONTESTED, LinkSign.RAISES))


def test_a_family_is_shown_by_its_strongest_loop() -> None:
    study = FakeStudy(*SPIRAL, Said(0, "TIRED", "TALK", 1), Said(0, "TALK", "LOAD", 1))
    shown = loops(study, study, on=TODAY)
    (family,) = shown.families
    assert (family.key, family.loops, family.tellers) == (
        "LOAD>TIRED", ("LOAD>TIRED", "LOAD>TIRED>TALK"), ("P1",),
    )  # fmt: skip
    assert [loop.key for loop in shown.heads()] == ["LOAD>TIRED"]
    assert [(count.code, count.told) for count in shown.through] == [("LOAD", 2), ("TIRED", 2), ("TALK", 1)]
