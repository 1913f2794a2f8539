"""Everything that a report tells, gathered before a word of it is written."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import TypeAlias

from kangni.core.bundle import StudySettings
from kangni.core.codebook import Codebook
from kangni.core.errors import NothingToAnalyse
from kangni.core.framework import Framework
from kangni.core.memos import MemoKind
from kangni.core.names import Label
from kangni.language import Language
from kangni.results.advice import Advice
from kangni.results.agreement import AgreementResult
from kangni.results.answer import Answer
from kangni.results.centrality import Centrality
from kangni.results.comparison import Comparison
from kangni.results.contention import Contention
from kangni.results.cooccurrence import CoOccurrence
from kangni.results.decisions import DecisionRow
from kangni.results.factors import FactorTable
from kangni.results.link_agreement import LinkAgreement
from kangni.results.loops import Loops
from kangni.results.maps import CausalMap
from kangni.results.paths import Paths
from kangni.results.press import PressSigns
from kangni.results.process import Process
from kangni.results.quotes import Quote
from kangni.results.recommendations import Recommendations
from kangni.results.saturation import Saturation
from kangni.results.scales import ScaleScores
from kangni.results.simulation import Simulation

__all__ = [
    "AttributeSummary",
    "Findings",
    "Material",
    "NoteCount",
    "Notes",
    "OpenEvidence",
    "OverrideReason",
    "People",
    "Range",
    "ValueCount",
    "WithheldCount",
    "WrittenNote",
]

# opens a number of a result to the words that may be shown of it
OpenEvidence: TypeAlias = Callable[[Answer, str], tuple[Quote, ...]]


@dataclass(frozen=True, slots=True)
class Range:
    """Least, middle and greatest of a number or of a date."""

    least: float | date
    middle: float | None  # None for dates
    greatest: float | date


@dataclass(frozen=True, slots=True)
class ValueCount:
    """How many participants share a value; an empty value stands for all that too few share to be named."""

    value: str
    participants: int


@dataclass(frozen=True, slots=True)
class AttributeSummary:
    """What is said of one attribute: its range, or its values by how many share them; never person by person."""

    name: str
    known: int
    range: Range | None
    values: tuple[ValueCount, ...]


@dataclass(frozen=True, slots=True)
class WithheldCount:
    """How many participants' words are not shown, and why (a message id)."""

    reason: str
    participants: int


@dataclass(frozen=True, slots=True)
class People:
    """The participants in counts and ranges."""

    participants: int
    attributes: tuple[AttributeSummary, ...]
    smallest: int  # values that fewer share are not named
    withheld: tuple[WithheldCount, ...]
    waived: int
    blurred: int  # restrictions on codes or passages
    apart: int  # pairs never quoted together


@dataclass(frozen=True, slots=True)
class Material:
    """What was read and by whom."""

    documents: int
    translations: int
    languages: tuple[str, ...]  # of the originals
    first: date | None
    last: date | None
    turns: int
    code_points: int  # of the originals
    codings: int
    drafts: int
    claims: int
    episodes: int
    suggestions: int
    codes: int
    coders: tuple[str, ...]
    machines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WrittenNote:
    """A memo that may be shown; `about` names whose words or which code it is on, `people` all whom it speaks of."""

    about: str
    author: str
    kind: MemoKind
    text: Label
    people: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NoteCount:
    """How many memos of one kind there are."""

    kind: MemoKind
    count: int


@dataclass(frozen=True, slots=True)
class Notes:
    """Memos on codes and transcripts: those that may be shown, and how many may not."""

    shown: tuple[WrittenNote, ...]
    withheld: int
    counts: tuple[NoteCount, ...]


@dataclass(frozen=True, slots=True)
class OverrideReason:
    """Why a coder read a passage against its code's polarity; `reason` is empty where `withheld` says why (an id)."""

    code: str
    participant: str
    coder: str
    polarity: str
    reason: str
    withheld: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """A study's results with all that a reader needs to judge them.

    Where the material for a result is missing, the error that says so stands in its place. `agreement` and
    `saturation` are None where the study settings switch them off. `decisions` say nothing of words that may not be
    shown. `apart` are pairs of participants whose words never stand under one heading. `open_evidence` opens a number
    to the words that the report's readers may see, in `language`, the readers'.
    """

    language: Language
    open_evidence: OpenEvidence = field(repr=False, compare=False)
    settings: StudySettings
    framework: Framework
    codebook: Codebook
    people: People
    material: Material
    notes: Notes
    reasons: tuple[OverrideReason, ...]
    apart: tuple[tuple[str, str], ...]
    languages: tuple[tuple[str, str], ...]  # language of each document
    factors: FactorTable | NothingToAnalyse
    contention: Contention | NothingToAnalyse
    cooccurrence: CoOccurrence | NothingToAnalyse
    sequences: CoOccurrence | NothingToAnalyse
    comparison: Comparison | NothingToAnalyse | None = None  # None where nobody asked for one
    scales: tuple[ScaleScores, ...] = ()
    agreement: AgreementResult | NothingToAnalyse | None
    decisions: tuple[DecisionRow, ...]
    saturation: Saturation | NothingToAnalyse | None
    process: Process | NothingToAnalyse
    causal_map: CausalMap | NothingToAnalyse
    loops: Loops | NothingToAnalyse
    press: PressSigns | NothingToAnalyse
    centrality: Centrality | None = None
    arguments: tuple[Paths, ...] = ()  # those that most people carry
    link_agreement: LinkAgreement | None = None
    simulation: Simulation | NothingToAnalyse
    advice: Advice | NothingToAnalyse
    recommendations: Recommendations
    written: date
    version: str
    study_hash: str
    revision: int
    seed: int
    members: int

    def answers(self) -> dict[str, Answer]:
        """Return the results that exist by the name under which the report links to them."""
        found: dict[str, Answer | NothingToAnalyse | None] = {
            "factors": self.factors,
            "contention": self.contention,
            "cooccurrence": self.cooccurrence,
            "sequences": self.sequences,
            "comparison": self.comparison,
            **{f"scale {found.scale}": found for found in self.scales},
            "agreement": self.agreement,
            "saturation": self.saturation,
            "process": self.process,
            "map": self.causal_map,
            "centrality": self.centrality,
            "loops": self.loops,
            "press": self.press,
            "balance": self.simulation,
            "advice": self.advice,
        }
        return {name: answer for name, answer in found.items() if isinstance(answer, Answer)}
