from __future__ import annotations

import numpy as np

from kangni.core.names import NO_WORDS
from kangni.results.cooccurrence import CodedUnits, CoOccurrence


def test_a_handle_may_hold_a_plus_itself() -> None:
    found = CoOccurrence(
        reading="any",
        n=1,
        unit="turn",
        window=3,
        units=2,
        codes=("A+B", "C"),
        names=(NO_WORDS, NO_WORDS),
        pairs=(),
        together=np.array([[2, 1], [1, 1]]),
        together_participants=np.ones((2, 2), np.int64),
        speakers=np.ones((2, 2), np.int64),
        coded=CodedUnits("coding", row=np.array([5, 6, 7]), place=np.array([0, 0, 1]), code=np.array([0, 1, 0])),
    )
    assert found.evidence("A+B+C").rows == (5, 6)
    assert found.evidence("A+B").rows == (5, 7)
    assert found.find("A") is None
