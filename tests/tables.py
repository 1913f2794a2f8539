"""A small study and tables in text, for the tests of tables."""

from __future__ import annotations

from functools import cache

from tests.fakes import FakeStudy, seeded_ids, transcript

from kangni.app.frameworks import codes_of
from kangni.core.codebook import Code
from kangni.core.errors import FaultyTable
from kangni.core.names import CoderId, ParticipantId
from kangni.core.people import Coder, Participant
from kangni.exchange.framework import FrameworkFolder, read_framework
from kangni.exchange.tables.columns import TableKind
from kangni.exchange.tables.matching import Cells, match_columns, recognise
from kangni.exchange.tables.sheet import read_sheet

__all__ = ["TEXT", "cells", "faults", "kumpfer", "small_study", "unhurried"]

# turns: 1 at 7-14, words at 11-14; 2 at 15-27, words at 19-27; "督导帮了我" stands at 21-26
TEXT = "# head\n访谈者：忙吗？\nP01：忙，督导帮了我。\n"
TRANSLATION = "# head\nInterviewer: Busy?\nP01: Busy; supervision helped me.\n"


@cache
def kumpfer() -> FrameworkFolder:
    return read_framework("kumpfer")


@cache
def _codes() -> tuple[Code, ...]:
    ids = seeded_ids(2)
    return codes_of(kumpfer(), new_id=lambda: next(ids))


def small_study() -> FakeStudy:
    """Kumpfer's codebook, coder A, participants P01 and P02, the text of P01 with its translation."""
    ids = seeded_ids(3)
    study = FakeStudy(kumpfer().framework)
    study.add(_codes())
    study.add([Coder(CoderId(next(ids)), "A")])
    first = Participant(ParticipantId(next(ids)), "P01")
    study.add([first, Participant(ParticipantId(next(ids)), "P02")])
    original = transcript(next(ids), "P01.zh", TEXT, participant=first.id)
    study.add([original])
    study.add([transcript(next(ids), "P01.en", TRANSLATION, participant=first.id, translation_of=original.id)])
    return study


def cells(text: str, *, name: str = "table.csv", kind: TableKind | None = None) -> Cells:
    """Read a table in text, of a kind or as its headings tell."""
    sheet = read_sheet(name, text.encode())
    return match_columns(sheet, kind or recognise(sheet))


def faults(error: FaultyTable) -> list[tuple[int, str, str]]:
    """Return row, column and kind of each fault."""
    return [(fault.row, fault.column, type(fault.error).__name__) for fault in error.faults]


def unhurried(done: int, whole: int) -> None:
    """Take reports of progress and do nothing with them."""
