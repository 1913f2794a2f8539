"""Which people, claims and depth of the codebook make a map."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from uuid import UUID

import numpy as np

from kangni.app.basis import COUNTED_VOICES, Heard
from kangni.app.groups import Cut, group_by
from kangni.core.codebook import Code
from kangni.core.errors import N_, ConsentWithheld, MethodInput, UnknownName, UnknownTerm, closest
from kangni.core.framework import Framework
from kangni.core.names import CodeId, Label
from kangni.core.people import Coder, Participant, Scope
from kangni.core.ports import Reader
from kangni.methods.columns import Bools, ClaimColumns, Floats, Ints
from kangni.results.answer import Caution, Setting

__all__ = [
    "EVERYTHING",
    "Among",
    "Chosen",
    "Nodes",
    "Zoom",
    "among",
    "credit_by_voice",
    "credits_of",
    "nodes",
    "zoom",
    "zoomed",
]

UNGROUPED = N_("Without a value of “{attribute}”, and so in no group: {participants}.")
NOWHERE = Label(en="no environment", zh="无环境")


class Zoom(StrEnum):
    """How deep into the codebook a map looks: codes, what they stand under, or the environments they belong to."""

    LEAF = N_("leaf")
    PARENT = N_("parent")
    ENVIRONMENT = N_("environment")


@dataclass(frozen=True, slots=True)
class Chosen:
    """What a map is made of; nothing chosen is everything that counts.

    `by` is an attribute of participants, `cut` divides its numbers, and `group` is one of its groups, or with `others`
    all who stand in another one. `voices` are
    those counted, each with its credit above 0 and at most 1; without, own and shared.
    """

    participant: str | None = None
    by: str = ""
    cut: tuple[Cut, ...] = ()
    group: str = ""
    others: bool = False
    coder: str = ""
    wave: str = ""
    voices: tuple[tuple[str, float], ...] | None = None
    level: Zoom = Zoom.LEAF

    def settings(self) -> tuple[Setting, ...]:
        """Return what was chosen."""
        said = (
            (N_("participant"), self.participant or ""),
            (N_("group"), f"{self.by} {'≠' if self.others else '='} {self.group}" if self.group else ""),
            (N_("coder"), self.coder),
            (N_("wave"), self.wave),
            (N_("depth"), "" if self.level is Zoom.LEAF else self.level.value),
        )
        return tuple(Setting(name, value) for name, value in said if value)


EVERYTHING = Chosen()


@dataclass(frozen=True, slots=True)
class Among:
    """Who of n is chosen, which claims those are, and what to say about the choice."""

    people: Bools
    claims: Bools
    cautions: tuple[Caution, ...]


@dataclass(frozen=True, slots=True)
class Nodes:
    """The factors of a map, and the one that each code of the codebook belongs to."""

    codes: tuple[Code, ...]
    of_code: Ints


def zoom(level: str) -> Zoom:
    """Return the depth with this name.

    Raises
    ------
    UnknownTerm
        If there is none.
    """
    if level not in set(Zoom):
        raise UnknownTerm("depth of a map", level, ", ".join(Zoom))
    return Zoom(level)


def among(read: Reader, claims: ClaimColumns, everybody: Heard, chosen: Chosen) -> Among:
    """Find the chosen people of n and their claims.

    Raises
    ------
    ConsentWithheld
        If the one participant does not count.
    UnknownName
        If there is no such participant, attribute, group, coder or wave; nearest names are offered.
    """
    people, its_claims, cautions = everybody.included[:-1], np.ones(len(claims.row), np.bool_), list[Caution]()
    if chosen.participant is not None:
        people = people & _only(read, chosen.participant, everybody)
    if chosen.by:
        members, cautions = _group(everybody, chosen)
        people = people & members
    if chosen.coder:
        wanted = read.named(Coder, chosen.coder).id
        number = next(i for i, coder in enumerate(read.all(Coder)) if coder.id == wanted)
        its_claims = its_claims & (claims.coder == number)
    if chosen.wave:
        told, its_wave = _wave(claims, everybody, chosen.wave)
        people, its_claims = people & told, its_claims & its_wave
    return Among(people, its_claims, tuple(cautions))


def credit_by_voice(framework: Framework, voices: tuple[tuple[str, float], ...] | None) -> Mapping[str, float]:
    """Return the credit of each counted voice; own and shared have all of it unless voices are named.

    Raises
    ------
    UnknownTerm
        If the framework has no such voice.
    MethodInput
        If a credit is not above 0 and at most 1.
    """
    known = {voice.id for voice in framework.voices}
    for voice, credit in voices or ():
        framework.voice(voice)
        if not 0 < credit <= 1:
            raise MethodInput("map", f"a credit of {credit:g} for the voice {voice}; use above 0 and at most 1")
    return dict(voices) if voices is not None else {voice: 1.0 for voice in COUNTED_VOICES if voice in known}


def nodes(codes: Sequence[Code], framework: Framework, level: Zoom) -> Nodes:
    """Return the factors of a map at some depth."""
    everything = np.arange(len(codes))
    if level is Zoom.LEAF:
        return Nodes(tuple(codes), everything)
    if level is Zoom.PARENT:
        number = {code.id: i for i, code in enumerate(codes)}
        above = [number[code.parent] if code.parent is not None else i for i, code in enumerate(codes)]
        return Nodes(tuple(codes), np.array(above, np.int64))
    names = [(place.id, place.name) for place in framework.levels] + [(NOWHERE.en, NOWHERE)]
    places = {handle: i for i, (handle, _) in enumerate(names)}
    return Nodes(
        tuple(
            Code(CodeId(UUID(int=i)), handle, name, level=None if name is NOWHERE else handle)
            for i, (handle, name) in enumerate(names)
        ),
        np.array([places[code.level or NOWHERE.en] for code in codes], np.int64),
    )


def zoomed(claims: ClaimColumns, found: Nodes) -> ClaimColumns:
    """Return the claims between the factors of a map."""
    return replace(claims, cause=found.of_code[claims.cause], effect=found.of_code[claims.effect])


def credits_of(claims: ClaimColumns, framework: Framework, credit: Mapping[str, float]) -> Floats:
    """Return the credit of each claim by its voice, 1 for voices that do not count."""
    by_voice = np.array([*(credit.get(voice.id, 1.0) for voice in framework.voices), 1.0])
    return by_voice[claims.voice]


def _only(read: Reader, participant: str, everybody: Heard) -> Bools:
    wanted = read.named(Participant, participant)
    one: Bools = np.array([person.id == wanted.id for person in everybody.people])
    if not (one & everybody.included[:-1]).any():
        raise ConsentWithheld(wanted.handle, Scope.ANALYSIS)
    return one


def _group(everybody: Heard, chosen: Chosen) -> tuple[Bools, list[Caution]]:
    grouping = group_by(everybody.people, chosen.by, chosen.cut)
    if not chosen.group:
        raise MethodInput("map", f"{chosen.by} has the groups {', '.join(grouping.members)}; name one of them")
    if chosen.group not in grouping.members:
        raise UnknownName("group", chosen.group, closest(chosen.group, grouping.members))
    cautions = []
    if grouping.ungrouped:
        facts = (("attribute", chosen.by), ("participants", ", ".join(grouping.ungrouped)))
        cautions.append(Caution(UNGROUPED, facts))
    names = [name for name in grouping.members if (name == chosen.group) != chosen.others]
    return _are(everybody, (handle for name in names for handle in grouping.members[name])), cautions


def _wave(claims: ClaimColumns, everybody: Heard, wave: str) -> tuple[Bools, Bools]:
    """Tell who has a text of a wave, and which claims stand in one."""
    known = sorted({head.wave for head in everybody.heads if head.wave})
    if wave not in known:
        raise UnknownName("wave", wave, closest(wave, known))
    in_wave = np.array([*(head.wave == wave for head in everybody.heads), False], np.bool_)
    number = {person.id: i for i, person in enumerate(everybody.people)}
    told = np.zeros(len(everybody.people), np.bool_)
    told[[number[head.participant] for head in everybody.heads if head.wave == wave and head.participant]] = True
    spoke = claims.participant[in_wave[claims.document] & (claims.participant >= 0)]
    told[spoke] = True
    return told, in_wave[claims.document]


def _are(everybody: Heard, handles: Iterable[str]) -> Bools:
    wanted = set(handles)
    return np.array([handle in wanted for handle in everybody.handles], np.bool_)
