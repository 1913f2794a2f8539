from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from kangni.app.studies import Material, compare_studies
from kangni.core.errors import FaultyTable, NoEvidence, NothingToAnalyse
from kangni.core.undefined import Undefined
from kangni.exchange.tables.sheet import read_sheet
from kangni.results.studies import StudyComparison

TODAY = date(2026, 3, 1)
Make = Callable[..., Any]


def study(make_study: Make, letter: str, n: int, codings: list[str]) -> Any:
    texts = {f"{letter}{i}.zh": f"Q: 你好\n{letter}{i}: 很忙\n{letter}{i}: 很累" for i in range(n)}
    return make_study(texts, codings)


def ask(first: Any, second: Any, crosswalk: str | None = None) -> StudyComparison:
    sheet = read_sheet("crosswalk.csv", f"first_code,second_code,note\n{crosswalk}".encode()) if crosswalk else None
    return compare_studies(Material(first, first), Material(second, second), sheet, on=TODAY)


def pair(make_study: Make) -> tuple[Any, Any]:
    first = study(make_study, "P", 5, [f"A P{i}.zh 2 LOAD" for i in range(4)] + ["A P0.zh 3 TALK", "A P1.zh 2 TEAM"])
    second = study(make_study, "S", 6, ["A S0.zh 2 LOAD", "A S1.zh 2 HOPE", "A S1.zh 3 HOPE", "A S2.zh 2 TEAM"])
    return first, second


def sentences(found: StudyComparison) -> str:
    return " ".join(caution.sentence.format_map(dict(caution.facts)) for caution in found.cautions)


def test_two_studies_of_one_framework_are_paired_by_their_handles(make_study: Make) -> None:
    found = ask(*pair(make_study))
    load = next(row for row in found.contrasts if row.first_codes == ("LOAD",))
    assert (load.first_participants, load.first_n, load.second_participants, load.second_n) == (4, 5, 1, 6)
    assert load.difference == pytest.approx(4 / 5 - 1 / 6)
    assert load.place == 1
    assert not isinstance(load.p_boschloo, Undefined)
    assert (load.first_names, load.second_names) == (("P0", "P1", "P2", "P3"), ("S0",))
    assert [row.key for row in found.contrasts] == ["LOAD/risk/first", "HOPE/protective/first", "TEAM/protective/first"]
    assert found.crosswalk == "the same handles"
    assert found.partnerless == ()


def test_codes_without_a_partner_are_listed_with_who_names_them(make_study: Make) -> None:
    found = ask(*pair(make_study), "LOAD,LOAD,same\nWORN,,only asked here\n")
    assert [(row.key, row.participants, row.n, row.note) for row in found.partnerless] == [
        ("TEAM/first", 1, 5, ""),
        ("TALK/first", 1, 5, ""),
        ("WORN/first", 0, 5, "only asked here"),
        ("TEAM/second", 1, 6, ""),
        ("HOPE/second", 1, 6, ""),
    ]
    assert "5 codes have no partner" in sentences(found)


def test_codes_that_rows_tie_together_are_counted_as_one_and_a_person_once(make_study: Make) -> None:
    found = ask(*pair(make_study), "TEAM,HOPE,a\nTEAM,TEAM,b\nHOPE,TEAM,\n")
    (row,) = found.contrasts
    assert (row.first_codes, row.second_codes, row.note) == (("TEAM", "HOPE"), ("HOPE", "TEAM"), "a; b")
    assert (row.first_participants, row.second_participants) == (1, 2)
    assert row.key == "TEAM+HOPE/protective/first"


def test_evidence_opens_in_the_study_that_the_key_names(make_study: Make) -> None:
    found = ask(*pair(make_study), "TEAM,HOPE,\nTEAM,TEAM,\n")
    assert found.evidence("TEAM/protective/first").rows == (105,)
    assert found.evidence("HOPE+TEAM/protective/second").rows == (101, 102, 103)
    assert found.evidence("LOAD/second").rows == (100,)
    with pytest.raises(NoEvidence):
        found.evidence("LOAD/risk/first")
    assert set(found.keys()) == {
        "TEAM/protective/first",
        "HOPE+TEAM/protective/second",
        "LOAD/first",
        "TALK/first",
        "LOAD/second",
    }


def test_the_same_names_in_both_studies_are_said_not_to_be_independent(make_study: Make) -> None:
    first, _ = pair(make_study)
    found = ask(first, first)
    assert found.same_names == ("P0", "P1", "P2", "P3", "P4")
    assert "not independent" in sentences(found)


def test_who_has_left_is_asked_of_every_comparison(make_study: Make) -> None:
    assert "Ask of every difference who has left" in sentences(ask(*pair(make_study)))


def test_other_frameworks_need_a_crosswalk(make_study: Make) -> None:
    first, second = pair(make_study)
    second.kept = replace(second.kept, id="other")
    with pytest.raises(NothingToAnalyse, match="crosswalk"):
        ask(first, second)
    assert ask(first, second, "LOAD,LOAD,\n").contrasts


def test_a_crosswalk_with_unknown_codes_is_refused(make_study: Make) -> None:
    with pytest.raises(FaultyTable):
        ask(*pair(make_study), "LOAD,NONE,\n")
