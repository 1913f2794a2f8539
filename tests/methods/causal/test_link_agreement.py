"""Two coders' links by hand."""

from __future__ import annotations

import numpy as np
import pytest

from kangni.core.errors import MethodInput
from kangni.core.undefined import Undefined
from kangni.methods.causal.link_agreement import LinkAgreement, found_links, link_agreement
from kangni.methods.causal.maps import bundle_maps
from kangni.methods.columns import Floats


def agreed(first: Floats, second: Floats) -> LinkAgreement:
    found = found_links(bundle_maps(first), bundle_maps(second))
    return link_agreement(found, np.arange(len(first)))


def test_specific_agreement_and_kappa_by_hand() -> None:
    # three people, three factors: 18 places; found by both 3, by the first alone 1, by the second alone 2, by none 12
    first, second = np.zeros((2, 3, 3, 3))
    first[:, 0, 1] = second[:, 0, 1] = 1
    first[0, 1, 2] = second[1, 1, 2] = second[2, 1, 2] = 1
    found = agreed(first, second)
    assert (found.both, found.only_first, found.only_second, found.places) == (3, 1, 2, 18)
    assert found.specific.value == pytest.approx(6 / 9)
    # p_o = 15/18, p_e = (4/18)(5/18) + (14/18)(13/18)
    chance = (4 * 5 + 14 * 13) / 18**2
    assert found.kappa == pytest.approx((15 / 18 - chance) / (1 - chance))


def test_signs_are_compared_on_common_links_alone() -> None:
    first, second = np.zeros((2, 2, 3, 3))
    first[0, 0, 1], second[0, 0, 1] = 1, -1
    first[1, 0, 1] = second[1, 0, 1] = 1
    first[1, 1, 2] = 1
    found = agreed(first, second)
    assert (found.same_sign, found.other_sign, found.sign_share) == (1, 1, 0.5)


def test_one_sign_throughout_leaves_kappa_undefined_and_not_gwet() -> None:
    maps = np.zeros((2, 2, 2))
    maps[:, 0, 1] = 1
    found = agreed(maps, maps)
    assert isinstance(found.sign_kappa, Undefined)
    assert found.sign_ac == 1.0


def test_without_common_links_there_is_no_agreement_on_signs() -> None:
    first, second = np.zeros((2, 1, 3, 3))
    first[0, 0, 1] = second[0, 1, 2] = 1
    found = agreed(first, second)
    assert found.specific.value == 0.0
    assert isinstance(found.sign_share, Undefined)
    assert isinstance(found.strength_kappa, Undefined)


def test_nobody_found_a_link() -> None:
    found = agreed(np.zeros((2, 2, 2)), np.zeros((2, 2, 2)))
    assert isinstance(found.specific.value, Undefined)


def test_strengths_are_compared_where_the_sign_is_the_same() -> None:
    first, second = np.zeros((2, 3, 2, 2))
    first[:, 0, 1] = 1 / 3, 2 / 3, 1
    second[:, 0, 1] = 1 / 3, 2 / 3, 2 / 3
    # linear weights: p_o = 2.5/3; p_e = .333(.333 + .333 + 0) + ... by hand
    weights = np.array([[1, 0.5, 0], [0.5, 1, 0.5], [0, 0.5, 1]])
    chance = float(np.array([1, 1, 1]) / 3 @ weights @ (np.array([1, 2, 0]) / 3))
    assert agreed(first, second).strength_kappa == pytest.approx((2.5 / 3 - chance) / (1 - chance))


def test_maps_of_different_people_are_refused() -> None:
    with pytest.raises(MethodInput):
        found_links(bundle_maps(np.zeros((1, 2, 2))), bundle_maps(np.zeros((2, 2, 2))))
