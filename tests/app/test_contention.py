from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import kangni
from kangni.app.contention import contention
from kangni.core.errors import NoEvidence
from kangni.results.contention import Contention

TODAY = date(2026, 3, 1)
Make = Callable[..., Any]
TEXTS = {"P1.zh": "Q: 你好\nP1: 很忙，但是还好\nP1: 很累\nP1: 还好", "P2.zh": "P2: 同事好\nP2: 也烦"}


def ask(study: Any, reading: str = "any") -> Contention:
    return contention(study, study, on=TODAY, reading=reading)


def test_people_of_both_sides_stand_side_by_side_on_the_level_of_the_coding(make_study: Make) -> None:
    found = ask(
        make_study(TEXTS, ["A P1.zh 3 LOAD", "A P1.zh 4 TEAM", "A P2.zh 1 TEAM", "A P2.zh 2 LOAD level=person"])
    )
    assert [(row.key, row.pushed, row.held, row.both) for row in found.levels] == [
        ("level:person", ("P2",), (), ()),
        ("level:team", ("P1",), ("P1", "P2"), ("P1",)),
    ]


def test_a_person_has_factors_then_quotes_on_each_level(make_study: Make) -> None:
    codings = ["A P1.zh 2 LOAD", "B P1.zh 2 LOAD", "A P1.zh 3 LOAD", "A P1.zh 3 TEAM", "A P1.zh 4 HOPE"]
    found = ask(make_study(TEXTS, codings))
    person, team = found.rows()
    assert (person.level, person.risk_factors, person.protective_factors, person.risk_key) == ("person", 0, 1, "")
    assert (team.risk_factors, team.risk_quotes, team.protective_factors, team.protective_quotes) == (1, 2, 1, 1)
    assert found.evidence(team.risk_key).rows == (100, 101, 102)
    assert found.evidence("level:team/protective").rows == (103,)


def test_results_and_other_voices_push_nobody(make_study: Make) -> None:
    found = ask(make_study(TEXTS, ["A P1.zh 2 WORN", "A P1.zh 3 LOAD voice=public", "A P1.zh 4 TALK"]))
    assert (found.levels, found.people) == ((), ())


def test_a_factor_without_a_level_stands_on_none(make_study: Make) -> None:
    found = ask(make_study(TEXTS, ["A P1.zh 2 V.001 polarity=risk"]))
    assert [(row.key, row.level, row.name.en) for row in found.levels] == [("level:none", "", "")]


def test_though_still_ties_the_codes_of_its_turn_and_says_on_which_side_it_ends(make_study: Make) -> None:
    study = make_study(
        TEXTS, ["A P1.zh 2 TALK", "A P1.zh 2 LOAD", "A P1.zh 2 TEAM", "A P1.zh 3 LOAD", "A P2.zh 1 TALK"]
    )
    study.kept = replace(study.kept, contention=("TALK",))
    # the burden takes the first two characters of the turn only
    first = study.codings_set[1]
    study.codings_set = [study.codings_set[0], replace(first, end=first.start + 2), *study.codings_set[2:]]
    found = ask(study)
    assert [(turn.key, turn.risk, turn.protective, turn.ends_on) for turn in found.though] == [
        ("though/P1.zh/2", ("LOAD",), ("TEAM",), "protective"),
        ("though/P2.zh/1", (), (), ""),
    ]
    assert found.though_people == ("P1", "P2")
    assert found.evidence("though/P1.zh/2").rows == (100, 101, 102)


def test_though_still_that_ends_on_both_at_once_ends_on_neither(make_study: Make) -> None:
    study = make_study(TEXTS, ["A P1.zh 2 TALK", "A P1.zh 2 LOAD", "A P1.zh 2 TEAM"])
    study.kept = replace(study.kept, contention=("TALK",))
    assert ask(study).though[0].ends_on == ""


def test_a_study_without_claims_has_no_targets_and_unknown_keys_name_known_ones(make_study: Make) -> None:
    found = ask(make_study(TEXTS, ["A P1.zh 2 LOAD"]))
    assert found.targets == ()
    with pytest.raises(NoEvidence, match="level:team/risk"):
        found.evidence("level:moon/risk")


def test_every_key_opens_and_nothing_is_subtracted(make_study: Make) -> None:
    found = ask(make_study(TEXTS, ["A P1.zh 2 LOAD", "A P2.zh 1 TEAM"]))
    keys = found.keys()
    assert all(found.evidence(key).rows for key in keys)
    assert "Talk is no force meter" in found.cautions[-2].sentence
    json.dumps(found.to_dict())


def test_on_the_demo_study_four_people_say_though_still_and_states_are_raised_and_lowered(demo_original: Path) -> None:
    # [1] one calculation, checked against the tables of codings and claims
    with kangni.open(demo_original) as study:
        found = study.contention()
        assert found.though_people == ("P03", "P04", "P07", "P08")
        assert [(turn.participant, turn.ends_on) for turn in found.though if turn.ends_on] == [("P04", "risk")]
        states = {row.code: (len(row.raised_by), len(row.lowered_by), row.both) for row in found.targets}
        assert states["OUT.08"] == (2, 6, ("P03",))
        assert states["OUT.09"] == (4, 0, ())
        quotes = study.contention().evidence("OUT.08/raised")
        assert {quote.participant for quote in quotes} == {"P02", "P03"}
