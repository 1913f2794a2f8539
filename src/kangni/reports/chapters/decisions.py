"""What the chapter on agreement says of decisions: those whose words may be told, and how many there are beside."""

from __future__ import annotations

from dataclasses import dataclass

from kangni.reports.evidence import Numbers
from kangni.reports.findings import Findings
from kangni.results.decisions import DecisionRow

__all__ = ["DecisionsTold", "decisions_told"]


@dataclass(frozen=True, slots=True)
class DecisionsTold:
    """Decisions that stand in the report, and how many are kept back."""

    shown: tuple[DecisionRow, ...]
    withheld: int


def decisions_told(findings: Findings, numbers: Numbers) -> DecisionsTold:
    """Choose the decisions that readers may see; what was written about withheld words stays with them."""
    scope = numbers.scope()
    shown = [
        row
        for row in findings.decisions
        if not row.withheld and scope.admits([row.participant] if row.participant else [])
    ]
    return DecisionsTold(tuple(shown), len(findings.decisions) - len(shown))
