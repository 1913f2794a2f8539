"""Which presses are asked of which answers, as numbers of a map's factors."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from kangni.app.balance import Ground
from kangni.app.levers import LeverCodes, levers_of
from kangni.core.errors import N_, UnknownName, closest
from kangni.core.names import NO_WORDS, Label
from kangni.core.undefined import Undefined
from kangni.methods.causal.balance import Links, functioning_of
from kangni.methods.causal.blocks import reaching
from kangni.methods.causal.model import codes_of, links_of
from kangni.methods.columns import Bools, Floats, Ints
from kangni.results.press import FUNCTIONING

__all__ = ["Asked", "Pressed", "asked"]


@dataclass(frozen=True, slots=True)
class Pressed:
    """Something that is pressed, or that answers: a name, and by factor how much of it each is."""

    id: str
    name: Label
    share: Floats


@dataclass(frozen=True)
class Asked:
    """Presses and answers over the factors of a map; `functioning` is an answer of its own, where there is one."""

    ground: Ground
    codes: Ints
    links: Links
    whole: tuple[Pressed, ...]
    single: tuple[Pressed, ...]
    answers: tuple[Pressed, ...]
    functioning: Pressed | Undefined

    @cached_property
    def told(self) -> dict[str, Bools]:
        """Tell for each answer from which factors whose own claims lead there, (factors, participants)."""
        bundled = self.ground.bundled
        size = (len(bundled.cause), len(self.ground.study.people))
        own, speaks = np.zeros(size, np.bool_), np.zeros((self.links.factors, size[1]), np.bool_)
        own[bundled.entry_link, bundled.entry_participant] = True
        speaks[self.links.cause[bundled.entry_link], bundled.entry_participant] = True
        return {one.id: reaching(self.links, own, one.share != 0) & speaks for one in self._all_answers()}

    @cached_property
    def to_answer(self) -> dict[str, Bools]:
        """Tell for each answer from which factors any claims lead there."""
        there = np.ones((self.links.cause.size, 1), np.bool_)
        return {one.id: reaching(self.links, there, one.share != 0)[:, 0] for one in self._all_answers()}

    def pairs(self) -> Iterator[tuple[int, int]]:
        """Yield the places in `single` and `answers` of each press and each answer that is something else."""
        for row, one in enumerate(self.single):
            yield from ((row, column) for column, answer in enumerate(self.answers) if answer.id != one.id)

    def leads(self, press: Pressed, answer: Pressed) -> bool:
        """Tell whether any claims lead from a press to an answer."""
        return bool(self.to_answer[answer.id][press.share != 0].any())

    def tellers(self, press: Pressed, answer: Pressed) -> tuple[str, ...]:
        """Return whose own claims lead all the way."""
        return self.ground.names_of(np.flatnonzero(self.told[answer.id][press.share != 0].any(axis=0)).tolist())

    def on_the_way(self, press: Pressed, answer: Pressed) -> Bools:
        """Tell which links lie on a way from a press to an answer."""
        back = Links(self.links.effect, self.links.cause, self.links.factors)
        from_press = reaching(back, np.ones((self.links.cause.size, 1), np.bool_), press.share != 0)[:, 0]
        return np.logical_and(from_press[self.links.cause], self.to_answer[answer.id][self.links.effect])

    def out_of(self, press: Pressed) -> Bools:
        """Tell which links lead out of what is pressed."""
        return np.not_equal(press.share, 0)[self.links.cause]

    def _all_answers(self) -> tuple[Pressed, ...]:
        return self.answers if isinstance(self.functioning, Undefined) else (*self.answers, self.functioning)


def asked(ground: Ground, *, presses: Sequence[str], outcomes: Sequence[str]) -> Asked:
    """Find what is pressed and what answers.

    By default every lever is pressed and functioning answers, and every factor that somebody could press, with the
    parts of functioning one by one as answers. Where `presses` names levers or codes, those are pressed, and both
    functioning and its parts answer; `outcomes` names other answers. Where a framework knows no functioning, the
    factors answer that claims lead into and none lead out of; where there are none, all that claims lead into.
    """
    codes, links = codes_of(ground.bundled), links_of(ground.bundled)
    place = {int(code): factor for factor, code in enumerate(codes)}
    functioning = _functioning(ground, place)
    answers = tuple(_factor(ground, code, place) for code in _answers(ground, outcomes, links, codes))
    named = tuple(_named(ground, name, place) for name in presses)
    single = tuple(_factor(ground, code, place) for code in place if _may_press(ground, code))
    taken = set[str]() if _goes_round(functioning, outcomes, links) else {answer.id for answer in answers}
    others = tuple(one for one in single if one.id not in taken)
    levers = (_lever(lever, place) for lever in levers_of(ground) if ground.in_map & set(lever.codes))
    whole = () if isinstance(functioning, Undefined) else tuple(levers)
    return Asked(
        ground=ground,
        codes=codes,
        links=links,
        whole=named if presses and whole else whole,
        single=named or others,
        answers=answers,
        functioning=functioning,
    )


def _functioning(ground: Ground, place: Mapping[int, int]) -> Pressed | Undefined:
    domains = [[(place[ground.number[part]], sign) for part, sign in domain.parts] for domain in ground.functioning]
    found = functioning_of(domains, len(place))
    if isinstance(found, Undefined):
        return found
    return Pressed(FUNCTIONING, NO_WORDS, found.weight)


def _answers(ground: Ground, outcomes: Sequence[str], links: Links, codes: Ints) -> tuple[int, ...]:
    if outcomes:
        return tuple(dict.fromkeys(_code(ground, name, ()) for name in outcomes))
    parts = tuple(ground.number[part] for domain in ground.functioning for part, _ in domain.parts)
    if parts:
        return parts
    ends = _ends(links)
    return tuple(codes[ends if ends.size else np.unique(links.effect)].tolist())


def _ends(links: Links) -> Ints:
    return np.setdiff1d(links.effect, links.cause)


def _goes_round(functioning: Pressed | Undefined, outcomes: Sequence[str], links: Links) -> bool:
    """Tell whether nothing answers but what is pressed as well."""
    return isinstance(functioning, Undefined) and not outcomes and not _ends(links).size


def _may_press(ground: Ground, code: int) -> bool:
    return ground.construct(code) not in ground.framework.never_levers


def _named(ground: Ground, name: str, place: Mapping[int, int]) -> Pressed:
    levers = {lever.id: lever for lever in levers_of(ground)}
    if name in levers:
        return _lever(levers[name], place)
    return _factor(ground, _code(ground, name, tuple(levers)), place)


def _code(ground: Ground, name: str, levers: Sequence[str]) -> int:
    """Return the number of a code of the map."""
    known = [ground.study.code(number) for number in sorted(ground.in_map)]
    try:
        number = ground.number[ground.codebook.named(name).handle]
    except UnknownName:
        number = -1
    if number not in ground.in_map:
        what = N_("lever or code of the map") if levers else N_("code of the map")
        raise UnknownName(what, name, closest(name, (*levers, *known)))
    return number


def _factor(ground: Ground, code: int, place: Mapping[int, int]) -> Pressed:
    share = np.zeros(len(place))
    share[place[code]] = 1
    return Pressed(ground.study.code(code), ground.study.codes[code].name, share)


def _lever(lever: LeverCodes, place: Mapping[int, int]) -> Pressed:
    share = np.zeros(len(place))
    for codes, sign in ((lever.raised, 1), (lever.lowered, -1)):
        for code in codes:
            if code in place:
                share[place[code]] = sign
    return Pressed(lever.id, lever.name, share)
