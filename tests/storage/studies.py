"""Small studies for the tests of storage, with fixed ids."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from hashlib import sha256
from uuid import UUID

from kangni.core.advice import Suggestion
from kangni.core.bundle import Bundle, StudySettings
from kangni.core.claims import Claim
from kangni.core.codebook import Code
from kangni.core.coding import Coding, Place, Time
from kangni.core.decisions import Decision, DecisionOutcome, PassageReading
from kangni.core.episodes import Episode, EpisodeState, Moment
from kangni.core.framework import Construct, Framework, Level, Outcome, Polarity, Stage, Term
from kangni.core.memos import Memo, MemoKind, MemoTarget
from kangni.core.names import (
    ClaimId,
    CodeId,
    CoderId,
    CodingId,
    DecisionId,
    DocumentId,
    EpisodeId,
    Label,
    MemoId,
    ParticipantId,
    RecommendationId,
    RestrictionId,
    SuggestionId,
)
from kangni.core.people import (
    Assignment,
    Coder,
    CoderKind,
    Consent,
    Participant,
    Progress,
    Restriction,
    RestrictionKind,
)
from kangni.core.recommendations import Basis, Recommendation, RecommendationState, Support, SupportPart
from kangni.core.text import Document, Role, Source, Span, Turn

__all__ = ["FRAMEWORK", "SETTINGS", "code", "coding", "document", "identity", "participant", "whole_study"]


def identity(n: int) -> UUID:
    """Return an id that is the same in each run."""
    return UUID(int=n, version=4)


def _label(words: str) -> Label:
    return Label(words, f"{words}（中文）")


SETTINGS = StudySettings("work", "zh", fictional=True)
FRAMEWORK = Framework(
    id="small",
    version="1",
    name=_label("small"),
    note=_label("a framework for tests"),
    constructs=(Construct("strain", _label("strain"), "STR"), Construct("support", _label("support"), "SUP")),
    levels=(Level("person", _label("person")), Level("organisation", _label("organisation"))),
    polarities=(Polarity("risk", -1, _label("risk")), Polarity("protection", 1, _label("protection"))),
    stages=(Stage("stressor", ("strain",), _label("stressor")), Stage("context", ("support",), _label("context"))),
    outcomes=(Outcome("lost", 1, _label("lost")), Outcome("grown", 2, _label("grown"))),
    voices=(Term("own", _label("own")), Term("shared", _label("shared"))),
    stances=(Term("holds", _label("holds")), Term("doubts", _label("doubts"))),
    strengths=(Term("1", _label("weak")),),
    level_addressee={"person": "individual"},
)


def participant(n: int, handle: str) -> Participant:
    return Participant(ParticipantId(identity(n)), handle)


def code(n: int, handle: str, *, polarity: str | None = "risk", parent: CodeId | None = None) -> Code:
    return Code(CodeId(identity(n)), handle, _label(handle), parent=parent, polarity=polarity, level="person")


def document(n: int, handle: str, *spoken: str, participant: ParticipantId | None = None) -> Document:
    """Make a document whose odd turns are the interviewer's; each turn is a line `X: words`."""
    turns, text = [], "# head line\n"
    for ordinal, words in enumerate(spoken, 1):
        asks = ordinal % 2 == 1
        start = len(text) + len("X: ")
        text += f"X: {words}\n"
        turns.append(
            Turn(
                ordinal=ordinal,
                span=Span(start, start + len(words)) if words else None,
                speaker="X",
                role=Role.INTERVIEWER if asks else Role.PARTICIPANT,
                participant=None if asks else participant,
                seconds=None if asks else 12.5 * ordinal,
            )
        )
    source = Source(f"{handle}.txt", "utf-8", sha256(handle.encode()).hexdigest())
    digest = sha256(text.encode()).hexdigest()
    return Document(
        DocumentId(identity(n)), handle, "zh", text, tuple(turns), digest, source, participant, date(2026, 1, 5), "one"
    )


def coding(n: int, text: Document, span: Span, what: Code, who: Coder) -> Coding:
    return Coding(CodingId(identity(n)), text.id, span, what.id, who.id)


def whole_study() -> Bundle:
    """Return a study with every kind of record and every kind of attribute."""
    anna, ben = Coder(CoderId(identity(11)), "A"), Coder(CoderId(identity(12)), "robot", CoderKind.MACHINE)
    first = replace(
        participant(21, "P01"),
        attributes={"age": 34, "weight": 61.5, "interviewed": date(2025, 11, 4), "leads": True, "role": "2025-11-04"},
        consent=Consent.parse("analysis;quote;until 2027-12-31"),
    )
    second = participant(22, "P02")
    strain = code(31, "STR", polarity=None)
    load, help_ = code(32, "STR.01", parent=strain.id), code(33, "SUP.01", polarity="protection")
    load = replace(load, cue_words=("忙", "busy"), construct="strain", basis="literature")
    told = document(41, "P01.zh", "你好吗？", "忙𠲎，忙得很", "", "有人帮", participant=first.id)
    english = replace(
        document(42, "P01.en", "How are you?", "Busy, very", "", "People help"), translation_of=told.id, language="en"
    )
    other = document(43, "P02.zh", "问", "答得很长很长", participant=second.id)
    busy = replace(coding(51, told, Span(23, 26), load, anna), memo="told twice", time=Time.NOW, released=True)
    contrary = replace(
        coding(52, told, Span(23, 27), load, ben),
        polarity="protection",
        reason="she likes it",
        voice="shared",
        stance="doubts",
    )
    draft = replace(coding(53, other, Span(20, 24), help_, ben), draft=True)
    placed = Coding(CodingId(identity(54)), None, None, help_.id, anna.id, place=Place("codes.csv", 3, "有人帮"))
    claim = Claim(ClaimId(identity(61)), "C001", told.id, Span(23, 26), anna.id, help_.id, load.id, -1, 2, note="n")
    elsewhere = Claim(
        ClaimId(identity(62)), "C002", None, None, anna.id, load.id, strain.id, 1, place=Place("claims.csv", 2, "忙")
    )
    moments = (Moment(1, "stressor", load.id, Span(23, 26)), Moment(3, "context"))
    episode = Episode(EpisodeId(identity(71)), "E01", told.id, anna.id, "busy days", moments, "grown")
    open_one = Episode(EpisodeId(identity(72)), "E02", other.id, anna.id, "still on", (), None, EpisodeState.OPEN)
    written = datetime(2026, 2, 1, 8, 30, tzinfo=UTC)
    memos = [
        Memo(MemoId(identity(81)), MemoTarget.STUDY, None, anna.id, MemoKind.METHODOLOGICAL, _label("m"), None, written)
    ]
    targets = {
        MemoTarget.DOCUMENT: told.id,
        MemoTarget.PARTICIPANT: first.id,
        MemoTarget.CODE: load.id,
        MemoTarget.CODING: busy.id,
        MemoTarget.CLAIM: claim.id,
        MemoTarget.EPISODE: episode.id,
    }
    for n, (target, target_id) in enumerate(targets.items(), 82):
        memos.append(Memo(MemoId(identity(n)), target, target_id, anna.id, MemoKind.ANALYTIC, _label("m"), first.id))
    return Bundle(
        SETTINGS,
        FRAMEWORK,
        codes=(strain, load, help_),
        participants=(first, second),
        coders=(anna, ben),
        documents=(told, english, other),
        codings=(busy, contrary, draft, placed),
        claims=(claim, elsewhere),
        episodes=(episode, open_one),
        memos=tuple(memos),
        suggestions=(Suggestion(SuggestionId(identity(91)), busy.id, anna.id, ("own_life",)),),
        restrictions=(
            Restriction(RestrictionId(identity(95)), RestrictionKind.APART, first.id, other=second.id, reason="r"),
            Restriction(
                RestrictionId(identity(96)), RestrictionKind.BLUR, first.id, document=told.id, span=Span(23, 26)
            ),
        ),
        assignments=(
            Assignment(anna.id, told.id, Progress.DONE, done_at=3),
            Assignment(anna.id, other.id, Progress.WORKING),
        ),
        decisions=(
            Decision(
                DecisionId(identity(98)),
                told.id,
                turn=2,
                span=None,
                readings=(PassageReading(anna.id, load.id), PassageReading(ben.id, None)),
                outcome=DecisionOutcome.CHANGE,
                decided_by=(ben.id, anna.id),
                reason="she says so herself",
                at=written,
                number=4,
                change="B codes it too",
                codebook_change="STR.01: also where it is only hinted at",
            ),
            Decision(
                DecisionId(identity(99)),
                other.id,
                turn=None,
                span=Span(20, 24),
                readings=(PassageReading(ben.id, help_.id),),
                outcome=DecisionOutcome.BOTH_STAND,
                decided_by=(anna.id,),
                reason="two sides of it",
                at=written,
                number=5,
            ),
        ),
        recommendations=(
            Recommendation(
                RecommendationId(identity(100)),
                "load",
                "departments",
                RecommendationState.ADOPTED,
                words=Label("Share the load", "分担"),
                reason="",
                decided_by=anna.id,
                at=written,
                basis=Basis(
                    2, ("P01",), (), ("P02",), 1.25, -0.5, 2.5, 0.9, None, "thin", ("disputed",), members=100, seed=7
                ),
                evidence=(
                    Support(SupportPart.ASKS, told.id, Span(20, 24), load.id),
                    Support(SupportPart.AGAINST, None, None, help_.id, Place("table.csv", 3, "no")),
                ),
            ),
        ),
    )
