"""Steps from stage to stage, as discs that grow with their number."""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt

from kangni.language import Language, translations
from kangni.reports.figure import Figure
from kangni.reports.figures.canvas import INNER, Link, Shape, block, circle, drawing, link, no_link, words
from kangni.reports.figures.measure import width, wrap
from kangni.results.process import Process

__all__ = ["transitions"]

ROW = 34.0
TOP = 46.0
SIZE = 11.0
LARGEST, SMALLEST = 15.5, 7.5  # px: radius of the most frequent step, and the least that holds a number
WIDEST_COLUMN = 84.0


def transitions(process: Process, *, language: Language, link_to: Link = no_link) -> Figure:
    """Draw how often a moment of one stage is followed by one of another."""
    _ = translations(language).gettext
    names = [label.text(language) for label in process.stage_names]
    left_from = [n for n in range(len(names)) if process.counts[n].any()]
    left = max((width(name, SIZE) for name in names), default=0.0) + 16
    step = min(WIDEST_COLUMN, (INNER - left) / max(1, len(names)))
    shapes: list[Shape] = []
    for n, name in enumerate(names):
        shapes += block(left + step * (n + 0.5), TOP - 24, wrap(name, SIZE, step - 4), "quiet")
    for place, n in enumerate(left_from):
        y = TOP + ROW * (place + 0.5)
        shapes.append(words(left - 10, y + 4, names[n], anchor="end"))
        for target in range(len(names)):
            shapes.append(_disc(process, (n, target), (left + step * (target + 0.5), y), names, link_to))
    steps = int(process.counts.sum())
    back = sum(found.steps for found in process.transitions if found.backward)
    alt = _("Steps between %(count)s stages.") % {"count": len(names)}
    return Figure(
        svg=drawing(
            min(INNER, left + step * len(names)), TOP + ROW * len(left_from) + 4, shapes, alt=alt, language=language
        ),
        title=_("From stage to stage"),
        caption=_(
            "Row: the stage a step leaves. Column: the one it reaches. %(steps)s steps, %(back)s of them back (ringed)."
        )
        % {"steps": steps, "back": back},
        alt=alt,
    )


def _disc(
    process: Process, cell: tuple[int, int], at: tuple[float, float], names: Sequence[str], link_to: Link
) -> Shape:
    source, target = (process.stages[n] for n in cell)
    found = next((t for t in process.transitions if (t.source, t.target) == (source, target)), None)
    if found is None:
        return circle(*at, 0.9, "none")
    most = max(transition.steps for transition in process.transitions)
    radius = max(SMALLEST, LARGEST * sqrt(found.steps / most))
    shapes = [
        circle(*at, radius, "disc back" if found.backward else "disc"),
        words(at[0], at[1] + 4, str(found.steps), anchor="middle"),
    ]
    return link(link_to(found.key), f"{found.steps}: {names[cell[0]]} → {names[cell[1]]}", shapes)
