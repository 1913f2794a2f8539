"""The state of a study file, found without changing it."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from sqlalchemy import ColumnElement, Connection, FromClause, Table, func, or_, select

from kangni.core.errors import N_, KangniError
from kangni.core.names import fold_handle
from kangni.storage import tables
from kangni.storage.backups import backups_of, is_sound
from kangni.storage.driver import Driver, best_driver, is_faulty, make_engine
from kangni.storage.failures import in_plain_words
from kangni.storage.holder import holder_file
from kangni.storage.opening import check_file, is_writable, log_file
from kangni.storage.places import shared_place
from kangni.storage.rows import raw

__all__ = ["DoctorReport", "Finding", "Severity", "examine"]

_SHOWN = 3  # examples named in one finding
_SQLITE, _PLACE, _BACKUPS = N_("SQLite"), N_("place"), N_("backups")
_PAGES, _REFERENCES, _TEXTS = N_("pages"), N_("references"), N_("texts")
_NAMES, _HISTORY, _ENSEMBLES = N_("names"), N_("history"), N_("ensembles")


class Severity(StrEnum):
    """How much a finding matters."""

    FINE = "fine"
    NOTE = "note"
    WARNING = "warning"
    FAULT = "fault"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at; `about` is a message id, `sentence` one with `facts` in braces."""

    severity: Severity
    about: str
    sentence: str
    facts: tuple[tuple[str, str | int], ...] = ()

    def __str__(self) -> str:
        return self.sentence.format_map(dict(self.facts))


@dataclass(frozen=True, slots=True)
class DoctorReport:
    """All findings about one study file, or only about this installation where `path` is empty."""

    path: str
    findings: tuple[Finding, ...]

    @property
    def has_faults(self) -> bool:
        """Tell whether something in the study is wrong."""
        return any(finding.severity is Severity.FAULT for finding in self.findings)


def examine(path: Path | None = None, *, driver: Driver | None = None) -> DoctorReport:
    """Look at everything that can go wrong with a study file, without changing it, and at this installation.

    Raises
    ------
    StudyMissing, FileMissing, NotAStudy, StudyDamaged, StudyOtherVersion
        If the file cannot even be opened as a study.
    """
    driver = driver or best_driver()
    if path is None:
        return DoctorReport("", (_library(driver),))
    check_file(path)
    engine = make_engine(driver, path, read_only=True, immutable=not log_file(path).exists())
    findings = [_library(driver), *_surroundings(path)]
    try:
        for check in _CHECKS:
            findings.extend(_checked(check, path, engine.connect))
    finally:
        engine.dispose()
    return DoctorReport(str(path), tuple(findings))


def _checked(
    check: Callable[[Connection], Iterator[Finding]], path: Path, connect: Callable[[], Connection]
) -> list[Finding]:
    try:
        with in_plain_words(path), closing(connect()) as connection:
            return list(check(connection))
    except KangniError as error:  # damage that stops one look must not stop the others
        return [_fault(_PAGES, error.message, **{name: str(fact) for name, fact in error.facts().items()})]


def _library(driver: Driver) -> Finding:
    version = str(driver.sqlite_version)
    if is_faulty(driver.sqlite_version_info):
        sentence = N_("SQLite {version} has a known fault, so only one process may use a study at a time here.")
        return _finding(Severity.WARNING, _SQLITE, sentence, version=version)
    return _finding(Severity.FINE, _SQLITE, N_("SQLite {version} is sound."), version=version)


def _surroundings(path: Path) -> Iterator[Finding]:
    if not is_writable(path):
        yield _finding(Severity.NOTE, _PLACE, N_("File or folder can be read but not changed."))
    if log_file(path).exists() and log_file(path).stat().st_size:
        sentence = N_("A log of {size} bytes lies beside the study: it is open elsewhere, or a process was stopped.")
        yield _finding(Severity.NOTE, _PLACE, sentence, size=log_file(path).stat().st_size)
    if holder_file(path).exists():
        yield _finding(Severity.NOTE, _PLACE, N_("A deed is under way elsewhere, or a process was stopped during one."))
    if place := shared_place(path):
        sentence = N_("The study lies in a shared or synchronised folder ({place}), where databases get damaged.")
        yield _finding(Severity.WARNING, _PLACE, sentence, place=place)
    size, free = path.stat().st_size, shutil.disk_usage(path.parent).free
    megabytes = free // 1_000_000
    severity = Severity.FINE if free > 3 * size else Severity.WARNING
    yield _finding(severity, _PLACE, N_("{megabytes} MB are free on the disk."), megabytes=megabytes)
    yield from _backups(path)


def _backups(path: Path) -> Iterator[Finding]:
    kept = backups_of(path)
    if not kept:
        yield _finding(
            Severity.NOTE, _BACKUPS, N_("There is no backup yet. Make one with: kangni backup {study}"), study=str(path)
        )
        return
    bad = [file.name for file in kept if not is_sound(file)]
    if bad:
        yield _finding(
            Severity.WARNING,
            _BACKUPS,
            N_("{count} backups cannot be read: {names}."),
            count=len(bad),
            names="; ".join(bad),
        )
    sentence = N_("{count} backups lie beside the study and were read just now; the last is {name}.")
    yield _finding(Severity.FINE, _BACKUPS, sentence, count=len(kept) - len(bad), name=kept[-1].name)


def _pages(connection: Connection) -> Iterator[Finding]:
    problems = [row for (row,) in connection.exec_driver_sql("pragma integrity_check") if row != "ok"]
    if problems:
        shown = "; ".join(problems[:_SHOWN])
        yield _fault(_PAGES, N_("The pages of the file contradict each other: {problems}."), problems=shown)
    else:
        yield _finding(Severity.FINE, _PAGES, N_("The pages of the file are whole."))


def _references(connection: Connection) -> Iterator[Finding]:
    broken = [row[0] for row in connection.exec_driver_sql("pragma foreign_key_check")]
    if broken:
        sentence = N_("{count} rows refer to something that is not there: {tables}.")
        yield _fault(_REFERENCES, sentence, count=len(broken), tables="; ".join(sorted(set(broken))))
    else:
        yield _finding(Severity.FINE, _REFERENCES, N_("Every reference leads to a record."))


def _texts(connection: Connection) -> Iterator[Finding]:
    table = tables.document
    changed, n = [], 0
    for handle, length, sha256, text in connection.execute(
        select(table.c.handle, table.c.length, table.c.sha256, table.c.text)
    ):
        n += 1
        if len(text) != length or hashlib.sha256(text.encode()).hexdigest() != sha256:
            changed.append(handle)
    if changed:
        sentence = N_("{count} texts are not what was imported: {documents}.")
        yield _fault(_TEXTS, sentence, count=len(changed), documents="; ".join(changed))
    else:
        yield _finding(Severity.FINE, _TEXTS, N_("{count} texts are what was imported."), count=n)


def _sources(connection: Connection) -> Iterator[Finding]:
    rows = connection.execute(select(tables.source.c.sha256, tables.source.c.content))
    changed = [sha256 for sha256, content in rows if hashlib.sha256(content).hexdigest() != sha256]
    if changed:
        yield _fault(_TEXTS, N_("{count} original files are not what was imported."), count=len(changed))


def _handles(connection: Connection) -> Iterator[Finding]:
    for table in (table for table in tables.METADATA.sorted_tables if "handle" in table.c):
        rows = raw(connection, select(table.c.handle, table.c.fold))
        wrong = [handle for handle, fold in rows if fold_handle(handle) != fold]
        if wrong:
            sentence = N_("{count} names of kind {kind} are not found as they are written: {names}.")
            yield _fault(_NAMES, sentence, count=len(wrong), kind=table.name, names="; ".join(wrong[:_SHOWN]))


def _spans(connection: Connection) -> Iterator[Finding]:
    document = tables.document
    owned = [tables.turn, tables.coding, tables.claim, tables.restriction]
    sources: dict[Table, FromClause] = {
        table: table.join(document, table.c.document == document.c.row) for table in owned
    }
    told = tables.moment.join(tables.episode)
    sources[tables.moment] = told.join(document, tables.episode.c.document == document.c.row)
    for table, source in sources.items():
        wrong = connection.execute(select(func.count()).select_from(source).where(_is_outside(table))).scalar_one()
        if wrong:
            yield _fault(
                _TEXTS, N_("{count} spans of kind {kind} lie outside their text."), count=wrong, kind=table.name
            )


def _history(connection: Connection) -> Iterator[Finding]:
    entry, change = tables.entry.c, tables.change.c
    last, n = connection.execute(select(func.coalesce(func.max(entry.number), 0), func.count(entry.number))).one()
    known = select(entry.number)
    astray = connection.execute(
        select(func.count()).select_from(tables.change).where(change.entry.not_in(known))
    ).scalar_one()
    rootless = connection.execute(
        select(func.count()).select_from(tables.entry).where(entry.root.not_in(known))
    ).scalar_one()
    if last != n or astray or rootless:
        yield _fault(
            _HISTORY, N_("The history has gaps: {count} entries, the last one is number {last}."), count=n, last=last
        )
    else:
        yield _finding(Severity.FINE, _HISTORY, N_("The history is whole: {count} entries."), count=n)


def _kept(connection: Connection) -> Iterator[Finding]:
    """Say what ensembles keep, and how much of it was made before the study's last change."""
    kept, last = tables.kept_chunk.c, select(func.coalesce(func.max(tables.entry.c.number), 0)).scalar_subquery()
    size = func.coalesce(func.sum(func.length(kept.content)), 0)
    asked = select(func.count(), size, func.count().filter(kept.revision < last)).select_from(tables.kept_chunk)
    count, taken, old = connection.execute(asked).one()
    if count:
        sentence = N_("{count} parts of ensembles are kept ({megabytes} MB), {old} from before the last change.")
        megabytes = -(-taken // 1_000_000)
        yield _finding(Severity.NOTE, _ENSEMBLES, sentence, count=count, megabytes=megabytes, old=old)


def _is_outside(table: Table) -> ColumnElement[bool]:
    return or_(table.c.start < 0, table.c.end <= table.c.start, table.c.end > tables.document.c.length)


def _finding(severity: Severity, about: str, sentence: str, **facts: str | int) -> Finding:
    return Finding(severity, about, sentence, tuple(facts.items()))


def _fault(about: str, sentence: str, **facts: str | int) -> Finding:
    return _finding(Severity.FAULT, about, sentence, **facts)


_CHECKS = (_pages, _references, _texts, _sources, _handles, _spans, _history, _kept)
