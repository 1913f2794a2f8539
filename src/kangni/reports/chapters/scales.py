"""What the chapter on scales says: scores beside the coded factors, nobody named and no small group shown."""

from __future__ import annotations

from dataclasses import dataclass

from kangni.reports.figure import Figure
from kangni.reports.figures.scores import FEWEST_SHOWN, scores
from kangni.reports.findings import Findings
from kangni.reports.wording import Wording
from kangni.results.factors import FactorTable
from kangni.results.scales import GroupScore, OtherStudy, ScaleScores, ScoreBesideCodes

__all__ = ["BesideRow", "CodeNamed", "ScaleChapter", "scale_chapters"]

MOST_OTHERS = 8


@dataclass(frozen=True, slots=True)
class CodeNamed:
    """A code beside a score; `has_evidence` tells whether its words can be opened."""

    code: str
    has_evidence: bool


@dataclass(frozen=True, slots=True)
class BesideRow:
    """A score beside codes that speak of the same."""

    beside: ScoreBesideCodes
    codes: tuple[CodeNamed, ...]


@dataclass(frozen=True, slots=True)
class ScaleChapter:
    """One scale: its picture, its means, what stands beside it, and what others measured with it."""

    result: ScaleScores
    figure: Figure
    means: tuple[GroupScore, ...]  # of waves in which enough people answered
    kept_back: int  # means of waves in which too few did
    beside: tuple[BesideRow, ...]
    others: tuple[OtherStudy, ...]
    people: int


def scale_chapters(findings: Findings, wording: Wording) -> tuple[ScaleChapter, ...]:
    """Return what the chapter says of each scale of which scores were kept."""
    table = findings.factors if isinstance(findings.factors, FactorTable) else None
    return tuple(_chapter(result, table, wording) for result in findings.scales)


def _chapter(result: ScaleScores, table: FactorTable | None, wording: Wording) -> ScaleChapter:
    answered = [group for group in result.groups if group.n]
    means = tuple(group for group in answered if group.n >= FEWEST_SHOWN)
    return ScaleChapter(
        result=result,
        figure=scores(result, language=wording.language, for_readers=True),
        means=means,
        kept_back=len(answered) - len(means),
        beside=tuple(BesideRow(row, tuple(_named(code, table) for code in row.codes)) for row in result.beside),
        others=result.others[:MOST_OTHERS],
        people=len(result.participants),
    )


def _named(code: str, table: FactorTable | None) -> CodeNamed:
    evidence = table.find(code) if table is not None else None
    return CodeNamed(code, evidence is not None and bool(evidence.rows))
