"""Pairs of codes that are told together, or one before the other: how many people do so, beside what to expect."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from math import ceil
from typing import TypeAlias

from kangni.core.errors import N_
from kangni.core.undefined import Number, Undefined
from kangni.language import Language, translations
from kangni.reports.figure import Figure
from kangni.reports.figures.canvas import INNER, Link, Shape, circle, drawing, line, link, no_link, rect, words
from kangni.reports.figures.measure import width, wrap
from kangni.results.cooccurrence import CoOccurrence, PairRow, Unit

__all__ = ["pairs"]

Mark: TypeAlias = Callable[[float], Shape]  # at a place across the page

MOST = 24  # rows that a page holds
TOP = 26.0
ROW, LEADING = 20.0, 13.0
SIZE = 11.0
LONGEST_NAME = 310.0
NOTE = 46.0
TITLES: dict[Unit, str] = {
    "turn": N_("Told together in a turn"),
    "window": N_("Told together within %(window)s turns in a row"),
    "overlap": N_("Told in the same words"),
    "episode": N_("Told together in an episode"),
    "sequence": N_("Told one before the other, within %(window)s turns"),
}


def pairs(result: CoOccurrence, *, language: Language, link_to: Link = no_link) -> Figure:
    """Draw the flagged pairs by how many people tell them so, each with what tells it from chance."""
    _ = translations(language).gettext
    flagged = [pair for pair in result.pairs if pair.flagged]
    picture = _Picture(result, flagged[:MOST], language=language)
    shapes = [*picture.legend(), *picture.axis(_("people"))]
    shapes += [link(link_to(row.pair.key), row.label, picture.row(row)) for row in picture.rows]
    counts = {"shown": len(picture.rows), "all": len(flagged)}
    alt = _("%(shown)s of %(all)s pairs of codes that three people or more tell so.") % counts
    return Figure(
        svg=drawing(INNER, picture.bottom + 22, shapes, alt=alt, language=language),
        title=_(TITLES[result.unit]) % {"window": result.window},
        caption=f"{alt} {_in_order(language) if result.unit == 'sequence' else _together(language)}",
        alt=alt,
    )


def _together(language: Language) -> str:
    _ = translations(language).gettext
    return _(
        "Dark: people who tell both together. Light: people who speak of both at all. NPMI: 1 only together, 0 as "
        "often as by chance."
    )


def _in_order(language: Language) -> str:
    _ = translations(language).gettext
    return _(
        "Dot: people who tell the first before the second. Circle: people who tell them the other way round. Grey: "
        "nine of ten shuffles of each person's turns, with their mean; beyond it, order is more than frequency."
    )


@dataclass(frozen=True, slots=True)
class _Row:
    """A pair, its name in lines, and where it stands."""

    pair: PairRow
    lines: tuple[str, ...]
    middle: float

    @property
    def label(self) -> str:
        """Return what a screen reader says of it."""
        return f"{' '.join(self.lines)}: {self.pair.participants}"


class _Picture:
    """Where a pair stands and how long a number of people is."""

    def __init__(self, result: CoOccurrence, chosen: Sequence[PairRow], *, language: Language) -> None:
        self._language = language
        self._is_order = result.unit == "sequence"
        between = " > " if self._is_order else " + "
        names = {code: name.text(language) for code, name in zip(result.codes, result.names, strict=True)}
        texts = [f"{names[pair.first] or pair.first}{between}{names[pair.second] or pair.second}" for pair in chosen]
        self._left = min(max((width(text, SIZE) for text in texts), default=0.0), LONGEST_NAME) + 10
        self._right = INNER - (12 if self._is_order else NOTE)
        self._n = max(1, result.n)
        self.rows: list[_Row] = []
        self.bottom = TOP
        for pair, text in zip(chosen, texts, strict=True):
            lines = wrap(text, SIZE, LONGEST_NAME)
            height = ROW + LEADING * (len(lines) - 1)
            self.rows.append(_Row(pair, lines, self.bottom + height / 2))
            self.bottom += height

    def axis(self, name: str) -> Iterator[Shape]:
        """Return whole numbers of people, and what they are."""
        step = ceil(self._n / 10)
        for value in range(0, self._n + 1, step):
            yield line(self._x(value), TOP - 4, self._x(value), self.bottom, "axis" if value == 0 else "grid")
            yield words(self._x(value), self.bottom + 14, str(value), "small quiet", anchor="middle")
        yield words(self._left - 10, self.bottom + 14, name, "small quiet", anchor="end")

    def legend(self) -> Iterator[Shape]:
        """Return what the marks mean."""
        _ = translations(self._language).gettext
        x, y = self._left, TOP - 13
        orders: Sequence[tuple[Mark, str]] = (
            (lambda x: circle(x + 4, y, 3.8, "ink"), _("in this order")),
            (lambda x: circle(x + 4, y, 3.4, "node"), _("the other way round")),
            (lambda x: rect(x, y - 4, 9, 8, "n1"), _("in shuffled turns")),
        )
        together: Sequence[tuple[Mark, str]] = (
            (lambda x: rect(x, y - 4, 9, 8, "n3"), _("both together")),
            (lambda x: rect(x, y - 4, 9, 8, "n1"), _("both at all")),
        )
        for mark, text in orders if self._is_order else together:
            yield mark(x)
            yield words(x + 14, y + 3.5, text, "small quiet")
            x += 26 + width(text, SIZE)
        if not self._is_order:
            yield words(INNER, y + 3.5, "NPMI", "small quiet", anchor="end")

    def row(self, row: _Row) -> Iterator[Shape]:
        """Return a pair's name and its numbers."""
        first = row.middle - LEADING * (len(row.lines) - 1) / 2 + 4
        for n, text in enumerate(row.lines):
            yield words(self._left - 10, first + LEADING * n, text, anchor="end")
        yield from self._against_shuffles(row) if self._is_order else self._against_all(row)

    def _against_all(self, row: _Row) -> Iterator[Shape]:
        pair, y = row.pair, row.middle
        yield rect(self._x(0), y - 5, self._x(pair.speakers) - self._x(0), 10, "n1")
        yield rect(self._x(0), y - 5, self._x(pair.participants) - self._x(0), 10, "n3")
        yield words(INNER, y + 4, "—" if isinstance(pair.npmi, Undefined) else f"{pair.npmi:.2f}", anchor="end")

    def _against_shuffles(self, row: _Row) -> Iterator[Shape]:
        pair, y = row.pair, row.middle
        low, high = _known(pair.expected_low), _known(pair.expected_high)
        yield rect(self._x(low), y - 4, max(1.0, self._x(high) - self._x(low)), 8, "n1")
        mean = self._x(_known(pair.expected))
        yield line(mean, y - 4, mean, y + 4, "whisker")
        yield line(self._x(0), y, self._x(pair.participants), y, "whisker thin")
        yield circle(self._x(_known(pair.reverse)), y, 3.4, "node")
        yield circle(self._x(pair.participants), y, 3.8, "ink")

    def _x(self, people: float) -> float:
        return self._left + (self._right - self._left) * people / self._n


def _known(value: Number) -> float:
    assert not isinstance(value, Undefined)  # sequences have all of these
    return value
