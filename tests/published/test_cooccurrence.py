"""Association of two codes: METHODS.md 3.4, own calculations there."""

from __future__ import annotations

import pytest

from kangni.methods.cooccurrence import jaccard, log_odds, npmi


def test_six_together_two_and_one_apart_eleven_without() -> None:
    assert jaccard(6, 8, 7) == pytest.approx(0.666667, abs=5e-7)
    assert npmi(6, 8, 7, 20) == pytest.approx(0.633021, abs=5e-7)
    odds = log_odds(6, 8, 7, 20)
    assert odds.value == pytest.approx(2.992393, abs=5e-7)
    assert odds.error == pytest.approx(1.143446, abs=5e-7)


def test_always_together() -> None:
    assert jaccard(10, 10, 10) == 1
    assert npmi(10, 10, 10, 20) == pytest.approx(1)
