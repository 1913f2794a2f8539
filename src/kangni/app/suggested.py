"""Who asks for what: suggestions as coders tied them, those that decline to advise, and those tied to nothing yet."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

import numpy as np

from kangni.app.balance import Ground
from kangni.core.advice import Suggestion, TieState
from kangni.core.codebook import Code
from kangni.core.coding import DEFAULT_STANCE, Coding
from kangni.core.framework import Framework
from kangni.core.ports import CodingLine, Reader
from kangni.methods.columns import Bools, CodingColumns
from kangni.results.advice import Suggested

__all__ = ["Asked", "Passage", "addressee_of", "asked", "counted_codings", "is_suggestion", "suggested"]


@dataclass(frozen=True, slots=True)
class Passage:
    """Words of a participant under one suggestion code.

    `lines` are the codings of them and `ties` what coders made of these, drafts and refused ones included. `row` is the
    first coding's.
    """

    participant: int
    code: int
    lines: tuple[CodingLine, ...]
    ties: tuple[Suggestion, ...]

    @property
    def row(self) -> int:
        """Return the row of the first coding."""
        return self.lines[0].row

    @property
    def rows(self) -> tuple[int, ...]:
        """Return the rows of all codings."""
        return tuple(line.row for line in self.lines)

    @property
    def levers(self) -> tuple[str, ...]:
        """Return the levers to which anybody tied it, each once."""
        return tuple(dict.fromkeys(lever for tie in self._counted for lever in tie.levers))

    @property
    def declines(self) -> bool:
        """Tell whether somebody reads it as declining to advise, and nobody as naming a lever."""
        return not self.levers and any(tie.declines for tie in self._counted)

    @property
    def drafts(self) -> tuple[str, ...]:
        """Return the levers that cue words propose and that nobody has tied."""
        found = (tie.levers[0] for tie in self.ties if tie.state is TieState.DRAFT)
        return tuple(lever for lever in dict.fromkeys(found) if lever not in self.levers)

    @property
    def _counted(self) -> tuple[Suggestion, ...]:
        return tuple(tie for tie in self.ties if tie.state is TieState.TIED)


@dataclass(frozen=True, slots=True)
class Asked:
    """All suggestions of participants who count."""

    passages: tuple[Passage, ...]
    lost: int  # ties of codings that do not count: drafts, other voices, participants outside n
    askers: dict[str, frozenset[int]] = field(init=False)
    rows: dict[str, tuple[int, ...]] = field(init=False)

    def __post_init__(self) -> None:
        askers, rows = defaultdict[str, set[int]](set), defaultdict[str, set[int]](set)
        for passage in self.passages:
            for lever in passage.levers:
                askers[lever].add(passage.participant)
                rows[lever].update(passage.rows)
        object.__setattr__(self, "askers", {lever: frozenset(people) for lever, people in askers.items()})
        object.__setattr__(self, "rows", {lever: tuple(sorted(one)) for lever, one in rows.items()})

    @property
    def is_tied(self) -> bool:
        """Tell whether any suggestion is tied to a lever."""
        return bool(self.askers)

    @property
    def untied(self) -> tuple[Passage, ...]:
        """Return the passages that are neither tied nor decline."""
        return tuple(passage for passage in self.passages if not passage.levers and not passage.declines)


def asked(read: Reader, codings: CodingColumns, counted: Bools, study: Ground) -> Asked:
    """Collect the suggestions: codings of codes outside the framework's model, and whatever else a coder tied.

    `counted` tells which codings are in a counted voice of people who count.
    """
    ties = _ties(read)
    outside = [number for number, code in enumerate(study.study.codes) if is_suggestion(code, study.framework)]
    own = np.isin(codings.code, np.array(outside, np.int64))
    candidates = np.flatnonzero(counted & own if outside else counted)
    lines = read.lines(Coding, codings.row[candidates].tolist()) if candidates.size else ()
    line_at = dict(zip(candidates.tolist(), lines, strict=True))
    places = _passages(codings, [at for at, line in line_at.items() if own[at] or line.id in ties])
    used = {line.id for line in line_at.values()} & set(ties)
    return Asked(
        tuple(_passage(codings, [line_at[at] for at in where], where[0], ties) for where in places),
        lost=sum(tie.state is TieState.TIED for coding in ties.keys() - used for tie in ties[coding]),
    )


def is_suggestion(code: Code, framework: Framework) -> bool:
    """Tell whether a code is for spoken proposals: its construct lies outside the framework's model."""
    return code.construct is not None and not framework.construct(code.construct).modelled


def addressee_of(code: Code, framework: Framework) -> str:
    """Return whom a suggestion speaks to, its code's addressee, else that of its level; empty where it is nobody."""
    found = framework.code_addressee.get(code.handle) or framework.level_addressee.get(code.level or "", "")
    return found if found in {addressee.id for addressee in framework.addressees} else ""


def suggested(study: Ground, passages: Iterable[Passage]) -> tuple[Suggested, ...]:
    """Return passages under the names that results use."""
    return tuple(
        Suggested(study.study.people[passage.participant], study.study.code(passage.code), passage.row)
        for passage in passages
    )


def counted_codings(codings: CodingColumns, study: Ground) -> Bools:
    """Tell which codings are in a counted voice, held, and of people who count."""
    framework = study.framework
    voices = [number for number, term in enumerate(framework.voices) if term.id in study.study.voices]
    stances = [number for number, term in enumerate(framework.stances) if term.id == DEFAULT_STANCE]
    nobody_last = np.append(study.study.participants, values=False)
    return nobody_last[codings.participant] & np.isin(codings.voice, voices) & np.isin(codings.stance, stances)


def _ties(read: Reader) -> dict[UUID, tuple[Suggestion, ...]]:
    found = defaultdict[UUID, list[Suggestion]](list)
    for tie in read.all(Suggestion):
        found[tie.coding].append(tie)
    return {coding: tuple(ties) for coding, ties in found.items()}


def _passages(codings: CodingColumns, places: Iterable[int]) -> list[list[int]]:
    """Put codings of one participant and code together whose spans overlap: readings of the same words."""

    def where(at: int) -> tuple[int, int, int]:
        return int(codings.participant[at]), int(codings.document[at]), int(codings.code[at])

    found: list[list[int]] = []
    end = 0
    for at in sorted(places, key=lambda at: (*where(at), int(codings.start[at]))):
        if found and where(at) == where(found[-1][0]) and codings.start[at] < end:
            found[-1].append(at)
            end = max(end, int(codings.end[at]))
        else:
            found.append([at])
            end = int(codings.end[at])
    return found


def _passage(
    codings: CodingColumns, lines: Sequence[CodingLine], first: int, ties: Mapping[UUID, Sequence[Suggestion]]
) -> Passage:
    return Passage(
        participant=int(codings.participant[first]),
        code=int(codings.code[first]),
        lines=tuple(lines),
        ties=tuple(tie for line in lines for tie in ties.get(line.id, ())),
    )
