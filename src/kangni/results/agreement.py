"""The answer to "do the coders read alike?"."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from math import isfinite
from types import MappingProxyType
from typing import ClassVar, Literal, TypeAlias

from kangni.core.errors import N_
from kangni.core.names import Label, fold_handle
from kangni.core.undefined import Number, Undefined
from kangni.methods.agreement.differences import Differences
from kangni.methods.columns import Bools
from kangni.results.agreement_of_spans import SpanAgreement, SpanReading
from kangni.results.answer import Answer, Caution, Evidence, Plain, plain
from kangni.results.decisions import DecisionRow
from kangni.results.dialogue import KINDS, Dialogue, Difference, DriftRow, KindCount, MovedRow, PassageList

__all__ = [
    "COEFFICIENTS_OF_SPANS",
    "COEFFICIENTS_OF_UNITS",
    "AgreementResult",
    "AgreementSummary",
    "AgreementUnit",
    "CodeAgreement",
    "CodeScope",
    "Coefficient",
    "Handles",
    "PairAgreement",
    "PairCells",
    "Passage",
    "PooledAgreement",
    "SetAgreement",
]

ONE_VALUE = Undefined(N_("only one value is used before or after"))

AgreementUnit: TypeAlias = Literal["turn", "sentence", "window", "character", "span"]
CodeScope: TypeAlias = Literal["code", "group", "all"]
Coefficient: TypeAlias = Literal[
    "percent", "kappa", "fleiss", "brennan_prediger", "alpha", "ac1", "u_alpha", "f1", "character_f1", "gamma"
]
COEFFICIENTS_OF_SPANS: tuple[Coefficient, ...] = ("u_alpha", "f1", "character_f1", "gamma")
COEFFICIENTS_OF_UNITS: tuple[Coefficient, ...] = ("percent", "kappa", "fleiss", "brennan_prediger", "alpha", "ac1")


@dataclass(frozen=True, slots=True)
class CodeAgreement:
    """One code: in which of the units the coders saw it.

    `marked` counts units in which anybody coded it, `both` those in which all who have seen the document did.
    `only_first`, `only_second`, `kappa` and `bias_index` exist for two coders; with more, see the pairs. `prevalence`
    is the mean share of coders who coded it, over units; the index of prevalence is |2 prevalence - 1|, that of bias
    |only_first - only_second| / units. `fleiss` is Scott's pi for two coders; `brennan_prediger` is then also known as
    PABAK. `undefined_replicates` is the share of resamplings in which alpha does not exist. Where the unit is the
    character, all counts are of characters.
    """

    code: str
    name: Label
    units: int
    marked: int
    both: int
    only_first: int | Undefined
    only_second: int | Undefined
    neither: int
    prevalence: Number
    percent: Number
    kappa: Number
    kappa_low: Number
    kappa_high: Number
    alpha: Number
    alpha_low: Number
    alpha_high: Number
    ac1: Number
    undefined_replicates: float
    worst_document: str
    worst_document_differs: int
    percent_low: Number
    percent_high: Number
    fleiss: Number
    fleiss_low: Number
    fleiss_high: Number
    brennan_prediger: Number
    brennan_prediger_low: Number
    brennan_prediger_high: Number
    ac1_low: Number
    ac1_high: Number
    prevalence_index: Number
    bias_index: Number


@dataclass(frozen=True, slots=True)
class PairAgreement:
    """One code as two of several coders see it, in the units that both have seen."""

    first: str
    second: str
    code: str
    name: Label
    units: int
    both: int
    only_first: int
    only_second: int
    neither: int
    percent: Number
    kappa: Number
    kappa_low: Number
    kappa_high: Number
    prevalence_index: Number
    bias_index: Number


@dataclass(frozen=True, slots=True)
class PairCells:
    """Units times used codes of two coders: how many cells both gave, one of them gave, and nobody gave."""

    first: str
    second: str
    both: int
    only_first: int
    only_second: int
    neither: int


@dataclass(frozen=True, slots=True)
class AgreementSummary:
    """One coefficient over all codes that somebody used; codes without the coefficient are counted, not averaged.

    `mean_frequent` is the mean over the `frequent` codes that mark at least `AgreementResult.frequent_from` units.
    """

    coefficient: Coefficient
    defined: int
    undefined: int
    median: Number
    worst: Number
    worst_code: str
    mean: Number
    frequent: int
    mean_frequent: Number


@dataclass(frozen=True, slots=True)
class PooledAgreement:
    """All cells of units times used codes in one table; of all coders, or of two of several (`first`, `second`)."""

    first: str
    second: str
    units: int
    cells: int
    percent: Number
    kappa: Number
    kappa_low: Number
    kappa_high: Number
    alpha: Number
    alpha_low: Number
    alpha_high: Number


@dataclass(frozen=True, slots=True)
class SetAgreement:
    """Alpha on the whole set of codes that each coder gave a unit, with partial credit for sets that overlap."""

    distance: Literal["MASI", "Jaccard"]
    units: int
    distinct_sets: int
    alpha: Number
    alpha_low: Number
    alpha_high: Number


@dataclass(frozen=True, slots=True)
class Passage:
    """A turn that was read differently: who gave it the code and who did not.

    `kind` is "different code" where one who did not gave the same words another code instead (`other_codes`), and
    "parent-child" where that one stands above or below in the codebook. Where all gave the code, they gave it another
    polarity, another level, or much of other words ("boundary"). The four changes are those of alpha, pooled and of the
    code alone, if all gave the code here or if nobody did. `decision` is the one that the coders came to, None while
    the passage is open.
    """

    key: str
    document: str
    participant: str
    turn: int
    code: str
    name: Label
    coded_by: tuple[str, ...]
    not_coded_by: tuple[str, ...]
    kind: Difference
    other_codes: tuple[str, ...]
    pooled_if_given: Number
    pooled_if_dropped: Number
    code_if_given: Number
    code_if_dropped: Number
    decision: DecisionRow | None


@dataclass(frozen=True, slots=True)
class Handles:
    """What the indices in the columns of differences are called, in the order of the study."""

    codes: tuple[tuple[str, Label], ...]
    documents: tuple[str, ...]
    participants: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementResult(Answer):
    """Agreement of two or more coders, code by code, over all codes, and the passages they read differently.

    `units` counts participants' turns, or parts of them, in documents that at least two of the coders have seen; with
    the unit "span" it counts the coders' spans. `characters` is the length of those turns. `code_rows` holds the codes
    that somebody used there, in the codebook's order; the others are `unused`. Where codes are taken by group, a code
    and all below it count as one, and where all are taken together the only one is "*". With two coders `pairs` is
    empty and `pooled` has one entry; with more, `pooled` starts with all coders together and goes on pair by pair. With
    the unit "span" `spans` holds what there is to say and `code_rows` is empty. `paradoxes` explains code by code why
    much agreement goes with little kappa or alpha. `coefficient` is the one that a picture shows.

    `mode` says what agreement is to the study, `reading` whether codings are taken as they stand now or as they stood
    when their coders were done; where the two differ, `moved` shows both. `drift` is empty where the order of coding is
    not known. Passages, their kinds and decisions, and drift are of turns and codes, whatever the figures count.
    """

    deed: ClassVar[str] = "agreement"
    unit: AgreementUnit = "turn"
    by: CodeScope = "code"
    coefficient: Coefficient = "alpha"
    mode: str = "dialogue"
    reading: Literal["now", "done"] = "now"
    coders: tuple[str, ...]
    documents: tuple[str, ...]
    participants: tuple[str, ...]
    units: int
    interval: str
    set_interval: str
    frequent_from: int
    code_rows: tuple[CodeAgreement, ...]
    pairs: tuple[PairAgreement, ...] = ()
    summaries: tuple[AgreementSummary, ...]
    pooled: tuple[PooledAgreement, ...]
    sets: SetAgreement
    sets_jaccard: SetAgreement
    characters: int
    spans: SpanReading | None = None
    paradoxes: tuple[Caution, ...] = ()
    unused: tuple[str, ...] = ()
    differing: int
    kinds: tuple[KindCount, ...] = ()
    moved: tuple[MovedRow, ...] = ()
    drift: tuple[DriftRow, ...] = ()
    drift_window: int = 0
    differences: Differences = field(metadata={"show": False}, compare=False)
    dialogue: Dialogue = field(metadata={"show": False}, compare=False)
    handles: Handles = field(metadata={"show": False})
    rows_by_code: Mapping[str, tuple[int, ...]] = field(
        default_factory=lambda: MappingProxyType({}), metadata={"show": False}
    )

    def rows(self) -> Sequence[CodeAgreement | SpanAgreement]:
        """Return one row a code."""
        return self.code_rows if self.spans is None else self.spans.codes

    def passages(self, *, code: str = "", which: PassageList = "open", most: int | None = None) -> Sequence[Passage]:
        """Return the turns that were read differently, of all codes or of one, those first that would change most.

        Equal ones stand in the order of the texts. Passages that a decision was taken on have left the open list.
        `most` asks for no more than so many.
        """
        wanted = {i for i, (handle, _) in enumerate(self.handles.codes) if fold_handle(handle) == fold_handle(code)}
        decided = self.dialogue.decided
        chosen = (
            n
            for n in self.dialogue.settled.order.tolist()
            if (not code or int(self.differences.code[n]) in wanted)
            and (which == "all" or (n in decided) == (which == "settled"))
        )
        return [self._passage(n) for n in islice(chosen, most)]

    def cells(self) -> Sequence[PairCells]:
        """Return the cells of each pair of coders, summed over codes; nothing for spans, which fill no cells."""
        if len(self.coders) == 2:
            rows = [(*self.coders, row.both, row.only_first, row.only_second, row.neither) for row in self.code_rows]
        else:
            rows = [(p.first, p.second, p.both, p.only_first, p.only_second, p.neither) for p in self.pairs]
        summed: dict[tuple[str, str], list[int]] = {}
        for first, second, *counts in rows:
            known = summed.setdefault((first, second), [0, 0, 0, 0])
            # counts of one of two coders are whole numbers wherever there are two
            summed[first, second] = [a + b for a, b in zip(known, counts, strict=True) if not isinstance(b, Undefined)]
        return [PairCells(first, second, *counts) for (first, second), counts in summed.items()]

    def keys(self) -> Sequence[str]:
        """Return the codes' handles, then the passages' keys CODE/DOCUMENT/TURN."""
        return [*(row.code for row in self.rows()), *(self._key(n) for n in range(self.differing))]

    def find(self, key: str) -> Evidence | None:
        """Return all compared coders' codings of a code, or the codings behind one passage."""
        folded = fold_handle(key)
        for code, rows in self.rows_by_code.items():
            if fold_handle(code) == folded:
                return Evidence("coding", rows)
        for n in range(self.differing):
            if fold_handle(self._key(n)) == folded:
                return Evidence("coding", self.differences.evidence(n))
        return None

    def to_dict(self) -> dict[str, Plain]:
        """Return everything the result says, the passages with it."""
        shown = Answer.to_dict(self)
        shown["passages"] = plain(self.passages())
        shown["settled"] = plain(self.passages(which="settled"))
        return shown

    def _key(self, n: int) -> str:
        at = self.differences
        code, _ = self.handles.codes[int(at.code[n])]
        return f"{code}/{self.handles.documents[int(at.document[n])]}/{int(at.turn[n])}"

    def _passage(self, n: int) -> Passage:
        at = self.differences
        code, name = self.handles.codes[int(at.code[n])]
        participant = int(at.participant[n])
        others = tuple(self.handles.codes[other][0] for other in at.other_codes(n))
        effect = self.dialogue.settled
        return Passage(
            key=self._key(n),
            document=self.handles.documents[int(at.document[n])],
            participant=self.handles.participants[participant] if participant >= 0 else "",
            turn=int(at.turn[n]),
            code=code,
            name=name,
            coded_by=self._coders(at.coded[n]),
            not_coded_by=self._coders(at.seen[n] & ~at.coded[n]),
            kind=KINDS[int(self.dialogue.kind[n])],
            other_codes=others,
            pooled_if_given=_change(effect.pooled_given[n]),
            pooled_if_dropped=_change(effect.pooled_dropped[n]),
            code_if_given=_change(effect.code_given[n]),
            code_if_dropped=_change(effect.code_dropped[n]),
            decision=self.dialogue.decided.get(n),
        )

    def _coders(self, chosen: Bools) -> tuple[str, ...]:
        return tuple(coder for coder, is_chosen in zip(self.coders, chosen, strict=True) if is_chosen)


def _change(value: float) -> Number:
    return float(value) if isfinite(value) else ONE_VALUE
