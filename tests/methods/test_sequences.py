from __future__ import annotations

from itertools import permutations, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kangni.core.errors import MethodInput
from kangni.methods.columns import Ints
from kangni.methods.sequences import Followed, Order, followed, shuffled

CODES = 3
# blocks of turns of three people at most, each turn with its codes
talk = st.lists(
    st.tuples(st.integers(0, 2), st.lists(st.sets(st.integers(0, CODES - 1)), min_size=1, max_size=5)), max_size=5
)
Talk = list[tuple[int, list[set[int]]]]


def ints(values: list[int]) -> Ints:
    return np.array(values, dtype=np.int64)


def order_of(drawn: Talk) -> Order:
    drawn = sorted(drawn, key=lambda block: block[0])
    turns = [codes for _, block in drawn for codes in block]
    entries = [(turn, code) for turn, codes in enumerate(turns) for code in codes]
    return Order.of(
        ints([turn for turn, _ in entries]),
        ints([code for _, code in entries]),
        sizes=ints([len(block) for _, block in drawn]),
        participant=ints([person for person, _ in drawn]),
    )


def naive(drawn: Talk, within: int) -> tuple[Ints, Ints, Ints]:
    turns, later = np.zeros((CODES, CODES), np.int64), np.zeros(CODES, np.int64)
    people: set[tuple[int, int, int]] = set()
    for person, block in drawn:
        for i, codes in enumerate(block):
            after = set[int]().union(*block[i + 1 : i + 1 + within])
            for y in after:
                later[y] += 1
            for x, y in product(codes, after):
                turns[x, y] += 1
                people.add((person, x, y))
    by_pair = np.zeros((CODES, CODES), np.int64)
    for _, x, y in people:
        by_pair[x, y] += 1
    return turns, by_pair, later


def count(found: Followed) -> tuple[Ints, Ints, Ints]:
    return found.turns, found.participants, found.later


@settings(deadline=None)  # the first call compiles
@given(talk, st.integers(1, 3))
def test_what_follows_what_equals_counting_turn_by_turn(drawn: Talk, within: int) -> None:
    found = count(followed(order_of(drawn), codes=CODES, within=within))
    for ours, theirs in zip(found, naive(drawn, within), strict=True):
        assert ours.tolist() == theirs.tolist()


def test_codes_of_one_turn_and_of_two_texts_do_not_follow_one_another() -> None:
    found = followed(order_of([(0, [{0, 1}]), (0, [{2}])]), codes=CODES, within=3)
    assert found.turns.sum() == 0


def test_shuffles_come_near_to_all_orders() -> None:
    blocks = [(0, [{0}, {1}, set(), {2}]), (1, [{1}, {0}, {0, 2}])]
    every = [
        naive([(0, list(first)), (1, list(second))], 1)[1]
        for first in permutations(blocks[0][1])
        for second in permutations(blocks[1][1])
    ]
    order = order_of(blocks)
    found = followed(order, codes=CODES, within=1)
    base = shuffled(order, found, within=1, shuffles=4000, rng=np.random.default_rng(1))
    assert base.mean == pytest.approx(np.mean(every, axis=0), abs=0.05)
    assert base.as_many == pytest.approx(np.mean(every >= found.participants, axis=0), abs=0.05)
    assert (base.low <= base.mean).all()
    assert (base.mean <= base.high).all()


def test_the_same_seed_shuffles_alike() -> None:
    order = order_of([(0, [{0}, {1}, {2}]), (1, [{1}, {0}])])
    found = followed(order, codes=CODES, within=1)
    first, second = (
        shuffled(order, found, within=1, shuffles=50, rng=np.random.default_rng(7)).mean.tolist() for _ in range(2)
    )
    assert first == second


def test_an_order_that_cannot_be_is_refused() -> None:
    with pytest.raises(MethodInput, match="stand together"):
        Order.of(ints([0]), ints([0]), sizes=ints([1, 1]), participant=ints([1, 0]))
    with pytest.raises(MethodInput, match="lies in no turn"):
        Order.of(ints([2]), ints([0]), sizes=ints([1, 1]), participant=ints([0, 1]))


def test_no_turns_after_and_no_shuffles_are_refused() -> None:
    order = order_of([(0, [{0}, {1}])])
    found = followed(order, codes=CODES, within=1)
    with pytest.raises(MethodInput, match="within 0 turns"):
        followed(order, codes=CODES, within=0)
    with pytest.raises(MethodInput, match="0 shuffles"):
        shuffled(order, found, within=1, shuffles=0, rng=np.random.default_rng(1))
