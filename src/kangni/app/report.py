"""The deed that gathers everything a report tells, with the words that its readers may see."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from importlib.metadata import version
from typing import TypeVar

from kangni.app.advice import advice
from kangni.app.agreement import agreement
from kangni.app.centrality import centrality
from kangni.app.consent import Audience, policy
from kangni.app.contention import contention
from kangni.app.cooccurrence import cooccurrence
from kangni.app.decided import decision_rows
from kangni.app.evidence import Quoter
from kangni.app.factors import factors
from kangni.app.groups import GroupsBy
from kangni.app.kept_scores import kept_names, kept_scores
from kangni.app.link_agreement import link_agreement
from kangni.app.loops import loops
from kangni.app.maps import causal_map
from kangni.app.notes import notes_of, reasons_of
from kangni.app.outside import compare_for_readers
from kangni.app.participants import material_of, people_of
from kangni.app.paths import main_arguments
from kangni.app.press import press
from kangni.app.process import process
from kangni.app.recommendations import Runs, list_recommendations, runs_of
from kangni.app.saturation import saturation
from kangni.app.sequences import sequences
from kangni.app.simulation import simulate
from kangni.core.errors import N_, NothingToAnalyse
from kangni.core.ports import Progressing, Reader
from kangni.language import Language
from kangni.methods.chance import DEFAULT_SEED
from kangni.methods.columns import ColumnSource
from kangni.reports.findings import Findings, People
from kangni.results.advice import Advice
from kangni.results.answer import Answer
from kangni.results.factors import FactorTable
from kangni.results.link_agreement import LinkAgreement
from kangni.results.maps import CausalMap
from kangni.results.paths import Paths
from kangni.results.process import Lane, Process
from kangni.results.quotes import Quote
from kangni.results.scales import ScaleScores

__all__ = ["findings"]

MEMBERS = 1_000
MOST_ARGUMENTS = 6
# how much of the work each part is, in hundredths
COUNTED, PRESSED, SIMULATED = 10, 20, 60

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
    by: GroupsBy | None = None,
    progress: Progressing | None = None,
) -> Findings:
    """Run the whole chain on a study, for readers outside it.

    `on` is the day on which consent must hold; `waived` names participants whose missing consent the researcher sets
    aside; `by` says which groups to compare, if any. A link of the chain whose material is missing is told as such. The
    words behind the numbers open while `read` is open.
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
    compared = None if by is None else _or_missing(lambda: compare_for_readers(read, columns, on=on, by=by, seed=seed))
    scales = kept_scores(read, columns, on=on, seed=seed)
    mapped = _or_missing(lambda: causal_map(read, columns, on=on))
    is_mapped = isinstance(mapped, CausalMap)
    tell = _Parts(progress)
    tell(COUNTED, 100)

    advised: dict[Runs, Advice | NothingToAnalyse] = {}

    def ask_advice(runs: Runs, progress: Progressing | None = None) -> Advice | NothingToAnalyse:
        if runs not in advised:
            size, chance = runs
            advised[runs] = _or_missing(
                lambda: advice(read, columns, on=on, members=size, seed=chance, workers=workers, progress=progress)
            )
        return advised[runs]

    return Findings(
        language=language,
        open_evidence=open_evidence,
        settings=settings,
        framework=read.framework(),
        codebook=read.codebook(),
        people=_without_scores(people_of(read, rules, waived=waived), scales),
        material=material_of(read),
        notes=notes_of(read, rules),
        reasons=reasons_of(read, rules, _two_sided(table)),
        apart=rules.apart,
        languages=tuple((head.handle, head.language) for head in read.document_heads()),
        factors=table,
        contention=_or_missing(lambda: contention(read, columns, on=on)),
        cooccurrence=_or_missing(lambda: cooccurrence(read, columns, on=on)),
        sequences=_or_missing(lambda: sequences(read, columns, on=on, seed=seed)),
        comparison=compared,
        scales=scales,
        agreement=agreed,
        decisions=decision_rows(read, rules),
        saturation=_or_missing(lambda: saturation(read, columns, on=on, seed=seed)) if settings.saturation else None,
        process=told,
        causal_map=mapped,
        centrality=centrality(read, columns, on=on, seed=seed) if is_mapped else None,
        arguments=_arguments(read, columns, mapped, on=on),
        link_agreement=_link_agreement(read, columns, mapped, on=on),
        loops=_or_missing(lambda: loops(read, columns, on=on)),
        press=_or_missing(
            lambda: press(
                read,
                columns,
                on=on,
                draws=members,
                seed=seed,
                workers=workers,
                progress=tell.part(COUNTED, PRESSED),
            )
        ),
        simulation=_or_missing(
            lambda: simulate(
                read,
                columns,
                on=on,
                episode=_fullest_episode(told, open_evidence),
                members=members,
                seed=seed,
                workers=workers,
                progress=tell.part(PRESSED, SIMULATED),
            )
        ),
        advice=ask_advice((members, seed), tell.part(SIMULATED, 100)),
        recommendations=list_recommendations(
            read,
            {runs: then for runs in runs_of(read) if isinstance(then := ask_advice(runs), Advice)},
            rules,
            language=language,
        ),
        written=on,
        version=version("kangni"),
        study_hash=read.hash(),
        revision=read.revision,
        seed=seed,
        members=members,
    )


def _arguments(
    read: Reader, columns: ColumnSource, mapped: CausalMap | NothingToAnalyse, *, on: date
) -> tuple[Paths, ...]:
    if isinstance(mapped, NothingToAnalyse):
        return ()
    return main_arguments(read, columns, on=on, causes=mapped.drivers, effects=mapped.outcomes, most=MOST_ARGUMENTS)


def _link_agreement(
    read: Reader, columns: ColumnSource, mapped: CausalMap | NothingToAnalyse, *, on: date
) -> LinkAgreement | None:
    """Return the agreement of the two coders with most claims; None for one coder, or where agreement is not told."""
    if isinstance(mapped, NothingToAnalyse) or read.settings().agreement == "off" or len(mapped.coders) < 2:
        return None
    busiest = sorted(mapped.coders, key=lambda coder: -coder.claims)[:2]
    pair = busiest[0].coder, busiest[1].coder
    found = _or_missing(lambda: link_agreement(read, columns, on=on, coders=pair))
    return None if isinstance(found, NothingToAnalyse) else found


def _or_missing(ask: Callable[[], AnswerType]) -> AnswerType | NothingToAnalyse:
    """Return an answer, or what is missing for it; every other error is one."""
    try:
        return ask()
    except NothingToAnalyse as missing:
        return missing


def _without_scores(people: People, scales: Sequence[ScaleScores]) -> People:
    """Leave scores to the chapter on scales."""
    kept = frozenset[str]().union(*map(kept_names, scales))
    return replace(people, attributes=tuple(each for each in people.attributes if each.name not in kept))


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
