from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from kangni.app.agreement import agreement
from kangni.core.errors import MethodInput, UnknownName, UnknownTerm
from kangni.core.undefined import Undefined
from kangni.results.agreement import AgreementUnit

MakeStudy = Callable[..., Any]
TODAY = date(2026, 1, 1)
# P1's second turn stands at 21-52: "I am tired. The load is heavy."
TALK = (
    "Q: How is it?\nP1: I am tired. The load is heavy.\nQ: And then?\nP1: Then I rest. My team helps me. It is fine.\n"
)
DONE = ("A P1.en", "B P1.en")


def said(study: Any, *lines: tuple[str, str, str]) -> Any:
    """Let coders set codes on words, each given as coder, words and code."""
    text = study.documents[0].text
    (example,) = study.codings_set
    study.codings_set = [
        replace(example, coder=coder, start=text.index(words), end=text.index(words) + len(words), code=code)
        for coder, words, code in lines
    ]
    return study


@pytest.fixture
def talk(make_study: MakeStudy) -> Any:
    return said(
        make_study({"P1.en": TALK}, ["A P1.en 2 LOAD"], done=DONE),
        ("A", "The load is heavy.", "LOAD"),
        ("B", "load", "LOAD"),
        ("A", "My team helps me.", "TEAM"),
        ("B", "My team helps me. It is fine.", "TEAM"),
    )


def settings_of(shown: Any) -> dict[str, object]:
    return {setting.name: setting.value for setting in shown.settings}


def test_sentences_are_units_of_their_own_and_their_rules_are_named(talk: Any) -> None:
    shown = agreement(talk, talk, on=TODAY, unit="sentence")
    load, team = shown.code_rows
    assert shown.units == 5
    assert (load.both, load.only_first, load.only_second) == (1, 0, 0)
    assert (team.both, team.only_first, team.only_second) == (1, 0, 1)
    assert settings_of(shown)["unit"] == "sentence of a participant's turn"
    assert settings_of(shown)["segmenter"] == "kangni-sentences-1"


def test_windows_have_the_length_asked_for(talk: Any) -> None:
    shown = agreement(talk, talk, on=TODAY, unit="window", window=10)
    # turns of 30 and 42 characters; "The load is heavy." covers the last two windows of the first, "load" one of them
    assert shown.units == 3 + 5
    load, _ = shown.code_rows
    assert (load.both, load.only_first) == (1, 1)
    assert settings_of(shown)["characters in a window"] == 10
    with pytest.raises(MethodInput, match="0 characters"):
        agreement(talk, talk, on=TODAY, unit="window", window=0)


def test_characters_are_counted_without_the_interviewers(talk: Any) -> None:
    shown = agreement(talk, talk, on=TODAY, unit="character")
    load, team = shown.code_rows
    assert (shown.units, shown.characters) == (72, 72)
    assert (load.both, load.only_first, load.only_second, load.neither) == (4, 14, 0, 54)
    assert (team.both, team.only_first, team.only_second) == (17, 0, 12)
    assert load.percent == pytest.approx(58 / 72)
    assert shown.sets.alpha == Undefined("sets of codes are compared by turn, sentence or window")


def test_spans_are_compared_as_they_were_marked(talk: Any) -> None:
    shown = agreement(talk, talk, on=TODAY, unit="span")
    assert shown.spans is not None
    load, team = shown.spans.codes
    assert (shown.units, shown.code_rows, shown.pooled, len(shown.rows())) == (4, (), (), 2)
    assert (load.spans, load.characters, load.matched, load.exact) == (2, 22, 1, 0)
    assert (load.f1, load.character_f1) == pytest.approx((1, 2 * 4 / 22))
    assert load.boundary_distance == pytest.approx((4 + 10) / 2)
    assert team.boundary_distance == pytest.approx(12 / 2)
    # by hand: l = 144, of the code 46, matched 2 * 17, of the gap 98, matched 2 * 43; squares 17² + 29², gap 98
    chance = 144 * ((46**2 - 17**2 - 29**2) + (98**2 - 98)) / (144**2 - 17**2 - 29**2 - 98)
    assert team.u_alpha == pytest.approx(1 - (144 - 34 - 86) / (144 - chance))
    assert team.gamma == Undefined("gamma takes chance and time: ask for it by name")
    assert [pair.cu_alpha for pair in shown.spans.pairs] == pytest.approx([1])
    assert [row.ku_alpha for row in shown.spans.pair_codes] == pytest.approx([1, 1])
    assert [row.coverage for row in shown.spans.pair_codes] == pytest.approx([8 / 22, 34 / 46])


def test_codes_on_the_same_words_leave_what_and_where_undefined(talk: Any) -> None:
    said(
        talk_of := replace(talk, codings_set=talk.codings_set[:1]),
        ("A", "My team", "TEAM"),
        ("A", "team helps", "HOPE"),
    )
    shown = agreement(talk_of, talk_of, on=TODAY, unit="span")
    assert shown.spans is not None
    assert shown.spans.what_and_where == Undefined("some coder put two codes on the same words")
    assert shown.spans.pair_codes == ()


def test_gamma_is_computed_where_it_is_named_and_repeats_with_its_seed(talk: Any) -> None:
    first, again = (agreement(talk, talk, on=TODAY, unit="span", coefficient="gamma", seed=3) for _ in range(2))
    assert first.spans == again.spans
    assert first.spans is not None
    assert isinstance(first.spans.gamma, float)
    assert settings_of(first)["shuffles behind gamma"] == 30
    assert first.coefficient == "gamma"
    assert [row.coefficient for row in first.summaries] == ["u_alpha", "f1", "character_f1", "gamma"]


def test_a_group_counts_a_code_and_all_below_it_as_one(talk: Any) -> None:
    parent, child, *others = talk.codes
    talk.codes = (parent, replace(child, parent=parent.id), *others)  # TEAM below LOAD
    shown = agreement(talk, talk, on=TODAY, by="group")
    (row,) = shown.code_rows
    assert (row.code, row.both, row.neither) == ("LOAD", 2, 0)
    assert shown.unused == ("HOPE", "TALK", "WORN", "V.001")
    assert shown.evidence("LOAD").rows == (100, 101, 102, 103)
    assert settings_of(shown)["by"] == "group"


def test_all_codes_as_one_say_whether_anything_was_coded(talk: Any) -> None:
    shown = agreement(talk, talk, on=TODAY, by="all", unit="sentence")
    (row,) = shown.code_rows
    assert (row.code, row.both, row.only_second, row.neither) == ("*", 2, 1, 2)
    # the sets keep their codes apart
    assert (shown.sets.distinct_sets, shown.sets_jaccard.distance) == (3, "Jaccard")


def test_some_codes_only_can_be_asked_about(talk: Any) -> None:
    shown = agreement(talk, talk, on=TODAY, codes=("TEAM",))
    assert [row.code for row in shown.code_rows] == ["TEAM"]
    assert shown.unused == ()
    assert settings_of(shown)["codes"] == "TEAM"
    with pytest.raises(UnknownName, match="TEAMS"):
        agreement(talk, talk, on=TODAY, codes=("TEAMS",))


@pytest.mark.parametrize("unit", ["sentence", "window", "character", "span"])
def test_passages_and_kinds_are_of_turns_whatever_the_figures_count(talk: Any, unit: AgreementUnit) -> None:
    by_turn, other = agreement(talk, talk, on=TODAY), agreement(talk, talk, on=TODAY, unit=unit)
    assert [passage.key for passage in other.passages()] == [passage.key for passage in by_turn.passages()]
    assert other.kinds == by_turn.kinds


@pytest.mark.parametrize(("unit", "coefficient"), [("turn", "gamma"), ("span", "kappa")])
def test_a_coefficient_that_the_unit_has_not_is_refused(talk: Any, unit: AgreementUnit, coefficient: Any) -> None:
    with pytest.raises(UnknownTerm, match=coefficient):
        agreement(talk, talk, on=TODAY, unit=unit, coefficient=coefficient)


def test_much_agreement_with_little_kappa_is_explained(make_study: MakeStudy) -> None:
    turns = "".join(f"P1: word {i}\n" for i in range(40))
    study = make_study(
        {"P1.en": turns},
        ["A P1.en 1 LOAD", "A P1.en 2 LOAD", "B P1.en 2 LOAD", "B P1.en 3 LOAD", "A P1.en 9 TEAM", "B P1.en 9 TEAM"],
        done=DONE,
    )
    shown = agreement(study, study, on=TODAY)
    load, team = shown.code_rows
    assert load.percent == pytest.approx(0.95)
    assert (load.prevalence_index, load.bias_index) == pytest.approx((0.9, 0))
    assert load.brennan_prediger == pytest.approx(0.9)
    assert load.kappa == pytest.approx((0.95 - 0.905) / 0.095)
    assert team.kappa == pytest.approx(1)
    (explained,) = shown.paradoxes
    assert dict(explained.facts) == {
        "code": "LOAD", "percent": "95.0%", "coefficient": "κ", "value": "0.47", "prevalence": "0.90",
        "chance": "90.5%", "differs": 2,
    }  # fmt: skip
    assert any("1 of 2 codes have 80 percent agreement or more" in caution.sentence.format_map(dict(caution.facts))
               for caution in shown.cautions)  # fmt: skip
