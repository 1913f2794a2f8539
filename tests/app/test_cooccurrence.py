from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Protocol

import pytest

from kangni.app.cooccurrence import cooccurrence
from kangni.core.errors import NoEvidence
from kangni.core.ports import Reader
from kangni.methods.columns import ColumnSource
from kangni.results.cooccurrence import CoOccurrence

TEXTS = {f"P{i}.zh": f"Q: 你好\nP{i}: 很忙\nP{i}: 很累\nP{i}: 还好" for i in range(1, 4)}


class Study(Reader, ColumnSource, Protocol):
    """What the fake keeps."""


Make = Callable[..., Study]


def ask(study: Study, reading: str = "any") -> CoOccurrence:
    return cooccurrence(study, study, on=date(2026, 3, 1), reading=reading)


def test_codes_stand_together_when_two_coders_set_one_each(make_study: Make) -> None:
    found = ask(make_study(TEXTS, ["A P1.zh 2 LOAD", "B P1.zh 2 TEAM", "A P1.zh 3 TEAM"]))
    pair = found.pairs[0]
    assert (pair.key, pair.units, pair.first_units, pair.second_units) == ("LOAD+TEAM", 1, 1, 2)
    assert (pair.participants, pair.speakers, pair.flagged) == (1, 1, False)
    assert pair.jaccard == 1 / 2


def test_three_participants_flag_a_pair(make_study: Make) -> None:
    codings = [f"A P{i}.zh 2 {code}" for i in (1, 2, 3) for code in ("LOAD", "TEAM")]
    pair = ask(make_study(TEXTS, [*codings, "A P1.zh 3 HOPE", "A P1.zh 3 TALK"])).pairs[0]
    assert (pair.key, pair.participants, pair.flagged) == ("LOAD+TEAM", 3, True)


def test_pairs_with_more_people_come_first_and_pairs_that_never_meet_not_at_all(make_study: Make) -> None:
    codings = ["A P1.zh 2 LOAD", "A P1.zh 2 HOPE", "A P1.zh 3 LOAD", "A P1.zh 3 HOPE"]
    codings += ["A P1.zh 4 TEAM", "A P1.zh 4 TALK", "A P2.zh 4 TEAM", "A P2.zh 4 TALK"]
    found = ask(make_study(TEXTS, codings))
    assert [pair.key for pair in found.rows()] == ["TEAM+TALK", "LOAD+HOPE"]


def test_matrices_hold_all_pairs_in_the_order_of_the_codes(make_study: Make) -> None:
    found = ask(make_study(TEXTS, ["A P1.zh 2 HOPE", "A P1.zh 2 LOAD", "A P1.zh 3 TALK", "A P2.zh 2 LOAD"]))
    assert found.codes == ("LOAD", "HOPE", "TALK")
    assert found.together.tolist() == [[2, 1, 0], [1, 1, 0], [0, 0, 1]]
    assert found.together_participants.tolist() == [[2, 1, 0], [1, 1, 0], [0, 0, 1]]
    assert found.speakers.tolist() == [[2, 1, 1], [1, 1, 1], [1, 1, 1]]


def test_turns_without_a_code_count_only_in_documents_that_somebody_coded_or_finished(make_study: Make) -> None:
    coded = ["A P1.zh 2 LOAD"]
    assert ask(make_study(TEXTS, coded)).units == 3
    assert ask(make_study(TEXTS, coded, done=["A P1.zh", "B P2.zh"])).units == 6


def test_other_voices_and_people_outside_n_make_no_pairs(make_study: Make) -> None:
    codings = ["A P1.zh 2 LOAD", "A P1.zh 2 TEAM voice=public", "A P2.zh 2 LOAD", "A P2.zh 2 TEAM"]
    found = ask(make_study(TEXTS, codings, consent={"P2": "quote"}))
    assert (found.n, found.pairs, found.codes) == (2, (), ("LOAD",))


def test_a_pair_opens_in_either_order_to_the_codings_in_the_turns_that_both_share(make_study: Make) -> None:
    codings = ["A P1.zh 2 LOAD", "B P1.zh 2 LOAD", "A P1.zh 2 TEAM", "A P1.zh 3 TEAM"]
    found = ask(make_study(TEXTS, codings))
    assert found.evidence("LOAD+TEAM").rows == found.evidence("TEAM+LOAD").rows == (100, 101, 102)
    assert found.evidence("TEAM").rows == (102, 103)


@pytest.mark.parametrize("key", ["", "LOAD+", "LOAD+MOON", "MOON"])
def test_a_key_that_names_nothing_says_what_there_is(make_study: Make, key: str) -> None:
    with pytest.raises(NoEvidence, match="LOAD"):
        ask(make_study(TEXTS, ["A P1.zh 2 LOAD"])).evidence(key)


def test_a_study_without_codings_has_no_pairs(make_study: Make) -> None:
    found = ask(make_study(TEXTS))
    assert (found.units, found.codes, found.pairs) == (0, (), ())


def test_all_that_a_result_says_goes_into_plain_values(make_study: Make) -> None:
    shown = ask(make_study(TEXTS, ["A P1.zh 2 LOAD"])).to_dict()
    assert "coded" not in shown
    assert shown["together"] == [[1]]


def test_demo_counts_383_turns_and_flags_three_pairs(demo: Study) -> None:
    found = ask(demo)
    assert (found.n, found.units, len(found.codes)) == (10, 383, 84)
    assert [(pair.key, pair.units, pair.participants) for pair in found.pairs if pair.flagged] == [
        ("PRO.04+OUT.01", 4, 4),
        ("ENV.U01+ENV.U02", 3, 3),
        ("OUT.06+OUT.07", 3, 3),
    ]
