"""Presses on levers: what each does to functioning in the map, strongest help first."""

from __future__ import annotations

from kangni.core.undefined import Undefined
from kangni.language import Language, translations
from kangni.reports.figure import Figure
from kangni.reports.figures.canvas import Link, no_link
from kangni.reports.figures.forest import Effect, forest
from kangni.results.simulation import Press, Simulation

__all__ = ["press_effects"]


def press_effects(simulation: Simulation, *, language: Language, link_to: Link = no_link) -> Figure:
    """Draw the effect of every press with its interval, and how many people's claims carry it."""
    _ = translations(language).gettext
    people = _("%(people)s of %(n)s people")
    effects = [
        Effect(
            f"press/{press.lever}",
            press.name.text(language),
            press.effect,
            people % {"people": len(press.participants), "n": simulation.participants},
        )
        for press in sorted(simulation.presses, key=_order)
    ]
    alt = _("Effect of %(count)s presses with intervals.") % {"count": len(effects)}
    return Figure(
        svg=forest(
            effects, axis=_("resting level of functioning, in unit dips"), alt=alt, language=language, link_to=link_to
        ),
        title=_("If a lever were held"),
        caption=_(
            "Dot: median of %(members)s maps. Line: 5 to 95 %%. Right of nought: in these accounts it would help."
        )
        % {"members": simulation.members},
        alt=alt,
    )


def _order(press: Press) -> tuple[bool, float]:
    median = press.effect if isinstance(press.effect, Undefined) else press.effect.median
    return (True, 0.0) if isinstance(median, Undefined) else (False, -median)
