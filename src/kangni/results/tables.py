"""What bringing in a table did to a study, and what it did not take."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from kangni.results.answer import Answer, Caution, Evidence

__all__ = ["DoneLine", "TableImport", "TableImportLine"]


@dataclass(frozen=True, slots=True)
class DoneLine:
    """A coder whom the table made done with a document."""

    coder: str
    document: str


@dataclass(frozen=True, slots=True)
class TableImportLine:
    """The counts of one import."""

    file: str
    kind: str
    read: int
    added: int
    changed: int
    unchanged: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TableImport(Answer):
    """What became of the rows of a table.

    `read` counts rows, the others records (the rows of an episode are one record, but unchanged ones are counted as
    rows). `losses` say what was not taken, `notices` what else was done, `cautions` what the reader should look at.
    """

    deed: ClassVar[str] = "import_table"
    file: str
    kind: str
    read: int
    added: int
    changed: int = 0
    unchanged: int = 0
    coders: tuple[str, ...] = ()
    done: tuple[DoneLine, ...] = ()
    losses: tuple[Caution, ...] = ()
    notices: tuple[Caution, ...] = ()

    def rows(self) -> Sequence[TableImportLine]:
        """Return the counts as one line."""
        return [TableImportLine(self.file, self.kind, self.read, self.added, self.changed, self.unchanged)]

    def keys(self) -> Sequence[str]:
        """Return nothing: an import has no numbers to open."""
        return ()

    def find(self, key: str) -> Evidence | None:  # noqa: ARG002 - the protocol of results
        """Return None: an import has no numbers to open."""
        return None
