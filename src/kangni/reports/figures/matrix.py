"""The matrix: every factor against every participant, with who says it pushes and who says it holds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kangni.core.framework import Framework
from kangni.language import Language, translations
from kangni.reports.figure import Figure
from kangni.reports.figures.butterfly import levels_of
from kangni.reports.figures.canvas import (
    INNER,
    Link,
    Shape,
    circle,
    drawing,
    line,
    link,
    mark,
    no_link,
    polygon,
    tint,
    words,
)
from kangni.reports.figures.measure import width, wrap
from kangni.results.factors import FactorSummary, FactorTable

__all__ = ["matrix"]

ROW = 15.0
HEADING = 23.0
TOP = 30.0
STEP = 14.5  # px from participant to participant, less where there are many
GAP = 24.0
SIZE = 11.0
LEADING = 12.0  # px from line to line of a long name
NAMES = 150.0  # px that the factors' names keep at least
TWO_STRIPS = 14  # so many participants fit twice on a page
MARK = 9.0


@dataclass(frozen=True, slots=True)
class _Strip:
    """A column of levels with their factors: where it begins, how wide it is, where each participant stands."""

    left: float
    across: float
    levels: tuple[str, ...]
    columns: tuple[float, ...]
    step: float


def matrix(table: FactorTable, framework: Framework, *, language: Language, link_to: Link = no_link) -> Figure:
    """Draw factors as rows and participants as columns; each mark opens that person's words."""
    _ = translations(language).gettext
    picture = _Picture(table, framework, language=language, link_to=link_to)
    shapes: list[Shape] = []
    heights = [0.0]
    for strip in _strips(table, framework):
        shapes += picture.heads(strip)
        y = TOP
        for level in strip.levels:
            shapes += picture.heading(strip, y, level)
            y += HEADING
            for factor in _factors(table, level):
                lines = picture.name(strip, factor)
                shapes += picture.row(strip, y, factor, lines)
                y += ROW + (LEADING + 2) * (len(lines) - 1)
            y += 4
        heights.append(y)
    alt = _("Factors as rows, %(n)s participants as columns, and how each participant speaks of each factor.")
    return Figure(
        svg=drawing(INNER, max(heights) + 4, shapes, alt=alt % {"n": table.n}, language=language),
        title=_("Who says what"),
        caption=_(
            "▼ pushes, ▲ holds, ◆ both from one person; the darker, the more passages: 1, 2, 3 or more. "
            "A dot: not named in this interview."
        ),
        alt=alt % {"n": table.n},
    )


class _Picture:
    """How a strip's heads, headings and rows are set."""

    def __init__(self, table: FactorTable, framework: Framework, *, language: Language, link_to: Link) -> None:
        self._matrix = table.matrix
        self._column = {code: i for i, code in enumerate(table.matrix.factors)}
        self._language = language
        self._link_to = link_to
        self._levels = {level.id: level.name.text(language) for level in framework.levels}
        self._no_level = translations(language).gettext("No level")

    def heads(self, strip: _Strip) -> Iterator[Shape]:
        """Return the participants over their columns, turned where they are wider than a column."""
        for person, x in zip(self._matrix.participants, strip.columns, strict=True):
            yield words(x + 3, TOP - 2, person, "small quiet", turn=-60)

    def heading(self, strip: _Strip, y: float, level: str) -> Iterator[Shape]:
        """Return a level's name over a rule."""
        yield words(strip.left, y + 13, self._levels.get(level, "") or self._no_level, "strong")
        yield line(strip.left, y + 18.5, strip.left + strip.across, y + 18.5, "axis")

    def name(self, strip: _Strip, factor: FactorSummary) -> tuple[str, ...]:
        """Return a factor's name in as many lines as its room asks for."""
        room = strip.columns[0] - strip.step / 2 - 4 - strip.left
        return wrap(factor.name.text(self._language), SIZE * (1.07 if factor.two_sided else 1), room)

    def row(self, strip: _Strip, y: float, factor: FactorSummary, lines: Sequence[str]) -> Iterator[Shape]:
        """Return a factor's name and a mark for each participant."""
        classes = "strong" if factor.two_sided else ""
        # words broken between lines keep their space, or a screen reader joins what the eye sees apart
        gap = " " if self._language == "en" else ""
        spaced = [text + gap for text in lines[:-1]] + list(lines[-1:])
        label = [words(strip.left, y + 11.5 + LEADING * n, text, classes) for n, text in enumerate(spaced)]
        yield link(self._link_to(factor.key), f"{factor.name.text(self._language)} ({factor.code})", label)
        column = self._column[factor.code]
        for n, (person, x) in enumerate(zip(self._matrix.participants, strip.columns, strict=True)):
            risk, protective = int(self._matrix.risk[n, column]), int(self._matrix.protective[n, column])
            if not (risk or protective):
                yield circle(x, y + 7.5, 0.9, "none")
            draw = _half if risk and protective else _whole
            for sign, quotes in ((-1, risk), (1, protective)):
                if quotes:
                    yield self._cell(factor, person, sign, draw(x, y + 7.5, sign, tint(sign, quotes)), quotes=quotes)

    def _cell(self, factor: FactorSummary, person: str, sign: int, shape: Shape, *, quotes: int) -> Shape:
        side = factor.risk if sign < 0 else factor.protective
        label = f"{'▼' if sign < 0 else '▲'} {person}, {factor.name.text(self._language)}: {quotes}"
        return link(self._link_to(f"{side.key}/{person}"), label, [shape])


def _whole(x: float, y: float, sign: int, classes: str) -> Shape:
    return mark(sign, x, y, MARK, classes)


def _half(x: float, y: float, sign: int, classes: str) -> Shape:
    """Return the left half of a diamond for what pushes, the right half for what holds."""
    half = MARK / 2 + 0.5
    return polygon([(x, y - half), (x + sign * half, y), (x, y + half)], classes)


def _strips(table: FactorTable, framework: Framework) -> tuple[_Strip, ...]:
    """Split the levels into two strips of about equal height where so many participants fit twice."""
    levels = levels_of(table, framework)
    heights = [HEADING + 4 + ROW * len(_factors(table, level)) for level in levels]
    if table.n > TWO_STRIPS or len(levels) == 1:
        return (_strip(table, 0, INNER, levels),)
    cut = min(range(1, len(levels)), key=lambda n: max(sum(heights[:n]), sum(heights[n:])), default=0)
    across = (INNER - GAP) / 2
    return _strip(table, 0, across, levels[:cut]), _strip(table, across + GAP, across, levels[cut:])


def _strip(table: FactorTable, left: float, across: float, levels: tuple[str, ...]) -> _Strip:
    people = len(table.matrix.participants)
    longest = max((width(person, SIZE) for person in table.matrix.participants), default=0.0)
    step = min(STEP, (across - NAMES) / max(1, people))
    first = left + across - step * people + step / 2 - min(longest / 2, 8)
    return _Strip(left, across, levels, tuple(first + step * n for n in range(people)), step)


def _factors(table: FactorTable, level: str) -> list[FactorSummary]:
    factors = [factor for factor in table.factors if factor.level == level]
    return sorted(factors, key=lambda factor: (-factor.risk.participants - factor.protective.participants, factor.code))
