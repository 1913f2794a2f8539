"""Association of two codes: METHODS.md 3.4, own calculations there."""

from __future__ import annotations

import numpy as np
import pytest
from statsmodels.stats.contingency_tables import Table2x2

from kangni.core.undefined import Undefined
from kangni.methods.cooccurrence import jaccard, log_odds, npmi, phi


def test_six_together_two_and_one_apart_eleven_without() -> None:
    assert jaccard(6, 8, 7) == pytest.approx(0.666667, abs=5e-7)
    assert npmi(6, 8, 7, 20) == pytest.approx(0.633021, abs=5e-7)
    assert phi(6, 8, 7, 20) == pytest.approx(0.684737, abs=5e-7)
    odds = log_odds(6, 8, 7, 20)
    assert odds.value == pytest.approx(2.992393, abs=5e-7)
    assert odds.error == pytest.approx(1.143446, abs=5e-7)


def test_always_together() -> None:
    assert jaccard(10, 10, 10) == 1
    assert npmi(10, 10, 10, 20) == pytest.approx(1)
    assert phi(10, 10, 10, 20) == pytest.approx(1)


def test_never_together_has_no_npmi() -> None:
    assert npmi(0, 5, 4, 20) == Undefined("never together")


@pytest.mark.parametrize("table", [(6, 2, 1, 11), (3, 9, 4, 2), (1, 1, 1, 7), (0, 4, 5, 9)])
def test_phi_and_log_odds_equal_two_libraries(table: tuple[int, int, int, int]) -> None:
    # phi is the correlation of the two columns; statsmodels shifts zeros by one half on request, we always do
    both, first, second, neither = table
    columns = np.repeat([[1, 1], [1, 0], [0, 1], [0, 0]], table, axis=0)
    n = both + first + second + neither
    assert phi(both, both + first, both + second, n) == pytest.approx(np.corrcoef(columns.T)[0, 1])
    shifted = Table2x2(np.array([[both, first], [second, neither]]) + 0.5, shift_zeros=False)
    odds = log_odds(both, both + first, both + second, n)
    assert odds.value == pytest.approx(shifted.log_oddsratio)
    assert odds.error == pytest.approx(shifted.log_oddsratio_se)
