"""The deed of running the map: what a shock does, what comes of it, and what drives and what holds."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import TypeAlias

import numpy as np

from kangni.app.balance import MEMBERS, Ground, balance_cautions, balance_settings, ground
from kangni.app.levers import LeverCodes
from kangni.app.scenario import Plan, Runs, plan_of, protections_by_level, run
from kangni.app.second_shock import second_shock
from kangni.app.sensitivity import sensitivity_of
from kangni.app.told import TOLD_MEMBERS, told_check
from kangni.core.errors import N_, MethodInput
from kangni.core.ports import Progressing, Reader
from kangni.core.undefined import Number, Undefined
from kangni.methods.causal.balance import kinds_of, reactivity, return_rate, trajectory
from kangni.methods.causal.blocks import STEP
from kangni.methods.causal.chunks import KeptChunks, Pool
from kangni.methods.causal.ensemble import SAMPLED, Spread, direction_of
from kangni.methods.causal.members import Vary
from kangni.methods.causal.model import Model
from kangni.methods.chance import DEFAULT_SEED
from kangni.methods.columns import ColumnSource, Floats
from kangni.results.answer import Caution, Evidence, Setting
from kangni.results.simulation import (
    Curve,
    Driver,
    EpisodeShock,
    Holding,
    OutcomeShare,
    OutcomeShares,
    Press,
    Roles,
    RunKind,
    Scaling,
    Simulation,
    ToldCheck,
)

__all__ = ["simulate"]

KINDS = ("dysfunctional", "with_loss", "homeostatic", "resilient")  # as `kinds_of` numbers them
SAME = (0.1, 0.25, 0.5)
FLOOR = (1.0, 1.5, 2.0)
SORTED_LAST = float("inf")
MakeCheck: TypeAlias = Callable[[], ToldCheck | Undefined]

CAPPED = N_("In {count} of {members} members the map has next to no cycles, and its scale met the cap of {cap}.")
UNNAMED = N_("Nobody claims anything about {codes}, so that it strikes nothing in the map.")
PUT_IN = N_("Slow development is a what-if: what the second shock shows was put into the model, not found in it.")
TOLD = "members of each check without one participant"


def simulate(
    read: Reader,
    columns: ColumnSource,
    *,
    on: date,
    shock: Sequence[str] = (),
    press: Mapping[str, float] | None = None,
    episode: str | None = None,
    vary: Sequence[Vary] = (),
    twice: bool = False,
    members: int = MEMBERS,
    seed: int = DEFAULT_SEED,
    workers: int = 1,
    pool: Pool | None = None,
    kept: KeptChunks | None = None,
    remembered: Callable[[MakeCheck], ToldCheck | Undefined] = lambda make: make(),
    progress: Progressing | None = None,
) -> Simulation:
    """Run the map of a study forward.

    `shock` are handles of codes, by default those of `episode`, else of the framework's shock. `press` holds levers
    (ids, or handles of codes) at levels between 0 and 1: the raised codes of a family get the level, the lowered ones
    the rest to 1. `episode` names a told episode whose conditions are held. `twice` strikes a second time, with
    protections that learn. `on` is the day on which consent must hold. `remembered` makes the check
    against told outcomes, or knows it already: with the same seed it is the same whatever presses.
    """
    if "rule" in vary:
        raise MethodInput("balance", "it has one rule; vary the rule of a fuzzy map")
    study = ground(read, columns, on=on)
    plan = plan_of(read, study, shock=shock, press=press or {}, episode=episode)
    if isinstance(study.model, Undefined):
        runs: Runs | Undefined = study.model
        told: ToldCheck | Undefined = study.model
    else:
        tell = _Progress(progress, members, study)
        runs = run(
            study, study.model, plan, vary, members=members, seed=seed, workers=workers, pool=pool, kept=kept,
            progress=tell.ran,
        )  # fmt: skip
        told = remembered(lambda: told_check(study, seed=seed, workers=workers, progress=tell.checked))
    second = second_shock(study, plan, asked=twice, members=members, seed=seed, workers=workers, pool=pool)
    outcomes = _outcomes(study, runs)
    slow = (Setting("slow development", "what if" if twice else "off"), Setting(TOLD, TOLD_MEMBERS))
    return Simulation(
        settings=(*balance_settings(study, vary, members=members, seed=seed), *slow),
        cautions=_cautions(study, plan, runs, twice=twice),
        revision=read.revision,
        participants=study.bundled.n,
        members=members,
        claims=int((study.bundled.claim_link >= 0).sum()),
        links=len(study.bundled.cause),
        contested=int(study.bundled.contested.sum()),
        factors=len(study.in_map),
        roles=_roles(study, plan),
        scaling=_scaling(study, runs),
        baseline=_baseline(study.model),
        curves=_curves(study, plan, runs),
        presses=tuple(_press(study, lever, runs) for lever in plan.levers),
        scenario=_shift(runs, "presses") if plan.presses else Undefined(N_("no press was asked for")),
        outcomes=outcomes,
        depends_on_threshold=_depends(outcomes),
        drives=_drives(study, runs),
        holds=_holds(study, runs),
        episode=_episode(study, plan, episode),
        told=told,
        second=second,
        sensitivity=sensitivity_of(study, plan, runs),
        evidence_by_key=_evidence(study, plan),
    )


class _Progress:
    """Tells one caller of two runs, one after the other, as if they were one."""

    def __init__(self, progress: Progressing | None, members: int, study: Ground) -> None:
        people = {int(study.episodes.participant[episode]) for episode in study.told_episodes}
        self._progress, self._members = progress, members
        self._whole = members + len(people) * TOLD_MEMBERS

    def ran(self, done: int, _of: int) -> None:
        """Take the progress of the ensemble."""
        if self._progress is not None:
            self._progress(done, self._whole)

    def checked(self, done: int, _of: int) -> None:
        """Take the progress of the check, in participants."""
        self.ran(self._members + done * TOLD_MEMBERS, self._whole)


def _shift(runs: Runs | Undefined, push: str) -> Spread | Undefined:
    return runs if isinstance(runs, Undefined) else runs.shift(push)


def _baseline(model: Model | Undefined) -> Number:
    if isinstance(model, Undefined):
        return model
    return float(model.functioning.offset + model.functioning.weight @ model.rest)


def _curves(study: Ground, plan: Plan, runs: Runs | Undefined) -> tuple[Curve, ...]:
    if isinstance(runs, Undefined) or isinstance(study.model, Undefined):
        return ()
    return tuple(_curve(study, study.model, plan, runs, kind) for kind in runs.kinds)


def _curve(study: Ground, model: Model, plan: Plan, runs: Runs, kind: RunKind) -> Curve:
    ensemble, row = runs.ensemble, runs.kinds.index(kind)
    steps = np.arange(ensemble.curve.shape[1], dtype=np.float64) * (STEP * SAMPLED)
    states = trajectory(
        study.base.weights,
        model.rest,
        shock=study.push(plan.shock),
        held=study.push(plan.held(kind)),
        shock_steps=study.framework.balance.shock_steps,
        times=steps,
    )
    base = model.functioning.offset + states @ model.functioning.weight
    low, lower, median, upper, high = np.quantile(ensemble.curve[row], [0.05, 0.25, 0.5, 0.75, 0.95], axis=1)
    return Curve(
        run=kind,
        steps=_plain(steps),
        base=_plain(base),
        median=_plain(median),
        low=_plain(low),
        lower_quartile=_plain(lower),
        upper_quartile=_plain(upper),
        high=_plain(high),
        drop=runs.in_units(ensemble.drop[row], f"run/{kind.value}"),
        growth=runs.in_units(ensemble.growth[row], f"run/{kind.value}"),
        recovery=_recovery(ensemble.recovery[row]),
    )


def _plain(values: Floats) -> tuple[float, ...]:
    return tuple(float(value) for value in values)


def _recovery(recovery: Floats) -> Number:
    """Return the median over members, those that did not recover standing behind all that did."""
    median = float(np.median(np.where(np.isnan(recovery), np.inf, recovery)))
    return median if np.isfinite(median) else Undefined(N_("not recovered within the horizon"))


def _press(study: Ground, lever: LeverCodes, runs: Runs | Undefined) -> Press:
    effect = _shift(runs, f"press/{lever.id}")
    return Press(
        lever=lever.id,
        name=lever.name,
        addressees=lever.addressees,
        raised=study.handles(code for code in lever.raised if code in study.in_map),
        lowered=study.handles(code for code in lever.lowered if code in study.in_map),
        effect=effect,
        direction=effect if isinstance(effect, Undefined) else direction_of(effect),
        participants=study.claimers_of(study.out_of(lever.codes)),
    )


def _drives(study: Ground, runs: Runs | Undefined) -> tuple[Driver, ...]:
    drivers = [
        Driver(
            code=study.study.code(code),
            name=study.study.codes[code].name,
            shift=_shift(runs, f"drives/{study.study.code(code)}"),
            participants=study.claimers_of(study.out_of([code])),
        )
        for code in study.shock_codes
    ]
    return tuple(sorted(drivers, key=lambda driver: _depth(driver.shift)))


def _holds(study: Ground, runs: Runs | Undefined) -> tuple[Holding, ...]:
    holdings = [
        Holding(
            level=level,
            name=study.framework.level(level).name,
            codes=study.handles(codes),
            shift=_shift(runs, f"holds/{level}"),
            participants=study.claimers_of(study.out_of(codes)),
        )
        for level, codes in protections_by_level(study)
    ]
    return tuple(sorted(holdings, key=lambda holding: _depth(holding.shift)))


def _depth(shift: Spread | Undefined) -> float:
    """Return what sorts the deepest fall first and the undefined last."""
    return SORTED_LAST if isinstance(shift, Undefined) or isinstance(shift.median, Undefined) else shift.median


def _outcomes(study: Ground, runs: Runs | Undefined) -> tuple[OutcomeShares, ...] | Undefined:
    if isinstance(runs, Undefined):
        return runs
    if RunKind.CONDITIONS not in runs.kinds:
        return Undefined(N_("no conditions named"))
    if isinstance(runs.unit, Undefined):
        return runs.unit
    growth = runs.ensemble.growth[runs.kinds.index(RunKind.CONDITIONS)] / runs.unit
    balance = study.framework.balance
    thresholds = dict.fromkeys([(balance.same, balance.floor), *((same, floor) for floor in FLOOR for same in SAME)])
    shares = tuple(_shares(study, growth, same=same, floor=floor) for same, floor in thresholds)
    return shares if shares[0].shares else Undefined(N_("the framework ties no outcome to a simulated kind"))


def _shares(study: Ground, growth: Floats, *, same: float, floor: float) -> OutcomeShares:
    kinds = [KINDS[kind] for kind in kinds_of(growth, floor=floor, same=same).tolist()]
    tied = [(outcome, outcome.kinds or (outcome.id,)) for outcome in study.framework.outcomes]
    return OutcomeShares(
        same,
        floor,
        tuple(
            OutcomeShare(outcome.id, outcome.name, sum(kind in its for kind in kinds) / len(kinds))
            for outcome, its in tied
            if set(its) & set(KINDS)
        ),
    )


def _depends(outcomes: tuple[OutcomeShares, ...] | Undefined) -> bool:
    """Tell whether the commonest outcome changes with the thresholds."""
    if isinstance(outcomes, Undefined):
        return False
    return len({max(one.shares, key=lambda share: share.share).outcome for one in outcomes}) > 1


def _episode(study: Ground, plan: Plan, handle: str | None) -> EpisodeShock | None:
    if plan.told is None or handle is None:
        return None
    outcome = int(study.episodes.outcome[plan.told])
    participant = int(study.episodes.participant[plan.told])
    return EpisodeShock(
        handle=handle,
        participant=study.study.people[participant] if participant >= 0 else "",
        label=plan.label,
        stressors=study.handles(study.shock_of(plan.told)),
        conditions=study.handles(plan.conditions),
        told=study.framework.outcomes[outcome].id if outcome >= 0 else None,
    )


def _roles(study: Ground, plan: Plan) -> Roles:
    framework = study.framework
    asked = [*plan.shock, *plan.conditions, *plan.presses]
    return Roles(
        shock=study.handles(code for code in plan.shock if code in study.in_map),
        shock_participants=study.claimers_of(study.out_of(plan.shock)),
        shock_from=plan.shock_from,
        conditions=study.handles(code for code in plan.conditions if code in study.in_map),
        presses=plan.asked,
        functioning=study.functioning,
        functioning_from="framework" if framework.functioning else "outcome indicators",
        protections=study.handles(study.protections),
        protections_from="framework" if framework.balance.protection_constructs else "protective codes",
        not_in_map=study.handles(dict.fromkeys(code for code in asked if code not in study.in_map)),
    )


def _scaling(study: Ground, runs: Runs | Undefined) -> Scaling:
    model, feedback = study.model, study.framework.balance.feedback
    if isinstance(model, Undefined) or isinstance(runs, Undefined):
        none = Undefined(N_("no part of functioning has a claim into it"))
        return Scaling(feedback, none, none, none, "", 0, len(study.told_episodes), none, none, 0)
    unit = study.unit
    return Scaling(
        feedback=feedback,
        spectral_radius=study.base.spectral_radius,
        scale=study.base.factor,
        unit_dip=unit.dip.dip,
        unit_from=unit.source,
        moving=unit.dip.moving,
        episodes=unit.dip.shocks,
        return_rate=return_rate(study.base.weights, model.rest),
        reactivity=reactivity(study.base.weights, model.rest),
        capped=int(runs.ensemble.capped.sum()),
    )


def _cautions(study: Ground, plan: Plan, runs: Runs | Undefined, *, twice: bool) -> tuple[Caution, ...]:
    found = [*balance_cautions(study)]
    unnamed = study.handles(code for code in plan.shock if code not in study.in_map)
    if unnamed:
        found.append(Caution(UNNAMED, (("codes", "; ".join(unnamed)),)))
    if not isinstance(runs, Undefined) and runs.ensemble.capped.any():
        count, cap = int(runs.ensemble.capped.sum()), study.framework.balance.scale_cap
        found.append(Caution(CAPPED, (("count", count), ("members", len(runs.ensemble.capped)), ("cap", cap))))
    if twice:
        found.append(Caution(PUT_IN))
    return tuple(found)


def _evidence(study: Ground, plan: Plan) -> dict[str, Evidence]:
    """Return the claims behind each number, and the episodes behind outcome and check."""
    found = {"shock": study.claims_of(study.out_of(plan.shock))}
    if plan.told is not None:
        found["conditions"] = study.claims_of(study.out_of(plan.conditions))
        found["episode"] = Evidence("episode", (int(study.episodes.row[plan.told]),))
    if plan.presses:
        found["presses"] = study.claims_of(study.out_of(plan.presses))
    found["told"] = Evidence("episode", tuple(sorted(study.episodes.row[list(study.told_episodes)].tolist())))
    for domain in study.functioning:
        parts = [study.number[part] for part, _ in domain.parts]
        found[f"functioning/{domain.id}"] = study.claims_of(study.into(parts))
    found |= {f"press/{lever.id}": study.claims_of(study.out_of(lever.codes)) for lever in plan.levers}
    found |= {f"drives/{study.study.code(code)}": study.claims_of(study.out_of([code])) for code in study.shock_codes}
    found |= {f"holds/{level}": study.claims_of(study.out_of(codes)) for level, codes in protections_by_level(study)}
    return found
