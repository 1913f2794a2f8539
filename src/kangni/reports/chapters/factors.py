"""What the chapter on factors says: who names what as pressure, who as support, and what is both."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import ceil

from kangni.core.memos import MemoKind
from kangni.core.undefined import Number, Undefined
from kangni.reports.evidence import Numbers
from kangni.reports.figure import Figure
from kangni.reports.figures.butterfly import butterfly, levels_of
from kangni.reports.figures.matrix import matrix
from kangni.reports.findings import Findings, OverrideReason, WrittenNote
from kangni.reports.wording import Wording
from kangni.results.contention import Contention, PersonLevel
from kangni.results.cooccurrence import CoOccurrence, PairRow
from kangni.results.factors import Beside, Exposure, FactorSummary, FactorTable, LevelSummary
from kangni.results.quotes import Quote

__all__ = ["Allowed", "FactorChapter", "PersonRow", "TwoSidedFactor", "factor_chapter"]

ROWS_ON_A_PAGE = 62  # of a butterfly, a level's heading counting as two
WIDEST_MATRIX = 40  # participants; more would be a wall of dots
MOST_PAIRS = 8
MOST_COUNTS = 12  # of people, whose intervals are listed


@dataclass(frozen=True, slots=True)
class TwoSidedFactor:
    """A factor that some lean on and some bear: the smaller side first, with reasons and words."""

    factor: FactorSummary
    reasons: tuple[OverrideReason, ...]
    quotes: tuple[tuple[str, tuple[Quote, ...]], ...]  # by polarity


@dataclass(frozen=True, slots=True)
class PersonRow:
    """How much somebody said, and on each level what pushes and what holds them; None where neither does."""

    said: Exposure
    levels: tuple[PersonLevel | None, ...]


@dataclass(frozen=True, slots=True)
class Allowed:
    """What so many of the participants who name something allow to say of others like them."""

    people: int
    lower: Number
    upper: Number


@dataclass(frozen=True, slots=True)
class FactorChapter:
    """Counts, pictures, two-sided factors, and what else belongs beside them."""

    table: FactorTable
    only_risk: int
    only_protective: int
    both: int
    most_risk: tuple[FactorSummary, ...]
    most_protective: tuple[FactorSummary, ...]
    butterflies: tuple[Figure, ...]
    matrix: Figure | None
    contention: Contention | None
    people: tuple[PersonRow, ...]
    two_sided: tuple[TwoSidedFactor, ...]
    levels: tuple[LevelSummary, ...]
    level_columns: tuple[str, ...]
    beside: tuple[tuple[FactorSummary, Beside], ...]
    allowed: tuple[Allowed, ...]
    pairs: tuple[PairRow, ...]
    ordered: tuple[PairRow, ...]
    window: int
    pairs_in_order: int
    notes: tuple[WrittenNote, ...]
    notes_withheld: int


def factor_chapter(findings: Findings, numbers: Numbers, wording: Wording) -> FactorChapter | None:
    """Return what the chapter says; None where nothing is coded."""
    table = findings.factors
    if not isinstance(table, FactorTable):
        return None
    contention = findings.contention if isinstance(findings.contention, Contention) else None
    sequences = findings.sequences if isinstance(findings.sequences, CoOccurrence) else None
    one_sided = [factor for factor in table.factors if not factor.two_sided]
    notes, withheld = _notes(findings, numbers)
    return FactorChapter(
        table=table,
        only_risk=sum(bool(factor.risk.quotes) for factor in one_sided),
        only_protective=sum(bool(factor.protective.quotes) for factor in one_sided),
        both=len(table.two_sided()),
        most_risk=_most(table.factors, risk=True),
        most_protective=_most(table.factors, risk=False),
        butterflies=tuple(_butterflies(findings, table, numbers, wording)),
        matrix=_matrix(findings, table, numbers, wording),
        contention=contention,
        people=_people(table, contention) if contention is not None else (),
        two_sided=tuple(_two_sided(findings, factor, numbers) for factor in table.two_sided()),
        levels=table.levels,
        level_columns=tuple(row.level for row in contention.levels) if contention is not None else (),
        beside=tuple((factor, words) for factor in table.factors for words in factor.beside),
        allowed=_allowed(table),
        pairs=_pairs(findings.cooccurrence),
        ordered=_ordered(sequences) if sequences is not None else (),
        window=sequences.window if sequences is not None else 0,
        pairs_in_order=len(sequences.pairs) if sequences is not None else 0,
        notes=notes,
        notes_withheld=withheld,
    )


def _most(factors: Sequence[FactorSummary], *, risk: bool) -> tuple[FactorSummary, ...]:
    """Return the three that most people name on one side, and all that as many people name as the third."""
    people = {factor.key: (factor.risk if risk else factor.protective).participants for factor in factors}
    ranked = sorted((factor for factor in factors if people[factor.key]), key=lambda factor: -people[factor.key])
    if len(ranked) < 4:
        return tuple(ranked)
    least = people[ranked[2].key]
    chosen = [factor for factor in ranked if people[factor.key] >= least]
    return tuple(
        chosen if len(chosen) <= 5 else [factor for factor in chosen if people[factor.key] > least] or chosen[:3]
    )


def _butterflies(findings: Findings, table: FactorTable, numbers: Numbers, wording: Wording) -> Iterator[Figure]:
    """Draw the levels in as many pictures as pages are needed, no level cut in two."""
    together: list[str] = []
    rows = 0
    for level in levels_of(table, findings.framework):
        factors = [factor for factor in table.factors if factor.level == level]
        sides = [
            sum(bool(side) for side in column)
            for column in zip(*((f.risk.quotes, f.protective.quotes) for f in factors), strict=True)
        ]
        needed = max(sides) + 2
        if together and rows + needed > ROWS_ON_A_PAGE:
            yield butterfly(
                table, findings.framework, language=wording.language, levels=together, link_to=numbers.links("factors")
            )
            together, rows = [], 0
        together.append(level)
        rows += needed
    if together:
        yield butterfly(
            table, findings.framework, language=wording.language, levels=together, link_to=numbers.links("factors")
        )


def _matrix(findings: Findings, table: FactorTable, numbers: Numbers, wording: Wording) -> Figure | None:
    if len(table.matrix.participants) > WIDEST_MATRIX:
        return None
    return matrix(table, findings.framework, language=wording.language, link_to=numbers.links("factors"))


def _people(table: FactorTable, contention: Contention) -> tuple[PersonRow, ...]:
    """Return a row a participant, none where there are too many for a page."""
    if len(table.participants) > WIDEST_MATRIX:
        return ()
    cells = {(row.participant, row.level): row for row in contention.people}
    return tuple(
        PersonRow(said, tuple(cells.get((said.participant, row.level)) for row in contention.levels))
        for said in table.participants
    )


def _two_sided(findings: Findings, factor: FactorSummary, numbers: Numbers) -> TwoSidedFactor:
    scope = numbers.scope()
    sides = sorted((factor.risk, factor.protective), key=lambda side: side.participants)
    quotes = tuple((side.key.rpartition("/")[2], scope.quotes("factors", side.key, 1)) for side in sides)
    reasons = [reason for reason in findings.reasons if reason.code == factor.code]
    shown = [reason for reason in reasons if reason.reason and scope.admits([reason.participant])]
    return TwoSidedFactor(factor, tuple(shown), quotes)


def _pairs(answer: object) -> tuple[PairRow, ...]:
    if not isinstance(answer, CoOccurrence):
        return ()
    return tuple(pair for pair in answer.pairs if pair.flagged)[:MOST_PAIRS]


def _ordered(sequences: CoOccurrence) -> tuple[PairRow, ...]:
    """Return the pairs that more people tell in this order than nine of ten shuffles have."""
    found = [
        pair
        for pair in sequences.pairs
        if pair.flagged and not isinstance(pair.expected_high, Undefined) and pair.participants > pair.expected_high
    ]
    return tuple(found[:MOST_PAIRS])


def _allowed(table: FactorTable) -> tuple[Allowed, ...]:
    """Return the counts of people that occur, evenly thinned where they are many, with the interval of each."""
    found = {row.participants: Allowed(row.participants, row.share_lower, row.share_upper) for row in table.table}
    counts = sorted(count for count in found if count)
    step = ceil(len(counts) / MOST_COUNTS) or 1
    return tuple(found[count] for count in counts[::step])


def _notes(findings: Findings, numbers: Numbers) -> tuple[tuple[WrittenNote, ...], int]:
    """Return the analysts' notes on codes and transcripts, people kept apart not in one list."""
    scope = numbers.scope()
    analytic = [note for note in findings.notes.shown if note.kind is MemoKind.ANALYTIC]
    shown = tuple(note for note in analytic if scope.admits(note.people))
    return shown, findings.notes.withheld + len(analytic) - len(shown)
