"""METHODS.md section 9, examples A (score) and B (Pareto front), by hand there."""

from __future__ import annotations

import numpy as np
import pytest

from kangni.methods.proportions import wilson
from kangni.methods.ranking import pareto_front, score


def test_example_a() -> None:
    broad, narrow = wilson(7, 10).lower, wilson(3, 10).lower
    assert broad == pytest.approx(0.396776, abs=5e-6)  # printed with z = 1.96
    assert narrow == pytest.approx(0.107789, abs=5e-6)
    assert score(0.12, 0.90, broad) == pytest.approx(0.038091, abs=1e-6)
    assert score(0.20, 0.60, narrow) == pytest.approx(0.004312, abs=1e-6)


def test_example_b() -> None:
    points = np.array([(0.12, 0.90, 0.40), (0.20, 0.60, 0.11), (0.10, 0.85, 0.30), (0.20, 0.60, 0.20)])
    assert pareto_front(points).tolist() == [True, False, False, True]
