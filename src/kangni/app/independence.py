"""Which documents a coder read independently: before any decision on them, and without another's drafts."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kangni.core.decisions import Decision
from kangni.core.people import Assignment, Coder, Progress
from kangni.core.ports import Reader
from kangni.methods.columns import Bools, CodingColumns, Ints

__all__ = ["Independence", "independence"]


@dataclass(frozen=True, slots=True, eq=False)
class Independence:
    """What each coder has seen and read independently, [coder, document], and what falls away for which reason."""

    seen: Bools
    decided: Bools
    drafted: Bools


def independence(read: Reader, codings: CodingColumns, seen: Bools, adopted: Ints) -> Independence:
    """Leave of what was seen only what was read independently.

    A document was not, where a passage of it had been decided on when the coder declared it done (or in the same
    deed), and where a coding of the coder began as somebody else's draft, a machine's included.
    """
    after_talk = _decided_before_done(read, seen)
    with_drafts = np.zeros_like(seen)
    from_others = np.isin(codings.row, adopted)
    with_drafts[codings.coder[from_others], codings.document[from_others]] = True
    return Independence(
        seen=seen & ~after_talk & ~with_drafts,
        decided=seen & after_talk,
        drafted=seen & with_drafts & ~after_talk,
    )


def _decided_before_done(read: Reader, seen: Bools) -> Bools:
    found = np.zeros_like(seen)
    first: dict[object, int] = {}
    for decision in read.all(Decision):
        first[decision.document] = min(decision.number, first.get(decision.document, decision.number))
    if not first:
        return found
    coders = {coder.id: i for i, coder in enumerate(read.all(Coder))}
    documents = {head.id: i for i, head in enumerate(read.document_heads())}
    for entry in read.all(Assignment):
        decided = first.get(entry.document)
        if entry.progress is Progress.DONE and decided is not None:
            # of whom it is not known when they were done, nobody can say that it was before the talk
            found[coders[entry.coder], documents[entry.document]] = entry.done_at is None or decided <= entry.done_at
    return found
