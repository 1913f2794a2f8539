from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kangni.core.errors import MethodInput
from kangni.core.undefined import Undefined
from kangni.methods.causal.maps import bundle, claimed_sides, which_count
from kangni.methods.columns import ClaimColumns

OWN, SHARED, OFFICIAL = 0, 1, 2
HOLDS, REJECTS = 0, 1


def claims_of(*rows: tuple[int, int, int, int], **columns: Sequence[int]) -> ClaimColumns:
    """Columns of claims (participant, cause, effect, signed strength); other columns 0, turns all different."""
    table = np.array(rows, np.int64).reshape(-1, 4)
    n = len(table)
    other = {name: np.array(values, np.int64) for name, values in columns.items()}
    zeros = np.zeros(n, np.int64)
    return ClaimColumns(
        row=np.arange(n) + 1,
        document=table[:, 0],
        participant=table[:, 0],
        coder=other.get("coder", zeros),
        cause=table[:, 1],
        effect=table[:, 2],
        sign=other.get("sign", np.sign(table[:, 3])),
        strength=np.abs(table[:, 3]),
        voice=other.get("voice", zeros),
        stance=other.get("stance", zeros),
        turn=other.get("turn", np.arange(n)),
    )


def test_two_coders_of_one_statement_are_one_source_and_one_statement() -> None:
    claims = claims_of((0, 0, 1, 3), (0, 0, 1, 2), coder=[0, 1], turn=[4, 4])
    links = bundle(claims, participants=np.array([True, True]), counted=np.array([True, True]))
    assert links.sources.tolist() == [1]
    assert links.statements.tolist() == [1]
    assert links.weight.tolist() == pytest.approx([(1 + 2 / 3) / 2 / 2])


def test_one_coder_hearing_a_link_twice_in_one_turn_counts_two_statements() -> None:
    claims = claims_of((0, 0, 1, 3), (0, 0, 1, 2), (0, 0, 1, 2), coder=[0, 0, 1], turn=[4, 4, 4])
    links = bundle(claims, participants=np.array([True]), counted=np.ones(3, np.bool_))
    assert links.statements.tolist() == [2]


def test_opposite_readings_of_one_turn_are_two_statements_and_contested() -> None:
    claims = claims_of((0, 0, 1, 1), (0, 0, 1, -1), coder=[0, 1], turn=[4, 4])
    links = bundle(claims, participants=np.array([True]), counted=np.ones(2, np.bool_))
    assert links.statements.tolist() == [2]
    assert links.contested.tolist() == [True]


def test_somebody_whose_own_claims_cancel_keeps_both_sides_and_leans_to_neither() -> None:
    claims = claims_of((0, 0, 1, 2), (0, 0, 1, -2))
    links = bundle(claims, participants=np.array([True, True]), counted=np.ones(2, np.bool_))
    assert links.weight.tolist() == [0.0]
    assert links.plus.tolist() == pytest.approx([1 / 6])
    assert links.minus.tolist() == pytest.approx([-1 / 6])
    assert links.probability_plus.tolist() == [0.5]
    assert links.consensus == (Undefined("all weights are zero"),)


def test_missing_strength_is_taken_as_two_and_told() -> None:
    claims = claims_of((0, 0, 1, 0), sign=[-1])
    links = bundle(claims, participants=np.array([True]), counted=np.array([True]))
    assert links.weight.tolist() == pytest.approx([-2 / 3])
    assert links.missing_strengths == 1


def test_silent_people_are_in_the_denominator_and_people_without_consent_are_not() -> None:
    claims = claims_of((0, 0, 1, 3), (1, 0, 1, 3), (2, 2, 1, 3))
    links = bundle(claims, participants=np.array([True, False, False, True]), counted=np.ones(3, np.bool_))
    assert links.n == 2
    assert links.weight.tolist() == [0.5]
    assert links.claim_link.tolist() == [0, -1, -1]


def test_claims_of_nobody_never_enter() -> None:
    claims = claims_of((-1, 0, 1, 3))
    links = bundle(claims, participants=np.array([True]), counted=np.array([True]))
    assert links.cause.tolist() == []


def test_no_claims_make_an_empty_map() -> None:
    links = bundle(claims_of(), participants=np.array([True]), counted=np.array([], np.bool_))
    assert (links.weight.tolist(), links.entry_weight.tolist(), links.n) == ([], [], 1)


def test_other_voices_and_stances_do_not_count() -> None:
    claims = claims_of(
        (0, 0, 1, 1), (0, 0, 1, 1), (0, 0, 1, 1), (0, 0, 1, 1),
        voice=[OWN, SHARED, OFFICIAL, OWN], stance=[HOLDS, HOLDS, HOLDS, REJECTS],
    )  # fmt: skip
    counted = which_count(claims, voices=np.array([OWN, SHARED]), stances=np.array([HOLDS]))
    assert counted.tolist() == [True, True, False, False]


def test_marks_that_do_not_fit_are_refused() -> None:
    with pytest.raises(MethodInput, match="1 claims but 2 marks"):
        bundle(claims_of((0, 0, 1, 1)), participants=np.array([True]), counted=np.ones(2, np.bool_))
    with pytest.raises(MethodInput, match="participant 3 is not among 1"):
        bundle(claims_of((3, 0, 1, 1)), participants=np.array([True]), counted=np.ones(1, np.bool_))


def test_a_factor_helps_when_it_lowers_a_risk_and_harms_when_it_raises_one() -> None:
    good = np.array([0, -1, 1])
    claims = claims_of((0, 0, 1, -2), (1, 0, 1, 2), (1, 0, 2, 2), (2, 0, 0, 3))
    sides = claimed_sides(claims, participants=np.ones(3, np.bool_), counted=np.ones(4, np.bool_), good=good)
    assert sides.participant.tolist() == [0, 1]
    assert sides.helps.tolist() == [True, True]
    assert sides.harms.tolist() == [False, True]


statement = st.tuples(
    st.integers(0, 4), st.integers(0, 3), st.integers(0, 3), st.sampled_from([-3, -2, -1, 1, 2, 3])
)  # fmt: skip


@given(st.lists(statement, max_size=30))
def test_sides_add_up_and_a_resample_of_everybody_once_is_the_map(rows: list[tuple[int, int, int, int]]) -> None:
    claims = claims_of(*rows)
    links = bundle(claims, participants=np.ones(5, np.bool_), counted=np.ones(len(rows), np.bool_))
    once = np.ones(5)
    again = np.bincount(
        links.entry_link, links.entry_weight * once[links.entry_participant], minlength=len(links.cause)
    )
    assert np.allclose(links.plus + links.minus, links.weight)
    assert np.allclose(again / 5, links.weight)
    assert (links.sources <= links.statements).all()
    assert (np.abs(links.weight) <= links.sources / 5 + 1e-12).all()
