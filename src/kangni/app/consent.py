"""What may be shown of whose words: consent scopes, blurred passages and people kept apart."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from kangni.core.claims import Claim
from kangni.core.coding import Coding
from kangni.core.episodes import Episode
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
        """Return why these words may not be shown, or an empty string.

        Words of a text that are nobody's leave the study as little as those of somebody without a record; a quote
        from a table without a text has no speaker to ask.
        """
        # most studies blur and waive nothing, and looking up an id takes as long as all else here
        if self.blurred and document is not None and span is not None and self.is_blurred(document, span):
            return BLURRED
        if (self.waived and participant in self.waived) or (participant is None and document is None):
            return ""
        consent = self.consent.get(participant) if participant is not None else None
        return self._by_consent(consent, released=released)

    def is_blurred(self, document: DocumentId, span: Span) -> bool:
        """Tell whether a span shares a character with a blurred passage."""
        return any(span.overlaps(passage) for passage in self.blurred.get(document, ()))

    def _by_consent(self, consent: Consent | None, *, released: bool) -> str:
        if consent is None:
            return "" if self.audience is Audience.TEAM else NO_RECORD
        if self.audience is not Audience.TEAM and consent.until is not None and self.on > consent.until:
            return LAPSED
        if self.audience is Audience.ARCHIVE and Scope.SHARE not in consent.scopes:
            return NO_SHARE
        if Scope.QUOTE in consent.scopes:
            return ""
        if Scope.QUOTE_AFTER_REVIEW in consent.scopes:
            return "" if released else NOT_REVIEWED
        return NO_QUOTE


def policy(read: Reader, *, audience: Audience, on: date, waived: Sequence[str] = ()) -> Policy:
    """Collect the rules of a study; `waived` are handles of participants.

    A blurred code blurs the participant's whole turns in which anybody marked it, in a coding, a claim or an episode,
    so that the same words do not come out under another code.
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
    codes: dict[CodeId, set[ParticipantId]] = defaultdict(set)
    for restriction in restrictions:
        if restriction.document is not None and restriction.span is not None:
            passages[restriction.document].append(restriction.span)
        if restriction.code is not None:
            codes[restriction.code].add(restriction.participant)
    if codes:
        _blur_turns(read, codes, passages)
    return {document: tuple(dict.fromkeys(spans)) for document, spans in passages.items()}


def _blur_turns(
    read: Reader, codes: Mapping[CodeId, set[ParticipantId]], passages: dict[DocumentId, list[Span]]
) -> None:
    """Add the marked words and their whole turns where the code is one that their speaker wants blurred."""
    documents: dict[DocumentId, Document] = {}
    handles = {head.id: head.handle for head in read.document_heads()}
    for place, span, code in _marks(read):
        if code in codes:
            if place not in documents:
                documents[place] = read.named(Document, handles[place])
            document = documents[place]
            if codes[code].intersection(document.whose(span)):
                passages[place] += [span, *(turn.span for turn in document.turns_in(span) if turn.span is not None)]


def _marks(read: Reader) -> Iterator[tuple[DocumentId, Span, CodeId]]:
    """Yield every marked passage with a code that it was marked with."""
    for coding in read.all(Coding):
        if coding.document is not None and coding.span is not None:
            yield coding.document, coding.span, coding.code
    for claim in read.all(Claim):
        if claim.document is not None and claim.span is not None:
            yield claim.document, claim.span, claim.cause
            yield claim.document, claim.span, claim.effect
    for episode in read.all(Episode):
        for moment in episode.moments:
            if episode.document is not None and moment.span is not None and moment.code is not None:
                yield episode.document, moment.span, moment.code
