from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from importlib.resources import files
from pathlib import Path
from uuid import UUID

import pytest
from tests.fakes import FakeStudy, seeded_ids, transcript
from tests.tables import kumpfer, small_study, unhurried

from kangni.app.frameworks import codes_of
from kangni.app.tables import export_table, import_table
from kangni.core.advice import Suggestion
from kangni.core.claims import Claim
from kangni.core.coding import Coding, Place
from kangni.core.decisions import Decision
from kangni.core.episodes import Episode, EpisodeState
from kangni.core.errors import FaultyTable
from kangni.core.memos import Memo
from kangni.core.names import DocumentId, ParticipantId
from kangni.core.people import Assignment, Coder, Participant, Progress, Restriction
from kangni.core.recommendations import Recommendation
from kangni.core.text import Document, Span
from kangni.exchange.tables.columns import TableKind
from kangni.exchange.tables.sheet import TableFile, read_sheet, write_table
from kangni.results.answer import Caution
from kangni.results.tables import DoneLine, TableImport

DEMO = files("kangni") / "demo"
RECORDS = (Participant, Restriction, Coding, Claim, Episode, Suggestion, Memo, Decision, Recommendation)
OF_THE_DEMO = [kind for kind in TableKind if kind not in {TableKind.CODEBOOK, TableKind.DECISIONS, TableKind.ADVICE}]
CODED = "coder,doc,start,end,quote,code_id\nA,P01.zh,21,26,督导帮了我,ENV.O01\n"


@pytest.fixture
def ids() -> Iterator[UUID]:
    return seeded_ids(5)


@pytest.fixture
def demo(ids: Iterator[UUID]) -> FakeStudy:
    """The demo study, every table of it brought in."""
    study = FakeStudy(kumpfer().framework)
    study.add(codes_of(kumpfer(), new_id=lambda: next(ids)))
    for kind in TableKind:
        if kind is TableKind.RESTRICTIONS:
            bring_in_transcripts(study, ids)
        if kind in OF_THE_DEMO:
            bring_in(study, (DEMO / f"{kind}.csv").read_bytes(), ids)
    return study


def bring_in(study: FakeStudy, content: bytes | str, ids: Iterator[UUID]) -> TableImport:
    sheet = read_sheet("table.csv", content.encode() if isinstance(content, str) else content)
    return import_table(study, sheet, new_id=lambda: next(ids), progress=unhurried)


def bring_in_transcripts(study: FakeStudy, ids: Iterator[UUID]) -> None:
    for person in study.all(Participant):
        texts = [(DEMO / f"interviews/{person.handle}.{language}.txt").read_text("utf-8") for language in ("zh", "en")]
        original = transcript(next(ids), f"{person.handle}.zh", texts[0], participant=person.id)
        study.add([original])
        study.add(
            [transcript(next(ids), f"{person.handle}.en", texts[1], participant=person.id, translation_of=original.id)]
        )


def test_the_demo_study_comes_in_with_the_counts_of_its_readme(demo: FakeStudy) -> None:
    coders = {coder.id: coder.handle for coder in demo.all(Coder)}
    codings = demo.all(Coding)

    assert Counter(coders[coding.coder] for coding in codings) == {"A": 421, "B": 368}
    assert sum(coding.polarity is not None for coding in codings) == 22
    assert sum(coding.level is not None for coding in codings) == 12
    assert len({coding.code for coding in codings}) == 84
    assert len(demo.all(Claim)) == 219
    assert len({(claim.cause, claim.effect) for claim in demo.all(Claim)}) == 143
    assert sum(coders[claim.coder] == "B" for claim in demo.all(Claim)) == 42
    assert Counter(episode.outcome for episode in demo.all(Episode)) == {
        "dysfunctional": 1, "homeostatic": 13, "resilient": 11, "with_loss": 8,
    }  # fmt: skip
    assert {episode.state for episode in demo.all(Episode)} == {EpisodeState.CLOSED}
    assert sum(len(episode.moments) for episode in demo.all(Episode)) == 186
    assert len(demo.all(Memo)) == 24
    assert len(demo.all(Restriction)) == 2
    assert len(demo.all(Participant)) == 10
    assert demo.settings().fictional


def test_the_suggestions_of_the_demo_study_have_the_ties_of_its_readme(demo: FakeStudy) -> None:
    coders = {coder.id: coder.handle for coder in demo.all(Coder)}
    codings = {coding.id: coding for coding in demo.all(Coding)}
    ties = demo.all(Suggestion)

    by_coder = Counter(coders[codings[tie.coding].coder] for tie in ties for _ in tie.levers)
    assert len(ties) == 73
    assert by_coder == {"A": 56, "B": 55}
    assert len({lever for tie in ties for lever in tie.levers}) == 20
    assert (sum(not tie.levers for tie in ties), sum(tie.declines for tie in ties)) == (4, 2)


def test_the_same_tables_twice_add_nothing(demo: FakeStudy, ids: Iterator[UUID]) -> None:
    before = demo.hash()

    for kind in OF_THE_DEMO:
        again = bring_in(demo, (DEMO / f"{kind}.csv").read_bytes(), ids)
        assert (again.added, again.changed, again.unchanged) == (0, 0, again.read), kind
        assert (again.coders, again.done, again.cautions) == ((), (), ()), kind
    assert demo.hash() == before


@pytest.mark.parametrize("file_format", ["csv", "xlsx"])
def test_what_goes_out_comes_back_equal_into_a_new_study(
    demo: FakeStudy, ids: Iterator[UUID], file_format: TableFile
) -> None:
    other = FakeStudy(kumpfer().framework)
    for kind in TableKind:
        if kind is TableKind.RESTRICTIONS:
            other.add(demo.all(Document))
        bring_in(other, write_table(export_table(demo, demo, kind), file_format), ids)

    for kind in TableKind:
        assert list(export_table(other, other, kind).rows) == list(export_table(demo, demo, kind).rows), kind
    assert [len(other.all(record)) for record in RECORDS] == [len(demo.all(record)) for record in RECORDS]
    assert [dict(person.attributes) for person in other.all(Participant)] == [
        dict(person.attributes) for person in demo.all(Participant)
    ]


SAID = {
    TableKind.PARTICIPANTS: "id,consent_scope,age\nP01,none,34\nP02,analysis;until 2027-12-31,\n",
    TableKind.RESTRICTIONS: "kind,participant,other_participant,code_id,reason,doc,start,end\n"
    "blur,P01,,,asked,P01.zh,21,26\napart,P01,P02,,,,,\n",
    TableKind.CODINGS: "coder,doc,start,end,quote,code_id,level_override,reason,memo,voice,stance,time,draft,released\n"
    'A,P01.zh,21,26,,REC.01,society,"=why, ""so""","two\nlines",shared,undecided,now,,yes\n'
    "B,P01.zh,19,20,,STR.O01,,,,,,,yes,\nA,,,,'=累,STR.O02,,,,,,,,\n",
    TableKind.CLAIMS: "claim_id,coder,doc,start,end,quote,cause,effect,sign,strength,voice,note,stance\n"
    "C1,A,P01.zh,21,26,,ENV.O01,OUT.05,-,,official,+note,rejects\nC2,B,,,,累,STR.O01,OUT.05,+,2,,,\n",
    TableKind.EPISODES: "episode_id,coder,doc,label,order,stage,code_id,start,end,quote,outcome,state\n"
    "E1,A,P01.zh,open,1,stressor,,,,,,\nE1,A,P01.zh,open,2,context,ENV.O01,21,26,,,\n"
    "E2,A,P01.zh,two,4,stressor,STR.O01,19,20,,resilient,disputed\n",
    TableKind.SUGGESTIONS: "coder,tied_by,doc,start,end,quote,code_id,levers,declines,note\n"
    "A,R,P01.zh,21,26,,REC.01,supervision;team,,x\n",
    TableKind.MEMOS: "target,author,kind,text_zh,text_en,target_kind,participant,written\n"
    ",A,analytic,全部,,,,2025-11-04T10:00:00\nC1,A,reflexive,,on a claim,,,\nE1,A,reflexive,,on an episode,,P02,\n"
    "A | P01.zh | 21-26 | REC.01,B,methodological,,on a coding,,,\n",
    TableKind.DECISIONS: "doc,turn,start,end,readings,outcome,decided_by,reason,change,codebook_change,at\n"
    'P01.zh,2,,,A: REC.01; B: STR.O01; B: ; S\\;x:,change,A; S\\;x,=why,"two\nlines",,2026-03-01T10:00:00.0001\n'
    "P01.zh,,21,26,A: REC.01; B:,both_stand,A,two sides,,REC.01: narrower,2026-03-01T18:00:00+08:00\n",
    TableKind.ADVICE: "lever,addressee,state,words_en,words_zh,reason,decided_by,at,n,askers,claimers,against,effect,"
    "low,high,reach,certainty,breadth,marks,members,seed,evidence\n"
    'load,departments,adopted,"=Less, ""and soon""",少,,A,2026-03-01T10:00:00,10,P01;P02,,P03,0.1,-1e-05,2.5,1.0,,thin,'
    'disputed;path thin,1000,7,"[[""asks"", ""P01.zh"", 21, 26, ""REC.01""], [""against"", ""x.csv"", 4, ""累"", '
    '""STR.O01""]]"\n'
    "team,,declined,,,no money,R,2026-03-01T18:00:00+08:00,,,,,,,,,,,,,,\n",
}


@pytest.mark.parametrize("file_format", ["csv", "xlsx"])
def test_everything_that_tables_can_say_comes_back_equal(ids: Iterator[UUID], file_format: TableFile) -> None:
    study, other = small_study(), small_study()
    for text in SAID.values():
        bring_in(study, text, ids)

    for kind in TableKind:
        bring_in(other, write_table(export_table(study, study, kind), file_format), ids)

    for kind in TableKind:
        assert list(export_table(other, other, kind).rows) == list(export_table(study, study, kind).rows), kind
    assert [len(other.all(record)) for record in RECORDS] == [2, 2, 3, 2, 2, 1, 4, 2, 2]
    assert [coding.place for coding in other.all(Coding)] == [None, None, Place("table.csv", 4, "=累")]


def test_a_table_of_codings_makes_its_coders_done_with_what_they_coded(ids: Iterator[UUID]) -> None:
    study = small_study()

    found = bring_in(study, f"{CODED}B,P01.zh,21,26,,ENV.O02\n", ids)

    document = study.named(Document, "P01.zh").id
    coders = {coder.handle: coder.id for coder in study.all(Coder)}
    assert found.done == (DoneLine("A", "P01.zh"), DoneLine("B", "P01.zh"))
    assert [dict(notice.facts)["coders"] for notice in found.notices] == ["B", "A, B"]
    assert study.all(Assignment) == [
        Assignment(coders["A"], document, Progress.DONE, done_at=study.number),
        Assignment(coders["B"], document, Progress.DONE, done_at=study.number),
    ]


def test_a_coder_who_was_working_is_done_after_the_import(ids: Iterator[UUID]) -> None:
    study = small_study()
    coder, document = study.named(Coder, "A").id, study.named(Document, "P01.zh").id
    study.add([Assignment(coder, document, Progress.WORKING)])

    bring_in(study, CODED, ids)

    assert study.all(Assignment) == [Assignment(coder, document, Progress.DONE, done_at=study.number)]


def test_drafts_make_nobody_done(ids: Iterator[UUID]) -> None:
    study = small_study()

    found = bring_in(study, "coder,doc,start,end,code_id,draft\nA,P01.zh,21,26,ENV.O01,yes\n", ids)

    assert (found.added, found.done) == (1, ())


def test_rows_that_differ_from_the_study_are_told_and_the_study_stays(ids: Iterator[UUID]) -> None:
    study = small_study()
    bring_in(study, CODED, ids)

    again = bring_in(study, "coder,doc,start,end,code_id,memo\nA,P01.zh,21,26,ENV.O01,new\n", ids)

    assert (again.added, again.unchanged) == (0, 1)
    assert [dict(caution.facts)["count"] for caution in again.cautions] == [1]
    assert [coding.memo for coding in study.all(Coding)] == [""]


def test_faults_leave_the_study_as_it_was(ids: Iterator[UUID]) -> None:
    study = small_study()
    before = study.hash()

    with pytest.raises(FaultyTable):
        bring_in(study, f"{CODED}C,P01.zh,21,99,,ENV.O01\n", ids)

    assert study.hash() == before


def test_columns_that_were_not_taken_are_losses(ids: Iterator[UUID]) -> None:
    found = bring_in(small_study(), "coder,doc,start,end,code_id,colour\nA,P01.zh,21,26,ENV.O01,red\n", ids)

    assert [dict(loss.facts)["column"] for loss in found.losses] == ["colour"]


def test_a_guessed_encoding_is_told_with_the_first_words(ids: Iterator[UUID]) -> None:
    table = "coder,quote,code_id\nA,有时候我到人家里坐十分钟就要走,STR.O01\n".encode("gb18030")

    (caution,) = bring_in(small_study(), table, ids).cautions

    assert dict(caution.facts)["encoding"] == "gb18030"
    assert "有时候我到人家里" in str(dict(caution.facts)["sample"])


def test_invented_participants_label_the_study(ids: Iterator[UUID]) -> None:
    study = small_study()

    found = bring_in(study, "id,fictional\nP03,yes\n", ids)

    assert study.settings().fictional
    assert found.notices == (Caution("The participants are invented; the study is now labelled fictional."),)


def test_an_import_shows_its_counts_as_one_row(ids: Iterator[UUID]) -> None:
    (row,) = bring_in(small_study(), CODED, ids).rows()

    assert (row.file, row.kind, row.read, row.added) == ("table.csv", "codings", 1, 1)


def test_codings_from_the_same_table_without_texts_are_not_doubled(ids: Iterator[UUID]) -> None:
    study = small_study()
    table = "coder,quote,code_id\nA,累死了,STR.O01\nB,累死了,STR.O01\n"
    bring_in(study, table, ids)

    again = bring_in(study, table, ids)

    assert (again.added, again.unchanged, len(study.all(Coding))) == (0, 2, 2)


class Rule:
    """Withholds one participant's words that were not released, and remembers what it was asked."""

    def __init__(self, participant: ParticipantId) -> None:
        self.participant = participant
        self.asked: list[ParticipantId | None] = []

    def __call__(
        self,
        participant: ParticipantId | None,
        document: DocumentId | None,  # noqa: ARG002 - the interface
        span: Span | None,  # noqa: ARG002 - the interface
        *,
        released: bool,
    ) -> str:
        self.asked.append(participant)
        return "not reviewed yet" if participant == self.participant and not released else ""


@pytest.mark.parametrize("kind", [TableKind.CODINGS, TableKind.CLAIMS, TableKind.EPISODES, TableKind.SUGGESTIONS])
def test_withheld_words_stay_out_with_the_reason_beside_and_the_table_comes_back(
    demo: FakeStudy, ids: Iterator[UUID], kind: TableKind
) -> None:
    rule = Rule(demo.named(Participant, "P06").id)
    table = export_table(demo, demo, kind, withheld=rule)
    rows = [dict(zip(table.headings, row, strict=True)) for row in table.rows]

    assert {(row["doc"] == "P06.zh", row["quote"] == "", row["withheld"]) for row in rows} == {
        (True, True, "not reviewed yet"),
        (False, False, ""),
    }
    # what coders wrote about withheld words stays with them; a reason cannot be empty, so it only says so
    written = {row.get(name, "") for row in rows if row["withheld"] for name in ("memo", "note", "label", "reason")}
    assert written <= {"", "(withheld)"}
    again = bring_in(demo, write_table(replace(table, rows=[tuple(row.values()) for row in rows]), "csv"), ids)
    assert (again.added, again.changed) == (0, 0)


def test_released_words_of_a_coding_go_out(ids: Iterator[UUID]) -> None:
    study = small_study()
    bring_in(study, "coder,doc,start,end,code_id,released\nA,P01.zh,21,26,ENV.O01,yes\n", ids)

    table = export_table(study, study, TableKind.CODINGS, withheld=Rule(study.named(Participant, "P01").id))

    assert [row[4] for row in table.rows] == ["督导帮了我"]


def test_the_speaker_of_the_first_turn_decides_and_the_main_participant_where_nobody_does(ids: Iterator[UUID]) -> None:
    study = small_study()
    first, second = study.named(Participant, "P01").id, study.named(Participant, "P02").id
    text = study.named(Document, "P01.zh")
    pair = (text.turns[0], replace(text.turns[1], participant=second))
    study.replace([replace(text, turns=pair)])
    bring_in(
        study,
        "coder,doc,start,end,code_id\nA,P01.zh,21,26,ENV.O01\nA,P01.zh,11,14,STR.O01\nA,P01.zh,0,3,STR.O01\n",
        ids,
    )
    rule = Rule(second)

    list(export_table(study, study, TableKind.CODINGS, withheld=rule).rows)

    assert rule.asked == [second, first, first]


def test_real_participants_of_another_study_come_in_by_their_own_heading(shared: Path, ids: Iterator[UUID]) -> None:
    study = FakeStudy(kumpfer().framework)

    found = bring_in(study, (shared / "data/interviews_care_work/participants.csv").read_bytes(), ids)

    assert (found.kind, found.read, found.added, found.losses) == ("participants", 50, 50, ())
    assert study.named(Participant, "work_0015").attributes["participant_words"] == 668.0


def test_a_table_of_codings_without_coders_is_whoevers_who_brings_it_in(ids: Iterator[UUID]) -> None:
    study = small_study()
    sheet = read_sheet("themes.csv", b"doc,turn,code_id\nP01.zh,2,ENV.O01\n")
    done = import_table(study, sheet, kind=TableKind.CODINGS, new_id=lambda: next(ids), progress=unhurried)

    (coding,) = study.all(Coding)
    assert (coding.coder, coding.span) == (study.actor(), Span(19, 27))
    assert [notice.facts for notice in done.notices][:1] == [(("coder", "A"),)]
    assert done.done == (DoneLine("A", "P01.zh"),)
