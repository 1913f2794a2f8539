"""What becomes of the codebook: each deed is one entry, tells its effect in numbers, and is taken back whole."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

import kangni
from kangni.core.claims import Claim
from kangni.core.coding import Coding
from kangni.core.errors import CodebookCycle, CodeInUse, CodeNamed, HandleTaken, UnknownName, UnknownTerm
from kangni.core.names import Label
from kangni.core.text import Span
from kangni.study import Study

PLACE = Span(352, 371)


@pytest.fixture
def study(demo_file: Path) -> Iterator[Study]:
    with kangni.open(demo_file, coder="A") as opened:
        yield opened


def count(study: Study, code: str) -> int:
    with study.read() as read:
        wanted = read.codebook().named(code).id
        return sum(coding.code == wanted for coding in read.all(Coding))


def test_a_code_is_made_defined_moved_and_removed_and_all_of_it_comes_back_by_undo(study: Study) -> None:
    before = study.hash()
    study.create_code("NEW.01", Label("Night shifts", "夜班"), under="STR.O01")
    study.define_code("NEW.01", name=Label("Nights", "夜班"), definition=Label("Work after ten.", ""), polarity="risk")
    study.move_code("NEW.01", "")
    code = study.codebook().named("new.01")
    assert (code.name, code.definition.en, code.parent) == (Label("Nights", "夜班"), "Work after ten.", None)
    study.remove_code("NEW.01")
    for _ in range(4):
        study.undo()
    assert study.hash() == before


def test_a_code_takes_no_handle_of_another_no_unknown_polarity_and_no_place_below_itself(study: Study) -> None:
    parent = next(code for code in study.codebook() if code.parent is not None)
    with pytest.raises(HandleTaken):
        study.create_code("str.o01", Label("x"))
    with pytest.raises(UnknownTerm):
        study.create_code("NEW.02", Label("x"), polarity="sideways")
    above = study.codebook().ancestors(parent)[0]
    with pytest.raises(CodebookCycle):
        study.move_code(above.handle, parent.handle)


def test_a_merge_tells_its_effect_before_and_gives_one_code_everything(study: Study) -> None:
    study.create_code("NEW.03", Label("Twin", "孪生"), under="")
    study.apply_code("P01.zh", PLACE, "NEW.03", memo="of the twin")
    study.apply_code("P01.zh", PLACE, "STR.O01", memo="of the old one")
    study.apply_code("P02.zh", Span(400, 410), "NEW.03")
    study.make_claim("P01.zh", PLACE, "NEW.03", "STR.O01", sign=1)
    study.make_claim("P01.zh", PLACE, "NEW.03", "STR.G01", sign=-1)
    standing, before = count(study, "STR.O01"), study.hash()

    effect = study.merge_codes("NEW.03", "STR.O01", dry_run=True)
    assert study.hash() == before
    assert (effect.codings, effect.doubled, effect.of_target) == (2, 1, standing)
    assert (effect.claims, effect.circular, effect.read_otherwise) == (2, 1, 2)

    assert study.merge_codes("NEW.03", "STR.O01") == effect
    assert count(study, "STR.O01") == standing + 1
    with pytest.raises(UnknownName):
        study.codebook().named("NEW.03")
    with study.read() as read:
        wanted = read.codebook().named("STR.O01").id
        here = next(c for c in read.all(Coding) if c.code == wanted and c.span == PLACE and "twin" in c.memo)
        assert here.memo == "of the old one\nof the twin"
        assert not any(claim.cause == claim.effect for claim in read.all(Claim))
    study.undo()
    assert study.hash() == before


def test_what_is_used_or_named_by_the_framework_does_not_go(study: Study) -> None:
    framework = study.framework()
    named = framework.lever_families[0].raised[0]
    with pytest.raises(CodeNamed):
        study.merge_codes(named, "STR.O01")
    study.create_code("NEW.04", Label("Used"))
    study.apply_code("P01.zh", PLACE, "NEW.04")
    with pytest.raises(CodeInUse, match="1 codings"):
        study.remove_code("NEW.04")
    with pytest.raises(CodebookCycle):
        study.merge_codes("STR.O01", "str.o01")


def test_a_split_gives_the_chosen_codings_a_code_of_their_own(study: Study) -> None:
    with study.read() as read:
        wanted = read.codebook().named("STR.O01").id
        chosen = [coding.id for coding in read.all(Coding) if coding.code == wanted][:2]
    standing = count(study, "STR.O01")
    study.split_code("STR.O01", "STR.O91", Label("Half", "一半"), chosen)
    assert (count(study, "STR.O91"), count(study, "STR.O01")) == (2, standing - 2)
    with pytest.raises(UnknownName):
        study.split_code("STR.O01", "STR.O92", Label("x"), chosen)
