"""What bringing in a project of another program did: which records are new, and what became of each element."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from kangni.results.answer import Answer, Evidence
from kangni.results.imports import Loss

__all__ = [
    "Beside",
    "BundleExport",
    "Difference",
    "ElementCount",
    "PositionsRead",
    "ProjectExport",
    "ProjectExportLine",
    "ProjectImport",
    "ProjectLine",
    "RecordCount",
    "WithheldText",
]


@dataclass(frozen=True, slots=True)
class ElementCount:
    """What became of all elements of one name: `found` is the sum of the others.

    `doubled` ones say what another element of the file says. `kept` ones are not shown here and go out again.
    """

    element: str
    found: int
    stored: int
    doubled: int
    kept: int
    lost: int


@dataclass(frozen=True, slots=True)
class RecordCount:
    """How many records of one kind are new, in the study already, and different from the study's."""

    kind: str
    new: int
    same: int
    different: int


@dataclass(frozen=True, slots=True)
class Difference:
    """A record that the study has and the file says otherwise; `taken` where it was named to be taken."""

    kind: str
    name: str
    what: str
    taken: bool = False


@dataclass(frozen=True, slots=True)
class PositionsRead:
    """How the positions of one text were counted.

    `why` is "coincide" (all ways say the same), "evidence", "asked", or "program": the habit of the program that wrote
    the file, where evidence was thin.
    """

    document: str
    convention: str
    why: str
    selections: int
    at_edges: int


@dataclass(frozen=True, slots=True)
class ProjectLine:
    """A project as one line."""

    file: str
    program: str
    new: int
    same: int
    different: int
    elements: int
    kept: int
    lost: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectImport(Answer):
    """What became of a project: its records, its elements, how its positions were read, and what was lost.

    `found` counts the elements of the file; `unexplained` is what is on no list, which is none.
    """

    deed: ClassVar[str] = "import_project"
    file: str
    program: str = ""
    records: tuple[RecordCount, ...] = ()
    differences: tuple[Difference, ...] = ()
    elements: tuple[ElementCount, ...] = ()
    found: int = 0
    unexplained: int = 0
    positions: tuple[PositionsRead, ...] = ()
    losses: tuple[Loss, ...] = ()

    def rows(self) -> Sequence[ProjectLine]:
        """Return the project as one line."""
        return [
            ProjectLine(
                file=self.file,
                program=self.program,
                new=sum(line.new for line in self.records),
                same=sum(line.same for line in self.records),
                different=sum(line.different for line in self.records),
                elements=self.found,
                kept=sum(line.kept for line in self.elements),
                lost=sum(line.lost for line in self.elements),
            )
        ]

    def keys(self) -> Sequence[str]:
        """Return nothing: an import counts no codings."""
        return ()

    def find(self, key: str) -> Evidence | None:  # noqa: ARG002 - the shape that all results share
        """Return nothing: an import counts no codings."""
        return None


@dataclass(frozen=True, slots=True)
class WithheldText:
    """A text whose words, all or some, were covered, character by character, and why."""

    document: str
    characters: int
    covered: int
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Beside:
    """What other programs do not see: it goes in a member of its own and comes back into Kangni."""

    what: str
    count: int


@dataclass(frozen=True, slots=True)
class ProjectExportLine:
    """A written project as one line."""

    file: str
    target: str
    documents: int
    withheld: int
    codes: int
    codings: int
    claims: int
    memos: int
    kept: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectExport(Answer):
    """What went out as a project, what of it other programs cannot show, and what stayed in the study and why."""

    deed: ClassVar[str] = "export_project"
    file: str
    target: str
    documents: int
    codes: int
    codings: int
    claims: int
    memos: int
    kept: int
    withheld: tuple[WithheldText, ...] = ()
    beside: tuple[Beside, ...] = ()
    left_out: tuple[str, ...] = ()

    def rows(self) -> Sequence[ProjectExportLine]:
        """Return the project as one line."""
        return [
            ProjectExportLine(
                file=self.file,
                target=self.target,
                documents=self.documents,
                withheld=len(self.withheld),
                codes=self.codes,
                codings=self.codings,
                claims=self.claims,
                memos=self.memos,
                kept=self.kept,
            )
        ]

    def keys(self) -> Sequence[str]:
        """Return nothing: an export counts no codings that open here."""
        return ()

    def find(self, key: str) -> Evidence | None:  # noqa: ARG002 - the shape that all results share
        """Return nothing: an export counts no codings that open here."""
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class BundleExport(ProjectExport):
    """What went out as a bundle, with the hash of the study that comes back from it.

    `is_whole` where that is the study itself: no words were covered and nothing stayed.
    """

    deed: ClassVar[str] = "export_bundle"
    hash: str
    is_whole: bool
