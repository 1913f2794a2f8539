"""What a page asks for quotes: conditions read from an address, the chips that show them, and choices to add."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import get_args
from urllib.parse import urlencode

from starlette.datastructures import QueryParams

from kangni.app.groups import word_of
from kangni.core.codebook import Code
from kangni.core.people import Coder, Participant
from kangni.core.retrieval import Conditions, Within
from kangni.web.desk import Desk

__all__ = ["Chip", "Choice", "Choices", "chips_of", "choices_of", "conditions_of", "query_of"]

LISTS = tuple(each.name for each in fields(Conditions) if each.name not in {"within", "turns", "words"})
MOST_VALUES = 12  # an attribute with more values is asked by writing the condition


@dataclass(frozen=True, slots=True)
class Chip:
    """One condition that holds, and the address without it."""

    name: str
    words: str
    without: str


@dataclass(frozen=True, slots=True)
class Choice:
    """One value that can be added; those of one `group` stand together."""

    value: str
    words: str
    group: str = ""


@dataclass(frozen=True, slots=True)
class Choices:
    """What can be added to each condition."""

    codes: tuple[Choice, ...]
    people: tuple[Choice, ...]
    where: tuple[Choice, ...]
    coders: tuple[Choice, ...]
    voices: tuple[Choice, ...]
    stances: tuple[Choice, ...]
    polarities: tuple[Choice, ...]
    levels: tuple[Choice, ...]
    attributes: tuple[str, ...]


def conditions_of(asked: QueryParams) -> Conditions:
    """Return the conditions of an address; values that are empty ask for nothing."""
    lists = {name: tuple(dict.fromkeys(value for value in asked.getlist(name) if value.strip())) for name in LISTS}
    within: Within = next((each for each in get_args(Within) if each == asked.get("within")), "turn")
    turns = asked.get("turns", "")
    return Conditions(
        **lists,
        within=within,
        turns=min(int(turns), 999) if turns.isascii() and turns.isdigit() else 2,
        words=asked.get("words", ""),
    )


def query_of(conditions: Conditions) -> list[tuple[str, str]]:
    """Return conditions as an address holds them."""
    found = [(name, value) for name in LISTS for value in getattr(conditions, name)]
    if conditions.together or conditions.without:
        found.append(("within", conditions.within))
        if conditions.within == "near":
            found.append(("turns", str(conditions.turns)))
    return [*found, ("words", conditions.words)] if conditions.words.strip() else found


def chips_of(desk: Desk, conditions: Conditions) -> dict[str, list[Chip]]:
    """Return the conditions that hold by name, each with the address of the page without it."""
    query = desk.request.query_params.multi_items()
    return {
        name: [
            Chip(name, _words(desk, name, value), f"?{urlencode([pair for pair in query if pair != (name, value)])}")
            for value in getattr(conditions, name)
        ]
        for name in LISTS
    }


def choices_of(desk: Desk) -> Choices:
    """Return what this study offers for each condition."""
    with desk.study.read() as read:
        people, coders = read.all(Participant), read.all(Coder)
    values: dict[str, set[str]] = {}
    for person in people:
        for name, value in person.attributes.items():
            values.setdefault(name, set()).add(word_of(value))
    terms = desk.framework
    return Choices(
        codes=tuple(Choice(code.handle, desk.wording.code(code.handle), _head(desk, code)) for code in desk.codebook),
        people=tuple(Choice(person.handle, person.handle) for person in people),
        where=tuple(
            Choice(f"{name}={value}", value, name)
            for name, found in sorted(values.items())
            if len(found) <= MOST_VALUES
            for value in sorted(found)
        ),
        coders=tuple(Choice(coder.handle, coder.handle) for coder in coders),
        voices=tuple(Choice(term.id, desk.wording.voice(term.id)) for term in terms.voices),
        stances=tuple(Choice(term.id, desk.wording.stance(term.id)) for term in terms.stances),
        polarities=tuple(Choice(term.id, desk.wording.polarity(term.id)) for term in terms.polarities),
        levels=tuple(Choice(term.id, desk.wording.level(term.id)) for term in terms.levels),
        attributes=tuple(sorted(name for name, found in values.items() if len(found) <= MOST_VALUES)),
    )


def _head(desk: Desk, code: Code) -> str:
    above = desk.codebook.ancestors(code)
    return desk.wording.code(above[-1].handle) if above else ""


def _words(desk: Desk, name: str, value: str) -> str:
    wording = desk.wording
    named = {
        "codes": wording.code,
        "together": wording.code,
        "without": wording.code,
        "voices": wording.voice,
        "stances": wording.stance,
        "polarities": wording.polarity,
        "levels": wording.level,
    }
    return named[name](value) if name in named else value
