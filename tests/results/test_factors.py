from __future__ import annotations

import numpy as np
import pytest

from kangni.results.factors import Counted


@pytest.fixture
def counted() -> Counted:
    """Two codes, one with a slash in its handle; the third entry is another's voice."""
    return Counted(
        codes=("A", "A/risk"),
        polarities=("risk", "protective"),
        levels=("person",),
        participants=("P1", "P2"),
        voices=("own", "public"),
        stances=("holds",),
        is_factor=np.array([True, False]),
        row=np.array([7, 8, 9]),
        code=np.array([0, 1, 0]),
        polarity=np.array([0, 0, 0]),
        level=np.array([0, -1, 0]),
        participant=np.array([0, 1, 1]),
        voice=np.array([0, 0, 1]),
        stance=np.array([0, 0, 0]),
        is_beside=np.array([False, False, True]),
    )


@pytest.mark.parametrize(
    ("key", "rows"),
    [
        ("A", [7]),
        ("A/risk", [8]),  # the longest handle wins
        ("A/risk/person", [7]),  # the shorter one, where the longer leaves no polarity
        ("A/risk/risk/none", [8]),
        ("A/protective", []),
        ("A/beside/public/holds", [9]),
        ("level:person/risk", [7]),  # of factors only
    ],
)
def test_a_key_finds_its_codings(counted: Counted, key: str, rows: list[int]) -> None:
    mask = counted.mask(key)
    assert mask is not None
    assert counted.row[mask].tolist() == rows


@pytest.mark.parametrize("key", ["B", "A/moon", "level:moon", "A/beside", "A/protective/P1/x"])
def test_a_key_that_names_nothing_finds_nothing(counted: Counted, key: str) -> None:
    assert counted.mask(key) is None
