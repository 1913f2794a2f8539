"""What is said of how a scale was scored: what was stated and chosen, and what to know before using the scores."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from kangni.app.scale_form import Answered, Form
from kangni.core.errors import N_
from kangni.core.scales import Scale
from kangni.core.undefined import Undefined
from kangni.methods.proportions import CONFIDENCE
from kangni.methods.reliability import MissingAnswers
from kangni.results.answer import Caution, Setting
from kangni.results.scales import Score

__all__ = ["CUTOFFS", "UNVERIFIED", "MissingScores", "Settled", "cautions_of", "notes_on", "settings_of"]

# the authors' rule, or the person's own mean where at least half of the items are answered
MissingScores: TypeAlias = Literal["authors", "person_mean"]

SHOWN_NOTES = ("aftercare", "metric_trap", "critique", "cutoff_note")

TAKEN_CODING = N_(
    "Nobody stated how the answers are coded; they were taken as {coding}, as the scale has it. Compare with the form."
)
STATED = N_("“{form}” was stated by whoever brought the answers; a wrong word turns scores round unnoticed.")
PERSON_MEAN = N_(
    "This study chose to put a person's own mean for missing answers where at least half are there; the authors' rule "
    "is: {rule}."
)
UNVERIFIED = N_("Not verified in its source, to be checked before use: {fields}.")
CUTOFFS = N_("Cut-offs are screening lines from other samples, never diagnoses; nothing here is coloured by them.")
LEFT_OUT = N_("{count} participants are left out, for their consent does not cover analysis: {names}.")
NOT_TAKEN = N_("The column “{column}” of {file} was not taken.")
NOT_IN_TABLE = N_("The table has no items of {subscales}.")
UNSCORED = N_("{count} scores are missing: too few items were answered.")
SENSITIVE = N_("Items {items}: {note}")
NOTE = N_("{scale}: {note}")


@dataclass(frozen=True, slots=True)
class Settled:
    """A scale, its form as stated, the answers as read and those kept, and what was chosen for missing ones."""

    scale: Scale
    form: Form
    found: Answered
    kept: Answered
    left_out: tuple[str, ...]
    missing: MissingScores
    alpha_missing: MissingAnswers


def settings_of(
    settled: Settled, waves: Sequence[str], *, by: str, wave: str, reading: str, seed: int
) -> Iterator[Setting]:
    """Return the choices that the scores rest on."""
    scale, form = settled.scale, settled.form
    yield Setting("scale", scale.id)
    yield Setting("items", scale.n_items)
    yield Setting("coding", settled.found.coding)
    if form.order:
        yield Setting("order", form.order)
    if form.anchor:
        yield Setting("anchor", form.anchor)
    if form.turned:
        yield Setting("turned", form.turned)
    if by:
        yield Setting("groups by", by)
    yield Setting("score", scale.score)
    yield Setting("missing answers", settled.missing)
    yield Setting("missing answers in alpha", settled.alpha_missing)
    yield Setting("interval of alpha", "feldt")
    yield Setting("confidence", CONFIDENCE)
    if len(waves) > 1:
        yield Setting("waves in order", ", ".join(waves))
        yield Setting("wave beside codes", wave)
    yield Setting("reading", reading)
    yield Setting("seed", seed)


def cautions_of(settled: Settled, scores: Sequence[Score], *, file: str) -> Iterator[Caution]:
    """Return what to know before using the scores."""
    if settled.scale.unverified:
        fields = "; ".join(f"{each.field} ({each.reason})" for each in settled.scale.unverified)
        yield Caution(UNVERIFIED, (("fields", fields),))
    yield from _of_form(settled)
    yield from _of_answers(settled, scores, file=file)
    yield from _of_scale(settled.scale, settled.found)


def notes_on(scale: Scale) -> Iterator[Caution]:
    """Return what whoever shows the scale must say of it."""
    for kind in SHOWN_NOTES:
        if scale.note(kind):
            yield Caution(NOTE, (("scale", scale.id), ("note", scale.note(kind))))


def _of_form(settled: Settled) -> Iterator[Caution]:
    form = settled.form
    for stated in filter(None, (form.order, form.anchor)):
        yield Caution(STATED, (("form", stated),))
    if not form.coding:
        yield Caution(TAKEN_CODING, (("coding", settled.found.coding),))
    if settled.missing == "person_mean":
        yield Caution(PERSON_MEAN, (("rule", settled.scale.missing.kind.replace("_", " ")),))


def _of_answers(settled: Settled, scores: Sequence[Score], *, file: str) -> Iterator[Caution]:
    missing = sum(isinstance(each.score, Undefined) for each in scores)
    if missing:
        yield Caution(UNSCORED, (("count", missing),))
    absent = [subscale.id for subscale in settled.scale.subscales if not settled.kept.has(subscale)]
    if absent:
        yield Caution(NOT_IN_TABLE, (("subscales", ", ".join(absent)),))
    if settled.left_out:
        yield Caution(LEFT_OUT, (("count", len(settled.left_out)), ("names", ", ".join(settled.left_out))))
    for column in settled.found.untaken:
        yield Caution(NOT_TAKEN, (("column", column), ("file", file)))


def _of_scale(scale: Scale, found: Answered) -> Iterator[Caution]:
    if found.items.intersection(scale.sensitive_items):
        items = ", ".join(map(str, scale.sensitive_items))
        yield Caution(SENSITIVE, (("items", items), ("note", scale.note("sensitive_items"))))
    yield from notes_on(scale)
    if scale.cutoffs:
        yield Caution(CUTOFFS)
