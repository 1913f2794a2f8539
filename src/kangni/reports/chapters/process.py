"""What the chapter on the process says: how episodes went and how they ended."""

from __future__ import annotations

from dataclasses import dataclass

from kangni.reports.evidence import Numbers
from kangni.reports.figure import Figure
from kangni.reports.figures.lanes import lanes
from kangni.reports.figures.shares import shares
from kangni.reports.figures.transitions import transitions
from kangni.reports.findings import Findings
from kangni.reports.labels import EpisodeLabels
from kangni.reports.wording import Wording
from kangni.results.process import Order, OutcomeRow, Process

__all__ = ["ProcessChapter", "process_chapter"]

LANES_ON_A_PAGE = 46
MOST_LANES = 200  # more would be a wall of lines
MOST_ORDERS = 4


@dataclass(frozen=True, slots=True)
class ProcessChapter:
    """Pictures of the process and what they show."""

    process: Process
    ended: tuple[OutcomeRow, ...]  # outcomes that some episode had
    shares: Figure
    lanes: tuple[Figure, ...]
    transitions: Figure
    orders: tuple[Order, ...]  # the commonest that run back
    labels_withheld: int


def process_chapter(
    findings: Findings, numbers: Numbers, wording: Wording, labels: EpisodeLabels
) -> ProcessChapter | None:
    """Return what the chapter says; None where no episode is told."""
    process = findings.process
    if not isinstance(process, Process):
        return None
    link_to = numbers.links("process")
    return ProcessChapter(
        process=process,
        ended=tuple(row for row in process.outcomes if row.episodes),
        shares=shares(process, language=wording.language, link_to=link_to),
        lanes=tuple(
            lanes(
                process,
                findings.framework,
                language=wording.language,
                labels=labels.all(),
                outcomes=outcomes,
                link_to=link_to,
            )
            for outcomes in _pages(process)
        ),
        transitions=transitions(process, language=wording.language, link_to=link_to),
        orders=process.orders[:MOST_ORDERS],
        labels_withheld=labels.withheld,
    )


def _pages(process: Process) -> tuple[tuple[str, ...] | None, ...]:
    """Return which outcomes go into one picture: all, one each where a page is too small, none beyond that."""
    if len(process.lanes) > MOST_LANES:
        return ()
    if len(process.lanes) <= LANES_ON_A_PAGE:
        return (None,)
    return tuple((row.outcome,) for row in process.outcomes if row.episodes)
