"""Transcripts in Word files: what a reader of the page would read aloud, and a list of what is left out.

The parts are read with a hardened parser, because python-docx takes a DOCTYPE without a word, and walked here, because
its `paragraphs` and `text` lose tables, tracked insertions and content controls. Footnotes stand at the end, where they
are nobody's words; comments come along as remarks.
"""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from lxml import etree

from kangni.core.errors import FileDamaged, KangniError
from kangni.exchange.archive import Archive, open_archive
from kangni.exchange.decode import clean
from kangni.exchange.documents.left_out import (
    DELETED,
    EXTERNAL,
    FORMULAS,
    HEADERS,
    HIDDEN,
    IMPORTED,
    INSERTED,
    LOST_NOTES,
    MACROS,
    NEWLY,
    NUMBERS,
    PICTURES,
    PROPERTIES,
    RUBY,
    SYMBOLS,
    TEXT_BOXES,
    UNDONE,
)
from kangni.exchange.documents.parts import parse_part
from kangni.exchange.documents.transcript import Changes, Remark, WrittenText
from kangni.results.answer import Caution
from kangni.results.imports import Loss

__all__ = ["is_word", "read_word", "read_word_table"]

ENCODING = "docx"
PROPERTIES_PART = "docProps/core.xml"

_WORD_SPACES = {
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "http://purl.oclc.org/ooxml/wordprocessingml/main",
}
_MATHS = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_CHARACTERS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "\u2011", "softHyphen": ""}
_SILENT = (
    "moveFrom", "instrText", "delText", "delInstrText", "fldData", "commentReference",
    "pPr", "rPr", "sectPr", "tblPr", "trPr", "tcPr", "sdtPr", "sdtEndPr", "smartTagPr", "rubyPr", "customXmlPr",
)  # fmt: skip
_LOST = {
    "sym": SYMBOLS,
    "altChunk": IMPORTED,
    "rt": RUBY,
    f"{_MATHS}oMath": FORMULAS,
    f"{_MATHS}oMathPara": FORMULAS,
}
_OFF = {"0", "false", "off"}


@dataclass(slots=True)
class _Page:
    """What the walk has gathered so far."""

    pieces: list[str] = field(default_factory=list)
    lost: dict[str, tuple[int, int]] = field(default_factory=dict)  # what: how often, paragraph of the first
    paragraph: int = 1
    changes: Changes = "accept"
    has_changes: bool = False
    notes: list[tuple[str, str]] = field(default_factory=list)  # kind and id of footnotes in order of appearance
    begun: dict[str, int] = field(default_factory=dict)  # comment's id: at which piece its words begin
    marked: dict[str, str] = field(default_factory=dict)  # comment's id: its words

    def lose(self, what: str) -> None:
        count, first = self.lost.get(what, (0, self.paragraph))
        self.lost[what] = (count + 1, first)


def is_word(file: str, content: bytes) -> bool:
    """Tell whether a zip archive holds a Word document."""
    try:
        return _main_part(open_archive(file, content)).endswith("document.xml")
    except KangniError:
        return False


def read_word(file: str, content: bytes, *, changes: Changes = "accept") -> WrittenText:
    """Return the text of a Word file, one line a paragraph, the cells of a table row separated by tabs.

    `changes` says whether tracked changes count as accepted or as rejected.

    Raises
    ------
    FileDamaged
        Where the archive or its XML breaks off, or a part holds a DOCTYPE.
    ArchiveRefused
        Where the archive could harm the machine.
    FileEmpty
        Without a visible character.
    """
    archive = open_archive(file, content)
    main = _main_part(archive)
    body = next((child for child in parse_part(archive, main) if _name(child) == "body"), None)
    if body is None:
        raise FileDamaged(file, f"its part {main} holds no text body")
    page = _Page(changes=changes)
    _walk(body, page)
    words = clean(file, "".join(page.pieces))
    notes = "".join(_footnotes(archive, main, page))
    losses = [Loss(what, count, f"paragraph {first}") for what, (count, first) in page.lost.items()]
    if PROPERTIES_PART in archive.members:
        losses.append(Loss(PROPERTIES, 1, PROPERTIES_PART))
    return WrittenText(
        text=clean(file, words + notes),
        encoding=ENCODING,
        losses=tuple(losses),
        cautions=tuple(_cautions(archive, main, page)),
        end=len(words) if notes else None,
        remarks=tuple(_remarks(archive, main, page)),
    )


def read_word_table(file: str, content: bytes) -> list[list[str]]:
    """Return the cells of the first table of a Word file, row by row; none where it has no table.

    Raises
    ------
    FileDamaged, ArchiveRefused
        As `read_word`.
    """
    archive = open_archive(file, content)
    root = parse_part(archive, _main_part(archive))
    page = _Page(changes="accept")
    table = next((element for element in root.iter() if _name(element) == "tbl"), None)
    return [] if table is None else [_cells(row, page) for row in _parts(table, "tr")]


def _main_part(archive: Archive) -> str:
    for relation in _relations(archive, ""):
        if relation.get("Type", "").endswith("/officeDocument"):
            return relation.get("Target", "").lstrip("/")
    raise FileDamaged(archive.file, "it is called .docx and holds no Word document")


def _relations(archive: Archive, part: str) -> list[etree._Element]:
    folder, name = posixpath.split(part)
    listed = posixpath.join(folder, "_rels", f"{name}.rels")
    return list(parse_part(archive, listed)) if listed in archive.members else []


def _footnotes(archive: Archive, main: str, page: _Page) -> Iterator[str]:
    """Yield the footnotes and endnotes that the text refers to, a line each."""
    parts = {kind: _by_id(archive, main, f"/{kind}s") for kind in {kind for kind, _ in page.notes}}
    for number, (kind, key) in enumerate(page.notes, start=1):
        note = parts[kind].get(key)
        if note is None:
            page.lose(LOST_NOTES)
            continue
        yield f"[{number}] {_words_of(note, page)}\n"


def _remarks(archive: Archive, main: str, page: _Page) -> Iterator[Remark]:
    for key, comment in _by_id(archive, main, "/comments").items():
        if text := _words_of(comment, page):
            date = _value(comment.attrib.items(), "date")
            yield Remark(text, page.marked.get(key, ""), _moment(date))


def _by_id(archive: Archive, main: str, kind: str) -> dict[str, etree._Element]:
    """Return the notes of one of the parts beside the text by their ids."""
    for relation in _relations(archive, main):
        part = posixpath.normpath(posixpath.join(posixpath.dirname(main), relation.get("Target", "")))
        if relation.get("Type", "").endswith(kind) and part in archive.members:
            return {_value(note.attrib.items(), "id"): note for note in parse_part(archive, part)}
    return {}


def _words_of(note: etree._Element, page: _Page) -> str:
    """Return the words of a note in one line; what they lose is lost to the text."""
    inner = _Page(lost=page.lost, paragraph=page.paragraph, changes=page.changes)
    _walk(note, inner)
    page.has_changes |= inner.has_changes
    return " ".join("".join(inner.pieces).split())


def _moment(written: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(written)
    except ValueError:
        return None
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def _cautions(archive: Archive, main: str, page: _Page) -> Iterator[Caution]:
    if page.has_changes:
        yield Caution(INSERTED if page.changes == "accept" else UNDONE)
    relations = _relations(archive, main)
    if any(relation.get("Type", "").endswith(("/header", "/footer")) for relation in relations):
        yield Caution(HEADERS)
    if outside := sum(relation.get("TargetMode") == "External" for relation in relations):
        yield Caution(EXTERNAL, (("count", outside),))
    if any(member.endswith("vbaProject.bin") for member in archive.members):
        yield Caution(MACROS)


def _name(element: etree._Element) -> str:
    """Return the local name of a Word element, and the whole tag of any other."""
    tag = element.tag
    space, _, name = tag[1:].partition("}") if isinstance(tag, str) else ("", "", "")
    return name if space in _WORD_SPACES else str(tag)


def _walk(element: etree._Element, page: _Page) -> None:
    for child in element:
        name = _name(child)
        if name in _CHARACTERS:
            page.pieces.append(_CHARACTERS[name])
        elif name in _LOST:
            page.lose(_LOST[name])
        else:
            step = _REJECTING.get(name) if page.changes == "reject" else None
            (step or _STEPS.get(name, _walk))(
                child, page
            )  # links, content controls, fields and smart tags are walked through


def _take(text: etree._Element, page: _Page) -> None:
    page.pieces.append(text.text or "")


def _skip(element: etree._Element, page: _Page) -> None:
    """Leave out what is no text: properties, field codes, and moved words at their old place."""


def _walk_changed(changed: etree._Element, page: _Page) -> None:
    page.has_changes = True
    _walk(changed, page)


def _note(reference: etree._Element, page: _Page) -> None:
    page.notes.append((_name(reference).removesuffix("Reference"), _value(reference.attrib.items(), "id")))
    page.pieces.append(f"[{len(page.notes)}]")


def _begin_comment(mark: etree._Element, page: _Page) -> None:
    page.begun[_value(mark.attrib.items(), "id")] = len(page.pieces)


def _end_comment(mark: etree._Element, page: _Page) -> None:
    key = _value(mark.attrib.items(), "id")
    page.marked[key] = " ".join("".join(page.pieces[page.begun.get(key, len(page.pieces)) :]).split())


def _walk_first(versions: etree._Element, page: _Page) -> None:
    """Walk the first of two versions of one thing: the one that Word shows."""
    for version in versions:
        _walk(version, page)
        return


def _walk_paragraph(paragraph: etree._Element, page: _Page) -> None:
    properties = next((child for child in paragraph if _name(child) == "pPr"), None)
    marks = {_name(mark) for mark in properties.iter()} if properties is not None else set()
    if "numPr" in marks:
        page.lose(NUMBERS)
    _walk(paragraph, page)
    gone = "del" if page.changes == "accept" else "ins"
    if gone not in marks:  # the mark of an end that goes joins two paragraphs
        page.pieces.append("\n")
        page.paragraph += 1


def _walk_run(run: etree._Element, page: _Page) -> None:
    for properties in run:
        if _name(properties) == "rPr":
            for mark in properties:
                if _name(mark) == "vanish" and _value(mark.attrib.items(), "val") not in _OFF:
                    page.lose(HIDDEN)
                    return
    _walk(run, page)


def _walk_table(table: etree._Element, page: _Page) -> None:
    for row in _parts(table, "tr"):
        gone, what = ("del", DELETED) if page.changes == "accept" else ("ins", NEWLY)
        if any(_name(mark) == gone for properties in row if _name(properties) == "trPr" for mark in properties):
            page.has_changes = True
            page.lose(what)
            continue
        page.pieces.append("\t".join(_cells(row, page)) + "\n")


def _cells(row: etree._Element, page: _Page) -> list[str]:
    cells = list[str]()
    for cell in _parts(row, "tc"):
        before = len(page.pieces)
        _walk(cell, page)
        cells.append("".join(page.pieces[before:]).rstrip("\n"))
        del page.pieces[before:]
    return cells


def _parts(element: etree._Element, wanted: str) -> Iterator[etree._Element]:
    """Return the rows of a table or the cells of a row, also those inside content controls."""
    for child in element:
        name = _name(child)
        if name == wanted:
            yield child
        elif name in {"sdt", "sdtContent", "customXml", "ins"}:
            yield from _parts(child, wanted)


def _lose_deleted(deleted: etree._Element, page: _Page) -> None:
    if any(_name(text) in {"delText", "t"} for text in deleted.iter()):
        page.has_changes = True
        page.lose(DELETED)


def _lose_inserted(inserted: etree._Element, page: _Page) -> None:
    if any(_name(text) == "t" for text in inserted.iter()):
        page.has_changes = True
        page.lose(NEWLY)


def _lose_picture(picture: etree._Element, page: _Page) -> None:
    has_words = any(_name(text) == "t" and (text.text or "").strip() for text in picture.iter())
    page.lose(TEXT_BOXES if has_words else PICTURES)


def _value(attributes: Iterable[tuple[object, object]], name: str) -> str:
    return next((str(value) for key, value in attributes if str(key).endswith("}" + name)), "")


_COMPATIBILITY = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_STEPS: Mapping[str, Callable[[etree._Element, _Page], None]] = {
    "t": _take,
    "p": _walk_paragraph,
    "r": _walk_run,
    "tbl": _walk_table,
    "ins": _walk_changed,
    "moveTo": _walk_changed,
    "footnoteReference": _note,
    "endnoteReference": _note,
    "commentRangeStart": _begin_comment,
    "commentRangeEnd": _end_comment,
    "del": _lose_deleted,
    "drawing": _lose_picture,
    "pict": _lose_picture,
    "object": _lose_picture,
    f"{_COMPATIBILITY}AlternateContent": _walk_first,
    **dict.fromkeys(_SILENT, _skip),
}
_REJECTING: Mapping[str, Callable[[etree._Element, _Page], None]] = {
    "ins": _lose_inserted,
    "moveTo": _skip,
    "del": _walk_changed,
    "moveFrom": _walk_changed,
    "delText": _take,
}
