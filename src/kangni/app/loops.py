"""The deed that asks which circles people tell."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from kangni.app.chosen import EVERYTHING, Chosen
from kangni.app.claimed import Claimed, cautions_of, claimed, settings_of
from kangni.app.functioning import functioning_domains
from kangni.app.loop_sentences import sentence_of
from kangni.core.errors import N_
from kangni.core.ports import Reader
from kangni.methods.causal import loops as method
from kangni.methods.causal.cycles import Cycle, cycles
from kangni.methods.columns import ColumnSource, Floats, Ints
from kangni.results.answer import Caution, Evidence, Setting
from kangni.results.links import LinkSign
from kangni.results.loops import Course, Family, Loop, LoopCount, LoopKind, Loops, Opposition, Telling

__all__ = ["loops"]

SIGNS = {1: LinkSign.RAISES, -1: LinkSign.LOWERS}
COURSES = {1: Course.VIRTUOUS, -1: Course.VICIOUS, 0: Course.UNNAMED}


@dataclass(frozen=True, slots=True)
class _Way:
    """A loop as it is read: its codes, its links in the map, and the sign of each."""

    codes: Cycle
    steps: tuple[int, ...]
    signs: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Roles:
    """Codes by number that the framework gives a part: functioning with its sign, and the stressors."""

    functioning: Mapping[int, int]
    stressors: frozenset[int]


def loops(
    read: Reader,
    columns: ColumnSource,
    *,
    on: date,
    cap: int = 6,
    told_only: bool = True,
    chosen: Chosen = EVERYTHING,
) -> Loops:
    """Find the feedback loops of up to `cap` links that people tell; without `told_only` also those nobody tells whole.

    `on` and `chosen` are those of `kangni.app.maps.causal_map`.
    """
    study = claimed(read, columns, on=on, chosen=chosen)
    told, all_told = method.tellings(study.links, cap=cap)
    every = cycles(study.links.cause, study.links.effect, cap=cap)
    by_codes, families, roles = _by_codes(told), _families(study, told), _roles(study)
    assembled = [codes for codes in every.cycles if codes not in by_codes]
    listed = [*_told_loops(study, by_codes, families, roles)]
    listed += [] if told_only else _assembled_loops(study, assembled, roles)
    return Loops(
        settings=(
            *settings_of(study),
            Setting("longest loop", cap),
            Setting("told loops only", told_only),
        ),
        cautions=_cautions(
            study, found_any=bool(every.cycles), complete=all_told and every.complete, told_only=told_only
        ),
        revision=read.revision,
        n=study.links.n,
        cap=cap,
        told_only=told_only,
        found=len(assembled) + len(by_codes),
        told=len(by_codes),
        assembled=len(assembled),
        complete=all_told and every.complete,
        families=families,
        loops=tuple(listed),
        through=_through(study, [*by_codes, *assembled], by_codes),
        evidence_by_key=_evidence(study, listed),
    )


def _by_codes(told: Iterable[method.Telling]) -> dict[Cycle, list[method.Telling]]:
    """Collect the tellings of each loop, the strongest first."""
    found = defaultdict[Cycle, list[method.Telling]](list)
    for telling in sorted(told, key=lambda telling: (-method.strength(telling.weights), telling.participant)):
        found[telling.codes].append(telling)
    return dict(found)


def _families(study: Claimed, told: Sequence[method.Telling]) -> tuple[Family, ...]:
    found = []
    for members in method.families(told):
        keys = tuple(dict.fromkeys(_key(study, told[i].codes) for i in members))
        tellers = study.names(np.array([told[i].participant for i in members]))
        found.append(Family(key=keys[0], loops=keys, tellers=tellers))
    return tuple(found)


def _told_loops(
    study: Claimed, by_codes: Mapping[Cycle, list[method.Telling]], families: Sequence[Family], roles: _Roles
) -> Iterator[Loop]:
    codes_by_key = {_key(study, codes): codes for codes in by_codes}
    for family in families:
        for key in family.loops:
            yield _told_loop(study, by_codes[codes_by_key[key]], family.key, roles)


def _told_loop(study: Claimed, tellings: Sequence[method.Telling], family: str, roles: _Roles) -> Loop:
    links, first = study.links, tellings[0]
    tellers = [telling.participant for telling in tellings]
    kinds = {_kind(telling.weights) for telling in tellings}
    own = np.isin(links.entry_participant, tellers)
    return _loop(
        study,
        _Way(first.codes, first.links, tuple(1 if weight > 0 else -1 for weight in first.weights)),
        kind=kinds.pop() if len(kinds) == 1 else LoopKind.OPEN,
        strength=method.strength(first.weights),
        tellings=tuple(_telling(study, telling, roles) for telling in tellings),
        tellers=tellers,
        fed=_leaving(study, first.codes, links.entry_link[own], links.entry_weight[own]),
        family=family,
        roles=roles,
    )


def _assembled_loops(study: Claimed, assembled: Sequence[Cycle], roles: _Roles) -> list[Loop]:
    """Return the loops that nobody tells whole, first those that most resamples hold."""
    steps = method.links_of(assembled, study.links)
    found = [_assembled_loop(study, codes, way, roles) for codes, way in zip(assembled, steps, strict=True)]
    return sorted(found, key=lambda loop: -loop.exists if isinstance(loop.exists, float) else 1.0)


def _assembled_loop(study: Claimed, codes: Cycle, steps: tuple[int, ...], roles: _Roles) -> Loop:
    links = study.links
    weights = links.weight[list(steps)].tolist()
    claimed_either_way = (links.plus - links.minus)[list(steps)].tolist()
    clear = np.flatnonzero(~links.contested)
    return _loop(
        study,
        _Way(codes, steps, tuple(1 if weight > 0 else -1 for weight in weights)),
        kind=LoopKind.OPEN if links.contested[list(steps)].any() else _kind(weights),
        strength=method.strength(claimed_either_way),
        tellings=(),
        tellers=(),
        fed=_leaving(study, codes, clear, links.weight[clear]),
        family="",
        roles=roles,
    )


def _loop(
    study: Claimed,
    way: _Way,
    *,
    kind: LoopKind,
    strength: float,
    tellings: tuple[Telling, ...],
    tellers: Sequence[int],
    fed: Sequence[tuple[int, int, int]],
    family: str,
    roles: _Roles,
) -> Loop:
    links = study.links
    held = method.holders(way.steps, way.signs, links, tellers=tellers)
    keys = tuple(study.key(step) for step in way.steps)
    heading = 0 if kind is LoopKind.OPEN else method.heading(way.signs, way.codes, fed, roles.functioning)
    reached = {*way.codes, *(effect for _, effect, _ in fed)} & set(roles.functioning) if heading else set()
    loop = Loop(
        key=_key(study, way.codes),
        codes=tuple(study.code(code) for code in way.codes),
        names=tuple(study.codes[code].name for code in way.codes),
        polarities=tuple(study.codes[code].polarity or "" for code in way.codes),
        links=keys,
        signs=tuple(
            LinkSign.CONTESTED if not tellings and links.contested[step] else SIGNS[sign]
            for step, sign in zip(way.steps, way.signs, strict=True)
        ),
        told=bool(tellings),
        kind=kind,
        course=COURSES[heading],
        feeds=tuple(study.code(code) for code in sorted(reached)),
        feeds_names=tuple(study.codes[code].name for code in sorted(reached)),
        strength=strength,
        gain=method.gain(links.weight[list(way.steps)].tolist()),
        tellings=tellings,
        parts=tuple(study.people[person] for person in held.parts),
        opposed=tuple(Opposition(study.people[person], keys[position]) for person, position in held.opposed),
        contested=tuple(key for key, step in zip(keys, way.steps, strict=True) if links.contested[step]),
        exists=method.persistence(way.steps, links),
        family=family,
    )
    return replace(loop, sentence=sentence_of(loop))


def _telling(study: Claimed, telling: method.Telling, roles: _Roles) -> Telling:
    links = study.links
    own = links.entry_link[links.entry_participant == telling.participant].tolist()
    entry = [
        study.key(link)
        for link in own
        if links.cause[link] in roles.stressors - set(telling.codes) and links.effect[link] in telling.codes
    ]
    return Telling(
        participant=study.people[telling.participant],
        kind=_kind(telling.weights),
        gain=method.gain(telling.weights),
        strength=method.strength(telling.weights),
        entry=tuple(entry),
    )


def _leaving(study: Claimed, codes: Cycle, at: Ints, weights: Floats) -> tuple[tuple[int, int, int], ...]:
    """Return the links (cause, effect, sign) that lead out of a loop."""
    cause, effect, sign = study.links.cause[at], study.links.effect[at], np.sign(weights).astype(np.int64)
    out = np.isin(cause, codes) & ~np.isin(effect, codes) & (sign != 0)
    return tuple(zip(cause[out].tolist(), effect[out].tolist(), sign[out].tolist(), strict=True))


def _roles(study: Claimed) -> _Roles:
    """Return the framework's roles; without `functioning` the outcome indicators, by their polarity."""
    framework = study.framework
    number = {code.handle: i for i, code in enumerate(study.codes)}
    domains = functioning_domains(framework, study.codes)
    parts = {code: sign for domain in domains for code, sign in domain.parts.items()}
    shock = framework.balance.shock_constructs or {
        construct for stage in framework.stages if stage.required for construct in stage.constructs
    }
    return _Roles(
        functioning={number[code]: sign for code, sign in parts.items() if code in number and sign},
        stressors=frozenset(
            i for i, code in enumerate(study.codes) if framework.main_construct(code.construct) in shock
        ),
    )


def _kind(weights: Sequence[float]) -> LoopKind:
    return LoopKind.REINFORCING if method.gain(weights) > 0 else LoopKind.BALANCING


def _through(study: Claimed, every: Iterable[Cycle], told: Iterable[Cycle]) -> tuple[LoopCount, ...]:
    """Count the loops at each code, in the order of the codebook."""
    of_told = Counter(code for codes in told for code in codes)
    of_all = Counter(code for codes in every for code in codes)
    return tuple(LoopCount(study.code(code), of_told[code], of_all[code]) for code in sorted(of_all))


def _evidence(study: Claimed, listed: Iterable[Loop]) -> dict[str, Evidence]:
    """Return the claims on the links of each loop: of everybody, and of each teller."""
    by_link = defaultdict[str, list[tuple[int, str]]](list)
    for claim, link in enumerate(study.links.claim_link.tolist()):
        if link >= 0:
            teller = study.people[study.claims.participant[claim]]
            by_link[study.key(link)].append((int(study.claims.row[claim]), teller))
    found = {}
    for loop in listed:
        claims = [claim for key in loop.links for claim in by_link[key]]
        found[loop.key] = Evidence("claim", tuple(sorted({row for row, _ in claims})))
        for telling in loop.tellings:
            own = {row for row, who in claims if who == telling.participant}
            found[f"{loop.key}/{telling.participant}"] = Evidence("claim", tuple(sorted(own)))
    return found


def _cautions(study: Claimed, *, found_any: bool, complete: bool, told_only: bool) -> tuple[Caution, ...]:
    found = [*cautions_of(study)]
    if not found_any:
        found.append(Caution(N_("No links of this map close a loop: what is said here runs one way.")))
    if not complete:
        found.append(Caution(N_("There are more loops than can be listed; counts are lower bounds.")))
    if not told_only:
        found.append(
            Caution(N_("Assembled loops are links of several people that happen to close: nobody tells them."))
        )
    return tuple(found)


def _key(study: Claimed, codes: Cycle) -> str:
    return ">".join(study.code(code) for code in codes)
