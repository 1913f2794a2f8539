"""What clamps change in a fuzzy cognitive map: functioning, then the factors that move furthest."""

from __future__ import annotations

from kangni.core.undefined import Undefined
from kangni.language import Language, translations
from kangni.reports.figure import Figure
from kangni.reports.figures.canvas import Link, no_link
from kangni.reports.figures.forest import Effect, forest
from kangni.results.fuzzy import FuzzyShift, FuzzySimulation

__all__ = ["fuzzy"]

SHOWN = 14
SMALLEST = 0.0005  # a difference that can be seen


def fuzzy(simulation: FuzzySimulation, *, language: Language, link_to: Link = no_link) -> Figure:
    """Draw the differences with their spread; what any map with such links would give is marked."""
    _ = translations(language).gettext
    moved = [shift for shift in simulation.shifts if _moves(shift)][:SHOWN]

    def effect(one: FuzzyShift) -> Effect:
        marks = {(): "", ("random weights",): _("any weights")}
        note = marks.get(one.given_by, _("any map"))
        return Effect(f"factor/{one.code}", one.name.text(language), one.shift, note)

    alt = _("What changes in the map while %(count)s factors are held.") % {"count": len(simulation.clamps)}
    return Figure(
        svg=forest(
            [effect(simulation.y), *map(effect, moved)],
            axis=_("difference of the level, held less free"),
            alt=alt,
            language=language,
            link_to=link_to,
        ),
        title=_("What changes while factors are held"),
        caption=_(
            "Functioning, then the factors that move furthest. Line: where nine of ten maps lie. "
            "“Any weights”: the same links with weights at random move it the same way as surely; "
            "“any map”: so do links put elsewhere."
        ),
        alt=alt,
    )


def _moves(one: FuzzyShift) -> bool:
    spread = one.shift
    return (
        not isinstance(spread, Undefined)
        and not isinstance(spread.median, Undefined)
        and abs(spread.median) >= SMALLEST
    )
