"""The deed that gathers everything a report tells, with the words that its readers may see."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from importlib.metadata import version
from typing import TypeVar

from kangni.app.advice import advice
from kangni.app.agreement import agreement
from kangni.app.consent import Audience, policy
from kangni.app.contention import contention
from kangni.app.cooccurrence import cooccurrence
from kangni.app.decided import decision_rows
from kangni.app.evidence import Quoter
from kangni.app.factors import factors
from kangni.app.maps import causal_map, loops
from kangni.app.notes import notes_of, reasons_of
from kangni.app.participants import material_of, people_of
from kangni.app.process import process
from kangni.app.saturation import saturation
from kangni.app.sequences import sequences
from kangni.app.simulation import simulate
from kangni.core.errors import N_, NothingToAnalyse
from kangni.core.ports import Progressing, Reader
from kangni.language import Language
from kangni.methods.chance import DEFAULT_SEED
from kangni.methods.columns import ColumnSource
from kangni.reports.findings import Findings
from kangni.results.answer import Answer
from kangni.results.factors import FactorTable
from kangni.results.process import Lane, Process
from kangni.results.quotes import Quote

__all__ = ["findings"]

MEMBERS = 1_000
# how much of the work each part is, in hundredths
COUNTED, SIMULATED = 10, 60

AnswerType = TypeVar("AnswerType", bound=Answer)


def findings(
    read: Reader,
    columns: ColumnSource,
    *,
    language: Language,
    on: date,
    members: int = MEMBERS,
    seed: int = DEFAULT_SEED,
    workers: int = 1,
    waived: Sequence[str] = (),
    progress: Progressing | None = None,
) -> Findings:
    """Run the whole chain on a study, for readers outside it.

    `on` is the day on which consent must hold; `waived` names participants whose missing consent the researcher sets
    aside. A link of the chain whose material is missing is told as such. The words behind the numbers open while
    `read` is open.
    """
    rules = policy(read, audience=Audience.READER, on=on, waived=waived)
    quoter = Quoter(read, rules, language=language)

    def open_evidence(answer: Answer, key: str) -> tuple[Quote, ...]:
        return quoter.quotes(answer.evidence(key))

    settings = read.settings()
    table = _or_missing(lambda: factors(read, columns, on=on))
    if isinstance(table, FactorTable) and not table.factors:
        table = NothingToAnalyse(N_("The factor table"), N_("codings of participants whose consent covers analysis"))
    told = _or_missing(lambda: process(read, columns, on=on))
    if isinstance(told, Process) and not told.lanes:
        told = NothingToAnalyse(N_("The process"), N_("episodes of participants whose consent covers analysis"))
    agreed = None if settings.agreement == "off" else _or_missing(lambda: agreement(read, columns, on=on, seed=seed))
    tell = _Parts(progress)
    tell(COUNTED, 100)
    return Findings(
        language=language,
        open_evidence=open_evidence,
        settings=settings,
        framework=read.framework(),
        codebook=read.codebook(),
        people=people_of(read, rules, waived=waived),
        material=material_of(read),
        notes=notes_of(read, rules),
        reasons=reasons_of(read, rules, _two_sided(table)),
        apart=rules.apart,
        languages=tuple((head.handle, head.language) for head in read.document_heads()),
        factors=table,
        contention=_or_missing(lambda: contention(read, columns, on=on)),
        cooccurrence=_or_missing(lambda: cooccurrence(read, columns, on=on)),
        sequences=_or_missing(lambda: sequences(read, columns, on=on, seed=seed)),
        agreement=agreed,
        decisions=decision_rows(read, rules),
        saturation=_or_missing(lambda: saturation(read, columns, on=on, seed=seed)) if settings.saturation else None,
        process=told,
        causal_map=_or_missing(lambda: causal_map(read, columns, on=on)),
        loops=_or_missing(lambda: loops(read, columns, on=on)),
        simulation=_or_missing(
            lambda: simulate(
                read,
                columns,
                on=on,
                episode=_fullest_episode(told, open_evidence),
                members=members,
                seed=seed,
                workers=workers,
                progress=tell.part(COUNTED, SIMULATED),
            )
        ),
        advice=_or_missing(
            lambda: advice(
                read,
                columns,
                on=on,
                members=members,
                seed=seed,
                workers=workers,
                progress=tell.part(SIMULATED, 100),
            )
        ),
        written=on,
        version=version("kangni"),
        study_hash=read.hash(),
        revision=read.revision,
        seed=seed,
        members=members,
    )


def _or_missing(ask: Callable[[], AnswerType]) -> AnswerType | NothingToAnalyse:
    """Return an answer, or what is missing for it; every other error is one."""
    try:
        return ask()
    except NothingToAnalyse as missing:
        return missing


def _two_sided(table: FactorTable | NothingToAnalyse) -> frozenset[str]:
    if isinstance(table, NothingToAnalyse):
        return frozenset()
    return frozenset(factor.code for factor in table.two_sided())


def _fullest_episode(
    told: Process | NothingToAnalyse, open_evidence: Callable[[Answer, str], tuple[Quote, ...]]
) -> str | None:
    """Return the closed episode with most moments whose words may all be shown: the one to run the map with."""
    if isinstance(told, NothingToAnalyse):
        return None

    def may_show(lane: Lane) -> bool:
        return not any(quote.withheld for quote in open_evidence(told, lane.key))

    lanes = [lane for lane in told.lanes if lane.in_share and lane.outcome and may_show(lane)]
    return max(lanes, key=lambda lane: len(lane.path)).key if lanes else None


class _Parts:
    """Tells of parts of the work as shares of the whole."""

    def __init__(self, progress: Progressing | None) -> None:
        self._progress = progress

    def __call__(self, done: int, of: int) -> None:
        if self._progress is not None:
            self._progress(done, of)

    def part(self, first: int, last: int) -> Progressing:
        """Return what tells of a part that takes the work from `first` to `last` of a hundred."""

        def tell(done: int, of: int) -> None:
            self(first + (last - first) * done // max(1, of), 100)

        return tell
