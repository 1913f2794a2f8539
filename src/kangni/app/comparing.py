"""Which coders, which units and which codes an agreement compares, and what it has to leave aside."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from kangni.app.asked_codes import AskedCode, asked_codes
from kangni.app.basis import Heard, heard
from kangni.core.errors import N_, NothingToAnalyse
from kangni.core.people import Coder, CoderKind
from kangni.core.ports import DocumentHead, Reader
from kangni.core.sentences import sentences
from kangni.core.text import Span
from kangni.methods.agreement.units import Marks, Units, compared_units, mark, split_units, windows
from kangni.methods.columns import PARTICIPANT, Bools, CodingColumns, ColumnSource, Ints, TurnColumns
from kangni.results.agreement import AgreementUnit, CodeScope
from kangni.results.answer import Caution

__all__ = ["Asked", "Compared", "compared"]

MACHINES = N_("Machine coders are compared only when named: {coders} left out.")
NO_COMMON = N_("{coders} shares no finished document with the others and is left out.")
HALF_SEEN = N_("{count} documents that only one of the coders has declared done are not compared.")
UNFINISHED = N_("{count} codings lie in documents that their coder has not declared done, and do not count.")
NO_TURN = N_("{count} codings touch no participant's turn and do not count.")
NO_CONSENT = N_("{count} turns of participants without consent to analysis are left out.")


@dataclass(frozen=True, slots=True)
class Asked:
    """What is to be compared: by whom (nobody named: all who can be), in which units, and what counts as one code."""

    coders: tuple[str, ...] = ()
    unit: AgreementUnit = "turn"
    window: int = 200
    by: CodeScope = "code"
    codes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Compared:
    """The compared coders and units, who coded what there, and the names behind the numbers.

    `turns` carry as participant whoever speaks, else the main one of the document. `units` are turns, sentences or
    windows; where characters or spans are compared they are the turns that hold them, `whole`. `coder_places` are the
    coders' numbers in the columns. `codings` have as code what is asked about; `set_marks` have the codebook's codes
    where all are taken together. `cluster` gives each compared document its participant, numbered 0, 1, 2 ...; a
    document without one stands for itself.
    """

    asked: Asked
    coders: tuple[str, ...]
    coder_places: Ints
    codes: tuple[AskedCode, ...]
    documents: tuple[str, ...]
    participants: tuple[str, ...]
    turns: TurnColumns
    codings: CodingColumns
    whole: Units
    units: Units
    marks: Marks
    set_marks: Marks
    cluster: Ints
    cautions: tuple[Caution, ...]


def compared(read: Reader, columns: ColumnSource, asked: Asked, *, on: date) -> Compared:
    """Find the coders who can be compared, their common units, and what they coded there.

    Raises
    ------
    NothingToAnalyse
        Where no two of the coders have finished a common document with participants' turns.
    """
    everyone, turns, seen = read.all(Coder), columns.turns(), columns.seen()
    names = asked_codes(read.codebook(), by=asked.by, codes=asked.codes)
    kept = names.kept(columns.codings()) if asked.codes else columns.codings()
    people = heard(read, turns, on=on)
    turns = replace(turns, participant=people.speaker)
    chosen = _chosen(read, everyone, asked.coders)
    withheld = (people.speaker >= 0) & ~people.included[people.speaker]
    whole = compared_units(turns, seen[chosen], left_out=withheld)
    shares = whole.seen.any(axis=1)
    if not shares.any():
        raise NothingToAnalyse(N_("Agreement"), N_("two coders who have declared the same document done"))
    whole, together = replace(whole, seen=whole.seen[shares]), chosen[shares]
    of_turns = mark(kept, whole, together)
    aside = _Aside(
        machines=() if asked.coders else tuple(one.handle for one in everyone if one.kind is CoderKind.MACHINE),
        alone=tuple(everyone[i].handle for i in chosen[~shares].tolist()) if asked.coders else (),
        half_seen=_half_seen(turns, seen[together], whole),
        unfinished=_unfinished(kept, seen, together),
        no_turn=_no_turn(kept, whole, of_turns, seen, together),
        withheld=int((withheld & np.isin(turns.document, whole.documents) & (turns.role == PARTICIPANT)).sum()),
    )
    units = _cut(read, people.heads, whole, asked)
    by_code = of_turns if units is whole else mark(kept, units, together)
    codings = kept if asked.by == "code" and not asked.codes else names.renamed(kept)
    marks = by_code if codings is kept else mark(codings, units, together)
    return Compared(
        asked=asked,
        coders=tuple(everyone[i].handle for i in together.tolist()),
        coder_places=together,
        codes=names.names,
        documents=tuple(head.handle for head in people.heads),
        participants=people.handles,
        turns=turns,
        codings=codings,
        whole=whole,
        units=units,
        marks=marks,
        set_marks=by_code if asked.by == "all" else marks,
        cluster=_clusters(people, whole),
        cautions=tuple(aside.cautions()),
    )


@dataclass(frozen=True, slots=True)
class _Aside:
    """What is left aside: coders by name, the rest in numbers."""

    machines: tuple[str, ...]
    alone: tuple[str, ...]
    half_seen: int
    unfinished: int
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
            (NO_TURN, self.no_turn),
            (NO_CONSENT, self.withheld),
        )
        for sentence, count in counts:
            if count:
                yield Caution(sentence, (("count", count),))


def _cut(read: Reader, heads: Sequence[DocumentHead], whole: Units, asked: Asked) -> Units:
    """Return the turns, or the sentences or windows in them."""
    if asked.unit == "window":
        return windows(whole, asked.window)
    if asked.unit != "sentence":
        return whole
    ids = [heads[document].id for document in whole.documents.tolist()]
    texts = read.texts(ids)
    bounds = zip(whole.document.tolist(), whole.start.tolist(), whole.end.tolist(), strict=True)
    found = [
        (i, sentence.start, sentence.end)
        for i, (document, start, end) in enumerate(bounds)
        for sentence in sentences(texts[ids[document]], Span(start, end))
    ]
    unit, first, last = np.array(found, dtype=np.int64).reshape(-1, 3).T
    return split_units(whole, unit, first, last)


def _chosen(read: Reader, everyone: Sequence[Coder], handles: Sequence[str]) -> Ints:
    """Return the numbers of the named coders, each once, in the order of naming; without names, of all persons."""
    if not handles:
        return np.array([i for i, coder in enumerate(everyone) if coder.kind is CoderKind.PERSON], dtype=np.int64)
    number = {coder.id: i for i, coder in enumerate(everyone)}
    named = dict.fromkeys(number[read.named(Coder, handle).id] for handle in handles)
    return np.array(list(named), dtype=np.int64)


def _half_seen(turns: TurnColumns, seen: Bools, units: Units) -> int:
    spoken = np.unique(turns.document[turns.role == PARTICIPANT])
    return int((seen[:, spoken].any(axis=0) & ~np.isin(spoken, units.documents)).sum())


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
