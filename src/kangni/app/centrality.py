"""The deed that asks what drives, what is driven and what passes it on."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

import numpy as np

from kangni.app.chosen import EVERYTHING, Chosen
from kangni.app.claimed import Claimed, cautions_of, claimed, settings_of
from kangni.core.errors import N_
from kangni.core.ports import Reader
from kangni.core.undefined import Number, Undefined
from kangni.methods.causal import centrality as method
from kangni.methods.causal.maps import in_flow
from kangni.methods.chance import DEFAULT_SEED
from kangni.methods.columns import ColumnSource
from kangni.results.answer import Caution, Evidence, Setting
from kangni.results.centrality import Central, Centrality, RolePlace

__all__ = ["centrality"]

UNNAMED = Undefined(N_("nobody names it in this role"))
ONE_PERSON = Undefined(N_("one participant cannot be resampled"))

RANKS = N_("Places are by people, then by strength; where their ranges overlap, the order may be chance.")
ONE_VOICE = N_("The map is one person's: its order says how much they spoke of what, and has no range.")


def centrality(
    read: Reader,
    columns: ColumnSource,
    *,
    on: date,
    chosen: Chosen = EVERYTHING,
    members: int = method.MEMBERS,
    seed: int = DEFAULT_SEED,
) -> Centrality:
    """Rank factors as drivers, outcomes and brokers, with the range of each place over resampled participants."""
    study = claimed(read, columns, on=on, chosen=chosen)
    found = method.centrality(study.links, factors=len(study.codes), rng=np.random.default_rng(seed), members=members)
    return Centrality(
        settings=(*settings_of(study), Setting("resamples", members), Setting("seed", seed)),
        cautions=(*cautions_of(study), Caution(ONE_VOICE if study.links.n < 2 else RANKS)),
        revision=read.revision,
        n=study.links.n,
        chosen=chosen.settings(),
        members=members,
        seed=seed,
        factors=_factors(study, found),
        evidence_by_key=_evidence(study),
    )


def _factors(study: Claimed, found: method.Centrality) -> tuple[Central, ...]:
    links = study.links
    flow = in_flow(links.effect, links.plus, links.minus, factors=len(study.codes))
    effect = links.effect[links.entry_link]
    return tuple(
        Central(
            code=study.code(number),
            name=study.codes[number].name,
            driver=_place(found.drivers, number),
            outcome=_place(found.outcomes, number),
            broker=_place(found.brokers, number),
            raising=float(flow.raising[number]),
            lowering=float(flow.lowering[number]),
            raised_by=study.names(links.entry_participant[(effect == number) & (links.entry_plus > 0)]),
            lowered_by=study.names(links.entry_participant[(effect == number) & (links.entry_minus < 0)]),
        )
        for number in np.union1d(links.cause, links.effect).tolist()
    )


def _place(standing: method.Standing, number: int) -> RolePlace:
    people = int(standing.people[number])
    place: Number = int(standing.place[number]) if people else UNNAMED
    low, high = (_bound(float(bounds[number]), place) for bounds in (standing.low, standing.high))
    return RolePlace(people, float(standing.strength[number]), place, low, high)


def _bound(bound: float, place: Number) -> Number:
    if isinstance(place, Undefined):
        return place
    return int(bound) if np.isfinite(bound) else ONE_PERSON


def _evidence(study: Claimed) -> dict[str, Evidence]:
    """Return the claims out of each factor, into it by sign, and those of people who put it between others."""
    links, claims = study.links, study.claims
    rows = defaultdict[str, set[int]](set)
    around = defaultdict[tuple[int, int], list[tuple[int, bool]]](list)  # by factor and person: claim, leads into it
    for claim, link in enumerate(links.claim_link.tolist()):
        if link < 0:
            continue
        row, cause, effect = int(claims.row[claim]), int(links.cause[link]), int(links.effect[link])
        rows[f"{study.code(cause)}/out"].add(row)
        rows[f"{study.code(effect)}/into"].add(row)
        rows[f"{study.code(effect)}/{'raised' if claims.sign[claim] > 0 else 'lowered'}"].add(row)
        person = int(claims.participant[claim])
        if cause != effect:
            around[cause, person].append((claim, False))
            around[effect, person].append((claim, True))
    for (factor, _), said in around.items():
        before = {int(claims.cause[claim]) for claim, into in said if into}
        after = {int(claims.effect[claim]) for claim, into in said if not into}
        if any(one != other for one in before for other in after):
            rows[f"{study.code(factor)}/through"].update(int(claims.row[claim]) for claim, _ in said)
    return {key: Evidence("claim", tuple(sorted(found))) for key, found in rows.items()}
