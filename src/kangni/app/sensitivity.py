"""What the answer of a simulation hangs on, and what to ask in the next interview."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from kangni.app.balance import Ground
from kangni.app.layering import layers_of
from kangni.app.scenario import Plan, Runs
from kangni.core.errors import N_
from kangni.core.undefined import Number, Undefined
from kangni.methods.causal.blocks import euler, settle
from kangni.methods.causal.ensemble import spread_of
from kangni.methods.causal.model import Model
from kangni.methods.columns import Bools, Floats
from kangni.results.sensitivity import LinkWeight, NextQuestion, PersonWeight, Sensitivity, Side
from kangni.results.simulation import RunKind

__all__ = ["sensitivity_of"]

LISTED = 10  # links and sides
MATTERS = 0.25  # of the answer: what changes it by less is not asked about
ASKED_ABOUT = 3  # single voices
NOBODY = N_("nobody was drawn without them")

WHEN = N_("Ask when {cause} raises {effect} and when it lowers it: {raising} and {lowering} say different things.")
OTHERS = N_("Ask others whether {cause} leads to {effect}: only {people} says so, and the answer hangs on it.")
SOMEBODY = N_("Ask somebody else about what {people} tells: without {people} the answer is another one.")
WHAT_LEADS = N_("Ask what leads to {effect}: it is part of functioning, and nobody says.")
LEADS_WHERE = N_("Ask what {cause} leads to: it strikes, and nobody says.")


@dataclass(frozen=True, slots=True)
class _Answer:
    """The number that is looked into: its name, over members in unit dips, and which members have a path."""

    name: str  # "presses", "growth" or "drop"
    values: Floats
    reach: Bools


def sensitivity_of(study: Ground, plan: Plan, runs: Runs | Undefined) -> Sensitivity | Undefined:
    """Look into one number: the shift by the asked presses, else growth with conditions, else the drop."""
    if isinstance(runs, Undefined) or isinstance(study.model, Undefined):
        assert isinstance(study.model, Undefined)
        return study.model
    if isinstance(runs.unit, Undefined):
        return runs.unit
    answer = _answer(runs, plan, runs.unit)
    if not answer.reach.any():
        return Undefined(N_("no path leads to functioning"))
    value, ensemble = float(np.median(answer.values)), runs.ensemble
    people, links = _people(study, runs, answer, value), _links(study, study.model, plan, answer, runs.unit)
    sides = _sides(study, runs, answer)
    return Sensitivity(
        conclusion=answer.name,
        value=value,
        layers=layers_of(answer.values, study, ensemble.times, ensemble.raises, ensemble.reading, ensemble.emphasis),
        people=people,
        links=links[:LISTED],
        sides=sides[:LISTED],
        questions=tuple(_questions(study, plan, value, people, links, sides)),
    )


def _answer(runs: Runs, plan: Plan, unit: float) -> _Answer:
    ensemble = runs.ensemble
    if plan.presses:
        row = runs.pushes.index("presses")
        return _Answer("presses", ensemble.shift[row] / unit, ensemble.reach[row])
    kind = RunKind.CONDITIONS if RunKind.CONDITIONS in runs.kinds else RunKind.SHOCK
    numbers = ensemble.growth if kind is RunKind.CONDITIONS else ensemble.drop
    reach = ensemble.reach[runs.pushes.index(f"run/{kind.value}")]
    return _Answer("growth" if kind is RunKind.CONDITIONS else "drop", numbers[runs.kinds.index(kind)] / unit, reach)


def _people(study: Ground, runs: Runs, answer: _Answer, value: float) -> tuple[PersonWeight, ...]:
    """Tell the answer over the members without each person: jackknife after bootstrap, so nothing runs again."""
    found = []
    for person in np.flatnonzero(study.study.participants).tolist():
        others = runs.ensemble.times[person] == 0
        without: Number = float(np.median(answer.values[others])) if others.any() else Undefined(NOBODY)
        found.append(PersonWeight(study.study.people[person], without, value, _turns(value, without)))
    return tuple(sorted(found, key=lambda one: -_distance(value, one.without)))


def _links(study: Ground, model: Model, plan: Plan, answer: _Answer, unit: float) -> tuple[LinkWeight, ...]:
    """Take each link out of the map of all, one at a time; the scale stays."""
    count = len(study.bundled.cause)
    weight = np.repeat((study.bundled.weight * study.base.factor)[:, None], count + 1, axis=1)
    weight[np.arange(count), np.arange(count)] = 0.0  # the last map stays whole
    found = _on_maps(study, model, plan, answer.name, weight) / unit
    whole = float(found[-1])
    people = [study.claimers_of(np.arange(count) == link) for link in range(count)]
    listed = [
        LinkWeight(
            study.study.key(link),
            people[link],
            float(found[link]),
            whole,
            _turns(whole, float(found[link])),
        )
        for link in range(count)
        if abs(found[link] - whole) > 1e-6
    ]
    return tuple(sorted(listed, key=lambda one: -_distance(whole, one.without)))


def _on_maps(study: Ground, model: Model, plan: Plan, answer: str, weight: Floats) -> Floats:
    """Return the answer's number on a block of scaled maps."""
    if answer == "presses":
        pushes = np.vstack([np.zeros(len(model.codes)), study.push(plan.presses)])
        still, pressed = settle(model.links, weight, model.rest, pushes, model.functioning)
        shift: Floats = pressed - still
        return shift
    balance = study.framework.balance
    y = euler(
        model.links,
        weight,
        model.rest,
        model.functioning,
        shock=study.push(plan.shock),
        held=study.push(plan.conditions),
        shock_steps=balance.shock_steps,
        horizon_steps=balance.horizon_steps,
    )
    number: Floats = y[-1] - y[0] if answer == "growth" else y[0] - y.min(axis=0)
    return number


def _sides(study: Ground, runs: Runs, answer: _Answer) -> tuple[Side, ...]:
    """Set the answer beside itself in both worlds of each contested link."""
    found = []
    for row, link in enumerate(np.flatnonzero(study.bundled.contested).tolist()):
        raises = runs.ensemble.raises[row]
        if not (raises.any() and (~raises).any()):
            continue
        up, down = (spread_of(answer.values[one], answer.reach[one]) for one in (raises, ~raises))
        if isinstance(up.median, Undefined) or isinstance(down.median, Undefined):
            continue
        apart = abs(up.median - down.median)
        found.append(Side(study.study.key(link), up, down, apart, _turns(up.median, down.median)))
    return tuple(sorted(found, key=lambda side: -_plain(side.apart)))


def _questions(
    study: Ground,
    plan: Plan,
    value: float,
    people: Sequence[PersonWeight],
    links: Sequence[LinkWeight],
    sides: Sequence[Side],
) -> Iterator[NextQuestion]:
    matters = MATTERS * max(abs(value), study.framework.balance.same)
    for side in sides:
        if side.turns or _plain(side.apart) >= matters:
            yield _when(study, side.link)
    alone = [one for one in links if len(one.people) == 1 and _distance(one.whole, one.without) >= matters]
    for one in alone[:ASKED_ABOUT]:
        yield NextQuestion(OTHERS, (*_ends(one.link), ("people", one.people[0])), (one.link,))
    for person in people[:1]:
        if person.turns or _distance(value, person.without) >= max(matters, MATTERS * abs(value)):
            yield NextQuestion(SOMEBODY, (("people", person.participant),))
    for domain in study.functioning:
        for code in domain.left_out:
            yield NextQuestion(WHAT_LEADS, (("effect", code),))
    for code in study.handles(number for number in plan.shock if number not in study.in_map):
        yield NextQuestion(LEADS_WHERE, (("cause", code),))


def _when(study: Ground, link: str) -> NextQuestion:
    links, place = study.bundled, [study.study.key(one) for one in range(len(study.bundled.cause))].index(link)
    mine = links.entry_link == place
    raising = study.names_of(links.entry_participant[mine & (links.entry_plus > 0)].tolist())
    lowering = study.names_of(links.entry_participant[mine & (links.entry_minus < 0)].tolist())
    facts = (*_ends(link), ("raising", ", ".join(raising)), ("lowering", ", ".join(lowering)))
    return NextQuestion(WHEN, facts, (link,))


def _ends(link: str) -> tuple[tuple[str, str], tuple[str, str]]:
    cause, effect = link.split(">")
    return ("cause", cause), ("effect", effect)


def _turns(one: Number, other: Number) -> bool:
    return _plain(one) * _plain(other) < 0


def _distance(one: Number, other: Number) -> float:
    return abs(_plain(one) - _plain(other)) if not isinstance(other, Undefined) else 0.0


def _plain(number: Number) -> float:
    return 0.0 if isinstance(number, Undefined) else number
