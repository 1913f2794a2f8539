"""A theoretical framework as data: constructs, levels, polarities, stages, outcomes, voices, levers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Protocol, TypeVar

from kangni.core.errors import UnknownTerm
from kangni.core.names import NO_WORDS, Label

__all__ = [
    "DEFAULT_BALANCE",
    "Addressee",
    "BalanceSettings",
    "Construct",
    "Domain",
    "Framework",
    "Interaction",
    "Level",
    "LeverFamily",
    "Outcome",
    "Polarity",
    "Question",
    "Stage",
    "Term",
]


class _Termed(Protocol):
    @property
    def id(self) -> str: ...


Entry = TypeVar("Entry", bound=_Termed)


@dataclass(frozen=True, slots=True)
class Term:
    """A word of the framework with its name: a voice, a stance, a claim strength."""

    id: str
    name: Label


@dataclass(frozen=True, slots=True)
class Construct:
    """A part of the theory that codes belong to; `part_of` names the construct of which it is a part.

    `modelled` is False for what stands outside the theory, such as suggestions.
    """

    id: str
    name: Label
    codebook_value: str
    definition: Label = NO_WORDS
    part_of: str | None = None
    modelled: bool = True


@dataclass(frozen=True, slots=True)
class Level:
    """An environment of the person, or the person."""

    id: str
    name: Label
    definition: Label = NO_WORDS


@dataclass(frozen=True, slots=True)
class Polarity:
    """Risk, protection or neither; `sign` is -1, +1 or 0."""

    id: str
    sign: int
    name: Label
    definition: Label = NO_WORDS


@dataclass(frozen=True, slots=True)
class Interaction:
    """The person with one or more environments; `added` ones are not named by the study the framework rests on."""

    id: str
    levels: tuple[str, ...]
    name: Label
    added: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """A state after an episode; `rank` orders from worst (1) to best and is ordinal only.

    `kind` is the one of the four simulated kinds (resilient, homeostatic, with_loss, dysfunctional) that it stands for;
    a framework with fewer outcomes lists several kinds.
    """

    id: str
    rank: int
    name: Label
    definition: Label = NO_WORDS
    code: str | None = None
    kinds: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Stage:
    """A step of the process, and the constructs whose codes stand in it."""

    id: str
    constructs: tuple[str, ...]
    name: Label
    required: bool = False


@dataclass(frozen=True, slots=True)
class Addressee:
    """Somebody who can act."""

    id: str
    name: Label
    actors: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class LeverFamily:
    """Codes that name one thing from both sides, its presence (`raised`) and its lack (`lowered`)."""

    id: str
    name: Label
    addressees: tuple[str, ...]
    raised: tuple[str, ...] = ()
    lowered: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Domain:
    """A part of functioning: codes with +1 for a good state, -1 for a bad one."""

    id: str
    name: Label
    parts: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class BalanceSettings:
    """What the balance model does when nobody says otherwise (METHODS 14.8).

    `growth` are the codes of moments that leave something for the next time, `drains` those that wear protections
    down; slow development is claimed where at least `learners` participants say so.
    """

    shock_constructs: tuple[str, ...] = ()
    condition_stages: tuple[str, ...] = ()
    protection_constructs: tuple[str, ...] = ()
    rest: float = 0.5
    high: float = 0.9
    low: float = 0.1
    feedback: float = 0.5
    scale_cap: float = 8.0
    shock_steps: float = 4.0
    horizon_steps: float = 52.0
    floor: float = 1.0
    same: float = 0.25
    growth: tuple[str, ...] = ()
    drains: tuple[str, ...] = ()
    learners: int = 2


DEFAULT_BALANCE = BalanceSettings()


@dataclass(frozen=True, slots=True)
class Question:
    """A question of the interview guide."""

    id: str
    part: Label
    question: Label
    probes: Label = NO_WORDS
    construct: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class Framework:
    """Everything that a theory fixes; entries stand in the theory's order.

    `contention` are the codes of speech that sets a burden against a resource: "though ... still".
    """

    id: str
    version: str
    name: Label
    note: Label
    constructs: tuple[Construct, ...]
    levels: tuple[Level, ...]
    polarities: tuple[Polarity, ...]
    stages: tuple[Stage, ...]
    outcomes: tuple[Outcome, ...]
    voices: tuple[Term, ...]
    stances: tuple[Term, ...]
    strengths: tuple[Term, ...]
    interactions: tuple[Interaction, ...] = ()
    addressees: tuple[Addressee, ...] = ()
    level_addressee: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    code_addressee: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    outcome_indicators: tuple[str, ...] = ()
    functioning: tuple[Domain, ...] = ()
    balance: BalanceSettings = DEFAULT_BALANCE
    lever_families: tuple[LeverFamily, ...] = ()
    never_levers: tuple[str, ...] = ()
    not_levers: tuple[str, ...] = ()
    lever_note: Label = NO_WORDS
    guide: tuple[Question, ...] = ()
    sources: tuple[str, ...] = ()
    contention: tuple[str, ...] = ()
    makes_codes: bool = False  # a name that the codebook lacks becomes a code, and an unknown source a participant

    def level(self, term: str) -> Level:
        """Return the level with this id, or raise `UnknownTerm`."""
        return _find("level", term, self.levels)

    def polarity(self, term: str) -> Polarity:
        """Return the polarity with this id, or raise `UnknownTerm`."""
        return _find("polarity", term, self.polarities)

    def stage(self, term: str) -> Stage:
        """Return the stage with this id, or raise `UnknownTerm`."""
        return _find("stage", term, self.stages)

    def outcome(self, term: str) -> Outcome:
        """Return the outcome with this id, or raise `UnknownTerm`."""
        return _find("outcome", term, self.outcomes)

    def voice(self, term: str) -> Term:
        """Return the voice with this id, or raise `UnknownTerm`."""
        return _find("voice", term, self.voices)

    def stance(self, term: str) -> Term:
        """Return the stance with this id, or raise `UnknownTerm`."""
        return _find("stance", term, self.stances)

    def construct(self, term: str) -> Construct:
        """Return the construct with this id, or raise `UnknownTerm`."""
        return _find("construct", term, self.constructs)

    def lever_family(self, term: str) -> LeverFamily:
        """Return the lever family with this id, or raise `UnknownTerm`."""
        return _find("lever family", term, self.lever_families)

    def main_construct(self, term: str | None) -> str | None:
        """Return the construct of which `term` is a part, or itself; None stays None."""
        if term is None:
            return None
        found = self.construct(term)
        return found.part_of or found.id


def _find(kind: str, term: str, entries: Iterable[Entry]) -> Entry:
    known = tuple(entries)
    for entry in known:
        if entry.id == term:
            return entry
    raise UnknownTerm(kind, term, ", ".join(entry.id for entry in known) or "none")
