"""An open study: every deed as a method, wired to the store that the study lives in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from kangni.app import people
from kangni.core.changes import Entry
from kangni.core.codebook import Codebook
from kangni.core.framework import Framework
from kangni.core.people import Participant
from kangni.core.ports import Progressing, Reader
from kangni.study.advising import Advising
from kangni.study.comparing import Comparing
from kangni.study.deciding import Deciding
from kangni.study.defining import Defining
from kangni.study.doing import given
from kangni.study.exchanging import Exchanging
from kangni.study.explaining import silent
from kangni.study.retrieving import Retrieving
from kangni.study.shown import Shown
from kangni.study.telling import Telling

if TYPE_CHECKING:
    from kangni.app.remarks import Comments
    from kangni.app.search import Speaking
    from kangni.exchange.documents.transcript import Changes
    from kangni.results.bringing import BroughtIn
    from kangni.results.scales import ScaleScores
    from kangni.results.search import SearchHits
    from kangni.results.speakers import Speakers
    from kangni.results.team import Team
    from kangni.storage.backups import Backup
    from kangni.storage.doctor import DoctorReport

__all__ = ["Study"]


# What is read as a table; everything else that is not a transcript is passed over.
TABLE_SUFFIXES = (".csv", ".tsv", ".xlsx")
PROJECT_SUFFIXES = (".qdpx", ".qdc")  # also read where a folder holds them
BUNDLE_SUFFIX = ".json"
LARGEST_TABLE = 200_000_000  # bytes


class Study(Advising, Deciding, Defining, Comparing, Exchanging, Retrieving, Telling):
    """An open study. Use it in a `with` block, or call `close`.

    Each changing method is one deed: one transaction, one entry of the history, taken back by `undo`. With
    `dry_run=True` it computes everything and stores nothing. Methods that ask return results that open to their words.
    """

    # --- the file ---------------------------------------------------------------------------------------------------

    @property
    def path(self) -> Path:
        """Return the study's file."""
        return self._store.path

    @property
    def is_read_only(self) -> bool:
        """Tell whether the study can only be read here."""
        return self._store.is_read_only

    @property
    def revision(self) -> int:
        """Return the number of the last entry of the history."""
        with self._store.read() as read:
            return read.revision

    def close(self) -> None:
        """Close the file; nothing is pending, each deed was stored when it ended."""
        self._store.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def read(self) -> AbstractContextManager[Reader]:
        """Open a view of the study as it stands: `with study.read() as read: ...`."""
        return self._store.read()

    def codebook(self) -> Codebook:
        """Return the codes as a tree."""
        with self._store.read() as read:
            return read.codebook()

    def framework(self) -> Framework:
        """Return the theoretical framework."""
        with self._store.read() as read:
            return read.framework()

    def hash(self) -> str:
        """Return the SHA-256 of all that the study says: same study, same hash."""
        with self._store.read() as read:
            return read.hash()

    def history(self) -> tuple[Entry, ...]:
        """Return who did what, first deed first."""
        with self._store.read() as read:
            return tuple(read.history())

    def last_deed(self) -> Entry | None:
        """Return what was done last and still stands."""
        with self._store.read() as read:
            return read.last_deed()

    def undo(self) -> Entry:
        """Take back this coder's last deed that still stands."""
        return self._store.undo(self._coder)

    def redo(self) -> Entry:
        """Do again what this coder last took back."""
        return self._store.redo(self._coder)

    def backup(self) -> Path:
        """Make a verified copy beside the study and return its path."""
        return self._store.backup()

    def backups(self) -> tuple[Backup, ...]:
        """Return the verified copies beside the study, the newest first."""
        from kangni.storage.backups import list_backups

        return list_backups(self.path)

    def examine(self) -> DoctorReport:
        """Examine the study's file and this installation without changing anything."""
        from kangni.storage.doctor import examine

        return examine(self.path)

    def team(self) -> Shown[Team]:
        """Say who works on the study, what participants released, and what is kept back."""
        from kangni.app.team import team

        return self._ask(("team",), lambda read, _columns: team(read))

    # --- bringing in and taking out -----------------------------------------------------------------------------------

    def bring_in(
        self,
        paths: Sequence[str | Path],
        *,
        kind: str | None = None,
        mapping: Mapping[str, str] | None = None,
        sheet: str = "",
        encoding: str | None = None,
        language: str | None = None,
        changes: Changes = "accept",
        comments: Comments = "leave",
        strict: bool = False,
        offsets: str = "",
        take: Sequence[str] = (),
        parts: Mapping[str, Mapping[str, str]] | None = None,
        dry_run: bool = False,
        progress: Progressing = silent,
    ) -> BroughtIn:
        """Bring in transcripts, tables, projects of other programs, and folders of all of them, in one deed.

        Parameters
        ----------
        paths
            Files and folders.
        kind
            What the tables are, where their headings do not tell. "survey" makes a transcript of each row, with a
            question a column. With a kind the first table of a Word file (.docx) is taken too.
        mapping
            Which heading of the tables stands for which documented column; of a survey, for question or attribute.
        sheet
            Which sheet of a workbook; the first by default.
        encoding, language
            Of the transcripts, where they are not to be detected.
        changes
            Whether changes that a word processor tracked count as accepted or as rejected.
        comments
            "memo" makes memos of comments in the margin; else they are left out and counted.
        strict
            Take all files or none; else a transcript that cannot be taken is listed in the result's `refused`.
        offsets
            How the positions of a project count, where that is not to be detected: "utf16,crlf=2,bom=0".
        take
            Records of the study that a project says otherwise, such as "code ENV.O01": the project's are to stand.
        parts
            Who speaks, where the recognition was wrong: for each transcript, parts by label as in `set_roles`.

        Raises
        ------
        KangniError
            One error with all faults and their places, of tables, or of transcripts of which none is sound; then
            nothing is stored.
        """
        from kangni.app.bringing import bring_in
        from kangni.app.speakers import set_roles
        from kangni.exchange.databases.opening import SUFFIXES as DATABASES
        from kangni.exchange.documents.registry import SUFFIXES
        from kangni.exchange.files import find_files, read_each, read_files
        from kangni.exchange.refi.opening import read_projects
        from kangni.exchange.tables.columns import TableKind
        from kangni.exchange.tables.sheet import WORD
        from kangni.exchange.tables.survey import SURVEY
        from kangni.storage.canonical import hash_of
        from kangni.storage.collecting import collection_paused
        from kangni.study.elsewhere import read_kept_elsewhere

        given = [Path(path) for path in paths]
        found = find_files(given, suffixes=(*SUFFIXES, *TABLE_SUFFIXES, *PROJECT_SUFFIXES, *DATABASES))
        table_suffixes = (*TABLE_SUFFIXES, *([WORD] if kind else []))
        tables = [path for path in found.files if path.suffix.lower() in table_suffixes]
        projects = [path for path in found.files if path.suffix.lower() in (*PROJECT_SUFFIXES, BUNDLE_SUFFIX)]
        databases = [path for path in found.files if path.suffix.lower() in DATABASES]
        others = {*tables, *projects, *databases}
        transcripts = read_each([path for path in found.files if path not in others])
        if not dry_run:
            self._backup_before_import()
        with self._store.read() as reader:
            settings, framework = reader.settings(), reader.framework()
        kept_elsewhere = [read_kept_elsewhere(path, settings=settings, framework=framework) for path in databases]
        with (
            collection_paused(),
            read_projects(projects, settings=settings, framework=framework, hash_of=hash_of, offsets=offsets) as read,
            self._deed("import", {"files": str(len(found.files))}, dry_run=dry_run) as write,
        ):
            done = bring_in(
                write,
                transcripts.contents,
                read_files(tables, largest=LARGEST_TABLE),
                new_id=self._new_id,
                progress=progress,
                named=frozenset(path.name for path in given),
                kind=TableKind(kind) if kind and kind != SURVEY else None,
                is_survey=kind == SURVEY,
                mapping=mapping,
                sheet=sheet,
                encoding=encoding,
                language=language,
                changes=changes,
                comments=comments,
                strict=strict,
                unread=transcripts.faults,
                passed_over=[path.name for path in found.passed_over],
                projects=[*read, *kept_elsewhere],
                take=take,
            )
            for document, said in (parts or {}).items():
                set_roles(write, said, [document])
        return replace(done, revision=self.revision)

    def speakers(self, documents: Sequence[str] = ()) -> Speakers:
        """Return who speaks, as what and how much, in some transcripts or in all."""
        from kangni.app.speakers import list_speakers

        with self._store.read() as read:
            return list_speakers(read, documents)

    def set_roles(self, parts: Mapping[str, str], documents: Sequence[str] = ()) -> Speakers:
        """Give speakers their part by label: interviewer, participant, other, or a participant's handle."""
        from kangni.app.speakers import set_roles

        with self._deed("set roles", dict(parts)) as write:
            speakers = set_roles(write, parts, documents)
        return replace(speakers, revision=self.revision)

    def search(self, pattern: str, *, role: Speaking = "participant") -> SearchHits:
        """Find words in the turns of a role, without regard to case and width."""
        from kangni.app.search import search

        with self._store.read() as read:
            return search(read, pattern, role=role)

    def draft_codings(self, code: str, pattern: str, *, role: Speaking = "participant", dry_run: bool = False) -> int:
        """Draft a code at every place where the words stand and return how many drafts are new."""
        from kangni.app.codings import draft_codings
        from kangni.app.search import search

        with self._deed("draft codings", {"code": code, "words": pattern}, dry_run=dry_run) as write:
            hits = search(write, pattern, role=role)
            return draft_codings(write, hits.passages(), code, new_id=self._new_id)

    # --- people -------------------------------------------------------------------------------------------------------

    def declare_seen(self, documents: Sequence[str], *, coder: str = "") -> int:
        """Note that a coder, this one by default, has finished documents; return how many are new."""
        with self._deed("declare seen", {"documents": ", ".join(documents)}) as write:
            write.actor()
            return people.declare_seen(write, coder or self._coder, documents)

    def record_consent(self, participant: str, words: str) -> Participant:
        """Record what a participant released, such as "analysis;quote;until 2027-12-31"."""
        with self._deed("record consent", {"participant": participant, "consent": words}) as write:
            return people.record_consent(write, participant, words)

    def release(self, participant: str, documents: Sequence[str] = ()) -> int:
        """Mark a participant's coded words as reviewed by the speaker and return how many codings were marked."""
        with self._deed("release words", {"participant": participant}) as write:
            return people.release(write, participant, documents)

    def keep_scores(self, scores: Shown[ScaleScores]) -> int:
        """Keep scores as attributes of participants, such as "CBI personal"; return how many participants change."""
        from kangni.app.kept_scores import keep_scores

        found = scores.result
        stated = given(order=found.order, anchor=found.anchor, coding=found.coding)
        with self._deed("keep scores", {"scale": found.scale, **stated}) as write:
            return keep_scores(write, found)

    def tell_saturation(self, told: bool, *, reason: str = "") -> None:  # noqa: FBT001 - the one thing it says
        """Let the report tell of saturation or keep silent about it; the report gives the reason."""
        from kangni.app.saturation_told import tell_saturation

        with self._deed("tell saturation", given(told="yes" if told else "no", reason=reason)) as write:
            tell_saturation(write, told=told, reason=reason)
