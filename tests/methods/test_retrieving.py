from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from kangni.methods.retrieving import meets

MARKS = st.lists(st.tuples(st.integers(0, 20), st.integers(0, 6), st.booleans()), max_size=12)


@given(marks=MARKS, reach=st.integers(0, 4))
def test_counting_ends_finds_what_comparing_all_pairs_finds(marks: list[tuple[int, int, bool]], reach: int) -> None:
    low = np.array([begin for begin, _, _ in marks], dtype=np.int64)
    high = low + np.array([length for _, length, _ in marks], dtype=np.int64)
    chosen = np.array([is_chosen for _, _, is_chosen in marks], dtype=np.bool_)
    slow = [
        any(low[j] <= high[i] + reach and high[j] >= low[i] - reach for j in np.flatnonzero(chosen))
        for i in range(len(marks))
    ]
    assert meets(low, high, chosen, reach=reach).tolist() == slow
