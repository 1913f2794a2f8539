from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from kangni.app.saturation import saturation
from kangni.core.errors import MethodInput, NoEvidence, NothingToAnalyse, UnknownName
from kangni.core.undefined import Undefined
from kangni.results.saturation import Saturation

TODAY = date(2026, 3, 1)
MakeStudy = Callable[..., Any]


def told(make_study: MakeStudy, codes: Mapping[str, str], **more: Any) -> Any:
    """A study in which coder A gives each person the codes, one a turn."""
    texts = {
        f"{one}.en": "".join(f"{one}: words {i}\n" for i, _ in enumerate([*given.split(), "rest"]))
        for one, given in codes.items()
    }
    codings = [f"A {one}.en {i} {code}" for one, given in codes.items() for i, code in enumerate(given.split(), 1)]
    return make_study(texts, codings, **more)


def dated(study: Any, days: Mapping[str, str]) -> Any:
    study.people = tuple(
        replace(one, attributes={"interview_date": date.fromisoformat(days[one.handle])}) if one.handle in days else one
        for one in study.people
    )
    return study


def sentences(result: Saturation) -> Sequence[str]:
    return [caution.sentence.format(**dict(caution.facts)) for caution in result.cautions]


THREE = {"P1": "LOAD TEAM", "P2": "LOAD", "P3": "HOPE LOAD"}


def test_interviews_stand_in_the_order_of_their_dates_and_undated_ones_last(make_study: MakeStudy) -> None:
    study = dated(told(make_study, THREE), {"P3": "2025-05-01", "P1": "2025-06-01"})
    shown = saturation(study, study, on=TODAY, base=1, run=1)
    assert [(row.interview, row.codes, row.new, row.total) for row in shown.rows()] == [
        ("P3", 2, 2, 2),
        ("P1", 2, 1, 3),
        ("P2", 1, 0, 3),
    ]
    assert shown.rows()[0].date == date(2025, 5, 1)
    assert any(said.startswith("1 of 3 interviews have no date") for said in sentences(shown))


def test_the_date_of_a_document_comes_before_that_of_the_table(make_study: MakeStudy) -> None:
    study = dated(told(make_study, THREE), {"P1": "2025-06-01", "P2": "2025-06-02", "P3": "2025-06-03"})
    study.days = {"P3.en": date(2025, 1, 1)}
    shown = saturation(study, study, on=TODAY, base=1, run=1)
    assert [row.interview for row in shown.rows()] == ["P3", "P1", "P2"]


def test_the_rule_is_met_where_a_run_brings_few_enough_new_codes(make_study: MakeStudy) -> None:
    study = told(make_study, THREE)
    shown = saturation(study, study, on=TODAY, base=1, run=1, threshold=0.05)
    assert (shown.verdict, shown.saturated_at, shown.base_codes) == ("saturated", 2, 2)
    assert [row.ratio for row in shown.rows()[1:]] == pytest.approx([0, 0.5])
    assert shown.rows()[0].ratio == Undefined("base and run are not complete")


def test_a_rule_not_met_says_so_and_too_few_interviews_are_undefined(make_study: MakeStudy) -> None:
    study = told(make_study, THREE)
    unmet = saturation(study, study, on=TODAY, base=2, run=1)
    short = saturation(study, study, on=TODAY)
    assert (unmet.verdict, unmet.saturated_at) == ("not reached", Undefined("not reached"))
    assert (short.verdict, short.saturated_at) == ("undefined", Undefined("fewer interviews than base and run"))
    assert any(said == "Base and run need 6 interviews; there are 3." for said in sentences(short))


def test_codes_seen_once_and_twice_carry_the_estimates(make_study: MakeStudy) -> None:
    study = told(make_study, {"P1": "LOAD TEAM", "P2": "LOAD TEAM HOPE", "P3": "LOAD"})
    shown = saturation(study, study, on=TODAY, base=1, run=1)
    assert [(one.code, one.first_interview, one.interviews) for one in shown.codes] == [
        ("LOAD", "P1", 3),
        ("TEAM", "P1", 2),
        ("HOPE", "P2", 1),
    ]
    assert (shown.codes_in_one, shown.codes_in_two) == (1, 1)
    # f0 = 2/3 * 1 / 2; C = 1 - 1/6 * 3 f0 / (3 f0 + 1)
    assert shown.chao2 == pytest.approx(3 + 1 / 3)
    assert shown.coverage == pytest.approx(1 - 1 / 6 * 0.5)
    assert [row.expected for row in shown.rows()] == pytest.approx([2, 8 / 3, 3])
    assert shown.unused == ("TALK", "WORN", "V.001")


def test_an_interview_opens_to_the_codings_that_brought_new_codes(make_study: MakeStudy) -> None:
    study = told(make_study, THREE)
    shown = saturation(study, study, on=TODAY, base=1, run=1)
    assert shown.evidence("P1").rows == (100, 101)
    assert shown.evidence("P2").rows == ()
    assert shown.evidence("p3").rows == (103,)
    with pytest.raises(NoEvidence, match="P1"):
        shown.evidence("P9")


def test_an_interview_that_nobody_has_read_yet_is_left_out(make_study: MakeStudy) -> None:
    waiting = told(make_study, {**THREE, "P4": ""})
    read = told(make_study, {**THREE, "P4": ""}, done=["B P4.en"])
    left_out = saturation(waiting, waiting, on=TODAY, base=1, run=1)
    assert len(left_out.rows()) == 3
    assert "1 interviews that nobody has coded or declared done are left out: P4." in sentences(left_out)
    assert [row.codes for row in saturation(read, read, on=TODAY, base=1, run=1).rows()] == [2, 1, 2, 0]


def test_people_without_consent_to_analysis_are_left_out(make_study: MakeStudy) -> None:
    study = told(make_study, THREE, consent={"P3": "quote"})
    shown = saturation(study, study, on=TODAY, base=1, run=1)
    assert [row.interview for row in shown.rows()] == ["P1", "P2"]


def test_a_reading_counts_one_coder_or_what_all_agree_on(make_study: MakeStudy) -> None:
    study = told(make_study, THREE, done=["A P1.en", "B P1.en", "A P2.en", "A P3.en"])
    study.codings_set = [*study.codings_set, replace(study.codings_set[0], coder="B")]
    by_b = saturation(study, study, on=TODAY, base=1, run=1, reading="B")
    by_all = saturation(study, study, on=TODAY, base=1, run=1, reading="all")
    assert [(row.interview, row.codes) for row in by_b.rows()] == [("P1", 1)]
    assert [(row.interview, row.codes) for row in by_all.rows()] == [("P1", 1), ("P2", 1), ("P3", 2)]
    with pytest.raises(UnknownName):
        saturation(study, study, on=TODAY, reading="Zed")


def test_random_orders_repeat_with_their_seed(make_study: MakeStudy) -> None:
    study = told(make_study, THREE)
    first, again = (saturation(study, study, on=TODAY, base=1, run=1, orders=200, seed=3) for _ in range(2))
    assert first == again
    # an interview brings nothing new where it is P2 after another: second in 2 of 6 orders, third in 2 more
    assert [row.orders_saturated for row in first.rows()[1:]] == pytest.approx([1 / 3, 2 / 3], abs=0.1)


def test_nothing_coded_and_no_orders_are_refused(make_study: MakeStudy) -> None:
    bare, study = told(make_study, {"P1": ""}), told(make_study, THREE)
    with pytest.raises(NothingToAnalyse, match="interviews with codings"):
        saturation(bare, bare, on=TODAY)
    with pytest.raises(MethodInput, match="0 random orders"):
        saturation(study, study, on=TODAY, orders=0)


def test_the_demo_study_is_saturated_at_its_seventh_interview(demo: Any) -> None:
    # [1] one calculation: base P06 P01 P03 P04 with 76 codes, then 5 1 1 1 0 0
    shown = saturation(demo, demo, on=TODAY)
    assert [row.interview for row in shown.rows()] == [f"P{n:02d}" for n in (6, 1, 3, 4, 8, 5, 10, 7, 9, 2)]
    assert [row.new for row in shown.rows()] == [38, 16, 14, 8, 5, 1, 1, 1, 0, 0]
    assert (shown.verdict, shown.saturated_at, shown.base_codes, len(shown.codes)) == ("saturated", 7, 76, 84)
    assert (shown.codes_in_one, shown.codes_in_two) == (2, 14)
    assert shown.chao2 == pytest.approx(84 + 0.9 * 4 / 28)
    json.dumps(shown.to_dict())


def test_the_rule_met_is_written_in_the_published_notation(make_study: MakeStudy) -> None:
    study = told(make_study, THREE)
    assert saturation(study, study, on=TODAY, base=1, run=1).notation == "2^{+1}"
    assert saturation(study, study, on=TODAY).notation == ""


def test_each_level_is_looked_at_by_itself_with_the_level_of_the_coding(make_study: MakeStudy) -> None:
    study = told(make_study, THREE)
    study.codings_set = [replace(study.codings_set[0], level="person"), *study.codings_set[1:]]  # P1's LOAD
    shown = saturation(study, study, on=TODAY, base=1, run=1)
    assert [(row.key, row.seen, row.codes_in_one, row.interviews, row.notation) for row in shown.levels] == [
        ("level:person", 2, 2, 2, "2^{+1}"),
        ("level:team", 2, 1, 3, "3^{+1}"),
    ]
    assert shown.evidence("level:person").rows == (100, 103)
    assert shown.themes == ()


def test_each_theme_is_a_code_with_the_codes_below_it(make_study: MakeStudy) -> None:
    study = told(make_study, THREE)
    load, team, hope, *rest = study.codes
    study.codes = (load, replace(team, parent=load.id), hope, *rest)
    shown = saturation(study, study, on=TODAY, base=1, run=1)
    assert [(row.key, row.group, row.name.en, row.seen) for row in shown.themes] == [
        ("theme:LOAD", "LOAD", "LOAD", 2),
        ("theme:none", "", "", 1),
    ]
    assert shown.evidence("theme:LOAD").rows == (100, 101)
    assert shown.keys() == ["P1", "P2", "P3", "theme:LOAD", "theme:none", "level:person", "level:team"]


def test_nine_of_ten_orders_lie_between_two_numbers_of_codes(make_study: MakeStudy) -> None:
    # whoever comes first has 2, 1 or 2 codes; all have 3
    rows = saturation(*[told(make_study, THREE)] * 2, on=TODAY, base=1, run=1).rows()
    assert [(row.orders_low, row.orders_high) for row in rows] == [(1, 2), (2, 3), (3, 3)]


def test_the_curve_goes_on_to_twice_as_many_interviews(make_study: MakeStudy) -> None:
    shown = saturation(*[told(make_study, THREE)] * 2, on=TODAY, base=1, run=1)
    assert [(point.interviews, point.beyond) for point in shown.curve] == [(n, n > 3) for n in range(1, 7)]
    assert shown.curve[2].expected == pytest.approx(3)
    assert shown.curve[-1].expected == pytest.approx(shown.codes_at_double)
    assert shown.curve[2].known == pytest.approx(shown.coverage)


def test_the_next_interview_adds_what_those_seen_once_let_expect(make_study: MakeStudy) -> None:
    # Q1 = 2 (TEAM, HOPE), Q2 = 0: f0 = 2/3 2 1 / 2, new f0 2 / (3 f0 + 2), known 1 - 2/5 3 f0 / (3 f0 + 2)
    found = saturation(*[told(make_study, THREE)] * 2, on=TODAY, base=1, run=1).next_interview
    assert found.new == pytest.approx(2 / 3 * 2 / 4)
    assert found.known == pytest.approx(1 - 2 / 5 * 2 / 4)
    assert (found.as_last_none, found.as_last_most) == (1, 1)


def test_saturation_says_that_it_is_argued_and_when_an_interval_is_useless(make_study: MakeStudy) -> None:
    # S 6, Q1 5, Q2 1: f0 = 2/3 25 / 2, far above 2 x 6
    rare = told(make_study, {"P1": "LOAD TEAM HOPE", "P2": "LOAD TALK", "P3": "WORN V.001"})
    found = sentences(saturation(rare, rare, on=TODAY, base=1, run=1))
    assert found[0].startswith("Saturation is argued, not computed")
    assert any("where 6 were seen: it is useless" in said for said in found)
    assert not any("useless" in said for said in sentences(saturation(*[told(make_study, THREE)] * 2, on=TODAY)))


def test_a_level_has_its_own_curve_and_chao2(make_study: MakeStudy) -> None:
    study = told(make_study, {"P1": "LOAD", "P2": "LOAD TEAM", "P3": "TEAM HOPE"})
    team = next(row for row in saturation(study, study, on=TODAY).levels if row.key == "level:team")
    assert [point.total for point in team.curve] == [1, 2, 2]
    assert [point.expected for point in team.curve] == pytest.approx(
        [4 / 3, 2, 2]
    )  # 1, 2 and 1 codes; any two hold both
    assert (team.curve[0].orders_low, team.curve[0].orders_high) == (1, 2)
    assert (team.chao2, team.chao2_low) == (2, 2)


def test_the_demo_study_would_hear_next_to_nothing_new(demo: Any) -> None:
    # [1] one calculation: f0 = .9 4 / 28, new f0 2 / (10 f0 + 2)
    shown = saturation(demo, demo, on=TODAY)
    assert shown.notation == "7^{+2}"
    assert shown.next_interview.new == pytest.approx(9 / 70 * 2 / (9 / 7 + 2))
    assert (shown.next_interview.as_last_none, shown.next_interview.as_last_most) == (8, 1)
    assert [row.group for row in shown.themes] == ["STR", "RSK", "ENV", "TRA", "INT", "PRO", "OUT", "REC"]
