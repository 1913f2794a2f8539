"""The butterfly: what pushes to the left, what holds to the right, one cell a participant, grouped by level."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from kangni.core.framework import Framework
from kangni.language import Language, translations
from kangni.reports.figure import Figure
from kangni.reports.figures.canvas import INNER, Link, Shape, drawing, line, link, mark, no_link, rect, tint, words
from kangni.reports.figures.measure import shorten, width
from kangni.results.factors import FactorSummary, FactorTable, Side

__all__ = ["butterfly", "levels_of"]

ROW = 15.0
HEADING = 23.0
TOP = 34.0
CELL = 12.0
SIZE = 11.0
NARROWEST_CELL = 4.0  # px: narrower ones run together into a bar
WIDEST_BAR = 240.0  # px for all participants of one side
WINGS = 24.0  # px on both sides of the middle that hold count and gaps


@dataclass(frozen=True, slots=True)
class _Cells:
    """One side of one factor: what a row of cells shows, quotes by participant, most first."""

    factor: FactorSummary
    side: Side
    sign: int
    quotes: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class _Row:
    left: _Cells | None
    right: _Cells | None
    straddles: bool  # one two-sided factor, not two factors side by side


def butterfly(
    table: FactorTable,
    framework: Framework,
    *,
    language: Language,
    levels: Sequence[str] | None = None,
    link_to: Link = no_link,
) -> Figure:
    """Draw the factors of some levels, of all where none is named."""
    _ = translations(language).gettext
    shown = levels_of(table, framework) if levels is None else levels
    rows = {level: tuple(_rows(table, level)) for level in shown}
    picture = _Picture(table, language=language, link_to=link_to)
    names = {level.id: level.name.text(language) for level in framework.levels}
    y = TOP
    shapes: list[Shape] = []
    for level, group in rows.items():
        shapes += picture.heading(y, names.get(level, "") or _("No level"))
        y += HEADING
        for row in group:
            shapes += picture.row(y, row, language)
            y += ROW
        y += 4
    shapes = [*picture.head(y, risk=_("pushes: risk"), protection=_("holds: protection")), *shapes]
    alt = _("Factors by level: risk to the left, protection to the right, one cell for each of %(n)s participants.")
    caption = (
        _(
            "One cell is one participant; the darker, the more passages: 1, 2, 3 or more. "
            "◆ marks two-sided factors, which straddle the middle. The number is that of participants."
        )
        if picture.has_cells
        else _("Length and number: participants. ◆ marks two-sided factors, which straddle the middle.")
    )
    return Figure(
        svg=drawing(INNER, y, shapes, alt=alt % {"n": table.n}, language=language),
        title=_("What pushes and what holds"),
        caption=caption,
        alt=alt % {"n": table.n},
    )


def levels_of(table: FactorTable, framework: Framework) -> tuple[str, ...]:
    """Return the levels that hold factors, in the framework's order, those without a level last."""
    held = {factor.level for factor in table.factors}
    known = [level.id for level in framework.levels if level.id in held]
    return (*known, *sorted(held.difference(known)))


class _Picture:
    """Where the middle lies and how cells, counts and names are set around it."""

    def __init__(self, table: FactorTable, *, language: Language, link_to: Link) -> None:
        self._step = min(CELL + 1, WIDEST_BAR / max(1, table.n))
        self._link_to = link_to
        everything = [row for level in {factor.level for factor in table.factors} for row in _rows(table, level)]
        left = max((self._extent(row.left, row, language) for row in everything), default=0.0)
        right = max((self._extent(row.right, row, language) for row in everything), default=0.0)
        spare = INNER - left - right
        self._middle = left + spare / 2 if spare >= 0 else INNER * left / (left + right)

    @property
    def has_cells(self) -> bool:
        """Tell whether participants are few enough to be seen one by one."""
        return self._step >= NARROWEST_CELL

    def head(self, bottom: float, *, risk: str, protection: str) -> list[Shape]:
        """Return the middle line and the words over both sides."""
        middle = self._middle
        return [
            line(middle, TOP - 14, middle, bottom, "axis"),
            mark(-1, middle - 10, TOP - 24, 9),
            words(middle - 19, TOP - 20, risk, "strong", anchor="end"),
            mark(1, middle + 10, TOP - 24, 9),
            words(middle + 19, TOP - 20, protection, "strong"),
        ]

    def heading(self, y: float, name: str) -> list[Shape]:
        """Return a level's name over a rule."""
        return [words(0, y + 12, name, "strong"), line(0, y + 17.5, INNER, y + 17.5, "axis")]

    def row(self, y: float, row: _Row, language: Language) -> Iterator[Shape]:
        """Return the cells, counts and names of one row."""
        for cells in (row.left, row.right):
            if cells is not None:
                yield from self._cells(y, cells)
                yield self._label(y, cells, row, language)

    def _cells(self, y: float, cells: _Cells) -> Iterator[Shape]:
        if not self.has_cells:
            x = self._middle + (2.5 if cells.sign > 0 else -self._bar(cells))
            yield rect(x, y + 2, self._bar(cells) - 2.5, 11, tint(cells.sign, 2))
            return
        for place, (participant, quotes) in enumerate(cells.quotes):
            start = self._middle + cells.sign * (2.5 + self._step * place)
            x = start if cells.sign > 0 else start - self._step + 1
            shape = rect(x, y + 2, self._step - 1, 11, tint(cells.sign, quotes))
            yield link(
                self._link_to(f"{cells.side.key}/{participant}"),
                f"{participant}, {cells.factor.code}: {quotes}",
                [shape],
            )

    def _label(self, y: float, cells: _Cells, row: _Row, language: Language) -> Shape:
        count = str(cells.side.participants)
        x = self._middle + cells.sign * (self._bar(cells) + 7)
        name = _name(cells, row, language)
        room = (INNER - x if cells.sign > 0 else x) - width(f"{count}  ", SIZE)
        shown = shorten(name, SIZE, room)
        text = f"{count} {shown}" if cells.sign > 0 else f"{shown} {count}"
        shape = words(
            x, y + 11.5, text.strip(), "strong" if row.straddles else "", anchor="start" if cells.sign > 0 else "end"
        )
        label = f"{text.strip()} ({cells.factor.name.text(language)}, {cells.factor.code})"
        return link(self._link_to(cells.side.key), label, [shape])

    def _extent(self, cells: _Cells | None, row: _Row, language: Language) -> float:
        if cells is None:
            return 0.0
        return self._bar(cells) + WINGS + width(_name(cells, row, language), SIZE) * (1.07 if row.straddles else 1.0)

    def _bar(self, cells: _Cells) -> float:
        return 2.5 + self._step * len(cells.quotes)


def _name(cells: _Cells, row: _Row, language: Language) -> str:
    """Return the words beside the cells; a two-sided factor has its name on the right only."""
    if row.straddles:
        return f"◆ {cells.factor.name.text(language)}" if cells.sign > 0 else ""
    return cells.factor.name.text(language)


def _rows(table: FactorTable, level: str) -> Iterator[_Row]:
    """Pair the factors of a level: two-sided ones first, then risks beside protections, most people first."""
    number = {code: i for i, code in enumerate(table.matrix.factors)}
    risks, protections = [], []
    both = []
    for factor in (factor for factor in table.factors if factor.level == level):
        column = number[factor.code]
        risk = _side(table, factor, factor.risk, -1, table.matrix.risk[:, column].tolist())
        protective = _side(table, factor, factor.protective, 1, table.matrix.protective[:, column].tolist())
        if factor.two_sided:
            both.append(_Row(risk, protective, straddles=True))
        elif risk.quotes:
            risks.append(risk)
        elif protective.quotes:
            protections.append(protective)
    yield from sorted(both, key=lambda row: -sum(len(cells.quotes) for cells in (row.left, row.right) if cells))
    risks.sort(key=_rank)
    protections.sort(key=_rank)
    for left, right in zip_longest(risks, protections):
        yield _Row(left, right, straddles=False)


def _side(table: FactorTable, factor: FactorSummary, side: Side, sign: int, column: Sequence[int]) -> _Cells:
    quotes = [(participant, n) for participant, n in zip(table.matrix.participants, column, strict=True) if n]
    return _Cells(factor, side, sign, tuple(sorted(quotes, key=lambda cell: -cell[1])))


def _rank(cells: _Cells) -> tuple[int, int, str]:
    return -len(cells.quotes), -sum(quotes for _, quotes in cells.quotes), cells.factor.code
