"""The shapes that all figures are drawn with, coloured by class so that one style sheet serves page and print."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Literal, TypeAlias

from lxml import etree

__all__ = [
    "INNER",
    "Link",
    "Shape",
    "block",
    "circle",
    "drawing",
    "ellipse",
    "group",
    "line",
    "link",
    "mark",
    "no_link",
    "number",
    "path",
    "polygon",
    "rect",
    "tint",
    "words",
]

SPACE = "http://www.w3.org/2000/svg"
INNER = 680.0  # px: the width of a page's words, and so of every figure
SIZE = 11.0  # px of the words in a figure; the style sheet says the same

Shape: TypeAlias = etree._Element  # noqa: SLF001 - lxml has no public name for the type
Anchor: TypeAlias = Literal["start", "middle", "end"]
# turns the key of a number into the address of its evidence, None where it cannot be opened
Link: TypeAlias = Callable[[str], str | None]


def no_link(key: str) -> None:
    """Open nothing: the figure stands alone."""


def drawing(width: float, height: float, shapes: Iterable[Shape], *, alt: str, language: str) -> str:
    """Return a figure as SVG text; `alt` is what a screen reader says of the whole."""
    root = _make(
        "svg",
        {
            "viewBox": f"0 0 {number(width)} {number(height)}",
            "width": number(width),
            "height": number(height),
            "class": f"figure {language}",
            "role": "group",
            "aria-label": alt,
        },
        shapes,
    )
    return etree.tostring(root, encoding="unicode")


def words(x: float, y: float, text: str, classes: str = "", *, anchor: Anchor = "start", turn: float = 0) -> Shape:
    """Return one line of words whose baseline starts, ends or is centred at x, y."""
    attributes = {"x": number(x), "y": number(y)}
    names = " ".join(part for part in (classes, anchor if anchor != "start" else "") if part)
    if names:
        attributes["class"] = names
    if turn:
        attributes["transform"] = f"rotate({number(turn)} {number(x)} {number(y)})"
    return _make("text", attributes, [], text)


def block(x: float, middle: float, lines: Sequence[str], classes: str = "", *, size: float = SIZE) -> list[Shape]:
    """Return lines of words centred on a point."""
    leading = size * 1.22
    first = middle - leading * (len(lines) - 1) / 2 + size * 0.36
    return [words(x, first + leading * n, text, classes, anchor="middle") for n, text in enumerate(lines)]


def line(x1: float, y1: float, x2: float, y2: float, classes: str) -> Shape:
    """Return a straight line."""
    ends = {"x1": number(x1), "y1": number(y1), "x2": number(x2), "y2": number(y2)}
    return _make("line", {**ends, "class": classes})


def rect(x: float, y: float, width: float, height: float, classes: str, *, round_by: float = 0) -> Shape:
    """Return a rectangle."""
    sides = {"x": number(x), "y": number(y), "width": number(width), "height": number(height)}
    corner = {"rx": number(round_by)} if round_by else {}
    return _make("rect", {**sides, **corner, "class": classes})


def circle(x: float, y: float, radius: float, classes: str) -> Shape:
    """Return a circle."""
    return _make("circle", {"cx": number(x), "cy": number(y), "r": number(radius), "class": classes})


def ellipse(x: float, y: float, across: float, down: float, classes: str) -> Shape:
    """Return an ellipse by its middle and half axes."""
    sides = {"cx": number(x), "cy": number(y), "rx": number(across), "ry": number(down)}
    return _make("ellipse", {**sides, "class": classes})


def path(steps: str, classes: str, *, stroke: float | None = None) -> Shape:
    """Return a path; `stroke` is its width in px where it means something."""
    attributes = {"d": steps, "class": classes}
    if stroke is not None:
        attributes["stroke-width"] = number(stroke)
    return _make("path", attributes)


def polygon(corners: Iterable[tuple[float, float]], classes: str) -> Shape:
    """Return a closed shape."""
    return _make("polygon", {"points": " ".join(f"{number(x)},{number(y)}" for x, y in corners), "class": classes})


def group(shapes: Iterable[Shape], classes: str = "") -> Shape:
    """Return shapes as one."""
    return _make("g", {"class": classes} if classes else {}, shapes)


def link(address: str | None, label: str, shapes: Iterable[Shape], classes: str = "") -> Shape:
    """Return shapes that open `address`; where there is none they only carry their label as a tooltip."""
    attributes = {"class": classes} if classes else {}
    title = _make("title", {}, [], label)
    shapes = list(shapes)
    for shape in shapes:
        shape.tail = " "  # so that the words of two shapes are two words to who hears them
    if address is None:
        return _make("g", attributes, [title, *shapes])
    return _make("a", {"href": address, "aria-label": label, **attributes}, [title, *shapes])


def mark(sign: int, x: float, y: float, size: float, classes: str = "") -> Shape:
    """Return the mark of a polarity, centred: a triangle down for risk, up for protection, a dot for neither."""
    half = size / 2
    if sign == 0:
        return circle(x, y, half * 0.8, classes or "neutral")
    tip = y + half * 0.9 if sign < 0 else y - half * 0.9
    base = y - half * 0.9 if sign < 0 else y + half * 0.9
    return polygon([(x - half, base), (x + half, base), (x, tip)], classes or ("risk" if sign < 0 else "protect"))


def tint(sign: int, count: int) -> str:
    """Return the class of a cell that stands for 1, 2, or 3 and more codings."""
    return f"{'r' if sign < 0 else 'p' if sign > 0 else 'n'}{min(max(count, 1), 3)}"


def number(value: float) -> str:
    """Return a coordinate to a tenth of a pixel, without trailing zeros."""
    return f"{value:.1f}".rstrip("0").rstrip(".") if value else "0"


def _make(tag: str, attributes: dict[str, str], children: Iterable[Shape] = (), text: str = "") -> Shape:
    element = etree.Element(f"{{{SPACE}}}{tag}", attributes, nsmap={None: SPACE})  # type: ignore[dict-item]  # the stubs know no default namespace
    element.text = text or None
    element.extend(children)
    return element
