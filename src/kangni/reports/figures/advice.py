"""The picture of advice: the tornado of levers, and below it effect, certainty and breadth at once."""

from __future__ import annotations

from kangni.language import Language, translations
from kangni.reports.figure import Figure
from kangni.reports.figures.canvas import INNER, Link, drawing, no_link
from kangni.reports.figures.pareto import pareto, pareto_shapes
from kangni.reports.figures.tornado import tornado, tornado_shapes
from kangni.results.advice import Advice

__all__ = ["advice"]

BETWEEN = 22.0


def advice(found: Advice, *, language: Language, link_to: Link = no_link) -> Figure:
    """Draw both pictures of levers, one below the other."""
    _ = translations(language).gettext
    above, bottom = tornado_shapes(found, top=0, language=language, link_to=link_to)
    below, height = pareto_shapes(found, top=bottom + BETWEEN, language=language, link_to=link_to)
    first, second = tornado(found, language=language), pareto(found, language=language)
    gap = "" if language == "zh" else " "
    return Figure(
        svg=drawing(INNER, height, [*above, *below], alt=gap.join((first.alt, second.alt)), language=language),
        title=_("What would help in the map"),
        caption=gap.join((first.caption, second.caption)),
        alt=gap.join((first.alt, second.alt)),
    )
