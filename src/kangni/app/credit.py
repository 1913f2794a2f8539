"""Who credits a lever, who speaks against it, and what stands behind a lever that seems to be a person's own."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from kangni.app.balance import Ground
from kangni.app.levers import LeverCodes
from kangni.core.undefined import Undefined
from kangni.methods.causal.blocks import reaching
from kangni.methods.columns import Bools, CodingColumns, Ints
from kangni.results.answer import Evidence
from kangni.results.levers import CauseFirst, Objection, Objector

__all__ = ["Credit"]


@dataclass(frozen=True)
class Credit:
    """What claims and codings say of levers; `counted` tells which codings are in a counted voice of people who count.

    A claim out of a lever helps where pressing the lever and the claim's sign move its effect to the good, by the
    polarity of the effect's code, and where a path leads on from the effect to functioning.
    """

    ground: Ground
    codings: CodingColumns
    counted: Bools

    def claimers(self, lever: LeverCodes) -> frozenset[int]:
        """Return the participants with a claim out of the lever that helps."""
        helps, links = self._helps(lever), self.ground.bundled
        plus, minus = links.entry_plus > 0, links.entry_minus < 0
        side = helps[links.entry_link]
        return frozenset(links.entry_participant[((side > 0) & plus) | ((side < 0) & minus)].tolist())

    def tellers(self, lever: LeverCodes) -> frozenset[int]:
        """Return the participants whose own claims lead from the lever all the way to functioning."""
        told = self._told[list(lever.codes)].any(axis=0)
        return frozenset(np.flatnonzero(told).tolist())

    def objectors(self, lever: LeverCodes) -> tuple[Objector, ...]:
        """Return who codes a member of it the other way, or harms in a contested claim out of it.

        Where both sides of a link have as many people, there is no minority; so it is the harming side that objects.
        """
        codes = defaultdict[tuple[int, Objection], set[int]](set)
        for at in np.flatnonzero(self._turned(lever)).tolist():
            codes[int(self.codings.participant[at]), Objection.CODED].add(int(self.codings.code[at]))
        links, harms = self.ground.bundled, self._harms(lever)
        for entry in np.flatnonzero(harms).tolist():
            cause = int(links.cause[links.entry_link[entry]])
            codes[int(links.entry_participant[entry]), Objection.CLAIMED].add(cause)
        return tuple(
            Objector(self.ground.study.people[who], how, self.ground.handles(sorted(about)))
            for (who, how), about in sorted(codes.items())
        )

    def causes_first(self, lever: LeverCodes, supporters: frozenset[int]) -> tuple[CauseFirst, ...]:
        """Return the causes outside the person that supporters claim for a lever of the person, most people first.

        A person-level factor is no proof that the person should change.
        """
        people = defaultdict[int, set[int]](set)
        links = self.ground.bundled
        for entry in np.flatnonzero(self._causing(lever, supporters)).tolist():
            people[int(links.cause[links.entry_link[entry]])].add(int(links.entry_participant[entry]))
        ordered = sorted(people, key=lambda code: (-len(people[code]), code))
        codes = self.ground.study.codes
        return tuple(
            CauseFirst(codes[code].handle, codes[code].name, self.ground.names_of(people[code])) for code in ordered
        )

    def evidence(self, lever: LeverCodes, supporters: frozenset[int]) -> dict[str, Evidence]:
        """Return the claims that credit it, the codings and claims of those against, and the claimed causes."""
        claims, links = self.ground.study.claims, self.ground.bundled
        inside, link = links.claim_link >= 0, links.claim_link
        helping = inside & (np.append(self._helps(lever), 0)[link] * claims.sign > 0)
        contested = np.append(links.contested, values=False)[link]
        harming = inside & contested & (np.append(self._helps(lever), 0)[link] * claims.sign < 0)
        causing = self._causing(lever, supporters)
        caused = set(zip(links.entry_link[causing].tolist(), links.entry_participant[causing].tolist(), strict=True))
        cause_rows = [
            int(claims.row[at])
            for at in np.flatnonzero(inside).tolist()
            if (int(link[at]), int(claims.participant[at])) in caused
        ]
        return {
            "claims": _rows("claim", claims.row[helping]),
            "against": _rows("coding", self.codings.row[self._turned(lever)]),
            "against/claims": _rows("claim", claims.row[harming]),
            "causes": Evidence("claim", tuple(sorted(cause_rows))),
        }

    @cached_property
    def _told(self) -> Bools:
        """Tell for each code and participant whether their own claims lead from it to functioning."""
        study, links = self.ground, self.ground.bundled
        told = np.zeros((len(study.study.codes), len(study.study.people)), np.bool_)
        if isinstance(study.model, Undefined):
            return told
        present = np.zeros((len(links.cause), len(study.study.people)), np.bool_)
        present[links.entry_link, links.entry_participant] = True
        told[study.model.codes] = reaching(study.model.links, present, study.model.is_part)
        spoke = np.zeros(
            told.shape, np.bool_
        )  # a part of functioning reaches itself, also for those who never named it
        spoke[links.cause[links.entry_link], links.entry_participant] = True
        return np.logical_and(told, spoke)

    @cached_property
    def _leads_on(self) -> Bools:
        """Tell of each link whether its effect is functioning or leads there."""
        study = self.ground
        if isinstance(study.model, Undefined):
            return np.zeros(len(study.bundled.cause), np.bool_)
        links = study.model.links
        to_y = reaching(links, np.ones((links.cause.size, 1), np.bool_), study.model.is_part)[:, 0]
        return to_y[links.effect]

    def _helps(self, lever: LeverCodes) -> Ints:
        """Return for each link +1 where a raising claim helps, -1 where a lowering one does, 0 where neither does."""
        links = self.ground.bundled
        good = np.array([self.ground.sign(number) for number in links.effect.tolist()], np.int64)
        press = np.isin(links.cause, lever.raised).astype(np.int64) - np.isin(links.cause, lever.lowered)
        return press * good * self._leads_on

    def _harms(self, lever: LeverCodes) -> Bools:
        """Tell which entries stand on the harming side of a contested link."""
        links, helps = self.ground.bundled, self._helps(lever)
        side = np.where(links.contested, helps, 0)[links.entry_link]
        return ((side > 0) & (links.entry_minus < 0)) | ((side < 0) & (links.entry_plus > 0))

    def _turned(self, lever: LeverCodes) -> Bools:
        """Tell which codings read a raised code as a risk, or a lowered one as protection."""
        signs = np.array([*(polarity.sign for polarity in self.ground.framework.polarities), 0], np.int64)
        read = signs[self.codings.polarity]
        raised, lowered = np.isin(self.codings.code, lever.raised), np.isin(self.codings.code, lever.lowered)
        return self.counted & ((raised & (read < 0)) | (lowered & (read > 0)))

    def _causing(self, lever: LeverCodes, supporters: frozenset[int]) -> Bools:
        """Tell which entries of supporters lead from outside the person into a lever all of the person."""
        links, codes = self.ground.bundled, self.ground.study.codes
        person = self.ground.framework.levels[0].id if self.ground.framework.levels else None
        if any(codes[number].level != person for number in lever.codes):
            return np.zeros(len(links.entry_link), np.bool_)
        outside = np.array([code.level not in {person, None} for code in codes], np.bool_)
        into = np.isin(links.effect, lever.codes) & outside[links.cause]
        return np.logical_and(into[links.entry_link], np.isin(links.entry_participant, sorted(supporters)))


def _rows(kind: str, rows: Ints) -> Evidence:
    return Evidence(kind, tuple(sorted(rows.tolist())))
