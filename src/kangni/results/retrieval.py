"""The answer to "which words say this": the quotes that meet conditions, and where they fall in a matrix."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import ClassVar

import numpy as np

from kangni.core.names import Label
from kangni.core.retrieval import Conditions
from kangni.methods.columns import Bools, Ints
from kangni.results.answer import Answer, Evidence

__all__ = ["CellSummary", "CodeLine", "FoundCodings", "Retrieval", "RetrievedCoding"]

ALL = "all"
PART = re.compile(r"(\d+)-(\d+)")


@dataclass(frozen=True, slots=True)
class RetrievedCoding:
    """One coding that meets the conditions; its words open with the evidence."""

    participant: str
    document: str
    turn: int | None
    start: int
    end: int
    code: str
    coder: str
    polarity: str
    level: str
    voice: str
    stance: str


@dataclass(frozen=True, slots=True)
class CellSummary:
    """What a coder wrote about one participant's quotes of one code."""

    code: str
    participant: str
    author: str
    text: Label


@dataclass(frozen=True, slots=True)
class CodeLine:
    """One line of the matrix: a code with its counts, a column each."""

    code: str
    counts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class FoundCodings:
    """The codings found, by participant and place, as arrays; names stand in the tuples. -1 is none.

    `place` numbers the turn of a coding, or its words where they lie outside all turns. `column` is where it falls in
    the matrix, and `line` its code there.
    """

    row: Ints
    participant: Ints
    document: Ints
    turn: Ints
    start: Ints
    end: Ints
    code: Ints
    coder: Ints
    polarity: Ints
    level: Ints
    voice: Ints
    stance: Ints
    place: Ints
    line: Ints
    column: Ints
    names: dict[str, tuple[str, ...]]

    def name(self, kind: str, number: int) -> str:
        """Return a name by its number."""
        return self.names[kind][number] if number >= 0 else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Retrieval(Answer):
    """Quotes that meet conditions.

    `codings` counts the codings found, `quotes` the distinct pairs of a turn and a code. The matrix has a line a code
    found; its columns are participants, the groups of an attribute, or the codes again, and its counts are quotes, of
    two codes the turns with both. `cells` has a line a code. The key "all" opens everything, "1-50" the first fifty
    codings, and "CODE/COLUMN" a cell.
    """

    deed: ClassVar[str] = "retrieve"
    conditions: Conditions
    by: str
    codings: int
    quotes: int
    participants: int
    codes: tuple[str, ...]
    columns: tuple[str, ...]
    cells: Ints
    summaries: tuple[CellSummary, ...] = ()
    found: FoundCodings = field(repr=False, compare=False, metadata={"show": False})

    def rows(self) -> Sequence[RetrievedCoding]:
        """Return one row a coding, by participant and place."""
        return tuple(map(self._row, range(self.codings)))

    def lines(self) -> tuple[CodeLine, ...]:
        """Return the matrix, one line a code."""
        return tuple(
            CodeLine(code, tuple(counts)) for code, counts in zip(self.codes, self.cells.tolist(), strict=True)
        )

    def keys(self) -> Sequence[str]:
        """Return "all" and the cells of the matrix that count anything."""
        lines, columns = np.nonzero(self.cells)
        cells = zip(lines.tolist(), columns.tolist(), strict=True)
        return (ALL, *(f"{self.codes[i]}/{self.columns[j]}" for i, j in cells))

    def find(self, key: str) -> Evidence | None:
        """Return the codings that a number counts."""
        if key == ALL:
            return self._evidence(np.ones(self.codings, dtype=np.bool_))
        if part := PART.fullmatch(key):
            chosen = np.zeros(self.codings, dtype=np.bool_)
            chosen[max(0, int(part[1]) - 1) : int(part[2])] = True
            return self._evidence(chosen)
        code, _, column = key.partition("/")
        if code not in self.codes or column not in self.columns:
            return None
        i, j = self.codes.index(code), self.columns.index(column)
        return self._evidence(self._cell(i, j)) if self.cells[i, j] else None

    def summary(self, code: str, participant: str) -> tuple[CellSummary, ...]:
        """Return what was written about a cell."""
        return tuple(each for each in self.summaries if (each.code, each.participant) == (code, participant))

    def _cell(self, line: int, column: int) -> Bools:
        is_line = self.found.line == line
        if self.by != "code":
            alone: Bools = is_line & (self.found.column == column)
            return alone
        is_other = self.found.line == column
        both = np.intersect1d(self.found.place[is_line], self.found.place[is_other])
        together: Bools = (is_line | is_other) & np.isin(self.found.place, both)
        return together

    def _evidence(self, chosen: Bools) -> Evidence:
        return Evidence("coding", tuple(self.found.row[chosen].tolist()))

    def _row(self, i: int) -> RetrievedCoding:
        found = self.found
        return RetrievedCoding(
            participant=found.name("participant", int(found.participant[i])),
            document=found.name("document", int(found.document[i])),
            turn=int(found.turn[i]) if found.turn[i] >= 0 else None,
            start=int(found.start[i]),
            end=int(found.end[i]),
            code=found.name("code", int(found.code[i])),
            coder=found.name("coder", int(found.coder[i])),
            polarity=found.name("polarity", int(found.polarity[i])),
            level=found.name("level", int(found.level[i])),
            voice=found.name("voice", int(found.voice[i])),
            stance=found.name("stance", int(found.stance[i])),
        )
