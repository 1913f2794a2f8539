"""What is written into the cells of code by participant: one summary a coder, kept as a memo on both."""

from __future__ import annotations

from kangni.core.errors import WrittenMeanwhile
from kangni.core.memos import Memo, MemoKind, MemoTarget
from kangni.core.names import CodeId, Label, MemoId, ParticipantId
from kangni.core.people import Coder, Participant
from kangni.core.ports import Clock, NewId, Reader, Writer
from kangni.results.retrieval import CellSummary

__all__ = ["summaries_of", "summarise_cell"]


def summaries_of(read: Reader) -> tuple[CellSummary, ...]:
    """Return the analytic memos on one participant's one code."""
    codes = {code.id: code.handle for code in read.codebook()}
    people = {person.id: person.handle for person in read.all(Participant)}
    coders = {coder.id: coder.handle for coder in read.all(Coder)}
    return tuple(
        CellSummary(codes[CodeId(memo.target_id)], people[memo.participant], coders[memo.author], memo.text)
        for memo in read.all(Memo)
        if _is_summary(memo) and memo.target_id in codes and memo.participant is not None
    )


def summarise_cell(
    write: Writer, code: str, participant: str, text: str, *, new_id: NewId, clock: Clock, was: str | None = None
) -> Memo | None:
    """Write the actor's summary of a participant's quotes of a code in place of the one that stands; "" takes it out.

    Raises
    ------
    UnknownName
        If there is no such code or participant.
    WrittenMeanwhile
        If the summary that stands there is not `was`: another window wrote one.
    """
    target, person, author = write.codebook().named(code).id, write.named(Participant, participant).id, write.actor()
    found = _own(write, target, person, author=write.actor())
    language = write.settings().language
    stands = found.text.text(language) if found is not None else ""
    text = text.strip()
    if was is not None and stands not in {was.strip(), text}:
        raise WrittenMeanwhile("summary", stands, text)
    if not text:
        if found is not None:
            write.remove([found])
        return None
    memo = Memo(
        id=found.id if found is not None else MemoId(new_id()),
        target=MemoTarget.CODE,
        target_id=target,
        author=author,
        kind=MemoKind.ANALYTIC,
        text=Label(zh=text) if language.startswith("zh") else Label(en=text),
        participant=person,
        written=clock(),
    )
    if found is None:
        write.add([memo])
    elif stands != text:
        write.replace([memo])
    return memo


def _own(read: Reader, code: CodeId, participant: ParticipantId, *, author: object) -> Memo | None:
    asked = (code, participant, author)
    return next((m for m in read.all(Memo) if _is_summary(m) and (m.target_id, m.participant, m.author) == asked), None)


def _is_summary(memo: Memo) -> bool:
    return memo.target is MemoTarget.CODE and memo.participant is not None and memo.kind is MemoKind.ANALYTIC
