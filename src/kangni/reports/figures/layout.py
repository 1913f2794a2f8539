"""Where the factors of a map stand: in rings by level, apart from each other, with few lines crossing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, exp, pi

import numpy as np

from kangni.methods.columns import Bools, Floats, Ints

__all__ = ["Layout", "around", "arrange"]

SLACK = 1.75  # places for each factor, so that lines find a way between them
STEPS = 9_000  # of the search; fewer where each step is dear
HEAT = 1.5  # cost that the search accepts at its beginning
# cost of two lines that cross, of a line behind a box, of two boxes that touch; a line of 100 px costs 1
CROSSING, COVERED, TOUCHING = 0.8, 6.0, 12.0


@dataclass(frozen=True, slots=True)
class Layout:
    """Places in px from the middle, and the half axes of the ellipse around each ring but the last."""

    x: Floats
    y: Floats
    rings: tuple[tuple[float, float], ...]
    half_width: float
    half_height: float


@dataclass(frozen=True, slots=True)
class _Frame:
    """The grid of places, from the middle outwards, and which ring each belongs to."""

    x: Floats
    y: Floats
    ring: Ints
    rings: tuple[tuple[float, float], ...]
    half_width: float
    half_height: float


def arrange(rings: Sequence[int], lines: Ints, boxes: Floats, *, columns: int, across: float, gap: float) -> Layout:
    """Place factors by their ring (0: the middle), given lines as rows of (from, to) and boxes as (width, height).

    Places lie on a grid of bricks `across` px wide and as high as a middling box beside the highest one. The search is
    seeded: the same map is drawn the same way.
    """
    ring = np.asarray(rings, dtype=np.int64)
    down = (float(boxes[:, 1].max()) + float(np.median(boxes[:, 1]))) / 2 + gap
    frame = _frame(ring, columns=columns, across=across, down=down)
    taken = _first_places(ring, lines, frame)
    taken = _search(taken, ring, frame, _Cost(lines, frame, boxes))
    return Layout(frame.x[taken], frame.y[taken], frame.rings, frame.half_width, frame.half_height)


def around(lines: Ints, boxes: Floats, *, middle: int | None, half_width: float) -> Layout:
    """Place a few factors evenly on one ellipse, linked ones near each other, and `middle` in the middle of it."""
    count = len(boxes)
    outer = np.array([factor for factor in range(count) if factor != middle], np.int64)
    toward = _toward(count, lines)[outer]
    angle = np.empty(len(outer))
    angle[np.argsort(toward, kind="stable")] = np.arange(len(outer)) * 2 * pi / max(1, len(outer)) - pi / 2
    across = half_width - float(boxes[:, 0].max()) / 2 - 1
    down = min(across * 0.7, 60.0 + 28.0 * len(outer))
    x, y = np.zeros((2, count))
    x[outer], y[outer] = across * np.cos(angle), down * np.sin(angle)
    return Layout(x, y, (), half_width, down)


def _frame(ring: Ints, *, columns: int, across: float, down: float) -> _Frame:
    wanted = ceil(len(ring) * SLACK)
    rows = max(5, ceil(wanted / (columns * pi / 4)) + 1)
    half_width, half_height = columns * across / 2, (rows + 1) * down / 2
    row, column = np.divmod(np.arange(rows * columns), columns)
    x = (column - (columns - 1) / 2) * across + np.where(row % 2 == 0, -across / 4, across / 4)
    y = (row - (rows - 1) / 2) * down
    distance = np.hypot(x / half_width, y / half_height)
    order = np.argsort(distance, kind="stable")
    fits = np.abs(x[order]) <= half_width - across / 2 + 1
    order = order[fits][: max(wanted, len(ring))]
    counts = np.bincount(ring)
    ends = np.ceil(np.cumsum(counts) * len(order) / len(ring)).astype(np.int64)
    place_ring = np.searchsorted(ends, np.arange(len(order)), side="right")
    sorted_distance = distance[order]
    radii = [(sorted_distance[end - 1] + sorted_distance[end]) / 2 for end in ends[:-1] if 0 < end < len(order)]
    return _Frame(
        x[order],
        y[order],
        np.minimum(place_ring, len(counts) - 1),
        tuple((float(r) * half_width, float(r) * half_height) for r in radii),
        half_width,
        half_height,
    )


def _first_places(ring: Ints, lines: Ints, frame: _Frame) -> Ints:
    """Place linked factors in the same direction from the middle, each in its ring."""
    toward = _toward(len(ring), lines)
    place_toward = np.arctan2(frame.y, frame.x)
    taken = np.zeros(len(ring), dtype=np.int64)
    for number in range(int(ring.max()) + 1):
        members = np.flatnonzero(ring == number)
        places = np.flatnonzero(frame.ring == number)
        places = places[np.argsort(place_toward[places], kind="stable")]
        spread = np.linspace(0, len(places), len(members), endpoint=False).astype(np.int64)
        taken[members[np.argsort(toward[members], kind="stable")]] = places[spread]
    return taken


def _toward(count: int, lines: Ints) -> Floats:
    """Return each factor's direction: its entries in the second and third eigenvectors of the links' Laplacian."""
    linked = np.full((count, count), 0.01)  # a little, so that parts without a link between them stay apart
    linked[lines[:, 0], lines[:, 1]] = linked[lines[:, 1], lines[:, 0]] = 1.0
    np.fill_diagonal(linked, 0.0)
    vectors = np.linalg.eigh(np.diag(linked.sum(axis=0)) - linked)[1]
    directions: Floats = np.arctan2(vectors[:, 2 % count], vectors[:, 1 % count])
    return directions


def _search(taken: Ints, ring: Ints, frame: _Frame, cost: _Cost) -> Ints:
    """Move one factor at a time to a place of its ring, or swap two, and keep what makes the picture clearer."""
    rng = np.random.default_rng(1)
    places = [np.flatnonzero(frame.ring == number) for number in range(int(ring.max()) + 1)]
    steps = min(STEPS, 360_000 // max(1, cost.lines))
    now = best_cost = cost.of(taken)
    best = taken
    for step in range(steps):
        factor = int(rng.integers(len(taken)))
        place = int(rng.choice(places[ring[factor]]))
        tried = taken.copy()
        holder = np.flatnonzero(taken == place)
        tried[holder] = taken[factor]
        tried[factor] = place
        then = cost.of(tried)
        heat = HEAT * (1 - step / steps) ** 2 + 1e-6
        if then <= now or rng.random() < exp((now - then) / heat):
            taken, now = tried, then
            if now < best_cost:
                best, best_cost = taken, now
    return best


class _Cost:
    """How hard a picture is to read: long lines, lines that cross, lines behind boxes."""

    def __init__(self, lines: Ints, frame: _Frame, boxes: Floats) -> None:
        self.lines = len(lines)
        self._start, self._end = lines[:, 0], lines[:, 1]
        self._frame = frame
        self._half = boxes[:, 0] / 2 + 3, boxes[:, 1] / 2 + 3
        first, second = np.triu_indices(len(lines), 1)
        shares = (
            (self._start[first] == self._start[second])
            | (self._start[first] == self._end[second])
            | (self._end[first] == self._start[second])
            | (self._end[first] == self._end[second])
        )
        self._first, self._second = first[~shares], second[~shares]

    def of(self, taken: Ints) -> float:
        """Return the cost of factors at some places."""
        x, y = self._frame.x[taken], self._frame.y[taken]
        length = ((np.hypot(x[self._start] - x[self._end], y[self._start] - y[self._end]) / 100) ** 1.5).sum()
        covered = self._covered(x, y).sum()
        return float(length + CROSSING * self._crossings(x, y) + COVERED * covered + TOUCHING * self._touching(x, y))

    def _touching(self, x: Floats, y: Floats) -> int:
        across = np.abs(x[:, None] - x) < self._half[0][:, None] + self._half[0]
        down = np.abs(y[:, None] - y) < self._half[1][:, None] + self._half[1]
        return int(np.triu(across & down, 1).sum())

    def _crossings(self, x: Floats, y: Floats) -> int:
        ax, ay = x[self._start[self._first]], y[self._start[self._first]]
        bx, by = x[self._end[self._first]], y[self._end[self._first]]
        cx, cy = x[self._start[self._second]], y[self._start[self._second]]
        dx, dy = x[self._end[self._second]], y[self._end[self._second]]
        side_c = (bx - ax) * (cy - ay) - (by - ay) * (cx - ax)
        side_d = (bx - ax) * (dy - ay) - (by - ay) * (dx - ax)
        side_a = (dx - cx) * (ay - cy) - (dy - cy) * (ax - cx)
        side_b = (dx - cx) * (by - cy) - (dy - cy) * (bx - cx)
        return int(((side_c * side_d < 0) & (side_a * side_b < 0)).sum())

    def _covered(self, x: Floats, y: Floats) -> Bools:
        """Tell of each line and factor whether the line runs behind the factor's box (slab method)."""
        sx, sy = x[self._start][:, None], y[self._start][:, None]
        dx, dy = x[self._end][:, None] - sx, y[self._end][:, None] - sy
        dx, dy = np.where(dx == 0, 1e-9, dx), np.where(dy == 0, 1e-9, dy)
        half_x, half_y = self._half[0][None, :], self._half[1][None, :]
        first_x, second_x = (x[None, :] - half_x - sx) / dx, (x[None, :] + half_x - sx) / dx
        first_y, second_y = (y[None, :] - half_y - sy) / dy, (y[None, :] + half_y - sy) / dy
        enters = np.maximum(np.minimum(first_x, second_x), np.minimum(first_y, second_y))
        leaves = np.minimum(np.maximum(first_x, second_x), np.maximum(first_y, second_y))
        covered = (enters < leaves) & (leaves > 0) & (enters < 1)
        covered[np.arange(len(self._start)), self._start] = False
        covered[np.arange(len(self._end)), self._end] = False
        return covered
