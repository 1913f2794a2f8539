"""The tornado of levers: how far each would move functioning in the map, the strongest first, with its range."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import ceil

from kangni.core.undefined import Undefined
from kangni.language import Language, translations
from kangni.reports.figure import Figure
from kangni.reports.figures.canvas import INNER, Link, Shape, drawing, line, link, no_link, rect, words
from kangni.reports.figures.forest import round_step
from kangni.reports.figures.measure import shorten, width
from kangni.results.advice import Advice
from kangni.results.levers import Lever

__all__ = ["evidence_key", "tornado", "tornado_shapes"]

ROW, BAR, TOP, FOOT = 19.0, 11.0, 24.0, 36.0
SIZE = 11.0
LONGEST_NAME = 268.0
NOTES = 96.0


@dataclass(frozen=True, slots=True)
class _Bar:
    """One lever with a defined effect."""

    lever: Lever
    low: float
    median: float
    high: float


def tornado(advice: Advice, *, language: Language, link_to: Link = no_link) -> Figure:
    """Draw the effect of every lever with its range, the largest median first."""
    _ = translations(language).gettext
    shapes, height = tornado_shapes(advice, top=0, language=language, link_to=link_to)
    alt = _("Effects of %(count)s levers with their ranges, the largest first.") % {"count": len(_bars(advice))}
    return Figure(
        svg=drawing(INNER, height, shapes, alt=alt, language=language),
        title=_("How far each lever would move functioning in the map"),
        caption=_(
            "Mark: median of %(members)s maps. Bar: 5 to 95 %%; teal to the right helps, cinnabar to the left harms. "
            "In unit dips: what one told setback takes away. On the right, who asks for it, and how many maps agree."
        )
        % {"members": advice.members},
        alt=alt,
    )


def tornado_shapes(
    advice: Advice, *, top: float, language: Language, link_to: Link = no_link
) -> tuple[list[Shape], float]:
    """Return the shapes of the tornado below `top`, and where they end."""
    _ = translations(language).gettext
    bars = _bars(advice)
    names = min(max((width(bar.lever.name.text(language), SIZE) for bar in bars), default=0.0), LONGEST_NAME) + 4
    frame = _Frame(bars, left=names + 14, right=INNER - NOTES)
    bottom = top + TOP + ROW * len(bars)
    shapes = [*frame.axis(top + TOP - 6, bottom, _("change of functioning at rest, in unit dips"))]
    shapes += [words(INNER - NOTES + 12, top + TOP - 10, _("ask · agree"), "small quiet")]
    for n, bar in enumerate(bars):
        y = top + TOP + ROW * (n + 0.5)
        name = bar.lever.name.text(language)
        note = f"{len(bar.lever.askers)} · {_share(bar.lever)}"
        drawn = [
            words(names, y + 4, shorten(name, SIZE, names - 4), anchor="end"),
            *frame.bar(bar, y),
            words(INNER - NOTES + 12, y + 4, note, "quiet"),
        ]
        shapes.append(link(link_to(evidence_key(bar.lever)), f"{name}: {note}", drawn))
    return shapes, bottom + FOOT


def evidence_key(lever: Lever) -> str:
    """Return the number that a mark of a lever opens: who asks for it, where nobody does who credits it."""
    return lever.id if lever.askers else f"{lever.id}/claims"


class _Frame:
    """The range of the effects on the page."""

    def __init__(self, bars: Sequence[_Bar], *, left: float, right: float) -> None:
        self._low = min([0.0, *(bar.low for bar in bars)])
        self._high = max([0.0, *(bar.high for bar in bars)])
        if self._low == self._high:
            self._low, self._high = -1.0, 1.0
        self._left, self._right = left, right

    def x(self, value: float) -> float:
        """Return where a value stands."""
        return self._left + (self._right - self._left) * (value - self._low) / (self._high - self._low)

    def axis(self, top: float, bottom: float, name: str) -> Iterator[Shape]:
        """Return ticks at round numbers and what they measure."""
        step = round_step((self._high - self._low) / 6)
        for n in range(ceil(self._low / step), int(self._high / step) + 1):
            value = n * step
            yield line(self.x(value), top, self.x(value), bottom, "axis" if n == 0 else "grid")
            shown = f"{value:+g}".replace("-", "−") if n else "0"
            yield words(self.x(value), bottom + 14, shown, "small quiet", anchor="middle")
        yield words((self._left + self._right) / 2, bottom + 29, name, "small quiet", anchor="middle")

    def bar(self, bar: _Bar, y: float) -> Iterator[Shape]:
        """Return the bar of a lever, in the colour of each side of nought, and the mark of its median."""
        for low, high, classes in ((bar.low, min(bar.high, 0.0), "r1"), (max(bar.low, 0.0), bar.high, "p1")):
            if high > low:
                yield rect(self.x(low), y - BAR / 2, self.x(high) - self.x(low), BAR, classes)
        classes = "risk" if bar.median < 0 else "protect"
        yield rect(self.x(bar.median) - 1.5, y - BAR / 2 - 1.5, 3, BAR + 3, classes)


def _bars(advice: Advice) -> list[_Bar]:
    found = []
    for lever in advice.levers():
        effect = lever.effect
        if isinstance(effect, Undefined):
            continue
        ends = effect.low, effect.median, effect.high
        low, median, high = ends
        if isinstance(low, Undefined) or isinstance(median, Undefined) or isinstance(high, Undefined):
            continue
        found.append(_Bar(lever, low, median, high))
    return sorted(found, key=lambda bar: (-abs(bar.median), bar.lever.id))


def _share(lever: Lever) -> str:
    certainty = lever.effect if isinstance(lever.effect, Undefined) else lever.effect.certainty
    if isinstance(certainty, Undefined):
        return "—"
    return f"{certainty:.2f}" if certainty < 0.995 or certainty == 1 else ">.99"
