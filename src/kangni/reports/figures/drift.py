"""How agreement moves while the coding goes on: each document a dot, the window that ends with it a line."""

from __future__ import annotations

from collections.abc import Iterator
from math import ceil

from kangni.core.undefined import Number, Undefined
from kangni.language import Language, translations
from kangni.reports.figure import Figure
from kangni.reports.figures.canvas import INNER, Shape, circle, drawing, line, path, words
from kangni.results.agreement import AgreementResult
from kangni.results.dialogue import DriftRow

__all__ = ["drift"]

LEFT, RIGHT, TOP, BOTTOM = 34.0, 26.0, 14.0, 190.0
LOWEST = -0.2  # what lies further down ends at the edge
LINES = (0.667, 0.8)  # Krippendorff 2019
MOST_NAMES = 24  # documents that can be named below the axis


def drift(result: AgreementResult, *, language: Language) -> Figure:
    """Draw alpha of each document and of the moving window, in the order of coding."""
    _ = translations(language).gettext
    picture = _Picture(result.drift)
    facts = {"count": len(result.drift), "window": result.drift_window}
    alt = _("Krippendorff α of %(count)s transcripts in the order of coding, and of a window of %(window)s.") % facts
    return Figure(
        svg=drawing(
            INNER, BOTTOM + 30, [*picture.axis(), *picture.window(), *picture.dots()], alt=alt, language=language
        ),
        title=_("Agreement in the order of coding"),
        caption=_(
            "Dots: Krippendorff α of each transcript, all codes together. Line: α of the last %(window)s transcripts, "
            "with its 95 %% interval. The dashed lines stand at .667 and .800, where Krippendorff (2019) draws them."
        )
        % facts,
        alt=alt,
    )


class _Picture:
    """Where a document stands and how high an alpha is."""

    def __init__(self, rows: tuple[DriftRow, ...]) -> None:
        self._rows = rows

    def axis(self) -> Iterator[Shape]:
        """Return the grid, the lines of comparison and the names of the documents."""
        for tick in (0.0, 0.2, 0.4, 0.6, 0.8, 1.0):
            yield line(LEFT, self._y(tick), INNER - RIGHT, self._y(tick), "axis" if tick == 0 else "grid")
            yield words(LEFT - 6, self._y(tick) + 3.5, f"{tick:.1f}", "small quiet", anchor="end")
        for value in LINES:
            yield line(LEFT, self._y(value), INNER - RIGHT, self._y(value), "rule")
        every = ceil(len(self._rows) / MOST_NAMES) or 1
        for n, row in enumerate(self._rows):
            if n % every == 0:
                yield words(self._x(n), BOTTOM + 15, row.document, "small quiet", anchor="middle")

    def window(self) -> Iterator[Shape]:
        """Return the line of the window with its intervals."""
        points = []
        for n, row in enumerate(self._rows):
            value, low, high = row.window_alpha, row.window_low, row.window_high
            if isinstance(value, Undefined):
                continue
            points.append((self._x(n), self._y(value)))
            if not isinstance(low, Undefined) and not isinstance(high, Undefined):
                yield line(self._x(n), self._y(low), self._x(n), self._y(high), "whisker")
        if len(points) > 1:
            yield path("M" + " L".join(f"{x:.1f} {y:.1f}" for x, y in points), "curve")

    def dots(self) -> Iterator[Shape]:
        """Return a dot for each document that has an alpha."""
        for n, row in enumerate(self._rows):
            if not isinstance(row.alpha, Undefined):
                yield circle(self._x(n), self._y(row.alpha), 3.4, "ink")

    def _x(self, n: int) -> float:
        return LEFT + (INNER - LEFT - RIGHT) * (n + 0.5) / len(self._rows)

    def _y(self, value: Number) -> float:
        assert not isinstance(value, Undefined)  # what is undefined is not drawn
        within = (min(max(value, LOWEST), 1.0) - LOWEST) / (1.0 - LOWEST)
        return BOTTOM - within * (BOTTOM - TOP)
