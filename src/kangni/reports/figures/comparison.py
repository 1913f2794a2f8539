"""Differences between groups or studies: a dot with its interval for each factor, the largest first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kangni.core.undefined import Number
from kangni.language import Language, translations
from kangni.reports.figure import Figure
from kangni.reports.figures.canvas import Link, no_link
from kangni.reports.figures.forest import Effect, forest
from kangni.results.comparison import Comparison, Contrast

__all__ = ["comparison"]

MOST = 24  # rows that a page holds


@dataclass(frozen=True, slots=True)
class _Difference:
    low: Number
    median: Number
    high: Number


def comparison(found: Comparison, *, language: Language, link_to: Link = no_link) -> Figure:
    """Draw the largest differences between the shares of two groups, each with its interval and its counts."""
    _ = translations(language).gettext
    shown = found.contrasts[:MOST]
    several = len(found.groups) > 2
    effects = [_effect(each, several=several, language=language) for each in shown]
    alt = _("%(shown)s of %(all)s differences with intervals.") % {"shown": len(shown), "all": len(found.contrasts)}
    return Figure(
        svg=forest(effects, axis=_axis(found.contrasts, language), alt=alt, language=language, link_to=link_to),
        title=_("Who names what more often"),
        caption=_(
            "The %(shown)s largest of %(all)s differences. Dot: share of the first group minus that of the second. "
            "Line: 95 %% interval (Newcombe). A line across nought can hold no difference, and a large one."
        )
        % {"shown": len(shown), "all": len(found.contrasts)},
        alt=alt,
    )


def _effect(each: Contrast, *, several: bool, language: Language) -> Effect:
    sign = {"risk": "▼", "protective": "▲"}.get(each.polarity, each.polarity)
    pair = f" ({each.first} − {each.second})" if several else ""
    return Effect(
        each.key,
        f"{sign} {each.name.text(language)}{pair}",
        _Difference(each.lower, each.difference, each.upper),
        f"{each.first_participants}/{each.first_n} · {each.second_participants}/{each.second_n}",
    )


def _axis(contrasts: Sequence[Contrast], language: Language) -> str:
    _ = translations(language).gettext
    pairs = {(each.first, each.second) for each in contrasts}
    if len(pairs) != 1:
        return _("difference of shares")
    first, second = next(iter(pairs))
    return _("share of %(first)s minus share of %(second)s") % {"first": _(first), "second": _(second)}
