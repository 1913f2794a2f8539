"""Saturation: how many codes each interview added, and how many were known after it."""

from __future__ import annotations

from collections.abc import Iterator
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
    """Draw the codes known after each interview as a line and the new ones as bars."""
    _ = translations(language).gettext
    picture = _Picture(result, link_to=link_to)
    shapes = [*picture.axis(), *picture.bars(), *picture.curves()]
    if not isinstance(result.saturated_at, Undefined):
        shapes += picture.verdict(result.saturated_at, _("rule met"))
    alt = _("Codes known after each of %(n)s interviews, and the new codes of each.") % {"n": len(result.interviews)}
    return Figure(
        svg=drawing(INNER, BOTTOM + 30, shapes, alt=alt, language=language),
        title=_("New codes by interview"),
        caption=_(
            "Line: codes known after this interview. Bars: new in this one. "
            "Thin dashed line: what so many interviews show on average, in whatever order they are read."
        ),
        alt=alt,
    )


class _Picture:
    """Where an interview stands and how high a number of codes is."""

    def __init__(self, result: Saturation, *, link_to: Link) -> None:
        self._interviews = result.interviews
        self._link_to = link_to
        most = max((row.total for row in result.interviews), default=1)
        self._most = max(10, ceil(most / 10) * 10)

    def axis(self) -> Iterator[Shape]:
        """Return the grid and the names of the interviews."""
        step = 10 if self._most <= 50 else 20 if self._most <= 120 else 50
        for value in range(0, self._most + 1, step):
            yield line(LEFT, self._y(value), INNER - RIGHT, self._y(value), "axis" if value == 0 else "grid")
            yield words(LEFT - 6, self._y(value) + 3.5, str(value), "small quiet", anchor="end")
        widest = max((width(row.interview, NAME_SIZE) for row in self._interviews), default=0.0) + 8
        every = ceil(widest * len(self._interviews) / (INNER - LEFT - RIGHT)) or 1
        for n, row in enumerate(self._interviews):
            if n % every == 0:
                yield words(self._x(n), BOTTOM + 15, row.interview, "small quiet", anchor="middle")

    def bars(self) -> Iterator[Shape]:
        """Return the new codes of each interview, which open to the codings that brought them."""
        thick = min(22.0, (INNER - LEFT - RIGHT) / max(1, len(self._interviews)) * 0.5)
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
        """Return the line of known codes and, thin, the one to expect in whatever order."""
        if not self._interviews:
            return
        yield path(self._steps([row.expected for row in self._interviews]), "curve thin")
        yield path(self._steps([row.total for row in self._interviews]), "curve")
        for n, row in enumerate(self._interviews):
            yield circle(self._x(n), self._y(row.total), 3, "ink")
        last = self._interviews[-1]
        yield words(
            self._x(len(self._interviews) - 1), self._y(last.total) - 9, str(last.total), "strong", anchor="middle"
        )

    def verdict(self, order: int, label: str) -> Iterator[Shape]:
        """Return a line at the interview where the stopping rule was met."""
        x = self._x(order - 1)
        yield line(x, TOP - 8, x, self._y(self._interviews[order - 1].total) - 6, "rule")
        yield words(x, TOP - 14, label, "small quiet", anchor="middle")

    def _x(self, n: int) -> float:
        return LEFT + (n + 0.5) * (INNER - LEFT - RIGHT) / max(1, len(self._interviews))

    def _y(self, codes: float) -> float:
        return BOTTOM - (BOTTOM - TOP) * codes / self._most

    def _steps(self, codes: list[float] | list[int]) -> str:
        points = (f"{self._x(n):.1f} {self._y(value):.1f}" for n, value in enumerate(codes))
        return "M" + " L".join(points)
