from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any
from uuid import UUID

import pytest

from kangni.app.agreement import BOOTSTRAP, agreement
from kangni.core.errors import AgreementOff, NoEvidence, NothingToAnalyse, UnknownName
from kangni.core.names import CoderId
from kangni.core.people import Coder, CoderKind
from kangni.core.undefined import Undefined
from kangni.results.agreement import AgreementResult

TODAY = date(2026, 3, 1)
TALK = "Q: how are you\nP1: tired of it\nP1: we laugh a lot\nP1: it will pass\n"
BOTH_DONE = ("A P1.en", "B P1.en")
C = Coder(CoderId(UUID(int=77)), "C")

MakeStudy = Callable[..., Any]


def sentences(result: AgreementResult) -> Sequence[str]:
    return [caution.sentence.format(**dict(caution.facts)) for caution in result.cautions]


def test_demo_study_has_the_figures_of_its_readme(demo: Any) -> None:
    # README of the demo study: N = 383; mean over 84 codes 99.3 %, kappa .691; over the 42 codes that mark 5 or more
    # turns kappa .670; pooled over all cells 99.3 %, kappa .720
    shown = agreement(demo, demo, on=TODAY)
    percent, kappa = shown.summaries[:2]
    assert (shown.units, shown.coders, len(shown.documents), len(shown.participants)) == (383, ("A", "B"), 10, 10)
    assert (kappa.defined, kappa.undefined, kappa.frequent) == (84, 0, 42)
    assert percent.mean == pytest.approx(0.993, abs=5e-4)
    assert kappa.mean == pytest.approx(0.691, abs=5e-4)
    assert kappa.mean_frequent == pytest.approx(0.670, abs=5e-4)
    assert shown.pooled[0].cells == 84 * 383
    assert shown.pooled[0].percent == pytest.approx(0.993, abs=5e-4)
    assert shown.pooled[0].kappa == pytest.approx(0.720, abs=5e-4)


def test_demo_study_says_how_rare_and_unused_codes_entered_its_means(demo: Any) -> None:
    shown = agreement(demo, demo, on=TODAY)
    one_sided = [row.code for row in shown.code_rows if row.both == 0]
    assert len(one_sided) == 2
    assert [row.kappa for row in shown.code_rows if row.code in one_sided] == pytest.approx([0, 0], abs=1e-12)
    assert len(shown.unused) == 8  # the parents
    assert any(
        "Codes that nobody used in these units (8) have no figures and enter no mean" in said
        for said in sentences(shown)
    )
    assert any("2 codes were used by one coder only; their kappa is 0" in said for said in sentences(shown))


def test_every_number_of_the_demo_opens_to_its_codings(demo: Any) -> None:
    shown = agreement(demo, demo, on=TODAY)
    for row in shown.code_rows:
        codings = [demo.codings_set[place - 100] for place in shown.evidence(row.code).rows]
        assert {one.code for one in codings} == {row.code}
        turns = Counter(one.coder for one in codings)
        assert isinstance(row.only_first, int)
        assert turns["A"] >= row.both + row.only_first
    for passage in shown.passages():
        codings = [demo.codings_set[place - 100] for place in shown.evidence(passage.key).rows]
        assert {one.code for one in codings} == {passage.code, *passage.other_codes}
        assert {one.document for one in codings} == {passage.document}


def test_only_turns_of_participants_are_units(make_study: MakeStudy) -> None:
    study = make_study({"P1.en": TALK}, ["A P1.en 1 LOAD", "A P1.en 2 LOAD", "B P1.en 2 LOAD"], done=BOTH_DONE)
    shown = agreement(study, study, on=TODAY)
    (row,) = shown.code_rows
    assert (shown.units, row.both, row.only_first, row.only_second, row.neither) == (3, 1, 0, 0, 2)
    assert (row.percent, row.kappa) == pytest.approx((1, 1))
    assert shown.evidence("LOAD").rows == (101, 102)
    assert any("1 codings touch no participant's turn" in said for said in sentences(shown))


def test_a_coding_over_several_turns_is_in_each_of_them(make_study: MakeStudy) -> None:
    study = make_study({"P1.en": TALK}, ["A P1.en 2-3 TEAM", "B P1.en 3 TEAM"], done=BOTH_DONE)
    shown = agreement(study, study, on=TODAY)
    (row,) = shown.code_rows
    assert (row.both, row.only_first, row.neither) == (1, 1, 1)
    assert [passage.key for passage in shown.passages()] == ["TEAM/P1.en/2"]
    assert shown.evidence("TEAM").rows == (100, 101)


def test_a_document_that_only_one_has_finished_is_not_compared(make_study: MakeStudy) -> None:
    study = make_study(
        {"P1.en": TALK, "P2.en": TALK.replace("P1", "P2")},
        ["A P1.en 2 LOAD", "B P1.en 2 LOAD", "A P2.en 2 LOAD", "B P2.en 3 LOAD"],
        done=(*BOTH_DONE, "A P2.en"),
    )
    shown = agreement(study, study, on=TODAY)
    assert (shown.documents, shown.participants, shown.units, shown.differing) == (("P1.en",), ("P1",), 3, 0)
    assert any(said.startswith("1 documents that only one") for said in sentences(shown))
    assert any(said.startswith("1 codings lie in documents that their coder has not") for said in sentences(shown))


def test_a_code_that_the_other_missed_and_one_set_in_its_place_are_told_apart(make_study: MakeStudy) -> None:
    study = make_study(
        {"P1.en": TALK},
        ["A P1.en 2 LOAD", "A P1.en 3 TEAM", "B P1.en 3 HOPE"],
        done=BOTH_DONE,
    )
    missed, team, hope = agreement(study, study, on=TODAY).passages()
    assert (missed.key, missed.kind, missed.coded_by, missed.not_coded_by) == ("LOAD/P1.en/2", "missed", ("A",), ("B",))
    assert (team.key, team.kind, team.other_codes) == ("TEAM/P1.en/3", "different code", ("HOPE",))
    assert (hope.key, hope.kind, hope.coded_by, hope.other_codes) == (
        "HOPE/P1.en/3", "different code", ("B",), ("TEAM",),
    )  # fmt: skip


def test_a_code_that_both_gave_the_turn_does_not_stand_for_another(make_study: MakeStudy) -> None:
    study = make_study({"P1.en": TALK}, ["A P1.en 2 LOAD", "A P1.en 2 TEAM", "B P1.en 2 TEAM"], done=BOTH_DONE)
    (passage,) = agreement(study, study, on=TODAY).passages()
    assert (passage.code, passage.kind) == ("LOAD", "missed")


def test_a_passage_opens_to_the_codings_of_both_sides(make_study: MakeStudy) -> None:
    study = make_study({"P1.en": TALK}, ["A P1.en 3 TEAM", "B P1.en 3 HOPE", "B P1.en 2 HOPE"], done=BOTH_DONE)
    shown = agreement(study, study, on=TODAY)
    assert shown.evidence("team/p1.en/3").rows == (100, 101)
    assert shown.evidence("HOPE/P1.en/2").rows == (102,)
    with pytest.raises(NoEvidence, match="LOAD"):
        shown.evidence("LOAD")


def test_passages_of_one_code_can_be_asked_for(make_study: MakeStudy) -> None:
    study = make_study({"P1.en": TALK}, ["A P1.en 2 LOAD", "A P1.en 3 TEAM"], done=BOTH_DONE)
    shown = agreement(study, study, on=TODAY)
    assert [passage.turn for passage in shown.passages(code="team")] == [3]


def test_three_coders_are_compared_at_once_and_pair_by_pair(make_study: MakeStudy) -> None:
    study = make_study({"P1.en": TALK}, ["A P1.en 2 LOAD", "B P1.en 2 LOAD", "C P1.en 3 LOAD"], done=BOTH_DONE)
    study.coders = (*study.coders, C)
    study.done = (*study.done, ("C", "P1.en"))
    shown = agreement(study, study, on=TODAY)
    (row,) = shown.code_rows
    assert (row.marked, row.both, row.neither) == (2, 0, 1)
    assert row.kappa == Undefined("more than two coders: see the pairs")
    # by hand: pairs that agree 1/3, 1/3 and 1; alpha from 3 yes and 6 no: 1 - (2 + 2) / 2 * 8 / (2 * 3 * 6) * 2
    assert row.percent == pytest.approx(5 / 9)
    assert row.alpha == pytest.approx(1 - 4 * 8 / 36)
    assert [(pair.first, pair.second, pair.both) for pair in shown.pairs] == [
        ("A", "B", 1),
        ("A", "C", 0),
        ("B", "C", 0),
    ]
    assert [pair.kappa for pair in shown.pairs] == pytest.approx([1, -0.5, -0.5])
    assert [(pool.first, pool.second) for pool in shown.pooled] == [("", ""), ("A", "B"), ("A", "C"), ("B", "C")]
    assert [passage.not_coded_by for passage in shown.passages()] == [("C",), ("A", "B")]


def test_a_coder_who_has_not_seen_a_document_says_nothing_about_it(make_study: MakeStudy) -> None:
    study = make_study(
        {"P1.en": TALK, "P2.en": TALK.replace("P1", "P2")},
        ["A P1.en 2 LOAD", "B P1.en 2 LOAD", "B P2.en 2 LOAD", "C P2.en 2 LOAD"],
        done=(*BOTH_DONE, "B P2.en"),
    )
    study.coders = (*study.coders, C)
    study.done = (*study.done, ("C", "P2.en"))
    shown = agreement(study, study, on=TODAY)
    (row,) = shown.code_rows
    assert (row.units, row.both, row.percent, row.alpha) == (6, 2, 1.0, 1.0)
    assert [(pair.first, pair.second, pair.units) for pair in shown.pairs] == [("A", "B", 3), ("B", "C", 3)]
    assert shown.differing == 0


def test_named_coders_are_compared_in_the_order_of_naming(make_study: MakeStudy) -> None:
    study = make_study({"P1.en": TALK}, ["A P1.en 2 LOAD"], done=BOTH_DONE)
    shown = agreement(study, study, on=TODAY, coders=("B", "A", "B"))
    (row,) = shown.code_rows
    assert (shown.coders, row.only_first, row.only_second) == (("B", "A"), 0, 1)


def test_a_machine_is_compared_only_when_named(make_study: MakeStudy) -> None:
    study = make_study({"P1.en": TALK}, ["A P1.en 2 LOAD", "C P1.en 2 LOAD"], done=BOTH_DONE)
    study.coders = (*study.coders, Coder(C.id, "C", CoderKind.MACHINE))
    study.done = (*study.done, ("C", "P1.en"))
    assert agreement(study, study, on=TODAY).coders == ("A", "B")
    assert any("C left out" in said for said in sentences(agreement(study, study, on=TODAY)))
    assert agreement(study, study, on=TODAY, coders=("A", "C")).code_rows[0].kappa == pytest.approx(1)


def test_a_named_coder_without_a_common_document_is_left_out_by_name(make_study: MakeStudy) -> None:
    study = make_study({"P1.en": TALK}, ["A P1.en 2 LOAD"], done=BOTH_DONE)
    study.coders = (*study.coders, C)
    shown = agreement(study, study, on=TODAY, coders=("A", "B", "C"))
    assert shown.coders == ("A", "B")
    assert any(said.startswith("C shares no finished document") for said in sentences(shown))


@pytest.mark.parametrize("done", [(), ("A P1.en",)])
def test_without_two_who_have_finished_a_document_there_is_nothing_to_compare(
    make_study: MakeStudy, done: Sequence[str]
) -> None:
    study = make_study({"P1.en": TALK}, ["A P1.en 2 LOAD", "B P1.en 2 LOAD"], done=done)
    with pytest.raises(NothingToAnalyse, match="the same document done"):
        agreement(study, study, on=TODAY)


def test_an_unknown_coder_is_refused_by_name(make_study: MakeStudy) -> None:
    study = make_study({"P1.en": TALK}, done=BOTH_DONE)
    with pytest.raises(UnknownName, match="Zed"):
        agreement(study, study, on=TODAY, coders=("A", "Zed"))


def test_a_study_without_agreement_figures_refuses(make_study: MakeStudy) -> None:
    study = make_study({"P1.en": TALK}, ["A P1.en 2 LOAD"], done=BOTH_DONE)
    study.agreement = "off"
    with pytest.raises(AgreementOff, match="small shows no figures of agreement"):
        agreement(study, study, on=TODAY)


def test_turns_of_people_without_consent_to_analysis_are_left_out(make_study: MakeStudy) -> None:
    study = make_study(
        {"P1.en": TALK + "P2: me too\n"},
        ["A P1.en 2 LOAD", "B P1.en 2 LOAD", "A P1.en 5 LOAD"],
        done=BOTH_DONE,
        consent={"P2": "quote"},
    )
    shown = agreement(study, study, on=TODAY)
    assert (shown.units, shown.participants, shown.differing) == (3, ("P1",), 0)
    assert any(said.startswith("1 turns of participants without consent") for said in sentences(shown))


def test_one_participant_gives_figures_without_interval(make_study: MakeStudy) -> None:
    study = make_study({"P1.en": TALK}, ["A P1.en 2 LOAD", "B P1.en 2 LOAD", "B P1.en 3 LOAD"], done=BOTH_DONE)
    shown = agreement(study, study, on=TODAY)
    (row,) = shown.code_rows
    reason = Undefined("one participant gives no interval")
    assert row.kappa == pytest.approx(0.4)
    assert (row.kappa_low, row.alpha_high, shown.pooled[0].kappa_low, shown.sets.alpha_low) == (reason,) * 4


def test_a_code_in_every_turn_has_no_kappa_and_no_alpha(make_study: MakeStudy) -> None:
    study = make_study({"P1.en": TALK}, ["A P1.en 2-4 LOAD", "B P1.en 2-4 LOAD"], done=BOTH_DONE)
    shown = agreement(study, study, on=TODAY)
    (row,) = shown.code_rows
    assert row.kappa == Undefined("both coders used one and the same category")
    assert row.alpha == Undefined("only one value was used")
    assert shown.summaries[1].mean == row.kappa
    assert any(said.startswith("1 codes have no kappa or alpha") for said in sentences(shown))


def test_two_finished_documents_without_a_single_code_have_no_coefficient(make_study: MakeStudy) -> None:
    study = make_study({"P1.en": TALK}, done=BOTH_DONE)
    shown = agreement(study, study, on=TODAY)
    assert (list(shown.code_rows), shown.differing, len(shown.unused)) == ([], 0, 6)
    assert shown.summaries[2].mean == Undefined("no code was used")
    assert shown.sets.alpha == Undefined("only one value was used")


def many(make_study: MakeStudy, people: int) -> Any:
    """Give everybody three turns; both coders see LOAD in the first, A in the second turn of every other person too."""
    handles = [f"P{i:02d}" for i in range(people)]
    return make_study(
        {f"{one}.en": TALK.replace("P1", one) for one in handles},
        [
            line
            for i, one in enumerate(handles)
            for line in (f"A {one}.en 2 LOAD", f"B {one}.en 2 LOAD", *([f"A {one}.en 3 LOAD"] if i % 2 else []))
        ],
        done=[f"{coder} {one}.en" for one in handles for coder in "AB"],
    )


def test_up_to_ten_participants_the_interval_is_the_jackknifes(make_study: MakeStudy) -> None:
    study = many(make_study, 4)
    shown = agreement(study, study, on=TODAY)
    (row,) = shown.code_rows
    # by hand: of 12 turns 4 both, 2 A only, 6 neither: kappa 2/3. Without one person 9 turns: 3, 2, 4 give 24/42 and
    # 3, 1, 5 give 30/39. The standard error is the root of 3/4 of their squares' sum; t(3) = 3.182446
    without = [24 / 42, 30 / 39, 24 / 42, 30 / 39]
    mean = sum(without) / 4
    error = (0.75 * sum((value - mean) ** 2 for value in without)) ** 0.5
    assert row.kappa == pytest.approx(2 / 3)
    assert row.kappa_low == pytest.approx(2 / 3 - 3.182446 * error, abs=1e-6)
    assert (row.kappa_high, row.worst_document, row.worst_document_differs) == (1.0, "P01.en", 1)
    assert "jackknife" in shown.interval


def test_with_more_participants_the_interval_is_the_bootstraps_and_repeats_with_its_seed(make_study: MakeStudy) -> None:
    study = many(make_study, 12)
    first, again = (agreement(study, study, on=TODAY, seed=5) for _ in range(2))
    assert first.interval == BOOTSTRAP
    assert first.code_rows == again.code_rows
    assert ("seed", 5) in [(setting.name, setting.value) for setting in first.settings]
    (row,) = first.code_rows
    assert isinstance(row.kappa_low, float)
    assert isinstance(row.kappa_high, float)
    assert 0.5 < row.kappa_low < 2 / 3 < row.kappa_high < 0.9


def test_a_code_of_one_participant_among_many_has_no_interval(make_study: MakeStudy) -> None:
    study = many(make_study, 12)
    study.codings_set = [*study.codings_set, *make_study({"P00.en": TALK}, ["A P00.en 4 TEAM"]).codings_set]
    row = agreement(study, study, on=TODAY).code_rows[1]
    assert (row.code, row.alpha_low) == ("TEAM", Undefined("rare code"))
    assert row.undefined_replicates == pytest.approx((11 / 12) ** 12, abs=0.03)


def test_full_agreement_has_no_interval_because_nothing_varies(make_study: MakeStudy) -> None:
    handles = ["P1", "P2", "P3", "P4"]
    study = make_study(
        {f"{one}.en": TALK.replace("P1", one) for one in handles},
        [f"{coder} {one}.en 2 LOAD" for one in handles for coder in "AB"],
        done=[f"{coder} {one}.en" for one in handles for coder in "AB"],
    )
    (row,) = agreement(study, study, on=TODAY).code_rows
    assert row.kappa == pytest.approx(1)
    assert row.kappa_low == Undefined("the same in every resampling")


def test_the_result_becomes_json_with_its_passages_and_reasons(make_study: MakeStudy) -> None:
    study = make_study({"P1.en": TALK}, ["A P1.en 2 LOAD"], done=BOTH_DONE)
    told = json.loads(json.dumps(agreement(study, study, on=TODAY).to_dict()))
    assert told["passages"][0]["key"] == "LOAD/P1.en/2"
    assert told["code_rows"][0]["kappa_low"] == {"undefined": "one participant gives no interval"}
    assert told["code_rows"][0]["name"] == {"en": "LOAD", "zh": ""}
