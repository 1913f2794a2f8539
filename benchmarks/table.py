"""The table of promises: how long each job takes, beside its limit and the plain way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from benchmarks.children import Child
from benchmarks.promises import Promise

__all__ = ["MOST_MEMORY", "Line", "line", "memory_line", "table"]

MOST_MEMORY = 1_000_000_000  # bytes
HEADINGS = (
    "job", "limit s", "least s", "median s", "processor s", "plain s", "times quicker", "memory MB", "kept", "plain way"
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """One promise measured: seconds on the clock, least and median, of the processor, and of the plain way.

    `ratio` is the median of the ratios of neighbouring runs. A promise is kept if the run least disturbed by whatever
    else the machine did stays under the limit.
    """

    job: str
    limit: float | None
    least: float
    median: float
    processor: float
    plain: float
    ratio: float
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
        plain=min(child.took.whole for child in plain),
        ratio=median(b.took.whole / a.took.whole for a, b in zip(ours, plain, strict=True)),
        memory=max(child.memory for child in ours),
        plain_way=promise.plain_way,
    )


def table(lines: Sequence[Line]) -> str:
    """Return the table in Markdown."""
    rows = [HEADINGS, *map(_cells, lines)]
    widths = [max(len(row[i]) for row in rows) for i in range(len(HEADINGS))]
    shown = [
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) + " |" for row in rows
    ]
    shown.insert(1, "|" + "|".join("-" * (width + 2) for width in widths) + "|")
    return "\n".join(shown)


def memory_line(lines: Sequence[Line]) -> str:
    """Say the most memory that any of Kangni's processes held."""
    peak = max(each.memory for each in lines)
    kept = "kept" if peak < MOST_MEMORY else "broken"
    return f"Peak memory of any process: {peak / 1e6:.0f} MB of {MOST_MEMORY / 1e6:.0f} MB ({kept})."


def _cells(each: Line) -> tuple[str, ...]:
    return (
        each.job,
        "" if each.limit is None else f"{each.limit:g}",
        f"{each.least:.3f}",
        f"{each.median:.3f}",
        f"{each.processor:.3f}",
        f"{each.plain:.3g}",
        f"{each.ratio:.3g}",
        f"{each.memory / 1e6:.0f}",
        ("yes" if each.is_kept else "no") if each.limit is not None else "",
        each.plain_way,
    )
