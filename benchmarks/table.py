"""The tables: how long each promised job and each method takes, beside a limit and another way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from benchmarks.children import Child
from benchmarks.comparing import Comparison
from benchmarks.promises import Promise

__all__ = ["MOST_MEMORY", "Line", "line", "memory_line", "method_table", "promise_table"]

MOST_MEMORY = 1_000_000_000  # bytes
PROMISES = [
    "job",
    "limit s",
    "least s",
    "median s",
    "processor s",
    "plain s",
    "times quicker",
    "memory MB",
    "kept",
    "plain way",
]
METHODS = ("method", "size", "ms", "other ms", "times quicker", "goal", "other way")


@dataclass(frozen=True, slots=True)
class Line:
    """One promise measured: seconds on the clock, least and median, of the processor, and of the plain way.

    `ratio` is the median of the ratios of neighbouring runs; both are None where no plain way is run. A promise is kept
    if the run least disturbed by whatever else the machine did stays under the limit.
    """

    job: str
    limit: float | None
    least: float
    median: float
    processor: float
    plain: float | None
    ratio: float | None
    memory: int
    plain_way: str

    @property
    def is_kept(self) -> bool:
        """Tell whether the promises on time and memory hold."""
        return self.memory < MOST_MEMORY and (self.limit is None or self.least < self.limit)


def line(promise: Promise, ours: Sequence[Child], plain: Sequence[Child]) -> Line:
    """Sum up the runs of a promise, Kangni's and the plain ones in turn."""
    seconds = [child.took.whole for child in ours]
    return Line(
        job=promise.what,
        limit=promise.limit,
        least=min(seconds),
        median=median(seconds),
        processor=min(child.took.whole_processor for child in ours),
        plain=min(child.took.whole for child in plain) if plain else None,
        ratio=median(b.took.whole / a.took.whole for a, b in zip(ours, plain, strict=True)) if plain else None,
        memory=max(child.memory for child in ours),
        plain_way=promise.plain_way,
    )


def promise_table(lines: Sequence[Line]) -> str:
    """Return the table of promises in Markdown."""
    return _markdown([PROMISES, *map(_promise_cells, lines)])


def method_table(comparisons: Sequence[Comparison]) -> str:
    """Return the table of methods in Markdown."""
    return _markdown([METHODS, *map(_method_cells, comparisons)])


def memory_line(lines: Sequence[Line]) -> str:
    """Say the most memory that any of Kangni's processes held."""
    peak = max(each.memory for each in lines)
    kept = "kept" if peak < MOST_MEMORY else "broken"
    return f"Peak memory of any process: {peak / 1e6:.0f} MB of {MOST_MEMORY / 1e6:.0f} MB ({kept})."


def _markdown(rows: Sequence[Sequence[str]]) -> str:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = [" | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in rows]
    rule = "|".join("-" * (width + 2) for width in widths)
    return "\n".join([f"| {lines[0]} |", f"|{rule}|", *(f"| {line} |" for line in lines[1:])])


def _promise_cells(each: Line) -> tuple[str, ...]:
    return (
        each.job,
        "" if each.limit is None else f"{each.limit:g}",
        f"{each.least:.3f}",
        f"{each.median:.3f}",
        f"{each.processor:.3f}",
        "" if each.plain is None else f"{each.plain:.3g}",
        "" if each.ratio is None else f"{each.ratio:.3g}",
        f"{each.memory / 1e6:.0f}",
        ("yes" if each.is_kept else "no") if each.limit is not None else "",
        each.plain_way,
    )


def _method_cells(each: Comparison) -> tuple[str, ...]:
    ours, theirs = f"{each.ours * 1000:.3g}", f"{each.theirs * 1000:.3g}"
    return each.method, each.size, ours, theirs, f"{each.ratio:.3g}", each.goal, each.other
