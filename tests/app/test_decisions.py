from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from uuid import UUID

import pytest
from tests.fakes import FakeStudy, seeded_ids
from tests.tables import small_study

from kangni.app.decided import decision_rows
from kangni.app.decisions import Change, decide, list_decisions
from kangni.core.coding import Coding
from kangni.core.decisions import Decision, DecisionOutcome
from kangni.core.errors import DecisionIncomplete, KangniError, NotReadSo, UnknownName, UnknownTerm
from kangni.core.names import CoderId, CodingId
from kangni.core.people import Assignment, Coder, CoderKind, Progress
from kangni.core.text import Document, Span

NOW = datetime(2026, 3, 1, 10, tzinfo=UTC)
WORDS = Span(21, 26)  # 督导帮了我, in turn 2
Said = tuple[str, str, Span]


@pytest.fixture
def ids() -> Iterator[UUID]:
    return seeded_ids(8)


@pytest.fixture
def study(ids: Iterator[UUID]) -> FakeStudy:
    """The small study with a second coder, who has finished P01.zh as the first one has."""
    made = small_study()
    made.add([Coder(CoderId(next(ids)), "B")])
    made.add(
        [Assignment(coder.id, made.named(Document, "P01.zh").id, Progress.DONE, done_at=2) for coder in made.all(Coder)]
    )
    return made


def code(study: FakeStudy, ids: Iterator[UUID], *said: Said) -> None:
    document = study.named(Document, "P01.zh").id
    for coder, handle, span in said:
        what, who = study.codebook().named(handle).id, study.named(Coder, coder).id
        study.add([Coding(CodingId(next(ids)), document, span, what, who)])


@pytest.fixture
def settle(study: FakeStudy, ids: Iterator[UUID]) -> Callable[..., Decision]:
    def made(passage: str, **said: object) -> Decision:
        given: Mapping[str, object] = {"outcome": "change", "reason": "clear", **said}
        return decide(study, passage, new_id=lambda: next(ids), clock=lambda: NOW, **given)  # type: ignore[arg-type]  # as said

    return made


def codings(study: FakeStudy) -> list[tuple[str, str, int, int]]:
    coders = {coder.id: coder.handle for coder in study.all(Coder)}
    book = study.codebook()
    return sorted(
        (coders[one.coder], book.get(one.code).handle, one.span.start, one.span.end)
        for one in study.all(Coding)
        if one.span is not None
    )


def read_as(study: FakeStudy) -> Sequence[str]:
    (row,) = decision_rows(study)
    return row.read_as


# --- what a decision keeps ------------------------------------------------------------------------------------------


def test_the_readings_of_all_who_finished_the_document_are_kept(
    study: FakeStudy, ids: Iterator[UUID], settle: Callable[..., Decision]
) -> None:
    code(study, ids, ("A", "ENV.O01", WORDS))
    decision = settle("ENV.O01/P01.zh/2", outcome="both_stand", reason="two sides")

    assert (decision.turn, decision.span, decision.outcome) == (2, None, DecisionOutcome.BOTH_STAND)
    assert (decision.at, decision.number) == (NOW, study.number)
    assert read_as(study) == ("A: ENV.O01", "B: —")


def test_what_somebody_gave_the_same_words_instead_is_their_reading(
    study: FakeStudy, ids: Iterator[UUID], settle: Callable[..., Decision]
) -> None:
    code(study, ids, ("A", "ENV.O01", WORDS), ("B", "ENV.O02", Span(23, 27)), ("B", "STR.O01", Span(19, 20)))
    settle("ENV.O01/P01.zh/2", outcome="keep")
    assert read_as(study) == ("A: ENV.O01", "B: ENV.O02")


def test_a_code_that_both_gave_does_not_stand_for_another(
    study: FakeStudy, ids: Iterator[UUID], settle: Callable[..., Decision]
) -> None:
    code(study, ids, ("A", "ENV.O01", WORDS), ("A", "ENV.O02", WORDS), ("B", "ENV.O02", WORDS))
    settle("ENV.O01/P01.zh/2", outcome="keep")
    assert read_as(study) == ("A: ENV.O01", "B: —")


def test_who_has_neither_finished_nor_coded_the_document_and_machines_have_no_reading(
    study: FakeStudy, ids: Iterator[UUID], settle: Callable[..., Decision]
) -> None:
    robot = Coder(CoderId(next(ids)), "robot", CoderKind.MACHINE)
    study.add([Coder(CoderId(next(ids)), "C"), robot])
    study.add([Assignment(robot.id, study.named(Document, "P01.zh").id, Progress.DONE)])
    code(study, ids, ("A", "ENV.O01", WORDS))
    settle("ENV.O01/P01.zh/2", outcome="keep")
    assert read_as(study) == ("A: ENV.O01", "B: —")


def test_a_passage_can_be_a_span(study: FakeStudy, ids: Iterator[UUID], settle: Callable[..., Decision]) -> None:
    code(study, ids, ("A", "ENV.O01", WORDS))
    decision = settle("env.o01/p01.zh/23-25", outcome="keep")
    assert (decision.turn, decision.span) == (None, Span(23, 25))
    assert decision_rows(study)[0].passage == "ENV.O01/P01.zh/23-25"


def test_the_actor_decides_unless_others_are_named(
    study: FakeStudy, ids: Iterator[UUID], settle: Callable[..., Decision]
) -> None:
    code(study, ids, ("A", "ENV.O01", WORDS))
    a, b = (study.named(Coder, name).id for name in "AB")
    assert settle("ENV.O01/P01.zh/2", outcome="keep").decided_by == (a,)
    assert settle("ENV.O01/P01.zh/2", outcome="keep", by=("B", "A", "b")).decided_by == (b, a)


def test_decisions_are_listed_in_their_order_and_by_document(
    study: FakeStudy, ids: Iterator[UUID], settle: Callable[..., Decision]
) -> None:
    code(study, ids, ("A", "ENV.O01", WORDS), ("B", "STR.O01", Span(19, 20)))
    settle("STR.O01/P01.zh/2", outcome="keep", codebook_change="narrower")
    study.number += 1
    settle("ENV.O01/P01.zh/2", outcome="keep")

    listed = list_decisions(study, document="p01.ZH")
    assert [row.passage for row in listed.rows()] == ["STR.O01/P01.zh/2", "ENV.O01/P01.zh/2"]
    assert [(row.number, row.codebook_change) for row in listed.rows()] == [(7, "narrower"), (8, "")]
    assert list_decisions(study, document="P01.en").rows() == ()


# --- what a decision changes ----------------------------------------------------------------------------------------


def test_a_code_is_taken_from_one_and_given_to_another_on_the_same_words(
    study: FakeStudy, ids: Iterator[UUID], settle: Callable[..., Decision]
) -> None:
    code(study, ids, ("A", "ENV.O01", WORDS))
    decision = settle("ENV.O01/P01.zh/2", carry_out=Change(add_to=("B",)), change="B sees it too")
    assert codings(study) == [("A", "ENV.O01", 21, 26), ("B", "ENV.O01", 21, 26)]
    assert decision.change == "B sees it too; B: + ENV.O01 21-26"

    decision = settle("ENV.O01/P01.zh/2", carry_out=Change(remove_from=("A",)))
    assert codings(study) == [("B", "ENV.O01", 21, 26)]
    assert decision.change == "A: − ENV.O01 21-26"
    assert decision_rows(study)[-1].read_as == ("A: ENV.O01", "B: ENV.O01")  # as they stood


def test_recoding_gives_the_code_of_the_passage_another_one(
    study: FakeStudy, ids: Iterator[UUID], settle: Callable[..., Decision]
) -> None:
    code(study, ids, ("A", "ENV.O01", WORDS), ("A", "STR.O01", Span(19, 20)))
    (kept, _) = study.all(Coding)
    decision = settle("ENV.O01/P01.zh/2", carry_out=Change(recode=(("A", "ENV.O02"),)))
    assert codings(study) == [("A", "ENV.O02", 21, 26), ("A", "STR.O01", 19, 20)]
    assert study.all(Coding)[0].id == kept.id
    assert decision.change == "A: ENV.O01 → ENV.O02 21-26"


def test_recoding_somebody_who_gave_another_code_instead_changes_that_one(
    study: FakeStudy, ids: Iterator[UUID], settle: Callable[..., Decision]
) -> None:
    code(study, ids, ("A", "ENV.O01", WORDS), ("B", "ENV.O02", Span(23, 27)))
    settle("ENV.O01/P01.zh/2", carry_out=Change(recode=(("B", "ENV.O01"),)))
    assert codings(study) == [("A", "ENV.O01", 21, 26), ("B", "ENV.O01", 23, 27)]


def test_recoding_doubles_nothing(study: FakeStudy, ids: Iterator[UUID], settle: Callable[..., Decision]) -> None:
    code(study, ids, ("A", "ENV.O01", WORDS), ("A", "ENV.O02", WORDS))
    settle("ENV.O01/P01.zh/2", carry_out=Change(recode=(("A", "ENV.O02"),)))
    assert codings(study) == [("A", "ENV.O02", 21, 26)]


def test_only_codings_in_the_passage_change(
    study: FakeStudy, ids: Iterator[UUID], settle: Callable[..., Decision]
) -> None:
    code(study, ids, ("A", "ENV.O01", WORDS), ("A", "ENV.O01", Span(11, 13)))
    settle("ENV.O01/P01.zh/2", carry_out=Change(remove_from=("A",)))
    assert codings(study) == [("A", "ENV.O01", 11, 13)]


# --- what is refused ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("passage", "said", "error"),
    [
        ("ENV.O02/P01.zh/2", {}, UnknownName),  # nobody gave it that
        ("ENV.O01/P01.zh/1", {}, UnknownName),
        ("ENV.O01/P01.zh/9", {}, UnknownName),
        ("ENV.O01/P01.zh/x", {}, UnknownName),
        ("ENV.O01", {}, UnknownName),
        ("NOPE/P01.zh/2", {}, UnknownName),
        ("ENV.O01/P99.zh/2", {}, UnknownName),
        ("ENV.O01/P01.zh/2", {"outcome": "shrug"}, UnknownTerm),
        ("ENV.O01/P01.zh/2", {"reason": " "}, DecisionIncomplete),
        ("ENV.O01/P01.zh/2", {"by": ("Z",)}, UnknownName),
        ("ENV.O01/P01.zh/2", {"outcome": "keep", "carry_out": Change(add_to=("B",))}, DecisionIncomplete),
        ("ENV.O01/P01.zh/2", {"carry_out": Change(remove_from=("B",))}, NotReadSo),
        ("ENV.O01/P01.zh/2", {"carry_out": Change(recode=(("B", "ENV.O02"),))}, NotReadSo),
        ("ENV.O01/P01.zh/2", {"carry_out": Change(recode=(("A", "NOPE"),))}, UnknownName),
    ],
)
def test_one_mistake_is_one_clear_error(
    study: FakeStudy,
    ids: Iterator[UUID],
    settle: Callable[..., Decision],
    passage: str,
    said: dict[str, object],
    error: type[KangniError],
) -> None:
    code(study, ids, ("A", "ENV.O01", WORDS))
    with pytest.raises(error):
        settle(passage, **said)
    assert study.all(Decision) == []
