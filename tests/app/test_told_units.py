"""Co-occurrence by other units than the turn: windows, the same words, episodes, and one code before another."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from kangni.app.cooccurrence import Together, cooccurrence
from kangni.app.sequences import sequences
from kangni.core.errors import MethodInput, NoEvidence
from kangni.core.undefined import Undefined
from kangni.results.cooccurrence import CoOccurrence, PairRow

TEXTS = {f"P{i}.zh": f"Q: 你好\nP{i}: 很忙\nP{i}: 很累\nQ: 还有吗\nP{i}: 还好" for i in range(1, 4)}
TODAY = date(2026, 3, 1)
Make = Callable[..., Any]


def ask(study: Any, unit: Together, *, window: int = 3) -> CoOccurrence:
    return cooccurrence(study, study, on=TODAY, unit=unit, window=window)


def in_order(study: Any, *, window: int = 3, shuffles: int = 40) -> CoOccurrence:
    return sequences(study, study, on=TODAY, window=window, shuffles=shuffles)


def pair(found: CoOccurrence, key: str) -> PairRow:
    return next(row for row in found.pairs if row.key == key)


def test_a_window_spans_the_interviewers_turn_but_never_two_people(make_study: Make) -> None:
    study = make_study(TEXTS, ["A P1.zh 3 LOAD", "A P1.zh 5 TEAM", "A P2.zh 2 HOPE"])
    two = ask(study, "window", window=2)
    assert two.units == 2 + 2  # P1 and P2 have three turns each, nobody has coded P3
    assert [row.key for row in two.pairs] == ["LOAD+TEAM"]
    assert two.pairs[0].units == 1
    assert two.evidence("LOAD+TEAM").rows == (100, 101)


def test_a_window_of_one_turn_gives_what_turns_give(make_study: Make) -> None:
    study = make_study(TEXTS, ["A P1.zh 2 LOAD", "A P1.zh 2 TEAM", "A P1.zh 3 HOPE"])
    assert ask(study, "window", window=1).pairs == ask(study, "turn").pairs


def test_windows_open_only_codings_that_are_near_enough(make_study: Make) -> None:
    study = make_study(TEXTS, ["A P1.zh 2 LOAD", "A P1.zh 5 TEAM", "A P2.zh 2 LOAD", "A P2.zh 3 TEAM"])
    found = ask(study, "window", window=2)
    assert pair(found, "LOAD+TEAM").participants == 1
    assert found.evidence("LOAD+TEAM").rows == (102, 103)


def test_overlap_counts_the_characters_that_carry_both(demo: Any) -> None:
    # two coders set OUT.06 and OUT.07 on the same words of three people
    found = ask(demo, "overlap")
    row = pair(found, "OUT.06+OUT.07")
    assert (row.participants, row.flagged) == (3, True)
    assert row.units == 102
    assert row.jaccard == pytest.approx(102 / (row.first_units + row.second_units - 102))
    assert row.log_odds_error == Undefined("characters are no independent units")


def test_codes_in_different_words_of_one_turn_do_not_overlap(make_study: Make) -> None:
    study = make_study(TEXTS, ["A P1.zh 2 LOAD", "A P1.zh 2 TEAM", "A P1.zh 3 HOPE"])
    found = ask(study, "overlap")
    assert [row.key for row in found.pairs] == ["LOAD+TEAM"]
    assert found.pairs[0].jaccard == 1


def test_episodes_open_as_episodes(demo: Any) -> None:
    found = ask(demo, "episode")
    row = pair(found, "PRO.04+OUT.01")
    assert (found.units, row.units, row.participants) == (33, 6, 5)
    assert found.evidence("PRO.04+OUT.01").kind == "episode"
    assert len(found.evidence("PRO.04+OUT.01").rows) == 6


def test_one_code_before_another_is_not_the_other_way_round(make_study: Make) -> None:
    codings = [f"A P{i}.zh {turn} {code}" for i in (1, 2, 3) for turn, code in ((2, "LOAD"), (3, "HOPE"))]
    found = in_order(make_study(TEXTS, [*codings, "A P3.zh 5 LOAD"]), window=1)
    first, second = pair(found, "LOAD>HOPE"), pair(found, "HOPE>LOAD")
    assert (first.participants, first.units, first.reverse, first.flagged) == (3, 3, 1, True)
    assert (second.participants, second.reverse) == (1, 3)
    assert found.evidence("LOAD>HOPE").rows == (100, 101, 102, 103, 104, 105)
    assert found.evidence("HOPE>LOAD").rows == (105, 106)


def test_shuffles_say_what_frequency_alone_would_bring(make_study: Make) -> None:
    codings = [f"A P{i}.zh {turn} {code}" for i in (1, 2, 3) for turn, code in ((2, "LOAD"), (3, "HOPE"))]
    found = pair(in_order(make_study(TEXTS, codings), window=1, shuffles=2000), "LOAD>HOPE")
    # of the six orders of three turns two have the one just before the other
    assert found.expected == pytest.approx(1, abs=0.1)
    assert found.as_many == pytest.approx(1 / 27, abs=0.02)


def test_a_code_may_come_back_but_makes_no_pair_with_itself(make_study: Make) -> None:
    found = in_order(make_study(TEXTS, ["A P1.zh 2 LOAD", "A P1.zh 3 LOAD"]), window=1)
    assert (found.pairs, found.together.tolist()) == ((), [[1]])


def test_an_order_has_other_keys_than_a_pair(make_study: Make) -> None:
    study = make_study(TEXTS, ["A P1.zh 2 LOAD", "A P1.zh 3 HOPE"])
    with pytest.raises(NoEvidence):
        in_order(study).evidence("LOAD+HOPE")
    with pytest.raises(NoEvidence):
        ask(study, "window").evidence("LOAD>HOPE")


def test_only_sequences_have_an_order(make_study: Make) -> None:
    study = make_study(TEXTS, ["A P1.zh 2 LOAD", "A P1.zh 2 HOPE"])
    assert ask(study, "turn").pairs[0].reverse == Undefined("only sequences have an order")


@pytest.mark.parametrize("unit", ["turn", "window", "overlap", "episode"])
def test_a_study_without_codings_has_no_pairs_in_any_unit(make_study: Make, unit: Together) -> None:
    assert ask(make_study(TEXTS), unit).pairs == ()


def test_a_study_without_codings_has_no_order(make_study: Make) -> None:
    assert in_order(make_study(TEXTS)).pairs == ()


def test_a_window_of_no_turn_is_refused(make_study: Make) -> None:
    study = make_study(TEXTS, ["A P1.zh 2 LOAD"])
    with pytest.raises(MethodInput):
        ask(study, "window", window=0)
    with pytest.raises(MethodInput):
        in_order(study, window=0)


def test_settings_and_cautions_name_the_unit(make_study: Make) -> None:
    found = in_order(make_study(TEXTS, ["A P1.zh 2 LOAD", "A P1.zh 3 HOPE"]))
    settings = {setting.name: setting.value for setting in found.settings}
    assert (settings["unit"], settings["window"]) == ("participant turn and those after it", 3)
    assert any("guide" in caution.sentence for caution in found.cautions)


def test_demo_tells_what_people_want_changed_in_the_order_of_the_guide(demo: Any) -> None:
    found = sequences(demo, demo, on=TODAY)
    row = found.pairs[0]
    assert (row.key, row.participants, row.reverse) == ("REC.02>REC.03", 10, 0)
    assert len([p for p in found.pairs if p.flagged]) == 36
