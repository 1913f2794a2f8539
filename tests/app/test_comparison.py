from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from kangni.app.comparison import compare
from kangni.core.errors import NoEvidence, NothingToAnalyse
from kangni.core.people import AttributeValue
from kangni.core.undefined import Undefined
from kangni.results.comparison import Comparison

TODAY = date(2026, 3, 1)
Make = Callable[..., Any]


def study(make_study: Make, codings: list[str], values: Mapping[str, AttributeValue], **more: str) -> Any:
    texts = {f"{handle}.zh": f"Q: 你好\n{handle}: 很忙\n{handle}: 很累{more.get(handle, '')}" for handle in values}
    made = make_study(texts, codings)
    made.people = [replace(person, attributes={"role": values[person.handle]}) for person in made.people]
    return made


def five_and_six(make_study: Make, **more: str) -> Any:
    values = {f"A{i}": "aide" for i in range(5)} | {f"L{i}": "lead" for i in range(6)}
    codings = [f"A A{i}.zh 2 LOAD" for i in range(5)] + ["A L0.zh 2 LOAD", "A L1.zh 2 TEAM", "A L1.zh 3 TEAM"]
    return study(make_study, codings, values, **more)


def ask(made: Any, **chosen: Any) -> Comparison:
    return compare(made, made, on=TODAY, attribute="role", **chosen)


def sentences(found: Comparison) -> list[str]:
    return [caution.sentence.format_map(dict(caution.facts)) for caution in found.cautions]


def test_people_of_each_group_are_counted_and_the_largest_difference_stands_first(make_study: Make) -> None:
    found = ask(five_and_six(make_study))
    first, second = found.contrasts
    assert (first.key, first.first, first.second) == ("LOAD/risk", "aide", "lead")
    assert (first.first_participants, first.first_n, first.second_participants, first.second_n) == (5, 5, 1, 6)
    assert first.difference == pytest.approx(5 / 6)
    assert (first.place, second.key, second.place) == (1, "TEAM/protective", 2)
    assert (second.first_participants, second.second_participants) == (0, 1)  # two quotes, one person
    assert second.second_names == ("L1",)


def test_p_values_are_boschloos_with_fishers_beside_and_adjusted_as_one_family(make_study: Make) -> None:
    found = ask(five_and_six(make_study), with_barnard=True)
    first, second = found.contrasts
    assert first.p_fisher == pytest.approx(0.015152, abs=5e-7)  # (1 x 6) / C(11, 5), mirrored by none
    assert not isinstance(first.p_boschloo, Undefined)
    assert not isinstance(first.p_adjusted, Undefined)
    assert not isinstance(first.p_barnard, Undefined)
    assert first.p_boschloo < 0.0152
    assert first.p_adjusted == pytest.approx(2 * first.p_boschloo)
    assert (found.family, second.p_adjusted) == (2, second.p_boschloo)


def test_a_group_of_four_gets_no_p_value_and_that_is_said(make_study: Make) -> None:
    values = {f"A{i}": "aide" for i in range(4)} | {f"L{i}": "lead" for i in range(6)}
    found = ask(study(make_study, ["A A0.zh 2 LOAD"], values))
    assert found.contrasts[0].p_boschloo == Undefined("a group has fewer than 5 people")
    assert found.contrasts[0].p_fisher == Undefined("a group has fewer than 5 people")
    assert found.family == 0
    assert any("aide (4)" in sentence for sentence in sentences(found))
    assert not isinstance(found.contrasts[0].lower, Undefined)


def test_what_the_sizes_allow_is_computed(make_study: Make) -> None:
    allowed = next(sentence for sentence in sentences(ask(five_and_six(make_study))) if "earliest" in sentence)
    assert "aide (5) and lead (6)" in allowed
    assert "at the earliest at 3 against 0 people" in allowed  # SciPy: .0418, and .1715 for 2 against 0


def test_with_fewer_than_ten_a_side_no_difference_is_never_claimed(make_study: Make) -> None:
    found = ask(five_and_six(make_study))
    assert any("never a finding of no difference" in sentence for sentence in sentences(found))
    assert [(point.participant, point.group, point.factors) for point in found.points][:2] == [
        ("A0", "aide", 1),
        ("A1", "aide", 1),
    ]


def test_exposure_of_each_group_is_shown_and_uneven_talk_is_said(make_study: Make) -> None:
    talkative = {f"A{i}": "，我再说一些，再说一些" for i in range(5)}
    found = ask(five_and_six(make_study, **talkative))
    aide, lead = found.groups
    assert (aide.exposure, aide.exposure_each, lead.exposure_each) == (75, 15, 4)
    assert any("A person of aide said 3.8 times as much as one of lead" in sentence for sentence in sentences(found))
    talk = found.talk[0]
    assert (talk.measure, talk.delta, talk.divisions) == ("how much a person said", 1, 462)
    assert talk.p == pytest.approx(1 / 462)


def test_who_has_no_value_stands_in_no_group_and_is_named(make_study: Make) -> None:
    made = five_and_six(make_study)
    made.people = [replace(made.people[0], attributes={}), *made.people[1:]]
    found = ask(made)
    assert (found.n, found.ungrouped) == (10, ("A0",))
    assert any("1 of 11 participants" in sentence and sentence.endswith("A0.") for sentence in sentences(found))


def test_evidence_opens_by_code_polarity_and_group(make_study: Make) -> None:
    found = ask(five_and_six(make_study))
    assert found.evidence("LOAD/risk/lead").rows == (105,)
    assert found.evidence("LOAD/risk/aide").rows == (100, 101, 102, 103, 104)
    assert found.evidence("LOAD/risk").rows == (100, 101, 102, 103, 104, 105)
    keys = set(found.keys())
    assert "LOAD/risk/lead" in keys
    assert "TEAM/protective/aide" not in keys
    with pytest.raises(NoEvidence):
        found.evidence("LOAD/risk/nobody")


def test_a_group_named_as_a_polarity_does_not_hide_it(make_study: Make) -> None:
    values: dict[str, AttributeValue] = {"P1": "risk", "P2": "safe"}
    found = ask(study(make_study, ["A P1.zh 2 LOAD", "A P2.zh 2 LOAD"], values))
    assert found.evidence("LOAD/risk").rows == (100, 101)
    assert found.evidence("LOAD/risk/risk").rows == (100,)


def test_one_group_alone_cannot_be_compared(make_study: Make) -> None:
    values: dict[str, AttributeValue] = {"P1": "lead", "P2": "lead"}
    with pytest.raises(NothingToAnalyse):
        ask(study(make_study, ["A P1.zh 2 LOAD"], values))


def test_settings_state_the_split_and_the_family(make_study: Make) -> None:
    settings = {setting.name: setting.value for setting in ask(five_and_six(make_study)).settings}
    assert settings["groups by"] == "each value"
    assert settings["family"] == "all factors of one screen"
    assert "interval of rates" not in settings
