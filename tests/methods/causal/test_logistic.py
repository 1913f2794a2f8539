from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import expit

from kangni.methods.causal.logistic import logistic, logistic_single


@settings(deadline=None)  # the first call compiles
@given(st.lists(st.floats(-650, 650), min_size=1, max_size=200))
def test_it_equals_scipy_to_the_last_digits(values: list[float]) -> None:
    z = np.array(values)
    assert logistic(z) == pytest.approx(expit(z), rel=5e-16, abs=0)


def test_far_out_it_stays_between_nought_and_one() -> None:
    assert logistic(np.array([-1e308, 1e308])) == pytest.approx([0, 1])


@settings(deadline=None)  # the first call compiles
@given(st.lists(st.floats(-80, 80, width=32), min_size=1, max_size=200))
def test_in_single_precision_it_errs_by_less_than_a_ten_millionth(values: list[float]) -> None:
    z = np.array(values, np.float32)
    level = np.empty_like(z)
    logistic_single(z.copy(), level, np.float32(1))
    assert level == pytest.approx(expit(z.astype(np.float64)), abs=1.2e-7)


def test_a_block_gives_the_bits_of_its_numbers_one_by_one() -> None:
    z = np.random.default_rng(3).normal(0, 4, 1001)
    assert logistic(z).tolist() == [float(logistic(np.array([value]))[0]) for value in z]
