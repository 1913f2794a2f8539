"""What participants propose, in their words, and which levers a coder tied it to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import ClassVar

from kangni.core.errors import N_
from kangni.core.names import Label
from kangni.results.answer import Answer, Evidence

__all__ = ["LeverAskers", "SuggestionRow", "SuggestionState", "Suggestions"]


class SuggestionState(StrEnum):
    """What became of a suggestion."""

    TIED = N_("tied")
    DECLINES = N_("declines")
    UNTIED = N_("untied")


@dataclass(frozen=True, slots=True)
class SuggestionRow:
    """Words of a participant under one suggestion code.

    `passage` names it, CODE/DOCUMENT/TURN or, where a turn holds several of one code, CODE/DOCUMENT/START-END; words
    from a table without a text go by the beginning of their coding's id. `drafts` are levers that cue words propose.
    `counts` is False for drafts of codings, other voices and people outside n. Where `withheld` gives a reason (a
    message id), `words` is empty.
    """

    passage: str
    participant: str
    document: str
    turn: int | None
    start: int | None
    end: int | None
    code: str
    addressee: str
    state: SuggestionState
    levers: tuple[str, ...]
    tied_by: tuple[str, ...]
    drafts: tuple[str, ...]
    notes: tuple[str, ...]
    words: str
    withheld: str
    counts: bool


@dataclass(frozen=True, slots=True)
class LeverAskers:
    """A lever to which suggestions can be tied, and who asks for it."""

    lever: str
    name: Label
    addressees: tuple[str, ...]
    participants: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestions(Answer):
    """All suggestions of a study, by participant and place, and all levers with who asks for them.

    The counts are of suggestions that count. Evidence: a passage, and a lever, open their codings.
    """

    deed: ClassVar[str] = "suggestions"
    n: int
    suggestions: tuple[SuggestionRow, ...] = ()
    levers: tuple[LeverAskers, ...] = ()
    tied: int
    declining: int
    untied: int
    drafts: int
    evidence_by_key: Mapping[str, Evidence] = field(
        default_factory=lambda: MappingProxyType({}), repr=False, metadata={"show": False}
    )

    def rows(self) -> Sequence[SuggestionRow]:
        """Return one row a suggestion."""
        return self.suggestions

    def keys(self) -> Sequence[str]:
        """Return the passages, and the levers that somebody asks for."""
        return tuple(self.evidence_by_key)

    def find(self, key: str) -> Evidence | None:
        """Return the codings of a passage, or of all passages tied to a lever."""
        return self.evidence_by_key.get(key)
