"""Codings by hand and by search: drafts count for nothing until a person adopts them, and nothing is doubled."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest

import kangni
from kangni.core.coding import Coding, Time
from kangni.core.errors import (
    AmbiguousName,
    CodedTranslation,
    HandleInvalid,
    KangniError,
    OverrideWithoutReason,
    SpanOutOfRange,
    UnknownName,
    UnknownTerm,
)
from kangni.core.names import CodingId
from kangni.core.people import Coder
from kangni.core.text import Span
from kangni.study import Study

# "数字听着还好，但是每个人后面都拖着一家人" in P01.zh, as codings.csv of the demo study quotes it
PLACE = Span(351, 371)
# places where participants say 督导 in the originals, counted with grep in the transcripts
PLACES = 32


@pytest.fixture
def study(demo_file: Path) -> Iterator[Study]:
    with kangni.open(demo_file, coder="C") as opened:
        yield opened


def codings(study: Study, coder: str) -> list[Coding]:
    with study.read() as read:
        ids = [each.id for each in read.all(Coder) if each.handle == coder]
        return [coding for coding in read.all(Coding) if coding.coder in ids]


def as_coder(study: Study, coder: str) -> Study:
    return kangni.open(study.path, coder=coder)


# --- by hand -----------------------------------------------------------------------------------------------------


def test_a_code_is_applied_as_the_acting_coder_with_what_was_said_about_it(study: Study) -> None:
    coding = study.apply_code(
        "p01.ZH",
        PLACE,
        "str.o01",
        polarity="protective",
        level="person",
        reason="she says it kept her going",
        voice="shared",
        stance="rejects",
        time=Time.THEN,
        memo="compare P03",
    )
    assert codings(study, "C") == [coding]
    assert (coding.polarity, coding.level, coding.voice, coding.stance) == ("protective", "person", "shared", "rejects")
    assert not coding.draft


def test_saying_the_same_twice_adds_nothing_and_returns_what_stands(study: Study) -> None:
    first = study.apply_code("P01.zh", PLACE, "STR.O01")
    before = study.hash(), study.revision
    assert study.apply_code("P01.zh", PLACE, "STR.O01") == first
    assert (study.hash(), study.revision) == before
    assert study.remove_codings([first.id]) == 1
    assert codings(study, "C") == []


def test_applying_a_code_where_ones_own_draft_waits_makes_it_a_coding(study: Study) -> None:
    study.draft_codings("ENV.O01", "督导")
    draft = study.drafts()[0]
    coding = study.apply_code(draft.document, Span(draft.start, draft.end), "ENV.O01", memo="yes")
    assert (coding.id, coding.memo) == (draft.id, "yes")
    assert len(study.drafts()) == PLACES - 1


@pytest.mark.parametrize(
    ("document", "span", "code", "said", "error"),
    [
        ("P99.zh", PLACE, "STR.O01", {}, UnknownName),
        ("P01.zh", PLACE, "NOPE", {}, UnknownName),
        ("P01.zh", Span(351, 99_999), "STR.O01", {}, SpanOutOfRange),
        ("P01.en", PLACE, "STR.O01", {}, CodedTranslation),
        ("P01.zh", PLACE, "STR.O01", {"polarity": "protective"}, OverrideWithoutReason),
        ("P01.zh", PLACE, "STR.O01", {"polarity": "neither", "reason": "so"}, UnknownTerm),
        ("P01.zh", PLACE, "STR.O01", {"level": "galaxy", "reason": "so"}, UnknownTerm),
        ("P01.zh", PLACE, "STR.O01", {"voice": "martian"}, UnknownTerm),
        ("P01.zh", PLACE, "STR.O01", {"stance": "shrugs"}, UnknownTerm),
    ],
)
def test_a_coding_that_cannot_be_is_refused_and_nothing_is_stored(
    study: Study, document: str, span: Span, code: str, said: dict[str, str], error: type[KangniError]
) -> None:
    before = study.hash(), study.revision
    with pytest.raises(error):
        study.apply_code(document, span, code, **said)  # type: ignore[arg-type]  # the words are checked by the deed
    assert (study.hash(), study.revision) == before


def test_a_coded_translation_names_the_turn_of_the_original_to_code(study: Study) -> None:
    with pytest.raises(CodedTranslation, match=r"Code turn \d+ of P01.zh instead"):
        study.apply_code("P01.en", PLACE, "STR.O01")


def test_a_coder_whose_name_nobody_could_use_codes_nothing(study: Study) -> None:
    with as_coder(study, " C ") as clumsy, pytest.raises(HandleInvalid):
        clumsy.apply_code("P01.zh", PLACE, "STR.O01")


def test_removing_what_is_not_there_removes_nothing(study: Study) -> None:
    before = study.revision
    assert study.remove_codings([CodingId(UUID(int=0))]) == 0
    assert study.revision == before


# --- by search ---------------------------------------------------------------------------------------------------


def test_a_search_drafts_a_code_at_every_hit_in_participants_words(study: Study) -> None:
    assert study.draft_codings("ENV.O01", "督导") == PLACES
    drafts = study.drafts()
    assert len(drafts) == PLACES
    assert {draft.words for draft in drafts} == {"督导"}
    assert not {draft.document for draft in drafts} & {f"P{n:02}.en" for n in range(11)}
    assert study.draft_codings("ENV.O01", "督导") == 0


def test_drafts_count_for_nothing_until_they_are_adopted(study: Study) -> None:
    before = list(study.factors().rows())
    study.draft_codings("ENV.O01", "督导")
    assert list(study.factors().rows()) == before
    study.adopt()
    assert list(study.factors().rows()) != before


def test_drafts_are_adopted_one_some_or_all(study: Study) -> None:
    study.draft_codings("ENV.O01", "督导")
    study.draft_codings("STR.O01", "累")
    one = study.drafts(code="ENV.O01")[0]
    assert study.adopt([one.name]) == 1
    here = study.drafts(code="ENV.O01", document="P09.zh")
    assert study.adopt(code="ENV.O01", document="P09.zh") == len(here)
    rest = study.drafts()
    assert study.adopt() == len(rest) == PLACES - 1 - len(here) + len(study.search("累").hits)
    assert study.drafts() == ()


def test_drafts_are_refused_one_some_or_all(study: Study) -> None:
    before = study.hash()
    study.draft_codings("ENV.O01", "督导")
    assert study.refuse([study.drafts()[0].name.upper()]) == 1
    assert study.refuse(code="ENV.O01") == PLACES - 1
    assert study.drafts() == ()
    study.undo(), study.undo(), study.undo()
    assert study.hash() == before


def test_a_name_that_fits_no_draft_or_several_is_refused(study: Study) -> None:
    study.draft_codings("ENV.O01", "督导")
    with pytest.raises(UnknownName):
        study.adopt(["zzz"])
    with pytest.raises(AmbiguousName, match=f"{PLACES} drafts begin with"):
        study.adopt([""])
    assert len(study.drafts()) == PLACES


def test_two_coders_drafts_of_the_same_words_become_one_coding(study: Study) -> None:
    study.draft_codings("ENV.O01", "督导")
    with as_coder(study, "D") as other:
        other.draft_codings("ENV.O01", "督导")
        assert len(other.drafts()) == 2 * PLACES
        assert other.adopt() == PLACES
        assert other.drafts() == ()
        assert len(codings(other, "D")) == PLACES
        assert codings(other, "C") == []


def test_adopting_another_coders_draft_beside_ones_own_leaves_one_coding(study: Study) -> None:
    study.draft_codings("ENV.O01", "督导")
    theirs = study.drafts()[0]
    with as_coder(study, "D") as other:
        other.draft_codings("ENV.O01", "督导")
        assert other.adopt([theirs.id.hex]) == 1
        [adopted] = [coding for coding in codings(other, "D") if not coding.draft]
        assert (adopted.document is not None, adopted.span) == (True, Span(theirs.start, theirs.end))
        assert len(other.drafts()) == 2 * PLACES - 2


def test_adopting_what_one_has_coded_already_takes_the_draft_away(study: Study) -> None:
    study.draft_codings("ENV.O01", "督导")
    draft = study.drafts()[0]
    with as_coder(study, "D") as other:
        other.apply_code(draft.document, Span(draft.start, draft.end), "ENV.O01")
        assert other.adopt([draft.name]) == 0
        assert len(codings(other, "D")) == 1
        assert len(other.drafts()) == PLACES - 1


def test_a_dry_run_tells_how_many_and_stores_nothing(study: Study) -> None:
    before = study.hash(), study.revision
    assert study.draft_codings("ENV.O01", "督导", dry_run=True) == PLACES
    assert (study.hash(), study.revision) == before
