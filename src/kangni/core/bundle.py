"""A whole study as values."""

from __future__ import annotations

from dataclasses import dataclass, replace
from operator import attrgetter

from kangni.core.advice import Suggestion
from kangni.core.claims import Claim
from kangni.core.codebook import Code
from kangni.core.coding import Coding
from kangni.core.decisions import Decision
from kangni.core.episodes import Episode
from kangni.core.framework import Framework
from kangni.core.kept import Kept
from kangni.core.memos import Memo
from kangni.core.people import Assignment, Coder, Participant, Restriction
from kangni.core.recommendations import Recommendation
from kangni.core.retrieval import SavedRetrieval
from kangni.core.text import Document

__all__ = ["Bundle", "Record", "StudySettings", "in_order"]


@dataclass(frozen=True, slots=True)
class StudySettings:
    """What holds for the study as a whole.

    `fictional` material is labelled so wherever it shows. `agreement` says what agreement between coders is to this
    study: "off", "dialogue" or "reliability"; `agreement_reason` says why, where somebody said so. `saturation` says
    whether the study's report tells of saturation, `saturation_reason` why or why not. `retrievals` are conditions on
    quotes that the study keeps under names.
    """

    name: str
    language: str
    fictional: bool = False
    agreement: str = "dialogue"
    agreement_reason: str = ""
    saturation: bool = True
    saturation_reason: str = ""
    retrievals: tuple[SavedRetrieval, ...] = ()


Record = (
    Participant
    | Coder
    | Code
    | Document
    | Coding
    | Claim
    | Episode
    | Memo
    | Suggestion
    | Restriction
    | Assignment
    | Decision
    | Recommendation
    | Kept
)


@dataclass(frozen=True, slots=True)
class Bundle:
    """All records of a study."""

    settings: StudySettings
    framework: Framework
    codes: tuple[Code, ...] = ()
    participants: tuple[Participant, ...] = ()
    coders: tuple[Coder, ...] = ()
    documents: tuple[Document, ...] = ()
    codings: tuple[Coding, ...] = ()
    claims: tuple[Claim, ...] = ()
    episodes: tuple[Episode, ...] = ()
    memos: tuple[Memo, ...] = ()
    suggestions: tuple[Suggestion, ...] = ()
    restrictions: tuple[Restriction, ...] = ()
    assignments: tuple[Assignment, ...] = ()
    decisions: tuple[Decision, ...] = ()
    recommendations: tuple[Recommendation, ...] = ()
    kept: tuple[Kept, ...] = ()


def in_order(bundle: Bundle) -> Bundle:
    """Return a study with each kind of record in the order of its ids, in which it is hashed."""
    by_id, by_pair = attrgetter("id.int"), attrgetter("coder.int", "document.int")
    return replace(
        bundle,
        codes=tuple(sorted(bundle.codes, key=by_id)),
        participants=tuple(sorted(bundle.participants, key=by_id)),
        coders=tuple(sorted(bundle.coders, key=by_id)),
        documents=tuple(sorted(bundle.documents, key=by_id)),
        codings=tuple(sorted(bundle.codings, key=by_id)),
        claims=tuple(sorted(bundle.claims, key=by_id)),
        episodes=tuple(sorted(bundle.episodes, key=by_id)),
        memos=tuple(sorted(bundle.memos, key=by_id)),
        suggestions=tuple(sorted(bundle.suggestions, key=by_id)),
        restrictions=tuple(sorted(bundle.restrictions, key=by_id)),
        assignments=tuple(sorted(bundle.assignments, key=by_pair)),
        decisions=tuple(sorted(bundle.decisions, key=by_id)),
        recommendations=tuple(sorted(bundle.recommendations, key=by_id)),
        kept=tuple(sorted(bundle.kept, key=by_id)),
    )
