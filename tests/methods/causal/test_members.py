from __future__ import annotations

import numpy as np
import pytest

from kangni.methods.causal.maps import Bundled, bundle
from kangni.methods.causal.members import draw, drawing_of, reading_of
from kangni.methods.columns import Bools, ClaimColumns

EVERYBODY = np.ones(3, np.bool_)
A, B = 0, 1


def claims(*said: tuple[int, int, int, int, int]) -> ClaimColumns:
    """Claims as (participant, coder, cause, effect, signed strength)."""
    who, coder, cause, effect, strength = (np.array(column) for column in zip(*said, strict=True))
    none, at = np.zeros(len(said), np.int64), np.arange(len(said))
    return ClaimColumns(at, who, who, coder, cause, effect, np.sign(strength), np.abs(strength), none, none, at)


SAID = claims((0, A, 0, 1, 3), (0, B, 0, 1, 1), (1, A, 1, 2, 2), (2, B, 0, 2, -2))


def bundled(counted: Bools | None = None) -> Bundled:
    return bundle(SAID, participants=EVERYBODY, counted=np.ones(4, np.bool_) if counted is None else counted)


def test_a_reading_stands_in_the_entries_of_the_map_of_all() -> None:
    own = reading_of(bundled(), bundled(SAID.coder == B))
    # entries: link 0>1 of the first, 0>2 of the third, 1>2 of the second
    assert own.weight.tolist() == pytest.approx([1 / 3, -2 / 3, 0])
    assert own.minus.tolist() == pytest.approx([0, -2 / 3, 0])


def test_every_member_reads_with_one_coder() -> None:
    readings = [bundled(SAID.coder == coder) for coder in (A, B)]
    drawn = draw(drawing_of(bundled(), EVERYBODY, readings=readings), 200, np.random.default_rng(1))
    assert set(drawn.reading.tolist()) == {0, 1}
    assert (drawn.weight[1, drawn.reading == 0] == 0).all()  # only B read the third's claim
    assert (drawn.weight[2, drawn.reading == 1] == 0).all()
    assert drawn.weight[0, drawn.reading == 0].max() == pytest.approx(1)  # the first drawn three times, and 3 of 3


def test_weights_are_drawn_about_their_strength_and_keep_their_sign() -> None:
    plain = draw(drawing_of(bundled(), EVERYBODY), 4000, np.random.default_rng(1))
    varied = draw(drawing_of(bundled(), EVERYBODY, vary_weights=True), 4000, np.random.default_rng(1))
    assert varied.times.tolist() == plain.times.tolist()
    assert (np.sign(varied.weight) == np.sign(plain.weight)).all()
    assert varied.emphasis.mean(axis=1) == pytest.approx([1, 1, 1], abs=0.02)
    assert varied.emphasis.std(axis=1).min() > 0.05


def test_without_variation_there_is_no_emphasis_and_one_reading() -> None:
    drawn = draw(drawing_of(bundled(), EVERYBODY), 5, np.random.default_rng(1))
    assert drawn.emphasis.shape == (0, 5)
    assert drawn.reading.tolist() == [0] * 5
