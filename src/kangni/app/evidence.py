"""From the rows that a number counts back to the words it rests on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property

from kangni.app.consent import Policy, keep_apart
from kangni.core.claims import Claim
from kangni.core.codebook import Codebook
from kangni.core.coding import Coding
from kangni.core.episodes import Episode
from kangni.core.names import DocumentId, ParticipantId
from kangni.core.people import Coder, Participant
from kangni.core.ports import CodingLine, DocumentHead, Reader
from kangni.core.text import Document, Span, Turn
from kangni.results.answer import Evidence
from kangni.results.quotes import LOWERS, RAISES, Quote

__all__ = ["Quoter"]

KINDS = {"coding": Coding, "claim": Claim, "episode": Episode}
CONTEXT = 60  # code points shown on each side, inside the turn


class Quoter:
    """Opens evidence to quotes under one policy, in one language; made once, asked often.

    `language` is the reader's: where a document is in another one, the aligned turn of its translation comes along.
    """

    def __init__(self, read: Reader, policy: Policy, *, language: str) -> None:
        self._read = read
        self._policy = policy
        self._language = language
        self._documents: dict[DocumentId, Document] = {}

    def quotes(self, evidence: Evidence) -> tuple[Quote, ...]:
        """Return the words of some evidence by participant and place.

        The same words read alike by two coders are one quote.
        """
        lines = self._read.lines(KINDS[evidence.kind], evidence.rows)
        quotes = sorted((self._quote(group) for group in _same_words(lines)), key=_order)
        return keep_apart(quotes, self._policy.apart)

    def _quote(self, lines: Sequence[CodingLine]) -> Quote:
        first = lines[0]
        coders = tuple(sorted({self._coders[line.coder] for line in lines}))
        code = self._reading(first)
        if first.document is None or first.span is None:
            return self._from_table(first, coders, code)
        span = Span(
            min(line.span.start for line in lines if line.span), max(line.span.end for line in lines if line.span)
        )
        released = all(line.released for line in lines)
        quote = self.passage(first.document, span, code=code, coders=coders, released=released)
        return quote if quote.withheld else replace(quote, note=first.note, reasons=_reasons(lines))

    def passage(
        self,
        place: DocumentId,
        span: Span,
        *,
        code: str,
        coders: tuple[str, ...] = (),
        released: bool,
    ) -> Quote:
        """Return the words at a place as they may be shown, read so by these coders."""
        document = self._document(place)
        turn = next(iter(document.turns_in(span)), None)
        speaker = document.whose(span)[0]
        withheld = self._withheld(document, span, released=released)
        shows_turn = not withheld and self._shows_whole(document, turn, span, released=released)
        before, after = _around(document, span, turn) if shows_turn else ("", "")
        return Quote(
            participant=self._people.get(speaker, "") if speaker is not None else "",
            document=document.handle,
            turn=turn.ordinal if turn is not None else None,
            start=span.start,
            end=span.end,
            words="" if withheld else document.words(span),
            withheld=withheld,
            coders=coders,
            code=code,
            before=before,
            after=after,
            translation=self._translated(document, turn) if shows_turn and turn is not None else "",
        )

    def _withheld(self, document: Document, span: Span, *, released: bool) -> str:
        """Return why one of the speakers of a span keeps the words, or an empty string."""
        reasons = (
            self._policy.withheld(speaker, document.id, span, released=released) for speaker in document.whose(span)
        )
        return next(filter(None, reasons), "")

    def _shows_whole(self, document: Document, turn: Turn | None, span: Span, *, released: bool) -> bool:
        """Tell whether the rest of the turn may be shown too: a review of the quote was none of the words around it."""
        if turn is None or turn.span is None:
            return False
        return not self._withheld(document, turn.span, released=released and span.contains(turn.span))

    def _reading(self, line: CodingLine) -> str:
        if line.code is None:
            return ""
        code = self._codebook.get(line.code).handle
        if line.effect is None:
            return code
        return f"{code}{RAISES if line.sign > 0 else LOWERS}{self._codebook.get(line.effect).handle}"

    def _from_table(self, line: CodingLine, coders: tuple[str, ...], code: str) -> Quote:
        withheld = self._policy.withheld(line.participant, None, None, released=line.released)
        place = line.place
        return Quote(
            participant=self._people.get(line.participant, "") if line.participant is not None else "",
            document="",
            turn=None,
            start=None,
            end=None,
            words="" if withheld or place is None else place.quote,
            withheld=withheld,
            coders=coders,
            code=code,
            place=f"{place.file}, {place.row}" if place is not None else "",
            note="" if withheld else line.note,
            reasons=() if withheld else _reasons([line]),
        )

    def _translated(self, document: Document, turn: Turn) -> str:
        if document.language.startswith(self._language[:2]):
            return ""
        head = self._translations.get(document.id)
        if head is None or head.turns != len(document.turns):  # unequal turns are listed at import, never guessed
            return ""
        translation = self._document(head.id)
        for other in translation.turns:
            if other.ordinal == turn.ordinal and other.span is not None:
                return translation.words(other.span)
        return ""

    def _document(self, document: DocumentId) -> Document:
        if document not in self._documents:
            self._documents[document] = self._read.named(Document, self._heads[document].handle)
        return self._documents[document]

    @cached_property
    def _heads(self) -> dict[DocumentId, DocumentHead]:
        return {head.id: head for head in self._read.document_heads()}

    @cached_property
    def _translations(self) -> dict[DocumentId, DocumentHead]:
        return {
            head.translation_of: head
            for head in self._heads.values()
            if head.translation_of is not None and head.language.startswith(self._language[:2])
        }

    @cached_property
    def _codebook(self) -> Codebook:
        return self._read.codebook()

    @cached_property
    def _coders(self) -> dict[object, str]:
        return {coder.id: coder.handle for coder in self._read.all(Coder)}

    @cached_property
    def _people(self) -> dict[ParticipantId, str]:
        return {person.id: person.handle for person in self._read.all(Participant)}


def _same_words(lines: Sequence[CodingLine]) -> list[list[CodingLine]]:
    """Group lines of one reading whose spans overlap in one document: two coders' marks on the same words."""
    groups: list[list[CodingLine]] = []
    end = -1
    for line in sorted(lines, key=lambda x: (*map(str, _reading_key(x)), x.span.start if x.span else -1)):
        last = groups[-1][-1] if groups else None
        joins = (
            last is not None
            and line.span is not None
            and _reading_key(line) == _reading_key(last)
            and line.span.start < end
        )
        if joins:
            groups[-1].append(line)
        else:
            groups.append([line])
            end = -1
        end = max(end, line.span.end) if line.span else -1
    return groups


def _reasons(lines: Sequence[CodingLine]) -> tuple[str, ...]:
    """Return the reasons that coders gave, each once."""
    return tuple(dict.fromkeys(line.reason for line in lines if line.reason))


def _reading_key(line: CodingLine) -> tuple[object, ...]:
    return line.document, line.code, line.effect, line.sign


def _around(document: Document, span: Span, turn: Turn | None) -> tuple[str, str]:
    if turn is None or turn.span is None:
        return "", ""
    before = document.text[max(turn.span.start, span.start - CONTEXT) : span.start]
    after = document.text[span.end : max(span.end, min(turn.span.end, span.end + CONTEXT))]
    return before, after


def _order(quote: Quote) -> tuple[str, str, int]:
    return quote.participant, quote.document, quote.start or 0
