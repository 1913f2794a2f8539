"""The causal map: what people say leads to what, the person in the middle and society outermost."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import cos, radians, sin

import numpy as np

from kangni.core.framework import Framework
from kangni.language import Language, translations
from kangni.reports.figure import Figure
from kangni.reports.figures.canvas import (
    INNER,
    Link,
    Shape,
    block,
    drawing,
    ellipse,
    link,
    no_link,
    polygon,
    rect,
    words,
)
from kangni.reports.figures.curves import Box, Curve, free_curve
from kangni.reports.figures.layout import Layout, around, arrange
from kangni.reports.figures.measure import width, wrap
from kangni.results.links import Factor, LinkSign
from kangni.results.links import Link as Claimed
from kangni.results.maps import CausalMap

__all__ = ["causal_map", "readable"]

COLUMNS = 6
SIZE = 10.5
WIDEST: dict[Language, float] = {"zh": 78.0, "en": 98.0}  # px of a line of words in a box
MARGIN = 44.0  # px above the highest and below the lowest factor, for the outermost ring
GAP = 12.0  # px at least between boxes, one above the other
FEW, DENSE = 12, 1.5  # so few factors with so many links each stand on one ellipse, whatever their level
APART = 4.0  # px from the middle, of links that lead both ways between two factors
SHORT = 40.0  # px: the sign of a shorter line stands beside it
MOST_DRAWN = 60  # links that a page can hold


@dataclass(frozen=True, slots=True)
class _Node:
    """A factor with the lines of its name and the size of its box."""

    factor: Factor
    lines: tuple[str, ...]
    width: float
    height: float


def causal_map(
    result: CausalMap, framework: Framework, *, language: Language, least: int = 1, link_to: Link = no_link
) -> Figure:
    """Draw the links that at least `least` people make, or more where too many make it; the caption says so."""
    _ = translations(language).gettext
    least = readable(result, least)
    links = [link for link in result.links if link.sources >= least and link.cause != link.effect]
    ends = {code for link in links for code in (link.cause, link.effect)}
    nodes = [_node(factor, language) for factor in result.factors if factor.code in ends]
    held = {node.factor.level for node in nodes}
    names = {factor.code: factor.name.text(language) for factor in result.factors}
    within = sum(link.sources >= least and link.cause == link.effect for link in result.links)
    facts = {
        "links": len(links),
        "least": least,
        "hidden": len(result.links) - len(links) - within + result.hidden,
        "within": within,
    }
    caption = " ".join(
        [
            _("%(links)s links that %(least)s or more people make; %(hidden)s made by fewer are not drawn.") % facts
            if least > 1
            else _("All %(links)s links; those of one voice are thin and dotted.") % facts,
            *([_("%(within)s links lead from a factor to itself and are not drawn.") % facts] if within else []),
            _(
                "Arrow and +: raises. Bar, dashed and −: lowers. Two lines and ±: people differ. "
                "Width: how many say it. ◆: said to help and to harm."
            ),
            *(
                []
                if len(held) < 2 or _is_dense(len(ends), len(links))
                else [_("Rings: the person in the middle, society outside.")]
            ),
        ]
    )
    alt = _("Map of %(links)s links between factors, drawn in rings by level.") % facts
    svg = drawing(INNER, 40, [], alt=alt, language=language)
    if nodes:
        picture = _Picture(nodes, links, framework, language=language, link_to=link_to)
        svg = drawing(INNER, picture.height, picture.shapes(names), alt=alt, language=language)
    return Figure(svg=svg, title=_("What leads to what, as people say it"), caption=caption, alt=alt)


def readable(result: CausalMap, least: int) -> int:
    """Return how many people must make a link for a page to hold all that is drawn, but so that something is."""
    sources = [link.sources for link in result.links if link.cause != link.effect]
    while sum(count >= least for count in sources) > MOST_DRAWN and max(sources) > least:
        least += 1
    return least


def _node(factor: Factor, language: Language) -> _Node:
    lines = wrap(factor.name.text(language), SIZE, WIDEST[language])
    return _Node(factor, lines, max(width(line, SIZE) for line in lines) + 10, len(lines) * SIZE * 1.22 + 8)


class _Picture:
    """The places of boxes, and the curves between them."""

    def __init__(
        self,
        nodes: Sequence[_Node],
        links: Sequence[Claimed],
        framework: Framework,
        *,
        language: Language,
        link_to: Link,
    ) -> None:
        self._nodes = nodes
        self._links = links
        self._link_to = link_to
        self._signs = {polarity.id: polarity.sign for polarity in framework.polarities}
        self._language = language
        held = {node.factor.level for node in nodes}
        known = [level for level in framework.levels if level.id in held]
        self._levels = [level.name.text(language) for level in known]
        ring = {level.id: n for n, level in enumerate(known)}
        number = {node.factor.code: n for n, node in enumerate(nodes)}
        lines = np.array([(number[x.cause], number[x.effect]) for x in links], dtype=np.int64).reshape(-1, 2)
        sizes = np.array([(node.width, node.height) for node in nodes])
        rings = [ring.get(node.factor.level, max(0, len(known) - 1)) for node in nodes]
        if _is_dense(len(nodes), len(links)):
            inner = [n for n, each in enumerate(rings) if each == 0]
            middle = inner[0] if len(inner) == 1 else None
            self._levels = []
            self._layout: Layout = around(lines, sizes, middle=middle, half_width=INNER / 2)
        else:
            self._layout = arrange(rings, lines, sizes, columns=COLUMNS, across=INNER / COLUMNS, gap=GAP)
        lowest = max(abs(float(self._layout.y.min())), float(self._layout.y.max())) + MARGIN
        self._top, self.height = -lowest, 2 * lowest
        self._boxes = {
            node.factor.code: Box(x + INNER / 2, y - self._top, node.width, node.height)
            for node, x, y in zip(nodes, self._layout.x.tolist(), self._layout.y.tolist(), strict=True)
        }

    def shapes(self, names: Mapping[str, str]) -> Iterator[Shape]:
        """Return rings, curves, boxes and signs, the later over the earlier."""
        curves = [(x, self._curve(x)) for x in self._links]
        yield from self._rings([curve for _link, curve in curves])
        signs: list[tuple[float, float]] = []
        for claimed, curve in curves:
            at = _free_point(curve, signs, list(self._boxes.values()))
            signs.append(at)
            yield self._edge(claimed, curve, at, names)
        for node in self._nodes:
            yield self._box(node)

    def _curve(self, claimed: Claimed) -> Curve:
        """Return the way of a link; where one leads back as well, each keeps to its side."""
        curve = free_curve(self._boxes[claimed.cause], self._boxes[claimed.effect], self._boxes.values())
        returns = any(x.cause == claimed.effect and x.effect == claimed.cause for x in self._links)
        if not returns:
            return curve
        contested = claimed.sign is LinkSign.CONTESTED
        return curve.beside(2 * APART if contested else APART)

    def _rings(self, curves: Sequence[Curve]) -> Iterator[Shape]:
        points = [curve.at(n / 12) for curve in curves for n in range(13)]
        middle = INNER / 2, -self._top
        named: list[Box] = []
        outermost = self._layout.half_width - 4, -self._top - 10
        for (across, down), name in zip((*self._layout.rings, outermost), self._levels, strict=False):
            if (across, down) != outermost:
                yield ellipse(*middle, across, down, "ring")
            x, y = self._free_angle(middle, (across, down), width(name, SIZE), named, points)
            named.append(Box(x, y, width(name, SIZE) + 6, SIZE + 6))
            yield words(x, y + 3.5, name, "small quiet haloed", anchor="middle")

    def _free_angle(
        self,
        middle: tuple[float, float],
        axes: tuple[float, float],
        wide: float,
        named: Sequence[Box],
        points: Sequence[tuple[float, float]],
    ) -> tuple[float, float]:
        """Return a point of the ring where a name of some width covers no box: below first, then upwards."""
        best, least = (middle[0], middle[1] + axes[1]), float("inf")
        for angle in (90, 80, 100, 70, 110, 60, 120, 270, 260, 280, 250, 290, 50, 130, 240, 300, 40, 140, 0, 180):
            x = middle[0] + axes[0] * cos(radians(angle))
            y = middle[1] + axes[1] * sin(radians(angle))
            place = Box(x, y, wide + 6, SIZE + 6)
            inside = wide / 2 < x < INNER - wide / 2 and SIZE < y < self.height - SIZE
            covered = 3 * sum(place.overlaps(box) for box in (*self._boxes.values(), *named)) + (0 if inside else 30)
            covered += sum(place.holds(*point) for point in points)
            if covered < least:
                best, least = (x, y), covered
        return best

    def _edge(self, claimed: Claimed, curve: Curve, at: tuple[float, float], names: Mapping[str, str]) -> Shape:
        stroke = _stroke(claimed.sources)
        single = " single" if claimed.one_voice else ""
        shapes: list[Shape] = []
        if claimed.sign is LinkSign.CONTESTED:
            raised, lowered = _stroke(len(claimed.raised_by)), _stroke(len(claimed.lowered_by))
            shapes += curve.beside(2.0 + raised / 2).arrow("edge contested", stroke=raised)
            shapes += curve.beside(-2.0 - lowered / 2).bar("edge contested minus", stroke=lowered)
        elif claimed.sign is LinkSign.RAISES:
            shapes += curve.arrow(f"edge{single}", stroke=stroke)
        else:
            shapes += curve.bar(f"edge minus{single}", stroke=stroke)
        sign = {LinkSign.RAISES: "+", LinkSign.LOWERS: "−", LinkSign.CONTESTED: "±"}[claimed.sign]
        shapes.append(words(at[0], at[1] + 4, sign, "strong haloed", anchor="middle"))
        label = f"{sign} {names[claimed.cause]} → {names[claimed.effect]}: {claimed.sources}"
        return link(self._link_to(claimed.key), label, shapes)

    def _box(self, node: _Node) -> Shape:
        box = self._boxes[node.factor.code]
        sign = self._signs.get(node.factor.polarity, 0)
        kind = "risk" if sign < 0 else "protect" if sign > 0 else "neutral"
        both = " both" if node.factor.two_sided else ""
        shapes = [
            rect(
                box.x - box.width / 2, box.y - box.height / 2, box.width, box.height, f"node {kind}{both}", round_by=4
            ),
            *block(box.x, box.y, _read_on(node.lines, self._language), "name", size=SIZE),
        ]
        if node.factor.two_sided:
            x, y = box.x - box.width / 2, box.y
            shapes.append(polygon([(x - 5, y), (x, y - 5), (x + 5, y), (x, y + 5)], "ink"))
        # as its lines are read, so that who speaks to the page names what is seen
        label = f"{' '.join(line.strip() for line in node.lines)} ({node.factor.code})"
        return link(self._link_to(node.factor.code), label, shapes)


def _read_on(lines: Sequence[str], language: Language) -> Sequence[str]:
    """Return lines that a screen reader reads as one name: with a space after each that ends at one."""
    return lines if language == "zh" else [*(f"{line} " for line in lines[:-1]), lines[-1]]


def _is_dense(factors: int, links: int) -> bool:
    return factors <= FEW and links > DENSE * factors


def _stroke(people: int) -> float:
    return min(1.0 + 0.75 * (people - 1), 5.0)


def _free_point(curve: Curve, taken: Sequence[tuple[float, float]], boxes: Sequence[Box]) -> tuple[float, float]:
    """Return a point for the sign of a curve that covers no box and no other sign: on it, or beside a short one."""
    ways = (curve,) if curve.length() >= SHORT else (curve.beside(10), curve.beside(-10))
    points = [way.at(share) for share in (0.5, 0.42, 0.58, 0.34, 0.66, 0.26, 0.74) for way in ways]

    def covered(point: tuple[float, float]) -> int:
        place = Box(*point, 13, 13)
        near = sum(abs(point[0] - x) + abs(point[1] - y) < 14 for x, y in taken)
        return sum(place.overlaps(box) for box in boxes) + near

    return min(points, key=covered)
