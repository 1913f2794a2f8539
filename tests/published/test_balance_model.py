"""Truths of the balance model: METHODS.md section 8.5, the fast part in its raw form (unscaled map, no learning)."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.linalg import expm

from kangni.methods.causal.balance import (
    Links,
    dense,
    jacobian,
    reactivity,
    rest_input,
    return_rate,
    trajectory,
)
from kangni.methods.columns import Floats

S, P, D, F = range(4)
LINKS = Links(cause=np.array([S, P, D, P, D]), effect=np.array([D, D, F, F, P]), factors=4)
WEIGHTS = dense(LINKS, np.array([0.8, -0.6, -0.8, 0.5, -0.3]))
REST = np.array([0.2, 0.5, 0.5, 0.5])
STILL = np.zeros(4)


def shocked(size: float, times: list[float], steps: float = 4) -> Floats:
    shock = np.array([size, 0, 0, 0])
    return trajectory(WEIGHTS, REST, shock=shock, held=STILL, shock_steps=steps, times=np.array(times))


def test_the_input_that_makes_the_reported_levels_an_equilibrium() -> None:
    assert rest_input(WEIGHTS, REST) == pytest.approx([-0.346574, 0.15, 0.14, 0.15], abs=5e-7)


def test_eigenvalues_about_the_rest() -> None:
    # -1 and -1 +- the root of .18
    found = np.sort(np.linalg.eigvals(jacobian(WEIGHTS, REST)).real)
    assert found == pytest.approx([-1.424264, -1, -1, -0.575736], abs=5e-7)


def test_return_rate_and_time() -> None:
    rate = return_rate(WEIGHTS, REST)
    assert rate == pytest.approx(0.575736, abs=5e-7)
    assert pytest.approx(1.736907, abs=2e-6) == 1 / 0.575736


def test_reactivity() -> None:
    assert reactivity(WEIGHTS, REST) == pytest.approx(-0.175702, abs=5e-7)


def test_a_source_follows_its_closed_form() -> None:
    # x_S(t) = s1 + (.2 - s1) exp(-t) with s1 = s(b_S + .5) = .648786
    level = shocked(0.5, [0, 1, 4])[:, S]
    assert level == pytest.approx([0.2, 0.4836866, 0.6405658], abs=5e-8)
    assert 0.648786 + (0.2 - 0.648786) * np.exp(-4) == pytest.approx(level[2], abs=1e-6)


def test_everybody_is_back_after_the_shock_without_learning() -> None:
    # the control of section 8.5: nothing learnt and nothing held leaves no change
    assert shocked(0.5, [0, 56])[1] == pytest.approx(REST, abs=1e-9)


def test_a_small_shock_moves_as_the_matrix_exponential_says() -> None:
    motion = jacobian(WEIGHTS, REST)
    push = np.array([4 * 0.2 * 0.8, 0, 0, 0])
    at_4 = np.linalg.solve(motion, (expm(4 * motion) - np.eye(4)) @ push)
    assert at_4 == pytest.approx([0.628278, -0.127860, 0.521045, -0.387570], abs=5e-7)
    assert expm(4 * motion) @ at_4 == pytest.approx([0.011507, -0.052335, 0.092877, -0.179172], abs=5e-7)
    found = (shocked(0.001, [0, 4])[1] - REST) / 0.001
    assert found == pytest.approx([0.629032, -0.128013, 0.521670, -0.388035], abs=1e-5)
