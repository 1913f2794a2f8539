"""Another copy of a study, open while it is merged: its records, and what both histories have in common."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

from kangni.app.forks import Fork, Past, fork_of, mark
from kangni.app.project_export import files_of, whole
from kangni.core.bundle import StudySettings
from kangni.core.changes import Entry, Since
from kangni.core.framework import Framework
from kangni.exchange.bundle import SUFFIX, whole_project
from kangni.exchange.refi.opening import read_projects
from kangni.exchange.refi.reading import ReadProject
from kangni.storage.canonical import hash_of
from kangni.storage.reader import SqliteReader
from kangni.storage.store import open_store

__all__ = ["OtherCopy", "other_copy"]

_FOREIGN = (".qdpx", ".qdc", SUFFIX)
Asking = Callable[[int], Since]


@dataclass(frozen=True, slots=True)
class OtherCopy:
    """What lies in the other file; without a `fork` its history is not known."""

    project: ReadProject
    mark: str = ""
    fork: Fork | None = None
    since: Asking | None = None

    def past(self, mine: Asking) -> Past | None:
        """Return what both sides did since they parted; `mine` tells it of this side."""
        if self.fork is None or self.since is None:
            return None
        return Past(self.fork, mine(self.fork.mine), self.since(self.fork.theirs), mine(self.fork.common).removed)


class _Files(Mapping[str, bytes]):
    """The files of a copy, each read when it is asked for."""

    def __init__(self, read: SqliteReader, names: frozenset[str]) -> None:
        self._read = read
        self._names = names

    def __getitem__(self, name: str) -> bytes:
        return b"".join(self._read.file(name))

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)


@contextmanager
def other_copy(path: Path, mine: Sequence[Entry], settings: StudySettings, framework: Framework) -> Iterator[OtherCopy]:
    """Open another copy of the study with the history `mine`, or a project or bundle."""
    if path.suffix.lower() in _FOREIGN:
        with read_projects([path], settings=settings, framework=framework, hash_of=hash_of) as (project,):
            yield OtherCopy(project)
        return
    with open_store(path, clock=_now, new_id=uuid4, read_only=True) as store, store.read() as read:
        theirs, records = tuple(read.history()), whole(read)
        files = _Files(read, files_of(records, covered=()))
        project = whole_project(path.name, records, files)
        yield OtherCopy(project, mark(theirs[-1]) if theirs else "", fork_of(mine, theirs), read.since)


def _now() -> datetime:
    return datetime.now(UTC)
