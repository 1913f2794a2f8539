"""What the chapter on agreement says: the passages read differently and, where the study wants them, numbers."""

from __future__ import annotations

from dataclasses import dataclass

from kangni.core.undefined import Undefined
from kangni.reports.chapters.decisions import DecisionsTold, decisions_told
from kangni.reports.evidence import Numbers
from kangni.reports.figure import Figure
from kangni.reports.figures.agreement import agreement
from kangni.reports.figures.drift import drift
from kangni.reports.findings import Findings
from kangni.reports.wording import Wording
from kangni.results.agreement import AgreementResult, AgreementSummary, Passage
from kangni.results.quotes import Quote

__all__ = ["AgreementChapter", "DifferentPassage", "Reader", "agreement_chapter"]

FOR_EACH = 2  # passages of each participant in the chapter; the others open from the codes
MOST_PEOPLE = 30  # whose interviews differ most


@dataclass(frozen=True, slots=True)
class DifferentPassage:
    """A turn read differently, with the words and what each coder made of it."""

    passage: Passage
    quotes: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class Reader:
    """The passages of one participant's interview that stand in the chapter."""

    participant: str
    differing: int
    passages: tuple[DifferentPassage, ...]


@dataclass(frozen=True, slots=True)
class AgreementChapter:
    """The passages, and the numbers in the order of the study's choice."""

    result: AgreementResult
    figure: Figure
    readers: tuple[Reader, ...]
    people_left_out: int
    settled: int
    decisions: DecisionsTold
    drift: Figure | None
    kappa: AgreementSummary | None
    alpha: AgreementSummary | None


def agreement_chapter(findings: Findings, numbers: Numbers, wording: Wording) -> AgreementChapter | None:
    """Return what the chapter says; None where there is nothing to compare, or the study switched agreement off."""
    result = findings.agreement
    if not isinstance(result, AgreementResult):
        return None
    passages = result.passages()
    by_person: dict[str, list[Passage]] = {}
    for passage in passages:
        by_person.setdefault(passage.participant, []).append(passage)
    most = sorted(by_person, key=lambda person: -len(by_person[person]))[:MOST_PEOPLE]
    summaries = {summary.coefficient: summary for summary in result.summaries}
    return AgreementChapter(
        result=result,
        figure=agreement(result, language=wording.language, link_to=numbers.links("agreement")),
        readers=tuple(_reader(person, by_person[person], numbers) for person in sorted(most)),
        people_left_out=len(by_person) - len(most),
        settled=result.differing - len(passages),
        decisions=decisions_told(findings, numbers),
        drift=drift(result, language=wording.language) if result.drift else None,
        kappa=_worth_telling(summaries.get("kappa")),
        alpha=_worth_telling(summaries.get("alpha")),
    )


def _reader(participant: str, passages: list[Passage], numbers: Numbers) -> Reader:
    """Choose passages whose words may be shown, those first that would change most."""
    chosen: list[DifferentPassage] = []
    turns: set[tuple[str, int]] = set()
    for passage in passages:
        if len(chosen) == FOR_EACH or (passage.document, passage.turn) in turns:
            continue
        quotes = tuple(quote for quote in numbers.quotes("agreement", passage.key) if not quote.withheld)
        if quotes:
            chosen.append(DifferentPassage(passage, quotes))
            turns.add((passage.document, passage.turn))
    return Reader(participant, len(passages), tuple(sorted(chosen, key=lambda found: found.passage.turn)))


def _worth_telling(summary: AgreementSummary | None) -> AgreementSummary | None:
    return None if summary is None or isinstance(summary.median, Undefined) else summary
