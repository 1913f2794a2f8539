"""The Pareto front of levers: effect, certainty and breadth at once, an addressee a panel."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import hypot

from kangni.core.undefined import Undefined
from kangni.language import Language, translations
from kangni.reports.figure import Figure
from kangni.reports.figures.canvas import INNER, Link, Shape, circle, drawing, line, link, no_link, words
from kangni.reports.figures.forest import round_step
from kangni.reports.figures.measure import shorten
from kangni.reports.figures.tornado import evidence_key
from kangni.results.advice import AddresseeAdvice, Advice
from kangni.results.levers import Lever

__all__ = ["pareto", "pareto_shapes"]

LEFT, GAP, TOP, PLOT, FOOT = 34.0, 16.0, 34.0, 176.0, 40.0
LEGEND = 14.0  # px of a line below the panels
SIZE = 10.0
LEAST, MOST = 7.0, 14.0  # radius of a breadth of 0 and of 1
TURNS = 60  # of moving circles apart
LETTERS = "abcdefghijklmnopqrstuvwxyz"  # for what holds now, which has an order of its own


@dataclass(frozen=True, slots=True)
class _Point:
    """A lever where all three are defined; `mark` is its place in the list, a letter where it holds now."""

    lever: Lever
    mark: str
    effect: float
    certainty: float
    share: float


@dataclass(frozen=True, slots=True)
class _Panel:
    name: str
    points: tuple[_Point, ...]

    def front(self) -> list[_Point]:
        return [point for point in self.points if point.lever.on_front]


def pareto(advice: Advice, *, language: Language, link_to: Link = no_link) -> Figure:
    """Draw levers by effect and certainty, circles by breadth; the front is filled and named."""
    _ = translations(language).gettext
    shapes, height = pareto_shapes(advice, top=0, language=language, link_to=link_to)
    alt = _("Levers of each addressee by effect, certainty and breadth; those that no other beats are named.")
    return Figure(
        svg=drawing(INNER, height, shapes, alt=alt, language=language),
        title=_("Effect, certainty and breadth at once"),
        caption=_(
            "Across: median effect in unit dips. Up: share of maps that agree on the direction. Circle: how many "
            "people tell the whole way from the lever to functioning, at the lower end of the interval; a short line "
            "leads to its place where circles would hide each other. Filled: no other lever of the addressee is at "
            "least as good in all three and better in one. Numbers are places in the list, letters what holds now."
        ),
        alt=alt,
    )


def pareto_shapes(
    advice: Advice, *, top: float, language: Language, link_to: Link = no_link
) -> tuple[list[Shape], float]:
    """Return the shapes of the panels below `top`, and where they end."""
    _ = translations(language).gettext
    panels = [panel for part in advice.addressees if (panel := _panel(part, language)).points]
    frame = _Frame(panels, top=top)
    shapes = [*frame.levels(), words(0, top + 12, "C", "small quiet")]
    for n, panel in enumerate(panels):
        shapes += frame.panel(n, panel, _("effect in unit dips"))
        for point, spot in zip(panel.points, frame.apart(n, panel), strict=True):
            name = point.lever.name.text(language)
            shapes.append(link(link_to(evidence_key(point.lever)), name, frame.point(n, point, spot)))
        shapes += frame.legend(n, panel, language)
    lines = max((len(panel.front()) for panel in panels), default=0)
    return shapes, top + TOP + PLOT + FOOT + LEGEND * lines + 6


class _Frame:
    """Panels side by side with one scale for all."""

    def __init__(self, panels: Sequence[_Panel], *, top: float) -> None:
        effects = [point.effect for panel in panels for point in panel.points]
        low, high = min([0.0, *effects]), max([0.0, *effects])
        margin = (high - low or 1.0) * 0.1
        self._low, self._high = low - margin, high + margin
        certainties = [point.certainty for panel in panels for point in panel.points]
        self._floor = min([0.8, *certainties]) - 0.06
        self._top = top + TOP
        self._wide = (INNER - LEFT - GAP * (len(panels) - 1)) / max(1, len(panels))
        self._panels = len(panels)

    def levels(self) -> Iterator[Shape]:
        """Return lines of equal certainty through all panels."""
        for tenth in range(5, 11):
            value = tenth / 10
            if value < self._floor:
                continue
            y = self._y(value)
            yield words(LEFT - 6, y + 3.5, f"{value:.1f}", "small quiet", anchor="end")
            for n in range(self._panels):
                yield line(self._left(n), y, self._left(n) + self._wide, y, "rule" if tenth == 8 else "grid")

    def panel(self, n: int, panel: _Panel, axis: str) -> Iterator[Shape]:
        """Return the name of a panel and its axis of effects."""
        left, bottom = self._left(n), self._top + PLOT
        yield words(left, self._top - 16, shorten(panel.name, 11, self._wide), "strong")
        step = round_step((self._high - self._low) / 4)
        for k in range(int(self._low / step) - 1, int(self._high / step) + 1):
            if self._low <= k * step <= self._high:
                x = self._x(n, k * step)
                yield line(x, self._top, x, bottom, "axis" if k == 0 else "grid")
                shown = f"{k * step:+g}".replace("-", "−") if k else "0"
                yield words(x, bottom + 13, shown, "small quiet", anchor="middle")
        yield words(left + self._wide / 2, bottom + 27, axis, "small quiet", anchor="middle")

    def apart(self, n: int, panel: _Panel) -> list[tuple[float, float]]:
        """Return where the circles of a panel stand: at their place, or moved apart where they would overlap."""
        spots = [[self._x(n, point.effect), self._y(point.certainty)] for point in panel.points]
        for _turn in range(TURNS):
            for first, second in combinations(range(len(spots)), 2):
                wanted = _radius(panel.points[first]) + _radius(panel.points[second]) + 1.0
                dx, dy = spots[second][0] - spots[first][0], spots[second][1] - spots[first][1]
                distance = hypot(dx, dy)
                if distance < wanted:
                    dx, dy = (dx / distance, dy / distance) if distance else (0.0, 1.0)
                    push = (wanted - distance) / 2
                    for spot, sign in ((spots[first], -1), (spots[second], 1)):
                        spot[0] += sign * push * dx
                        spot[1] += sign * push * dy
        return [(x, y) for x, y in spots]

    def point(self, n: int, point: _Point, spot: tuple[float, float]) -> Iterator[Shape]:
        """Return the circle of a lever with its place, and a line to where it belongs if it was moved."""
        x, y = spot
        at = self._x(n, point.effect), self._y(point.certainty)
        front = point.lever.on_front
        if hypot(x - at[0], y - at[1]) > _radius(point) / 2:
            yield line(*at, x, y, "whisker thin")
            yield circle(*at, 1.6, "ink")
        yield circle(x, y, _radius(point), "protect" if front else "node")
        yield words(x, y + 3.5, point.mark, "on-bar middle" if front else "small middle")

    def legend(self, n: int, panel: _Panel, language: Language) -> Iterator[Shape]:
        """Return the names of the front below a panel."""
        y = self._top + PLOT + FOOT + LEGEND - 4
        for point in panel.front():
            name = f"{point.mark}  {point.lever.name.text(language)}"
            yield words(self._left(n), y, shorten(name, SIZE, self._wide), "small")
            y += LEGEND

    def _left(self, n: int) -> float:
        return LEFT + n * (self._wide + GAP)

    def _x(self, n: int, effect: float) -> float:
        return self._left(n) + self._wide * (effect - self._low) / (self._high - self._low)

    def _y(self, certainty: float) -> float:
        return self._top + 10 + (PLOT - 10) * (1 - (certainty - self._floor) / (1.0 - self._floor))


def _radius(point: _Point) -> float:
    return LEAST + (MOST - LEAST) * point.share


def _panel(part: AddresseeAdvice, language: Language) -> _Panel:
    marked = [(lever, str(lever.standing.place)) for lever in part.levers]
    marked += [(lever, LETTERS[n % len(LETTERS)]) for n, lever in enumerate(part.holds_now)]
    points = tuple(point for lever, mark in marked if (point := _point(lever, mark)) is not None)
    return _Panel(part.name.text(language), points)


def _point(lever: Lever, mark: str) -> _Point | None:
    """Return a lever with its three numbers, None where one of them does not exist."""
    effect, share = lever.effect, lever.share
    if isinstance(effect, Undefined) or isinstance(share, Undefined):
        return None
    median, certainty = effect.median, effect.certainty
    if isinstance(median, Undefined) or isinstance(certainty, Undefined):
        return None
    return _Point(lever, mark, median, certainty, share)
