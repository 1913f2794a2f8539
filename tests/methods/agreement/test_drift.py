from __future__ import annotations

import numpy as np
import pytest

from kangni.core.errors import MethodInput
from kangni.methods.agreement.drift import drift
from kangni.methods.agreement.units import Tally

COUNTS = np.array([[2.0, 0.0], [1.0, 1.0], [0.0, 2.0]])


def tally(*documents: tuple[int, int, int]) -> Tally:
    """Neither, one of the two, both: how often in each document, under one code."""
    return Tally(COUNTS, np.array(documents, dtype=np.float64)[:, None, :])


def test_documents_stand_in_the_order_of_coding() -> None:
    found = drift(tally((8, 0, 2), (4, 4, 2), (6, 2, 2)), np.arange(3), np.array([1, 2, 0]), window=2)
    assert found.document.tolist() == [1, 2, 0]
    assert found.percent.tolist() == pytest.approx([0.6, 0.8, 1.0])


def test_a_window_pools_its_documents_and_has_a_jackknife_interval_over_its_participants() -> None:
    found = drift(tally((8, 0, 2), (4, 4, 2), (6, 2, 2)), np.arange(3), np.arange(3), window=3)

    def alpha(neither: int, one: int, both: int) -> float:
        yes, no = 2 * both + one, 2 * neither + one
        return 1 - 2 * one * (yes + no - 1) / (2 * yes * no)

    # 18, 6, 6 pooled; without each document in turn
    whole, without = alpha(18, 6, 6), [alpha(10, 6, 4), alpha(14, 2, 4), alpha(12, 4, 4)]
    error = (2 / 3 * sum((value - sum(without) / 3) ** 2 for value in without)) ** 0.5
    assert np.isnan(found.window[:2]).all()
    assert np.isnan(found.low[:2]).all()
    assert found.window[2] == pytest.approx(whole)
    # t with 2 degrees of freedom: 4.302653
    assert found.low[2] == pytest.approx(max(-1, whole - 4.302653 * error), abs=1e-6)
    assert found.high[2] == pytest.approx(min(1, whole + 4.302653 * error), abs=1e-6)


def test_two_documents_of_one_participant_are_left_out_together() -> None:
    apart = drift(tally((8, 0, 2), (4, 4, 2), (6, 2, 2)), np.arange(3), np.arange(3), window=3)
    of_two = drift(tally((8, 0, 2), (4, 4, 2), (6, 2, 2)), np.array([0, 1, 1]), np.arange(3), window=3)
    assert of_two.window[2] == apart.window[2]
    assert of_two.low[2] != apart.low[2]


def test_a_window_of_one_participant_has_no_interval() -> None:
    found = drift(tally((8, 0, 2), (4, 4, 2)), np.array([0, 0]), np.arange(2), window=2)
    assert not np.isnan(found.window[1])
    assert np.isnan(found.low[1])


def test_a_document_in_which_only_one_value_was_used_has_no_alpha() -> None:
    found = drift(tally((9, 0, 0), (4, 4, 2)), np.arange(2), np.arange(2), window=2)
    assert np.isnan(found.alpha[0])
    assert found.percent[0] == 1


def test_a_window_of_one_document_is_refused() -> None:
    with pytest.raises(MethodInput, match="use 2 or more"):
        drift(tally((8, 0, 2)), np.arange(1), np.arange(1), window=1)
