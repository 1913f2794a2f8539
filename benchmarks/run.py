"""Every promise on speed and size, measured and printed as one table."""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.children import Child, in_child, make_studies
from benchmarks.large_study import LARGE, TINY, Size
from benchmarks.methods import compared
from benchmarks.promises import PROMISES, Promise
from benchmarks.studies import Studies
from benchmarks.table import Line, line, memory_line, method_table, promise_table
from benchmarks.workbench import Waited, waited, waited_table

__all__ = ["main", "measured"]

RUNS = 5
WORKBENCH = "workbench"
SIZES = {"large": LARGE, "tiny": TINY}


def main(arguments: Sequence[str] | None = None) -> None:
    """Make the study, measure what is asked for, and print the table."""
    asked = _parse(arguments)
    promises = [promise for promise in PROMISES if promise.name in (asked.only or [promise.name])]
    windows: list[Waited] = []
    with tempfile.TemporaryDirectory(prefix="kangni-bench-") as folder:
        _tell(f"making the study of size {asked.size} ...")
        studies = make_studies(Path(folder), SIZES[asked.size])
        lines = measured(studies, promises, runs=asked.runs)
        if not asked.only or WORKBENCH in asked.only:
            windows = _told(waited(studies, runs=asked.runs))
    methods = [] if asked.only else list(compared())
    if asked.json:
        records = {"promises": [asdict(each) for each in lines], "methods": [asdict(each) for each in methods]}
        records["workbench"] = [asdict(each) for each in windows]
        print(json.dumps(records, indent=2, ensure_ascii=False))
        return
    print(_heading(SIZES[asked.size], asked.runs))
    if lines:
        print("", promise_table(lines), "", memory_line(lines), sep="\n")
    if windows:
        print("", waited_table(windows), sep="\n")
    if methods:
        print("", method_table(methods), sep="\n")


def measured(studies: Studies, promises: Sequence[Promise], *, runs: int) -> list[Line]:
    """Run each promise several times, Kangni's way and the plain one in turn, each in a fresh process."""
    lines = []
    for promise in promises:
        ours, plain = list[Child](), list[Child]()
        for run in range(runs):
            _tell(f"{promise.what}: run {run + 1} of {runs}")
            ours.append(in_child(promise.name, "ours", studies))
            if promise.plain is not None:
                plain.append(in_child(promise.name, "plain", studies))
        lines.append(line(promise, ours, plain))
    return lines


def _told(found: Iterable[Waited]) -> list[Waited]:
    lines = []
    for each in found:
        _tell(f"{each.what}: {each.least:.0f} {each.unit}")
        lines.append(each)
    return lines


def _parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.run", description=__doc__)
    parser.add_argument("--runs", type=int, default=RUNS, help="how often each way is run (%(default)s)")
    parser.add_argument("--size", choices=SIZES, default="large", help="of the study (%(default)s)")
    parser.add_argument("--only", nargs="*", choices=[*(promise.name for promise in PROMISES), WORKBENCH], help="some")
    parser.add_argument("--json", action="store_true", help="print records instead of a table")
    return parser.parse_args(arguments)


def _heading(size: Size, runs: int) -> str:
    machine = f"{os.cpu_count()} cores, Python {platform.python_version()}, {platform.system()} {platform.machine()}"
    documents = f"{size.documents:,} documents of {size.characters:,} characters"
    study = f"{documents}, {size.codes:,} codes, {size.codings:,} codings"
    return f"{datetime.now(UTC):%Y-%m-%d}; {machine}; {study}; {runs} runs."


def _tell(words: str) -> None:
    print(words, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
