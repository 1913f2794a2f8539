"""How the order of levers changes with who speaks and who reads, and how much of it any map would give."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from kangni.app.balance import Ground
from kangni.app.weighed import Case, Weighed, pressed
from kangni.core.ports import Progressing
from kangni.core.undefined import Undefined
from kangni.methods.causal.maps import bundle
from kangni.methods.causal.model import model_of
from kangni.methods.causal.nulls import rewired_shifts, unweighted_shifts
from kangni.methods.columns import Floats, Ints
from kangni.methods.ranking import places, rank_agreement
from kangni.results.advice import Comparison, Steadiness

__all__ = ["CODER_MEMBERS", "coders_of", "effects_without", "steadiness_of"]

CODER_MEMBERS = 192
NULL_MAPS = 200
NO_RANGE = Undefined("one comparison, no range")


def steadiness_of(
    case: Case, weighed: Sequence[Weighed], *, seed: int, progress: Progressing
) -> tuple[Steadiness, ...]:
    """Compare the order of all levers with that without each participant, by one coder, and on maps that say less."""
    whole = _places(weighed, case.shifts)
    people = np.flatnonzero(case.study.study.participants).tolist()
    found = [_without(case, weighed, whole, person) for person in people]
    coders = coders_of(case.study)
    for done, coder in enumerate(coders, start=1):
        found.append(_alone(case, coder, seed=seed))
        progress(done * CODER_MEMBERS, len(coders) * CODER_MEMBERS)
    return (*found, *_nulls(case, seed=seed))


def coders_of(study: Ground) -> tuple[int, ...]:
    """Return the coders whose claims make the map, none where there is only one."""
    claims = study.study.claims
    coders = tuple(np.unique(claims.coder[study.bundled.claim_link >= 0]).tolist())
    return coders if len(coders) > 1 else ()


def effects_without(case: Case, person: int) -> Floats:
    """Return each lever's median shift over the members in which a participant was not drawn.

    These members are draws from the others (jackknife after bootstrap; Efron 1992), so that no map is drawn again.
    """
    if case.ensemble is None:
        return case.shifts
    others = case.ensemble.times[person] == 0
    return np.median(case.ensemble.shift[:, others], axis=1) if others.any() else case.shifts


def _without(case: Case, weighed: Sequence[Weighed], whole: Ints, person: int) -> Steadiness:
    left_out = frozenset({person})
    others = [replace(one, askers=one.askers - left_out, claimers=one.claimers - left_out) for one in weighed]
    place = _places(others, effects_without(case, person))
    name, links = case.study.study.people[person], case.study.bundled
    kept = len(set(links.entry_link[links.entry_participant != person].tolist()))
    return Steadiness(Comparison.WITHOUT, name, kept, rank_agreement(whole, place), NO_RANGE, NO_RANGE)


def _alone(case: Case, coder: int, *, seed: int) -> Steadiness:
    """Compare the sizes of effects with those on the map of one coder's claims."""
    study = _read_by(case.study, coder)
    own = pressed(study, case.levers, members=CODER_MEMBERS, seed=seed)
    shifts = np.zeros(len(case.levers)) if own is None else np.median(own.shift, axis=1)
    name, links = case.study.study.coders[coder], len(study.bundled.cause)
    agreement = rank_agreement(np.abs(case.shifts), np.abs(shifts))
    return Steadiness(Comparison.ONE_CODER, name, links, agreement, NO_RANGE, NO_RANGE)


def _read_by(study: Ground, coder: int) -> Ground:
    counted = study.study.counted & (study.study.claims.coder == coder)
    links = bundle(study.study.claims, participants=study.study.participants, counted=counted)
    claimed = replace(study.study, counted=counted, links=links)
    return replace(study, study=claimed, model=model_of(links, study.recipe))


def _nulls(case: Case, *, seed: int) -> tuple[Steadiness, ...]:
    """Compare the sizes of effects with those on maps with weights at random, and with links that lead anywhere."""
    study = case.study
    if isinstance(study.model, Undefined) or not case.levers:
        return ()
    balance, rng = study.framework.balance, np.random.default_rng(seed)
    pushes = np.array([study.push(one.levels(raised=balance.high, lowered=balance.low)) for one in case.levers])
    drawn = (
        (Comparison.RANDOM_WEIGHTS, unweighted_shifts(study.bundled, study.model, pushes, maps=NULL_MAPS, rng=rng)),
        (Comparison.REWIRED, rewired_shifts(study.bundled, study.model, pushes, maps=NULL_MAPS, rng=rng)),
    )
    return tuple(_null(case, kind, shifts) for kind, shifts in drawn)


def _null(case: Case, kind: Comparison, shifts: Floats) -> Steadiness:
    size = np.abs(case.shifts)
    found = [rank_agreement(size, np.abs(shifts[:, one])) for one in range(shifts.shape[1])]
    defined = [agreement for agreement in found if not isinstance(agreement, Undefined)]
    links = len(case.study.bundled.cause)
    if not defined:
        return Steadiness(kind, "", links, found[0], found[0], found[0])
    low, median, high = (float(point) for point in np.quantile(defined, [0.05, 0.5, 0.95]))
    return Steadiness(kind, "", links, median, low, high)


def _places(weighed: Sequence[Weighed], shifts: Floats) -> Ints:
    askers = np.array([len(one.askers) for one in weighed], np.int64)
    return places(askers, np.array([len(one.supporters) for one in weighed], np.int64), shifts)
