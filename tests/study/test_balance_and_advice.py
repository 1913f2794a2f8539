"""The demo study's balance and advice through the open study: METHODS.md sections 9, 14.4, 14.9 and 14.10."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

import kangni
from kangni.core.undefined import Number, Undefined
from kangni.results.advice import AddresseeAdvice, Comparison
from kangni.results.levers import Together
from kangni.study import Study


@pytest.fixture(scope="module")
def study(demo_original: Path) -> Iterator[Study]:
    with kangni.open(demo_original) as opened:
        yield opened


def defined(number: Number) -> float:
    assert not isinstance(number, Undefined)
    return number


def test_the_map_the_scale_and_the_unit(study: Study) -> None:
    found = study.simulate(members=64).result
    assert (found.participants, found.claims, found.links, found.factors, found.contested) == (10, 208, 137, 65, 6)
    assert defined(found.scaling.spectral_radius) == pytest.approx(0.239932, abs=5e-7)
    assert defined(found.scaling.scale) == pytest.approx(2.083922, abs=5e-7)
    assert defined(found.scaling.unit_dip) == pytest.approx(0.02655, abs=1e-5)
    assert (found.scaling.moving, found.scaling.episodes) == (30, 33)
    assert found.baseline == pytest.approx(0.5)
    assert [domain.left_out for domain in found.roles.functioning] == [(), ("OUT.06",), (), ()]


def test_the_environments_hold_most_where_colleagues_are(study: Study) -> None:
    found = study.simulate(members=320).result
    holds = {holding.level: holding for holding in found.holds}
    assert [len(holds[level].codes) for level in ("organisation", "institution", "service_users")] == [6, 4, 3]
    deepest = found.holds[0].shift
    assert not isinstance(deepest, Undefined)
    assert found.holds[0].level == "organisation"
    assert defined(deepest.high) - defined(deepest.low) == pytest.approx(8, abs=1.5)  # "up to 8 wide"


def test_the_map_explains_and_does_not_forecast(study: Study) -> None:
    told = study.simulate(members=64).result.told
    assert not isinstance(told, Undefined)
    assert told.episodes == 33
    d = {telling.predictor: defined(telling.d) for telling in told.tellings}
    assert 0.38 <= d["map without the participant"] <= 0.48
    assert d["protective minus risk moments, no map"] == pytest.approx(0.683924, abs=5e-7)
    assert d["stressor alone"] == pytest.approx(0.10, abs=0.06)
    assert d["same links, weights at random"] == pytest.approx(0.36, abs=0.1)
    assert abs(d["rewired maps"]) < 0.25
    assert told.rewired_as_good <= 12  # of 200


def test_levers_stand_by_who_asks_for_them(study: Study) -> None:
    found = study.advise(members=320).result
    by_addressee = {advice.addressee: advice for advice in found.addressees}
    assert (found.suggestions, found.tied) == (36, 35)

    def asked(addressee: str) -> list[tuple[str, int, int]]:
        group: AddresseeAdvice = by_addressee[addressee]
        return [(lever.id, len(lever.askers), len(lever.supporters)) for lever in group.levers]

    assert asked("individual")[:2] == [("seeking_help", 6, 6), ("own_life", 3, 6)]
    assert asked("departments")[:3] == [("supervision", 5, 6), ("evaluation", 5, 5), ("leadership_care", 4, 7)]
    assert asked("society")[0] == ("stigma", 6, 7)
    assert {lever.id for advice in found.addressees for lever in advice.holds_now} == {"team", "negotiating"}
    assert [one.participant for one in by_addressee["individual"].declining] == ["P08"]
    assert [one.participant for one in by_addressee["departments"].untied] == ["P05"]


def test_levers_add_up_two_at_a_time_but_where_they_do_the_same(study: Study) -> None:
    found = study.advise(members=320).result
    assert len(found.pairs) == 231  # of 22 levers
    less = {frozenset((pair.first, pair.second)) for pair in found.pairs if pair.together is Together.LESS}
    assert {"load", "team"} in less
    assert {pair.together for pair in found.pairs} == {Together.LESS, Together.ADDS_UP}


def test_a_budget_is_spent_as_people_ask_and_as_the_map_has_it(study: Study, tmp_path: Path) -> None:
    table = tmp_path / "costs.csv"
    table.write_text("lever,cost\nsupervision,3\nteam,2\nload,4\nseeking_help,1\nevaluation,2\nown_life,1\n", "utf-8")
    found = study.advise(costs=table, budget=6, members=320).result.budget
    assert found is not None
    asked, most = found.sets
    assert asked.levers == ("seeking_help", "supervision", "evaluation")
    assert set(most.levers) == {"supervision", "team", "own_life"}
    assert (len(asked.askers), asked.cost, found.compared, found.complete) == (8, 6, 31, True)


def test_every_lever_is_told_in_both_languages(study: Study) -> None:
    for lever in study.advise(members=320).result.levers():
        assert lever.name.en in lever.sentence.en
        assert lever.name.zh in lever.sentence.zh
        assert "{" not in lever.sentence.en + lever.sentence.zh


def test_the_order_is_steady_without_any_one_person_and_rests_on_one_coder(study: Study) -> None:
    found = study.advise(members=320).result
    without = [defined(one.agreement) for one in found.steadiness if one.kind is Comparison.WITHOUT]
    assert len(without) == 10
    assert min(without) > 0.85  # printed: .92-.99
    by_coder = {one.name: one for one in found.steadiness if one.kind is Comparison.ONE_CODER}
    assert defined(by_coder["A"].agreement) > 0.95  # printed: .99
    assert defined(by_coder["B"].agreement) < 0.75  # printed: .48
    nulls = {one.kind: defined(one.agreement) for one in found.steadiness if one.name == ""}
    assert nulls[Comparison.RANDOM_WEIGHTS] == pytest.approx(0.87, abs=0.12)
    assert nulls[Comparison.REWIRED] < 0.55


def test_every_lever_opens_to_words(study: Study) -> None:
    found = study.advise(members=320)
    for lever in (lever for advice in found.result.addressees for lever in advice.levers):
        quotes = found.evidence(lever.id, unrestricted=True)
        assert {quote.participant for quote in quotes} == set(lever.askers)
