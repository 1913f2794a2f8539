"""In which order an addressee reads levers, how far that order can be trusted, and the words that stand beside each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from kangni.app.advice_words import lever_sentence
from kangni.app.beside import lever_loops, worse
from kangni.app.steadiness import effects_without
from kangni.app.weighed import Case, Weighed
from kangni.core.errors import N_
from kangni.core.undefined import Number, Undefined
from kangni.methods.causal.acting import Acted
from kangni.methods.causal.ensemble import direction_of
from kangni.methods.columns import Bools, Ints
from kangni.methods.proportions import wilson
from kangni.methods.ranking import Places, pareto_front, places, rank_ranges, score, tied
from kangni.results.levers import Breadth, CauseFirst, Lever, Mark, Objector, Standing, Worlds

__all__ = ["CLEAR_REACH", "CLEAR_SIGN", "THIN", "ordered"]

THIN = 2  # at most so many supporters
CLEAR_SIGN = 0.8
CLEAR_REACH = 0.8
NOT_DRAWN = Undefined(N_("no map to draw members from"))


def ordered(case: Case, group: Sequence[Weighed], done: Acted | None, *, among: Sequence[Weighed]) -> tuple[Lever, ...]:
    """Return levers in their order: askers, then all supporters, then the size of the effect.

    `done` is what presses on all levers of the case do to every factor; `among` are all levers of the addressee, with
    which each is compared.
    """
    if not group:
        return ()
    askers = _named(case, [one.askers for one in group])
    supporters = _named(case, [one.supporters for one in group])
    place = places(askers.sum(axis=1), supporters.sum(axis=1), np.array([one.median for one in group]))
    ranges = _ranges(case, group, askers, supporters)
    standings = [
        replace(standing, without=without)
        for standing, without in zip(
            _standings(group, place, askers.sum(axis=1), ranges), _without(case, group, place), strict=True
        )
    ]
    front = {one.codes.id for one, is_on in zip(among, _front(case, among), strict=True) if is_on}
    found = [
        _lever(case, one, standing, done, on_front=one.codes.id in front)
        for one, standing in zip(group, standings, strict=True)
    ]
    return tuple(sorted(found, key=lambda lever: lever.standing.place))


def _named(case: Case, people: Sequence[frozenset[int]]) -> Ints:
    """Return 1 where a participant stands behind a lever, (levers, participants)."""
    named = np.zeros((len(people), len(case.study.study.people)), np.int64)
    for row, some in enumerate(people):
        named[row, sorted(some)] = 1
    return named


def _ranges(case: Case, group: Sequence[Weighed], askers: Ints, supporters: Ints) -> Places | None:
    """Rank the levers anew in every member, whose participants are drawn with replacement."""
    if case.ensemble is None:
        return None
    times, rows = case.ensemble.times, [one.row for one in group]
    return rank_ranges(places(askers @ times, supporters @ times, case.ensemble.shift[rows]))


def _standings(group: Sequence[Weighed], place: Ints, askers: Ints, ranges: Places | None) -> tuple[Standing, ...]:
    if ranges is None:
        return tuple(Standing(int(at), NOT_DRAWN, NOT_DRAWN, NOT_DRAWN) for at in place)
    ties = tied(askers, ranges)
    return tuple(
        Standing(
            place=int(place[row]),
            low=float(ranges.low[row]),
            high=float(ranges.high[row]),
            top_three=float(ranges.top_three[row]),
            tied_with=tuple(group[other].codes.id for other in np.flatnonzero(ties[row]).tolist()),
        )
        for row in range(len(group))
    )


def _without(case: Case, group: Sequence[Weighed], whole: Ints) -> list[tuple[tuple[str, int], ...]]:
    """Return for each lever the participants without whom its place is another one, and that place."""
    changed: list[list[tuple[str, int]]] = [[] for _ in group]
    for person in np.flatnonzero(case.study.study.participants).tolist():
        askers = np.array([len(one.askers - {person}) for one in group])
        supporters = np.array([len(one.supporters - {person}) for one in group])
        shifts = effects_without(case, person)[[one.row for one in group]]
        for row, place in enumerate(places(askers, supporters, shifts).tolist()):
            if place != whole[row]:
                changed[row].append((case.study.study.people[person], place))
    return [tuple(some) for some in changed]


def _front(case: Case, group: Sequence[Weighed]) -> Bools:
    """Tell which levers no other one beats in effect, certainty and breadth together."""
    points, rows = [], []
    for row, one in enumerate(group):
        if isinstance(one.effect, Undefined):
            continue
        numbers = (one.effect.median, one.effect.certainty, _breadth(case, one))
        if not any(isinstance(number, Undefined) for number in numbers):
            points.append(numbers)
            rows.append(row)
    front = np.zeros(len(group), np.bool_)
    if points:
        front[rows] = pareto_front(np.array(points, np.float64))
    return front


def _breadth(case: Case, one: Weighed) -> Number:
    """Return the Wilson lower bound of the share of participants who tell a whole path from the lever to y."""
    return wilson(len(one.tellers), case.study.bundled.n).lower


def _lever(case: Case, one: Weighed, standing: Standing, done: Acted | None, *, on_front: bool) -> Lever:
    study, codes = case.study, one.codes
    objectors = case.credit.objectors(codes)
    causes = case.credit.causes_first(codes, one.supporters)
    lever = Lever(
        id=codes.id,
        name=codes.name,
        raised=study.handles(codes.raised),
        lowered=study.handles(codes.lowered),
        askers=study.names_of(one.askers),
        claimers=study.names_of(one.claimers),
        supporters=study.names_of(one.supporters),
        against=objectors,
        effect=one.effect,
        direction=one.effect if isinstance(one.effect, Undefined) else direction_of(one.effect),
        worlds=_worlds(case, one),
        tellers=study.names_of(one.tellers),
        score=_score(case, one),
        share=_breadth(case, one),
        breadth=_word(case, one),
        marks=_marks(one, objectors, causes),
        causes_first=causes,
        standing=standing,
        on_front=on_front,
        worse=() if done is None else worse(case, codes, done.change[one.row]),
        loops=lever_loops(case, codes),
    )
    sentence = lever_sentence(lever, n=study.bundled.n, same=study.framework.balance.same)
    return replace(lever, sentence=sentence)


def _worlds(case: Case, one: Weighed) -> tuple[Worlds, ...]:
    """Return the contested links whose side moves the median effect by more than what counts as the same."""
    study, ensemble = case.study, case.ensemble
    if ensemble is None or isinstance(one.effect, Undefined) or isinstance(study.unit.dip.dip, Undefined):
        return ()
    effect, found = ensemble.shift[one.row] / study.unit.dip.dip, []
    for link, raises in zip(np.flatnonzero(study.bundled.contested).tolist(), ensemble.raises, strict=True):
        if not 0 < raises.sum() < raises.size:
            continue
        up, down = float(np.median(effect[raises])), float(np.median(effect[~raises]))
        if abs(up - down) > study.framework.balance.same:
            cause, end = (study.study.code(int(ends[link])) for ends in (study.bundled.cause, study.bundled.effect))
            found.append(Worlds(cause, end, if_raises=up, if_lowers=down))
    return tuple(found)


def _score(case: Case, one: Weighed) -> Number:
    if isinstance(one.effect, Undefined):
        return one.effect
    return score(one.effect.median, one.effect.certainty, _breadth(case, one))


def _word(case: Case, one: Weighed) -> Breadth:
    if len(one.supporters) <= THIN:
        return Breadth.THIN
    certainty = one.effect if isinstance(one.effect, Undefined) else one.effect.certainty
    is_clear = not isinstance(certainty, Undefined) and certainty >= CLEAR_SIGN
    return Breadth.BROAD if is_clear and 2 * len(one.supporters) >= case.study.bundled.n else Breadth.MIDDLING


def _marks(one: Weighed, objectors: Sequence[Objector], causes: Sequence[CauseFirst]) -> tuple[Mark, ...]:
    marks = [Mark.DISPUTED] if objectors else []
    if not isinstance(one.effect, Undefined):
        certainty, reach = one.effect.certainty, one.effect.reach
        if not isinstance(certainty, Undefined) and certainty < CLEAR_SIGN:
            marks.append(Mark.DIRECTION_OPEN)
        if not isinstance(reach, Undefined) and reach < CLEAR_REACH:
            marks.append(Mark.PATH_THIN)
    if causes:
        marks.append(Mark.OTHERS_FIRST)
    return tuple(marks)
