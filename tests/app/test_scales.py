from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from kangni.app.scale_form import Form
from kangni.app.scale_library import list_scales
from kangni.app.scales import score_scale
from kangni.core.errors import NoEvidence, UnknownName
from kangni.core.people import Consent
from kangni.core.undefined import Undefined
from kangni.exchange.tables.sheet import read_sheet
from kangni.results.scales import ScaleScores

TODAY = date(2026, 3, 1)
SMALL = Undefined("fewer than 5 people: their mean is not shown")
Make = Callable[..., Any]


def people(make_study: Make, n: int, codings: list[str] | None = None) -> Any:
    texts = {f"P{i}.zh": f"Q: 你好\nP{i}: 很忙\nP{i}: 很累" for i in range(n)}
    return make_study(texts, codings or [])


def ask(study: Any, text: str, **chosen: Any) -> ScaleScores:
    given: dict[str, Any] = {"scale": "BRS", "form": Form(), **chosen}
    return score_scale(study, study, read_sheet("answers.csv", text.encode()), on=TODAY, **given)


def brs(*rows: str, wave: bool = False) -> str:
    """Make a table of the six items of BRS, of which 2, 4 and 6 are reversed."""
    return "\n".join([f"participant,{'wave,' if wave else ''}1,2,3,4,5,6", *rows])


def flat(value: int) -> str:
    """Answer BRS with a score of this value."""
    return ",".join([str(value), str(6 - value)] * 3)


def sentences(found: ScaleScores) -> str:
    return " ".join(caution.sentence.format_map(dict(caution.facts)) for caution in found.cautions)


def k6(*rows: str) -> str:
    return "\n".join(["participant,1,2,3,4,5,6", *rows])


def test_a_mean_is_scored_with_reversed_items_turned(make_study: Make) -> None:
    found = ask(people(make_study, 2), brs(f"P0,{flat(4)}", "P1,5,5,5,5,5,5"))
    assert [(row.participant, row.subscale, row.score, row.answered) for row in found.scores] == [
        ("P0", "resilience", 4.0, 6),
        ("P1", "resilience", 3.0, 6),
    ]


def test_the_authors_rule_decides_on_missing_answers(make_study: Make) -> None:
    study = people(make_study, 2)
    by_mean = ask(study, brs("P0,4,2,,,,", f"P1,{flat(3)}"))
    assert by_mean.scores[0].score == 4  # BRS: the mean of the answered
    coded = Form(coding="0-4")
    none = ask(study, k6("P0,4,4,4,,,", "P1,1,1,1,1,1,1"), scale="K6", form=coded)
    assert none.scores[0].score == Undefined("too few items were answered")
    assert "1 scores are missing" in sentences(none)


def test_a_study_may_choose_the_persons_mean_and_the_result_says_so(make_study: Make) -> None:
    rows = k6("P0,4,4,4,,,", "P1,1,1,,,,", "P2,0,0,0,0,0,0")
    found = ask(people(make_study, 3), rows, scale="K6", form=Form(coding="0-4"), missing="person_mean")
    assert found.scores[0].score == 24
    assert found.scores[1].score == Undefined("too few items were answered")  # two of six
    assert "the authors' rule is: no score" in sentences(found)


def test_effort_and_reward_make_a_ratio(make_study: Make) -> None:
    rows = f"participant,{','.join(map(str, range(1, 17)))}\nP0,4,4,4,2,3,3,3,2,2,2,1,1,4,1,1,1\n"
    found = {row.subscale: row.score for row in ask(people(make_study, 1), rows, scale="ERI-16").scores}
    assert (found["effort"], found["reward"], found["overcommitment"]) == (12, 14, 6)
    assert found["er_ratio"] == pytest.approx(2)
    assert found["log_er_ratio"] == pytest.approx(0.693147, abs=1e-6)


def test_fewer_than_five_people_get_no_mean_and_every_point(make_study: Make) -> None:
    found = ask(people(make_study, 4), brs(*(f"P{i},{flat(i + 1)}" for i in range(4))))
    (everybody,) = found.groups
    assert (everybody.n, everybody.mean, everybody.lower, everybody.points) == (4, SMALL, SMALL, (1, 2, 3, 4))


def test_groups_of_five_have_a_mean_with_its_interval(make_study: Make) -> None:
    study = people(make_study, 8)
    study.people = [
        replace(person, attributes={"role": "aide" if i < 5 else "lead"}) for i, person in enumerate(study.people)
    ]
    rows = brs(*(f"P{i},{flat(1 + i % 5)}" for i in range(8)))
    groups = {group.group: group for group in ask(study, rows, by="role").groups}
    assert groups["aide"].mean == pytest.approx(3)
    assert groups["aide"].lower == pytest.approx(3 - 2.776445 * 2.5**0.5 / 5**0.5, abs=1e-5)  # t on 4 degrees
    assert groups["lead"].mean == SMALL
    assert groups[""].n == 8


def test_reliability_comes_with_its_interval_and_without_omega_for_ten(make_study: Make) -> None:
    levels = [1, 2, 3, 4, 5, 1, 2, 3, 4, 5]
    rows = brs(*(f"P{i},{level},{6 - level},{level},{6 - level},{level},{1 + i % 5}" for i, level in enumerate(levels)))
    (row,) = ask(people(make_study, 10), rows).reliability
    assert (row.people, row.items) == (10, 6)
    assert row.omega == Undefined("ten people or fewer: alpha only")
    assert isinstance(row.lower, float)


def test_change_between_waves_is_told_in_units_of_error(make_study: Make) -> None:
    rows = [f"P{i},{wave},{flat(1 + (i + wave * (i == 0)) % 5)}" for wave in (10, 9) for i in range(5)]
    found = ask(people(make_study, 5), brs(*rows, wave=True), reliability=0.8)
    assert found.waves == ("9", "10")  # numbers in their order, not that of the table
    first = found.changes[0]
    assert (first.participant, first.first_wave, first.second_wave, first.change) == ("P0", "9", "10", -4.0)
    assert not isinstance(first.deviation, Undefined)
    assert first.index == pytest.approx(-4 / (2**0.5 * first.deviation * 0.2**0.5))
    assert [change.change for change in found.changes[1:]] == [0, 0, 0, 0]


def test_waves_in_words_keep_the_order_of_the_table(make_study: Make) -> None:
    rows = brs(f"P0,before,{flat(2)}", f"P0,after,{flat(3)}", wave=True)
    assert ask(people(make_study, 1), rows).waves == ("before", "after")
    with pytest.raises(UnknownName):
        ask(people(make_study, 1), rows, wave="later")


def test_those_whose_consent_does_not_cover_analysis_are_left_out_and_named(make_study: Make) -> None:
    study = people(make_study, 2)
    study.people = [study.people[0], replace(study.people[1], consent=Consent.parse("quote"))]
    found = ask(study, brs(f"P0,{flat(4)}", f"P1,{flat(4)}"))
    assert (found.participants, found.left_out) == (("P0",), ("P1",))
    assert "1 participants are left out" in sentences(found)


def test_what_nobody_stated_or_verified_is_said(make_study: Make) -> None:
    told = sentences(ask(people(make_study, 1), brs(f"P0,{flat(4)}")))
    assert "Not verified in its source" in told
    assert "licence (terms not seen in writing)" in told
    assert "they were taken as 1-5" in told
    assert "never diagnoses" in told
    stated = sentences(ask(people(make_study, 1), brs(f"P0,{flat(4)}"), form=Form(coding="1-5")))
    assert "they were taken as" not in stated


def test_aftercare_and_sensitive_items_are_said(make_study: Make) -> None:
    k6_told = sentences(ask(people(make_study, 1), k6("P0,4,4,4,4,4,4"), scale="K6", form=Form(coding="0-4")))
    assert "calls for an offer of help" in k6_told
    numbers = range(1, 29)
    cope = f"participant,{','.join(map(str, numbers))}\nP0,{','.join('1' for _ in numbers)}\n"
    cope_told = sentences(ask(people(make_study, 1), cope, scale="Brief-COPE", form=Form(coding="1-4")))
    assert "can cost the post" in cope_told


def test_figures_of_others_say_whether_the_metric_is_the_same(make_study: Make) -> None:
    rows = f"participant,{','.join(map(str, range(1, 18)))}\nP0,{','.join('2' for _ in range(17))}\n"
    others = ask(people(make_study, 1), rows, scale="STSS").others
    assert {(other.metric, other.comparable) for other in others} == {("raw_sum", True), ("percent", False)}


def test_columns_that_are_no_items_are_named(make_study: Make) -> None:
    text = brs(f"P0,{flat(4)}").replace("6\n", "6,mood\n") + ",low"
    assert "The column “mood” of answers.csv was not taken." in sentences(ask(people(make_study, 1), text))


def olbi(n: int) -> str:
    """People from lively to worn, each disagreeing with praise (1 is agree) as far as agreeing with complaint."""
    praise = (1, 5, 7, 10, 13, 14, 15, 16)
    rows = [
        ",".join([f"P{i}", *(str(1 + i % 4 if item in praise else 4 - i % 4) for item in range(1, 17))])
        for i in range(n)
    ]
    return "\n".join([f"participant,{','.join(map(str, range(1, 17)))}", *rows])


def beside(study: Any, n: int) -> ScaleScores:
    # the codebook of the small framework has no OUT.05: give one of its codes that handle
    study.codes = [replace(code, handle="OUT.05") if code.handle == "WORN" else code for code in study.codes]
    study.codings_set = [replace(one, code="OUT.05") for one in study.codings_set]
    return ask(study, olbi(n), scale="OLBI", form=Form(anchor="agree_is_1"))


def test_eight_people_are_tested_beside_their_codes(make_study: Make) -> None:
    found = beside(people(make_study, 8, ["A P3.zh 2 WORN", "A P7.zh 2 WORN"]), 8)
    (row,) = found.beside
    assert (row.key, row.n, row.saying, row.delta) == ("exhaustion/OUT.05", 8, 2, 1.0)
    assert row.p == pytest.approx(2 / 28)  # the two most exhausted, or as far off the two least, of C(8, 2) pairs
    assert row.p_error == 0
    assert [point.participant for point in row.points if point.says] == ["P3", "P7"]
    assert found.evidence("exhaustion/OUT.05").rows == (100, 101)
    with pytest.raises(NoEvidence):
        found.evidence("exhaustion")


def test_seven_people_are_shown_and_not_tested(make_study: Make) -> None:
    (row,) = beside(people(make_study, 7, ["A P3.zh 2 WORN"]), 7).beside
    few = Undefined("fewer than 8 people: read the points")
    assert (row.delta, row.lower, row.p) == (few, few, few)
    assert len(row.points) == 7


def test_codes_that_nobody_has_leave_nothing_to_test(make_study: Make) -> None:
    (row,) = beside(people(make_study, 8), 8).beside
    assert row.p == Undefined("all of them have the codes, or none has")
    assert row.saying == 0


def test_a_codebook_without_these_codes_has_no_pairs(make_study: Make) -> None:
    assert ask(people(make_study, 8), olbi(8), scale="OLBI", form=Form(anchor="agree_is_1")).beside == ()


def test_the_list_names_what_must_be_stated_and_what_is_not_shipped() -> None:
    found = list_scales()
    lines = {line.scale: line for line in found.rows()}
    assert lines["CBI"].states == ("--order energy_item_last|energy_item_fourth",)
    assert lines["K6"].states == ("--coding",)
    assert (lines["BRS"].permission, lines["BRS"].leave) == (
        "free_with_conditions",
        "free if the printed conditions are kept",
    )
    assert lines["MBI"].excluded.startswith("Commercial licence")
    assert any("never shipped" in sentence for sentence in found.policy)
