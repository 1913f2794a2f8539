"""Writing a whole study as a project of REFI-QDA, and making a study of such a project."""

from __future__ import annotations

import sqlite3
import zipfile
from contextlib import closing
from pathlib import Path
from uuid import UUID

from benchmarks.measures import Measure, measure
from benchmarks.promises.plainly import own_database
from benchmarks.promises.promise import Promise
from benchmarks.studies import Studies
from lxml import etree

import kangni

__all__ = ["PROJECT_IN", "PROJECT_OUT"]

SPACE = "{urn:QDA-XML:project:1.0}"
MARKUP = "project.qde"
PART = 20  # one document in so many is read and written plainly
TABLES = (
    "create table document (id integer primary key, guid text unique, name text, text text)",
    "create table coding (document text, start integer, end integer, words text, code text, coder text)",
)
CODINGS = (
    'select coding.id, start, "end", code.id, coder.id from coding join code on code.row = coding.code '
    "join coder on coder.row = coding.coder where document = ?"
)


def write_ours(studies: Studies) -> Measure:
    """Write a project: everything is checked against the schema."""
    with kangni.open(studies.coded) as study:
        return measure(lambda: study.export_project(studies.folder / "out.qdpx"))


def write_plain(studies: Studies) -> Measure:
    """Build one tree of all elements from queries for each document, and put it beside the texts."""
    with closing(sqlite3.connect(studies.coded)) as connection:
        documents = connection.execute("select row, id, handle, text from document").fetchall()[::PART]
        part = len(documents) / studies.size.documents
        return measure(lambda: _write(connection, documents, studies.folder / "plain.qdpx"), part=part)


def _write(connection: sqlite3.Connection, documents: list[tuple[int, str, str, str]], path: Path) -> None:
    root = etree.Element(f"{SPACE}Project", name="plain")
    sources = etree.SubElement(root, f"{SPACE}Sources")
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for row, name, handle, text in documents:
            guid = str(UUID(name))
            file = f"{guid}.txt"
            source = etree.SubElement(
                sources, f"{SPACE}TextSource", guid=guid, name=handle, plainTextPath=f"internal://{file}"
            )
            for coding, start, end, code, coder in connection.execute(CODINGS, (row,)):
                place = {"startPosition": str(start), "endPosition": str(end), "guid": str(UUID(coding))}
                selection = etree.SubElement(source, f"{SPACE}PlainTextSelection", place)
                who = {"guid": str(UUID(coding)), "creatingUser": str(UUID(coder))}
                made = etree.SubElement(selection, f"{SPACE}Coding", who)
                etree.SubElement(made, f"{SPACE}CodeRef", targetGUID=str(UUID(code)))
            archive.writestr(f"sources/{file}", text)
        archive.writestr(MARKUP, etree.tostring(root, encoding="utf-8"))


def read_ours(studies: Studies) -> Measure:
    """Make a study of a project that another program could have written: without what Kangni puts beside it."""
    path, made = _foreign(studies), studies.folder / "in.kangni"
    made.unlink(missing_ok=True)

    def read() -> None:
        kangni.new(made, project=path).close()

    return measure(read)


def read_plain(studies: Studies) -> Measure:
    """Read the markup as one tree and store each coding with its words, one transaction a document."""
    path = _foreign(studies)
    with own_database(studies.folder / "plain.sqlite", *TABLES) as connection:
        return measure(lambda: _read(connection, path), part=1.0)


def _read(connection: sqlite3.Connection, path: Path) -> None:
    with zipfile.ZipFile(path) as archive:
        root = etree.fromstring(archive.read(MARKUP), etree.XMLParser(huge_tree=True))
        for source in root.iter(f"{SPACE}TextSource"):
            guid = source.get("guid", "")
            text = archive.read(f"sources/{guid}.txt").decode()
            connection.execute("begin")
            connection.execute(
                "insert into document (guid, name, text) values (?, ?, ?)", (guid, source.get("name"), text)
            )
            for selection in source.findall(f"{SPACE}PlainTextSelection"):
                start, end = int(selection.get("startPosition", "")), int(selection.get("endPosition", ""))
                for coding in selection.findall(f"{SPACE}Coding"):
                    reference = coding.find(f"{SPACE}CodeRef")
                    code = reference.get("targetGUID") if reference is not None else None
                    row = (guid, start, end, text[start:end], code, coding.get("creatingUser"))
                    connection.execute("insert into coding values (?, ?, ?, ?, ?, ?)", row)
            connection.execute("commit")


def _foreign(studies: Studies) -> Path:
    """Return a project without the member that only Kangni reads, made once."""
    path, own = studies.folder / "foreign.qdpx", studies.folder / "own.qdpx"
    if not path.exists():
        with kangni.open(studies.coded) as study:
            study.export_project(own)
        with zipfile.ZipFile(own) as archive, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as other:
            for name in archive.namelist():
                if name != "kangni.json":
                    other.writestr(name, archive.read(name))
    return path


PROJECT_OUT = Promise(
    "project-out",
    "a study written as a project (.qdpx)",
    15.0,
    write_ours,
    write_plain,
    f"one lxml tree, unchecked, one document in {PART}",
)
PROJECT_IN = Promise(
    "project-in",
    "a study made of a project (.qdpx)",
    15.0,
    read_ours,
    read_plain,
    "one lxml tree, one transaction a document, no history, no turns",
)
