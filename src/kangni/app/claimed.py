"""A study's claims as a map needs them: who counts, which claims count, and the names behind the numbers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from kangni.app.basis import UNRECORDED, cautions_that_hold, heard
from kangni.app.chosen import EVERYTHING, Chosen, Zoom, among, credit_by_voice, credits_of, nodes, zoomed
from kangni.core.codebook import Code
from kangni.core.coding import DEFAULT_STANCE
from kangni.core.errors import N_, NothingToAnalyse
from kangni.core.framework import Framework
from kangni.core.people import Coder
from kangni.core.ports import Reader
from kangni.methods.causal.maps import ASSUMED_STRENGTH, Bundled, bundle, which_count
from kangni.methods.columns import Bools, ClaimColumns, ColumnSource, Ints
from kangni.results.answer import Caution, Setting

__all__ = [
    "Claimed",
    "cautions_of",
    "claimed",
    "narrowed",
    "polarity_signs",
    "settings_of",
]

SAID = Caution(
    N_("A link is what somebody said, not a cause; a link that nobody named is no evidence that there is no influence.")
)
WITHIN = N_("{count} of {links} links lead from a factor to itself: their claims lie within it at this depth.")
CREDITED = N_("Voices count with a stated credit: {voices}.")


@dataclass(frozen=True, slots=True)
class Claimed:
    """Claims bundled, with everything by which their numbers are named; codes are the factors at the chosen depth."""

    framework: Framework
    claims: ClaimColumns
    participants: Bools  # by participant: belongs to n
    counted: Bools  # by claim: chosen, in a counted voice and held
    picked: Bools  # by claim: chosen, in whatever voice
    links: Bundled
    codes: tuple[Code, ...]
    people: tuple[str, ...]
    coders: tuple[str, ...]
    chosen: Chosen
    credit: Mapping[str, float]  # of each counted voice
    notes: tuple[Caution, ...]  # on the choice
    left_out: tuple[str, ...]
    unrecorded: int  # of those who count, without a record of consent

    @property
    def voices(self) -> tuple[str, ...]:
        """Return the counted voices."""
        return tuple(self.credit)

    @property
    def beside(self) -> Bools:
        """Tell which chosen claims of people who count are in another voice, or not held."""
        nobody_last = np.append(self.participants, values=False)  # for participant -1
        beside: Bools = self.picked & ~self.counted & nobody_last[self.claims.participant]
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
    chosen: Chosen = EVERYTHING,
    may_be_empty: bool = False,
) -> Claimed:
    """Bundle the claims of a study, or the chosen ones.

    `on` is the day on which consent must hold; `may_be_empty` lets a study without claims pass.

    Raises
    ------
    ConsentWithheld, UnknownName, UnknownTerm, MethodInput
        If what is chosen is not there, as `kangni.app.chosen` tells.
    NothingToAnalyse
        If no claim counts.
    """
    framework, claims = read.framework(), columns.claims()
    everybody, coders = heard(read, columns.turns(), on=on, also=claims.participant), read.all(Coder)
    credit, picked = credit_by_voice(framework, chosen.voices), among(read, claims, everybody, chosen)
    factors = nodes(tuple(read.codebook()), framework, chosen.level)
    claims = zoomed(claims, factors)
    counted = picked.claims & which_count(
        claims,
        voices=np.array([_index(framework.voices, framework.voice(voice)) for voice in credit], np.int64),
        stances=np.array([_index(framework.stances, framework.stance(DEFAULT_STANCE))]),
    )
    links = bundle(claims, participants=picked.people, counted=counted, credit=credits_of(claims, framework, credit))
    if not len(links.cause) and not may_be_empty:
        raise NothingToAnalyse(N_("The map"), N_("claims by participants whose consent covers analysis"))
    return Claimed(
        framework=framework,
        claims=claims,
        participants=picked.people,
        counted=counted,
        picked=picked.claims,
        links=links,
        codes=factors.codes,
        people=everybody.handles,
        coders=tuple(coder.handle for coder in coders),
        chosen=chosen,
        credit=credit,
        notes=picked.cautions,
        left_out=tuple(everybody.handles[number] for number in sorted(everybody.reasons)),
        unrecorded=sum(everybody.people[number].consent is None for number in np.flatnonzero(picked.people).tolist()),
    )


def narrowed(study: Claimed, *, people: Bools, claims: Bools) -> Claimed:
    """Bundle again with fewer people and claims."""
    among, counted = study.participants & people, study.counted & claims
    credit = credits_of(study.claims, study.framework, study.credit)
    links = bundle(study.claims, participants=among, counted=counted, credit=credit)
    return replace(study, participants=among, counted=counted, picked=study.picked & claims, links=links)


def polarity_signs(codes: Iterable[Code], framework: Framework) -> Ints:
    """Return +1 for each protective code, -1 for a risk, 0 for neither."""
    return np.array(
        [framework.polarity(code.polarity).sign if code.polarity is not None else 0 for code in codes], np.int64
    )


def settings_of(study: Claimed) -> tuple[Setting, ...]:
    """Return the choices that every result on claims rests on."""
    voices = [voice if credit == 1 else f"{voice} ({credit:g})" for voice, credit in study.credit.items()]
    return (
        *study.chosen.settings(),
        Setting("participants", study.links.n),
        Setting("voices counted", "; ".join(voices)),
        Setting("stance counted", DEFAULT_STANCE),
        Setting("weight of a claim", "sign x strength / 3"),
        Setting("missing strength taken as", ASSUMED_STRENGTH),
        Setting("weight of a link", "sum of each participant's mean over all participants"),
    )


def cautions_of(study: Claimed) -> tuple[Caution, ...]:
    """Return what belongs beside every result on claims."""
    found = [SAID, *study.notes]
    if study.links.missing_strengths:
        facts = (("count", study.links.missing_strengths), ("strength", ASSUMED_STRENGTH))
        found.append(Caution(N_("{count} claims carry no strength; they were taken as {strength}."), facts))
    if study.left_out:
        names = (("participants", "; ".join(study.left_out)),)
        found.append(
            Caution(N_("Not counted, for want of consent to analysis or of a document: {participants}."), names)
        )
    if any(credit < 1 for credit in study.credit.values()):
        voices = ", ".join(f"{voice} {credit:g}" for voice, credit in study.credit.items())
        found.append(Caution(CREDITED, (("voices", voices),)))
    within = int((study.links.cause == study.links.effect).sum())
    if within and study.chosen.level is not Zoom.LEAF:
        found.append(Caution(WITHIN, (("count", within), ("links", len(study.links.cause)))))
    return (*found, *cautions_that_hold((UNRECORDED, study.unrecorded, study.links.n)))


def _index(terms: Sequence[object], term: object) -> int:
    return terms.index(term)
