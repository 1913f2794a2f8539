"""Agreement code by code: a dot with its interval, and the lines that people compare it with."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kangni.core.errors import N_
from kangni.core.undefined import Number, Undefined
from kangni.language import Language, translations
from kangni.reports.figure import Figure
from kangni.reports.figures.canvas import INNER, Link, Shape, circle, drawing, line, link, no_link, words
from kangni.reports.figures.measure import shorten, width
from kangni.results.agreement import AgreementResult, CodeAgreement, Coefficient
from kangni.results.agreement_of_spans import SpanAgreement

__all__ = ["agreement"]

ROW = 15.5
TOP = 38.0
SIZE = 11.0
LONGEST_NAME = 250.0
COUNT = 34.0  # px for one column of counts
LOWEST = -0.2  # an interval that reaches further down ends at the edge with an arrow
LINES = (0.667, 0.8)  # Krippendorff 2019
WITH_LINES = frozenset({"kappa", "fleiss", "alpha", "u_alpha"})
NO_INTERVAL = Undefined(N_("no interval"))

_OF_TURNS = N_("%(coefficient)s with its 95 %% interval (%(interval)s), codes that mark %(least)s turns or more.")
_OF_UNITS = N_("%(coefficient)s with its 95 %% interval (%(interval)s), codes that mark %(least)s units or more.")
_OF_SPANS = N_("%(coefficient)s with its 95 %% interval (%(interval)s), codes with %(least)s spans or more.")
CAPTION = {
    "turn": _OF_TURNS,
    "sentence": _OF_UNITS,
    "window": _OF_UNITS,
    "character": _OF_UNITS,
    "span": _OF_SPANS,
}
_TURNS = N_("Right: turns to which both coders, only the first or only the second gave the code.")
_UNITS = N_("Right: units to which both coders, only the first or only the second gave the code.")
COUNTS = {"turn": _TURNS, "sentence": _UNITS, "window": _UNITS, "character": _UNITS}
SYMBOLS: dict[Coefficient, str] = {
    "kappa": "Cohen κ",
    "fleiss": "Fleiss κ",
    "brennan_prediger": "Brennan-Prediger",
    "alpha": "Krippendorff α",
    "ac1": "Gwet AC1",
    "u_alpha": "Krippendorff uα",
    "f1": "F1",
    "character_f1": "F1",
    "gamma": "γ",
}
Row = CodeAgreement | SpanAgreement


def agreement(result: AgreementResult, *, language: Language, link_to: Link = no_link) -> Figure:
    """Draw the codes that mark enough units to be read singly, best agreement first."""
    _ = translations(language).gettext
    coefficient = result.coefficient
    rows = sorted(
        (row for row in result.rows() if _often(row) >= result.frequent_from),
        key=lambda row: -_sortable(_numbers(row, coefficient)[0]),
    )
    picture = _Picture(result, rows, language=language, coefficient=coefficient, link_to=link_to)
    height = TOP + ROW * len(rows)
    shapes = [
        *picture.frame(height),
        *(shape for n, row in enumerate(rows) for shape in picture.row(TOP + ROW * n, row)),
    ]
    facts = {
        "coefficient": SYMBOLS.get(coefficient) or _("Percent agreement"),
        "interval": _(result.interval),
        "least": result.frequent_from,
        "count": len(rows),
    }
    caption = _(CAPTION[result.unit])
    if coefficient in WITH_LINES:
        caption += " " + _("The dashed lines stand at .667 and .800, where Krippendorff (2019) draws them.")
    if picture.has_counts:
        caption += " " + _(COUNTS[result.unit])
    alt = _("%(coefficient)s of %(count)s codes with intervals, from best to worst.") % facts
    return Figure(
        svg=drawing(INNER, height + 18, shapes, alt=alt, language=language),
        title=_("Agreement, code by code"),
        caption=caption % facts,
        alt=alt,
    )


class _Picture:
    """Where names end, where the axis runs and what stands in a row."""

    def __init__(
        self,
        result: AgreementResult,
        rows: Sequence[Row],
        *,
        language: Language,
        coefficient: Coefficient,
        link_to: Link,
    ) -> None:
        self._result = result
        self._language = language
        self._coefficient = coefficient
        self._link_to = link_to
        self.has_counts = len(result.coders) == 2 and result.spans is None
        longest = max((width(row.name.text(language), SIZE) for row in rows), default=0.0)
        self._names = min(longest, LONGEST_NAME)
        self._left = self._names + 14
        self._right = INNER - 12 - (COUNT * 3 if self.has_counts else 0)

    def frame(self, height: float) -> Iterator[Shape]:
        """Return axis, lines of comparison and heads of the counts."""
        for tick in (0.0, 0.2, 0.4, 0.6, 0.8, 1.0):
            yield line(self._x(tick), TOP - 6, self._x(tick), height, "grid")
            yield words(self._x(tick), TOP - 12, f"{tick:.1f}", "small quiet", anchor="middle")
        for value in LINES if self._coefficient in WITH_LINES else ():
            yield line(self._x(value), TOP - 6, self._x(value), height, "rule")
            yield words(self._x(value), height + 12, f"{value:.3f}".lstrip("0"), "small quiet", anchor="middle")
        if self.has_counts:
            _ = translations(self._language).gettext
            first, second = self._result.coders
            heads = (_("both"), first, second)
            for n, head in enumerate(heads):
                yield words(self._count(n), TOP - 12, head, "small quiet", anchor="end")

    def row(self, y: float, row: Row) -> Iterator[Shape]:
        """Return a code's name, dot, interval and counts."""
        middle = y + ROW / 2
        value, low, high = _numbers(row, self._coefficient)
        name = row.name.text(self._language)
        said = [shorten(name, SIZE, self._names)]  # a label begins with the words that are seen
        shapes = [words(self._names, middle + 4, said[0], anchor="end")]
        if isinstance(value, Undefined):
            shapes.append(words(self._x(0), middle + 4, "—", "quiet"))
        else:
            if not isinstance(low, Undefined) and not isinstance(high, Undefined):
                shapes += self._whisker(middle, low, high)
            shapes.append(circle(self._x(value), middle, 3.4, "ink"))
        if self.has_counts and isinstance(row, CodeAgreement):
            for n, count in enumerate((row.both, row.only_first, row.only_second)):
                shown = "—" if isinstance(count, Undefined) else str(count)
                said.append(shown)
                shapes.append(words(self._count(n), middle + 4, shown, "small", anchor="end"))
        shown = "—" if isinstance(value, Undefined) else f"{value:.2f}"
        code = row.code if said[0] == name else f"{name}, {row.code}"
        yield link(self._link_to(row.code), f"{' '.join(said)} ({code}): {shown}", shapes)

    def _whisker(self, middle: float, low: float, high: float) -> Iterator[Shape]:
        yield line(self._x(low), middle, self._x(high), middle, "whisker")
        if low < LOWEST:
            yield words(self._x(low) - 2, middle + 3.5, "‹", "quiet", anchor="middle")

    def _x(self, value: float) -> float:
        within = (min(max(value, LOWEST), 1.0) - LOWEST) / (1.0 - LOWEST)
        return self._left + within * (self._right - self._left)

    def _count(self, n: int) -> float:
        return INNER - COUNT * (2 - n) - 4


def _numbers(row: Row, coefficient: Coefficient) -> tuple[Number, Number, Number]:
    low, high = (getattr(row, f"{coefficient}_{end}", NO_INTERVAL) for end in ("low", "high"))
    return getattr(row, coefficient), low, high


def _often(row: Row) -> int:
    return row.marked if isinstance(row, CodeAgreement) else row.spans


def _sortable(value: Number) -> float:
    return -2.0 if isinstance(value, Undefined) else value
