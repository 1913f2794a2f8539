"""The faults of a table, gathered so that all of them are told at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from kangni.core.errors import Fault, FaultyTable, KangniError
from kangni.exchange.tables.matching import Cells

__all__ = ["Faults"]

Found = TypeVar("Found")


class Faults:
    """A list that grows while a table is read; it begins with what reading the file found."""

    def __init__(self, cells: Cells) -> None:
        self._file = cells.sheet.file
        self._found = list(cells.sheet.faults)

    def __len__(self) -> int:
        return len(self._found)

    def add(self, row: int, column: str, error: KangniError) -> None:
        """Note a fault."""
        self._found.append(Fault(row, column, error))

    def attempt(self, row: int, column: str, resolve: Callable[[str], Found], cell: str) -> Found | None:
        """Return what a cell means; note a fault and return None where it means nothing."""
        try:
            return resolve(cell)
        except KangniError as error:
            self._found.append(Fault(row, column, error))
            return None

    @contextmanager
    def at(self, row: int, column: str) -> Iterator[None]:
        """Note a fault where the body fails, and go on behind it."""
        try:
            yield
        except KangniError as error:
            self._found.append(Fault(row, column, error))

    def stop(self) -> None:
        """Raise `FaultyTable` with all faults in the order of rows, if there are any."""
        if self._found:
            raise FaultyTable(self._file, tuple(sorted(self._found, key=lambda fault: fault.row)))
