"""A plan for coding twice: how the interval of alpha narrows as two people code more interviews."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import ceil

from kangni.core.undefined import Number, Undefined
from kangni.language import Language, translations
from kangni.reports.figure import Figure
from kangni.reports.figures.canvas import INNER, Shape, circle, drawing, line, path, words
from kangni.reports.figures.forest import round_step
from kangni.results.plan import AgreementPlan, PlanRow

__all__ = ["plan"]

TOP = 22.0
HEIGHT = 230.0
LEFT = 44.0
RIGHT = INNER - 76.0
WIDEST = 1.0  # an interval of alpha wider than this says nothing; the picture ends there


def plan(found: AgreementPlan, *, language: Language) -> Figure:
    """Draw the width of the interval against the number of interviews, with the width asked for."""
    _ = translations(language).gettext
    curves = (
        (_("in 8 of 10 studies"), "curve", [(row.interviews, row.width_assured) for row in found.plan_rows]),
        (_("in the middle study"), "curve thin", [(row.interviews, row.width) for row in found.plan_rows]),
    )
    axis = _Axis(found.plan_rows)
    asked = _("asked: %(width)s") % {"width": f"{found.width:g}"}
    shapes = [*axis.frame(_("interviews coded by two"), found.width, asked)]
    for n, (name, classes, points) in enumerate(curves):
        shapes += axis.curve(points, classes)
        shapes += [line(RIGHT - 170, TOP + 12 + 18 * n, RIGHT - 142, TOP + 12 + 18 * n, classes)]
        shapes += [words(RIGHT - 134, TOP + 16 + 18 * n, name)]
    facts = {"width": f"{found.width:g}", "interviews": found.interviews}
    alt = (
        _("No number of interviews in the plan gives an interval no wider than %(width)s.") % facts
        if isinstance(found.interviews, Undefined)
        else _("%(interviews)s interviews coded by two give an interval no wider than %(width)s.") % facts
    )
    return Figure(
        svg=drawing(INNER, TOP + HEIGHT + 38, shapes, alt=alt, language=language),
        title=_("How many interviews two people code"),
        caption=_(
            "Width of the 95 %% interval of alpha, from end to end, in simulated studies. Dashed: the width asked for."
        )
        % (),
        alt=alt,
    )


class _Axis:
    """Interviews from left to right, widths from nought upwards."""

    def __init__(self, rows: Sequence[PlanRow]) -> None:
        self._interviews = [row.interviews for row in rows]
        widths = [w for row in rows for w in (row.width, row.width_assured) if not isinstance(w, Undefined)]
        widest = min(WIDEST, max(widths, default=WIDEST))
        self._step = round_step(widest / 5)
        self._high = ceil(widest / self._step - 1e-9) * self._step

    def frame(self, name: str, width: float, asked: str) -> Iterator[Shape]:
        """Return ticks, names and the line of the width asked for."""
        for n in range(round(self._high / self._step) + 1):
            value = n * self._step
            yield line(LEFT, self._y(value), RIGHT, self._y(value), "grid")
            yield words(LEFT - 6, self._y(value) + 4, f"{value:g}", "small quiet", anchor="end")
        for interviews in self._interviews:
            yield words(self._x(interviews), TOP + HEIGHT + 15, str(interviews), "small quiet", anchor="middle")
        yield words((LEFT + RIGHT) / 2, TOP + HEIGHT + 32, name, "small quiet", anchor="middle")
        if width <= self._high:
            yield line(LEFT, self._y(width), RIGHT, self._y(width), "rule")
            yield words(RIGHT + 8, self._y(width) + 4, asked, "quiet")

    def curve(self, points: Sequence[tuple[int, Number]], classes: str) -> Iterator[Shape]:
        """Return one curve with its dots; a width beyond the picture, or none, is left out."""
        drawn = [(self._x(n), self._y(w)) for n, w in points if not isinstance(w, Undefined) and w <= self._high]
        if not drawn:
            return
        yield path("M" + " L".join(f"{x:.1f} {y:.1f}" for x, y in drawn), classes)
        for x, y in drawn:
            yield circle(x, y, 2.6, "ink")

    def _x(self, interviews: int) -> float:
        first, last = self._interviews[0], self._interviews[-1]
        return LEFT + (RIGHT - LEFT) * (interviews - first) / max(1, last - first)

    def _y(self, width: float) -> float:
        return TOP + HEIGHT * (1 - width / self._high)
