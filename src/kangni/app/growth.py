"""Whether episodes that leave something for the next time end otherwise, and what the same stressor did twice."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import combinations

from kangni.core.framework import Framework
from kangni.methods.proportions import wilson
from kangni.results.process import Change, Growth, Lane, Repeat

__all__ = ["growth_of", "repeats_of"]


def growth_of(shared: Sequence[Lane], framework: Framework) -> tuple[Growth, ...]:
    """Count the outcomes of episodes with a moment of growth and of those without, best outcome first."""
    if not framework.balance.growth:
        return ()
    return tuple(
        _growth(outcome.id, shared, framework)
        for outcome in sorted(framework.outcomes, key=lambda outcome: -outcome.rank)
    )


def repeats_of(shared: Sequence[Lane], framework: Framework) -> tuple[Repeat, ...]:
    """Return the pairs of episodes of one participant in one reading that begin with the same stressor, as told."""
    rank = {outcome.id: outcome.rank for outcome in framework.outcomes}
    stages = {stage.id for stage in framework.stages if stage.required}
    return tuple(_pairs(shared, rank, stages))


def _pairs(shared: Sequence[Lane], rank: Mapping[str, int], stages: Collection[str]) -> Iterator[Repeat]:
    told = sorted(shared, key=lambda lane: (lane.participant, lane.place))
    for first, second in combinations(told, 2):
        both = _stressors(first, stages) & _stressors(second, stages)
        if both and (first.participant, first.coder) == (second.participant, second.coder):
            yield Repeat(
                key=f"again:{first.key}>{second.key}",
                participant=first.participant,
                stressors=tuple(sorted(both)),
                first=first.key,
                second=second.key,
                first_outcome=first.outcome,
                second_outcome=second.outcome,
                grew=first.grew,
                change=_change(rank[second.outcome] - rank[first.outcome]),
            )


def _growth(outcome: str, shared: Sequence[Lane], framework: Framework) -> Growth:
    found = {
        grown: [lane for lane in shared if lane.grew is grown and lane.outcome == outcome] for grown in (True, False)
    }
    with_n = sum(lane.grew for lane in shared)
    with_one, without = wilson(len(found[True]), with_n), wilson(len(found[False]), len(shared) - with_n)
    return Growth(
        key=f"growth:{outcome}",
        key_without=f"no growth:{outcome}",
        outcome=outcome,
        name=framework.outcome(outcome).name,
        episodes_with=len(found[True]),
        with_n=with_n,
        with_lower=with_one.lower,
        with_upper=with_one.upper,
        people_with=len({lane.participant for lane in found[True]}),
        episodes_without=len(found[False]),
        without_n=len(shared) - with_n,
        without_lower=without.lower,
        without_upper=without.upper,
        people_without=len({lane.participant for lane in found[False]}),
    )


def _stressors(lane: Lane, stages: Collection[str]) -> set[str]:
    return {moment.code for moment in lane.moments if moment.code and moment.stage in stages}


def _change(steps: int) -> Change:
    return "better" if steps > 0 else "worse" if steps < 0 else "the same"
