"""What scores say: how reliable they are, by group, between waves, and beside the codes of the same people."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

import numpy as np

from kangni.app.groups import Grouping
from kangni.app.scale_form import Answered
from kangni.core.codebook import Codebook
from kangni.core.errors import N_
from kangni.core.names import Label
from kangni.core.scales import BesideCodes, Scale
from kangni.core.undefined import Number, Undefined
from kangni.methods.reliability import MissingAnswers, cronbach, omega
from kangni.methods.scales import mean_of, reliable_change
from kangni.methods.two_samples import cliffs_delta, rank_test
from kangni.results.factors import FactorTable
from kangni.results.scales import GroupScore, ReliabilityRow, Score, ScoreBesideCodes, ScoreChange, ScorePoint

__all__ = ["FEWEST_IN_GROUP", "FEWEST_TESTED", "beside_codes", "changes_of", "groups_of", "in_order", "reliability_of"]

FEWEST_IN_GROUP = 5  # people whose mean may be shown
FEWEST_TESTED = 8  # people beside whose codes scores are tested
OMEGA_FROM = 11  # people; with ten a factor model says nothing

ALL = ""

SMALL_GROUP = Undefined(N_("fewer than 5 people: their mean is not shown"))
FEW_TESTED = Undefined(N_("fewer than 8 people: read the points"))
FEW_FOR_OMEGA = Undefined(N_("ten people or fewer: alpha only"))
NO_ALPHA = Undefined(N_("a figure computed from several subscales has no alpha"))
ONE_SIDE = Undefined(N_("all of them have the codes, or none has"))


def in_order(waves: Sequence[str]) -> tuple[str, ...]:
    """Return the waves by number where all are numbers, else as they first stand in the table."""
    found = tuple(dict.fromkeys(waves))
    return tuple(sorted(found, key=float)) if all(map(_is_number, found)) else found


def reliability_of(
    found: Answered, scale: Scale, waves: Sequence[str], *, missing: MissingAnswers
) -> Iterator[ReliabilityRow]:
    """Return how far the items of each subscale go together, wave by wave."""
    for wave in waves:
        here = found.take(np.array([each == wave for each in found.waves], dtype=np.bool_))
        for subscale in scale.scored():
            if found.has(subscale):
                answers = here.of(subscale)
                alpha = cronbach(answers, missing=missing)
                complete = int((~np.isnan(answers).any(axis=1)).sum())
                yield ReliabilityRow(
                    wave=wave,
                    subscale=subscale.id,
                    people=alpha.people,
                    items=alpha.items,
                    alpha=alpha.value,
                    lower=alpha.interval.lower,
                    upper=alpha.interval.upper,
                    omega=omega(answers) if complete >= OMEGA_FROM else FEW_FOR_OMEGA,
                )


def groups_of(scores: Sequence[Score], waves: Sequence[str], grouped: Grouping | None) -> Iterator[GroupScore]:
    """Return the mean of all and of each group of five or more, and every point."""
    members: Mapping[str, tuple[str, ...]] = grouped.members if grouped is not None else {}
    everybody = tuple(dict.fromkeys(each.participant for each in scores))
    for subscale in dict.fromkeys(each.subscale for each in scores):
        for wave in waves:
            values = _defined(scores, subscale, wave)
            for group, names in {ALL: everybody, **members}.items():
                points = tuple(values[name] for name in names if name in values)
                yield _group(group, wave, subscale, points)


def changes_of(
    scores: Sequence[Score], waves: Sequence[str], reliabilities: Sequence[ReliabilityRow], *, reliability: float | None
) -> Iterator[ScoreChange]:
    """Return what changed for each participant from one wave to the next, in units of what error makes.

    The deviation is that of all scores in the earlier wave; the reliability is the one given, else alpha there.
    """
    alphas = {(row.subscale, row.wave): row.alpha for row in reliabilities}
    for subscale in dict.fromkeys(each.subscale for each in scores):
        for before, after in pairwise(waves):
            first, second = _defined(scores, subscale, before), _defined(scores, subscale, after)
            deviation = mean_of(list(first.values())).deviation
            alpha = reliability if reliability is not None else alphas.get((subscale, before), NO_ALPHA)
            for name in (name for name in first if name in second):
                yield ScoreChange(
                    participant=name,
                    subscale=subscale,
                    first_wave=before,
                    second_wave=after,
                    first=first[name],
                    second=second[name],
                    change=second[name] - first[name],
                    index=_index(first[name], second[name], deviation, alpha),
                    reliability=alpha,
                    deviation=deviation,
                )


def beside_codes(
    scores: Sequence[Score],
    pairs: Sequence[BesideCodes],
    table: FactorTable,
    codebook: Codebook,
    *,
    wave: str,
    seed: int,
) -> tuple[tuple[ScoreBesideCodes, ...], dict[str, tuple[int, ...]]]:
    """Set the scores of one wave beside the codes that speak of the same, and keep the codings behind each pair."""
    names = {code.handle: code.name for code in codebook}
    heard = {person.participant for person in table.participants}
    found: list[ScoreBesideCodes] = []
    rows: dict[str, tuple[int, ...]] = {}
    for pair in pairs:
        codes = tuple(code for code in pair.codes if code in names)
        values = {name: value for name, value in _defined(scores, pair.subscale, wave).items() if name in heard}
        if not (codes and values):
            continue
        key = f"{pair.subscale}/{'+'.join(codes)}"
        saying, rows[key] = _saying(codes, table)
        points = tuple(ScorePoint(name, value, name in saying) for name, value in values.items())
        found.append(_beside(key, pair.subscale, codes, tuple(names[code] for code in codes), wave, points, seed=seed))
    return tuple(found), rows


def _saying(codes: Sequence[str], table: FactorTable) -> tuple[frozenset[str], tuple[int, ...]]:
    """Return who speaks of any of the codes in their own view, and the rows of those codings."""
    counted = table.counted
    masks = [mask for code in codes if (mask := counted.mask(code)) is not None]
    chosen = np.logical_or.reduce(masks)
    people = np.unique(counted.participant[chosen]).tolist()
    return frozenset(counted.participants[i] for i in people), tuple(np.unique(counted.row[chosen]).tolist())


def _beside(
    key: str,
    subscale: str,
    codes: tuple[str, ...],
    names: tuple[Label, ...],
    wave: str,
    points: tuple[ScorePoint, ...],
    *,
    seed: int,
) -> ScoreBesideCodes:
    saying = [point.score for point in points if point.says]
    silent = [point.score for point in points if not point.says]
    reason = FEW_TESTED if len(points) < FEWEST_TESTED else None if saying and silent else ONE_SIDE
    dominance = cliffs_delta(saying, silent)
    tested = rank_test(saying, silent, rng=np.random.default_rng(seed))
    figures = (dominance.delta, dominance.interval.lower, dominance.interval.upper, tested.p, tested.error)
    delta, lower, upper, p, p_error = figures if reason is None else (reason,) * len(figures)
    return ScoreBesideCodes(
        key=key,
        subscale=subscale,
        codes=codes,
        names=names,
        wave=wave,
        n=len(points),
        saying=len(saying),
        delta=delta,
        lower=lower,
        upper=upper,
        p=p,
        p_error=p_error,
        points=points,
    )


def _is_number(word: str) -> bool:
    return word.replace(".", "", 1).isdecimal()


def _defined(scores: Sequence[Score], subscale: str, wave: str) -> dict[str, float]:
    """Return the scores there are of one subscale in one wave, by participant."""
    return {
        each.participant: each.score
        for each in scores
        if each.subscale == subscale and each.wave == wave and not isinstance(each.score, Undefined)
    }


def _group(group: str, wave: str, subscale: str, points: tuple[float, ...]) -> GroupScore:
    if len(points) < FEWEST_IN_GROUP:
        return GroupScore(group, wave, subscale, len(points), *(SMALL_GROUP,) * 4, points)
    found = mean_of(points)
    return GroupScore(
        group=group,
        wave=wave,
        subscale=subscale,
        n=len(points),
        mean=found.mean,
        lower=found.interval.lower,
        upper=found.interval.upper,
        deviation=found.deviation,
        points=points,
    )


def _index(before: float, after: float, deviation: Number, reliability: Number) -> Number:
    if isinstance(deviation, Undefined):
        return deviation
    if isinstance(reliability, Undefined):
        return reliability
    return reliable_change(before, after, deviation=deviation, reliability=reliability)
