"""The deed that sets two maps side by side: of groups, of coders, of waves."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from kangni.app.basis import heard
from kangni.app.both_read import both_read
from kangni.app.chosen import EVERYTHING, Chosen
from kangni.app.claimed import Claimed, cautions_of, claimed, narrowed, settings_of
from kangni.app.contrasts import allows
from kangni.app.groups import OTHERS, Cut, group_by
from kangni.core.errors import N_, MethodInput, NothingToAnalyse
from kangni.core.ports import Reader
from kangni.core.undefined import Undefined
from kangni.methods.causal import difference as method
from kangni.methods.chance import DEFAULT_SEED
from kangni.methods.columns import ColumnSource, Floats, Ints
from kangni.results.answer import Caution, Evidence, Setting
from kangni.results.map_difference import Between, LinkDifference, MapDifference, MapSide

__all__ = ["Compared", "map_difference"]

PEOPLE = N_(
    "With {first} and {second} people there are {ways} ways to divide them, so that no p below {least} is possible: "
    "what is smaller than that cannot be seen with so few, and is not shown to be absent."
)
PAIRS = N_(
    "With {n} people in both maps there are {ways} ways to exchange theirs, so that no p below {least} is possible: "
    "what is smaller than that cannot be seen with so few, and is not shown to be absent."
)
DRAWN = N_("p is from {ways} random ways, with a standard error of {error}.")
MANY_LINKS = N_(
    "p of a single link takes it by itself; of {count} links some lie far apart by chance. The adjusted p holds for "
    "all of them together."
)
ONE_WAVE = N_("Only people with texts in both waves are compared; left aside: {participants}.")
DIFFERENT_PEOPLE = N_("Nobody has texts in both waves: different people are compared, and not a change.")


@dataclass(frozen=True, slots=True)
class Compared:
    """Whose maps: two groups of an attribute (a single one against all others), two coders, or two waves."""

    by: str = ""
    groups: tuple[str, ...] = ()
    cut: tuple[Cut, ...] = ()
    coders: tuple[str, str] | None = None
    waves: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class _Pair:
    """Two maps, what they are called, and whether the same people made them."""

    between: Between
    names: tuple[str, str]
    first: Claimed
    second: Claimed
    paired: bool
    cautions: tuple[Caution, ...] = ()


def map_difference(
    read: Reader,
    columns: ColumnSource,
    *,
    on: date,
    asked: Compared,
    chosen: Chosen = EVERYTHING,
    seed: int = DEFAULT_SEED,
) -> MapDifference:
    """Compare two maps, and ask how often chance alone would set them as far apart.

    Raises
    ------
    MethodInput
        If not exactly one comparison is asked for, or an attribute has more than two groups and none is named.
    UnknownName, CutInvalid
        If there is no such attribute, group, coder or wave.
    NothingToAnalyse
        If nobody has claims in either map, or there is nothing that both coders have read.
    """
    if sum(map(bool, (asked.by, asked.coders, asked.waves))) != 1:
        raise MethodInput("difference of maps", "name either an attribute, or two coders, or two waves")
    if asked.by:
        pair = _groups(read, columns, on=on, asked=asked, chosen=chosen)
    elif asked.coders:
        study = both_read(read, columns, on=on, coders=asked.coders, chosen=chosen)
        pair = _Pair(Between.CODERS, study.names, study.first, study.second, paired=True, cautions=study.cautions)
    else:
        assert asked.waves is not None  # one of the three was given
        pair = _waves(read, columns, on=on, waves=asked.waves, chosen=chosen)
    if not (len(pair.first.links.cause) or len(pair.second.links.cause)):
        raise NothingToAnalyse(N_("The map"), N_("claims by participants whose consent covers analysis"))
    return _compared(read, pair, attribute=asked.by, seed=seed)


def _groups(read: Reader, columns: ColumnSource, *, on: date, asked: Compared, chosen: Chosen) -> _Pair:
    everybody = heard(read, columns.turns(), on=on, also=columns.claims().participant)
    counted = [person for person, counts in zip(everybody.people, everybody.included, strict=False) if counts]
    known = [name for name, members in group_by(counted, asked.by, asked.cut).members.items() if members]
    named = asked.groups or tuple(known)
    if len(set(named)) != len(named) or len(named) not in {1, 2}:
        raise MethodInput(
            "difference of maps", f"{asked.by} has the groups {', '.join(known)}; name one or two of them"
        )
    first = replace(chosen, by=asked.by, cut=asked.cut, group=named[0])
    second = replace(first, group=named[1]) if len(named) == 2 else replace(first, others=True)
    maps = [claimed(read, columns, on=on, chosen=each, may_be_empty=True) for each in (first, second)]
    return _Pair(Between.GROUPS, (named[0], named[1] if len(named) == 2 else OTHERS), maps[0], maps[1], paired=False)


def _waves(read: Reader, columns: ColumnSource, *, on: date, waves: tuple[str, str], chosen: Chosen) -> _Pair:
    first, second = (
        claimed(read, columns, on=on, chosen=replace(chosen, wave=wave), may_be_empty=True) for wave in waves
    )
    both = first.participants & second.participants
    if not both.any():
        said: tuple[Caution, ...] = (Caution(DIFFERENT_PEOPLE),)
        return _Pair(Between.WAVES, waves, first, second, paired=False, cautions=said)
    alone = first.names(np.flatnonzero((first.participants | second.participants) & ~both))
    said = (Caution(ONE_WAVE, (("participants", ", ".join(alone)),)),) if alone else ()
    maps = [narrowed(each, people=both, claims=each.picked) for each in (first, second)]
    return _Pair(Between.WAVES, waves, maps[0], maps[1], paired=True, cautions=said)


def _compared(read: Reader, pair: _Pair, *, attribute: str, seed: int) -> MapDifference:
    first, second = pair.first, pair.second
    cause, effect = _common_links(first, second)
    people = [np.flatnonzero(each.participants) for each in (first, second)]
    own = [
        method.own_maps(each.links, who, cause=cause, effect=effect)
        for each, who in zip((first, second), people, strict=True)
    ]
    rng = np.random.default_rng(seed)
    found = method.within_people(own[0], own[1], rng=rng) if pair.paired else _between(own, people, rng)
    links = _links(pair, found, cause, effect)
    in_first, in_second = (
        np.array([getattr(link, side) > 0 for link in links]) for side in ("first_sources", "second_sources")
    )
    return MapDifference(
        settings=(*_settings(first, pair.between), Setting("seed", seed)),
        cautions=(*cautions_of(first), *pair.cautions, *_cautions(pair, found)),
        revision=read.revision,
        between=pair.between,
        attribute=attribute,
        first=_side(pair.names[0], first),
        second=_side(pair.names[1], second),
        paired=pair.paired,
        common=int((in_first & in_second).sum()),
        only_first=int((in_first & ~in_second).sum()),
        only_second=int((in_second & ~in_first).sum()),
        distance=found.distance,
        p=found.p,
        error=found.error,
        ways=found.ways,
        is_exact=found.is_exact,
        least=found.least,
        seed=seed,
        links=links,
        evidence_by_key=_evidence(pair),
    )


def _between(own: Sequence[method.OwnMaps], people: Sequence[Ints], rng: np.random.Generator) -> method.MapDifference:
    together = method.OwnMaps(
        own[0].cause,
        own[0].effect,
        np.concatenate([each.plus for each in own]),
        np.concatenate([each.minus for each in own]),
    )
    return method.between_groups(together, np.arange(len(together.plus)) < len(people[0]), rng=rng)


def _common_links(first: Claimed, second: Claimed) -> tuple[Ints, Ints]:
    pairs = np.concatenate([np.column_stack((each.links.cause, each.links.effect)) for each in (first, second)])
    cause, effect = np.unique(pairs, axis=0).T
    return cause, effect


def _side(name: str, study: Claimed) -> MapSide:
    return MapSide(
        name=name,
        n=study.links.n,
        participants=study.names(np.flatnonzero(study.participants)),
        claims=int((study.links.claim_link >= 0).sum()),
        links=len(study.links.cause),
    )


def _links(pair: _Pair, found: method.MapDifference, cause: Ints, effect: Ints) -> tuple[LinkDifference, ...]:
    """Return the links, the largest difference first."""
    raised, lowered = ([_by_link(each, up=up) for each in (pair.first, pair.second)] for up in (True, False))
    listed = []
    for at in np.argsort(-np.round(found.difference, 9), kind="stable").tolist():
        link = int(cause[at]), int(effect[at])
        up, down = ([each.get(link, ()) for each in side] for side in (raised, lowered))
        codes = pair.first.code(link[0]), pair.first.code(link[1])
        listed.append(
            LinkDifference(
                key=">".join(codes),
                cause=codes[0],
                effect=codes[1],
                first_sources=len({*up[0], *down[0]}),
                first_n=pair.first.links.n,
                second_sources=len({*up[1], *down[1]}),
                second_n=pair.second.links.n,
                first_raised_by=up[0],
                first_lowered_by=down[0],
                second_raised_by=up[1],
                second_lowered_by=down[1],
                first_plus=_at(found.plus, 0, at),
                first_minus=_at(found.minus, 0, at),
                second_plus=_at(found.plus, 1, at),
                second_minus=_at(found.minus, 1, at),
                difference=float(found.difference[at]),
                p=found.p_by_link[at],
                p_adjusted=found.adjusted[at],
            )
        )
    return tuple(listed)


def _by_link(study: Claimed, *, up: bool) -> dict[tuple[int, int], tuple[str, ...]]:
    links = study.links
    said = links.entry_plus > 0 if up else links.entry_minus < 0
    found = {}
    for link in range(len(links.cause)):
        at = study.entries(link)
        found[int(links.cause[link]), int(links.effect[link])] = study.names(links.entry_participant[at][said[at]])
    return found


def _at(sides: Floats, side: int, link: int) -> float:
    return float(sides[side, link])


def _evidence(pair: _Pair) -> dict[str, Evidence]:
    rows = defaultdict[str, list[int]](list)
    for side, study in (("first", pair.first), ("second", pair.second)):
        for claim, link in enumerate(study.links.claim_link.tolist()):
            if link >= 0:
                for key in (study.key(link), f"{study.key(link)}/{side}"):
                    rows[key].append(int(study.claims.row[claim]))
    return {key: Evidence("claim", tuple(sorted(set(found)))) for key, found in rows.items()}


def _settings(study: Claimed, between: Between) -> tuple[Setting, ...]:
    own = {Between.GROUPS: "group", Between.CODERS: "coder", Between.WAVES: "wave"}[between]
    return tuple(each for each in settings_of(study) if each.name not in {own, "participants"})


def _cautions(pair: _Pair, found: method.MapDifference) -> tuple[Caution, ...]:
    first, second = pair.first.links.n, pair.second.links.n
    said = list[Caution]()
    if not isinstance(found.least, Undefined):
        least = f"{found.least:.2g}"
        facts: tuple[tuple[str, str | int | float], ...] = (("ways", found.ways), ("least", least))
        if not found.is_exact and not isinstance(found.error, Undefined):
            said.append(Caution(DRAWN, (("ways", found.ways), ("error", f"{found.error:.2g}"))))
        elif pair.paired:
            said.append(Caution(PAIRS, (("n", first), *facts)))
        else:
            said.append(Caution(PEOPLE, (("first", first), ("second", second), *facts)))
    if len(found.difference) > 1:
        said.append(Caution(MANY_LINKS, (("count", len(found.difference)),)))
    if not pair.paired:
        said += allows(pair.names[0], first, pair.names[1], second)
    return tuple(said)
