"""Differences between groups or studies: a dot with its interval for each factor, the largest first."""

from __future__ import annotations

from dataclasses import dataclass

from kangni.core.undefined import Number
from kangni.language import Language, translations
from kangni.reports.figure import Figure
from kangni.reports.figures.canvas import Link, no_link
from kangni.reports.figures.forest import Effect, forest
from kangni.results.comparison import Comparison, Contrast
from kangni.results.studies import StudyComparison, StudyContrast

__all__ = ["comparison"]

MOST = 24  # rows that a page holds


@dataclass(frozen=True, slots=True)
class _Difference:
    low: Number
    median: Number
    high: Number


def comparison(found: Comparison | StudyComparison, *, language: Language, link_to: Link = no_link) -> Figure:
    """Draw the largest differences between the shares of two groups, each with its interval and its counts."""
    _ = translations(language).gettext
    effects, axis = _of_studies(found, language) if isinstance(found, StudyComparison) else _of_groups(found, language)
    counts = {"shown": len(effects[:MOST]), "all": len(effects)}
    alt = _("%(shown)s of %(all)s differences with intervals.") % counts
    return Figure(
        svg=forest(effects[:MOST], axis=axis, alt=alt, language=language, link_to=link_to),
        title=_("Who names what more often"),
        caption=_(
            "The %(shown)s largest of %(all)s differences. Dot: share of the first minus share of the second. "
            "Line: 95 %% interval (Newcombe). A line across nought can hold no difference, and a large one."
        )
        % counts,
        alt=alt,
    )


def _of_groups(found: Comparison, language: Language) -> tuple[list[Effect], str]:
    several = len({(each.first, each.second) for each in found.contrasts}) > 1
    effects = [
        _effect(each, each.polarity, f" ({each.first} − {each.second})" if several else "", language)
        for each in found.contrasts
    ]
    first = found.contrasts[:1]
    return effects, _axis("", "", language) if several or not first else _axis(
        first[0].first, first[0].second, language
    )


def _of_studies(found: StudyComparison, language: Language) -> tuple[list[Effect], str]:
    first, second = found.sides
    return [_effect(each, each.first_polarity, "", language) for each in found.contrasts], _axis(
        first.study, second.study, language
    )


def _effect(each: Contrast | StudyContrast, polarity: str, pair: str, language: Language) -> Effect:
    sign = {"risk": "▼", "protective": "▲"}.get(polarity, polarity)
    return Effect(
        each.key,
        f"{sign} {each.name.text(language)}{pair}",
        _Difference(each.lower, each.difference, each.upper),
        f"{each.first_participants}/{each.first_n} · {each.second_participants}/{each.second_n}",
    )


def _axis(first: str, second: str, language: Language) -> str:
    _ = translations(language).gettext
    if not first:
        return _("difference of shares")
    return _("share of %(first)s minus share of %(second)s") % {"first": _(first), "second": _(second)}
