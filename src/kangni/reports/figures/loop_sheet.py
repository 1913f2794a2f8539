"""The loop sheet: each family of told loops as a ring, with what it feeds, who tells it and who says otherwise."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from gettext import NullTranslations
from math import cos, pi, sin

from kangni.core.framework import Framework
from kangni.core.undefined import Undefined
from kangni.language import Language, list_words, translations
from kangni.reports.figure import Figure
from kangni.reports.figures.canvas import INNER, Link, Shape, block, drawing, group, link, no_link, rect, words
from kangni.reports.figures.curves import Box, Curve, between
from kangni.reports.figures.measure import width, wrap
from kangni.results.links import LinkSign
from kangni.results.loops import Course, Loop, Loops

__all__ = ["loop_sheet"]

SIZE, SMALL = 10.5, 10.0
WIDEST: dict[Language, float] = {"zh": 74.0, "en": 92.0}  # px of a line of words in a box
GAP = 20.0
CELL = (INNER - GAP) / 2
ACROSS = 108.0  # px from the middle of a ring to the middle of its boxes
DOWN = {1: 0.0, 2: 0.0, 3: 56.0, 4: 64.0, 5: 84.0, 6: 104.0}
PER_FACTOR = 17.0  # px of height for each factor of a longer ring
MARGIN = 6.0  # px above and below a ring
LEADING = 13.0
MOST_ASSEMBLED = 8
COURSES = {Course.VICIOUS: "risk", Course.VIRTUOUS: "protect", Course.UNNAMED: ""}


@dataclass(frozen=True, slots=True)
class _Ring:
    """A loop: its boxes around the middle of the ring, the lines of each, and the words below."""

    loop: Loop
    names: tuple[tuple[str, ...], ...]
    boxes: tuple[Box, ...]
    below: tuple[str, ...]

    @property
    def middle(self) -> float:
        """Return how far below the cell's top the ring's middle lies."""
        return max(box.height / 2 - box.y for box in self.boxes) + self._bow + MARGIN

    @property
    def bottom(self) -> float:
        """Return how far below the cell's top the ring ends."""
        return self.middle + max(box.height / 2 + box.y for box in self.boxes) + self._bow + MARGIN

    @property
    def height(self) -> float:
        """Return the height of the cell."""
        return self.bottom + LEADING * len(self.below) + GAP

    @property
    def _bow(self) -> float:
        """Return how far the curves of a short loop reach above and below its boxes."""
        return {1: 42.0, 2: 14.0}.get(len(self.boxes), 0.0)


def loop_sheet(loops: Loops, framework: Framework, *, language: Language, link_to: Link = no_link) -> Figure:
    """Draw the loop that stands for each family, then the assembled ones that most resamples hold."""
    catalogue = translations(language)
    _ = catalogue.gettext
    heads, nobodys = loops.heads(), [loop for loop in loops.loops if not loop.told]
    shown = [*heads, *nobodys[:MOST_ASSEMBLED]]
    rings = [_ring(loop, language, catalogue) for loop in shown]
    shapes, height = _laid_out(rings, _Pen(framework, language, catalogue, link_to))
    if not rings:
        sentence = _("No links of this map close a loop.") if not loops.found else _("Nobody tells a loop whole.")
        shapes, height = [words(INNER / 2, 24, sentence, "quiet", anchor="middle")], 40.0
    facts = {"told": loops.told, "families": len(heads), "left": loops.assembled - len(shown) + len(heads)}
    alt = _("%(families)s families of told loops, each drawn as a ring.") % facts
    return Figure(
        svg=drawing(INNER, height, shapes, alt=alt, language=language),
        title=_("Circles that people tell"),
        caption=_(
            "%(told)s loops are told whole. Those of one person that share a link, and equal ones of several, are one "
            "of %(families)s families, drawn by its strongest. Arrow and +: raises. Bar, dashed and −: lowers. "
            "±: people differ. Loops put together from links of several people, not drawn: %(left)s."
        )
        % facts,
        alt=alt,
    )


def _laid_out(rings: Sequence[_Ring], pen: _Pen) -> tuple[list[Shape], float]:
    shapes: list[Shape] = []
    top = 0.0
    for first in range(0, len(rings), 2):
        row = rings[first : first + 2]
        for column, ring in enumerate(row):
            shapes.append(pen.cell(ring, column * (CELL + GAP), top))
        top += max(ring.height for ring in row)
    return shapes, top


def _ring(loop: Loop, language: Language, catalogue: NullTranslations) -> _Ring:
    names = tuple(wrap(name.text(language), SIZE, WIDEST[language]) for name in loop.names)
    below = [line for words in _below(loop, language, catalogue) for line in wrap(words, SMALL, CELL - 8)]
    return _Ring(loop, names, tuple(_boxes(names)), tuple(below))


def _boxes(names: Sequence[Sequence[str]]) -> Iterator[Box]:
    """Yield the boxes of names on an ellipse, clockwise from the top, or from the left where they are two."""
    count = len(names)
    first = pi if count == 2 else -pi / 2 - (pi / 4 if count == 4 else 0)
    across, down = ACROSS if count > 1 else 0.0, DOWN.get(count, PER_FACTOR * count)
    for n, lines in enumerate(names):
        angle = first + 2 * pi * n / count
        yield Box(
            across * cos(angle),
            down * sin(angle),
            max(width(line, SIZE) for line in lines) + 12,
            len(lines) * SIZE * 1.22 + 8,
        )


def _below(loop: Loop, language: Language, catalogue: NullTranslations) -> Iterator[str]:
    """Return who tells a loop, who holds a part of it and who says otherwise."""
    _ = catalogue.gettext
    strength = f"{loop.strength:.2f}"
    if loop.told:
        tellers = list_words([telling.participant for telling in loop.tellings], language)
        yield _("Told by %(names)s, strength %(strength)s") % {"names": tellers, "strength": strength}
    elif isinstance(loop.exists, Undefined):
        yield _("Told whole by nobody, strength %(strength)s") % {"strength": strength}
    else:
        facts = {"share": f"{loop.exists:.0%}", "strength": strength}
        yield _("Told whole by nobody; there in %(share)s of resamples, strength %(strength)s") % facts
    if loop.feeds_names:
        feeds = list_words([name.text(language) for name in loop.feeds_names], language)
        yield _("feeds: %(names)s") % {"names": feeds}
    others = []
    if loop.parts:
        others.append(_("parts: %(names)s") % {"names": list_words(list(loop.parts), language)})
    if loop.opposed:
        people = list(dict.fromkeys(opposition.participant for opposition in loop.opposed))
        others.append(_("cut or turned for: %(names)s") % {"names": list_words(people, language)})
    if others:
        yield ("；" if language == "zh" else "; ").join(others)


@dataclass(frozen=True, slots=True)
class _Pen:
    """Draws one ring with what stands in and below it."""

    framework: Framework
    language: Language
    catalogue: NullTranslations
    link_to: Link

    def cell(self, ring: _Ring, left: float, top: float) -> Shape:
        """Return a ring and the words below it."""
        x, y = left + CELL / 2, top + ring.middle
        boxes = [Box(x + box.x, y + box.y, box.width, box.height) for box in ring.boxes]
        shapes = [*self._arrows(ring, boxes, x, y)]
        for n, box in enumerate(boxes):
            shapes += self._box(ring.loop.polarities[n], ring.names[n], box)
        shapes += self._heart(ring.loop, x, y)
        for n, line in enumerate(ring.below):
            where = top + ring.bottom + LEADING * (n + 0.6)
            shapes.append(words(x, where, line, "small quiet", anchor="middle"))
        return link(self.link_to(ring.loop.key), ring.loop.sentence.text(self.language), [group(shapes)])

    def _box(self, polarity: str, lines: Sequence[str], box: Box) -> list[Shape]:
        sign = self.framework.polarity(polarity).sign if polarity else 0
        kind = "risk" if sign < 0 else "protect" if sign > 0 else "neutral"
        edges = box.x - box.width / 2, box.y - box.height / 2, box.width, box.height
        return [rect(*edges, f"node {kind}", round_by=3), *block(box.x, box.y, lines, "name", size=SIZE)]

    def _arrows(self, ring: _Ring, boxes: Sequence[Box], x: float, y: float) -> Iterator[Shape]:
        for n, (sign, box) in enumerate(zip(ring.loop.signs, boxes, strict=True)):
            after = boxes[(n + 1) % len(boxes)]
            curve = between(_curve(box, after, x, y, count=len(boxes)), box, after)
            contested = sign is LinkSign.CONTESTED
            classes = "edge contested" if contested else "edge minus" if sign is LinkSign.LOWERS else "edge"
            yield from curve.bar(classes, stroke=1.6) if sign is LinkSign.LOWERS else curve.arrow(classes, stroke=1.6)
            shown = "±" if contested else "−" if sign is LinkSign.LOWERS else "+"
            at = curve.at(0.5)
            yield words(at[0], at[1] + 4, shown, "strong haloed", anchor="middle")

    def _heart(self, loop: Loop, x: float, y: float) -> Iterator[Shape]:
        """Return what the ring does to a change, in its middle; a single factor leaves no room there."""
        if len(loop.codes) == 1:
            return
        _ = self.catalogue.gettext
        if loop.course is not Course.UNNAMED:
            yield words(x, y - 1, _(loop.course.value), f"strong {COURSES[loop.course]}", anchor="middle")
        yield words(
            x, y + (12 if loop.course is not Course.UNNAMED else 0), _(loop.kind.value), "small", anchor="middle"
        )


def _curve(box: Box, after: Box, x: float, y: float, *, count: int) -> Curve:
    """Return the curve from one box to the next, bent away from the ring's middle."""
    if count == 1:
        return Curve((x - 18, y), (x, y - 104), (x + 18, y))
    if count == 2:
        return Curve((box.x, box.y), (x, y + (-58 if box.x < after.x else 58)), (after.x, after.y))
    middle, bend = ((box.x + after.x) / 2, (box.y + after.y) / 2), 0.35 if count == 3 else 0.25
    control = middle[0] + (middle[0] - x) * bend, middle[1] + (middle[1] - y) * bend
    return Curve((box.x, box.y), control, (after.x, after.y))
