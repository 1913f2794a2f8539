"""A study's claims as a map needs them: who counts, which claims count, and the names behind the numbers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from kangni.app.basis import COUNTED_VOICES, UNRECORDED, Heard, cautions_that_hold, heard
from kangni.core.codebook import Code
from kangni.core.coding import DEFAULT_STANCE
from kangni.core.errors import N_, ConsentWithheld, NothingToAnalyse
from kangni.core.framework import Framework
from kangni.core.people import Coder, Participant, Scope
from kangni.core.ports import Reader
from kangni.methods.causal.maps import ASSUMED_STRENGTH, Bundled, bundle, which_count
from kangni.methods.columns import Bools, ClaimColumns, ColumnSource, Ints
from kangni.results.answer import Caution, Setting

__all__ = [
    "Claimed",
    "cautions_of",
    "claimed",
    "polarity_signs",
    "settings_of",
]

SAID = Caution(
    N_("A link is what somebody said, not a cause; a link that nobody named is no evidence that there is no influence.")
)


@dataclass(frozen=True, slots=True)
class Claimed:
    """Claims bundled, with everything by which their numbers are named."""

    framework: Framework
    claims: ClaimColumns
    participants: Bools  # by participant: belongs to n
    counted: Bools  # by claim: in a counted voice and held
    links: Bundled
    codes: tuple[Code, ...]
    people: tuple[str, ...]
    coders: tuple[str, ...]
    voices: tuple[str, ...]  # the counted ones
    left_out: tuple[str, ...]
    unrecorded: int  # of those who count, without a record of consent

    @property
    def beside(self) -> Bools:
        """Tell which claims of people who count are in another voice, or not held."""
        nobody_last = np.append(self.participants, values=False)  # for participant -1
        beside: Bools = ~self.counted & nobody_last[self.claims.participant]
        return beside

    def code(self, number: int) -> str:
        """Return the handle of a code."""
        return self.codes[number].handle

    def key(self, link: int) -> str:
        """Return the name of a link, "CAUSE>EFFECT"."""
        return f"{self.code(self.links.cause[link])}>{self.code(self.links.effect[link])}"

    def key_beside(self, claim: int) -> str:
        """Return the name of a claim that stands beside the map: its link, voice, stance and sign."""
        link = f"{self.code(self.claims.cause[claim])}>{self.code(self.claims.effect[claim])}"
        sign = "+" if self.claims.sign[claim] > 0 else "-"
        return f"{link}/beside/{self.voice(claim)}/{self.stance(claim)}/{sign}"

    def voice(self, claim: int) -> str:
        """Return the voice of a claim."""
        return self.framework.voices[int(self.claims.voice[claim])].id

    def stance(self, claim: int) -> str:
        """Return the stance of a claim."""
        return self.framework.stances[int(self.claims.stance[claim])].id

    def names(self, numbers: Ints) -> tuple[str, ...]:
        """Return the handles of participants, each once and in the study's order."""
        return tuple(self.people[number] for number in np.unique(numbers).tolist())

    def entries(self, link: int) -> slice:
        """Return where the entries of a link stand."""
        first, behind = np.searchsorted(self.links.entry_link, [link, link + 1])
        return slice(int(first), int(behind))


def claimed(
    read: Reader,
    columns: ColumnSource,
    *,
    on: date,
    participant: str | None = None,
    voices: Sequence[str] | None = None,
    may_be_empty: bool = False,
) -> Claimed:
    """Bundle the claims of a study, or of one participant.

    Parameters are those of the deeds in `kangni.app.maps`; `may_be_empty` lets a study without claims pass.

    Raises
    ------
    ConsentWithheld
        If the one participant does not count.
    NothingToAnalyse
        If no claim counts.
    """
    framework, claims = read.framework(), columns.claims()
    everybody, coders = heard(read, columns.turns(), on=on), read.all(Coder)
    let_in = _let_in(framework, voices)
    among = everybody.included[:-1] if participant is None else _only(read, participant, everybody)
    counted = which_count(
        claims,
        voices=np.array([_index(framework.voices, framework.voice(voice)) for voice in let_in], np.int64),
        stances=np.array([_index(framework.stances, framework.stance(DEFAULT_STANCE))]),
    )
    links = bundle(claims, participants=among, counted=counted)
    if not len(links.cause) and not may_be_empty:
        raise NothingToAnalyse(N_("The map"), N_("claims by participants whose consent covers analysis"))
    return Claimed(
        framework=framework,
        claims=claims,
        participants=among,
        counted=counted,
        links=links,
        codes=tuple(read.codebook()),
        people=everybody.handles,
        coders=tuple(coder.handle for coder in coders),
        voices=let_in,
        left_out=tuple(everybody.handles[number] for number in sorted(everybody.reasons)),
        unrecorded=sum(everybody.people[number].consent is None for number in np.flatnonzero(among).tolist()),
    )


def polarity_signs(codes: Iterable[Code], framework: Framework) -> Ints:
    """Return +1 for each protective code, -1 for a risk, 0 for neither."""
    return np.array(
        [framework.polarity(code.polarity).sign if code.polarity is not None else 0 for code in codes], np.int64
    )


def settings_of(study: Claimed, participant: str | None) -> tuple[Setting, ...]:
    """Return the choices that every result on claims rests on."""
    whose = () if participant is None else (Setting("participant", participant),)
    return (
        *whose,
        Setting("participants", study.links.n),
        Setting("voices counted", "; ".join(study.voices)),
        Setting("stance counted", DEFAULT_STANCE),
        Setting("weight of a claim", "sign x strength / 3"),
        Setting("missing strength taken as", ASSUMED_STRENGTH),
        Setting("weight of a link", "sum of each participant's mean over all participants"),
    )


def cautions_of(study: Claimed) -> tuple[Caution, ...]:
    """Return what belongs beside every result on claims."""
    found = [SAID]
    if study.links.missing_strengths:
        facts = (("count", study.links.missing_strengths), ("strength", ASSUMED_STRENGTH))
        found.append(Caution(N_("{count} claims carry no strength; they were taken as {strength}."), facts))
    if study.left_out:
        names = (("participants", "; ".join(study.left_out)),)
        found.append(
            Caution(N_("Not counted, for want of consent to analysis or of a document: {participants}."), names)
        )
    return (*found, *cautions_that_hold((UNRECORDED, study.unrecorded, study.links.n)))


def _let_in(framework: Framework, voices: Sequence[str] | None) -> tuple[str, ...]:
    if voices is not None:
        return tuple(voices)
    known = {voice.id for voice in framework.voices}
    return tuple(voice for voice in COUNTED_VOICES if voice in known)


def _only(read: Reader, participant: str, everybody: Heard) -> Bools:
    wanted = read.named(Participant, participant)
    among: Bools = np.array([person.id == wanted.id for person in everybody.people]) & everybody.included[:-1]
    if not among.any():
        raise ConsentWithheld(wanted.handle, Scope.ANALYSIS)
    return among


def _index(terms: Sequence[object], term: object) -> int:
    return terms.index(term)
