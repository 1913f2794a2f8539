"""Two-sidedness: METHODS.md 3.3, own calculations there."""

from __future__ import annotations

import pytest

from kangni.methods.factors import two_sidedness


@pytest.mark.parametrize(("risk", "protective", "index", "entropy"), [(7, 3, 0.6, 0.8813), (1, 5, 0.3333, 0.6500)])
def test_index_and_entropy(risk: int, protective: int, index: float, entropy: float) -> None:
    figures = two_sidedness(risk, protective)
    assert figures.index == pytest.approx(index, abs=5e-5)
    assert figures.entropy == pytest.approx(entropy, abs=5e-5)


@pytest.mark.parametrize(("risk", "protective", "certainty"), [(3, 4, 0.9124), (1, 5, 0.4642), (5, 5, 0.9698)])
def test_certainty(risk: int, protective: int, certainty: float) -> None:
    assert two_sidedness(risk, protective).certainty == pytest.approx(certainty, abs=5e-5)
