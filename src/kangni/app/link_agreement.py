"""The deed that asks whether two coders find the same links."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from kangni.app.both_read import BothRead, both_read
from kangni.app.chosen import EVERYTHING, Chosen
from kangni.app.claimed import cautions_of, settings_of
from kangni.core.errors import N_
from kangni.core.ports import Reader
from kangni.core.undefined import Number, Undefined
from kangni.methods.causal import link_agreement as method
from kangni.methods.columns import ColumnSource
from kangni.results.answer import Caution, Evidence
from kangni.results.link_agreement import ComparedLink, LinkAgreement
from kangni.results.links import LinkSign

__all__ = ["link_agreement"]

FEW_COMMON = 20  # links, below which a share of signs moves by more than 5 % with each

SIGNS = {0: "", 1: LinkSign.RAISES.value, -1: LinkSign.LOWERS.value, 2: LinkSign.CONTESTED.value}
NO_STRENGTHS = Undefined(N_("some claims carry no strength"))

PLACES = N_(
    "Kappa grants {places} pairs that could have been linked; with more of them it rises towards the specific "
    "agreement. Read that one first."
)
COMMON_ONLY = N_(
    "Signs and strengths are compared on {count} links that both found; on the {alone} found by one alone they say "
    "nothing."
)
FEW = N_("So few links in common let a share of signs jump by several per cent with each.")


def link_agreement(
    read: Reader,
    columns: ColumnSource,
    *,
    on: date,
    coders: tuple[str, str],
    chosen: Chosen = EVERYTHING,
) -> LinkAgreement:
    """Compare the links that two coders found in the accounts that both have read.

    Raises
    ------
    UnknownName
        If there is no such coder.
    NothingToAnalyse
        If there is nothing that both have read.
    """
    study = both_read(read, columns, on=on, coders=coders, chosen=chosen)
    found = method.found_links(study.first.links, study.second.links)
    agreed = method.link_agreement(found, study.people)
    missing = study.first.links.missing_strengths + study.second.links.missing_strengths
    strength: Number = NO_STRENGTHS if missing else agreed.strength_kappa
    return LinkAgreement(
        settings=settings_of(study.first),
        cautions=(*cautions_of(study.first), *study.cautions, *_cautions(agreed)),
        revision=read.revision,
        first=study.names[0],
        second=study.names[1],
        participants=study.first.names(study.people),
        first_claims=int((study.first.links.claim_link >= 0).sum()),
        second_claims=int((study.second.links.claim_link >= 0).sum()),
        both=agreed.both,
        only_first=agreed.only_first,
        only_second=agreed.only_second,
        specific=agreed.specific.value,
        specific_low=agreed.specific.low,
        specific_high=agreed.specific.high,
        kappa=agreed.kappa,
        places=agreed.places,
        same_sign=agreed.same_sign,
        other_sign=agreed.other_sign,
        sign_share=agreed.sign_share,
        sign_kappa=agreed.sign_kappa,
        sign_ac=agreed.sign_ac,
        strength_kappa=strength,
        links=_links(study, found),
        evidence_by_key=_evidence(study),
    )


def _links(study: BothRead, found: method.FoundLinks) -> tuple[ComparedLink, ...]:
    names, listed = study.first, []
    for at in range(len(found.participant)):
        person, cause, effect = (int(numbers[at]) for numbers in (found.participant, found.cause, found.effect))
        first, second = int(found.first_sign[at]), int(found.second_sign[at])
        listed.append(
            ComparedLink(
                key=f"{names.code(cause)}>{names.code(effect)}/{names.people[person]}",
                participant=names.people[person],
                cause=names.code(cause),
                effect=names.code(effect),
                first_sign=SIGNS[first],
                second_sign=SIGNS[second],
                first_strength=float(found.first_strength[at]),
                second_strength=float(found.second_strength[at]),
                agreed=first == second,
            )
        )
    return tuple(listed)


def _evidence(study: BothRead) -> dict[str, Evidence]:
    rows = defaultdict[str, list[int]](list)
    for coder, own in zip(study.names, (study.first, study.second), strict=True):
        for claim, link in enumerate(own.links.claim_link.tolist()):
            if link >= 0:
                key = f"{own.key(link)}/{own.people[own.claims.participant[claim]]}"
                for one in (key, f"{key}/{coder}"):
                    rows[one].append(int(own.claims.row[claim]))
    return {key: Evidence("claim", tuple(sorted(set(found)))) for key, found in rows.items()}


def _cautions(agreed: method.LinkAgreement) -> tuple[Caution, ...]:
    alone = agreed.only_first + agreed.only_second
    said = [
        Caution(PLACES, (("places", agreed.places),)),
        Caution(COMMON_ONLY, (("count", agreed.both), ("alone", alone))),
    ]
    if 0 < agreed.both < FEW_COMMON:
        said.append(Caution(FEW))
    return tuple(said)
