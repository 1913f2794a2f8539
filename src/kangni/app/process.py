"""The deed that asks how the episodes went."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from kangni.app.basis import UNRECORDED, Heard, cautions_that_hold, heard, reading_of
from kangni.app.growth import growth_of, repeats_of
from kangni.core.codebook import Codebook
from kangni.core.episodes import Episode, EpisodeState, Moment
from kangni.core.errors import N_
from kangni.core.framework import Framework
from kangni.core.names import NO_WORDS
from kangni.core.people import Coder
from kangni.core.ports import Reader
from kangni.methods.columns import ColumnSource
from kangni.methods.episodes import TransitionCounts, count_transitions, first_passage, is_in_order, median_rank
from kangni.methods.proportions import CONFIDENCE, dirichlet, goodman, wilson
from kangni.results.answer import Setting
from kangni.results.process import Lane, LaneMoment, Order, OutcomeRow, Passage, Process, Transition, order_key

__all__ = ["process"]

OUTSIDE_N = N_("{count} of {n} episodes belong to nobody of n and are not counted.")
DISPUTED = N_("{count} of {n} episodes are disputed: they are shown, and counted only in the reading of one coder.")
OPEN = N_("{count} of {n} episodes were not over when told: they are in no outcome share.")
WITHOUT_OUTCOME = N_("{count} of {n} episodes are closed without an outcome: they are in no outcome share.")
ONE_READER = N_(
    "Moments of growth and outcomes were coded by the same readers: that they go together is no test of growth."
)
NOT_MATCHED = N_("Coders' episodes are not matched with one another: the reading “all” takes every episode, as “any”.")


@dataclass(frozen=True, slots=True)
class _Told:
    """An episode with its numbers in the columns; `counts` says that its steps and outcome do."""

    episode: Episode
    coder: str
    row: int
    participant: int
    document: int
    counts: bool


def process(read: Reader, columns: ColumnSource, *, on: date, reading: str = "any") -> Process:
    """Follow the episodes through the stages and count how they ended.

    n is everybody with consent to analysis on that day and a document. `reading` is a coder's handle, "any" or "all".
    """
    framework, people = read.framework(), heard(read, columns.turns(), on=on)
    told = _told(read, columns, reading=reading)
    codebook = read.codebook()
    lanes = tuple(_lane(one, people, framework, codebook) for one in told if people.included[one.participant])
    counts = _counts(lanes, framework)
    shared = [lane for lane in lanes if lane.in_share]
    ordered = [lane for lane in lanes if len(lane.path) > 1]
    in_order = sum(lane.in_order for lane in ordered)
    order_interval = wilson(in_order, len(ordered))
    states = [lane.state for lane in lanes]
    without = sum(lane.state == EpisodeState.CLOSED and not lane.outcome for lane in lanes)
    return Process(
        settings=_settings(reading),
        cautions=cautions_that_hold(
            (UNRECORDED, people.unrecorded(), people.n),
            (OUTSIDE_N, len(told) - len(lanes), len(told)),
            (OPEN, states.count(EpisodeState.OPEN), len(lanes)),
            (DISPUTED, states.count(EpisodeState.DISPUTED), len(lanes)),
            (WITHOUT_OUTCOME, without, len(lanes)),
            (NOT_MATCHED, int(reading == "all"), 0),
            (ONE_READER, int(bool(framework.balance.growth)), 0),
        ),
        revision=read.revision,
        reading=reading,
        n=people.n,
        stages=tuple(stage.id for stage in framework.stages),
        stage_names=tuple(stage.name for stage in framework.stages),
        lanes=lanes,
        outcomes=_outcomes(shared, framework),
        median=_median(shared, framework),
        transitions=_transitions(counts, framework),
        counts=counts.steps,
        cell_participants=counts.participants,
        in_order=in_order,
        ordered=len(ordered),
        in_order_lower=order_interval.lower,
        in_order_upper=order_interval.upper,
        orders=_orders(ordered),
        passages=_passages(counts, framework),
        open_episodes=states.count(EpisodeState.OPEN),
        disputed_episodes=states.count(EpisodeState.DISPUTED),
        without_outcome=without,
        growth_codes=framework.balance.growth,
        growth=growth_of(shared, framework),
        repeats=repeats_of(shared, framework),
    )


def _settings(reading: str) -> tuple[Setting, ...]:
    return (
        Setting("reading", reading),
        Setting("unit", "episode"),
        Setting("interval of outcome shares", "goodman"),
        Setting("interval of participants", "wilson"),
        Setting("prior of steps", "dirichlet 1/2"),
        Setting("confidence", CONFIDENCE),
    )


def _told(read: Reader, columns: ColumnSource, *, reading: str) -> list[_Told]:
    """Return the episodes of a reading."""
    episodes, _ = columns.episodes()
    coders = {coder.id: coder.handle for coder in read.all(Coder)}
    wanted = reading_of(read, reading)
    by_row = np.argsort(episodes.row).tolist()  # the order in which the records come
    return [
        _Told(
            episode=episode,
            coder=coders[episode.coder],
            row=int(episodes.row[i]),
            participant=int(episodes.participant[i]),
            document=int(episodes.document[i]),
            counts=episode.state is not EpisodeState.DISPUTED or not isinstance(wanted, str),
        )
        for i, episode in zip(by_row, read.all(Episode), strict=True)
        if isinstance(wanted, str) or episodes.coder[i] == wanted
    ]


def _lane(told: _Told, people: Heard, framework: Framework, codebook: Codebook) -> Lane:
    episode = told.episode
    path = _path(episode, framework) if told.counts else ()
    moments = tuple(_moment(moment, codebook) for moment in episode.moments)
    return Lane(
        key=episode.handle,
        participant=people.handles[told.participant],
        document=people.heads[told.document].handle,
        coder=told.coder,
        label=episode.label,
        state=episode.state.value,
        outcome=episode.outcome or "",
        in_share=told.counts and episode.outcome is not None,
        in_order=is_in_order(path),
        path=tuple(framework.stages[stage].id for stage in path),
        moments=moments,
        row=told.row,
        grew=any(moment.code in framework.balance.growth for moment in moments if moment.code),
        place=(told.document, min((moment.span.start for moment in episode.moments if moment.span), default=0)),
    )


def _path(episode: Episode, framework: Framework) -> tuple[int, ...]:
    """Return the stages of the coded moments; one without a code says "not told" and is not counted."""
    number = {stage.id: i for i, stage in enumerate(framework.stages)}
    return tuple(number[moment.stage] for moment in episode.moments if moment.code is not None)


def _moment(moment: Moment, codebook: Codebook) -> LaneMoment:
    if moment.code is None:
        return LaneMoment(moment.position, moment.stage, "", NO_WORDS, "")
    code = codebook.get(moment.code)
    return LaneMoment(moment.position, moment.stage, code.handle, code.name, code.polarity or "")


def _counts(lanes: Sequence[Lane], framework: Framework) -> TransitionCounts:
    stage = {stage.id: i for i, stage in enumerate(framework.stages)}
    person = {handle: i for i, handle in enumerate(dict.fromkeys(lane.participant for lane in lanes))}
    moments = [(i, person[lane.participant], stage[name]) for i, lane in enumerate(lanes) for name in lane.path]
    columns = np.array(moments, dtype=np.int64).reshape(-1, 3)
    return count_transitions(columns[:, 0], columns[:, 1], columns[:, 2], stages=len(framework.stages))


def _transitions(counts: TransitionCounts, framework: Framework) -> tuple[Transition, ...]:
    ids = [stage.id for stage in framework.stages]
    shares = [dirichlet(row) for row in counts.steps.tolist()]
    return tuple(
        Transition(
            key=f"{ids[source]}>{ids[target]}",
            source=ids[source],
            target=ids[target],
            steps=int(counts.steps[source, target]),
            episodes=int(counts.episodes[source, target]),
            participants=int(counts.participants[source, target]),
            share=shares[source][target].share,
            mean=shares[source][target].mean,
            lower=shares[source][target].interval.lower,
            upper=shares[source][target].interval.upper,
            backward=target < source,
        )
        for source, target in np.argwhere(counts.steps).tolist()
    )


def _passages(counts: TransitionCounts, framework: Framework) -> tuple[Passage, ...]:
    if not framework.stages:
        return ()
    passages = first_passage(counts.steps, absorbing=[len(framework.stages) - 1])
    return tuple(
        Passage(stage.id, passage.steps, passage.deviation)
        for stage, passage in zip(framework.stages, passages, strict=True)
    )


def _outcomes(shared: Sequence[Lane], framework: Framework) -> tuple[OutcomeRow, ...]:
    ranked = sorted(framework.outcomes, key=lambda outcome: -outcome.rank)
    counts = [sum(lane.outcome == outcome.id for lane in shared) for outcome in ranked]
    everybody = {lane.participant for lane in shared}
    rows = []
    for outcome, count, at_once in zip(ranked, counts, goodman(counts), strict=True):
        with_it = {lane.participant for lane in shared if lane.outcome == outcome.id}
        people, episodes = wilson(len(with_it), len(everybody)), wilson(count, len(shared))
        rows.append(
            OutcomeRow(
                key=outcome.id,
                outcome=outcome.id,
                name=outcome.name,
                rank=outcome.rank,
                participants=len(with_it),
                participants_n=len(everybody),
                participants_lower=people.lower,
                participants_upper=people.upper,
                episodes=count,
                episodes_n=len(shared),
                lower=episodes.lower,
                upper=episodes.upper,
                goodman_lower=at_once.lower,
                goodman_upper=at_once.upper,
            )
        )
    return tuple(rows)


def _median(shared: Sequence[Lane], framework: Framework) -> tuple[str, ...]:
    rank = {outcome.id: outcome.rank for outcome in framework.outcomes}
    middle = median_rank([rank[lane.outcome] for lane in shared])
    return tuple(outcome.id for outcome in framework.outcomes if outcome.rank in middle)


def _orders(ordered: Sequence[Lane]) -> tuple[Order, ...]:
    tellers = defaultdict[str, list[str]](list)
    for lane in ordered:
        if not lane.in_order:
            tellers[order_key(lane.path)].append(lane.participant)
    orders = [
        Order(key, tuple(key.removeprefix("order:").split(">")), episodes=len(people), participants=len(set(people)))
        for key, people in tellers.items()
    ]
    return tuple(sorted(orders, key=lambda order: (-order.participants, -order.episodes)))
