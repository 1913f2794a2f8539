from __future__ import annotations

import numpy as np
import pytest

from kangni.core.errors import MethodInput
from kangni.core.undefined import Undefined
from kangni.methods.agreement.alpha import alphas
from kangni.methods.agreement.plan import MOST, drawn_tables, enough, simulated_tables, widths
from kangni.methods.columns import Floats


def tables(*, alpha: float = 0.7, cells: int = 84 * 38, spread: float = 0.3, prevalence: float = 0.05) -> Floats:
    return simulated_tables(
        prevalence=prevalence, alpha=alpha, cells=cells, spread=spread, studies=200, rng=np.random.default_rng(5)
    )


@pytest.mark.parametrize("spread", [0.0, 0.3, 0.8])
@pytest.mark.parametrize("alpha", [0.4, 0.7, 0.9])
def test_simulated_studies_have_the_alpha_and_the_prevalence_asked_for(alpha: float, spread: float) -> None:
    found = tables(alpha=alpha, spread=spread)
    whole = found.sum(axis=(0, 1))
    assert float(alphas(whole + whole.T)) == pytest.approx(alpha, abs=0.01)
    assert (whole[1].sum() + whole[:, 1].sum()) / (2 * whole.sum()) == pytest.approx(0.05, abs=0.002)
    assert found.shape == (MOST, 200, 2, 2)
    assert np.all(found.sum(axis=(2, 3)) == 84 * 38)


def test_interviews_differ_as_much_as_the_spread_says() -> None:
    alike, apart = tables(spread=0.0)[..., 1, 1], tables(spread=0.5)[..., 1, 1]
    chance = alike.std() / alike.mean()
    assert apart.std() / apart.mean() == pytest.approx(np.hypot(0.5, chance), abs=0.01)


def test_more_interviews_make_the_interval_narrower_and_more_studies_narrow_enough() -> None:
    found = [widths(tables(), n, width=0.2) for n in (3, 5, 10, 20, 40)]
    medians = [row.median for row in found if isinstance(row.median, float)]
    assert len(medians) == 5
    assert medians == sorted(medians, reverse=True)
    assert [row.narrow for row in found] == sorted(row.narrow for row in found)


def test_width_and_root_of_interviews_go_together() -> None:
    few, many = widths(tables(), 25, width=0.2), widths(tables(), 100, width=0.2)
    assert isinstance(few.median, float)
    assert isinstance(many.median, float)
    assert few.median / many.median == pytest.approx(2, abs=0.15)  # the t distribution is a little wider for 25


def test_enough_is_the_first_number_that_is_narrow_enough_in_four_of_five_studies() -> None:
    made = tables()
    found = enough(made, width=0.15)
    assert isinstance(found, int)
    assert widths(made, found, width=0.15).narrow >= 0.8 > widths(made, found - 1, width=0.15).narrow


def test_interviews_that_differ_more_ask_for_more_of_them() -> None:
    needed = [enough(tables(spread=spread), width=0.1) for spread in (0.0, 0.3, 0.6)]
    assert all(isinstance(n, int) for n in needed)
    assert needed == sorted(needed, key=float)  # type: ignore[arg-type]  # they are whole numbers


def test_where_no_number_of_interviews_is_enough_the_answer_says_so() -> None:
    assert enough(tables(cells=38), width=0.02) == Undefined("more interviews than anybody codes twice")


def test_studies_without_an_interval_count_as_too_wide() -> None:
    rare = widths(tables(prevalence=0.01, cells=10), 3, width=2.0)
    assert rare.undefined > 0.5
    assert rare.narrow == pytest.approx(1 - rare.undefined)
    assert rare.median == Undefined("in so few interviews most simulated studies have no interval")


def test_drawn_studies_hold_only_interviews_that_were_coded() -> None:
    coded = np.array([[[30.0, 2.0], [1.0, 5.0]], [[20.0, 0.0], [4.0, 9.0]], [[9.0, 1.0], [1.0, 1.0]]])
    drawn = drawn_tables(coded, studies=50, rng=np.random.default_rng(2))
    known = {tuple(table.ravel()) for table in coded}
    assert {tuple(table.ravel()) for table in drawn.reshape(-1, 2, 2)} == known
    assert drawn.shape == (MOST, 50, 2, 2)


def test_one_coded_interview_shows_nothing_of_how_they_differ() -> None:
    with pytest.raises(MethodInput, match="one interview"):
        drawn_tables(np.ones((1, 2, 2)), studies=5, rng=np.random.default_rng(2))


def test_the_same_seed_gives_the_same_plan() -> None:
    assert enough(tables(), width=0.1) == enough(tables(), width=0.1)


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        ({"prevalence": 0.0}, "more than 0"),
        ({"prevalence": 1.0}, "less than 1"),
        ({"alpha": 1.5}, "use -1 to 1"),
        ({"alpha": -0.9}, "cannot agree to -0.9"),
        ({"cells": 0}, "needs a turn and a code"),
        ({"spread": -1.0}, "use 0 to 2"),
    ],
)
def test_settings_that_cannot_be_are_refused(settings: dict[str, float], sentence: str) -> None:
    with pytest.raises(MethodInput, match=sentence):
        tables(**settings)  # type: ignore[arg-type]  # numbers all


@pytest.mark.parametrize("width", [0.0, 2.5])
def test_a_width_that_no_interval_has_is_refused(width: float) -> None:
    with pytest.raises(MethodInput, match="width"):
        enough(tables(), width=width)
