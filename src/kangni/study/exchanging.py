"""The deeds that exchange whole studies with other programs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from kangni.core.coding import Coding
from kangni.core.errors import UnknownTerm
from kangni.core.ports import Progressing, Reader
from kangni.study.asking import today
from kangni.study.doing import Doing
from kangni.study.explaining import silent

if TYPE_CHECKING:
    from kangni.exchange.refi.profiles import Target
    from kangni.exchange.refi.reading import ReadProject
    from kangni.results.projects import BundleExport, ProjectExport, ProjectImport

__all__ = ["Exchanging"]


class Exchanging(Doing):
    """Brings projects of other programs in, and takes the study out as one."""

    def import_project(
        self,
        path: str | Path,
        *,
        offsets: str = "",
        take: Sequence[str] = (),
        language: str | None = None,
        dry_run: bool = False,
        progress: Progressing = silent,
    ) -> ProjectImport:
        """Bring in a project (.qdpx), codebook (.qdc) or bundle (.json), in one deed.

        What is new is added; what the study has already is passed over; what it has otherwise is told and left alone.

        Parameters
        ----------
        path
            The file.
        offsets
            How positions count, where that is not to be detected, such as "utf16,crlf=2,bom=0".
        take
            Records of the study that the file says otherwise, such as "code ENV.O01": the file's are to stand.
        language
            Of texts whose words tell none.

        Raises
        ------
        FileProblem
            For a file that is no project, is damaged or could harm the machine; then nothing is stored.
        """
        from kangni.exchange.refi.opening import read_projects
        from kangni.storage.canonical import hash_of
        from kangni.storage.collecting import collection_paused

        path = Path(path)
        if not dry_run:
            self._backup_before_import()
        with self._store.read() as reader:
            settings, framework = reader.settings(), reader.framework()
        with (
            collection_paused(),
            read_projects([path], settings=settings, framework=framework, hash_of=hash_of, offsets=offsets) as (read,),
        ):
            return self.import_read(read, take=take, language=language, dry_run=dry_run, progress=progress)

    def import_read(
        self,
        read: ReadProject,
        *,
        take: Sequence[str] = (),
        language: str | None = None,
        dry_run: bool = False,
        progress: Progressing = silent,
    ) -> ProjectImport:
        """Bring in a project that was read already, for a door that shows what it holds before it asks."""
        from kangni.app.projects import import_project
        from kangni.storage.collecting import collection_paused

        with collection_paused(), self._deed("import", {"files": read.file}, dry_run=dry_run) as write:
            done = import_project(write, read, progress=progress, take=take, language=language)
        with self._store.read() as reader:
            return replace(done, revision=reader.revision)

    def export_project(
        self,
        path: str | Path,
        *,
        target: str = "standard",
        waived: Mapping[str, str] | None = None,
        dry_run: bool = False,
    ) -> ProjectExport:
        """Write the whole study as a project (.qdpx), or its codes as a codebook (.qdc), for other programs.

        Words that a participant has not released are covered, character by character, so that codings and counts stay.
        What other programs have no place for goes in a member of its own and comes back into Kangni.

        Parameters
        ----------
        path
            A file that ends in .qdpx or .qdc.
        target
            "nvivo", "maxqda", "atlas" or "qualcoder" where a program wants it otherwise than the standard.
        waived
            Participants whose consent the researcher sets aside, each with the reason, which is kept in the history.
        """
        from kangni.app.consent import Audience, policy
        from kangni.app.project_export import project_out
        from kangni.exchange.files import whole_file
        from kangni.exchange.refi.writer import write_project
        from kangni.storage.collecting import collection_paused

        path, waived = Path(path), dict(waived or {})
        suffix = path.suffix.lower()
        if suffix not in {".qdpx", ".qdc"}:
            raise UnknownTerm("type of project", path.name, ".qdpx, .qdc")
        with collection_paused(), self._store.read() as read:
            rules = policy(read, audience=Audience.ARCHIVE, on=today(), waived=tuple(waived))
            if suffix == ".qdc":
                return self._export_codebook(read, path, dry_run=dry_run)
            out = project_out(read, rules, file=path.name, target=_target(target))
            if dry_run:
                return out.told
            with whole_file(path) as file:
                written = write_project(file, out.records, target=_target(target), content_of=read.file)
        if waived:
            with self._deed("waive consent", {"for": "project", **waived}) as write:
                write.note()
        return replace(out.told, left_out=(*out.told.left_out, *written.missing))

    def export_bundle(
        self, path: str | Path, *, waived: Mapping[str, str] | None = None, dry_run: bool = False
    ) -> BundleExport:
        """Write the whole study as one JSON file from which `kangni.new(path, project=...)` makes it again.

        Where every participant has released their words (or the researcher sets that aside), what comes back has the
        same hash. Else the words are covered, as in `export_project`, and the answer says so. The history stays.

        Parameters
        ----------
        path
            A file that ends in .json, such as work.kangni.json.
        waived
            Participants whose consent the researcher sets aside, each with the reason, which is kept in the history.
        """
        from kangni.app.bundle_export import bundle_out
        from kangni.app.consent import Audience, policy
        from kangni.exchange.bundle import SUFFIX, write_bundle
        from kangni.exchange.files import check_place
        from kangni.storage.canonical import hash_of
        from kangni.storage.collecting import collection_paused

        path, waived = Path(path), dict(waived or {})
        if path.suffix.lower() != SUFFIX:
            raise UnknownTerm("type of bundle", path.name, SUFFIX)
        check_place(path)
        with collection_paused(), self._store.read() as read:
            rules = policy(read, audience=Audience.ARCHIVE, on=today(), waived=tuple(waived))
            out = bundle_out(read, rules, file=path.name, hash_of=hash_of)
            if dry_run:
                return out.told
            files = {sha256: b"".join(read.file(sha256)) for sha256 in sorted(out.files)}
            there = {sha256: content for sha256, content in files.items() if content}
            content = write_bundle(out.records, there, study_hash=out.told.hash)
        self._let_out(path, content, what="bundle", waived=waived)
        return out.told

    def _let_out(self, path: Path, content: bytes, *, what: str, waived: Mapping[str, str]) -> None:
        """Write a file for readers outside; a waiver is noted together with it, or neither happens."""
        from kangni.exchange.files import write_file

        if not waived:
            write_file(path, content)
            return
        with self._deed("waive consent", {"for": what, **waived}) as write:
            write.note()
            write_file(path, content)

    def _export_codebook(self, read: Reader, path: Path, *, dry_run: bool) -> ProjectExport:
        from kangni.app.project_export import codebook_out
        from kangni.exchange.files import write_file
        from kangni.exchange.refi.writer import write_codebook

        out = codebook_out(read, file=path.name)
        if not dry_run:
            write_file(path, write_codebook(out.records))
        return out.told

    def _backup_before_import(self) -> None:
        if self._store.is_read_only:  # the deed itself says so
            return
        with self._store.read() as read:
            holds_codings = read.holds(Coding)
        if holds_codings:
            self._store.backup("import")


def _target(name: str) -> Target:
    from kangni.exchange.refi.profiles import Target

    try:
        return Target(name)
    except ValueError:
        raise UnknownTerm("program to write for", name, ", ".join(Target)) from None
