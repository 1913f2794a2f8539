"""Where the words of a row stand: a span of a document, compared with its quote, or a place in the table itself."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from kangni.core.coding import Place
from kangni.core.errors import CellEmpty, ColumnMissing, KangniError, NumberInvalid, QuoteMismatch, SpanOutOfRange
from kangni.core.names import DocumentId
from kangni.core.text import Span
from kangni.exchange.tables.faults import Faults
from kangni.exchange.tables.matching import Cells
from kangni.exchange.tables.names import Names
from kangni.exchange.tables.said import Said, shortened

__all__ = ["Passage", "passages", "whole_number"]

_NUMBER = re.compile(r"[+-]?\d+")


class Passage(NamedTuple):
    """A span of a document, or a place where the row names no document; neither says "not told"."""

    document: DocumentId | None = None
    span: Span | None = None
    place: Place | None = None


def passages(
    cells: Cells,
    names: Names,
    faults: Faults,
    *,
    placed: bool = False,
    wordless: bool = False,
    optional: bool = False,
    by_turn: bool = False,
) -> Iterator[Passage | None]:
    """Return the passage of each row from top to bottom, None where it has faults.

    With `placed` a row that names no document keeps its quote and place instead of a span, and with `wordless` its
    place alone where it has no quote; with `optional` a row
    need not say where its words are; with `by_turn` it may name a turn or a question instead of a span, and a table
    that has no spans at all but quotes is searched for these.

    Raises
    ------
    FaultyTable
        If documents are named under a heading, but the columns of spans are missing.
    """
    says_turns = by_turn and (cells.has("turn") or cells.has("question"))
    by_words = by_turn and cells.has("quote") and not (cells.has("start") or cells.has("end"))
    if any(map(str.strip, cells.column("doc"))) and not (optional or says_turns or by_words):
        for name in ("start", "end"):
            if not cells.has(name):
                faults.add(1, name, ColumnMissing(name, ", ".join(cells.sheet.headings)))
        if not (cells.has("start") and cells.has("end")):
            faults.stop()
    reader = _Passages(
        cells,
        names,
        faults,
        placed=placed,
        wordless=wordless,
        optional=optional,
        says_turns=says_turns,
        by_words=by_words,
    )
    words = map(cells.column, ("doc", "start", "end", "quote"))
    return map(reader.read, range(len(cells.sheet)), *words)


def whole_number(cell: str) -> int:
    """Return the whole number in a cell."""
    if not _NUMBER.fullmatch(cell.strip()):
        raise NumberInvalid(cell) if cell.strip() else CellEmpty
    return int(cell)


class _Passages:
    def __init__(
        self,
        cells: Cells,
        names: Names,
        faults: Faults,
        *,
        placed: bool,
        wordless: bool,
        optional: bool,
        says_turns: bool,
        by_words: bool,
    ) -> None:
        self._cells = cells
        self._names = names
        self._faults = faults
        self._placed = placed
        self._wordless = wordless
        self._optional = optional
        self._finds_words = by_words
        self._place_columns = [cells.column(name) for name in ("withheld", "place_file", "place_row")]
        self._turn_columns = [cells.column(name) for name in ("turn", "question")] if says_turns else []
        self._said = Said(names)
        self._originals = self._find_originals(cells)

    def read(self, i: int, doc: str, start: str, end: str, quote: str) -> Passage | None:
        original = self._originals.get(doc)
        if original is not None and start.isdecimal() and end.isdecimal():
            document, text = original
            first, last = int(start), int(end)
            if first < last <= len(text) and (not quote or _stands(quote, text, first, last)):
                return Passage(document, Span(first, last))
        row = self._cells.sheet.numbers[i]
        if self._turn_columns and not (start.strip() or end.strip()):
            turn, question = (column[i].strip() for column in self._turn_columns)
            if turn or question:
                return self._by_turn(row, doc, turn, question, quote)
        if self._finds_words and doc.strip():
            return self._by_words(row, doc, quote)
        if start.strip() or end.strip() or not (self._optional or (self._placed and not doc.strip())):
            return self._examined(row, doc, start, end, quote)
        return self._place(i, row, quote) if self._placed else self._whole(row, doc)

    def _find_originals(self, cells: Cells) -> dict[str, tuple[DocumentId, str]]:
        found: dict[str, DocumentId] = {}
        for cell in dict.fromkeys(cells.column("doc")):
            try:
                head = self._names.document(cell)
            except KangniError:
                continue  # each row that names it gets a fault of its own
            if head.translation_of is None:
                found[cell] = head.id
        texts = self._names.texts(found.values())
        return {cell: (document, texts[document]) for cell, document in found.items()}

    def _whole(self, row: int, doc: str) -> Passage:
        head = self._faults.attempt(row, "doc", self._names.document, doc) if doc.strip() else None
        if head is not None and head.translation_of is not None:
            self._faults.add(row, "doc", self._names.coded_translation(head, 0))
        return Passage() if head is None else Passage(head.id)

    def _place(self, i: int, row: int, quote: str) -> Passage | None:
        withheld, file, place_row = (column[i] for column in self._place_columns)
        number = self._faults.attempt(row, "place_row", whole_number, place_row.strip() or str(row))
        if not (quote or withheld or self._wordless):
            self._faults.add(row, "quote", CellEmpty())
            return None
        if number is None:
            return None
        name = file.strip() or self._cells.sheet.file
        place = self._faults.attempt(row, "quote", lambda words: Place(name, number, words), quote)
        return None if place is None else Passage(place=place)

    def _by_turn(self, row: int, doc: str, turn: str, question: str, quote: str) -> Passage | None:
        """Find the words of a turn, or of the answer to a question; with a quote only its words there."""
        head = self._faults.attempt(row, "doc", self._names.document, doc)
        if head is None:
            return None
        if head.translation_of is not None:
            self._faults.add(row, "doc", self._names.coded_translation(head, 0))
            return None
        if turn:
            span = self._faults.attempt(row, "turn", lambda cell: self._said.turn(head, whole_number(cell)), turn)
        else:
            span = self._faults.attempt(row, "question", lambda cell: self._said.answer(head, cell), question)
        if span is None or not quote:
            return None if span is None else Passage(head.id, span)
        words = self._faults.attempt(row, "quote", lambda cell: self._said.quoted(head, span, cell), quote)
        return None if words is None else Passage(head.id, words)

    def _by_words(self, row: int, doc: str, quote: str) -> Passage | None:
        """Find words that stand once in a document, as tables of other tools have them without a position."""
        head = self._faults.attempt(row, "doc", self._names.document, doc)
        if head is None:
            return None
        if head.translation_of is not None:
            self._faults.add(row, "doc", self._names.coded_translation(head, 0))
            return None
        whole = Span(0, head.length)
        span = self._faults.attempt(row, "quote", lambda cell: self._said.quoted(head, whole, cell), quote)
        return None if span is None else Passage(head.id, span)

    def _examined(self, row: int, doc: str, start: str, end: str, quote: str) -> Passage | None:
        """Look at each cell by itself, so that all faults of the row are told."""
        head = self._faults.attempt(row, "doc", self._names.document, doc)
        first = self._faults.attempt(row, "start", whole_number, start)
        last = self._faults.attempt(row, "end", whole_number, end)
        if head is not None and head.translation_of is not None:
            self._faults.add(row, "doc", self._names.coded_translation(head, first or 0))
            return None
        if head is None or first is None or last is None:
            return None
        text = self._names.texts([head.id])[head.id]
        span = self._faults.attempt(row, "end", lambda _: _span(head.handle, text, first, last), end)
        if span is None:
            return None
        found = text[first:last]
        if quote and found != quote:
            self._faults.add(row, "quote", QuoteMismatch(head.handle, first, last, shortened(quote), shortened(found)))
            return None
        return Passage(head.id, span)


def _stands(quote: str, text: str, first: int, last: int) -> bool:
    return len(quote) == last - first and text.startswith(quote, first)


def _span(handle: str, text: str, first: int, last: int) -> Span:
    span = Span(first, last)
    if last > len(text):
        raise SpanOutOfRange(handle, first, last, len(text))
    return span
