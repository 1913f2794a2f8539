from __future__ import annotations

from itertools import product
from math import fsum

import numpy as np
import pytest

from kangni.core.undefined import Undefined
from kangni.methods.causal.loops import (
    Holders,
    Telling,
    families,
    heading,
    holders,
    persistence,
    tellings,
)
from kangni.methods.causal.maps import Bundled, bundle
from kangni.methods.columns import ClaimColumns


def map_of(*rows: tuple[int, int, int, int], n: int) -> Bundled:
    """Bundle claims (participant, cause, effect, signed strength) of n people, each in a turn of its own."""
    table = np.array(rows, np.int64)
    zeros = np.zeros(len(table), np.int64)
    claims = ClaimColumns(
        row=np.arange(len(table)),
        document=zeros,
        participant=table[:, 0],
        coder=zeros,
        cause=table[:, 1],
        effect=table[:, 2],
        sign=np.sign(table[:, 3]),
        strength=np.abs(table[:, 3]),
        voice=zeros,
        stance=zeros,
        turn=np.arange(len(table)),
    )
    return bundle(claims, participants=np.ones(n, np.bool_), counted=np.ones(len(table), np.bool_))


def told(*codes: int, by: int, weight: float = 1.0) -> Telling:
    """A telling whose links are named by their ends: 10 x cause + effect."""
    links = tuple(10 * one + other for one, other in zip(codes, (*codes[1:], codes[0]), strict=True))
    return Telling(codes, links, by, (weight,) * len(codes))


def test_links_of_two_people_that_close_are_told_by_nobody() -> None:
    found, complete = tellings(map_of((0, 0, 1, 3), (1, 1, 0, 3), n=2))
    assert (found, complete) == ((), True)


def test_a_telling_takes_sign_and_strength_from_the_tellers_own_map() -> None:
    # participant 1 contradicts the link 0 -> 1 so that the group's weight of it is (2/3 - 1) / 2
    links = map_of((0, 0, 1, 2), (0, 1, 0, 3), (1, 0, 1, -3), n=2)
    ((telling,), _) = tellings(links)
    assert telling.participant == 0
    assert telling.codes == (0, 1)
    assert telling.weights == pytest.approx((2 / 3, 1.0))
    assert links.weight[0] < 0


def test_a_link_that_the_teller_contradicts_to_nothing_closes_no_loop() -> None:
    found, _ = tellings(map_of((0, 0, 1, 2), (0, 0, 1, -2), (0, 1, 0, 3), n=1))
    assert found == ()


def test_loops_of_one_teller_that_share_a_link_are_one_family_shown_by_its_strongest() -> None:
    weak, strong = told(0, 1, 2, by=0, weight=0.5), told(0, 1, by=0, weight=1.0)
    assert families([weak, strong]) == ((1, 0),)


def test_the_longer_loop_stands_for_a_family_when_strengths_are_equal() -> None:
    assert families([told(0, 1, by=0), told(0, 1, 2, by=0)]) == ((1, 0),)


def test_equal_loops_of_two_tellers_are_one_family_and_come_first() -> None:
    assert families([told(5, 6, by=2), told(0, 1, by=0, weight=0.4), told(0, 1, by=1, weight=0.3)]) == ((1, 2), (0,))


def test_loops_of_different_tellers_that_only_share_a_link_stay_apart() -> None:
    assert families([told(0, 1, 2, by=0), told(0, 1, 3, by=1)]) == ((0,), (1,))


def test_holders_are_others_with_a_part_and_those_who_say_the_opposite() -> None:
    links = map_of((0, 0, 1, 3), (0, 1, 0, 3), (1, 0, 1, 1), (2, 1, 0, -1), n=4)
    assert holders([0, 1], [1, 1], links, tellers=[0]) == Holders(parts=(1,), opposed=((2, 1),))


def test_persistence_is_the_share_of_all_resamples_in_which_every_link_has_a_speaker() -> None:
    links = map_of((0, 0, 1, 3), (1, 0, 1, 3), (1, 1, 2, 3), (2, 2, 0, 3), (2, 1, 2, 3), n=4)
    speakers = [{0, 1}, {1, 2}, {2}]
    resamples = list(product(range(4), repeat=4))
    kept = fsum(all(set(draw) & who for who in speakers) for draw in resamples) / len(resamples)
    assert persistence([0, 1, 2], links) == pytest.approx(kept)


def test_persistence_is_undefined_when_too_many_people_would_have_to_be_crossed() -> None:
    links = map_of(*((i, i, (i + 1) % 20, 3) for i in range(20)), n=20)
    assert persistence(range(20), links) == Undefined("too many people share the loop to resample it exactly")


def test_a_loop_that_balances_heads_nowhere() -> None:
    assert heading([1, -1], (0, 1), [], {1: -1}) == 0


def test_a_reinforcing_loop_is_read_the_way_in_which_more_factors_rise() -> None:
    # 0 falls, 1 and 2 rise together; 2 feeds a good state
    assert heading([-1, 1, -1], (0, 1, 2), [(2, 9, 1)], {9: 1}) == 1


def test_a_loop_that_rises_and_falls_by_halves_heads_nowhere() -> None:
    assert heading([-1, -1], (0, 1), [(1, 9, 1)], {9: 1}) == 0


def test_a_loop_that_feeds_good_and_bad_states_alike_heads_nowhere() -> None:
    assert heading([1, 1], (0, 1), [(0, 8, 1), (1, 9, 1)], {8: 1, 9: -1}) == 0
