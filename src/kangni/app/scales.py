"""The deed that scores answers to a standard scale and sets the scores beside the coded factors."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from math import ceil

import numpy as np

from kangni.app.factors import factors
from kangni.app.groups import Cut, group_by
from kangni.app.scale_figures import beside_codes, changes_of, groups_of, in_order, reliability_of
from kangni.app.scale_form import Answered, Form, answered, chosen_scale
from kangni.app.scale_statement import MissingScores, Settled, cautions_of, settings_of
from kangni.core.errors import UnknownName, closest
from kangni.core.people import Participant, Scope
from kangni.core.ports import Reader
from kangni.core.scales import Scale, Subscale
from kangni.core.undefined import Number
from kangni.exchange.reference import OtherFigure, packaged_figures
from kangni.exchange.scales import packaged_scales
from kangni.exchange.tables.grid import Sheet
from kangni.methods.chance import DEFAULT_SEED
from kangni.methods.columns import ColumnSource
from kangni.methods.reliability import MissingAnswers
from kangni.methods.scales import effort_reward_ratio, score
from kangni.results.scales import CutoffLine, FieldUnverified, OtherStudy, ScaleScores, Score

__all__ = ["other_studies", "score_scale"]


def score_scale(
    read: Reader,
    columns: ColumnSource,
    answers: Sheet,
    *,
    on: date,
    scale: str,
    form: Form,
    missing: MissingScores = "authors",
    alpha_missing: MissingAnswers = "listwise",
    by: str = "",
    cut: Sequence[Cut] = (),
    wave: str | None = None,
    reliability: float | None = None,
    reading: str = "any",
    mapping: Mapping[str, str] | None = None,
    seed: int = DEFAULT_SEED,
) -> ScaleScores:
    """Score the answers of participants to a scale, in the form that a person states; nothing is guessed.

    `wave` picks the answers that stand beside the coded factors, the first wave by default. `reliability` is that of
    the index of change, else alpha in the earlier wave.

    Raises
    ------
    ScaleExcluded, UnknownName
        If there is no such scale, attribute or wave.
    FormUnstated, HalvesContradict
        If the form is not clear.
    ItemsMismatch, FaultyTable
        If the table is not one of answers to this scale.
    """
    library = packaged_scales().library
    chosen = chosen_scale(library, scale)
    people = read.all(Participant)
    found = answered(answers, chosen, [person.handle for person in people], form, mapping=mapping)
    kept, left_out = _with_consent(found, people, on=on)
    waves = in_order(kept.waves)
    first = wave if wave is not None else waves[0] if waves else ""
    if waves and first not in waves:
        raise UnknownName("wave", first, closest(first, waves))
    scores = tuple(_scores(kept, chosen, missing))
    grouped = group_by([person for person in people if person.handle in kept.participants], by, cut) if by else None
    rel = tuple(reliability_of(kept, chosen, waves, missing=alpha_missing))
    table = factors(read, columns, on=on, reading=reading)
    pairs = [pair for pair in library.beside if pair.scale == chosen.id]
    beside, rows = beside_codes(scores, pairs, table, read.codebook(), wave=first, seed=seed)
    settled = Settled(chosen, form, found, kept, left_out, missing, alpha_missing)
    return ScaleScores(
        settings=tuple(settings_of(settled, waves, by=by, wave=first, reading=reading, seed=seed)),
        cautions=tuple(cautions_of(settled, scores, file=answers.file)),
        revision=read.revision,
        scale=chosen.id,
        name=chosen.name,
        metric=chosen.score,
        items=chosen.n_items,
        permission=chosen.permission.value,
        licence=chosen.licence,
        order=form.order,
        anchor=form.anchor,
        coding=found.coding,
        waves=waves,
        participants=tuple(dict.fromkeys(kept.participants)),
        left_out=left_out,
        scores=scores,
        reliability=rel,
        groups=tuple(groups_of(scores, waves, grouped)),
        changes=tuple(changes_of(scores, waves, rel, reliability=reliability)),
        beside=beside,
        cutoffs=tuple(_cutoffs(chosen)),
        others=other_studies(chosen),
        unverified=tuple(FieldUnverified(each.field, each.reason) for each in chosen.unverified),
        rows_by_key=rows,
    )


def other_studies(scale: Scale) -> tuple[OtherStudy, ...]:
    """Return what others have measured with a scale."""
    return tuple(_other(figure, scale) for figure in packaged_figures() if figure.scale == scale.id)


def _with_consent(found: Answered, people: Sequence[Participant], *, on: date) -> tuple[Answered, tuple[str, ...]]:
    """Leave out those who refuse analysis; where no consent is recorded, none is refused."""
    refused = {
        person.handle for person in people if person.consent and not person.consent.allows(Scope.ANALYSIS, on=on)
    }
    allowed = np.array([name not in refused for name in found.participants], dtype=np.bool_)
    return found.take(allowed), tuple(dict.fromkeys(name for name in found.participants if name in refused))


def _scores(found: Answered, scale: Scale, missing: MissingScores) -> Iterator[Score]:
    by_subscale = {
        subscale: _score(found, scale, subscale, missing) for subscale in scale.scored() if found.has(subscale)
    }
    for i, (participant, wave) in enumerate(zip(found.participants, found.waves, strict=True)):
        values: dict[str, Number] = {}
        for subscale, scored in by_subscale.items():
            count = int((~np.isnan(found.of(subscale)[i])).sum())
            values[subscale.id] = scored[i]
            yield Score(participant, wave, subscale.id, scale.score, scored[i], count, len(subscale.items))
        yield from _derived(participant, wave, scale, values)


def _score(found: Answered, scale: Scale, subscale: Subscale, missing: MissingScores) -> tuple[Number, ...]:
    half = ceil(len(subscale.items) / 2)
    least = half if missing == "person_mean" else scale.missing.least(subscale)
    return score(found.of(subscale), kind=scale.score, least=least)


def _derived(participant: str, wave: str, scale: Scale, values: Mapping[str, Number]) -> Iterator[Score]:
    """Return the ratio of effort and reward and its logarithm, where the scale has them."""
    items = {subscale.id: len(subscale.items) for subscale in scale.subscales}
    if not {"effort", "reward"} <= values.keys():
        return
    ratios = effort_reward_ratio(
        values["effort"], values["reward"], effort_items=items["effort"], reward_items=items["reward"]
    )
    for derived, value in zip(("er_ratio", "log_er_ratio"), ratios, strict=True):
        if any(each.id == derived for each in scale.derived):
            yield Score(participant, wave, derived, derived, value, 0, 0)


def _cutoffs(scale: Scale) -> Iterator[CutoffLine]:
    for cutoff in scale.cutoffs:
        for band, bounds in cutoff.bands.items():
            yield CutoffLine(cutoff.applies_to, cutoff.metric, band, bounds, cutoff.source)


def _other(figure: OtherFigure, scale: Scale) -> OtherStudy:
    own = "raw_sum" if scale.score == "sum" else "mean_0_100" if scale.range == (0, 100) else "mean"
    return OtherStudy(
        group=figure.group,
        country=figure.country,
        year=figure.year,
        n=figure.n,
        metric=figure.metric,
        statistic=figure.statistic,
        value=figure.value,
        deviation=figure.deviation,
        comparable=figure.metric == own,
        source=figure.source,
        caution=figure.caution,
    )
