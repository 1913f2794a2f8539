"""Which participants stand in which group of an attribute."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from math import ceil, isfinite
from typing import TypeAlias

import numpy as np

from kangni.core.errors import N_, CutInvalid, UnknownName, closest
from kangni.core.people import AttributeValue, Participant

__all__ = ["OTHERS", "Cut", "Grouping", "GroupsBy", "group_by", "only", "word_of"]

# a number or a day, or its words
Cut: TypeAlias = str | float | date

OTHERS = N_("others")
ALL = N_("all")
BY_VALUE, BY_CUT, BY_QUARTILE = N_("each value"), N_("cut"), N_("quartiles")
QUARTILES = (0.25, 0.5, 0.75)


@dataclass(frozen=True, slots=True)
class GroupsBy:
    """By which attribute groups are asked for, where it is cut, and which of the groups; none stands for all."""

    attribute: str
    cut: tuple[Cut, ...] = ()
    groups: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Grouping:
    """Groups by name, in order, with the handles of their members; `ungrouped` have no value of the attribute.

    `split` says how values became groups, and `bounds` where: "5", "10" stand for below 5, from 5 to below 10, from 10.
    """

    attribute: str
    split: str
    bounds: tuple[str, ...]
    members: Mapping[str, tuple[str, ...]]
    ungrouped: tuple[str, ...]


def group_by(people: Sequence[Participant], attribute: str, cut: Sequence[Cut] = ()) -> Grouping:
    """Divide participants by an attribute: words and yes or no by value, numbers and days by cut, else by quartiles.

    Raises
    ------
    UnknownName
        If nobody has such an attribute.
    CutInvalid
        If words are to be cut, or a cut is not of the attribute's type.
    """
    values = {person.handle: person.attributes[attribute] for person in people if attribute in person.attributes}
    if not values:
        known = {name for person in people for name in person.attributes}
        raise UnknownName("attribute", attribute, closest(attribute, known))
    ungrouped = tuple(person.handle for person in people if person.handle not in values)
    measured = {handle: _measure(value) for handle, value in values.items()}
    numbers = {handle: number for handle, number in measured.items() if number is not None}
    days = sum(isinstance(value, date) for value in values.values())
    if len(numbers) < len(values) or days not in {0, len(values)}:
        if cut:
            raise CutInvalid(attribute, ", ".join(map(str, cut)))
        words = {handle: word_of(value) for handle, value in values.items()}
        return Grouping(attribute, BY_VALUE, (), _by_name(words, sorted(set(words.values()))), ungrouped)
    are_days = days > 0
    bounds = _bounds(attribute, cut, are_days=are_days) if cut else _quartiles(numbers.values(), are_days=are_days)
    ends = tuple(_day(bound) if are_days else f"{bound:.10g}" for bound in bounds)
    bands = _bands(ends)
    band_of = {handle: bands[bisect_right(bounds, number)] for handle, number in numbers.items()}
    return Grouping(attribute, BY_CUT if cut else BY_QUARTILE, ends, _by_name(band_of, bands), ungrouped)


def only(found: Grouping, groups: Sequence[str]) -> Grouping:
    """Keep some groups; a single one is set against all others together.

    Raises
    ------
    UnknownName
        If there is no such group.
    """
    for name in groups:
        if name not in found.members:
            raise UnknownName("group", name, closest(name, found.members))
    members = {name: found.members[name] for name in groups}
    if len(members) == 1:
        rest = (handle for name, handles in found.members.items() if name not in members for handle in handles)
        members[OTHERS] = tuple(sorted(rest))
    return Grouping(found.attribute, found.split, found.bounds, members, found.ungrouped)


def _by_name(names: Mapping[str, str], order: Sequence[str]) -> dict[str, tuple[str, ...]]:
    return {group: tuple(handle for handle, name in names.items() if name == group) for group in order}


def _measure(value: AttributeValue) -> float | None:
    """Return where a value stands on its line, None for words and for yes and no, which have none."""
    if isinstance(value, bool | str):
        return None
    return float(value.toordinal()) if isinstance(value, date) else float(value)


def word_of(value: AttributeValue) -> str:
    """Return a value as a word, the same whatever the language."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value.isoformat() if isinstance(value, date) else str(value)


def _bounds(attribute: str, cut: Sequence[Cut], *, are_days: bool) -> list[float]:
    return sorted({_bound(attribute, each, are_days=are_days) for each in cut})


def _bound(attribute: str, cut: Cut, *, are_days: bool) -> float:
    words = str(cut).strip()
    try:
        bound = float(date.fromisoformat(words).toordinal()) if are_days else float(words)
    except ValueError:
        raise CutInvalid(attribute, words) from None
    if not isfinite(bound):
        raise CutInvalid(attribute, words)
    return bound


def _quartiles(numbers: Collection[float], *, are_days: bool) -> list[float]:
    """Return the quartiles, each once; the smallest value is no bound, for nobody stands below it."""
    found = np.quantile(list(numbers), QUARTILES).tolist()
    whole = [ceil(bound) if are_days else bound for bound in found]
    return sorted({bound for bound in whole if bound > min(numbers)})


def _bands(bounds: Sequence[str]) -> list[str]:
    """Return the names of the bands between bounds, each with its lower and without its upper end."""
    if not bounds:
        return [ALL]
    between = (f"{low}-<{high}" for low, high in pairwise(bounds))
    return [f"<{bounds[0]}", *between, f"{bounds[-1]}+"]


def _day(ordinal: float) -> str:
    return date.fromordinal(int(ordinal)).isoformat()
