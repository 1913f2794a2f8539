"""The deed that keeps scores as attributes of participants, and the scores that were kept, read back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from kangni.app.factors import factors
from kangni.app.scale_figures import beside_codes, groups_of, in_order
from kangni.app.scale_statement import CUTOFFS, UNVERIFIED, notes_on
from kangni.app.scales import other_studies
from kangni.core.errors import N_
from kangni.core.people import AttributeValue, Participant, Scope
from kangni.core.ports import Reader, Writer
from kangni.core.scales import Scale, ScaleLibrary
from kangni.core.undefined import Undefined
from kangni.exchange.scales import packaged_scales
from kangni.methods.columns import ColumnSource
from kangni.results.answer import Caution, Setting
from kangni.results.factors import FactorTable
from kangni.results.scales import FieldUnverified, ScaleScores, Score

__all__ = ["attribute_name", "keep_scores", "kept_names", "kept_scores"]

KEPT = N_(
    "These are scores that were kept in the study, without the answers behind them. Alpha, change beyond error and "
    "what was stated of the form are told where the answers themselves are scored."
)


def keep_scores(write: Writer, found: ScaleScores) -> int:
    """Keep the scores there are as attributes of participants and return how many participants that changes."""
    values: dict[str, dict[str, float]] = {}
    for each in found.scores:
        if not isinstance(each.score, Undefined):
            values.setdefault(each.participant, {})[attribute_name(found, each.subscale, each.wave)] = each.score
    people = (_with(person, values.get(person.handle, {})) for person in write.all(Participant))
    return write.replace([person for person in people if person.handle in values])


def attribute_name(found: ScaleScores, subscale: str, wave: str) -> str:
    """Return the attribute that holds a score, such as "CBI personal" or, with several waves, "CBI personal 2026"."""
    return " ".join(filter(None, (found.scale, subscale, wave if len(found.waves) > 1 else "")))


def kept_scores(read: Reader, columns: ColumnSource, *, on: date, seed: int) -> tuple[ScaleScores, ...]:
    """Return the scores that were kept of each scale, beside the coded factors of the same people.

    Items are not kept, so there is no alpha and no change in units of error. Who refuses analysis is left out.
    """
    everybody = read.all(Participant)
    people = [each for each in everybody if not each.consent or each.consent.allows(Scope.ANALYSIS, on=on)]
    library = packaged_scales().library
    found = [(scale, kept) for scale in library.scales if (kept := tuple(_kept(people, scale)))]
    if not found:
        return ()
    table = factors(read, columns, on=on)
    return tuple(_scores_of(read, scale, scores, library, table, seed=seed) for scale, scores in found)


def kept_names(found: ScaleScores) -> frozenset[str]:
    """Return the attributes that scores were read back from."""
    return frozenset(" ".join(filter(None, (found.scale, each.subscale, each.wave))) for each in found.scores)


def _kept(people: Sequence[Participant], scale: Scale) -> Iterator[Score]:
    items = {subscale.id: len(subscale.items) for subscale in scale.scored()}
    metrics = {**dict.fromkeys(items, scale.score), **{derived.id: derived.id for derived in scale.derived}}
    for person in people:
        for name, value in person.attributes.items():
            subscale, _, wave = name.removeprefix(f"{scale.id} ").partition(" ")
            if name.startswith(f"{scale.id} ") and subscale in metrics and isinstance(value, int | float):
                size = items.get(subscale, 0)
                yield Score(person.handle, wave, subscale, metrics[subscale], float(value), size, size)


def _scores_of(
    read: Reader, scale: Scale, scores: tuple[Score, ...], library: ScaleLibrary, table: FactorTable, *, seed: int
) -> ScaleScores:
    waves = in_order([score.wave for score in scores])
    pairs = [pair for pair in library.beside if pair.scale == scale.id]
    beside, rows = beside_codes(scores, pairs, table, read.codebook(), wave=waves[0], seed=seed)
    return ScaleScores(
        settings=(
            Setting("scale", scale.id),
            Setting("score", scale.score),
            *([Setting("waves in order", ", ".join(waves))] if len(waves) > 1 else []),
            Setting("reading", "any"),
            Setting("seed", seed),
        ),
        cautions=tuple(_cautions(scale)),
        revision=read.revision,
        scale=scale.id,
        name=scale.name,
        metric=scale.score,
        items=scale.n_items,
        permission=scale.permission.value,
        licence=scale.licence,
        order="",
        anchor="",
        coding="",
        waves=waves,
        participants=tuple(dict.fromkeys(score.participant for score in scores)),
        left_out=(),
        scores=scores,
        reliability=(),
        groups=tuple(groups_of(scores, waves, None)),
        changes=(),
        beside=beside,
        cutoffs=(),
        others=other_studies(scale),
        unverified=tuple(FieldUnverified(each.field, each.reason) for each in scale.unverified),
        rows_by_key=rows,
    )


def _cautions(scale: Scale) -> Iterator[Caution]:
    yield Caution(KEPT)
    if scale.unverified:
        fields = ", ".join(each.field.replace("_", " ") for each in scale.unverified)
        yield Caution(UNVERIFIED, (("fields", fields),))
    yield from notes_on(scale)
    if scale.cutoffs:
        yield Caution(CUTOFFS)


def _with(person: Participant, scores: Mapping[str, AttributeValue]) -> Participant:
    return replace(person, attributes={**person.attributes, **scores})
