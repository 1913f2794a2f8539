"""The answer to "if something were pressed for good, which way would the rest go"."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import ClassVar

from kangni.core.errors import N_
from kangni.core.names import Label
from kangni.core.undefined import Number, Undefined
from kangni.methods.causal.direction import Direction
from kangni.results.answer import Answer, Evidence

__all__ = ["FUNCTIONING", "Drawn", "PressRow", "PressSign", "PressSigns", "ToldSigns", "WordCount"]

FUNCTIONING = "functioning"
SENTENCE = N_("A press is a what-if on what people said, not the effect of a measure.")
NO_EVIDENCE: Mapping[str, Evidence] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class PressRow:
    """One press and one answer as a line of a table; `told_by` is joined by "; "."""

    key: str
    press: str
    press_name: Label
    answer: str
    answer_name: Label
    sign: str
    word: str
    reach: Number
    agreement: Number
    raises: Number
    stays: Number
    lowers: Number
    flat_sign: str
    flat_agreement: Number
    weight: Number
    told_by: str
    participants: int


@dataclass(frozen=True, slots=True)
class PressSign:
    """Which way an answer goes while something is held up for good.

    `sign` is the commoner one over the kept draws, "+" or "-", empty where both are as common; `word` says how far it
    is known and is never left out. `reach` is the share of the kept draws in which any path leads from press to
    answer, `agreement` (C) the share of those that have the sign. `raises`, `stays` and `lowers` are shares of all
    kept draws. `flat_sign` and `flat_agreement` are the same with weights at random: what signs and links alone say.
    `weight` is Dambacher's weighted prediction. `told_by` names whose own claims lead all the way, `participants` who
    claims anything of what is pressed. A lever's press raises some codes and lowers others. Evidence: `key`, the
    claims on every way from press to answer.
    """

    key: str
    press: str
    press_name: Label
    answer: str
    answer_name: Label
    sign: str
    word: Direction | Undefined
    reach: Number
    agreement: Number
    raises: Number
    stays: Number
    lowers: Number
    flat_sign: str
    flat_agreement: Number
    weight: Number
    told_by: tuple[str, ...]
    participants: tuple[str, ...]

    @property
    def is_known(self) -> bool:
        """Tell whether anything is known of the direction: it is not open and not undefined."""
        return isinstance(self.word, Direction) and self.word is not Direction.OPEN

    def row(self) -> PressRow:
        """Return the line of a table."""
        return PressRow(
            key=self.key,
            press=self.press,
            press_name=self.press_name,
            answer=self.answer,
            answer_name=self.answer_name,
            sign=self.sign,
            word=self.word.reason if isinstance(self.word, Undefined) else self.word.value,
            reach=self.reach,
            agreement=self.agreement,
            raises=self.raises,
            stays=self.stays,
            lowers=self.lowers,
            flat_sign=self.flat_sign,
            flat_agreement=self.flat_agreement,
            weight=self.weight,
            told_by="; ".join(self.told_by),
            participants=len(self.participants),
        )


@dataclass(frozen=True, slots=True)
class Drawn:
    """How many maps were drawn, come to rest, and agree with what was told."""

    drawn: int
    stable: int
    kept: int


@dataclass(frozen=True, slots=True)
class ToldSigns:
    """How far the draws agree with what was told.

    Of `episodes` that ended better or worse, half of the stable draws give `median` or more the told direction, and the
    best of them `most`; `all_of_them` stable draws give it to all. `least` is the share that a kept draw had to agree
    with, 0 where nothing was asked.
    """

    episodes: int
    better: int
    worse: int
    median: int
    most: int
    all_of_them: int
    least: float


@dataclass(frozen=True, slots=True)
class WordCount:
    """How many presses have a word for what is known of their direction."""

    word: str
    presses: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PressSigns(Answer):
    """Which way things go under lasting presses, by sign and not by size.

    `whole` are presses on what functioning is made of, all of it together; `pairs` those of one factor or lever on one
    answer, where any claims lead there; `unreached` counts the pairs without. `claims` and `flat` tell of the draws
    from what people claim and of those with weights at random.
    """

    deed: ClassVar[str] = "press"
    sentence: ClassVar[str] = SENTENCE
    n: int
    factors: int
    links: int
    contested: int
    answers: tuple[str, ...]
    claims: Drawn
    flat: Drawn
    told: ToldSigns | Undefined
    whole: tuple[PressSign, ...]
    pairs: tuple[PressSign, ...]
    unreached: int
    evidence_by_key: Mapping[str, Evidence] = field(
        default_factory=lambda: NO_EVIDENCE, repr=False, metadata={"show": False}
    )

    def words(self, presses: Sequence[PressSign]) -> tuple[WordCount, ...]:
        """Return how many presses have each of the four words, and how many have none."""
        counted = Counter("" if isinstance(press.word, Undefined) else press.word.value for press in presses)
        known = tuple(WordCount(word.value, counted[word.value]) for word in Direction)
        return (*known, WordCount(N_("undefined"), counted[""])) if counted[""] else known

    def rows(self) -> Sequence[PressRow]:
        """Return one row a press and answer, those on all of functioning first."""
        return tuple(press.row() for press in (*self.whole, *self.pairs))

    def keys(self) -> Sequence[str]:
        """Return the presses with their answers, "PRESS>ANSWER"."""
        return tuple(self.evidence_by_key)

    def find(self, key: str) -> Evidence | None:
        """Return the claims on every way from press to answer."""
        return self.evidence_by_key.get(key)
