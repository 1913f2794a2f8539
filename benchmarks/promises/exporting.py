"""Writing all codings as a table, with their words."""

from __future__ import annotations

import csv
import sqlite3
from contextlib import closing

from benchmarks.measures import Measure, measure
from benchmarks.promises.promise import Promise
from benchmarks.studies import Studies

import kangni

__all__ = ["EXPORT"]

PART = 20  # one coding in so many is written plainly
CODINGS = 'select row, document, code, coder, start, "end" from coding where row <= ? order by row'
WORDS = "select handle, substr(text, ? + 1, ? - ?) from document where row = ?"
CODE = "select handle from code where row = ?"
CODER = "select handle from coder where row = ?"


def ours(studies: Studies) -> Measure:
    """Export the table of codings as CSV."""
    with kangni.open(studies.coded) as study:
        return measure(lambda: study.export("codings", studies.folder / "out.csv"))


def plain(studies: Studies) -> Measure:
    """Ask the database for the words and names of each coding."""
    rows = max(1, studies.size.codings // PART)
    return measure(lambda: _write(studies, rows), part=rows / studies.size.codings)


def _write(studies: Studies, rows: int) -> None:
    with (
        closing(sqlite3.connect(studies.coded)) as connection,
        (studies.folder / "out.csv").open("w", encoding="utf-8", newline="") as file,
    ):
        writer = csv.writer(file)
        for _, document, code, coder, start, end in connection.execute(CODINGS, (rows,)):
            handle, words = connection.execute(WORDS, (start, end, start, document)).fetchone()
            (code_handle,) = connection.execute(CODE, (code,)).fetchone()
            (coder_handle,) = connection.execute(CODER, (coder,)).fetchone()
            writer.writerow([coder_handle, handle, start, end, words, code_handle])


EXPORT = Promise(
    "export",
    "export of all codings",
    3.0,
    ours,
    plain,
    f"queries for each coding, one coding in {PART}",
)
