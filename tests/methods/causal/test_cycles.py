from __future__ import annotations

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kangni.core.errors import MethodInput
from kangni.methods.causal.cycles import cycles


@settings(deadline=None)  # networkx loads parts of itself on its first search
@given(st.sets(st.tuples(st.integers(0, 7), st.integers(0, 7)), max_size=30), st.integers(1, 8))
def test_cycles_are_those_of_networkx(links: set[tuple[int, int]], cap: int) -> None:
    table = np.array(sorted(links), np.int64).reshape(-1, 2)
    found = cycles(table[:, 0], table[:, 1], cap=cap, most=10**6)
    oracle = set()
    for cycle in nx.simple_cycles(nx.DiGraph(links), length_bound=cap):
        low = cycle.index(min(cycle))
        oracle.add((*cycle[low:], *cycle[:low]))
    assert len(found.cycles) == len(oracle)
    assert set(found.cycles) == oracle


def test_search_says_that_it_stopped_when_there_are_more_cycles_than_it_may_list() -> None:
    pairs = np.array([(one, other) for one in range(40) for other in range(40) if one != other])
    found = cycles(pairs[:, 0], pairs[:, 1], cap=6, most=100)
    assert (len(found.cycles), found.complete) == (100, False)


def test_a_cap_of_no_link_is_refused() -> None:
    with pytest.raises(MethodInput, match="cap 0"):
        cycles(np.array([0]), np.array([0]), cap=0)
