from __future__ import annotations

from math import hypot

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from kangni.reports.figures.curves import Box, Curve, free_curve
from kangni.reports.figures.layout import arrange

rings = st.lists(st.integers(0, 3), min_size=1, max_size=12)


def dense(found: list[int]) -> list[int]:
    """Rings without a gap: levels that hold no factor have no ring."""
    return [sorted(set(found)).index(ring) for ring in found]


@settings(max_examples=10, deadline=None)
@given(found=rings, data=st.data())
def test_no_two_factors_share_a_place_and_inner_rings_lie_inside_outer_ones(
    found: list[int], data: st.DataObject
) -> None:
    ring = dense(found)
    ends = st.tuples(st.integers(0, len(ring) - 1), st.integers(0, len(ring) - 1))
    lines = np.array(data.draw(st.lists(ends, max_size=8)), dtype=np.int64).reshape(-1, 2)

    layout = arrange(ring, lines, np.full((len(ring), 2), (80.0, 30.0)), columns=6, across=110, gap=12)

    places = list(zip(layout.x.tolist(), layout.y.tolist(), strict=True))
    assert len(set(places)) == len(places)
    distance = np.hypot(layout.x / layout.half_width, layout.y / layout.half_height)
    for inner in range(max(ring)):
        inside = distance[np.array(ring) == inner].max()
        outside = distance[np.array(ring) > inner].min()
        assert inside <= outside + 1e-9


def test_a_curve_ends_at_the_edges_of_its_boxes() -> None:
    start, end = Box(0, 0, 40, 20), Box(200, 0, 60, 20)

    curve = free_curve(start, end, [])

    assert 20 <= curve.start[0] <= 25
    assert 163 <= curve.end[0] <= 170


def test_a_curve_bends_around_a_box_between() -> None:
    start, between, end = Box(0, 0, 40, 20), Box(150, 0, 40, 20), Box(300, 0, 40, 20)

    curve = free_curve(start, end, [start, between, end])

    assert not any(between.holds(*curve.at(n / 20)) for n in range(21))


def test_a_curve_moved_sideways_keeps_its_length() -> None:
    curve = Curve((0, 0), (50, 0), (100, 0))

    moved = curve.beside(7)

    assert moved.length() == curve.length()
    assert hypot(moved.start[0] - 0, moved.start[1] - 0) == 7


def test_boxes_that_touch_do_not_overlap() -> None:
    assert not Box(0, 0, 10, 10).overlaps(Box(10, 0, 10, 10))
    assert Box(0, 0, 10, 10).overlaps(Box(9, 0, 10, 10))
