"""What bringing in a folder or several files did, in one deed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from kangni.results.answer import Answer, Evidence
from kangni.results.imports import ImportReport
from kangni.results.projects import ProjectImport
from kangni.results.tables import TableImport

__all__ = ["BroughtIn", "BroughtInLine"]


@dataclass(frozen=True, slots=True)
class BroughtInLine:
    """One file: what it was read as, and how many records of the study it made or changed."""

    file: str
    kind: str
    added: int
    changed: int
    unchanged: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BroughtIn(Answer):
    """The transcripts, tables and projects that came in, and the files of folders that nobody here can read."""

    deed: ClassVar[str] = "import"
    documents: ImportReport | None = None
    tables: tuple[TableImport, ...] = ()
    projects: tuple[ProjectImport, ...] = ()
    passed_over: tuple[str, ...] = ()

    def rows(self) -> Sequence[BroughtInLine]:
        """Return one line a file."""
        transcripts = self.documents.files if self.documents is not None else ()
        return [
            *(BroughtInLine(f.file, "transcript", int(not f.same_as), 0, int(bool(f.same_as))) for f in transcripts),
            *(BroughtInLine(t.file, t.kind, t.added, t.changed, t.unchanged) for t in self.tables),
            *(line for project in self.projects for line in _lines(project)),
        ]

    def keys(self) -> Sequence[str]:
        """Return nothing: an import counts no codings."""
        return ()

    def find(self, key: str) -> Evidence | None:  # noqa: ARG002 - the shape that all results share
        """Return nothing: an import counts no codings."""
        return None


def _lines(project: ProjectImport) -> Sequence[BroughtInLine]:
    """Return one line a kind of record."""
    taken = [difference.kind for difference in project.differences if difference.taken]
    return [
        BroughtInLine(
            project.file,
            line.kind,
            line.new,
            taken.count(line.kind),
            line.same + line.different - taken.count(line.kind),
        )
        for line in project.records
        if line.new or line.same or line.different
    ]
