"""Curves from box to box that keep clear of the boxes between, with the heads that tell their sign."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import hypot

from kangni.reports.figures.canvas import Shape, line, path, polygon

__all__ = ["Box", "Curve", "between", "free_curve"]

BULGES = (0.0, 0.12, -0.12, 0.24, -0.24, 0.38, -0.38, 0.55, -0.55)  # of the distance, tried in this order
SAMPLES = 24
TOUCH = 2.0  # px between a curve's end and the box


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle around its middle."""

    x: float
    y: float
    width: float
    height: float

    def holds(self, x: float, y: float, margin: float = 0) -> bool:
        """Tell whether a point lies inside, or within some px of it."""
        return abs(x - self.x) <= self.width / 2 + margin and abs(y - self.y) <= self.height / 2 + margin

    def overlaps(self, other: Box) -> bool:
        """Tell whether two boxes share a point."""
        across, down = abs(self.x - other.x), abs(self.y - other.y)
        return across < (self.width + other.width) / 2 and down < (self.height + other.height) / 2


@dataclass(frozen=True, slots=True)
class Curve:
    """A quadratic Bezier curve from start to end, bent towards a control point."""

    start: tuple[float, float]
    control: tuple[float, float]
    end: tuple[float, float]

    def at(self, share: float) -> tuple[float, float]:
        """Return the point at a share of the way."""
        rest = 1 - share
        (ax, ay), (bx, by), (cx, cy) = self.start, self.control, self.end
        x = rest * rest * ax + 2 * rest * share * bx + share * share * cx
        y = rest * rest * ay + 2 * rest * share * by + share * share * cy
        return x, y

    def length(self) -> float:
        """Return the distance between the ends in px."""
        return hypot(self.end[0] - self.start[0], self.end[1] - self.start[1])

    def part(self, first: float, last: float) -> Curve:
        """Return the piece between two shares of the way."""
        (ax, ay), (bx, by), (cx, cy) = self.start, self.control, self.end

        def blossom(s: float, t: float) -> tuple[float, float]:
            weights = (1 - s) * (1 - t), (1 - s) * t + s * (1 - t), s * t
            return (
                weights[0] * ax + weights[1] * bx + weights[2] * cx,
                weights[0] * ay + weights[1] * by + weights[2] * cy,
            )

        return Curve(blossom(first, first), blossom(first, last), blossom(last, last))

    def beside(self, distance: float) -> Curve:
        """Return the curve moved sideways by some px."""
        dx, dy = self.end[0] - self.start[0], self.end[1] - self.start[1]
        length = hypot(dx, dy) or 1.0
        move = -dy / length * distance, dx / length * distance
        start, control, end = ((x + move[0], y + move[1]) for x, y in (self.start, self.control, self.end))
        return Curve(start, control, end)

    def arrow(self, classes: str, *, stroke: float) -> list[Shape]:
        """Return the curve with an arrowhead at its end."""
        size = 5.0 + stroke
        (x, y), (ux, uy) = self.end, self._direction()
        left = x - ux * size - uy * size * 0.5, y - uy * size + ux * size * 0.5
        right = x - ux * size + uy * size * 0.5, y - uy * size - ux * size * 0.5
        shorter = Curve(self.start, self.control, (x - ux * size * 0.8, y - uy * size * 0.8))
        return [shorter.line(classes, stroke=stroke), polygon([(x, y), left, right], "head")]

    def bar(self, classes: str, *, stroke: float) -> list[Shape]:
        """Return the curve with a bar across its end."""
        half = 4.0 + stroke
        (x, y), (ux, uy) = self.end, self._direction()
        return [
            self.line(classes, stroke=stroke),
            line(x - uy * half, y + ux * half, x + uy * half, y - ux * half, "tee"),
        ]

    def line(self, classes: str, *, stroke: float) -> Shape:
        """Return the curve alone."""
        (ax, ay), (bx, by), (cx, cy) = self.start, self.control, self.end
        return path(f"M{ax:.1f} {ay:.1f} Q{bx:.1f} {by:.1f} {cx:.1f} {cy:.1f}", classes, stroke=stroke)

    def _direction(self) -> tuple[float, float]:
        dx, dy = self.end[0] - self.control[0], self.end[1] - self.control[1]
        length = hypot(dx, dy) or 1.0
        return dx / length, dy / length


def free_curve(start: Box, end: Box, boxes: Iterable[Box]) -> Curve:
    """Return the straightest curve between two boxes that runs behind the fewest others, from edge to edge."""
    others = [box for box in boxes if box not in (start, end)]
    dx, dy = end.x - start.x, end.y - start.y
    curves = [
        Curve(
            (start.x, start.y),
            ((start.x + end.x) / 2 - dy * bulge, (start.y + end.y) / 2 + dx * bulge),
            (end.x, end.y),
        )
        for bulge in BULGES
    ]
    chosen = min(curves, key=lambda curve: _covered(curve, others))
    return between(chosen, start, end)


def between(curve: Curve, start: Box, end: Box) -> Curve:
    """Return the part of a curve that lies between the edges of two boxes."""
    shares = [n / 200 for n in range(201)]
    first = next((t for t in shares if not start.holds(*curve.at(t), margin=TOUCH)), 0.0)
    last = next((t for t in reversed(shares) if not end.holds(*curve.at(t), margin=TOUCH)), 1.0)
    return curve.part(min(first, last), max(first, last))


def _covered(curve: Curve, boxes: Iterable[Box]) -> int:
    points = [curve.at(n / SAMPLES) for n in range(1, SAMPLES)]
    return sum(any(box.holds(x, y, margin=3) for x, y in points) for box in boxes)
