"""A forest of effects: a dot with its interval for each row, around a line at nought."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import ceil, floor, log10
from typing import Protocol

from kangni.core.undefined import Number, Undefined
from kangni.language import Language
from kangni.reports.figures.canvas import INNER, Link, Shape, circle, drawing, line, link, no_link, words
from kangni.reports.figures.measure import shorten, width

__all__ = ["Effect", "Range", "forest", "round_step"]

ROW = 19.0
TOP = 30.0
SIZE = 11.0
LONGEST_NAME = 256.0
NOTES = 108.0


class Range(Protocol):
    """A number with its interval."""

    @property
    def low(self) -> Number:
        """Where the interval begins."""
        ...

    @property
    def median(self) -> Number:
        """The number."""
        ...

    @property
    def high(self) -> Number:
        """Where the interval ends."""
        ...


@dataclass(frozen=True, slots=True)
class Effect:
    """One row: what was done, its effect, and a few words beside it."""

    key: str
    name: str
    spread: Range | Undefined
    note: str


def forest(
    effects: Sequence[Effect],
    *,
    axis: str,
    alt: str,
    language: Language,
    link_to: Link = no_link,
    is_signed: bool = True,
) -> str:
    """Return effects as SVG, in the order given; `axis` says what the numbers are, which may carry their sign."""
    names = min(max((width(effect.name, SIZE) for effect in effects), default=0.0), LONGEST_NAME)
    frame = _Frame(effects, left=names + 14, right=INNER - NOTES)
    height = TOP + ROW * len(effects)
    shapes = [*frame.axis(height, axis, is_signed=is_signed)]
    for n, effect in enumerate(effects):
        shapes.append(_row(effect, frame, names, TOP + ROW * (n + 0.5), link_to))
    return drawing(INNER, height + 34, shapes, alt=alt, language=language)


def round_step(rough: float) -> float:
    """Return the next of 1, 2, 5, 10 ... times a power of ten."""
    power = 10.0 ** floor(log10(rough))
    return next(factor * power for factor in (1, 2, 5, 10) if factor * power >= rough)


class _Frame:
    """The range of the effects on the page."""

    def __init__(self, effects: Sequence[Effect], *, left: float, right: float) -> None:
        reach = [bounds for effect in effects if (bounds := _bounds(effect.spread)) is not None]
        self._low = min([0.0, *(low for low, _median, _high in reach)])
        self._high = max([0.0, *(high for _low, _median, high in reach)])
        if self._low == self._high:
            self._low, self._high = -1.0, 1.0
        self._left, self._right = left, right

    def x(self, value: float) -> float:
        """Return where a value stands."""
        return self._left + (self._right - self._left) * (value - self._low) / (self._high - self._low)

    def axis(self, bottom: float, name: str, *, is_signed: bool) -> Iterator[Shape]:
        """Return ticks at round numbers and what they measure."""
        step = round_step((self._high - self._low) / 5)
        for n in range(ceil(self._low / step), int(self._high / step) + 1):
            value = n * step
            yield line(self.x(value), TOP - 4, self.x(value), bottom, "axis" if n == 0 else "grid")
            shown = (f"{value:+g}" if is_signed else f"{value:g}").replace("-", "−") if n else "0"
            yield words(self.x(value), bottom + 13, shown, "small quiet", anchor="middle")
        yield words((self._left + self._right) / 2, bottom + 28, name, "small quiet", anchor="middle")


def _row(effect: Effect, frame: _Frame, names: float, y: float, link_to: Link) -> Shape:
    name, note = shorten(effect.name, SIZE, names), shorten(effect.note, SIZE, NOTES - 14)
    shapes = [words(names, y + 4, name, anchor="end")]
    bounds = _bounds(effect.spread)
    if bounds is None:
        shapes.append(words(frame.x(0) + 6, y + 4, "—", "quiet"))
    else:
        low, median, high = bounds
        shapes.append(line(frame.x(low), y, frame.x(high), y, "whisker"))
        shapes.append(circle(frame.x(median), y, 3.4, "ink"))
    shapes.append(words(INNER - NOTES + 14, y + 4, note, "quiet"))
    label = f"{effect.name}: {effect.note}"
    return link(link_to(effect.key), label if label == f"{name}: {note}" else f"{name}: {note} ({label})", shapes)


def _bounds(spread: Range | Undefined) -> tuple[float, float, float] | None:
    """Return lower end, number and upper end, None where one of them does not exist."""
    if isinstance(spread, Undefined):
        return None
    low, median, high = spread.low, spread.median, spread.high
    if isinstance(low, Undefined) or isinstance(median, Undefined) or isinstance(high, Undefined):
        return None
    return low, median, high
