from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kangni.core.errors import MethodInput
from kangni.methods.windows import runs, windows

sizes_of_blocks = st.lists(st.integers(1, 6), min_size=1, max_size=4)
spans = st.lists(st.tuples(st.integers(0, 2), st.integers(0, 12), st.integers(1, 6)), max_size=12)


def ints(values: list[int]) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    return np.array(values, dtype=np.int64)


@given(sizes_of_blocks, st.integers(1, 4))
def test_windows_are_all_runs_of_so_many_turns_of_a_block(sizes: list[int], width: int) -> None:
    places = [(block, place) for block, size in enumerate(sizes) for place in range(size)]
    found = windows(ints([b for b, _ in places]), ints([p for _, p in places]), ints(sizes), width=width)
    naive = [
        {(block, place) for place in range(first, min(first + width, size))}
        for block, size in enumerate(sizes)
        for first in range(max(1, size - width + 1))
    ]
    assert found.count == len(naive)
    for number, members in enumerate(naive):
        assert {places[entry] for entry in found.entry[found.window == number].tolist()} == members


def test_windows_of_one_turn_are_the_turns() -> None:
    found = windows(ints([0, 0, 1]), ints([0, 1, 0]), ints([2, 1]), width=1)
    assert (found.entry.tolist(), found.window.tolist(), found.count) == ([0, 1, 2], [0, 1, 2], 3)


def test_a_window_without_turns_is_refused() -> None:
    with pytest.raises(MethodInput, match="a window of 0 turns"):
        windows(ints([]), ints([]), ints([3]), width=0)


@given(spans)
def test_runs_cover_each_character_of_each_span_once(drawn: list[tuple[int, int, int]]) -> None:
    text, start, length = (ints([span[k] for span in drawn]) for k in range(3))
    found = runs(text, start, start + length)
    for entry in range(len(drawn)):
        assert found.length[found.run[found.entry == entry]].sum() == length[entry]
    for first in range(len(drawn)):
        for second in range(first):
            shared = np.intersect1d(found.run[found.entry == first], found.run[found.entry == second])
            both = min(start[first] + length[first], start[second] + length[second]) - max(start[first], start[second])
            expected = max(0, int(both)) if text[first] == text[second] else 0
            assert found.length[shared].sum() == expected


def test_an_empty_span_is_refused() -> None:
    with pytest.raises(MethodInput, match="a span is empty"):
        runs(ints([0]), ints([3]), ints([3]))
