"""Which of the analysts' notes and reasons a reader may see: a note on words that are withheld is withheld as well."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator

from kangni.app.consent import Policy
from kangni.core.coding import Coding
from kangni.core.memos import Memo, MemoTarget
from kangni.core.names import DocumentId, MemoId, ParticipantId
from kangni.core.people import Coder, Participant
from kangni.core.ports import DocumentHead, Reader
from kangni.core.text import Document
from kangni.reports.findings import NoteCount, Notes, OverrideReason, WrittenNote

__all__ = ["memos_to_share", "notes_of", "reasons_of"]


def notes_of(read: Reader, rules: Policy) -> Notes:
    """Return the memos on the study, its codes, people and transcripts that may be shown, and count the rest.

    A memo speaks of the participant whose words it is on and of everybody whose pseudonym it names. It is shown only
    where all of them may be quoted and none of its transcript is blurred. Memos on single passages stay with the study.
    """
    memos = read.all(Memo)
    reader = _MemoReader(read, rules)
    found = [reader.note(memo) for memo in memos]
    counts = Counter(memo.kind for memo in memos)
    return Notes(
        shown=tuple(note for note in found if note is not None),
        withheld=sum(note is None and memo.kind.value == "analytic" for note, memo in zip(found, memos, strict=True)),
        counts=tuple(NoteCount(kind, count) for kind, count in sorted(counts.items())),
    )


def memos_to_share(read: Reader, rules: Policy) -> frozenset[MemoId]:
    """Return the memos that may be shown, by the rule of `notes_of`."""
    reader = _MemoReader(read, rules)
    return frozenset(memo.id for memo in read.all(Memo) if reader.note(memo) is not None)


def reasons_of(read: Reader, rules: Policy, codes: Collection[str]) -> tuple[OverrideReason, ...]:
    """Return why coders read passages of these codes against the codebook, as far as it may be shown."""
    if not codes:
        return ()
    codebook = read.codebook()
    wanted = {code.id: code.handle for code in codebook if code.handle in codes}
    coders = {coder.id: coder.handle for coder in read.all(Coder)}
    people = {person.id: person.handle for person in read.all(Participant)}
    document = _Documents(read)
    found = []
    for coding in read.all(Coding):
        if coding.draft or coding.polarity is None or coding.code not in wanted or coding.document is None:
            continue
        speakers = document.speakers(coding)
        reasons = (
            rules.withheld(speaker, coding.document, coding.span, released=coding.released) for speaker in speakers
        )
        withheld = next(filter(None, reasons), "")
        found.append(
            OverrideReason(
                code=wanted[coding.code],
                participant=people.get(speakers[0], "") if speakers[0] is not None else "",
                coder=coders[coding.coder],
                polarity=coding.polarity,
                reason="" if withheld else coding.reason,
                withheld=withheld,
            )
        )
    return tuple(found)


class _MemoReader:
    """Knows of whom a memo speaks."""

    def __init__(self, read: Reader, rules: Policy) -> None:
        self._rules = rules
        self._heads = {head.id: head for head in read.document_heads()}
        self._people = {person.id: person.handle for person in read.all(Participant)}
        self._coders = {coder.id: coder.handle for coder in read.all(Coder)}
        self._codebook = read.codebook()
        self._patterns = {
            person: re.compile(rf"(?<![0-9A-Za-z]){re.escape(handle)}(?![0-9A-Za-z])")
            for person, handle in self._people.items()
        }

    def note(self, memo: Memo) -> WrittenNote | None:
        """Return a memo as a reader may see it, None where it may not be shown."""
        about = self._about(memo)
        if about is None:
            return None
        people = list(dict.fromkeys(self._spoken_of(memo)))
        if any(self._rules.withheld(person, None, None, released=False) for person in people):
            return None
        return WrittenNote(
            about=about,
            author=self._coders[memo.author],
            kind=memo.kind,
            text=memo.text,
            people=tuple(self._people[person] for person in people),
        )

    def _about(self, memo: Memo) -> str | None:
        """Return what a memo is on, None for single passages and for transcripts with blurred words."""
        match memo.target:
            case MemoTarget.STUDY:
                return ""
            case MemoTarget.CODE:
                return next((code.handle for code in self._codebook if code.id == memo.target_id), None)
            case MemoTarget.PARTICIPANT:
                return next((handle for person, handle in self._people.items() if person == memo.target_id), None)
            case MemoTarget.DOCUMENT:
                head = self._head(memo)
                return None if head is None or self._rules.blurred.get(head.id) else head.handle
        return None

    def _head(self, memo: Memo) -> DocumentHead | None:
        return next((head for head in self._heads.values() if head.id == memo.target_id), None)

    def _spoken_of(self, memo: Memo) -> Iterator[ParticipantId]:
        if memo.participant is not None:
            yield memo.participant
        head = self._head(memo)
        if head is not None and head.participant is not None:
            yield head.participant
        for person, pattern in self._patterns.items():
            if person == memo.target_id or pattern.search(memo.text.zh) or pattern.search(memo.text.en):
                yield person


class _Documents:
    """Finds who speaks in a coded passage, each document read once."""

    def __init__(self, read: Reader) -> None:
        self._read = read
        self._handles = {head.id: head.handle for head in read.document_heads()}
        self._texts: dict[DocumentId, Document] = {}

    def speakers(self, coding: Coding) -> tuple[ParticipantId | None, ...]:
        """Return whose words a coding in a text holds."""
        assert coding.document is not None  # the caller asks of codings in a text
        assert coding.span is not None
        document = self._texts.get(coding.document)
        if document is None:
            document = self._read.named(Document, self._handles[coding.document])
            self._texts[coding.document] = document
        return document.whose(coding.span)
