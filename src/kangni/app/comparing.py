"""Which coders and which turns an agreement compares, and what it has to leave aside."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

import numpy as np

from kangni.app.asked_codes import taken
from kangni.app.basis import Heard, heard
from kangni.app.independence import Independence, independence
from kangni.core.codebook import Code
from kangni.core.errors import N_, NothingToAnalyse
from kangni.core.people import Coder, CoderKind
from kangni.core.ports import Reader
from kangni.methods.agreement.units import Marks, Units, compared_units, mark
from kangni.methods.columns import PARTICIPANT, Bools, CodingColumns, ColumnSource, Ints, TurnColumns
from kangni.results.answer import Caution

__all__ = ["Compared", "compared", "read_again"]

DONE_BY_TWO = N_("two coders who have declared the same document done")
INDEPENDENTLY = N_("two coders who have read the same document independently and declared it done")
MACHINES = N_("Machine coders are compared only when named: {coders} left out.")
NO_COMMON = N_("{coders} shares no finished document with the others and is left out.")
HALF_SEEN = N_("{count} documents that only one of the coders has declared done are not compared.")
UNFINISHED = N_("{count} codings lie in documents that their coder has not declared done, and do not count.")
NO_TURN = N_("{count} codings touch no participant's turn and do not count.")
DECIDED = N_(
    "{count} times a coder's reading of a document is left out: it had been talked about before the coder was done."
)
DRAFTED = N_("{count} times a coder's reading of a document is left out: the coder had adopted somebody else's drafts.")
NO_CONSENT = N_("{count} turns of participants without consent to analysis are left out.")


@dataclass(frozen=True, slots=True)
class Compared:
    """The compared coders and turns, who coded what there, and the names behind the numbers.

    `coder_places` are the coders' numbers in the columns. Where only some codes were asked for, `codings` are of those.
    `turns` carry as participant whoever speaks, else the main one of the document. `cluster` gives each compared
    document its participant, numbered 0, 1, 2 ...; a document without one stands for itself.
    """

    coders: tuple[str, ...]
    coder_places: Ints
    codes: tuple[Code, ...]
    documents: tuple[str, ...]
    participants: tuple[str, ...]
    turns: TurnColumns
    codings: CodingColumns
    units: Units
    marks: Marks
    cluster: Ints
    cautions: tuple[Caution, ...]


def compared(
    read: Reader,
    columns: ColumnSource,
    *,
    on: date,
    coders: Sequence[str],
    at: Literal["now", "done"] = "now",
    independent: bool = False,
    asked: Ints | None = None,
) -> Compared:
    """Find the coders who can be compared, their common turns, and what they coded there, under the asked codes alone.

    `at` "done" takes the codings as they stood when their coders declared the documents done. With `independent` only
    documents that a coder read before any talk, and without somebody else's drafts, count as seen.

    Raises
    ------
    NothingToAnalyse
        Where no two of the coders have finished a common document with participants' turns.
    """
    everyone, turns, finished = read.all(Coder), columns.turns(), columns.seen()
    codings = _codings(columns, at, asked)
    nothing = np.zeros_like(finished)
    alone = Independence(finished, nothing, nothing)
    if independent:
        alone = independence(read, codings, finished, columns.adopted())
    seen = alone.seen
    people = heard(read, turns, on=on)
    turns = replace(turns, participant=people.speaker)
    chosen = _chosen(read, everyone, coders)
    withheld = (people.speaker >= 0) & ~people.included[people.speaker]
    units = compared_units(turns, seen[chosen], left_out=withheld)
    shares = units.seen.any(axis=1)
    if not shares.any():
        raise NothingToAnalyse(N_("Agreement"), INDEPENDENTLY if independent else DONE_BY_TWO)
    units, together = replace(units, seen=units.seen[shares]), chosen[shares]
    marks = mark(codings, units, together)
    aside = _Aside(
        machines=() if coders else tuple(coder.handle for coder in everyone if coder.kind is CoderKind.MACHINE),
        alone=tuple(everyone[i].handle for i in chosen[~shares].tolist()) if coders else (),
        half_seen=_half_seen(turns, finished[together]),
        unfinished=_unfinished(codings, finished, together),
        decided=int(alone.decided[chosen].sum()),
        drafted=int(alone.drafted[chosen].sum()),
        no_turn=_no_turn(codings, units, marks, seen, together),
        withheld=int((withheld & np.isin(turns.document, units.documents) & (turns.role == PARTICIPANT)).sum()),
    )
    return Compared(
        coders=tuple(everyone[i].handle for i in together.tolist()),
        coder_places=together,
        codes=tuple(read.codebook()),
        documents=tuple(head.handle for head in people.heads),
        participants=people.handles,
        turns=turns,
        codings=codings,
        units=units,
        marks=marks,
        cluster=_clusters(people, units),
        cautions=tuple(aside.cautions()),
    )


def read_again(
    columns: ColumnSource, study: Compared, *, at: Literal["now", "done"], asked: Ints | None = None
) -> Compared:
    """Return the same coders and turns with the codings as they stand now, or as they stood when coders were done."""
    codings = _codings(columns, at, asked)
    return replace(study, codings=codings, marks=mark(codings, study.units, study.coder_places))


@dataclass(frozen=True, slots=True)
class _Aside:
    """What is left aside: coders by name, the rest in numbers."""

    machines: tuple[str, ...]
    alone: tuple[str, ...]
    half_seen: int
    unfinished: int
    decided: int
    drafted: int
    no_turn: int
    withheld: int

    def cautions(self) -> Iterator[Caution]:
        """Return a sentence for each kind of thing of which there is any."""
        for sentence, names in ((MACHINES, self.machines), (NO_COMMON, self.alone)):
            if names:
                yield Caution(sentence, (("coders", ", ".join(names)),))
        counts = (
            (HALF_SEEN, self.half_seen),
            (UNFINISHED, self.unfinished),
            (DECIDED, self.decided),
            (DRAFTED, self.drafted),
            (NO_TURN, self.no_turn),
            (NO_CONSENT, self.withheld),
        )
        for sentence, count in counts:
            if count:
                yield Caution(sentence, (("count", count),))


def _codings(columns: ColumnSource, at: Literal["now", "done"], asked: Ints | None) -> CodingColumns:
    codings = columns.codings() if at == "now" else columns.codings_when_done()
    return codings if asked is None else taken(codings, np.flatnonzero(np.isin(codings.code, asked)))


def _chosen(read: Reader, everyone: Sequence[Coder], handles: Sequence[str]) -> Ints:
    """Return the numbers of the named coders, each once, in the order of naming; without names, of all persons."""
    if not handles:
        return np.array([i for i, coder in enumerate(everyone) if coder.kind is CoderKind.PERSON], dtype=np.int64)
    number = {coder.id: i for i, coder in enumerate(everyone)}
    named = dict.fromkeys(number[read.named(Coder, handle).id] for handle in handles)
    return np.array(list(named), dtype=np.int64)


def _half_seen(turns: TurnColumns, finished: Bools) -> int:
    spoken = np.unique(turns.document[turns.role == PARTICIPANT])
    return int((finished[:, spoken].sum(axis=0) == 1).sum())


def _unfinished(codings: CodingColumns, seen: Bools, together: Ints) -> int:
    return int((np.isin(codings.coder, together) & ~seen[codings.coder, codings.document]).sum())


def _no_turn(codings: CodingColumns, units: Units, marks: Marks, seen: Bools, together: Ints) -> int:
    here = np.isin(codings.coder, together) & seen[codings.coder, codings.document]
    here &= np.isin(codings.document, units.documents)
    here[marks.coding] = False
    return int(here.sum())


def _clusters(people: Heard, units: Units) -> Ints:
    number = {person.id: i for i, person in enumerate(people.people)}
    heads = [people.heads[document] for document in units.documents.tolist()]
    own = [
        number[head.participant] if head.participant is not None else len(number) + i for i, head in enumerate(heads)
    ]
    return np.unique(np.array(own, dtype=np.int64), return_inverse=True)[1].astype(np.int64)
