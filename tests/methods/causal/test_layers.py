from __future__ import annotations

import numpy as np
import pytest

from kangni.core.errors import MethodInput
from kangni.core.undefined import Undefined
from kangni.methods.causal.layers import layer_shares, marks_of

MEMBERS = 2000
RNG = np.random.default_rng(4)
PEOPLE = RNG.multinomial(5, np.full(5, 0.2), MEMBERS).T
RULE = RNG.integers(0, 3, MEMBERS)


def test_shares_of_independent_layers_add_up_to_one() -> None:
    values = 1.0 * PEOPLE[0] + 2.0 * (RULE == 2)
    shares = layer_shares(values, {"people": PEOPLE, "rule": marks_of(RULE)})
    people, rule = (shares[name] for name in ("people", "rule"))
    # variances: 5 x .2 x .8 = .8 of the count, 4 x (1/3)(2/3) = .889 of the rule
    assert people == pytest.approx(0.8 / (0.8 + 0.889), abs=0.03)
    assert rule == pytest.approx(0.889 / (0.8 + 0.889), abs=0.03)


def test_a_layer_without_influence_explains_nothing() -> None:
    assert layer_shares(1.0 * PEOPLE[0], {"rule": marks_of(RULE)})["rule"] == pytest.approx(0, abs=0.01)


def test_equal_members_have_no_variance_to_share() -> None:
    assert layer_shares(np.ones(50), {"people": PEOPLE[:, :50]}) == {"people": Undefined("all members agree")}


def test_a_layer_needs_more_members_than_choices() -> None:
    found = layer_shares(np.arange(20.0), {"people": PEOPLE[:, :20]})
    assert found["people"] == Undefined("too few members for so many choices")


def test_members_without_the_number_are_passed_over() -> None:
    values = np.where(RULE == 1, np.nan, 1.0 * PEOPLE[0])
    assert layer_shares(values, {"people": PEOPLE})["people"] == pytest.approx(1)


def test_a_negative_choice_is_refused() -> None:
    with pytest.raises(MethodInput):
        marks_of(np.array([-1, 0]))
