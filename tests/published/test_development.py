"""Truths of slow development in its raw form: METHODS.md section 8.5, and the integrator on JD-R: section 8.7.

Four factors S, P, D, F; unscaled map; the challenge is the stressor's level, and the protection learns as it stands.
"""

from __future__ import annotations

import numpy as np
import pytest
from scipy.integrate import solve_ivp

from kangni.methods.causal.balance import Functioning, Links
from kangni.methods.causal.development import Development, Engagement, Learning, develop
from kangni.methods.columns import Floats

S, P, D, F = range(4)
LINKS = Links(np.array([S, P, D, P, D]), np.array([D, D, F, F, P]), 4)
WEIGHT = np.array([[0.8], [-0.6], [-0.8], [0.5], [-0.3]])
REST = np.array([0.2, 0.5, 0.5, 0.5])
Y = Functioning(np.array([0.0, 0, 0, 1]), 0.0)
RAW = Learning(Engagement.ALL)


def shocked(strength: float, lasts: float, until: float, learning: Learning = RAW) -> Development:
    push = np.array([strength, 0.0, 0, 0])
    return develop(
        LINKS, WEIGHT, REST, Y, protections=np.array([P]), stressors=np.array([S]),
        pushes=[(lasts, push), (until - lasts, push * 0)], learning=learning, unit=1.0,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("until", "expected"),
    [
        (4, [0.6405658, 0.4242314, 0.8038125, 0.2869974, 1.0059856]),
        (8, [0.2080692, 0.4676556, 0.5585803, 0.3925998, 0.9999502]),
        (16, [0.2000027, 0.4995876, 0.5005756, 0.4984443, 1.0000606]),
        (56, [0.2, 0.5000065, 0.4999785, 0.5000352, 1.0000588]),
    ],
)
def test_levels_and_strength_after_a_shock_of_four_weeks(until: float, expected: list[float]) -> None:
    found = shocked(0.5, 4, until)
    assert [*found.levels[:, 0], found.strengths[0, 0]] == pytest.approx(expected, abs=5.1e-8)


@pytest.mark.parametrize(
    ("strength", "drop", "recovery", "growth"),
    [
        (0.1, 0.046189, 4.92, 0.003214),
        (0.25, 0.126217, 6.56, 0.006063),
        (0.5, 0.233525, 8.72, 0.000035),
        (0.75, 0.280539, 11.25, -0.006672),
        (1.0, 0.297105, None, -0.010048),
    ],
)
def test_small_shocks_steel_and_large_ones_wear(
    strength: float, drop: float, recovery: float | None, growth: float
) -> None:
    y = shocked(strength, 4, 56).y[:, 0]
    assert y[0] - y.min() == pytest.approx(drop, abs=2e-5)  # the lowest point lies between two steps
    assert y[-1] - y[0] == pytest.approx(growth, abs=5.1e-7)
    below = np.flatnonzero(y < y[0] - 0.01)[-1] * 0.05 - 4
    assert (below > 51.9) if recovery is None else (below == pytest.approx(recovery, abs=0.06))


@pytest.mark.parametrize(
    ("strength", "growth"), [(0.1, 0.008543), (0.2, 0.008572), (0.3, -0.006011), (0.5, -0.036534), (1.0, -0.066751)]
)
def test_twelve_weeks_wear_sooner(strength: float, growth: float) -> None:
    y = shocked(strength, 12, 64).y[:, 0]
    assert y[-1] - y[0] == pytest.approx(growth, abs=5.1e-7)


def test_a_year_of_pressure_wears_protection_down() -> None:
    found = shocked(0.5, 52, 104)
    assert found.y[-1, 0] - found.y[0, 0] == pytest.approx(-0.162780, abs=5.1e-7)
    assert found.strengths[0, 0] == pytest.approx(0.696042, abs=5.1e-7)


def test_without_learning_nothing_grows() -> None:
    y = shocked(0.5, 4, 56, Learning(Engagement.ALL, gain=0, loss=0)).y[:, 0]
    assert y[-1] - y[0] == pytest.approx(0, abs=1e-9)


def test_the_integrator_on_jd_r() -> None:
    """The form itself is not ours: the check is that a given right-hand side ends where Euler and exact runs do."""

    def motion(_: float, state: Floats) -> Floats:
        d, e, r, x = state
        return np.array([
            0.15 * (1 - x) + 0.2 * (1 - d) - 0.2 * e * d,
            0.2 * x * r * (1 + d) * (1 - e) - 0.1 * e * (1 - x),
            0.2 * e * (1 - r) - 0.05 * r,
            0.15 * x * (1 - x) - 0.4 * x * d / (1 + r),
        ])  # fmt: skip

    start = np.array([0.2, 0.5, 0.7, 0.5])
    euler = start.copy()
    for _ in range(10):
        euler = euler + 0.01 * motion(0, euler)
    assert euler == pytest.approx([0.2211999, 0.5017299, 0.6995080, 0.5012808], abs=5.1e-8)
    exact = solve_ivp(motion, (0, 0.1), start, "DOP853", rtol=1e-12, atol=1e-14).y[:, -1]
    assert exact == pytest.approx([0.2211673, 0.5017330, 0.6995089, 0.5012682], abs=5.1e-8)
