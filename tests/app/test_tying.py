from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

import pytest
from tests.fakes import FakeStudy, seeded_ids
from tests.tables import small_study

from kangni.app.tying import tie, untie
from kangni.core.advice import Suggestion, TieState
from kangni.core.coding import Coding
from kangni.core.errors import NotTied, UnknownLever, UnknownName, UnknownTerm
from kangni.core.names import CoderId, CodingId, SuggestionId
from kangni.core.people import Coder
from kangni.core.text import Document, Span

HERE = "REC.02/P01.zh/2"  # 督导帮了我, in turn 2


@pytest.fixture
def ids() -> Iterator[UUID]:
    return seeded_ids(8)


@pytest.fixture
def study(ids: Iterator[UUID]) -> FakeStudy:
    """The small study in which A and B coded the same suggestion in turn 2, with other bounds."""
    made = small_study()
    made.add([Coder(CoderId(next(ids)), "B")])
    document, code = made.named(Document, "P01.zh").id, made.codebook().named("REC.02").id
    for coder, span in zip(made.all(Coder), (Span(21, 26), Span(21, 24)), strict=True):
        made.add([Coding(CodingId(next(ids)), document, span, code, coder.id)])
    return made


def tied(study: FakeStudy) -> list[tuple[str, TieState, tuple[str, ...], bool]]:
    coders = {coder.id: coder.handle for coder in study.all(Coder)}
    return [(coders[one.tied_by], one.state, one.levers, one.declines) for one in study.all(Suggestion)]


def draft(study: FakeStudy, ids: Iterator[UUID], lever: str) -> None:
    coding, by = study.all(Coding)[0].id, study.all(Coder)[1].id
    study.add([Suggestion(SuggestionId(next(ids)), coding, by, (lever,), state=TieState.DRAFT)])


def test_a_tie_holds_for_all_codings_of_the_passage(study: FakeStudy, ids: Iterator[UUID]) -> None:
    assert tie(study, HERE, ["supervision"], new_id=lambda: next(ids)) == ("supervision",)
    assert {one.coding for one in study.all(Suggestion)} == {coding.id for coding in study.all(Coding)}


def test_levers_add_to_those_tied_before(study: FakeStudy, ids: Iterator[UUID]) -> None:
    tie(study, HERE, ["supervision"], new_id=lambda: next(ids))
    assert tie(study, HERE, ["team", "督导与专业支持"], new_id=lambda: next(ids)) == ("supervision", "team")
    assert len(study.all(Suggestion)) == 2


def test_a_passage_may_be_named_by_its_span(study: FakeStudy, ids: Iterator[UUID]) -> None:
    assert tie(study, "REC.02/P01.zh/24-26", ["team"], new_id=lambda: next(ids)) == ("team",)
    assert len(study.all(Suggestion)) == 1  # B's coding ends at 24


def test_words_that_decline_lose_their_levers_and_get_them_back(study: FakeStudy, ids: Iterator[UUID]) -> None:
    tie(study, HERE, ["team"], new_id=lambda: next(ids))
    tie(study, HERE, declines=True, note="enough", new_id=lambda: next(ids))
    assert tied(study) == [("A", TieState.TIED, (), True)] * 2
    tie(study, HERE, ["team"], new_id=lambda: next(ids))
    assert tied(study) == [("A", TieState.TIED, ("team",), False)] * 2
    assert {one.note for one in study.all(Suggestion)} == {"enough"}


def test_tying_a_draft_adopts_it(study: FakeStudy, ids: Iterator[UUID]) -> None:
    draft(study, ids, "team")
    draft(study, ids, "safety")
    tie(study, HERE, ["team"], new_id=lambda: next(ids))
    assert tied(study) == [
        ("B", TieState.DRAFT, ("safety",), False),
        ("A", TieState.TIED, ("team",), False),
        ("A", TieState.TIED, ("team",), False),
    ]


def test_a_draft_is_refused_and_stays_known_as_refused(study: FakeStudy, ids: Iterator[UUID]) -> None:
    draft(study, ids, "team")
    draft(study, ids, "safety")
    untie(study, HERE, ["team"])
    assert tied(study) == [("A", TieState.REFUSED, ("team",), False), ("B", TieState.DRAFT, ("safety",), False)]


def test_untying_takes_the_levers_named_or_all(study: FakeStudy, ids: Iterator[UUID]) -> None:
    tie(study, HERE, ["team", "safety"], new_id=lambda: next(ids))
    assert untie(study, HERE, ["team"]) == ("safety",)
    assert untie(study, HERE) == ()
    assert study.all(Suggestion) == []


def test_nobody_unties_what_somebody_else_tied(study: FakeStudy, ids: Iterator[UUID]) -> None:
    coding, other = study.all(Coding)[0].id, study.all(Coder)[1].id
    study.add([Suggestion(SuggestionId(next(ids)), coding, other, ("team",))])
    with pytest.raises(NotTied, match=r"Tied there: team \(B\)"):
        untie(study, HERE, ["team"])
    with pytest.raises(NotTied):
        untie(study, HERE)


def test_a_tie_that_says_nothing_is_refused(study: FakeStudy, ids: Iterator[UUID]) -> None:
    with pytest.raises(UnknownTerm):
        tie(study, HERE, new_id=lambda: next(ids))
    with pytest.raises(UnknownTerm):
        tie(study, HERE, ["team"], declines=True, new_id=lambda: next(ids))
    assert study.all(Suggestion) == []


def test_a_note_alone_marks_words_as_looked_at(study: FakeStudy, ids: Iterator[UUID]) -> None:
    assert tie(study, HERE, note="no lever fits", new_id=lambda: next(ids)) == ()
    assert tied(study) == [("A", TieState.TIED, (), False)] * 2


@pytest.mark.parametrize("name", ["REC.01/P01.zh/2", "REC.02/P01.zh/1", "REC.02/P01.zh/x", "deadbeef"])
def test_words_that_nobody_coded_so_are_unknown(study: FakeStudy, ids: Iterator[UUID], name: str) -> None:
    with pytest.raises(UnknownName):
        tie(study, name, ["team"], new_id=lambda: next(ids))


def test_an_unknown_lever_ties_nothing(study: FakeStudy, ids: Iterator[UUID]) -> None:
    with pytest.raises(UnknownLever, match="supervision"):
        tie(study, HERE, ["team", "督导"], new_id=lambda: next(ids))
    assert study.all(Suggestion) == []
