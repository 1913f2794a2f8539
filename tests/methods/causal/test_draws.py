from __future__ import annotations

import numpy as np
import pytest

from kangni.core.errors import MethodInput
from kangni.methods.causal.balance import Links
from kangni.methods.causal.draws import FromClaims, FromSigns
from kangni.methods.causal.maps import Bundled, bundle
from kangni.methods.causal.members import drawing_of
from kangni.methods.causal.model import links_of
from kangni.methods.columns import ClaimColumns

CHAIN = Links(np.array([0, 1]), np.array([1, 2]), 3)


def bundled(*said: tuple[int, int, int, int], n: int) -> Bundled:
    """Bundle claims (participant, cause, effect, signed strength) of n people."""
    who, cause, effect, strength = (np.array(column) for column in zip(*said, strict=True))
    none, at = np.zeros(len(said), np.int64), np.arange(len(said))
    claims = ClaimColumns(at, who, who, none, cause, effect, np.sign(strength), np.abs(strength), none, none, at)
    return bundle(claims, participants=np.ones(n, np.bool_), counted=np.ones(len(said), np.bool_))


def from_claims(links: Bundled) -> FromClaims:
    return FromClaims(drawing_of(links, np.ones(links.n, np.bool_), vary_weights=True), links_of(links))


def test_signs_are_kept_and_sizes_are_anything() -> None:
    source = FromSigns(CHAIN, plus=np.array([1.0, 0.0]), present=np.ones(2))
    weight = source.draw(4_000, np.random.default_rng(1))
    assert (weight[0] > 0).all()
    assert (weight[1] < 0).all()
    assert np.abs(weight).min() >= 0.01
    assert np.abs(weight).mean() == pytest.approx(0.505, abs=0.01)


def test_a_contested_link_raises_as_often_as_its_people_say() -> None:
    source = FromSigns(CHAIN, plus=np.array([0.25, 1.0]), present=np.ones(2))
    assert (source.draw(4_000, np.random.default_rng(1))[0] > 0).mean() == pytest.approx(0.25, abs=0.02)


def test_an_uncertain_link_is_left_out_of_some_maps() -> None:
    source = FromSigns(CHAIN, plus=np.ones(2), present=np.array([0.5, 1.0]))
    there = source.draw(4_000, np.random.default_rng(1)) != 0
    assert there.mean(axis=1) == pytest.approx([0.5, 1], abs=0.02)


def test_a_source_needs_a_probability_for_each_link() -> None:
    with pytest.raises(MethodInput, match="each link"):
        FromSigns(CHAIN, plus=np.ones(1), present=np.ones(2))
    with pytest.raises(MethodInput, match="smallest weight"):
        FromSigns(CHAIN, plus=np.ones(2), present=np.ones(2), least=1)


def test_a_link_of_one_voice_is_missing_where_nobody_draws_its_speaker() -> None:
    weight = from_claims(bundled((0, 0, 1, 3), (1, 1, 2, 3), (2, 1, 2, 1), n=4)).draw(8_000, np.random.default_rng(1))
    missing = (weight == 0).mean(axis=1)
    assert missing == pytest.approx([0.75**4, 0.5**4], abs=0.02)


def test_weights_lie_about_the_strength_that_was_claimed() -> None:
    links = bundled(*((0, cause, cause + 3, strength) for cause, strength in enumerate((1, 2, -3))), n=1)
    weight = from_claims(links).draw(8_000, np.random.default_rng(1))
    assert weight.mean(axis=1) == pytest.approx([1 / 3, 2 / 3, -1], abs=0.01)
    assert (weight.std(axis=1) > 0.05).all()


def test_a_map_takes_one_side_of_a_contested_link_never_their_mean() -> None:
    links = bundled((0, 0, 1, 3), (1, 0, 1, -3), n=2)
    weight = from_claims(links).draw(8_000, np.random.default_rng(1))[0]
    plus = links.probability_plus[0]
    assert plus == 0.5
    # one side is there unless its speaker is not drawn: 3 of 4
    assert (weight > 0).mean() == pytest.approx(0.5 * 0.75, abs=0.02)
    assert (weight < 0).mean() == pytest.approx(0.5 * 0.75, abs=0.02)
