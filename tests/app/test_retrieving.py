from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any, Protocol

import pytest

from kangni.app.retrieving import retrieve
from kangni.core.errors import UnknownName, UnknownTerm
from kangni.core.ports import Reader
from kangni.core.retrieval import Conditions
from kangni.methods.columns import ColumnSource
from kangni.results.retrieval import Retrieval

TEXTS = {f"P{i}.zh": f"Q: 你好\nP{i}: 很忙\nP{i}: 很累\nP{i}: 还好\nP{i}: 没事" for i in range(1, 4)}
CODINGS = [
    "A P1.zh 2 LOAD",
    "B P1.zh 2 TEAM",
    "A P1.zh 4 LOAD",
    "A P1.zh 5 HOPE",
    "B P2.zh 2 LOAD polarity=protective",
    "A P2.zh 2 LOAD",
    "A P3.zh 3-4 TALK voice=public",
    "A P3.zh 4 TEAM",
]


class Study(Reader, ColumnSource, Protocol):
    """What the fake keeps."""


Make = Callable[..., Study]


def ask(study: Study, by: str = "participant", **asked: Any) -> Retrieval:
    return retrieve(study, study, Conditions(**asked), on=date(2026, 3, 1), by=by)


def places(found: Retrieval) -> list[tuple[str, int | None, str, str]]:
    return [(row.document, row.turn, row.code, row.coder) for row in found.rows()]


def test_without_conditions_every_coding_is_found(make_study: Make) -> None:
    found = ask(make_study(TEXTS, CODINGS))
    assert (found.codings, found.quotes, found.participants) == (8, 7, 3)


def test_a_code_finds_its_codings_by_participant_and_place(make_study: Make) -> None:
    assert places(ask(make_study(TEXTS, CODINGS), codes=("LOAD",))) == [
        ("P1.zh", 2, "LOAD", "A"),
        ("P1.zh", 4, "LOAD", "A"),
        ("P2.zh", 2, "LOAD", "B"),
        ("P2.zh", 2, "LOAD", "A"),
    ]


def test_codes_are_joined_by_or(make_study: Make) -> None:
    assert ask(make_study(TEXTS, CODINGS), codes=("HOPE", "TALK")).codings == 2


def test_a_code_together_with_another_in_a_turn_is_found_whoever_set_it(make_study: Make) -> None:
    found = ask(make_study(TEXTS, CODINGS), codes=("LOAD",), together=("TEAM",))
    assert places(found) == [("P1.zh", 2, "LOAD", "A")]


def test_both_quotes_are_found_where_only_together_is_asked(make_study: Make) -> None:
    assert places(ask(make_study(TEXTS, CODINGS), together=("LOAD", "TEAM"))) == [
        ("P1.zh", 2, "LOAD", "A"),
        ("P1.zh", 2, "TEAM", "B"),
    ]


def test_without_leaves_out_what_stands_with_the_code(make_study: Make) -> None:
    found = ask(make_study(TEXTS, CODINGS), codes=("LOAD",), without=("TEAM",))
    assert [place[:2] for place in places(found)] == [("P1.zh", 4), ("P2.zh", 2), ("P2.zh", 2)]


@pytest.mark.parametrize(("turns", "expected"), [(0, 0), (1, 1), (2, 1), (3, 2)])
def test_near_counts_turns_in_between(make_study: Make, turns: int, expected: int) -> None:
    found = ask(make_study(TEXTS, CODINGS), codes=("LOAD",), together=("HOPE",), within="near", turns=turns)
    assert found.codings == expected


def test_near_never_reaches_into_another_text(make_study: Make) -> None:
    found = ask(make_study(TEXTS, CODINGS), codes=("HOPE",), together=("LOAD",), within="near", turns=1)
    assert places(found) == [("P1.zh", 5, "HOPE", "A")]
    assert ask(make_study(TEXTS, CODINGS), codes=("TALK",), together=("HOPE",), within="near", turns=50).codings == 0


def test_the_same_words_are_a_matter_of_characters(make_study: Make) -> None:
    study = make_study(TEXTS, ["A P1.zh 2-3 LOAD", "B P1.zh 3 TEAM", "A P1.zh 4 HOPE"])
    assert ask(study, codes=("LOAD",), together=("TEAM",), within="words").codings == 1
    assert ask(study, codes=("LOAD",), together=("HOPE",), within="words").codings == 0


def test_an_episode_holds_what_lies_on_its_moments(make_study: Make) -> None:
    study = make_study(
        TEXTS,
        ["A P1.zh head LOAD", "A P1.zh head TEAM", "A P1.zh 4 TEAM"],
        episodes=["A P1 P1.zh stressor:LOAD process:- = open"],
    )
    assert ask(study, codes=("TEAM",), together=("LOAD",), within="episode").codings == 1


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({"people": ("P1", "P3")}, 6),
        ({"coders": ("B",)}, 2),
        ({"polarities": ("protective",)}, 4),
        ({"levels": ("team",)}, 6),
        ({"voices": ("public",)}, 1),
        ({"stances": ("rejects",)}, 0),
        ({"words": "很忙"}, 4),
        ({"words": "很忙", "codes": ("TEAM",)}, 1),
    ],
)
def test_readings_people_coders_and_words_narrow_it(make_study: Make, asked: dict[str, Any], expected: int) -> None:
    assert ask(make_study(TEXTS, CODINGS), **asked).codings == expected


@pytest.mark.parametrize(
    ("where", "expected"),
    [
        (("role=lead",), ["P2"]),
        (("role=LEAD", "role=front"), ["P1", "P2"]),
        (("role!=lead",), ["P1", "P3"]),
        (("age>=35",), ["P2", "P3"]),
        (("age<=35", "age>=35"), ["P2"]),
        (("role=other", "age>=40"), ["P3"]),
    ],
)
def test_attributes_choose_people(make_study: Make, where: tuple[str, ...], expected: list[str]) -> None:
    study = _with_attributes(make_study(TEXTS, CODINGS))
    assert list(dict.fromkeys(row.participant for row in ask(study, where=where).rows())) == expected


def test_what_is_not_there_is_said(make_study: Make) -> None:
    study = _with_attributes(make_study(TEXTS, CODINGS))
    names: list[dict[str, Any]] = [{"codes": ("NOPE",)}, {"people": ("P9",)}, {"where": ("ag=3",)}]
    terms: list[dict[str, Any]] = [{"coders": ("Z",)}, {"voices": ("loud",)}, {"where": ("age",)}]
    for wrong in names:
        with pytest.raises(UnknownName):
            ask(study, **wrong)
    for wrong in [*terms, {"where": ("age>=old",)}]:
        with pytest.raises(UnknownTerm):
            ask(study, **wrong)


def test_people_who_refuse_analysis_are_left_out_and_it_is_said(make_study: Make) -> None:
    found = ask(make_study(TEXTS, CODINGS, consent={"P2": "quote"}), codes=("LOAD",))
    assert (found.codings, found.participants) == (2, 1)
    assert found.cautions[0].facts == (("count", 2), ("n", 0))


def test_the_matrix_of_participants_counts_quotes_and_opens(make_study: Make) -> None:
    found = ask(make_study(TEXTS, CODINGS))
    assert (found.codes, found.columns) == (("LOAD", "TEAM", "HOPE", "TALK"), ("P1", "P2", "P3"))
    assert found.cells.tolist() == [[2, 1, 0], [1, 0, 1], [1, 0, 0], [0, 0, 1]]
    assert len(found.evidence("LOAD/P2").rows) == 2  # two coders, one quote
    assert found.find("HOPE/P2") is None


def test_the_matrix_of_codes_counts_turns_with_both(make_study: Make) -> None:
    found = ask(make_study(TEXTS, CODINGS), by="code")
    assert found.cells.tolist() == [[3, 1, 0, 0], [1, 2, 0, 0], [0, 0, 1, 0], [0, 0, 0, 1]]
    assert len(found.evidence("LOAD/TEAM").rows) == 2


def test_the_matrix_of_an_attribute_has_its_groups(make_study: Make) -> None:
    found = ask(_with_attributes(make_study(TEXTS, CODINGS)), by="role", codes=("LOAD",))
    assert found.columns == ("front", "lead", "other")
    assert found.cells.tolist() == [[2, 1, 0]]


def test_a_part_of_the_list_opens_by_its_numbers(make_study: Make) -> None:
    found = ask(make_study(TEXTS, CODINGS))
    assert found.evidence("1-2").rows + found.evidence("3-99").rows == found.evidence("all").rows


def test_nothing_found_is_an_empty_answer(make_study: Make) -> None:
    for by in ("participant", "code"):
        found = ask(make_study(TEXTS, CODINGS), codes=("WORN",), by=by)
        assert (found.codings, found.rows(), found.keys()) == (0, (), ("all",))


def _with_attributes(study: Any) -> Study:
    values = {"P1": ("front", 30), "P2": ("lead", 35), "P3": ("other", 41)}
    people = [
        replace(person, attributes=dict(zip(("role", "age"), values[person.handle], strict=True)))
        for person in study.people
    ]
    found: Study = replace(study, people=people)
    return found
