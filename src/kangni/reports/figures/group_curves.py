"""Saturation of each theme and each level: one small curve a group, side by side."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kangni.core.undefined import Undefined
from kangni.language import Language, translations
from kangni.reports.figure import Figure
from kangni.reports.figures.canvas import INNER, Link, Shape, circle, drawing, line, link, no_link, path, words
from kangni.reports.figures.measure import wrap
from kangni.results.saturation import GroupCodes, Saturation

__all__ = ["group_curves"]

COLUMNS = 4
GAP = 22.0
ACROSS = (INNER - GAP * (COLUMNS - 1)) / COLUMNS
HEADING, TALL, FOOT = 34.0, 54.0, 16.0
SIZE = 11.0
COUNT = 20.0  # px that the number at a curve's end takes


def group_curves(result: Saturation, *, language: Language, link_to: Link = no_link) -> Figure:
    """Draw the codes of each theme and level known after each interview, each in its own height."""
    _ = translations(language).gettext
    nameless = {"theme": _("No theme"), "level": _("No level")}
    shapes: list[Shape] = []
    bottom = 0.0
    for groups in (result.themes, result.levels):
        for n, group in enumerate(groups):
            row, column = divmod(n, COLUMNS)
            name = group.name.text(language) or nameless[group.kind]
            left, top = (ACROSS + GAP) * column, bottom + (HEADING + TALL + FOOT) * row
            label = f"{name}: {group.seen}"
            shapes.append(link(link_to(group.key), label, _panel(group, name, left=left, top=top)))
        bottom += (HEADING + TALL + FOOT) * -(-len(groups) // COLUMNS)
    alt = _("Codes known after each interview, for each of %(themes)s themes and %(levels)s levels.") % {
        "themes": len(result.themes),
        "levels": len(result.levels),
    }
    return Figure(
        svg=drawing(INNER, max(bottom, FOOT), shapes, alt=alt, language=language),
        title=_("New codes by theme and level"),
        caption=_(
            "Each in its own height, the number of its codes at the end. Line: in the order of interviewing; dashed: "
            "on average over all orders; band: nine of ten orders. Dot: where the rule is met."
        ),
        alt=alt,
    )


def _panel(group: GroupCodes, name: str, *, left: float, top: float) -> Iterator[Shape]:
    """Return the name and the curve of one group."""
    base, n = top + HEADING + TALL, len(group.curve)
    lines = wrap(name, SIZE, ACROSS)[:2]
    for i, text in enumerate(lines):
        yield words(left, top + HEADING - 8 - 13 * (len(lines) - 1 - i), text, "strong")
    right = left + ACROSS - COUNT
    xs = [left + (right - left) * i / max(1, n - 1) for i in range(n)]
    most = max(group.seen, 1)

    def steps(codes: Sequence[float], across: Sequence[float]) -> str:
        places = zip(across, codes, strict=True)
        return " L".join(f"{x:.1f} {base - TALL * value / most:.1f}" for x, value in places)

    low, high = [point.orders_low for point in group.curve], [point.orders_high for point in group.curve]
    yield line(left, base, right, base, "axis")
    yield path(f"M{steps(high, xs)} L{steps(low[::-1], xs[::-1])} Z", "ribbon inner")
    yield path(f"M{steps([point.expected for point in group.curve], xs)}", "curve thin")
    yield path(f"M{steps([point.total for point in group.curve], xs)}", "curve")
    if not isinstance(group.saturated_at, Undefined):
        at = group.saturated_at - 1
        yield circle(xs[at], base - TALL * group.curve[at].total / most, 3, "ink")
    yield words(right + 5, base - TALL * group.curve[-1].total / most + 4, str(group.seen), "quiet")
