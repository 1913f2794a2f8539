"""The deed of running the map by the rules of fuzzy cognitive maps: what clamps change, and how much any map would."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from kangni.app.balance import HYPOTHESIS, MEMBERS, Ground, ground, left_out_of, member_words
from kangni.app.claimed import cautions_of, settings_of
from kangni.app.layering import layers_of, readings_of
from kangni.app.levers import LeverCodes
from kangni.app.scenario import Plan, plan_of, together
from kangni.core.errors import N_
from kangni.core.names import Label
from kangni.core.ports import Progressing, Reader
from kangni.core.undefined import Number, Undefined
from kangni.methods.causal.attractors import attractors
from kangni.methods.causal.balance import dense
from kangni.methods.causal.chunks import KeptChunks, Pool
from kangni.methods.causal.ensemble import Direction, Spread, direction_of, spread_of
from kangni.methods.causal.fuzzy import TOLERANCE, Cycle, Fuzzy
from kangni.methods.causal.fuzzy_blocks import SETTLING, Ending
from kangni.methods.causal.fuzzy_ensemble import (
    WAYS,
    Clamps,
    FuzzyEnsemble,
    null_shifts,
    run_fuzzy_ensemble,
)
from kangni.methods.causal.members import Vary
from kangni.methods.causal.model import Model
from kangni.methods.chance import DEFAULT_SEED
from kangni.methods.columns import Bools, ColumnSource, Floats, Ints
from kangni.methods.ranking import rank_agreement
from kangni.results.answer import Caution, Evidence, Setting
from kangni.results.fuzzy import FuzzyEnds, FuzzyShift, FuzzySimulation, NullOrder
from kangni.results.sensitivity import LayerShare

__all__ = ["fuzzy"]

NULL_MAPS = 200
DECISIVE = 0.25  # of the variance: above it a choice nobody can found decides the size
AS_SURE = 0.95  # of the null maps move it the same way: the yardstick of a decided direction
FUNCTIONING = Label("Functioning", "功能状态")
NO_PATH = Undefined(N_("no path leads there"))
NOT_SETTLED = Undefined(N_("no run came to rest"))
RANDOM_WEIGHTS, REWIRED = N_("random weights"), N_("rewired")

CYCLING = N_("{count} of {runs} runs came round in a cycle, and {wandering} did not settle; they have no difference.")
SEVERAL = N_(
    "From {starts} random starts the map of all ends in {ends} different states: differences are those from rest."
)
SEVERAL_WAYS = N_(
    "Members ran by several rules; null maps and the ends of the map of all by one: {rule}, {transfer}, steepness "
    "{steepness}."
)
SIGN_ONLY = N_(
    "The choice of transfer makes {share} per cent of the variance: the sign is all one knows, not the size."
)
NO_UNIT = N_("Weights stand as they were bundled; differences are levels between 0 and 1, not unit dips.")


@dataclass(frozen=True, slots=True)
class _Nulls:
    """What the clamps change on maps that say less: of every factor, and of functioning, (clamps, maps)."""

    factors: Floats
    shift: Floats


@dataclass(frozen=True, slots=True)
class _Run:
    """An ensemble and its nulls, with the levers that were clamped after the asked scenario."""

    model: Model
    ensemble: FuzzyEnsemble
    random_weights: _Nulls
    rewired: _Nulls


def fuzzy(
    read: Reader,
    columns: ColumnSource,
    *,
    on: date,
    settings: Fuzzy,
    shock: Sequence[str] = (),
    press: Mapping[str, float] | None = None,
    episode: str | None = None,
    vary: Sequence[Vary] = (),
    members: int = MEMBERS,
    seed: int = DEFAULT_SEED,
    workers: int = 1,
    pool: Pool | None = None,
    kept: KeptChunks | None = None,
    progress: Progressing | None = None,
) -> FuzzySimulation:
    """Clamp codes of a study's map and say what changes.

    Shock, presses and the conditions of an episode are all held as clamps; with none of them, the framework's shock.
    `settings` is how the map is run, the other arguments are those of `simulate`.
    """
    study = ground(read, columns, on=on)
    plan = plan_of(read, study, shock=shock, press=press or {}, episode=episode)
    levels = _levels(study, plan, is_named=bool(shock) or episode is not None)
    run = _run(
        study, plan, levels, settings, vary, members=members, seed=seed, workers=workers, pool=pool, kept=kept,
        progress=progress,
    )  # fmt: skip
    ends = run if isinstance(run, Undefined) else _ends(study, run, settings, seed)
    layers = () if isinstance(run, Undefined) else _layers(run, study)
    return FuzzySimulation(
        settings=_settings(study, settings, vary, members=members, seed=seed),
        cautions=_cautions(study, ends, layers, settings if "rule" in vary else None),
        revision=read.revision,
        rule=settings.rule,
        transfer=settings.transfer,
        participants=study.bundled.n,
        members=members,
        claims=int((study.bundled.claim_link >= 0).sum()),
        links=len(study.bundled.cause),
        factors=len(study.in_map),
        clamps=tuple((study.study.code(code), level) for code, level in levels.items() if code in study.in_map),
        not_in_map=study.handles(code for code in levels if code not in study.in_map),
        functioning=study.functioning,
        ends=ends,
        y=_functioning(study, run, levels),
        shifts=() if isinstance(run, Undefined) else _factors(study, run, levels),
        presses=() if isinstance(run, Undefined) else _presses(study, run, plan.levers),
        order=() if isinstance(run, Undefined) else _order(run),
        layers=layers,
        evidence_by_key=_evidence(study, plan, levels),
    )


def _levels(study: Ground, plan: Plan, *, is_named: bool) -> dict[int, float]:
    """Return all that is held; the framework's shock only where nothing else was asked for."""
    shock = plan.shock if is_named or not plan.presses else {}
    return together(study, together(study, shock, plan.conditions), plan.presses)


def _run(
    study: Ground,
    plan: Plan,
    levels: Mapping[int, float],
    settings: Fuzzy,
    vary: Sequence[Vary],
    *,
    members: int,
    seed: int,
    workers: int,
    pool: Pool | None,
    kept: KeptChunks | None,
    progress: Progressing | None,
) -> _Run | Undefined:
    model, balance = study.model, study.framework.balance
    if isinstance(model, Undefined):
        return model
    asked = [levels, *(one.levels(raised=balance.high, lowered=balance.low) for one in plan.levers)]
    sets = [_clamps(model, one) for one in asked]
    ensemble = run_fuzzy_ensemble(
        study.bundled,
        model,
        WAYS if "rule" in vary else (settings,),
        participants=study.study.participants,
        clamps=sets,
        members=members,
        seed=seed,
        readings=readings_of(study) if "coders" in vary else (),
        vary_weights="weights" in vary,
        workers=workers,
        pool=pool,
        kept=kept,
        progress=progress,
    )
    rng = np.random.default_rng(seed)
    drawn = [
        _Nulls(*null_shifts(study.bundled, model, settings, sets, maps=NULL_MAPS, rewire=rewire, rng=rng))
        for rewire in (False, True)
    ]
    return _Run(model, ensemble, *drawn)


def _clamps(model: Model, levels: Mapping[int, float]) -> Clamps:
    """Return the levels by factor; codes that are no factor are passed over."""
    return {factor: levels[code] for factor, code in enumerate(model.codes.tolist()) if code in levels}


def _functioning(study: Ground, run: _Run | Undefined, levels: Mapping[int, float]) -> FuzzyShift:
    people = study.claimers_of(study.out_of(levels))
    if isinstance(run, Undefined):
        return FuzzyShift("", FUNCTIONING, run, run, run, run, (), people)
    nulls = run.random_weights.shift[0], run.rewired.shift[0]
    return _shift("", FUNCTIONING, run.ensemble.shift[0], run.ensemble.reach[0], nulls, people)


def _factors(study: Ground, run: _Run, levels: Mapping[int, float]) -> tuple[FuzzyShift, ...]:
    """Return what moves by itself, the furthest first; what is clamped is not told again."""
    found = [
        _shift(
            study.study.code(code),
            study.study.codes[code].name,
            run.ensemble.factor_shift[factor],
            run.ensemble.factor_reach[factor],
            (run.random_weights.factors[factor], run.rewired.factors[factor]),
            study.claimers_of(study.into([code])),
        )
        for factor, code in enumerate(run.model.codes.tolist())
        if code not in levels and run.ensemble.factor_reach[factor].any()
    ]
    return tuple(sorted(found, key=_size, reverse=True))


def _presses(study: Ground, run: _Run, levers: Sequence[LeverCodes]) -> tuple[FuzzyShift, ...]:
    found = [
        _shift(
            lever.id,
            lever.name,
            run.ensemble.shift[n],
            run.ensemble.reach[n],
            (run.random_weights.shift[n], run.rewired.shift[n]),
            study.claimers_of(study.out_of(lever.codes)),
        )
        for n, lever in enumerate(levers, start=1)
    ]
    return tuple(sorted(found, key=_size, reverse=True))


def _shift(
    code: str, name: Label, values: Floats, reach: Bools, nulls: tuple[Floats, Floats], people: tuple[str, ...]
) -> FuzzyShift:
    settled = ~np.isnan(values)
    if not reach.any() or not settled.any():
        none = NO_PATH if not reach.any() else NOT_SETTLED
        return FuzzyShift(code, name, none, none, none, none, (), people)
    spread = spread_of(values[settled], reach[settled])
    direction = direction_of(spread)
    random_weights, rewired = (_same_way(spread, null) for null in nulls)
    shares = ((RANDOM_WEIGHTS, random_weights), (REWIRED, rewired))
    is_found = direction in {Direction.DECIDED, Direction.WHERE_IT_EXISTS}
    given_by = tuple(null for null, share in shares if is_found and isinstance(share, float) and share >= AS_SURE)
    return FuzzyShift(code, name, spread, direction, random_weights, rewired, given_by, people)


def _same_way(spread: Spread, null: Floats) -> Number:
    """Return the share of null maps that move it the way the median member does."""
    if isinstance(spread.median, Undefined) or spread.median == 0:
        return Undefined(N_("no member moves"))
    settled = null[~np.isnan(null)]
    return float((np.sign(settled) == np.sign(spread.median)).mean()) if settled.size else NOT_SETTLED


def _size(one: FuzzyShift) -> float:
    if isinstance(one.shift, Undefined) or isinstance(one.shift.median, Undefined):
        return -1.0
    return abs(one.shift.median)


def _order(run: _Run) -> tuple[NullOrder, ...]:
    """Compare the order of levers with that on maps that say less."""
    if len(run.ensemble.shift) == 1:
        return ()
    size = np.abs(_medians(run.ensemble.shift[1:]))
    nulls = ((RANDOM_WEIGHTS, run.random_weights), (REWIRED, run.rewired))
    return tuple(_null_order(name, size, np.abs(null.shift[1:])) for name, null in nulls)


def _null_order(name: str, size: Floats, shifts: Floats) -> NullOrder:
    found = [rank_agreement(size, np.nan_to_num(shifts[:, one])) for one in range(shifts.shape[1])]
    defined = [agreement for agreement in found if not isinstance(agreement, Undefined)]
    if not defined:
        return NullOrder(name, found[0], found[0], found[0])
    low, median, high = (float(point) for point in np.quantile(defined, [0.05, 0.5, 0.95]))
    return NullOrder(name, median, low, high)


def _medians(values: Floats) -> Floats:
    settled = ~np.isnan(values)
    return np.array([np.median(row[known]) if known.any() else 0.0 for row, known in zip(values, settled, strict=True)])


def _layers(run: _Run, study: Ground) -> tuple[LayerShare, ...]:
    one = run.ensemble
    return layers_of(one.shift[0], study, one.times, one.raises, one.reading, one.emphasis, _choices(one.way))


def _choices(way: Ints) -> dict[str, Ints]:
    """Return what members took, choice by choice, where they took several ways."""
    if not way.any():
        return {}
    taken: dict[str, list[str]] = {
        "rule": [fuzzy.rule for fuzzy in WAYS],
        "transfer": [fuzzy.transfer for fuzzy in WAYS],
        "steepness": [str(fuzzy.steepness) for fuzzy in WAYS],
    }
    return {layer: np.unique(named, return_inverse=True)[1][way] for layer, named in taken.items()}


def _ends(study: Ground, run: _Run, settings: Fuzzy, seed: int) -> FuzzyEnds:
    matrix = dense(run.model.links, study.bundled.weight).T
    found = attractors(matrix, settings, longest=SETTLING, rng=np.random.default_rng(seed))
    ending = run.ensemble.ending
    return FuzzyEnds(
        attractors=len(found.ends),
        unsettled=found.unsettled,
        starts=found.starts,
        unique=found.unique,
        periods=tuple(sorted({end.period for end in found.ends if isinstance(end, Cycle)})),
        fixed=int((ending == Ending.FIXED).sum()),
        cycling=int((ending == Ending.CYCLE).sum()),
        wandering=int((ending == Ending.UNSETTLED).sum()),
    )


def _settings(study: Ground, settings: Fuzzy, vary: Sequence[Vary], *, members: int, seed: int) -> tuple[Setting, ...]:
    return (
        *settings_of(study.study),
        Setting("rule", settings.rule.value),
        Setting("transfer", settings.transfer.value),
        Setting("steepness", settings.steepness),
        Setting("sources held at their start", settings.hold_sources),
        Setting("tolerance", TOLERANCE),
        Setting("longest run, steps", SETTLING),
        Setting("members", members),
        Setting("a member is", member_words(vary)),
        Setting("null maps", NULL_MAPS),
        Setting("seed", seed),
    )


def _cautions(
    study: Ground, ends: FuzzyEnds | Undefined, layers: Sequence[LayerShare], named: Fuzzy | None
) -> tuple[Caution, ...]:
    """Return what belongs beside the run; `named` is the one rule of the null maps where members took several."""
    found = [*cautions_of(study.study), Caution(HYPOTHESIS), *left_out_of(study), Caution(NO_UNIT)]
    if named is not None:
        way = (("rule", named.rule.value), ("transfer", named.transfer.value), ("steepness", named.steepness))
        found.append(Caution(SEVERAL_WAYS, way))
    by_transfer = next((layer.share for layer in layers if layer.layer == "transfer"), 0.0)
    if not isinstance(by_transfer, Undefined) and by_transfer > DECISIVE:
        found.append(Caution(SIGN_ONLY, (("share", round(100 * by_transfer)),)))
    if isinstance(ends, Undefined):
        return tuple(found)
    if ends.cycling or ends.wandering:
        runs = ends.fixed + ends.cycling + ends.wandering
        facts = (("count", ends.cycling), ("runs", runs), ("wandering", ends.wandering))
        found.append(Caution(CYCLING, facts))
    if ends.attractors > 1:
        found.append(Caution(SEVERAL, (("starts", ends.starts), ("ends", ends.attractors))))
    return tuple(found)


def _evidence(study: Ground, plan: Plan, levels: Iterable[int]) -> dict[str, Evidence]:
    found = {"clamps": study.claims_of(study.out_of(levels))}
    found |= {f"factor/{study.study.code(code)}": study.claims_of(study.into([code])) for code in sorted(study.in_map)}
    return found | {f"press/{lever.id}": study.claims_of(study.out_of(lever.codes)) for lever in plan.levers}
