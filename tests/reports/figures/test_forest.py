from __future__ import annotations

import pytest
from lxml import etree

from kangni.core.undefined import Undefined
from kangni.methods.causal.ensemble import Spread
from kangni.reports.figures.forest import Effect, forest, round_step


def effect(name: str, spread: Spread | Undefined) -> Effect:
    return Effect(f"press/{name}", name, spread, "3 of 10 people")


def drawn(*effects: Effect) -> etree._Element:
    return etree.fromstring(forest(effects, axis="unit dips", alt="", language="en").encode())


def spread(low: float, median: float, high: float) -> Spread:
    return Spread(median, low, high, 1.0, 1.0, 0.0, 100)


@pytest.mark.parametrize(("rough", "step"), [(0.3, 0.5), (1.2, 2), (2.1, 5), (60, 100), (0.011, 0.02), (1, 1)])
def test_steps_of_an_axis_are_round(rough: float, step: float) -> None:
    assert round_step(rough) == pytest.approx(step)


def test_an_effect_right_of_nought_is_drawn_right_of_it() -> None:
    root = drawn(effect("Care", spread(0.5, 1, 2)))
    nought = next(line for line in root.iter("{*}line") if line.get("class") == "axis")
    dot = next(root.iter("{*}circle"))

    assert float(dot.get("cx") or 0) > float(nought.get("x1") or 0)


def test_an_effect_that_does_not_exist_is_a_dash() -> None:
    root = drawn(effect("Care", spread(0.5, 1, 2)), effect("Rest", Undefined("no path leads to functioning")))

    assert len(list(root.iter("{*}circle"))) == 1
    assert "—" in [text.text for text in root.iter("{*}text")]


def test_a_forest_without_any_effect_still_has_an_axis() -> None:
    assert "unit dips" in [text.text for text in drawn(effect("Rest", Undefined("no claims"))).iter("{*}text")]
