from __future__ import annotations

from datetime import date

import pytest
from tests.fakes import FakeStudy, seeded_ids, transcript
from tests.told_study import PLAIN

from kangni.app.consent import Audience, Policy, policy
from kangni.app.notes import notes_of, reasons_of
from kangni.core.codebook import Code
from kangni.core.coding import Coding
from kangni.core.memos import Memo, MemoKind, MemoTarget
from kangni.core.names import CodeId, CoderId, CodingId, DocumentId, Label, MemoId, ParticipantId, RestrictionId
from kangni.core.people import Coder, Consent, Participant, Restriction, RestrictionKind
from kangni.core.text import Document, Span

ON = date(2026, 5, 3)
ids = seeded_ids()


@pytest.fixture
def study() -> FakeStudy:
    """P01 agreed to be quoted, P02 only after a review; each said one thing."""
    study = FakeStudy(PLAIN)
    for handle, scopes in (("P01", "analysis;quote"), ("P02", "analysis;quote_after_review")):
        person = Participant(ParticipantId(next(ids)), handle, consent=Consent.parse(scopes))
        study.add([person])
        study.add([transcript(next(ids), f"{handle}.zh", f"{handle}：我累了。", participant=person.id)])
    study.add([Coder(CoderId(next(ids)), "A"), Code(CodeId(next(ids)), "LOAD", Label("Load", "负荷"), polarity="risk")])
    return study


def rules(study: FakeStudy) -> Policy:
    return policy(study, audience=Audience.READER, on=ON)


def memo(study: FakeStudy, target: MemoTarget, handle: str, text: str) -> None:
    kinds = {MemoTarget.DOCUMENT: Document, MemoTarget.CODE: Code, MemoTarget.CODING: Coding}
    target_id = study.named(kinds[target], handle).id if handle else next(ids)
    study.add([Memo(MemoId(next(ids)), target, target_id, study.actor(), MemoKind.ANALYTIC, Label(zh=text))])


def test_a_note_on_words_that_may_be_quoted_is_shown(study: FakeStudy) -> None:
    memo(study, MemoTarget.DOCUMENT, "P01.zh", "她很累。")

    shown = notes_of(study, rules(study)).shown
    assert [(note.about, note.people, note.text.zh) for note in shown] == [("P01.zh", ("P01",), "她很累。")]


def test_a_note_on_words_that_may_not_be_quoted_is_counted_only(study: FakeStudy) -> None:
    memo(study, MemoTarget.DOCUMENT, "P02.zh", "他很累。")

    notes = notes_of(study, rules(study))
    assert (notes.shown, notes.withheld) == ((), 1)


def test_a_note_on_a_code_that_names_somebody_unreleased_is_counted_only(study: FakeStudy) -> None:
    memo(study, MemoTarget.CODE, "LOAD", "与P02说的相反。")

    notes = notes_of(study, rules(study))
    assert (notes.shown, notes.withheld) == ((), 1)


def test_a_handle_inside_a_longer_one_names_nobody(study: FakeStudy) -> None:
    memo(study, MemoTarget.CODE, "LOAD", "见 P021 号文件。")

    assert [note.people for note in notes_of(study, rules(study)).shown] == [()]


def test_a_note_on_a_transcript_with_a_blurred_passage_is_counted_only(study: FakeStudy) -> None:
    memo(study, MemoTarget.DOCUMENT, "P01.zh", "她很累。")
    person, document = study.named(Participant, "P01"), study.named(Document, "P01.zh")
    study.add(
        [Restriction(RestrictionId(next(ids)), RestrictionKind.BLUR, person.id, document=document.id, span=Span(4, 5))]
    )

    assert notes_of(study, rules(study)).withheld == 1


def test_a_note_on_a_single_passage_stays_with_the_study(study: FakeStudy) -> None:
    memo(study, MemoTarget.CODING, "", "再看一遍。")

    assert notes_of(study, rules(study)).shown == ()


def test_notes_are_counted_by_kind(study: FakeStudy) -> None:
    memo(study, MemoTarget.CODE, "LOAD", "一")
    memo(study, MemoTarget.CODE, "LOAD", "二")

    assert [(count.kind, count.count) for count in notes_of(study, rules(study)).counts] == [(MemoKind.ANALYTIC, 2)]


def override(study: FakeStudy, handle: str, *, released: bool = False, draft: bool = False) -> None:
    study.add(
        [
            Coding(
                CodingId(next(ids)),
                DocumentId(study.named(Document, handle).id),
                Span(4, 7),
                study.named(Code, "LOAD").id,
                study.actor(),
                polarity="protective",
                reason=f"{handle} leans on it",
                released=released,
                draft=draft,
            )
        ]
    )


def test_a_reason_is_shown_where_its_words_may_be(study: FakeStudy) -> None:
    override(study, "P01.zh")

    reasons = reasons_of(study, rules(study), {"LOAD"})
    assert [(r.participant, r.coder, r.reason, r.withheld) for r in reasons] == [("P01", "A", "P01.zh leans on it", "")]


def test_a_reason_for_unreleased_words_is_withheld(study: FakeStudy) -> None:
    override(study, "P02.zh")

    reasons = reasons_of(study, rules(study), {"LOAD"})
    assert [(r.reason, r.withheld) for r in reasons] == [("", "the speaker has not reviewed these words yet")]


def test_a_reason_for_released_words_is_shown(study: FakeStudy) -> None:
    override(study, "P02.zh", released=True)

    assert [r.reason for r in reasons_of(study, rules(study), {"LOAD"})] == ["P02.zh leans on it"]


def test_drafts_and_other_codes_give_no_reason(study: FakeStudy) -> None:
    override(study, "P01.zh", draft=True)

    assert reasons_of(study, rules(study), {"LOAD"}) == ()
    assert reasons_of(study, rules(study), ()) == ()
