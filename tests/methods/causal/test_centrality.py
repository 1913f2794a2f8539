"""Roles of factors by hand."""

from __future__ import annotations

import numpy as np
import pytest

from kangni.methods.causal.centrality import centrality
from kangni.methods.causal.maps import bundle_maps


def test_people_come_before_strength() -> None:
    maps = np.zeros((3, 3, 3))
    maps[0, 0, 2] = 1.0  # one person, strong
    maps[1, 1, 2] = maps[2, 1, 2] = 0.1  # two people, weak
    found = centrality(bundle_maps(maps), factors=3, rng=np.random.default_rng(1))
    assert found.drivers.place.tolist() == [2, 1, 0]
    assert found.outcomes.people.tolist() == [0, 0, 3]


def test_a_broker_is_what_one_person_puts_between_two_other_factors() -> None:
    maps = np.zeros((2, 3, 3))
    maps[0, 0, 1] = maps[1, 1, 2] = 1  # 0->1 of one and 1->2 of the other: nobody's chain
    assert not centrality(bundle_maps(maps), factors=3, rng=np.random.default_rng(1)).brokers.people.any()
    maps[0, 1, 2] = 1
    assert centrality(bundle_maps(maps), factors=3, rng=np.random.default_rng(1)).brokers.people.tolist() == [0, 1, 0]


def test_there_and_back_again_is_no_chain() -> None:
    maps = np.array([[0, 1], [1, 0]])
    assert not centrality(bundle_maps(maps), factors=2, rng=np.random.default_rng(1)).brokers.people.any()


def test_strengths_of_example_a() -> None:
    # METHODS.md 5.3, order S D P F
    maps = np.zeros((5, 4, 4))
    maps[:4, 0, 1] = 5 / 6, 2 / 3, -1 / 3, 1
    maps[[0, 1, 4], 1, 3] = -2 / 3, -1, -1 / 3
    maps[[1, 3], 2, 1] = -2 / 3, -1
    maps[4, 2, 3], maps[2, 0, 3] = 2 / 3, -1 / 3
    found = centrality(bundle_maps(maps), factors=4, rng=np.random.default_rng(1))
    assert found.drivers.strength.tolist() == pytest.approx([0.5, 0.4, 0.4667, 0.0], abs=5e-5)
    assert found.outcomes.strength.tolist() == pytest.approx([0.0, 0.7667, 0.0, 0.6], abs=5e-5)
    assert found.drivers.people.tolist() == [4, 3, 3, 0]
    assert found.drivers.place.tolist() == [1, 3, 2, 0]


def test_the_place_of_a_factor_that_one_of_many_names_has_a_wide_range() -> None:
    maps = np.zeros((10, 4, 4))
    maps[:, 0, 3] = 1
    maps[0, 1, 3] = maps[1, 2, 3] = 1
    found = centrality(bundle_maps(maps), factors=4, rng=np.random.default_rng(1)).drivers
    assert (found.low[0], found.high[0]) == (1, 1)
    assert (found.low[1], found.high[1]) == (2, 3)


def test_one_participant_cannot_be_resampled() -> None:
    found = centrality(bundle_maps(np.array([[0, 1], [0, 0]])), factors=2, rng=np.random.default_rng(1))
    assert found.drivers.place.tolist() == [1, 0]
    assert np.isnan(found.drivers.low).all()
