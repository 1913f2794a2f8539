"""Databases in the shapes that other programs give them, made anew by each test."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

__all__ = ["EMOJI", "PLAIN", "qualcoder", "taguette"]

PLAIN = "Interviewer: How do you cope?\nP01: We talk in the car.\n"
EMOJI = "访谈者：😀几年了？\r\nP02：𠮷，八年。很累。\r\n"

# the tables as QualCoder 3.5 makes them, database version v11, graphs and queries reduced to one table each
QUALCODER = """
CREATE TABLE project (databaseversion text, date text, memo text, about text, bookmarkfile integer, bookmarkpos integer,
    codername text);
CREATE TABLE source (id integer primary key, name text, fulltext text, mediapath text, memo text, owner text, date text,
    av_text_id integer, risid integer, unique(name));
CREATE TABLE code_image (imid integer primary key,id integer,x1 integer, y1 integer, width integer, height integer,
    cid integer, memo text, date text, owner text, important integer, pdf_page integer);
CREATE TABLE code_av (avid integer primary key,id integer,pos0 integer, pos1 integer, cid integer, memo text, date text,
    owner text, important integer);
CREATE TABLE annotation (anid integer primary key, fid integer,pos0 integer, pos1 integer, memo text, owner text,
    date text, unique(fid,pos0,pos1,owner));
CREATE TABLE attribute_type (name text primary key, date text, owner text, memo text, caseOrFile text, valuetype text);
CREATE TABLE attribute (attrid integer primary key, name text, attr_type text, value text, id integer, date text,
    owner text, unique(name,attr_type,id));
CREATE TABLE case_text (id integer primary key, caseid integer, fid integer, pos0 integer, pos1 integer, owner text,
    date text, memo text);
CREATE TABLE cases (caseid integer primary key, name text, memo text, owner text,date text,
    constraint ucm unique(name));
CREATE TABLE code_cat (catid integer primary key, name text, owner text, date text, memo text, supercatid integer,
    unique(name));
CREATE TABLE code_text (ctid integer primary key, cid integer, fid integer,seltext text, pos0 integer, pos1 integer,
    owner text, date text, memo text, avid integer, important integer, unique(cid,fid,pos0,pos1, owner));
CREATE TABLE code_name (cid integer primary key, name text, memo text, catid integer, owner text,date text, color text,
    unique(name));
CREATE TABLE journal (jid integer primary key, name text, jentry text, date text, owner text, unique(name));
CREATE TABLE stored_sql (title text, description text, grouper text, ssql text, unique(title));
"""


def _utf16(text: str, words: str) -> tuple[int, int]:
    """Return where words stand in a text, counted as an editor does: in UTF-16 units, line ends as one."""
    before = text.replace("\r\n", "\n").partition(words)[0]
    start = len(before.encode("utf-16-le")) // 2
    return start, start + len(words.encode("utf-16-le")) // 2


def qualcoder(folder: Path, *, damage: Sequence[str] = ()) -> Path:
    """Make a project of QualCoder and return its folder; `damage` are further statements."""
    project = folder / "team.qda"
    (project / "documents").mkdir(parents=True)
    (project / "documents" / "P01.txt").write_text(PLAIN)
    when = "2025-11-04 10:00:00"
    with closing(sqlite3.connect(project / "data.qda")) as base, base:
        base.executescript(QUALCODER)
        base.execute(
            "insert into project values ('v11', ?, 'about the project', 'QualCoder 3.5', 0, 0, 'anna')", [when]
        )
        base.executemany("insert into source values (?,?,?,?,?,'anna',?,null,null)", [
            (1, "P01.txt", PLAIN, "/docs/P01.txt", "a calm talk", when),
            (2, "P02.zh.docx", EMOJI, None, "", when),
            (3, "film.mp4", None, "/video/film.mp4", "", when),
        ])  # fmt: skip
        base.executemany("insert into code_cat values (?,?,'anna',?,?,?)", [
            (1, "Resources", when, "what helps", None), (2, "People", when, "", 1),
        ])  # fmt: skip
        base.executemany("insert into code_name values (?,?,?,?,'anna',?,'#fff')", [
            (1, "talk", "Talking helps.", 2, when), (2, "累", "", None, when), (3, "Talk", "", None, when),
        ])  # fmt: skip
        start = PLAIN.index("We talk")
        marks: list[tuple[object, ...]] = [(1, 1, "We talk in the car", start, start + 18, "anna", "in the car!", 1)]
        for words, code, coder in (("几年了", 1, "anna"), ("八年", 2, "ben"), ("很累", 2, "anna")):
            marks.append((code, 2, words, *_utf16(EMOJI, words), coder, "", None))
        base.executemany(
            "insert into code_text (cid,fid,seltext,pos0,pos1,owner,memo,important) values (?,?,?,?,?,?,?,?)", marks
        )
        base.execute("insert into cases values (1, 'P01', 'works alone', 'anna', ?)", [when])
        base.execute("insert into case_text values (1, 1, 1, 0, ?, 'anna', ?, '')", [len(PLAIN) - 1, when])
        base.executemany("insert into attribute_type values (?,?,'anna','',?,?)", [
            ("years", when, "case", "numeric"), ("place", when, "file", "character"),
        ])  # fmt: skip
        base.executemany("insert into attribute values (?,?,?,?,?,?,'anna')", [
            (1, "years", "case", "8", 1, when), (2, "place", "file", "town", 2, when),
            (3, "place", "file", "", 3, when),
        ])  # fmt: skip
        base.execute("insert into annotation values (1, 1, ?, ?, 'says it twice', 'ben', ?)", [start, start + 7, when])
        base.execute("insert into journal values (1, 'day 1', 'I was tired.', ?, 'ben')", [when])
        base.execute("insert into code_av values (1, 3, 0, 900, 1, '', ?, 'anna', null)", [when])
        base.execute("insert into stored_sql values ('t', '', '', 'select 1')")
        for statement in damage:
            base.execute(statement)
    return project


# the tables of a project exported by Taguette 1.4, without indexes
TAGUETTE = """
CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL);
CREATE TABLE users (login VARCHAR(30) NOT NULL, created DATETIME NOT NULL, hashed_password VARCHAR(192),
    password_set_date DATETIME, language VARCHAR(10), email VARCHAR(256), email_sent DATETIME, PRIMARY KEY (login));
CREATE TABLE projects (id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, name VARCHAR(200) NOT NULL,
    description TEXT NOT NULL, created DATETIME NOT NULL);
CREATE TABLE project_members (project_id INTEGER NOT NULL, user_login VARCHAR(30) NOT NULL, privileges VARCHAR(11));
CREATE TABLE documents (id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, name VARCHAR(200) NOT NULL,
    description TEXT NOT NULL, filename VARCHAR(200) NOT NULL, created DATETIME NOT NULL, project_id INTEGER NOT NULL,
    text_direction VARCHAR(13) NOT NULL, contents TEXT NOT NULL);
CREATE TABLE commands (id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, date DATETIME, user_login VARCHAR(30),
    project_id INTEGER, document_id INTEGER, payload TEXT NOT NULL);
CREATE TABLE highlights (id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, document_id INTEGER NOT NULL,
    start_offset INTEGER NOT NULL, end_offset INTEGER NOT NULL, snippet TEXT NOT NULL);
CREATE TABLE tags (id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, project_id INTEGER NOT NULL,
    path VARCHAR(200) NOT NULL, description TEXT NOT NULL);
CREATE TABLE highlight_tags (highlight_id INTEGER NOT NULL, tag_id INTEGER NOT NULL);
"""
PAGE = "<h1>Talk</h1>\n<p>Interviewer: Why?</p>\n<p>P01: We <em>talk</em> &amp; drive, 八年 &#128512; so.</p>"
BODY = "Talk\nInterviewer: Why?\nP01: We talk & drive, 八年 😀 so."  # its words as the program counts them


def _bytes(words: str) -> tuple[int, int]:
    start = len(BODY.partition(words)[0].encode())
    return start, start + len(words.encode())


def taguette(folder: Path, *, damage: Sequence[str] = ()) -> Path:
    """Make an exported project of Taguette and return its file."""
    folder.mkdir(exist_ok=True)
    path, when = folder / "2025-11-04_team.sqlite3", "2025-11-04 10:00:00"
    with closing(sqlite3.connect(path)) as base, base:
        base.executescript(TAGUETTE)
        base.execute("insert into alembic_version values ('d86c45d7aa8a')")
        base.execute("insert into users values ('anna', ?, 'scrypt:x', null, null, 'anna@example.org', null)", [when])
        base.execute("insert into projects values (1, 'Team', 'about the project', ?)", [when])
        base.execute("insert into project_members values (1, 'anna', 'ADMIN')")
        base.execute(
            "insert into documents values (1,'P01','a calm talk','P01.html',?,1,'LEFT_TO_RIGHT',?)", [when, PAGE]
        )
        base.executemany("insert into tags values (?, 1, ?, ?)", [(1, "talk", "Talking helps."), (2, "years", "")])
        for i, (words, snippet) in enumerate(
            [("talk &", "<em>talk</em> &amp;"), ("八年 😀", "八年 😀"), ("so", "so")], start=1
        ):
            base.execute("insert into highlights values (?, 1, ?, ?, ?)", [i, *_bytes(words), snippet])
        base.executemany("insert into highlight_tags values (?, ?)", [(1, 1), (2, 2), (2, 1)])
        payload = '{"type": "highlight_add", "highlight_id": 2}'
        base.execute("insert into commands values (1, ?, 'ben', 1, 1, ?)", [when, payload])
        base.execute("insert into commands values (2, ?, 'anna', 1, null, '{\"type\": \"project_import\"}')", [when])
        for statement in damage:
            base.execute(statement)
    return path
