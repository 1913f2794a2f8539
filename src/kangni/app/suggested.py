"""Who asks for what: suggestions as coders tied them, those that decline to advise, and those tied to nothing yet."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from uuid import UUID

import numpy as np

from kangni.app.balance import Ground
from kangni.core.advice import Suggestion
from kangni.core.coding import DEFAULT_STANCE, Coding
from kangni.core.ports import Reader
from kangni.methods.columns import Bools, CodingColumns
from kangni.results.advice import Suggested

__all__ = ["Asked", "Passage", "asked", "counted_codings", "suggested"]


@dataclass(frozen=True, slots=True)
class Passage:
    """Words of a participant under one suggestion code; `rows` are the codings of them, `row` the first."""

    participant: int
    code: int
    row: int
    rows: tuple[int, ...]
    levers: frozenset[str]
    declines: bool


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
    ties: dict[UUID, Suggestion] = {tie.coding: tie for tie in read.all(Suggestion)}
    outside = [
        number
        for number, code in enumerate(study.study.codes)
        if code.construct is not None and not study.framework.construct(code.construct).modelled
    ]
    own = np.isin(codings.code, np.array(outside, np.int64))
    candidates = np.flatnonzero(counted & own if outside else counted)
    lines = read.lines(Coding, codings.row[candidates].tolist()) if candidates.size else ()
    tie_at = {at: ties[line.id] for at, line in zip(candidates.tolist(), lines, strict=True) if line.id in ties}
    passages = _passages(codings, [at for at in candidates.tolist() if own[at] or at in tie_at])
    return Asked(
        tuple(_passage(codings, where, [tie_at[at] for at in where if at in tie_at]) for where in passages),
        lost=len(ties) - len(tie_at),
    )


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


def _passage(codings: CodingColumns, where: Sequence[int], ties: Sequence[Suggestion]) -> Passage:
    levers = frozenset(lever for tie in ties for lever in tie.levers)
    return Passage(
        participant=int(codings.participant[where[0]]),
        code=int(codings.code[where[0]]),
        row=int(codings.row[where[0]]),
        rows=tuple(int(codings.row[at]) for at in where),
        levers=levers,
        declines=not levers and any(tie.declines for tie in ties),
    )
