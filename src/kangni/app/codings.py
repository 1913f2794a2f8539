"""Deeds on codings: apply, remove, draft from a search, adopt and refuse drafts."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from kangni.core.coding import DEFAULT_STANCE, DEFAULT_VOICE, Coding, Time
from kangni.core.errors import AmbiguousName, CodedTranslation, UnknownName
from kangni.core.names import CodingId, DocumentId, ParticipantId
from kangni.core.people import Participant
from kangni.core.ports import DocumentHead, NewId, Reader, Writer
from kangni.core.text import Document, Span

__all__ = ["Draft", "adopt", "apply_code", "check_original", "draft_codings", "drafts", "refuse", "remove_codings"]

NAME_LENGTH = 8  # leading characters of an id by which people name a draft
CONTEXT = 24  # characters shown on either side, inside the turn


@dataclass(frozen=True, slots=True)
class Draft:
    """A draft as a person sees it; `name` is the start of its id.

    `turn` is None where its words are in none. `before` and `after` are the words around, inside the same turn.
    """

    name: str
    id: CodingId
    code: str
    document: str
    start: int
    end: int
    words: str
    turn: int | None
    participant: str
    before: str
    after: str


def apply_code(
    write: Writer,
    document: str,
    span: Span,
    code: str,
    *,
    new_id: NewId,
    polarity: str | None = None,
    level: str | None = None,
    reason: str = "",
    voice: str = DEFAULT_VOICE,
    stance: str = DEFAULT_STANCE,
    time: Time | None = None,
    memo: str = "",
) -> Coding:
    """Apply a code to a span as the actor and return the coding that stands then.

    Saying the same twice adds nothing; a draft of the actor's own on these words becomes a coding.
    """
    text = write.named(Document, document)
    text.check(span)
    check_original(write, text, span)
    framework = write.framework()
    coding = Coding(
        id=CodingId(new_id()),
        document=text.id,
        span=span,
        code=write.codebook().named(code).id,
        coder=write.actor(),
        polarity=framework.polarity(polarity).id if polarity else None,
        level=framework.level(level).id if level else None,
        reason=reason,
        voice=framework.voice(voice).id,
        stance=framework.stance(stance).id,
        time=time,
        memo=memo,
    )
    if write.add([coding]):
        return coding
    standing = next(said for said in write.in_document(Coding, text.id) if _said(said) == _said(coding))
    if standing.draft:
        standing = replace(coding, id=standing.id)
        write.replace([standing])
    return standing


def remove_codings(write: Writer, codings: Collection[CodingId]) -> int:
    """Remove codings by id and return how many there were."""
    return write.remove([coding for coding in write.all(Coding) if coding.id in codings])


def draft_codings(write: Writer, passages: Iterable[tuple[DocumentId, Span]], code: str, *, new_id: NewId) -> int:
    """Make a draft of `code` at each passage and return how many are new; drafts count for nothing until adopted."""
    node = write.codebook().named(code)
    actor = write.actor()
    return write.add(
        [
            Coding(id=CodingId(new_id()), document=document, span=span, code=node.id, coder=actor, draft=True)
            for document, span in passages
        ]
    )


def drafts(read: Reader, *, code: str = "", document: str = "") -> tuple[Draft, ...]:
    """Return the drafts, all or those of one code or document, in order of place."""
    codebook = read.codebook()
    heads = {head.id: head for head in read.document_heads()}
    found = _chosen(read, heads, code=code, document=document)
    handles = {heads[coding.document].handle for coding in found if coding.document is not None}
    documents = {text.id: text for text in (read.named(Document, handle) for handle in handles)}
    people: dict[ParticipantId | None, str] = {person.id: person.handle for person in read.all(Participant)}
    return tuple(
        _draft(coding, coding.span, documents[coding.document], codebook.get(coding.code).handle, people)
        for coding in found
        if coding.document is not None and coding.span is not None
    )


def adopt(write: Writer, names: Sequence[str] = (), *, code: str = "", document: str = "") -> int:
    """Make drafts into codings of the actor and return how many; all of them, or those named or chosen.

    Where the actor has the same code on the same words already, or two drafts say the same, one stays and nothing is
    doubled.
    """
    chosen = _named(write, names, code=code, document=document)
    actor = write.actor()
    own = {_said(coding): coding for coding in write.all(Coding) if coding.coder == actor}
    adopted: dict[tuple[object, ...], Coding] = {}
    for draft in chosen:
        said = _said(replace(draft, coder=actor))
        standing = own.get(said, draft)
        if standing.draft:
            adopted.setdefault(said, replace(standing, draft=False, coder=actor))
    kept = {coding.id for coding in adopted.values()}
    write.remove([draft for draft in chosen if draft.id not in kept])
    return write.replace(list(adopted.values()))


def refuse(write: Writer, names: Sequence[str] = (), *, code: str = "", document: str = "") -> int:
    """Remove drafts and return how many; all of them, or those named or chosen."""
    return write.remove(_named(write, names, code=code, document=document))


def check_original(read: Reader, text: Document, span: Span) -> None:
    """Refuse to code a translation, with the place in the original to code instead."""
    if text.translation_of is None:
        return
    original = next(head.handle for head in read.document_heads() if head.id == text.translation_of)
    turns = text.turns_in(span)
    raise CodedTranslation(text.handle, original, turns[0].ordinal if turns else 0)


def _draft(
    coding: Coding, span: Span, document: Document, code: str, people: Mapping[ParticipantId | None, str]
) -> Draft:
    turn = next(iter(document.turns_in(span)), None)
    first, last = (turn.span.start, turn.span.end) if turn is not None and turn.span else (span.start, span.end)
    return Draft(
        name=coding.id.hex[:NAME_LENGTH],
        id=coding.id,
        code=code,
        document=document.handle,
        start=span.start,
        end=span.end,
        words=document.words(span),
        turn=turn.ordinal if turn is not None else None,
        participant=people.get(document.whose(span)[0], ""),
        before=document.text[max(first, span.start - CONTEXT) : span.start],
        after=document.text[span.end : max(span.end, min(last, span.end + CONTEXT))],
    )


def _said(coding: Coding) -> tuple[object, ...]:
    """Return what makes a coding the same as another one."""
    return coding.coder, coding.code, coding.document, coding.span


def _named(read: Reader, names: Sequence[str], *, code: str, document: str) -> list[Coding]:
    heads = {head.id: head for head in read.document_heads()}
    candidates = _chosen(read, heads, code=code, document=document)
    if not names:
        return candidates
    chosen: dict[CodingId, Coding] = {}
    for name in names:
        matches = [coding for coding in candidates if coding.id.hex.startswith(name.casefold())]
        if not matches:
            raise UnknownName("draft", name)
        if len(matches) > 1:
            raise AmbiguousName("draft", name, len(matches))
        chosen[matches[0].id] = matches[0]
    return list(chosen.values())


def _chosen(read: Reader, heads: dict[DocumentId, DocumentHead], *, code: str, document: str) -> list[Coding]:
    code_id = read.codebook().named(code).id if code else None
    document_id = read.named(Document, document).id if document else None
    chosen = [
        coding
        for coding in read.all(Coding)
        if coding.draft
        and code_id in {None, coding.code}
        and document_id in {None, coding.document}
        and coding.span is not None
    ]
    return sorted(chosen, key=lambda c: (heads[c.document].handle if c.document else "", c.span or Span(0, 1)))
