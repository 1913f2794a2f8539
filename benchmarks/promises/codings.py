"""Bringing in all codings."""

from __future__ import annotations

import csv
import sqlite3
from itertools import islice

from benchmarks.measures import Measure, measure
from benchmarks.promises.plainly import own_database
from benchmarks.promises.promise import Promise
from benchmarks.studies import Studies

import kangni

__all__ = ["AGAIN", "CODINGS"]

PART = 100  # one row in so many is brought in plainly
TABLES = (
    "create table coding (document integer, start integer, end integer, code integer, coder text)",
    "create index coding_place on coding (document, start)",
)
DOCUMENT = "select row, text from study.document where handle = ?"
CODE = "select row from study.code where handle = ?"
KNOWN = "select 1 from coding where document = ? and start = ? and end = ? and code = ? and coder = ?"


def ours(studies: Studies) -> Measure:
    """Import the table into a study that has the transcripts."""
    with kangni.open(studies.scratch(studies.uncoded)) as study:
        return measure(lambda: study.bring_in([studies.files.codings]))


def again(studies: Studies) -> Measure:
    """Import the table into the study that has all of it, which makes a backup first."""
    with kangni.open(studies.scratch(studies.coded)) as study:
        return measure(lambda: study.bring_in([studies.files.codings]))


def plain(studies: Studies) -> Measure:
    """Look every row's document and code up, compare its words, and store it in a transaction of its own."""
    rows = max(1, studies.size.codings // PART)
    with own_database(studies.folder / "plain.sqlite", *TABLES) as connection:
        connection.execute("attach ? as study", (str(studies.uncoded),))
        return measure(lambda: _store(connection, studies, rows), part=rows / studies.size.codings)


def _store(connection: sqlite3.Connection, studies: Studies, rows: int) -> None:
    with studies.files.codings.open(encoding="utf-8", newline="") as file:
        for row in islice(csv.DictReader(file), rows):
            document, text = connection.execute(DOCUMENT, (row["doc"],)).fetchone()
            (code,) = connection.execute(CODE, (row["code_id"],)).fetchone()
            start, end = int(row["start"]), int(row["end"])
            if text[start:end] != row["quote"]:
                raise ValueError(row["quote"])
            said = (document, start, end, code, row["coder"])
            if connection.execute(KNOWN, said).fetchone() is None:
                connection.execute("insert into coding values (?, ?, ?, ?, ?)", said)


CODINGS = Promise(
    "codings",
    "import of the codings",
    5.0,
    ours,
    plain,
    f"one transaction a row, one row in {PART}",
)
AGAIN = Promise("again", "the same codings again, nothing new, with the backup before", None, again)
