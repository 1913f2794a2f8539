from __future__ import annotations

import pytest

from kangni.core.undefined import Undefined
from kangni.methods.causal.direction import Direction, agreement_of, direction


@pytest.mark.parametrize(
    ("agreement", "reach", "word"),
    [
        (0.95, 0.8, Direction.DECIDED),
        (0.95, 0.79, Direction.WHERE_IT_EXISTS),
        (0.94, 1.0, Direction.LEANING),
        (0.8, 0.3, Direction.LEANING),
        (0.79, 1.0, Direction.OPEN),
    ],
)
def test_the_word_follows_agreement_and_reach(agreement: float, reach: float, word: Direction) -> None:
    assert direction(agreement, reach=reach) is word


def test_what_is_undefined_has_no_word_but_its_reason() -> None:
    assert direction(Undefined("too few"), reach=1.0) == Undefined("too few")
    assert direction(0.9, reach=Undefined("no draw")) == Undefined("no draw")


def test_agreement_of_fewer_than_a_hundred_maps_is_not_told() -> None:
    assert agreement_of(99, 99) == Undefined("fewer than 100 members with a path")
    assert agreement_of(0, 100) == Undefined("no member moves")
    assert agreement_of(90, 100) == 0.9
