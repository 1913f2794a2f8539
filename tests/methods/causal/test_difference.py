"""Distances of maps against tests made another way."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import permutation_test as scipy_test

from kangni.core.undefined import Undefined
from kangni.methods.causal.difference import MapDifference, OwnMaps, between_groups, own_maps, within_people
from kangni.methods.causal.maps import bundle_maps
from kangni.methods.columns import Floats


def maps_of(signed: Floats) -> OwnMaps:
    links = np.arange(signed.shape[1])
    return OwnMaps(links, links + 1, np.maximum(signed, 0), np.minimum(signed, 0))


def compared(signed: Floats, first: int) -> MapDifference:
    return between_groups(maps_of(signed), np.arange(len(signed)) < first, rng=np.random.default_rng(1))


def test_p_is_that_of_scipy_over_all_divisions() -> None:
    rng = np.random.default_rng(2)
    signed = np.round(rng.uniform(-1, 1, (9, 5)) * (rng.random((9, 5)) < 0.5), 2)
    sides = np.concatenate((np.maximum(signed, 0), np.minimum(signed, 0)), axis=1)

    def distance(first: Floats, second: Floats) -> float:
        means = [sides[rows.astype(np.int64)].mean(axis=0) for rows in (first, second)]
        return float(np.abs(means[0] - means[1]).sum())

    rows = np.arange(9, dtype=np.float64)
    theirs = scipy_test((rows[:4], rows[4:]), distance, vectorized=False, alternative="greater")
    found = compared(signed, 4)
    assert (found.ways, found.is_exact) == (126, True)
    assert found.p == pytest.approx(theirs.pvalue, abs=1e-12)


def test_groups_that_say_the_same_are_no_way_apart() -> None:
    found = compared(np.ones((8, 2)), 4)
    assert (found.distance, found.p) == (0.0, 1.0)


def test_opposite_signs_are_apart_although_each_group_is_contested_within() -> None:
    # in the first group two say + and two -, in the second nobody speaks: the means are equal, the sides are not
    signed = np.array([[1.0], [1.0], [-1.0], [-1.0], [0.0], [0.0], [0.0], [0.0]])
    assert compared(signed, 4).distance == pytest.approx(1.0)


def test_the_smallest_p_is_named_by_the_sizes() -> None:
    assert compared(np.eye(7), 3).least == pytest.approx(1 / 35)
    assert compared(np.eye(8), 4).least == pytest.approx(2 / 70)


def test_adjusted_p_of_a_link_is_never_below_its_own() -> None:
    signed = np.where(np.random.default_rng(4).random((10, 12)) < 0.3, 1.0, 0.0)
    found = compared(signed, 5)
    own, together = np.array(found.p_by_link, np.float64), np.array(found.adjusted, np.float64)
    assert (together >= own).all()


def test_many_people_are_divided_at_random_and_p_carries_its_error() -> None:
    signed = np.where(np.random.default_rng(5).random((40, 3)) < 0.5, 1.0, 0.0)
    found = compared(signed, 20)
    assert not found.is_exact
    assert isinstance(found.error, float)
    assert 0 < found.error < 0.01


def test_an_empty_group_has_no_p() -> None:
    assert isinstance(compared(np.ones((3, 1)), 0).p, Undefined)


def test_maps_of_the_same_people_are_exchanged_person_by_person() -> None:
    # by hand: differences 1, 1, 1 of three people; of 8 ways to turn signs 2 give a mean of 1
    first, second = maps_of(np.ones((3, 1))), maps_of(np.zeros((3, 1)))
    found = within_people(first, second, rng=np.random.default_rng(1))
    assert (found.p, found.ways, found.least) == (0.25, 8, 0.25)


def test_own_maps_stand_in_the_rows_and_columns_asked_for() -> None:
    links = bundle_maps(np.array([[[0, 0.5], [-0.2, 0]], [[0, 0], [0.4, 0]]]))
    found = own_maps(links, np.array([1, 0]), cause=np.array([1, 5]), effect=np.array([0, 6]))
    assert found.plus.tolist() == [[0.4, 0.0], [0.0, 0.0]]
    assert found.minus.tolist() == [[0.0, 0.0], [-0.2, 0.0]]
