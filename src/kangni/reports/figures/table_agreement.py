"""Agreement in a plain table: every coefficient of each item with its interval, from nought to full agreement."""

from __future__ import annotations

from dataclasses import dataclass

from kangni.core.errors import N_
from kangni.core.undefined import Number, Undefined
from kangni.language import Language, translations
from kangni.reports.figure import Figure
from kangni.reports.figures.forest import Effect, forest
from kangni.results.table_agreement import TableAgreement, TableFigure

__all__ = ["table_agreement"]

MOST = 60  # rows that can still be read on one picture

COEFFICIENTS = {
    "percent": N_("percent"),
    "kappa": "Cohen κ",
    "kappa_linear": N_("Cohen κ, linear weights"),
    "kappa_quadratic": N_("Cohen κ, quadratic weights"),
    "fleiss": "Fleiss κ",
    "brennan_prediger": "Brennan-Prediger",
    "alpha": "Krippendorff α",
    "ac1": "Gwet AC1",
    "ac2_linear": N_("Gwet AC2, linear weights"),
    "ac2_quadratic": N_("Gwet AC2, quadratic weights"),
    "alpha_same_set": N_("α, same set"),
    "alpha_jaccard": N_("α, Jaccard"),
    "alpha_masi": N_("α, MASI"),
}


@dataclass(frozen=True, slots=True)
class _Spread:
    low: Number
    median: Number
    high: Number


def table_agreement(found: TableAgreement, *, language: Language) -> Figure:
    """Draw every coefficient with its interval; where they are too many for a page, alpha of all coders alone."""
    _ = translations(language).gettext
    # the percent agreement of the only pair of coders is that of all
    one_pair = {item.item for item in found.items if len(item.coders) == 2}
    twice = [each for each in found.figures if each.first and each.coefficient == "percent" and each.item in one_pair]
    rows = [each for each in found.figures if not isinstance(each.value, Undefined) and each not in twice]
    if len(rows) > MOST:
        rows = [each for each in rows if each.coefficient.startswith("alpha") and not each.first]
    shown = rows[:MOST]
    counts = {"shown": len(shown), "all": len(found.figures)}
    alt = _("%(shown)s of %(all)s coefficients with intervals.") % counts
    return Figure(
        svg=forest(
            [_effect(each, language) for each in shown],
            axis=_("agreement"),
            alt=alt,
            language=language,
            is_signed=False,
        ),
        title=_("Agreement of the coders of a table"),
        caption=_(
            "Dot: the coefficient. Line: its 95 %% interval; none is drawn where there is none. Right: units with two "
            "ratings or more. Percent agreement is not corrected for chance."
        )
        % (),
        alt=alt,
    )


def _effect(each: TableFigure, language: Language) -> Effect:
    _ = translations(language).gettext
    pair = f"{each.first}–{each.second}" if each.first else ""
    name = " · ".join(filter(None, [each.item, each.of, pair, _(COEFFICIENTS[each.coefficient])]))
    has_ends = not isinstance(each.low, Undefined) and not isinstance(each.high, Undefined)
    low, high = (each.low, each.high) if has_ends else (each.value, each.value)
    value = "—" if isinstance(each.value, Undefined) else f"{each.value:.3f}"
    return Effect("", name, _Spread(low, each.value, high), f"{value} · {each.units}")
