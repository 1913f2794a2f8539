"""The deed that asks what leads to what."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date

import numpy as np

from kangni.app.chosen import EVERYTHING, Chosen
from kangni.app.claimed import Claimed, cautions_of, claimed, polarity_signs, settings_of
from kangni.app.links import (
    beside_of,
    coders_of,
    conditions_of,
    evidence_of,
    factors_of,
    individual_of,
    link_of,
    speakers_of,
    two_sided_of,
)
from kangni.core.errors import N_, MethodInput
from kangni.core.ports import Reader
from kangni.methods.causal.maps import claimed_sides
from kangni.methods.columns import ColumnSource
from kangni.results.answer import Caution, Setting
from kangni.results.links import Beside, Factor, SourceCount
from kangni.results.maps import CausalMap

__all__ = ["causal_map"]


def causal_map(
    read: Reader,
    columns: ColumnSource,
    *,
    on: date,
    chosen: Chosen = EVERYTHING,
    least_sources: int = 1,
) -> CausalMap:
    """Bundle what people say leads to what, or what some of them say.

    `on` is the day on which consent must hold. Links with fewer than `least_sources` people are left out of the list,
    not of the numbers.
    """
    if least_sources < 1:
        raise MethodInput("map", f"at least {least_sources} sources; use 1 or more")
    study = claimed(read, columns, on=on, chosen=chosen)
    evidence = evidence_of(study)
    conditions = conditions_of(read, study, evidence, on=on)
    shown = np.flatnonzero(study.links.sources >= least_sources).tolist()
    sides = claimed_sides(
        study.claims,
        participants=study.participants,
        counted=study.counted,
        good=polarity_signs(study.codes, study.framework),
    )
    factors, beside = factors_of(study, shown, sides), beside_of(study)
    hidden = len(study.links.cause) - len(shown)
    return CausalMap(
        settings=(*settings_of(study), Setting("least sources", least_sources)),
        cautions=_cautions(study, beside, least_sources=least_sources, hidden=hidden),
        revision=read.revision,
        n=study.links.n,
        participant=chosen.participant,
        chosen=chosen.settings(),
        least_sources=least_sources,
        voices=study.voices,
        claims=int((study.links.claim_link >= 0).sum()),
        missing_strengths=study.links.missing_strengths,
        left_out=study.left_out,
        links=tuple(link_of(study, link, conditions.get(link, ())) for link in shown),
        hidden=hidden,
        links_by_sources=tuple(
            SourceCount(sources, count) for sources, count in sorted(Counter(study.links.sources.tolist()).items())
        ),
        factors=factors,
        drivers=_ranked(factors, lambda factor: factor.out_sources, lambda factor: factor.out_strength),
        outcomes=_ranked(factors, lambda factor: factor.in_sources, lambda factor: factor.in_strength),
        two_sided=two_sided_of(study, sides),
        beside=beside,
        individual=individual_of(study),
        speakers=speakers_of(study),
        coders=coders_of(study),
        evidence_by_key=evidence,
    )


def _cautions(study: Claimed, beside: Sequence[Beside], *, least_sources: int, hidden: int) -> tuple[Caution, ...]:
    links = study.links
    one_voice = int((links.sources == 1).sum())
    found = [*cautions_of(study)]
    if one_voice and links.n > 1:
        facts = (("count", one_voice), ("links", len(links.cause)))
        found.append(Caution(N_("{count} of {links} links rest on the word of one person."), facts))
    if links.contested.any():
        facts = (("count", int(links.contested.sum())), ("links", len(links.cause)))
        found.append(
            Caution(N_("{count} of {links} links are contested: both sides are shown, their mean is of no use."), facts)
        )
    if hidden:
        facts = (("count", hidden), ("least", least_sources))
        found.append(
            Caution(N_("{count} links with fewer than {least} people are not listed; all numbers count them."), facts)
        )
    if beside:
        count = sum(words.claims for words in beside)
        found.append(
            Caution(N_("{count} claims in other voices, or not held, stand beside the map."), (("count", count),))
        )
    return tuple(found)


def _ranked(
    factors: Sequence[Factor], people: Callable[[Factor], int], push: Callable[[Factor], float]
) -> tuple[str, ...]:
    """Return the codes of the factors that anybody names so, by people first, then by strength."""
    named = [factor for factor in factors if people(factor)]
    return tuple(factor.code for factor in sorted(named, key=lambda factor: (-people(factor), -push(factor))))
