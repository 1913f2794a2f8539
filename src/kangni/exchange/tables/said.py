"""Which words a table means that names a turn or a question instead of a span."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Sequence
from functools import cached_property

from kangni.core.errors import AmbiguousName, NotAsked, QuoteMismatch, TurnUnknown
from kangni.core.names import DocumentId
from kangni.core.ports import DocumentHead
from kangni.core.text import Document, Role, Span, Turn
from kangni.exchange.tables.names import Names

__all__ = ["Said", "shortened"]

SHOWN = 60  # characters of a quote that a fault repeats


class Said:
    """Finds turns and answers in a study's originals.

    A question is an interviewer's turn. The questions of a guide come back in the same words: those that more than half
    of the transcripts have are numbered in the order in which they are asked.
    """

    def __init__(self, names: Names) -> None:
        self._names = names
        self._documents: dict[DocumentId, Document] = {}

    def turn(self, head: DocumentHead, ordinal: int) -> Span:
        """Return the words of the turn of that number.

        Raises
        ------
        TurnUnknown
            If there is none, or nothing was said in it.
        """
        turns = self._document(head).turns
        found = next((turn.span for turn in turns if turn.ordinal == ordinal), None)
        if found is None:
            raise TurnUnknown(head.handle, ordinal, max((turn.ordinal for turn in turns), default=0))
        return found

    def answer(self, head: DocumentHead, question: str) -> Span:
        """Return the participants' words from a question to the next one.

        Raises
        ------
        NotAsked
            If the document has no such question, or nobody answers it.
        """
        document = self._document(head)
        asked = [i for i, turn in enumerate(document.turns) if turn.role is Role.INTERVIEWER]
        at = self._asked(document, asked, question)
        if at is None:
            raise NotAsked(head.handle, question)
        until = next((i for i in asked if i > at), len(document.turns))
        spans = [
            turn.span
            for turn in document.turns[at + 1 : until]
            if turn.role is Role.PARTICIPANT and turn.span is not None
        ]
        if not spans:
            raise NotAsked(head.handle, question)
        return Span(spans[0].start, spans[-1].end)

    def quoted(self, head: DocumentHead, span: Span, words: str) -> Span:
        """Return where the quote stands in a span.

        Raises
        ------
        QuoteMismatch
            If it does not stand there.
        AmbiguousName
            If it stands there more than once.
        """
        said = self._document(head).words(span)
        often = said.count(words)
        if not often:
            raise QuoteMismatch(head.handle, span.start, span.end, shortened(words), shortened(said))
        if often > 1:
            raise AmbiguousName("quote", shortened(words), often)
        start = span.start + said.index(words)
        return Span(start, start + len(words))

    def _asked(self, document: Document, asked: Sequence[int], question: str) -> int | None:
        """Return the place of the turn that asks a question, by its number or its words."""
        number = _number(question)
        if number is not None and not self._guide:
            return asked[number - 1] if 0 < number <= len(asked) else None
        if number is not None:
            wanted = self._guide[number - 1] if 0 < number <= len(self._guide) else ""
        else:
            wanted = _folded(question)
        words = {i: _words(document, document.turns[i]) for i in asked}
        exact = [i for i in asked if words[i] == wanted]
        begins = [i for i in asked if wanted and words[i].startswith(wanted)]
        found = exact or begins
        return found[0] if len(found) == 1 and wanted else None

    @cached_property
    def _guide(self) -> list[str]:
        """Return the questions that recur, in the order in which they are asked."""
        heads = [head for head in self._names.heads() if head.translation_of is None]
        often, places = Counter[str](), dict[str, list[int]]()
        for head in heads:
            document = self._document(head)
            asked = [_words(document, turn) for turn in document.turns if turn.role is Role.INTERVIEWER]
            for place, words in enumerate(dict.fromkeys(filter(None, asked))):
                often[words] += 1
                places.setdefault(words, []).append(place)
        recurring = [words for words, count in often.items() if count > 1 and 2 * count > len(heads)]
        return sorted(recurring, key=lambda words: sum(places[words]) / len(places[words]))

    def _document(self, head: DocumentHead) -> Document:
        if head.id not in self._documents:
            self._documents[head.id] = self._names.whole_document(head)
        return self._documents[head.id]


def shortened(words: str) -> str:
    """Return as much of some words as a fault repeats."""
    return words if len(words) <= SHOWN else words[:SHOWN] + "…"


def _number(question: str) -> int | None:
    digits = question.strip().casefold().removeprefix("q").removeprefix("问")
    return int(digits) if digits.isdecimal() else None


def _words(document: Document, turn: Turn) -> str:
    return "" if turn.span is None else _folded(document.words(turn.span))


def _folded(words: str) -> str:
    """Return letters and digits alone, whatever their case and width."""
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKC", words).casefold()))
