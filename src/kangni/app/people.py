"""Deeds about people: consent, words released after review, and what a coder has seen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kangni.core.coding import Coding
from kangni.core.names import ParticipantId
from kangni.core.people import Assignment, Coder, Consent, Participant, Progress
from kangni.core.ports import DocumentHead, Reader, Writer
from kangni.core.text import Document

__all__ = ["declare_seen", "record_consent", "release"]


def record_consent(write: Writer, participant: str, words: str) -> Participant:
    """Record what a participant released, such as `analysis;quote;until 2027-12-31`, in place of any earlier record."""
    changed = replace(write.named(Participant, participant), consent=Consent.parse(words))
    write.replace([changed])
    return changed


def release(write: Writer, participant: str, documents: Sequence[str] = ()) -> int:
    """Mark the codings of a participant's words as reviewed by the speaker and return how many were marked.

    `documents` narrows it to some texts. Only codings that stand now are released: later ones need another review.
    Words that somebody else speaks too are not this participant's to release.
    """
    person = write.named(Participant, participant)
    chosen = {write.named(Document, handle).id for handle in documents}
    heads = [head for head in write.document_heads() if not chosen or head.id in chosen]
    codings = [coding for head in heads for coding in _unreviewed(write, head, person.id)]
    return write.replace([replace(coding, released=True) for coding in codings])


def declare_seen(write: Writer, coder: str, documents: Sequence[str]) -> int:
    """Note that a coder has finished some documents and return how many are new.

    Only then does "no code" in them mean "no".
    """
    person = write.named(Coder, coder)
    done = [
        Assignment(person.id, write.named(Document, handle).id, Progress.DONE, done_at=write.number)
        for handle in documents
    ]
    standing = {(a.coder, a.document): a for a in write.all(Assignment)}
    new = [a for a in done if (a.coder, a.document) not in standing]
    changed = [
        a
        for a in done
        if (a.coder, a.document) in standing and standing[a.coder, a.document].progress is not Progress.DONE
    ]
    return write.add(new) + write.replace(changed)


def _unreviewed(read: Reader, head: DocumentHead, person: ParticipantId) -> list[Coding]:
    """Return the codings of a text that mark this participant's words only and are not released yet."""
    codings = [coding for coding in read.in_document(Coding, head.id) if not coding.released and coding.span]
    if not codings:
        return []
    document = read.named(Document, head.handle)
    return [coding for coding in codings if coding.span and document.whose(coding.span) == (person,)]
