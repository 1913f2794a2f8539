"""Suggestions: what participants themselves propose, tied by a coder to the levers it names."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum

from kangni.core.codebook import Code, Codebook
from kangni.core.errors import UnknownLever, UnknownTerm
from kangni.core.framework import Framework
from kangni.core.names import CoderId, CodingId, SuggestionId, check_text

__all__ = ["Suggestion", "TieState", "lone_levers", "named_lever"]

NEAREST = 3  # levers offered where a name is unknown
ALIKE = 0.3


class TieState(StrEnum):
    """Whether a tie counts: somebody's reading does, what cue words propose does not."""

    TIED = "tied"
    DRAFT = "draft"  # proposed by cue words of the codebook, one lever each
    REFUSED = "refused"  # a draft that somebody refused, kept so that it is not proposed again


@dataclass(frozen=True, slots=True)
class Suggestion:
    """The tie of one suggestion coding to levers; empty and undeclining means "not tied yet".

    A lever is a family of the framework, or a code that is a lever by itself.
    """

    id: SuggestionId
    coding: CodingId
    tied_by: CoderId
    levers: tuple[str, ...] = ()
    declines: bool = False
    note: str = ""
    state: TieState = TieState.TIED

    def __post_init__(self) -> None:
        check_text("note", self.note)
        if self.declines and self.levers:
            raise UnknownTerm("tie of a suggestion that declines", "; ".join(self.levers), "none")
        if self.state is not TieState.TIED and (self.declines or len(self.levers) != 1):
            raise UnknownTerm("draft of a tie", "; ".join(self.levers), "one lever")


def lone_levers(framework: Framework, codebook: Codebook) -> tuple[Code, ...]:
    """Return the leaves that are in no lever family and may be levers by themselves (METHODS 14.3).

    Events, results (such as outcome indicators), dispositions, and leaves that do not say which way helps are none.
    """
    taken = {handle for family in framework.lever_families for handle in (*family.raised, *family.lowered)}
    barred = {*taken, *framework.not_levers, *framework.outcome_indicators}
    return tuple(leaf for leaf in codebook.leaves() if leaf.handle not in barred and _helps(leaf, framework))


def named_lever(word: str, framework: Framework, codebook: Codebook) -> str:
    """Return the id of the lever with this id or name, in any case.

    Raises
    ------
    UnknownLever
        With the levers whose ids or names look most like it.
    """
    spelled = _spellings(framework, codebook)
    wanted = word.strip().casefold()
    if wanted in spelled:
        return spelled[wanted]
    inside = [spelling for spelling in spelled if wanted and wanted in spelling]
    alike = get_close_matches(wanted, spelled, n=2 * NEAREST, cutoff=ALIKE)
    nearest = list(dict.fromkeys(spelled[spelling] for spelling in (*inside, *alike)))
    raise UnknownLever(word, ", ".join(nearest[:NEAREST]))


def _helps(leaf: Code, framework: Framework) -> bool:
    """Tell whether a leaf is part of the model, says which way helps, and is no result."""
    modelled = leaf.construct is None or framework.construct(leaf.construct).modelled
    signed = leaf.polarity is not None and framework.polarity(leaf.polarity).sign != 0
    return modelled and signed and framework.main_construct(leaf.construct) not in framework.never_levers


def _spellings(framework: Framework, codebook: Codebook) -> dict[str, str]:
    """Return the id of each lever by its folded names; an id beats a name."""
    entries = [
        *((family.id, family.name) for family in framework.lever_families),
        *((code.handle, code.name) for code in lone_levers(framework, codebook)),
    ]
    names = {word.casefold(): lever for lever, label in entries for word in (label.en, label.zh) if word}
    return names | {lever.casefold(): lever for lever, _ in entries}
