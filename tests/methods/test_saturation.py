from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kangni.methods.richness import rarefied
from kangni.methods.saturation import accumulation, new_codes, new_in_orders, saturated_orders, stopping_rule

rows = st.lists(st.lists(st.booleans(), min_size=5, max_size=5), min_size=1, max_size=7)


@given(rows)
def test_each_order_brings_every_code_once(drawn: list[list[bool]]) -> None:
    has = np.array(drawn, dtype=np.bool_)
    new = new_in_orders(has, orders=20, rng=np.random.default_rng(1))
    assert (new.sum(axis=1) == has.any(axis=0).sum()).all()
    assert (new >= 0).all()


def test_accumulated_codes_average_to_the_rarefied_curve() -> None:
    has = np.random.default_rng(1).random((9, 30)) < 0.25
    found = accumulation(new_in_orders(has, orders=4000, rng=np.random.default_rng(2)))
    assert found.mean == pytest.approx(rarefied(has.sum(axis=0), interviews=9), rel=0.02)
    assert (found.low <= found.mean).all()
    assert (found.mean <= found.high).all()
    assert found.low[-1] == found.high[-1] == has.any(axis=0).sum()


@given(rows)
def test_the_share_of_orders_that_stop_counts_what_the_rule_says_of_each(drawn: list[list[bool]]) -> None:
    has = np.array(drawn, dtype=np.bool_)
    new = new_in_orders(has, orders=12, rng=np.random.default_rng(1))
    shares = saturated_orders(new, base=1, run=1, threshold=0.2)
    stops = [stopping_rule(order, base=1, run=1, threshold=0.2).at for order in new]
    for place in range(2, len(drawn) + 1):
        assert shares[place - 1] == pytest.approx(np.mean([isinstance(at, int) and at <= place for at in stops]))


def test_a_code_is_new_where_it_is_first_heard() -> None:
    assert new_codes(np.array([[0, 1, 0], [0, 1, 1], [0, 0, 1]], dtype=np.bool_)).tolist() == [1, 1, 0]
