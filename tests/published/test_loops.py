"""The hand calculation of METHODS.md section 6.1."""

from __future__ import annotations

import numpy as np
import pytest

from kangni.methods.causal.cycles import cycles
from kangni.methods.causal.loops import gain, strength

WEIGHT = {(0, 1): 0.5, (1, 2): -0.4, (2, 0): 0.3, (2, 1): -0.2, (0, 0): -0.1}


def test_three_loops_with_their_gains() -> None:
    pairs = np.array(list(WEIGHT))
    found = cycles(pairs[:, 0], pairs[:, 1]).cycles
    gains = {loop: gain([WEIGHT[step] for step in zip(loop, (*loop[1:], loop[0]), strict=True)]) for loop in found}
    assert gains == pytest.approx({(0,): -0.1, (0, 1, 2): -0.06, (1, 2): 0.08})


def test_strength_is_the_geometric_mean_of_the_absolute_weights() -> None:
    assert strength([0.5, -0.4, 0.3]) == pytest.approx(0.06 ** (1 / 3))
