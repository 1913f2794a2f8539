"""Saturation: how many codes each interview added, how many were known after it, and how many more there may be."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import ceil

from kangni.core.undefined import Undefined
from kangni.language import Language, translations
from kangni.reports.figure import Figure
from kangni.reports.figures.canvas import INNER, Link, Shape, circle, drawing, line, link, no_link, path, rect, words
from kangni.reports.figures.measure import width
from kangni.results.saturation import Saturation

__all__ = ["saturation"]

LEFT, RIGHT, TOP, BOTTOM = 34.0, 26.0, 30.0, 206.0
NAME_SIZE = 10.0


def saturation(result: Saturation, *, language: Language, link_to: Link = no_link) -> Figure:
    """Draw the codes known after each interview, the new ones as bars, and what as many interviews again would show."""
    _ = translations(language).gettext
    picture = _Picture(result, link_to=link_to)
    shapes = [*picture.beyond(_("not held: estimated")), *picture.axis(), *picture.band(), *picture.bars()]
    shapes += picture.curves()
    if not isinstance(result.saturated_at, Undefined):
        shapes += picture.verdict(result.saturated_at, _("rule met"))
    alt = _("Codes known after each of %(n)s interviews, and the new codes of each.") % {"n": len(result.interviews)}
    return Figure(
        svg=drawing(INNER, BOTTOM + 30, shapes, alt=alt, language=language),
        title=_("New codes by interview"),
        caption=_(
            "Line: codes known after this interview. Bars: new in this one. Thin dashed line: what so many interviews "
            "show on average, in whatever order they are read; nine of ten orders lie in the band around it. On the "
            "right, what as many interviews again would add, with its interval (95 %)."
        ),
        alt=alt,
    )


class _Picture:
    """Where an interview stands and how high a number of codes is."""

    def __init__(self, result: Saturation, *, link_to: Link) -> None:
        self._interviews = result.interviews
        self._link_to = link_to
        n = len(result.interviews)
        last = float(result.interviews[-1].total) if result.interviews else 0.0
        self._further = [
            (n, last, last, last),
            *(
                (point.interviews, point.expected, point.low, point.high)
                for point in result.curve
                if point.beyond
                and not isinstance(point.expected, Undefined)
                and not isinstance(point.low, Undefined)
                and not isinstance(point.high, Undefined)
            ),
        ]
        self._places = max([1, n, *(size for size, *_ in self._further)])
        highest = [float(row.total) for row in result.interviews] + [high for *_, high in self._further]
        self._most = max(10, ceil(max(highest, default=1) / 10) * 10)

    def beyond(self, label: str) -> Iterator[Shape]:
        """Return the ground of the interviews that were not held."""
        n = len(self._interviews)
        if self._places > n:
            start = (self._x(n - 1) + self._x(n)) / 2
            yield rect(start, TOP - 8, INNER - RIGHT - start, BOTTOM - TOP + 8, "shock")
            yield words((start + INNER - RIGHT) / 2, TOP - 14, label, "small quiet", anchor="middle")

    def axis(self) -> Iterator[Shape]:
        """Return the grid and the names of the interviews."""
        step = 10 if self._most <= 50 else 20 if self._most <= 120 else 50
        for value in range(0, self._most + 1, step):
            yield line(LEFT, self._y(value), INNER - RIGHT, self._y(value), "axis" if value == 0 else "grid")
            yield words(LEFT - 6, self._y(value) + 3.5, str(value), "small quiet", anchor="end")
        widest = max((width(row.interview, NAME_SIZE) for row in self._interviews), default=0.0) + 8
        every = ceil(widest / self._step()) or 1
        for n, row in enumerate(self._interviews):
            if n % every == 0:
                yield words(self._x(n), BOTTOM + 15, row.interview, "small quiet", anchor="middle")
        if len(self._interviews) < self._places:
            yield words(self._x(self._places - 1), BOTTOM + 15, str(self._places), "small quiet", anchor="middle")

    def band(self) -> Iterator[Shape]:
        """Return where most orders of the interviews lie, and the interval of the estimate beyond them."""
        held = [(n, row.orders_low, row.orders_high) for n, row in enumerate(self._interviews)]
        yield from self._ribbon(held, "ribbon inner")
        yield from self._ribbon([(size - 1, low, high) for size, _, low, high in self._further], "ribbon")

    def bars(self) -> Iterator[Shape]:
        """Return the new codes of each interview, which open to the codings that brought them."""
        thick = min(22.0, self._step() * 0.5)
        for n, row in enumerate(self._interviews):
            if row.new:
                x, y = self._x(n), self._y(row.new)
                above = row.new < row.total
                shapes = [
                    rect(x - thick / 2, y, thick, BOTTOM - y, "bar"),
                    words(
                        x,
                        y - 4 if above else y + 16,
                        str(row.new),
                        "small quiet" if above else "on-bar",
                        anchor="middle",
                    ),
                ]
                yield link(self._link_to(row.interview), f"{row.new}: {row.interview}", shapes)

    def curves(self) -> Iterator[Shape]:
        """Return the line of known codes and, thin, the one to expect in whatever order and beyond."""
        if not self._interviews:
            return
        expected = [(n, row.expected) for n, row in enumerate(self._interviews)]
        known = [(n, float(row.total)) for n, row in enumerate(self._interviews)]
        further = [(size - 1, value) for size, value, *_ in self._further[1:]]
        yield path(self._steps([*expected, *further]), "curve thin")
        yield path(self._steps(known), "curve")
        for n, total in known:
            yield circle(self._x(n), self._y(total), 3, "ink")
        place, total = known[-1]
        yield words(self._x(place), self._y(total) - 9, str(self._interviews[-1].total), "strong", anchor="middle")

    def verdict(self, order: int, label: str) -> Iterator[Shape]:
        """Return a line at the interview where the stopping rule was met."""
        x = self._x(order - 1)
        yield line(x, TOP - 8, x, self._y(self._interviews[order - 1].total) - 6, "rule")
        yield words(x, TOP - 14, label, "small quiet", anchor="middle")

    def _step(self) -> float:
        return (INNER - LEFT - RIGHT) / self._places

    def _x(self, n: int) -> float:
        return LEFT + (n + 0.5) * self._step()

    def _y(self, codes: float) -> float:
        return BOTTOM - (BOTTOM - TOP) * codes / self._most

    def _ribbon(self, places: Sequence[tuple[int, float, float]], classes: str) -> Iterator[Shape]:
        if len(places) > 1:
            lower, upper = [(n, low) for n, low, _ in places], [(n, high) for n, _, high in places]
            yield path(f"{self._steps(upper)} L{self._steps(lower[::-1])[1:]} Z", classes)

    def _steps(self, codes: Sequence[tuple[int, float]]) -> str:
        return "M" + " L".join(f"{self._x(n):.1f} {self._y(value):.1f}" for n, value in codes)
