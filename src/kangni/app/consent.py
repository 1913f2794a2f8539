"""What may be shown of whose words: consent scopes, blurred passages and people kept apart."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from itertools import groupby

from kangni.core.coding import Coding
from kangni.core.errors import N_
from kangni.core.names import CodeId, DocumentId, ParticipantId
from kangni.core.people import Consent, Participant, Restriction, RestrictionKind, Scope
from kangni.core.ports import Reader
from kangni.core.text import Document, Span
from kangni.results.quotes import Quote

__all__ = ["APART", "BLURRED", "Audience", "Policy", "keep_apart", "policy", "unrestricted"]

NO_RECORD = N_("no consent is recorded")
NO_QUOTE = N_("the speaker has not agreed to be quoted")
NOT_REVIEWED = N_("the speaker has not reviewed these words yet")
NO_SHARE = N_("the speaker has not agreed to share the material")
LAPSED = N_("the speaker's consent has ended")
BLURRED = N_("the speaker asked that this passage not be shown")
APART = N_("kept apart from another speaker's words")


class Audience(StrEnum):
    """Who will see the words."""

    TEAM = "team"  # on the screen of somebody who works on the study
    READER = "reader"  # a report or quotation that leaves the study
    ARCHIVE = "archive"  # a table that leaves the study to be worked with


@dataclass(frozen=True, slots=True)
class Policy:
    """The rules of one study for one audience on one day; `waived` names participants set free by the researcher."""

    audience: Audience
    on: date
    consent: Mapping[ParticipantId, Consent | None]
    blurred: Mapping[DocumentId, tuple[Span, ...]]
    apart: tuple[tuple[str, str], ...]
    waived: frozenset[ParticipantId] = frozenset()

    def withheld(
        self, participant: ParticipantId | None, document: DocumentId | None, span: Span | None, *, released: bool
    ) -> str:
        """Return why these words may not be shown, or an empty string."""
        if document is not None and span is not None and self.is_blurred(document, span):
            return BLURRED
        if participant is None or participant in self.waived:
            return ""
        return self._by_consent(self.consent.get(participant), released=released)

    def is_blurred(self, document: DocumentId, span: Span) -> bool:
        """Tell whether a span shares a character with a blurred passage."""
        return any(span.overlaps(passage) for passage in self.blurred.get(document, ()))

    def _by_consent(self, consent: Consent | None, *, released: bool) -> str:
        if consent is None:
            return "" if self.audience is Audience.TEAM else NO_RECORD
        if consent.until is not None and self.on > consent.until:
            return "" if self.audience is Audience.TEAM else LAPSED
        if self.audience is Audience.ARCHIVE and Scope.SHARE not in consent.scopes:
            return NO_SHARE
        if Scope.QUOTE in consent.scopes:
            return ""
        if Scope.QUOTE_AFTER_REVIEW in consent.scopes:
            return "" if released else NOT_REVIEWED
        return NO_QUOTE


def policy(read: Reader, *, audience: Audience, on: date, waived: Sequence[str] = ()) -> Policy:
    """Collect the rules of a study; `waived` are handles of participants.

    A blurred code blurs the whole turns in which anybody coded it for that participant, so that the same words do
    not come out under another code.
    """
    people = read.all(Participant)
    by_id = {person.id: person.handle for person in people}
    restrictions = read.all(Restriction)
    return Policy(
        audience=audience,
        on=on,
        consent={person.id: person.consent for person in people},
        blurred=_blurred(read, [r for r in restrictions if r.kind is RestrictionKind.BLUR]),
        apart=tuple(
            (by_id[r.participant], by_id[r.other])
            for r in restrictions
            if r.kind is RestrictionKind.APART and r.other is not None
        ),
        waived=frozenset(read.named(Participant, handle).id for handle in waived),
    )


def unrestricted(on: date) -> Policy:
    """Return the policy that withholds nothing: for the eyes of somebody who may read the transcripts anyway."""
    return Policy(audience=Audience.TEAM, on=on, consent={}, blurred={}, apart=())


def keep_apart(quotes: Sequence[Quote], pairs: Sequence[tuple[str, str]]) -> tuple[Quote, ...]:
    """Withhold words so that no pair kept apart is quoted in one list.

    Of two people under one heading the one with fewer shown quotes gives way, on a tie the second named: so most
    words stay.
    """
    shown = list(quotes)
    for first, second in pairs:
        counts = {handle: sum(q.participant == handle and not q.withheld for q in shown) for handle in (first, second)}
        if all(counts.values()):
            gives_way = second if counts[second] <= counts[first] else first
            shown = [
                _withhold(quote) if quote.participant == gives_way and not quote.withheld else quote for quote in shown
            ]
    return tuple(shown)


def _withhold(quote: Quote) -> Quote:
    return replace(quote, words="", before="", after="", translation="", note="", withheld=APART)


def _blurred(read: Reader, restrictions: Sequence[Restriction]) -> dict[DocumentId, tuple[Span, ...]]:
    passages: dict[DocumentId, list[Span]] = defaultdict(list)
    for restriction in restrictions:
        if restriction.document is not None and restriction.span is not None:
            passages[restriction.document].append(restriction.span)
    by_code = sorted((r for r in restrictions if r.code is not None), key=lambda r: str(r.participant))
    for participant, group in groupby(by_code, key=lambda r: r.participant):
        codes = {restriction.code for restriction in group if restriction.code is not None}
        for document in _documents_of(read, participant):
            passages[document.id] += _turns_with(read, document, codes)
    return {document: tuple(spans) for document, spans in passages.items()}


def _documents_of(read: Reader, participant: ParticipantId) -> list[Document]:
    return [
        read.named(Document, head.handle)
        for head in read.document_heads()
        if head.participant == participant and head.translation_of is None
    ]


def _turns_with(read: Reader, document: Document, codes: set[CodeId]) -> list[Span]:
    spans: list[Span] = []
    for coding in read.in_document(Coding, document.id):
        if coding.code in codes and coding.span is not None:
            spans.append(coding.span)
            spans += [turn.span for turn in document.turns_in(coding.span) if turn.span is not None]
    return spans
