"""What can be chosen on a page of the study's people: their groups, the coders, the factors of a map."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from kangni.core.people import Coder, Participant
from kangni.results.links import Factor
from kangni.web.desk import Desk

__all__ = ["Choice", "coder_choices", "factor_choices", "group_choices"]

MOST_GROUPS = 8  # an attribute with more is no grouping


@dataclass(frozen=True, slots=True)
class Choice:
    """One line of a list to choose from; `value` stands in the address."""

    value: str
    name: str


def group_choices(desk: Desk) -> tuple[Choice, ...]:
    """Return the groups of every attribute that sorts people into a few, as "ATTRIBUTE:GROUP"."""
    with desk.study.read() as read:
        people = read.all(Participant)
    held: dict[str, dict[str, None]] = {}
    for person in people:
        for attribute, value in person.attributes.items():
            if isinstance(value, str) and value:
                held.setdefault(attribute, {})[value] = None
    return tuple(
        Choice(f"{attribute}:{value}", f"{attribute}: {value}")
        for attribute, values in held.items()
        if 1 < len(values) <= MOST_GROUPS
        for value in sorted(values)
    )


def coder_choices(desk: Desk) -> tuple[Choice, ...]:
    """Return the coders."""
    with desk.study.read() as read:
        return tuple(Choice(coder.handle, coder.handle) for coder in read.all(Coder))


def factor_choices(desk: Desk, factors: Iterable[Factor]) -> tuple[Choice, ...]:
    """Return factors by name."""
    choices = (Choice(factor.code, factor.name.text(desk.language)) for factor in factors)
    return tuple(sorted(choices, key=lambda choice: choice.name))
