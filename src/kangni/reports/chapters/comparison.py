"""What the chapter on groups says: the largest differences, in counts; whose they are stays with the team."""

from __future__ import annotations

from dataclasses import dataclass

from kangni.reports.evidence import Numbers
from kangni.reports.figure import Figure
from kangni.reports.figures.comparison import comparison
from kangni.reports.findings import Findings
from kangni.reports.wording import Wording
from kangni.results.comparison import Comparison, Contrast

__all__ = ["ComparisonChapter", "comparison_chapter"]

MOST_ROWS = 16


@dataclass(frozen=True, slots=True)
class ComparisonChapter:
    """Groups, their largest differences, and how many more there are."""

    result: Comparison
    figure: Figure | None
    rows: tuple[Contrast, ...]
    more: int
    has_pairs: bool  # more than two groups, so that a row must say which


def comparison_chapter(findings: Findings, numbers: Numbers, wording: Wording) -> ComparisonChapter | None:
    """Return what the chapter says; None where nobody asked for it, or no two groups are large enough."""
    result = findings.comparison
    if not isinstance(result, Comparison):
        return None
    return ComparisonChapter(
        result=result,
        # a mark opens the words of all who say it: those of a group alone would tell who stands in it
        figure=comparison(result, language=wording.language, link_to=numbers.links("factors"))
        if result.contrasts
        else None,
        rows=result.contrasts[:MOST_ROWS],
        more=max(0, len(result.contrasts) - MOST_ROWS),
        has_pairs=len(result.groups) > 2,
    )
