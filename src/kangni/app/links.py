"""How bundled claims become the records of a causal map, each with its claims as evidence."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date

import numpy as np

from kangni.app.claimed import Claimed, polarity_signs
from kangni.app.consent import Audience, keep_apart, policy
from kangni.app.evidence import Quoter
from kangni.core.claims import Claim
from kangni.core.ports import Reader
from kangni.core.undefined import Number, Undefined
from kangni.methods.causal.maps import Sides, in_flow, strengths
from kangni.results.answer import Evidence
from kangni.results.links import (
    Beside,
    CoderDensity,
    Condition,
    Factor,
    Link,
    LinkSign,
    OwnLink,
    Speaker,
    TwoSided,
)

__all__ = [
    "beside_of",
    "coders_of",
    "conditions_of",
    "evidence_of",
    "factors_of",
    "individual_of",
    "link_of",
    "speakers_of",
    "two_sided_of",
]

SIGNS = {1: LinkSign.RAISES, -1: LinkSign.LOWERS}


def link_of(study: Claimed, link: int, conditions: tuple[Condition, ...] = ()) -> Link:
    """Return one link with the people on each side."""
    links, at = study.links, study.entries(link)
    people = links.entry_participant[at]
    one_sign = LinkSign.RAISES if links.positive[link] else LinkSign.LOWERS
    return Link(
        key=study.key(link),
        cause=study.code(links.cause[link]),
        effect=study.code(links.effect[link]),
        sign=LinkSign.CONTESTED if links.contested[link] else one_sign,
        sources=int(links.sources[link]),
        statements=int(links.statements[link]),
        raised_by=study.names(people[links.entry_plus[at] > 0]),
        lowered_by=study.names(people[links.entry_minus[at] < 0]),
        one_voice=bool(links.sources[link] == 1),
        weight=float(links.weight[link]),
        plus=float(links.plus[link]),
        minus=float(links.minus[link]),
        mean_of_sources=float(links.mean_of_sources[link]),
        mean_of_credit=float(links.mean_of_credit[link]),
        strength=float(links.strength[link]),
        consensus=links.consensus[link],
        probability_plus=float(links.probability_plus[link]),
        conditions=conditions,
    )


def conditions_of(
    read: Reader, study: Claimed, evidence: Mapping[str, Evidence], *, on: date
) -> dict[int, tuple[Condition, ...]]:
    """Return the coders' notes on contested links, under the rules for words that leave the study."""
    contested = np.flatnonzero(study.links.contested).tolist()
    rows = [row for link in contested for row in evidence[study.key(link)].rows]
    noted = frozenset(line.row for line in read.lines(Claim, rows) if line.note) if rows else frozenset()
    if not noted:
        return {}
    rules = policy(read, audience=Audience.READER, on=on)
    quoter = Quoter(read, rules, language=read.settings().language)
    found = {}
    for link in contested:
        sides = {sign: evidence[f"{study.key(link)}/{sign}"] for sign in SIGNS.values()}
        found[link] = _conditions(quoter, rules.apart, {sign: _within(side, noted) for sign, side in sides.items()})
    return found


def factors_of(study: Claimed, shown: Iterable[int], sides: Sides) -> tuple[Factor, ...]:
    """Return the codes that the shown links touch, in the order of the codebook; numbers count all links."""
    links, count = study.links, len(study.codes)
    force = strengths(links.cause, links.effect, links.weight, factors=count)
    flow = in_flow(links.effect, links.plus, links.minus, factors=count)
    good = polarity_signs(study.codes, study.framework)
    both = _both(sides)
    cause, effect = links.cause[links.entry_link], links.effect[links.entry_link]
    factors = []
    for number in np.unique([(links.cause[link], links.effect[link]) for link in shown]).tolist():
        code, out, into = study.codes[number], cause == number, effect == number
        raising, lowering = float(flow.raising[number]), float(flow.lowering[number])
        risk, protective = _by_meaning(raising, lowering, int(good[number]))
        factors.append(
            Factor(
                code=code.handle,
                name=code.name,
                polarity=code.polarity or "",
                level=code.level or "",
                construct=study.framework.main_construct(code.construct) or "",
                sources=len(study.names(links.entry_participant[out | into])),
                out_strength=float(force.out[number]),
                in_strength=float(force.into[number]),
                out_sources=len(study.names(links.entry_participant[out])),
                in_sources=len(study.names(links.entry_participant[into])),
                raising=raising,
                lowering=lowering,
                raised_by=study.names(links.entry_participant[into & (links.entry_plus > 0)]),
                lowered_by=study.names(links.entry_participant[into & (links.entry_minus < 0)]),
                risk_inflow=risk,
                protective_inflow=protective,
                two_sided=number in both,
            )
        )
    return tuple(factors)


def two_sided_of(study: Claimed, sides: Sides) -> tuple[TwoSided, ...]:
    """Return the factors that help in some claims and harm in others, the largest minority first."""
    found = []
    for number in sorted(_both(sides)):
        here = sides.factor == number
        helps = study.names(sides.participant[here & sides.helps])
        harms = study.names(sides.participant[here & sides.harms])
        side, minority = _minority(helps, harms)
        found.append(
            TwoSided(
                code=study.code(number),
                name=study.codes[number].name,
                helps=helps,
                harms=harms,
                minority=minority,
                minority_side=side,
                one_voice=min(len(helps), len(harms)) == 1,
            )
        )
    return tuple(sorted(found, key=lambda factor: -min(len(factor.helps), len(factor.harms))))


def beside_of(study: Claimed) -> tuple[Beside, ...]:
    """Return the links in other voices, or not held, of people who count."""
    claims, links = study.claims, study.links
    in_map = set(zip(links.cause.tolist(), links.effect.tolist(), strict=True))
    keys = np.column_stack((claims.cause, claims.effect, -claims.sign, claims.voice, claims.stance))
    use = np.flatnonzero(study.beside)
    kinds, at = np.unique(keys[use], axis=0, return_inverse=True)
    found = []
    for kind, (cause, effect, turned, _, _) in enumerate(kinds.tolist()):
        mine = use[at.reshape(-1) == kind]
        found.append(
            Beside(
                key=study.key_beside(int(mine[0])),
                link=f"{study.code(cause)}>{study.code(effect)}",
                cause=study.code(cause),
                effect=study.code(effect),
                sign=SIGNS[-turned],
                voice=study.voice(int(mine[0])),
                stance=study.stance(int(mine[0])),
                participants=study.names(claims.participant[mine]),
                claims=len(mine),
                in_map=(cause, effect) in in_map,
            )
        )
    return tuple(found)


def individual_of(study: Claimed) -> tuple[OwnLink, ...]:
    """Return every participant's own map, link by link."""
    links = study.links
    return tuple(
        OwnLink(
            key=f"{study.key(link)}/{study.people[person]}",
            participant=study.people[person],
            link=study.key(link),
            cause=study.code(links.cause[link]),
            effect=study.code(links.effect[link]),
            weight=float(links.entry_weight[entry]),
            plus=float(links.entry_plus[entry]),
            minus=float(links.entry_minus[entry]),
            statements=int(links.entry_statements[entry]),
        )
        for entry in np.lexsort((links.entry_link, links.entry_participant)).tolist()
        for link, person in [(int(links.entry_link[entry]), int(links.entry_participant[entry]))]
    )


def speakers_of(study: Claimed) -> tuple[Speaker, ...]:
    """Return how dense each participant's own map is; who is silent has none."""
    links = study.links
    found = []
    for person in np.flatnonzero(study.participants).tolist():
        mine = links.entry_participant == person
        at = links.entry_link[mine]
        found.append(
            Speaker(
                participant=study.people[person],
                statements=int(links.entry_statements[mine].sum()),
                links=len(at),
                factors=len(np.union1d(links.cause[at], links.effect[at])),
            )
        )
    return tuple(found)


def coders_of(study: Claimed) -> tuple[CoderDensity, ...]:
    """Return how dense the map is that each coder alone draws."""
    claims, counted = study.claims, study.links.claim_link >= 0
    found = []
    for coder in np.unique(claims.coder[counted]).tolist():
        mine = counted & (claims.coder == coder)
        found.append(
            CoderDensity(
                coder=study.coders[coder],
                claims=int(mine.sum()),
                links=len(np.unique(study.links.claim_link[mine])),
                factors=len(np.union1d(claims.cause[mine], claims.effect[mine])),
            )
        )
    return tuple(found)


def evidence_of(study: Claimed) -> dict[str, Evidence]:
    """Return the claims under every key of a causal map."""
    claims, links = study.claims, study.links
    good = polarity_signs(study.codes, study.framework)
    rows = defaultdict[str, list[int]](list)
    for claim, link in enumerate(links.claim_link.tolist()):
        if link >= 0:
            sign, effect = int(claims.sign[claim]), int(claims.effect[claim])
            key, cause_code, effect_code = study.key(link), study.code(claims.cause[claim]), study.code(effect)
            meaning = {1: "helps", -1: "harms", 0: ""}[sign * int(good[effect])]
            keys = [key, f"{key}/{SIGNS[sign]}", f"{key}/{study.people[claims.participant[claim]]}"]
            keys += [cause_code, effect_code, f"{effect_code}/{'raised' if sign > 0 else 'lowered'}"]
            keys += [f"{cause_code}/{meaning}"] if meaning else []
        elif study.beside[claim]:
            keys = [study.key_beside(claim)]
        else:
            continue
        for one in keys:
            rows[one].append(int(claims.row[claim]))
    return {key: Evidence("claim", tuple(sorted(set(found)))) for key, found in rows.items()}


def _conditions(
    quoter: Quoter, apart: tuple[tuple[str, str], ...], noted: Mapping[LinkSign, Evidence]
) -> tuple[Condition, ...]:
    quotes = [(sign, quote) for sign, side in noted.items() for quote in quoter.quotes(side)]
    shown = keep_apart([quote for _, quote in quotes], apart)
    return tuple(
        Condition(participant=quote.participant, sign=sign, note=quote.note, withheld=quote.withheld)
        for (sign, _), quote in zip(quotes, shown, strict=True)
        if quote.note or quote.withheld
    )


def _within(evidence: Evidence, rows: frozenset[int]) -> Evidence:
    return replace(evidence, rows=tuple(row for row in evidence.rows if row in rows))


def _both(sides: Sides) -> set[int]:
    return set(sides.factor[sides.helps].tolist()) & set(sides.factor[sides.harms].tolist())


def _minority(helps: tuple[str, ...], harms: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
    if len(helps) == len(harms):
        return "", tuple(dict.fromkeys((*helps, *harms)))
    return ("helps", helps) if len(helps) < len(harms) else ("harms", harms)


def _by_meaning(raising: float, lowering: float, good: int) -> tuple[Number, Number]:
    """Return what burdens and what protects a factor: raising a risk burdens, raising a protection protects."""
    if good == 0:
        without = Undefined("the factor is neither risk nor protection")
        return without, without
    return (lowering, raising) if good > 0 else (raising, lowering)
