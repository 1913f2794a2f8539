"""Two people work in copies of one study, and the copies are joined: nothing lost, nothing doubled."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random

import pytest

import kangni
from kangni import Study
from kangni.core.claims import Claim
from kangni.core.coding import Coding
from kangni.core.errors import MergeConflicts, UnknownName
from kangni.core.memos import Memo
from kangni.core.people import Assignment, Coder, Participant, Progress
from kangni.core.text import Span
from kangni.results.merging import Side

TEXT = (
    "Interviewer: how is it?\nP01: busy, very busy, but my team helps me a lot\nInterviewer: and then?\nP01: I rest\n"
)
CODES = ("STR.U03", "ENV.U02", "STR.G01")
Open = Callable[[str], Study]


@pytest.fixture
def copies(tmp_path: Path) -> Iterator[Open]:
    """Open one of two copies, `mine` and `theirs`, of a study with a text and a coding of each coder."""
    (tmp_path / "P01.txt").write_text(TEXT, "utf-8")
    with kangni.new(tmp_path / "mine.kangni", language="en", coder="A") as study:
        study.bring_in([tmp_path / "P01.txt"])
        study.apply_code("P01", Span(29, 33), CODES[0])
        study.acting("B", language="en").apply_code("P01", Span(40, 44), CODES[1])
    shutil.copy(tmp_path / "mine.kangni", tmp_path / "theirs.kangni")
    opened = list[Study]()

    def copy(name: str) -> Study:
        opened.append(kangni.open(tmp_path / f"{name}.kangni", coder={"mine": "A"}.get(name, "B")))
        return opened[-1]

    yield copy
    for study in opened:
        study.close()


def said(study: Study) -> set[tuple[object, ...]]:
    """Return what the codings say, whatever their ids are."""
    with study.read() as read:
        coders = {coder.id: coder.handle for coder in read.all(Coder)}
        return {(each.span, each.code, coders[each.coder], each.memo, each.draft) for each in read.all(Coding)}


def one_of(study: Study, coder: str) -> Coding:
    with study.read() as read:
        name = read.named(Coder, coder).id
        return next(each for each in read.all(Coding) if each.coder == name)


def test_what_each_did_stands_after_the_merge_and_again_adds_nothing(copies: Open) -> None:
    mine, theirs = copies("mine"), copies("theirs")
    mine.apply_code("P01", Span(50, 54), CODES[2])
    theirs.apply_code("P01", Span(55, 60), CODES[2])
    both = said(mine) | said(theirs)
    done = mine.merge(theirs.path)
    assert said(mine) == both
    assert {line.kind: (line.new, line.changed, line.removed) for line in done.lines}["coding"] == (1, 0, 0)
    before, revision = mine.hash(), mine.revision
    mine.merge(theirs.path)
    assert (mine.hash(), mine.revision) == (before, revision)


def test_a_merge_is_one_deed_and_undo_takes_all_of_it_back(copies: Open) -> None:
    mine, theirs = copies("mine"), copies("theirs")
    theirs.apply_code("P01", Span(55, 60), CODES[2])
    theirs.declare_seen(["P01"])
    theirs.note_coding(one_of(theirs, "B").id, "rest")
    before, entries = mine.hash(), len(mine.history())
    mine.merge(theirs.path)
    assert [entry.deed for entry in mine.history()[entries:]] == ["merge"]
    mine.undo()
    assert mine.hash() == before


def test_a_dry_run_tells_the_same_and_stores_nothing(copies: Open) -> None:
    mine, theirs = copies("mine"), copies("theirs")
    theirs.apply_code("P01", Span(55, 60), CODES[2])
    before, revision = mine.hash(), mine.revision
    asked = mine.merge(theirs.path, dry_run=True)
    assert (mine.hash(), mine.revision) == (before, revision)
    assert asked.lines == mine.merge(theirs.path).lines


def test_what_only_they_changed_is_taken_without_asking(copies: Open) -> None:
    mine, theirs = copies("mine"), copies("theirs")
    theirs.note_coding(one_of(theirs, "B").id, "a second thought")
    done = mine.merge(theirs.path)
    assert done.conflicts == ()
    assert one_of(mine, "B").memo == "a second thought"


def test_what_only_i_changed_stays(copies: Open) -> None:
    mine, theirs = copies("mine"), copies("theirs")
    mine.note_coding(one_of(mine, "A").id, "mine")
    before = mine.hash()
    assert mine.merge(theirs.path).conflicts == ()
    assert mine.hash() == before


def both_noted(mine: Study, theirs: Study) -> str:
    """Let both sides write a memo on A's coding, and return the name of the conflict."""
    coding = one_of(mine, "A").id
    mine.note_coding(coding, "mine")
    theirs.acting("A", language="en").note_coding(coding, "theirs")
    return coding.hex[:8]


def test_a_true_conflict_is_refused_with_the_list(copies: Open) -> None:
    mine, theirs = copies("mine"), copies("theirs")
    name = both_noted(mine, theirs)
    before, revision = mine.hash(), mine.revision
    with pytest.raises(MergeConflicts, match=f"coding {name}: memo") as refused:
        mine.merge(theirs.path)
    assert len(refused.value.conflicts) == 1
    assert (mine.hash(), mine.revision) == (before, revision)
    (conflict,) = mine.merge(theirs.path, dry_run=True).open
    assert (conflict.mine, conflict.theirs, conflict.about) == ("mine", "theirs", f"P01 · {CODES[0]} · A")


@pytest.mark.parametrize("side", ["mine", "theirs"])
def test_a_conflict_is_settled_for_all_and_not_asked_again(copies: Open, side: Side) -> None:
    mine, theirs = copies("mine"), copies("theirs")
    both_noted(mine, theirs)
    mine.merge(theirs.path, take=side)
    assert one_of(mine, "A").memo == side
    before, revision = mine.hash(), mine.revision
    assert mine.merge(theirs.path).conflicts == ()
    assert (mine.hash(), mine.revision) == (before, revision)


def test_a_single_conflict_is_settled_by_name(copies: Open) -> None:
    mine, theirs = copies("mine"), copies("theirs")
    name = both_noted(mine, theirs)
    mine.merge(theirs.path, take="mine", choices={f"coding {name}": "theirs"})
    assert one_of(mine, "A").memo == "theirs"


def test_a_choice_about_no_conflict_is_refused(copies: Open) -> None:
    mine, theirs = copies("mine"), copies("theirs")
    theirs.apply_code("P01", Span(55, 60), CODES[2])
    before = mine.hash()
    with pytest.raises(UnknownName):
        mine.merge(theirs.path, choices={"P01": "theirs"})
    assert mine.hash() == before


def test_what_one_removed_and_the_other_left_alone_is_gone_on_both_ways(copies: Open) -> None:
    mine, theirs = copies("mine"), copies("theirs")
    theirs.remove_own_codings([one_of(theirs, "B").id])
    expected = said(theirs)
    done = mine.merge(theirs.path)
    assert {line.kind: line.removed for line in done.lines}["coding"] == 1
    assert said(mine) == expected
    theirs.merge(mine.path)
    assert said(theirs) == expected


@pytest.mark.parametrize(("side", "stays"), [("mine", False), ("theirs", True)])
def test_what_i_removed_and_they_changed_is_a_conflict(copies: Open, side: Side, stays: bool) -> None:  # noqa: FBT001
    mine, theirs = copies("mine"), copies("theirs")
    coding = one_of(theirs, "A").id
    theirs.acting("A", language="en").note_coding(coding, "worth keeping")
    mine.remove_own_codings([coding])
    with pytest.raises(MergeConflicts, match="removed in mine"):
        mine.merge(theirs.path)
    mine.merge(theirs.path, take=side)
    with mine.read() as read:
        assert (coding in {each.id for each in read.all(Coding)}) is stays
    before = mine.hash()
    mine.merge(theirs.path)
    assert mine.hash() == before


@pytest.mark.parametrize(("side", "stays"), [("mine", True), ("theirs", False)])
def test_what_they_removed_and_i_changed_is_a_conflict(copies: Open, side: Side, stays: bool) -> None:  # noqa: FBT001
    mine, theirs = copies("mine"), copies("theirs")
    coding = one_of(mine, "A").id
    mine.note_coding(coding, "worth keeping")
    theirs.acting("A", language="en").remove_own_codings([coding])
    with pytest.raises(MergeConflicts, match="removed in theirs"):
        mine.merge(theirs.path)
    mine.merge(theirs.path, take=side)
    with mine.read() as read:
        assert (coding in {each.id for each in read.all(Coding)}) is stays
    before = mine.hash()
    mine.merge(theirs.path)
    assert mine.hash() == before


def test_the_same_coding_made_on_both_sides_is_one(copies: Open) -> None:
    mine, theirs = copies("mine"), copies("theirs")
    for study in (mine, theirs):
        study.acting("A", language="en").apply_code("P01", Span(50, 54), CODES[2])
    mine.merge(theirs.path)
    with mine.read() as read:
        assert len(read.all(Coding)) == 3


def test_a_wider_consent_is_asked_about_and_a_narrower_one_taken(copies: Open) -> None:
    mine, theirs = copies("mine"), copies("theirs")
    theirs.record_consent("P01", "analysis;quote")
    with pytest.raises(MergeConflicts, match="participant P01: consent"):
        mine.merge(theirs.path)
    mine.merge(theirs.path, take="theirs")
    theirs.record_consent("P01", "analysis")
    mine.merge(theirs.path)
    with mine.read() as read:
        assert str(read.named(Participant, "P01").consent) == "analysis"


def test_whoever_got_further_with_a_text_did_so(copies: Open) -> None:
    mine, theirs = copies("mine"), copies("theirs")
    theirs.declare_seen(["P01"])
    mine.merge(theirs.path)
    with mine.read() as read:
        assert [each.progress for each in read.all(Assignment)] == [Progress.DONE]


def test_new_claims_of_both_keep_their_words_under_names_of_their_own(copies: Open) -> None:
    mine, theirs = copies("mine"), copies("theirs")
    for study in (mine, theirs):
        study.make_claim("P01", Span(40, 44), CODES[0], CODES[1], sign=1)
    mine.merge(theirs.path)
    with mine.read() as read:
        claims = read.all(Claim)
    assert len({claim.handle for claim in claims}) == len(claims) == 2


def test_a_bundle_of_a_copy_merges_too(copies: Open, tmp_path: Path) -> None:
    mine, theirs = copies("mine"), copies("theirs")
    theirs.apply_code("P01", Span(55, 60), CODES[2])
    both = said(mine) | said(theirs)
    theirs.export_bundle(tmp_path / "theirs.kangni.json", waived={"P01": "our own team"})
    mine.merge(tmp_path / "theirs.kangni.json")
    assert said(mine) == both


def test_a_project_of_a_copy_merges_too(copies: Open, tmp_path: Path) -> None:
    mine, theirs = copies("mine"), copies("theirs")
    theirs.apply_code("P01", Span(55, 60), CODES[2])
    both = said(mine) | said(theirs)
    theirs.export_project(tmp_path / "theirs.qdpx", waived={"P01": "our own team"})
    mine.merge(tmp_path / "theirs.qdpx")
    assert said(mine) == both


@pytest.mark.parametrize("seed", range(12))
def test_disjoint_work_is_the_same_set_in_either_direction(copies: Open, tmp_path: Path, seed: int) -> None:
    mine, theirs = copies("mine"), copies("theirs")
    random = Random(seed)  # noqa: S311 - the same work each time
    for _ in range(12):
        for study, coder in ((mine, "A"), (theirs, "B")):
            work(study, coder, random)
    expected = survivors(mine, "A") | survivors(theirs, "B")
    for name, study in (("mine", mine), ("theirs", theirs)):
        shutil.copy(study.backup(), tmp_path / f"{name} before.kangni")
    mine.merge(tmp_path / "theirs before.kangni")
    theirs.merge(tmp_path / "mine before.kangni")
    assert said(mine) == said(theirs) == expected
    for study, other in ((mine, "theirs before"), (theirs, "mine before"), (mine, "theirs"), (theirs, "mine")):
        before = study.hash()
        study.merge(tmp_path / f"{other}.kangni")
        assert said(study) == expected
        assert study.hash() == before
    with mine.read() as one, theirs.read() as other_read:
        assert {memo.id for memo in one.all(Memo)} == {memo.id for memo in other_read.all(Memo)}


def survivors(study: Study, coder: str) -> set[tuple[object, ...]]:
    return {each for each in said(study) if each[2] == coder}


def work(study: Study, coder: str, random: Random) -> None:
    """Let a coder do something with codings of their own."""
    own = study.acting(coder, language="en")
    with study.read() as read:
        name = read.named(Coder, coder).id
        codings = [each for each in read.all(Coding) if each.coder == name]
    deed = random.choice(["code", "code", "note", "remove", "undo"])
    if deed == "code" or not codings:
        start = random.randrange(25, 60)
        own.apply_code("P01", Span(start, start + random.randint(1, 9)), random.choice(CODES))
    elif deed == "note":
        own.note_coding(random.choice(codings).id, f"note {random.randrange(99)}")
    elif deed == "remove":
        own.remove_own_codings([random.choice(codings).id])
    elif own.history()[-1].actor == coder and len(own.history()) > 6:
        own.undo()
