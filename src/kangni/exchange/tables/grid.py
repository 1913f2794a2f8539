"""Tables before anybody knows what they mean: headings over rows of text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kangni.core.errors import Fault, HandleTaken

__all__ = ["Sheet", "Table", "sheet_from"]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table that came in.

    `columns` holds the cells of each heading from top to bottom; `numbers` says in which row of the file they stand,
    the heading being row 1, blank rows counted. `sample` shows the first words where the encoding is a guess,
    `faults` are what reading found already.
    """

    file: str
    headings: tuple[str, ...]
    columns: tuple[Sequence[str], ...]
    numbers: Sequence[int]
    encoding: str = ""
    sample: str = ""
    formulas: int = 0
    faults: tuple[Fault, ...] = ()

    def __len__(self) -> int:
        return len(self.numbers)


@dataclass(frozen=True, slots=True)
class Table:
    """A table on its way out; every row has one cell for each heading."""

    name: str
    headings: tuple[str, ...]
    rows: Iterable[Sequence[str]]


def sheet_from(
    file: str,
    headings: Sequence[str],
    rows: Sequence[Sequence[str]],
    numbers: Sequence[int],
    *,
    faults: Sequence[Fault] = (),
) -> Sheet:
    """Turn rows of equal length into a sheet; columns without heading and content are left out."""
    columns = tuple(zip(*rows, strict=True)) if rows else tuple(() for _ in headings)
    named = [heading.strip() for heading in headings]
    kept = [i for i, heading in enumerate(named) if heading or any(columns[i])]
    return Sheet(
        file=file,
        headings=tuple(named[i] for i in kept),
        columns=tuple(columns[i] for i in kept),
        numbers=numbers,
        faults=(*faults, *_doubled([named[i] for i in kept])),
    )


def _doubled(headings: Sequence[str]) -> list[Fault]:
    doubled = {heading for heading in headings if heading and headings.count(heading) > 1}
    return [Fault(1, heading, HandleTaken("column", heading)) for heading in sorted(doubled)]
