"""Bringing in all transcripts."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Sequence
from pathlib import Path

from benchmarks.measures import Measure, measure
from benchmarks.promises.plainly import own_database
from benchmarks.promises.promise import Promise
from benchmarks.studies import Studies

import kangni

__all__ = ["DOCUMENTS"]

PART = 50  # one transcript in so many is brought in plainly
LABEL = re.compile(r"^(访谈者|P\d+)：(.*)$")
TABLES = (
    "create table document (id integer primary key, name text unique, text text)",
    "create table turn (document integer, ordinal integer, speaker text, start integer, words integer)",
)


def ours(studies: Studies) -> Measure:
    """Import the folder into a study that has a codebook."""
    with kangni.open(studies.scratch(studies.empty)) as study:
        return measure(lambda: study.bring_in([studies.files.interviews]))


def plain(studies: Studies) -> Measure:
    """Read line by line and store every document and turn in a transaction of its own."""
    paths = sorted(studies.files.interviews.iterdir())
    chosen = paths[::PART]
    with own_database(studies.folder / "plain.sqlite", *TABLES) as connection:
        return measure(lambda: _store(connection, chosen), part=len(chosen) / len(paths))


def _store(connection: sqlite3.Connection, paths: Sequence[Path]) -> None:
    for path in paths:
        text = path.read_text("utf-8")
        document = connection.execute("insert into document (name, text) values (?, ?)", (path.stem, text)).lastrowid
        start = 0
        for ordinal, line in enumerate(text.splitlines(), 1):
            found = LABEL.match(line)
            if found is not None:
                row = (document, ordinal, found[1], start + found.start(2), len(found[2]))
                connection.execute("insert into turn values (?, ?, ?, ?, ?)", row)
            start += len(line) + 1


DOCUMENTS = Promise(
    "documents",
    "import of the documents",
    3.0,
    ours,
    plain,
    f"one transaction a row, one document in {PART}",
)
