"""Answers to a scale as a person states their form: read, checked, turned round, and refused where that is unclear."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np

from kangni.core.errors import (
    FormUnstated,
    HalvesContradict,
    ScaleExcluded,
    UnknownName,
    UnknownTerm,
    closest,
)
from kangni.core.names import fold_handle
from kangni.core.scales import Scale, ScaleLibrary, Subscale
from kangni.core.undefined import Undefined
from kangni.exchange.tables.answers import read_answers
from kangni.exchange.tables.columns import AskedKind
from kangni.exchange.tables.grid import Sheet
from kangni.exchange.tables.matching import match_columns
from kangni.methods.columns import Bools, Floats
from kangni.methods.scales import correlation, reverse

__all__ = ["Answered", "Form", "Turned", "answered", "chosen_scale"]

Turned: TypeAlias = Literal["", "yes", "no"]


@dataclass(frozen=True, slots=True)
class Form:
    """What a person states of the form in hand; an empty word is not stated.

    `order` and `anchor` name the form where forms differ. `coding` gives the numbers of the two ends, the lower label's
    first, such as "1-5" or "4-0". `turned` says whether reversed items come turned round already.
    """

    order: str = ""
    anchor: str = ""
    coding: str = ""
    turned: Turned = ""


@dataclass(frozen=True, slots=True)
class Answered:
    """Answers on the scale's own steps, reversed items turned round: a row a participant and wave, NaN for none."""

    participants: tuple[str, ...]
    waves: tuple[str, ...]
    answers: Floats
    items: frozenset[int]
    untaken: tuple[str, ...]
    coding: str

    def take(self, chosen: Bools) -> Answered:
        """Return the chosen rows."""
        kept = np.flatnonzero(chosen).tolist()
        return Answered(
            tuple(self.participants[i] for i in kept),
            tuple(self.waves[i] for i in kept),
            self.answers[chosen],
            self.items,
            self.untaken,
            self.coding,
        )

    def of(self, subscale: Subscale) -> Floats:
        """Return the answers to the items of a subscale."""
        found: Floats = self.answers[:, [item - 1 for item in subscale.items]]
        return found

    def has(self, subscale: Subscale) -> bool:
        """Tell whether the table has all items of a subscale."""
        return self.items.issuperset(subscale.items)


def chosen_scale(library: ScaleLibrary, name: str) -> Scale:
    """Return the scale of this name.

    Raises
    ------
    ScaleExcluded
        If it is one of those that are not shipped.
    UnknownName
        If there is none.
    """
    folded = fold_handle(name.strip())
    for scale in library.scales:
        if fold_handle(scale.id) == folded:
            return scale
    for excluded in library.excluded:
        if fold_handle(excluded.id) == folded:
            raise ScaleExcluded(excluded.id, excluded.reason)
    raise UnknownName("scale", name, closest(name, (scale.id for scale in library.scales)))


def answered(
    sheet: Sheet, scale: Scale, people: Collection[str], form: Form, *, mapping: Mapping[str, str] | None = None
) -> Answered:
    """Read answers to a scale in the form that a person states.

    Raises
    ------
    FormUnstated
        If forms differ and the person does not say which it is.
    UnknownTerm
        If there is no such form.
    ItemsMismatch, FaultyTable
        If the table is not one of answers to this scale.
    HalvesContradict
        If the halves of a subscale contradict each other and nobody says whether items come turned round.
    """
    turned = scale.reversed_in(order=form.order, anchor=form.anchor)
    steps, coding = _steps(scale, form)
    found = read_answers(match_columns(sheet, AskedKind.ANSWERS, mapping), scale, people, steps=steps)
    answers = np.full((len(found.rows), scale.n_items), np.nan)
    for i, row in enumerate(found.rows):
        for item, step in row.answers.items():
            answers[i, item - 1] = step
    if form.turned != "yes":
        answers = reverse(answers, turned, low=scale.response.low, high=scale.response.high)
    participants, waves = tuple(row.participant for row in found.rows), tuple(row.wave for row in found.rows)
    result = Answered(participants, waves, answers, found.items, found.untaken, coding)
    if scale.anchors and form.turned != "no":
        _check_halves(scale, result, turned)
    return result


def _steps(scale: Scale, form: Form) -> tuple[dict[str, int], str]:
    """Return the scale's own step for each word of the table, and the coding as it was stated or taken."""
    own = scale.response.steps()
    if not form.coding:
        trap = scale.note("coding_trap")
        if trap:
            raise FormUnstated(scale.id, "coding", trap, _codings(own))
        return {str(step): step for step in own}, f"{own[0]}-{own[-1]}"
    first, dash, last = form.coding.replace("–", "-").partition("-")
    if not (dash and first.strip().isdecimal() and last.strip().isdecimal()):
        raise UnknownTerm("coding", form.coding, _codings(own))
    ends = int(first), int(last)
    width, direction = abs(ends[1] - ends[0]), 1 if ends[1] > ends[0] else -1
    if width == len(own) - 1:
        words = [str(ends[0] + direction * i) for i in range(len(own))]
    elif width == own[-1] - own[0]:
        words = [str(ends[0] + direction * (step - own[0])) for step in own]
    else:
        raise UnknownTerm("coding", form.coding, _codings(own))
    return dict(zip(words, own, strict=True)), f"{ends[0]}-{ends[1]}"


def _codings(own: Sequence[int]) -> str:
    """Return codings that forms of so many steps have, for a hint."""
    n = len(own)
    return ", ".join(dict.fromkeys((f"{own[0]}-{own[-1]}", f"1-{n}", f"0-{n - 1}", f"{n}-1", f"{n - 1}-0")))


def _check_halves(scale: Scale, found: Answered, turned: Collection[int]) -> None:
    """Stop where the items turned round and the others of a subscale go against each other, each person once."""
    firsts = np.array(
        [found.participants.index(name) == i for i, name in enumerate(found.participants)], dtype=np.bool_
    )
    for subscale in scale.subscales:
        if not found.has(subscale):
            continue
        halves = [
            Subscale("", tuple(item for item in subscale.items if (item in turned) is is_turned))
            for is_turned in (True, False)
        ]
        if not all(half.items for half in halves):
            continue
        first, second = (found.of(half)[firsts].mean(axis=1) for half in halves)
        pair = correlation(first, second)
        if isinstance(pair.r, Undefined) or isinstance(pair.interval.upper, Undefined):
            continue
        if pair.interval.upper < 0:
            raise HalvesContradict(scale.id, subscale.id, f"{pair.r:.2f}", f"{pair.interval.upper:.2f}")
