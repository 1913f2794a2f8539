"""A study as a plain tool holds it: an object a coding, a dictionary a lookup, and every row a deed."""

from __future__ import annotations

import sqlite3
from bisect import bisect_right
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from kangni import Study
from kangni.core.codebook import Code
from kangni.core.coding import Coding
from kangni.core.text import Document, Turn

__all__ = ["CodedTurn", "Turns", "coded_turns", "own_database"]


@dataclass(frozen=True, slots=True)
class CodedTurn:
    """A coding with its code and the turn in which its words begin."""

    coding: Coding
    code: Code
    turn: tuple[UUID, int]
    participant: UUID | None


class Turns:
    """Finds the turn of a place in a document by halving."""

    def __init__(self, document: Document) -> None:
        self._turns = [(turn.span, turn) for turn in document.turns if turn.span is not None]
        self._starts = [span.start for span, _ in self._turns]

    def at(self, place: int) -> Turn:
        """Return the turn that holds a place."""
        return self._turns[bisect_right(self._starts, place) - 1][1]


def coded_turns(study: Study) -> list[CodedTurn]:
    """Read all codings of a study as objects, each with its code and turn."""
    with study.read() as read:
        turns = {document.id: Turns(document) for document in read.all(Document)}
        codes = {code.id: code for code in read.all(Code)}
        found = []
        for coding in read.all(Coding):
            assert coding.document is not None  # those of the generated study all have their text
            assert coding.span is not None  # the same
            turn = turns[coding.document].at(coding.span.start)
            place = (coding.document, turn.ordinal)
            found.append(CodedTurn(coding, codes[coding.code], place, turn.participant))
        return found


@contextmanager
def own_database(path: Path, *statements: str) -> Iterator[sqlite3.Connection]:
    """Open an empty database as safe as Kangni's (its log, flushed at each commit), in which every row is a deed."""
    for file in (path, *(path.with_name(path.name + end) for end in ("-wal", "-shm"))):
        file.unlink(missing_ok=True)
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("pragma journal_mode=wal")
        connection.execute("pragma synchronous=full")
        for statement in statements:
            connection.execute(statement)
        yield connection
