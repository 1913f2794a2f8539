"""Deeds that change a coding: its bounds, its code, how it is read, its memo."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from kangni.core.coding import DEFAULT_STANCE, DEFAULT_VOICE, Coding, Time
from kangni.core.errors import NotYours, UnknownName, WrittenMeanwhile
from kangni.core.names import CoderId, CodingId
from kangni.core.people import Coder
from kangni.core.ports import Reader, Writer
from kangni.core.text import Document, Span

__all__ = [
    "Reading",
    "check_own",
    "move_coding",
    "note_coding",
    "own_coding",
    "read_coding",
    "recode",
    "remove_own_codings",
]


@dataclass(frozen=True, slots=True)
class Reading:
    """How a passage is read under its code; a polarity or level other than the code's asks for a reason."""

    polarity: str | None = None
    level: str | None = None
    reason: str = ""
    voice: str = DEFAULT_VOICE
    stance: str = DEFAULT_STANCE
    time: Time | None = None


def move_coding(write: Writer, coding_id: CodingId, span: Span) -> Coding:
    """Give a coding of the actor's other bounds and return it."""
    coding = own_coding(write, coding_id)
    head = next(head for head in write.document_heads() if head.id == coding.document)
    write.named(Document, head.handle).check(span)
    return _replaced(write, replace(coding, span=span, released=False))  # other words need another review


def recode(write: Writer, coding_id: CodingId, code: str) -> Coding:
    """Give a coding of the actor's another code; what was set against the old code's defaults goes with it."""
    coding = own_coding(write, coding_id)
    node = write.codebook().named(code)
    return _replaced(write, replace(coding, code=node.id, polarity=None, level=None, reason=""))


def read_coding(write: Writer, coding_id: CodingId, reading: Reading) -> Coding:
    """Change how a coding of the actor's is read; None for polarity and level takes the code's own again."""
    coding, framework = own_coding(write, coding_id), write.framework()
    changed = replace(
        coding,
        polarity=framework.polarity(reading.polarity).id if reading.polarity else None,
        level=framework.level(reading.level).id if reading.level else None,
        reason=reading.reason if reading.polarity or reading.level else "",
        voice=framework.voice(reading.voice).id,
        stance=framework.stance(reading.stance).id,
        time=reading.time,
    )
    return _replaced(write, changed)


def note_coding(write: Writer, coding_id: CodingId, memo: str, *, was: str | None = None) -> Coding:
    """Write a memo beside a coding of the actor's, in place of the one that stands there.

    Raises
    ------
    WrittenMeanwhile
        If the memo that stands there is not `was`: another window wrote one.
    """
    coding = own_coding(write, coding_id)
    if was is not None and coding.memo not in {was, memo.strip()}:
        raise WrittenMeanwhile("memo", coding.memo, memo)
    return _replaced(write, replace(coding, memo=memo.strip()))


def remove_own_codings(write: Writer, codings: Sequence[CodingId]) -> int:
    """Remove codings of the actor's and return how many there were."""
    return write.remove([own_coding(write, coding) for coding in dict.fromkeys(codings)])


def own_coding(read: Writer, coding_id: CodingId) -> Coding:
    """Return a coding of the actor's.

    Raises
    ------
    UnknownName
        If it is gone, perhaps removed by another window.
    NotYours
    """
    coding = next((coding for coding in read.all(Coding) if coding.id == coding_id), None)
    if coding is None:
        raise UnknownName("coding", coding_id.hex[:8])
    check_own(read, coding.coder, "coding")
    return coding


def check_own(write: Writer, owner: CoderId, kind: str) -> None:
    """Refuse to touch what is somebody else's."""
    if owner != write.actor():
        raise NotYours(kind, _handle(write, owner))


def _replaced(write: Writer, changed: Coding) -> Coding:
    """Store a changed coding; where the actor says the same already, that one stays and this one goes."""
    twin = next(
        (
            other
            for other in write.all(Coding)
            if other.id != changed.id
            and (other.coder, other.code, other.document, other.span)
            == (changed.coder, changed.code, changed.document, changed.span)
        ),
        None,
    )
    if twin is not None:
        write.remove([changed])
        return twin
    write.replace([changed])
    return changed


def _handle(read: Reader, coder: CoderId) -> str:
    return next((each.handle for each in read.all(Coder) if each.id == coder), "")
