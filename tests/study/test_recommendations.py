"""Recommendations of the demo study through the open study: adopted, reworded, declined, and set beside what is now."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

import kangni
from kangni.core.claims import Claim
from kangni.core.errors import (
    AddresseeUnsaid,
    AlreadyDecided,
    FaultyTable,
    NotRecommended,
    RecommendationIncomplete,
    UnknownLever,
)
from kangni.core.people import Coder
from kangni.core.recommendations import RecommendationState, SupportPart
from kangni.results.recommendations import Recommended
from kangni.study import Study

FEW = 64  # members: these tests read what is kept, not how sure it is


@pytest.fixture
def study(demo_file: Path) -> Iterator[Study]:
    with kangni.open(demo_file, coder="R1") as opened:
        yield opened


def only(study: Study) -> Recommended:
    (one,) = study.recommendations().result.recommendations
    return one


def test_an_adopted_lever_keeps_its_words_its_people_and_its_passages(study: Study) -> None:
    study.recommend("督导与专业支持", en="Fix supervision in the budget", members=FEW)
    one = only(study)
    assert (one.lever, one.addressee, one.state) == ("supervision", "departments", RecommendationState.ADOPTED)
    assert (one.words.en, one.words.zh) == ("Fix supervision in the budget", "")
    assert one.then.askers == ("P02", "P05", "P06", "P07", "P09")
    assert one.then == one.now
    assert (one.holds, one.broken, one.moved) == (True, (), ())
    asking = [kept for kept in one.evidence if kept.part is SupportPart.ASKS]
    assert {kept.quote.participant for kept in asking} == set(one.then.askers)
    assert len(asking) == 7  # two coders' marks on the same words are one passage
    assert all(kept.stands for kept in one.evidence)


def test_words_that_may_not_be_shown_stay_away(study: Study) -> None:
    study.recommend("supervision", members=FEW)
    withheld = {kept.quote.participant: kept.quote.withheld for kept in only(study).evidence if kept.quote.withheld}
    assert set(withheld) == {"P06", "P07"}  # not reviewed; kept apart from P09
    assert all(not kept.quote.words for kept in only(study).evidence if kept.quote.withheld)


def test_without_words_of_ones_own_it_takes_those_that_the_figures_make(study: Study) -> None:
    study.recommend("stigma", members=FEW)
    words = only(study).words
    assert words.en.startswith("Stigma and acceptance: asked for by 6 of 10 people")
    assert words.zh.startswith("污名与接纳：10 人中有 6 人要求")


def test_adopting_twice_is_refused_until_something_has_changed(study: Study) -> None:
    study.recommend("supervision", en="First", members=FEW)
    with pytest.raises(AlreadyDecided, match="supervision is adopted already, by R1"):
        study.recommend("supervision", members=FEW)
    study.untie("REC.02/P07.zh/68", ["supervision"])
    study.recommend("supervision", members=FEW)
    assert (only(study).words.en, len(only(study).then.askers)) == ("First", 4)


def test_what_it_rested_on_stays_when_its_ties_go(study: Study) -> None:
    study.recommend("stigma", members=FEW)
    for row in study.suggestions().result.suggestions:
        if row.code == "REC.03" and "stigma" in row.levers:
            study.untie(row.passage, ["stigma"])
    one = only(study)
    assert [caution.sentence for caution in one.broken] == ["Nobody asks for it any more; {then} did."]
    assert not one.holds
    assert one.now is not None
    assert (len(one.then.askers), one.now.askers) == (6, ())
    asking = [kept for kept in one.evidence if kept.part is SupportPart.ASKS]
    assert asking[0].quote.words
    assert not any(kept.stands for kept in asking)


def test_a_lever_that_loses_breadth_no_longer_holds(study: Study) -> None:
    study.recommend("client_resources", to="society", members=FEW)  # middling: three support it, two ask
    with study.read() as read:
        code, coders = read.codebook().named("STR.G05").id, {coder.id: coder.handle for coder in read.all(Coder)}
        told = [(coders[claim.coder], claim.handle) for claim in read.all(Claim) if claim.cause == code]
    for coder in {coder for coder, _ in told}:
        with kangni.open(study.path, coder=coder) as other:
            other.remove_claims([handle for who, handle in told if who == coder])
    (broken, *_) = only(study).broken
    facts = dict(broken.facts)
    assert (facts["then"], facts["now"], facts["supporters_now"]) == ("middling", "thin", 2)


def test_a_declined_lever_keeps_the_reason_and_is_looked_at_again_when_more_ask(study: Study) -> None:
    study.decline("training", reason="courses alone do not help", members=FEW)
    assert (only(study).state, only(study).reason) == (RecommendationState.DECLINED, "courses alone do not help")
    with pytest.raises(AlreadyDecided):
        study.decline("training", reason="courses alone do not help", members=FEW)
    study.tie("REC.01/P01.zh/68", ["training"])
    assert only(study).broken[0].facts == (("then", 1), ("now", 2))


def test_declining_what_was_adopted_changes_the_mind_and_back(study: Study) -> None:
    study.recommend("load", en="Less", members=FEW)
    study.decline("load", reason="no money", members=FEW)
    assert (only(study).state, only(study).words.en) == (RecommendationState.DECLINED, "Less")
    study.recommend("load", members=FEW)
    assert (only(study).state, only(study).words.en) == (RecommendationState.ADOPTED, "Less")


def test_each_is_one_deed_and_is_taken_back(study: Study) -> None:
    before = study.hash()
    study.recommend("load", members=FEW)
    study.reword("load", zh="少派一点")
    assert [entry.deed for entry in study.history()][-2:] == ["recommend", "reword recommendation"]
    assert only(study).words.zh == "少派一点"
    study.undo()
    assert only(study).words.zh.startswith("个案量与合同外任务：")
    study.undo()
    assert study.hash() == before


def test_mistakes_are_told_and_store_nothing(study: Study) -> None:
    before = study.hash()
    with pytest.raises(UnknownLever, match="Nearest: supervision"):
        study.recommend("supervison", members=FEW)
    with pytest.raises(AddresseeUnsaid, match="departments, society"):
        study.recommend("client_resources", members=FEW)
    with pytest.raises(AddresseeUnsaid, match="departments"):
        study.recommend("supervision", to="society", members=FEW)
    with pytest.raises(RecommendationIncomplete):
        study.decline("load", reason=" ", members=FEW)
    with pytest.raises(NotRecommended):
        study.reword("load", en="x")
    assert study.hash() == before


def test_the_table_goes_out_and_comes_in_again(study: Study, demo_original: Path, tmp_path: Path) -> None:
    study.recommend("supervision", en="Fix; supervision", zh="督导", members=FEW)
    study.decline("training", reason="courses alone", members=FEW)
    table = tmp_path / "advice.csv"
    assert study.export("advice", table) == 2
    before = study.hash()
    study.bring_in([table])
    assert study.hash() == before

    with kangni.open(Path(shutil.copy(demo_original, tmp_path / "other.kangni"))) as other:
        other.bring_in([table])
        other.export("advice", tmp_path / "again.csv")
        rested = [one.then for one in other.recommendations().result.recommendations]
    assert (tmp_path / "again.csv").read_bytes() == table.read_bytes()
    assert rested == [one.then for one in study.recommendations().result.recommendations]


def test_a_damaged_table_is_refused_with_all_its_faults(study: Study, tmp_path: Path) -> None:
    table = tmp_path / "advice.csv"
    heading = "lever,addressee,state,words_en,reason,decided_by,at,n,effect,evidence\n"
    rows = (
        "supervison,departments,adopted,x,,R1,2026-03-01,9,1,\n"
        "load,nobody,adopted,x,,R1,2026-03-01,9,1,\n"
        "load,departments,maybe,x,,R1,yesterday,many,big,[1\n"
        "team,departments,declined,x,,R1,2026-03-01,9,1,\n"
        'pay_posts,departments,adopted,x,,R1,2026-03-01,9,1,"[[""asks"", ""P99.zh"", 1, 2, ""REC.01""]]"\n'
    )
    table.write_text(heading + rows, "utf-8")
    with pytest.raises(FaultyTable) as caught:
        study.bring_in([table])
    assert [(fault.row, fault.column) for fault in caught.value.faults] == [
        (2, "lever"),
        (3, "addressee"),
        (4, "state"),
        (4, "at"),
        (4, "n"),
        (4, "effect"),
        (4, "evidence"),
        (5, "state"),
        (6, "evidence"),
    ]
