"""Agreement as the start of a conversation: kinds, ranks, decisions, first readings, drift, and reliability."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pytest

from kangni.app.agreement import agreement
from kangni.core.decisions import Decision, DecisionOutcome, PassageReading
from kangni.core.errors import MethodInput, NothingToAnalyse
from kangni.core.names import CoderId, DecisionId
from kangni.core.people import Assignment, Coder, Progress
from kangni.core.text import Span
from kangni.core.undefined import Undefined
from kangni.results.agreement import AgreementResult

TODAY = date(2026, 3, 1)
TALK = "Q: how are you\nP1: tired of it\nP1: we laugh a lot\nP1: it will pass\n"
BOTH_DONE = ("A P1.en", "B P1.en")

MakeStudy = Callable[..., Any]


def sentences(result: AgreementResult) -> Sequence[str]:
    return [caution.sentence.format(**dict(caution.facts)) for caution in result.cautions]


def decided(study: Any, *codes: str, turn: int | None = 2, number: int = 9, **said: Any) -> Decision:
    """A decision on a turn of the first document, where A had given all of these codes and B nothing."""
    ids = {code.handle: code.id for code in study.codes}
    who = {coder.handle: coder.id for coder in study.coders}
    readings = [PassageReading(who["A"], ids[code]) for code in codes]
    decision = Decision(
        DecisionId(UUID(int=number)),
        study.document_heads()[0].id,
        turn=turn,
        span=said.pop("span", None),
        readings=(*readings, PassageReading(who["B"], None)),
        outcome=DecisionOutcome.BOTH_STAND,
        decided_by=(who["A"],),
        reason="two sides",
        at=datetime(2026, 3, 1, tzinfo=UTC),
        number=number,
    )
    return replace(decision, **said)


def assigned(study: Any, *done: tuple[str, str, int | None]) -> list[Assignment]:
    coders = {coder.handle: coder.id for coder in study.coders}
    documents = {head.handle: head.id for head in study.document_heads()}
    return [Assignment(coders[coder], documents[text], Progress.DONE, number) for coder, text, number in done]


# --- kinds and ranks ------------------------------------------------------------------------------------------------


def test_the_demo_study_tells_each_difference_by_its_kind(demo: Any) -> None:
    shown = agreement(demo, demo, on=TODAY)
    counts = {row.kind: row.passages for row in shown.kinds}
    assert counts == {"missed": 93, "different code": 117, "polarity": 5, "level": 6, "boundary": 10}
    assert counts == dict(Counter(passage.kind for passage in shown.passages()))
    assert shown.differing == sum(counts.values()) == sum(row.open for row in shown.kinds)


def test_the_passages_of_the_demo_study_stand_in_the_order_of_what_they_would_change(demo: Any) -> None:
    def largest(*changes: float | Undefined) -> float:
        return round(max(0 if isinstance(change, Undefined) else abs(change) for change in changes), 9)

    found = [
        (
            -largest(passage.pooled_if_given, passage.pooled_if_dropped),
            -largest(passage.code_if_given, passage.code_if_dropped),
            passage.document,
            passage.turn,
        )
        for passage in agreement(demo, demo, on=TODAY).passages()
    ]
    assert found == sorted(found)
    assert len({pooled for pooled, *_ in found}) == 2  # two coders: every difference the same, and the shades nothing


def test_a_passage_says_what_alpha_would_be_if_it_were_settled_either_way(make_study: MakeStudy) -> None:
    study = make_study({"P1.en": TALK}, ["A P1.en 2-3 LOAD", "B P1.en 2 LOAD"], done=BOTH_DONE)
    (passage,) = agreement(study, study, on=TODAY).passages()
    # by hand: both, one, neither: 3 yes and 3 no of 6, alpha 1 - 2 * 5 / 18 = 4/9; settled either way 1
    assert passage.key == "LOAD/P1.en/3"
    assert (passage.code_if_given, passage.code_if_dropped) == pytest.approx((5 / 9, 5 / 9))
    assert (passage.pooled_if_given, passage.pooled_if_dropped) == pytest.approx((5 / 9, 5 / 9))


def test_a_change_that_leaves_one_value_only_does_not_exist(make_study: MakeStudy) -> None:
    study = make_study({"P1.en": TALK}, ["A P1.en 2 LOAD"], done=BOTH_DONE)
    (passage,) = agreement(study, study, on=TODAY).passages()
    assert passage.code_if_dropped == Undefined("only one value is used before or after")


def test_a_passage_of_a_rare_code_comes_before_one_of_a_common_code(make_study: MakeStudy) -> None:
    study = make_study(
        {"P1.en": TALK, "P2.en": TALK.replace("P1", "P2")},
        [
            "A P1.en 2 LOAD", "A P1.en 3 LOAD", "B P1.en 3 LOAD", "A P2.en 2 LOAD", "B P2.en 2 LOAD",
            "A P2.en 3 LOAD", "B P2.en 3 LOAD", "B P2.en 4 HOPE",
        ],
        done=[f"{coder} {text}.en" for coder in "AB" for text in ("P1", "P2")],
    )  # fmt: skip
    assert [passage.key for passage in agreement(study, study, on=TODAY).passages()] == ["HOPE/P2.en/4", "LOAD/P1.en/2"]


def test_the_first_few_passages_can_be_asked_for(demo: Any) -> None:
    shown = agreement(demo, demo, on=TODAY)
    assert [one.key for one in shown.passages(most=3)] == [one.key for one in shown.passages()[:3]]


def test_readings_that_share_the_code_can_differ_in_polarity_level_and_bounds(make_study: MakeStudy) -> None:
    study = make_study(
        {"P1.en": TALK},
        [
            "A P1.en 2 TEAM polarity=risk", "B P1.en 2 TEAM",
            "A P1.en 3 TEAM level=person", "B P1.en 3 TEAM",
            "A P1.en 4 TEAM", "B P1.en 4 TEAM",
        ],
        done=BOTH_DONE,
    )  # fmt: skip
    *others, last = study.codings_set
    study.codings_set = [*others, replace(last, end=last.start + 2)]
    shown = agreement(study, study, on=TODAY)
    assert [(passage.turn, passage.kind) for passage in shown.passages()] == [
        (2, "polarity"),
        (3, "level"),
        (4, "boundary"),
    ]
    assert {passage.coded_by for passage in shown.passages()} == {("A", "B")}
    assert {passage.pooled_if_given for passage in shown.passages()} == {0.0}
    assert shown.evidence("TEAM/P1.en/2").rows == (100, 101)
    assert ("bounds differ from", 0.5) in [(setting.name, setting.value) for setting in shown.settings]
    narrower = agreement(study, study, on=TODAY, boundary=0.95)
    assert [passage.kind for passage in narrower.passages()] == ["polarity", "level"]


def test_a_share_of_words_beyond_all_is_refused(make_study: MakeStudy) -> None:
    study = make_study({"P1.en": TALK}, ["A P1.en 2 LOAD"], done=BOTH_DONE)
    with pytest.raises(MethodInput, match="use 0 to 1"):
        agreement(study, study, on=TODAY, boundary=2)


def test_the_code_above_the_others_is_told_as_parent_and_child(make_study: MakeStudy) -> None:
    study = make_study({"P1.en": TALK}, ["A P1.en 2 LOAD", "B P1.en 2 WORN"], done=BOTH_DONE)
    top = study.codes[0]
    study.codes = tuple(replace(code, parent=top.id) if code.handle == "WORN" else code for code in study.codes)
    assert {passage.kind for passage in agreement(study, study, on=TODAY).passages()} == {"parent-child"}


# --- decisions ------------------------------------------------------------------------------------------------------


@pytest.fixture
def apart(make_study: MakeStudy) -> Any:
    """A gave LOAD to turn 2 and TEAM to turn 3, where B gave HOPE."""
    return make_study({"P1.en": TALK}, ["A P1.en 2 LOAD", "A P1.en 3 TEAM", "B P1.en 3 HOPE"], done=BOTH_DONE)


def test_a_passage_with_a_decision_shows_it_and_leaves_the_open_list(apart: Any) -> None:
    apart.decided = [decided(apart, "LOAD")]
    shown = agreement(apart, apart, on=TODAY)
    assert [passage.key for passage in shown.passages()] == ["TEAM/P1.en/3", "HOPE/P1.en/3"]
    (settled,) = shown.passages(which="settled")
    assert settled.key == "LOAD/P1.en/2"
    assert settled.decision is not None
    assert (settled.decision.outcome, settled.decision.reason) == ("both_stand", "two sides")
    assert len(shown.passages(which="all")) == 3
    assert [(row.kind, row.passages, row.open) for row in shown.kinds] == [("missed", 1, 0), ("different code", 2, 2)]
    assert shown.evidence("LOAD/P1.en/2").rows == (100,)
    assert shown.differing == 3  # settled is not unsaid


def test_a_decision_on_two_codes_settles_both_sides_of_a_difference(apart: Any) -> None:
    apart.decided = [decided(apart, "TEAM", "HOPE", turn=3)]
    assert [passage.key for passage in agreement(apart, apart, on=TODAY).passages()] == ["LOAD/P1.en/2"]


def test_a_decision_on_a_span_settles_the_turns_that_it_touches(apart: Any) -> None:
    words = apart.documents[0].turns[1]
    apart.decided = [decided(apart, "LOAD", turn=None, span=Span(words.start, words.start + 3))]
    assert len(agreement(apart, apart, on=TODAY).passages(which="settled")) == 1


def test_the_latest_of_several_decisions_holds(apart: Any) -> None:
    later = decided(apart, "LOAD", number=12, reason="on second thought")
    apart.decided = [later, decided(apart, "LOAD", number=9)]
    (settled,) = agreement(apart, apart, on=TODAY).passages(which="settled")
    assert settled.decision is not None
    assert settled.decision.reason == "on second thought"


def test_where_somebody_reads_who_was_not_asked_the_passage_is_open_again(apart: Any) -> None:
    apart.decided = [decided(apart, "LOAD")]
    apart.coders = (*apart.coders, Coder(CoderId(UUID(int=77)), "C"))
    apart.done = (*apart.done, ("C", "P1.en"))
    assert agreement(apart, apart, on=TODAY).passages(which="settled") == []
    assert len(agreement(apart, apart, on=TODAY, coders=("A", "B")).passages(which="settled")) == 1


def test_settled_passages_stand_beside_the_open_ones_in_json(apart: Any) -> None:
    apart.decided = [decided(apart, "LOAD")]
    told = json.loads(json.dumps(agreement(apart, apart, on=TODAY).to_dict()))
    assert [one["key"] for one in told["passages"]] == ["TEAM/P1.en/3", "HOPE/P1.en/3"]
    assert told["settled"][0]["decision"]["read_as"] == ["A: LOAD", "B: —"]


# --- the first reading and now --------------------------------------------------------------------------------------


@pytest.fixture
def changed(make_study: MakeStudy) -> Any:
    """B has missed LOAD in turn 2 at first, and has it now."""
    study = make_study(
        {"P1.en": TALK, "P2.en": TALK.replace("P1", "P2")},
        ["A P1.en 2 LOAD", "B P1.en 2 LOAD", "A P2.en 3 LOAD", "B P2.en 3 LOAD", "A P2.en 4 TEAM", "B P2.en 4 TEAM"],
        done=[f"{coder} {text}.en" for coder in "AB" for text in ("P1", "P2")],
    )
    study.first = [one for at, one in enumerate(study.codings_set) if at != 1]
    return study


def test_the_codings_of_now_are_compared_and_the_first_reading_stands_beside_them(changed: Any) -> None:
    shown = agreement(changed, changed, on=TODAY)
    assert (shown.reading, shown.code_rows[0].alpha, len(shown.passages())) == ("now", 1.0, 0)
    pooled, load = shown.moved
    # by hand: of 12 cells one differs: 5 yes and 19 no, 1 - 2 * 23 / (2 * 5 * 19); of the 6 of LOAD 3 and 9
    assert (pooled.code, load.code) == ("", "LOAD")
    assert (pooled.alpha_first, pooled.alpha_now) == pytest.approx((1 - 46 / 190, 1))
    assert (load.alpha_first, load.alpha_now) == pytest.approx((1 - 22 / 54, 1))
    assert (load.percent_first, load.percent_now) == pytest.approx((5 / 6, 1))
    assert (load.marked_first, load.marked_now) == (2, 2)
    assert any(said.startswith("Codings changed after their coders were done") for said in sentences(shown))


def test_the_first_reading_can_be_asked_for(changed: Any) -> None:
    shown = agreement(changed, changed, on=TODAY, at="done")
    assert (shown.reading, [passage.key for passage in shown.passages()]) == ("done", ["LOAD/P1.en/2"])
    assert shown.moved == agreement(changed, changed, on=TODAY, at="now").moved
    assert ("reading", "done") in [(setting.name, setting.value) for setting in shown.settings]


def test_where_nothing_changed_nothing_stands_beside(make_study: MakeStudy) -> None:
    study = make_study({"P1.en": TALK}, ["A P1.en 2 LOAD", "B P1.en 2 LOAD"], done=BOTH_DONE)
    study.first = list(study.codings_set)
    shown = agreement(study, study, on=TODAY)
    assert shown.moved == ()
    assert not any(said.startswith("Codings changed") for said in sentences(shown))


def test_a_code_of_the_first_reading_that_is_gone_now_still_moves_the_pooled_figures(changed: Any) -> None:
    changed.first = [*changed.codings_set, replace(changed.codings_set[0], code="HOPE")]
    shown = agreement(changed, changed, on=TODAY)
    assert [row.code for row in shown.moved] == ["", "HOPE"]
    assert (shown.moved[1].marked_first, shown.moved[1].marked_now) == (1, 0)
    assert "HOPE" in shown.unused


# --- drift ----------------------------------------------------------------------------------------------------------


def coded_in_turn(make_study: MakeStudy, people: int) -> Any:
    handles = [f"P{i}" for i in range(people)]
    study = make_study(
        {f"{one}.en": TALK.replace("P1", one) for one in handles},
        [
            line
            for i, one in enumerate(handles)
            for line in (
                f"A {one}.en 2 LOAD",
                f"B {one}.en {2 + (i == 0)} LOAD",
                f"A {one}.en 4 TEAM",
                f"B {one}.en 4 TEAM",
            )
        ],
        done=[f"{coder} {one}.en" for one in handles for coder in "AB"],
    )
    # the last interview was coded first; B finishes each after A
    study.assigned = assigned(
        study,
        *(("A", f"{one}.en", 2 * (people - i)) for i, one in enumerate(handles)),
        *(("B", f"{one}.en", 2 * (people - i) + 1) for i, one in enumerate(handles)),
    )
    return study


def test_documents_stand_in_the_order_in_which_the_last_coder_was_done(make_study: MakeStudy) -> None:
    study = coded_in_turn(make_study, 7)
    shown = agreement(study, study, on=TODAY)
    assert [row.document for row in shown.drift] == [f"P{i}.en" for i in range(6, -1, -1)]
    assert [row.done for row in shown.drift] == [3, 5, 7, 9, 11, 13, 15]
    assert [row.alpha for row in shown.drift[:6]] == [1.0] * 6
    assert shown.drift[6].percent == pytest.approx(4 / 6)
    assert isinstance(shown.drift[3].window_alpha, Undefined)
    assert shown.drift[4].window_alpha == 1.0
    assert isinstance(shown.drift[6].window_low, float)
    assert shown.drift_window == 5


def test_drift_is_that_of_the_first_readings(make_study: MakeStudy) -> None:
    study = coded_in_turn(make_study, 7)
    before = agreement(study, study, on=TODAY).drift
    study.first = list(study.codings_set)
    study.codings_set = [replace(one, start=one.start, code="HOPE") for one in study.codings_set]
    assert agreement(study, study, on=TODAY).drift == before


def test_where_all_was_declared_done_at_once_no_order_is_known(make_study: MakeStudy) -> None:
    study = coded_in_turn(make_study, 7)
    study.assigned = [replace(one, done_at=1) for one in study.assigned]
    assert agreement(study, study, on=TODAY).drift == ()
    study.assigned = [replace(one, done_at=None) for one in study.assigned]
    assert agreement(study, study, on=TODAY).drift == ()


# --- reliability ----------------------------------------------------------------------------------------------------


@pytest.fixture
def reliable(changed: Any) -> Any:
    changed.agreement = "reliability"
    changed.assigned = assigned(changed, ("A", "P1.en", 3), ("B", "P1.en", 4), ("A", "P2.en", 5), ("B", "P2.en", 6))
    return changed


def test_reliability_reads_what_was_coded_before_the_talk(reliable: Any) -> None:
    shown = agreement(reliable, reliable, on=TODAY)
    assert (shown.mode, shown.reading, shown.units) == ("reliability", "done", 6)
    assert len(shown.moved) == 2
    assert agreement(reliable, reliable, on=TODAY, at="now").reading == "now"


def test_a_document_decided_on_before_a_coder_was_done_was_not_read_independently(reliable: Any) -> None:
    reliable.decided = [decided(reliable, "LOAD", number=4)]
    shown = agreement(reliable, reliable, on=TODAY)
    assert (shown.documents, shown.units) == (("P2.en",), 3)
    assert any(
        said.startswith("1 times a coder's reading of a document is left out: it had been") for said in sentences(shown)
    )


def test_a_decision_after_both_were_done_leaves_the_document_in(reliable: Any) -> None:
    reliable.decided = [decided(reliable, "LOAD", number=5)]
    assert agreement(reliable, reliable, on=TODAY).units == 6


def test_of_whom_it_is_not_known_when_they_were_done_no_reading_is_independent_after_a_decision(reliable: Any) -> None:
    reliable.decided = [decided(reliable, "LOAD", number=9)]
    reliable.assigned = [replace(one, done_at=None) for one in reliable.assigned]
    assert agreement(reliable, reliable, on=TODAY).documents == ("P2.en",)


def test_a_document_with_drafts_of_somebody_else_was_not_read_independently(reliable: Any) -> None:
    reliable.adopted_rows = [103]  # B's LOAD in P2
    shown = agreement(reliable, reliable, on=TODAY)
    assert shown.documents == ("P1.en",)
    assert any("had adopted somebody else's drafts" in said for said in sentences(shown))


def test_without_two_independent_readers_there_is_no_reliability(reliable: Any) -> None:
    reliable.decided = [
        decided(reliable, "LOAD", number=1),
        decided(reliable, "LOAD", number=2, document=reliable.document_heads()[1].id),
    ]
    with pytest.raises(NothingToAnalyse, match="independently"):
        agreement(reliable, reliable, on=TODAY)


def test_in_a_dialogue_talk_before_done_leaves_everything_in(reliable: Any) -> None:
    reliable.agreement = "dialogue"
    reliable.decided = [decided(reliable, "LOAD", number=1)]
    assert agreement(reliable, reliable, on=TODAY).units == 6
