"""Scores of a scale: every point there is, groups and waves below each other, each subscale on an axis of its own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import ceil, floor

from kangni.core.errors import N_
from kangni.core.undefined import Number, Undefined
from kangni.language import Language, list_words, translations
from kangni.reports.figure import Figure
from kangni.reports.figures.canvas import INNER, Link, Shape, circle, drawing, line, link, no_link, words
from kangni.reports.figures.forest import round_step
from kangni.reports.figures.measure import shorten, width
from kangni.results.scales import GroupScore, ScaleScores, ScoreBesideCodes

__all__ = ["FEWEST_SHOWN", "scores"]

FEWEST_SHOWN = 5  # people of a row whose points may leave the team
ROW = 21.0
HEAD = 24.0
FOOT = 26.0
SIZE = 11.0
LONGEST_NAME = 236.0
NOTES = 138.0
RADIUS = 3.2
UNSHOWN = Undefined(N_("not shown"))
TOUCHING = 5.0  # px between points that would lie on each other


@dataclass(frozen=True, slots=True)
class _Row:
    """The points of some people, their mean with its interval where it may be shown, and a few words beside.

    `fewest` are the people of the row, or of the row that it leaves the others to, whichever are fewer.
    """

    key: str
    name: str
    fewest: int
    points: tuple[float, ...]
    mean: Number
    low: Number
    high: Number
    note: str


def scores(found: ScaleScores, *, language: Language, for_readers: bool = False, link_to: Link = no_link) -> Figure:
    """Draw the scores of each subscale; for readers outside the team no row of fewer than five people is drawn."""
    _ = translations(language).gettext
    panels = [(subscale, _rows(found, subscale, language)) for subscale in _subscales(found)]
    if for_readers:
        panels = [(name, [_for_readers(row, language) for row in rows]) for name, rows in panels]
    names = min(max((width(row.name, SIZE) for _name, rows in panels for row in rows), default=0.0), LONGEST_NAME)
    shapes: list[Shape] = []
    top = 0.0
    for subscale, rows in panels:
        shapes += _Panel(rows, names, top).shapes(_(subscale.replace("_", " ")), link_to)
        top += HEAD + ROW * len(rows) + FOOT
    people = len({each.participant for each in found.scores})
    facts = {"scale": found.name.text(language), "people": people}
    alt = _("Scores of %(people)s people on %(scale)s, every point.") % facts
    dots = _("Dots: one person each. Line and tick: mean with its 95 %% interval (Student), from five people on.")
    caption = [dots % ()]
    if any(row.key for _name, rows in panels for row in rows):
        caption.append(
            _("δ (Cliff): 1 where all who speak of it score above all who do not, 0 where neither side does.")
        )
    if for_readers:
        caption.append(_("Rows of fewer than five people, and those that would give them away, stay within the team."))
    return Figure(
        svg=drawing(INNER, top, shapes, alt=alt, language=language),
        title=_("Scores on %(scale)s") % facts,
        caption=("" if language == "zh" else " ").join(caption),
        alt=alt,
    )


def _subscales(found: ScaleScores) -> Iterable[str]:
    return dict.fromkeys(group.subscale for group in found.groups if group.points)


def _rows(found: ScaleScores, subscale: str, language: Language) -> list[_Row]:
    several = len(found.waves) > 1
    here = [each for each in found.groups if each.subscale == subscale and each.points]
    groups = [_of_group(each, language, several=several) for each in here]
    beside = [row for each in found.beside if each.subscale == subscale for row in _of_codes(each, language)]
    return [*groups, *beside]


def _of_group(group: GroupScore, language: Language, *, several: bool) -> _Row:
    _ = translations(language).gettext
    name = " · ".join(filter(None, [_(group.group) if group.group else _("all"), group.wave if several else ""]))
    note = "" if isinstance(group.mean, Undefined) else _("mean %(mean)s") % {"mean": _short(group.mean)}
    return _Row("", f"{name} ({group.n})", group.n, group.points, group.mean, group.lower, group.upper, note)


def _of_codes(beside: ScoreBesideCodes, language: Language) -> Iterator[_Row]:
    _ = translations(language).gettext
    names = list_words([name.text(language) for name in beside.names], language)
    none = UNSHOWN
    delta = "" if isinstance(beside.delta, Undefined) else f"δ {_short(beside.delta)}"
    if delta and not isinstance(beside.lower, Undefined) and not isinstance(beside.upper, Undefined):
        delta += f" ({_short(beside.lower)} … {_short(beside.upper)})"
    with_codes = tuple(point.score for point in beside.points if point.says)
    without = tuple(point.score for point in beside.points if not point.says)
    fewest = min(len(with_codes), len(without))  # all without the ones are the others
    speak, silent = _("speak of: %(codes)s") % {"codes": names}, _("do not speak of it")
    yield _Row(beside.key, f"{speak} ({len(with_codes)})", fewest, with_codes, none, none, none, delta)
    yield _Row(beside.key, f"{silent} ({len(without)})", fewest, without, none, none, none, "")


def _for_readers(row: _Row, language: Language) -> _Row:
    """Return a row without its points where so few people stand in it that somebody could be recognised."""
    if row.fewest >= FEWEST_SHOWN:
        return row
    _ = translations(language).gettext
    none = UNSHOWN
    return _Row(row.key, row.name, row.fewest, (), none, none, none, row.note or _("not shown"))


class _Panel:
    """One subscale: its name, its rows, and its axis below."""

    def __init__(self, rows: Sequence[_Row], names: float, top: float) -> None:
        self._rows, self._names, self._top = rows, names, top
        self._left, self._right = names + 16, INNER - NOTES - 12
        reach = [
            value for row in rows for value in (*row.points, row.low, row.high) if not isinstance(value, Undefined)
        ]
        low, high = min(reach, default=0.0), max(reach, default=1.0)
        self._step = round_step((high - low) / 4) if high > low else 1.0
        self._low, self._high = floor(low / self._step) * self._step, ceil(high / self._step) * self._step
        if self._low == self._high:
            self._high = self._low + self._step

    def shapes(self, name: str, link_to: Link) -> Iterator[Shape]:
        """Return name, axis and rows."""
        bottom = self._top + HEAD + ROW * len(self._rows)
        yield words(0, self._top + 14, name, "strong")
        for n in range(round((self._high - self._low) / self._step) + 1):
            value = self._low + n * self._step
            yield line(self._x(value), self._top + HEAD - 4, self._x(value), bottom, "grid")
            yield words(self._x(value), bottom + 13, f"{value:g}", "small quiet", anchor="middle")
        for n, row in enumerate(self._rows):
            yield self._row(row, self._top + HEAD + ROW * (n + 0.5), link_to)

    def _row(self, row: _Row, y: float, link_to: Link) -> Shape:
        shapes = [words(self._names, y + 4, shorten(row.name, SIZE, self._names), anchor="end")]
        if not isinstance(row.low, Undefined) and not isinstance(row.high, Undefined):
            shapes.append(line(self._x(row.low), y, self._x(row.high), y, "whisker"))
        if not isinstance(row.mean, Undefined):
            shapes.append(line(self._x(row.mean), y - 7, self._x(row.mean), y + 7, "whisker thick"))
        shapes += [circle(x, y + aside, RADIUS, "ink") for x, aside in self._apart(row.points)]
        shapes.append(words(INNER - NOTES, y + 4, shorten(row.note, SIZE, NOTES), "quiet"))
        return link(link_to(row.key) if row.key else None, f"{row.name}: {row.note}".rstrip(": "), shapes)

    def _apart(self, points: Iterable[float]) -> Iterator[tuple[float, float]]:
        """Move points that would cover each other above and below the line."""
        last, together = -INNER, 0
        for x in sorted(map(self._x, points)):
            together = together + 1 if x - last < TOUCHING else 0
            last = x if not together else last
            yield x, (-1) ** together * ((together + 1) // 2) * TOUCHING * 0.8

    def _x(self, value: float) -> float:
        return self._left + (self._right - self._left) * (value - self._low) / (self._high - self._low)


def _short(value: float) -> str:
    return (f"{value:.2f}" if abs(value) < 10 else f"{value:.1f}").replace("-", "−")
