"""The same shock twice: what learning protections would make of it, if anybody claimed that they learn."""

from __future__ import annotations

import numpy as np

from kangni.app.balance import Ground
from kangni.app.scenario import Plan
from kangni.core.errors import N_
from kangni.core.undefined import Undefined
from kangni.methods.causal.chunks import Pool
from kangni.methods.causal.development import Engagement, Learning, Twice, shock_twice
from kangni.methods.causal.model import Model
from kangni.methods.columns import Floats
from kangni.results.second_shock import SecondShock, SecondShockRun

__all__ = ["SECOND_MEMBERS", "TWICE", "second_shock"]

SECOND_MEMBERS = 320
AGAIN_AFTER = 26.0  # steps from one shock to the next
SLOWNESS = (26.0, 6.5)
TWICE = tuple(Learning(engagement, slowness) for engagement in Engagement for slowness in SLOWNESS)

NOT_CLAIMED = Undefined(N_("undecided: no learning claimed"))
NOT_ASKED = Undefined(N_("learning is claimed, and the second shock was not asked for"))
BY_RULE = Undefined(N_("decided by the learning rule"))


def second_shock(
    study: Ground,
    plan: Plan,
    *,
    asked: bool,
    members: int,
    seed: int,
    workers: int = 1,
    pool: Pool | None = None,
) -> SecondShock | Undefined:
    """Strike twice under both rules of engagement and two speeds; without being asked, only say whether one could."""
    growing, wearing = _claimed_by(study)
    if not asked:  # each kind of claim by itself: one voice for growth and another for wear agree on nothing
        enough = max(len(growing), len(wearing)) >= study.framework.balance.learners
        return NOT_ASKED if enough else NOT_CLAIMED
    if isinstance(study.model, Undefined):
        return study.model
    unit = study.unit.dip.dip
    if isinstance(unit, Undefined):
        return unit
    count = min(members, SECOND_MEMBERS)
    runs = [
        _run(
            _twice(study, study.model, plan, learning, unit, members=count, seed=seed, workers=workers, pool=pool),
            learning,
            unit,
            study.framework.balance.same,
        )
        for learning in TWICE
    ]
    answers = {_commonest(run) for run in runs}
    return SecondShock(
        again_after=AGAIN_AFTER,
        members=count,
        claimed_by=tuple(sorted(growing | wearing)),
        needed=study.framework.balance.learners,
        runs=tuple(runs),
        answer=answers.pop() if len(answers) == 1 else BY_RULE,
    )


def _claimed_by(study: Ground) -> tuple[frozenset[str], frozenset[str]]:
    """Return who claims that something feeds growth, and who that what drains reaches a protection."""
    balance, links = study.framework.balance, study.bundled
    grows = study.into(study.number[code] for code in balance.growth if code in study.number)
    wears = study.out_of(study.number[code] for code in balance.drains if code in study.number)
    into_protection = np.isin(links.effect, np.array(study.protections, np.int64))
    return frozenset(study.claimers_of(grows)), frozenset(study.claimers_of(wears & into_protection))


def _twice(
    study: Ground,
    model: Model,
    plan: Plan,
    learning: Learning,
    unit: float,
    *,
    members: int,
    seed: int,
    workers: int,
    pool: Pool | None,
) -> Twice:
    return shock_twice(
        study.bundled,
        model,
        participants=study.study.participants,
        protections=np.flatnonzero(np.isin(model.codes, study.protections)),
        shock=study.push(plan.shock),
        shock_steps=study.framework.balance.shock_steps,
        again_after=AGAIN_AFTER,
        horizon_steps=study.framework.balance.horizon_steps,
        learning=learning,
        unit=unit,
        members=members,
        seed=seed,
        workers=workers,
        pool=pool,
    )


def _run(found: Twice, learning: Learning, unit: float, same: float) -> SecondShockRun:
    """Compare lowest points; dips from a rest that has moved are told apart and decide nothing."""
    higher = (found.second - found.first) / unit
    deeper = ((found.before - found.second) - (found.y[0] - found.first)) / unit
    return SecondShockRun(
        engagement=learning.engagement,
        slowness=learning.slowness,
        higher=float((higher > same).mean()),
        same=float((np.abs(higher) <= same).mean()),
        lower=float((higher < -same).mean()),
        deeper=float((deeper > same).mean()),
        y=_medians(found.y),
        strength=_medians(found.strength),
    )


def _medians(values: Floats) -> tuple[float, ...]:
    return tuple(float(value) for value in np.median(values, axis=1))


def _commonest(run: SecondShockRun) -> str:
    return max((("higher", run.higher), ("same", run.same), ("lower", run.lower)), key=lambda one: one[1])[0]
