from __future__ import annotations

from lxml import etree

from kangni.reports.figures.canvas import drawing, link, mark, number, tint, words


def test_words_of_a_figure_cannot_become_markup() -> None:
    svg = drawing(10, 10, [words(0, 0, "<script>alert(1)</script>")], alt='a "quote" & more', language="en")

    assert "<script>" not in svg
    assert etree.fromstring(svg.encode()).get("aria-label") == 'a "quote" & more'


def test_a_shape_that_opens_nothing_is_no_link() -> None:
    svg = drawing(10, 10, [link(None, "three", [words(0, 0, "3")])], alt="", language="en")

    assert "<a" not in svg


def test_a_shape_that_opens_is_a_link_with_a_name() -> None:
    svg = drawing(10, 10, [link("#e1", "3 of 10", [words(0, 0, "3")])], alt="", language="en")

    assert '<a href="#e1" aria-label="3 of 10">' in svg


def test_risk_points_down_and_protection_up() -> None:
    tip = {sign: float((mark(sign, 10, 10, 8).get("points") or "").split(",")[-1]) for sign in (-1, 1)}

    assert tip[-1] > 10 > tip[1]


def test_tints_stop_at_three() -> None:
    assert [tint(-1, count) for count in (1, 2, 3, 9)] == ["r1", "r2", "r3", "r3"]


def test_coordinates_have_a_tenth_of_a_pixel_and_no_trailing_zeros() -> None:
    assert [number(value) for value in (0, 1.0, 2.25, 3.14159)] == ["0", "1", "2.2", "3.1"]
