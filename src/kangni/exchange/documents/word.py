"""Transcripts in Word files: what a reader of the page would read aloud, and a list of what is left out.

The parts are read with a hardened parser, because python-docx takes a DOCTYPE without a word, and walked here, because
its `paragraphs` and `text` lose tables, tracked insertions and content controls.
"""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from lxml import etree

from kangni.core.errors import N_, FileDamaged, KangniError
from kangni.exchange.archive import Archive, open_archive
from kangni.exchange.decode import clean
from kangni.exchange.documents.transcript import WrittenText
from kangni.results.answer import Caution
from kangni.results.imports import Loss

__all__ = ["is_word", "read_word"]

ENCODING = "docx"
PROPERTIES_PART = "docProps/core.xml"

DELETED = N_("words deleted with tracked changes")
HIDDEN = N_("hidden text")
COMMENTS = N_("comments")
FOOTNOTES = N_("footnotes and endnotes")
PICTURES = N_("pictures, drawings and embedded objects")
TEXT_BOXES = N_("text boxes")
FORMULAS = N_("formulas")
SYMBOLS = N_("characters of symbol fonts")
NUMBERS = N_("automatic numbers and bullets of lists")
RUBY = N_("reading aids above characters")
PROPERTIES = N_("properties of the file: author, dates")
IMPORTED = N_("other files embedded as text")

INSERTED = N_("{file}: holds tracked changes: inserted words were kept, deleted ones left out")
HEADERS = N_("{file}: has headers or footers, which are no part of the text")
EXTERNAL = N_("{file}: points to {count} addresses outside the file; nothing was fetched")
MACROS = N_("{file}: holds macros, which were ignored")

_WORD_SPACES = {
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "http://purl.oclc.org/ooxml/wordprocessingml/main",
}
_MATHS = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_CHARACTERS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "\u2011", "softHyphen": ""}
_SILENT = (
    "moveFrom", "instrText", "delText", "delInstrText", "fldData",
    "pPr", "rPr", "sectPr", "tblPr", "trPr", "tcPr", "sdtPr", "sdtEndPr", "smartTagPr", "rubyPr", "customXmlPr",
)  # fmt: skip
_LOST = {
    "footnoteReference": FOOTNOTES,
    "endnoteReference": FOOTNOTES,
    "commentReference": COMMENTS,
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
    has_insertions: bool = False

    def lose(self, what: str) -> None:
        count, first = self.lost.get(what, (0, self.paragraph))
        self.lost[what] = (count + 1, first)


def is_word(file: str, content: bytes) -> bool:
    """Tell whether a zip archive holds a Word document."""
    try:
        return _main_part(open_archive(file, content)).endswith("document.xml")
    except KangniError:
        return False


def read_word(file: str, content: bytes) -> WrittenText:
    """Return the text of a Word file, one line a paragraph, the cells of a table row separated by tabs.

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
    body = next((child for child in _parse(archive, main) if _name(child) == "body"), None)
    if body is None:
        raise FileDamaged(file, f"its part {main} holds no text body")
    page = _Page()
    _walk(body, page)
    losses = [Loss(what, count, f"paragraph {first}") for what, (count, first) in page.lost.items()]
    if PROPERTIES_PART in archive.members:
        losses.append(Loss(PROPERTIES, 1, PROPERTIES_PART))
    return WrittenText(
        text=clean(file, "".join(page.pieces)),
        encoding=ENCODING,
        losses=tuple(losses),
        cautions=tuple(_cautions(archive, main, page)),
    )


def _main_part(archive: Archive) -> str:
    for relation in _relations(archive, ""):
        if relation.get("Type", "").endswith("/officeDocument"):
            return relation.get("Target", "").lstrip("/")
    raise FileDamaged(archive.file, "it is called .docx and holds no Word document")


def _relations(archive: Archive, part: str) -> list[etree._Element]:
    folder, name = posixpath.split(part)
    listed = posixpath.join(folder, "_rels", f"{name}.rels")
    return list(_parse(archive, listed)) if listed in archive.members else []


def _parse(archive: Archive, part: str) -> etree._Element:
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(archive.read(part), parser)
    except etree.XMLSyntaxError as error:
        raise FileDamaged(archive.file, f"its part {part} is no sound XML, line {error.lineno}") from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise FileDamaged(archive.file, f"its part {part} holds a DOCTYPE, which no Word file does")
    return root


def _cautions(archive: Archive, main: str, page: _Page) -> Iterator[Caution]:
    if page.has_insertions or DELETED in page.lost:
        yield Caution(INSERTED)
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
            _STEPS.get(name, _walk)(child, page)  # links, content controls, fields and smart tags are walked through


def _take(text: etree._Element, page: _Page) -> None:
    page.pieces.append(text.text or "")


def _skip(element: etree._Element, page: _Page) -> None:
    """Leave out what is no text: properties, field codes, and moved words at their old place."""


def _walk_inserted(inserted: etree._Element, page: _Page) -> None:
    page.has_insertions = True
    _walk(inserted, page)


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
    if "del" not in marks:  # the mark of a deleted end joins two paragraphs
        page.pieces.append("\n")
        page.paragraph += 1


def _walk_run(run: etree._Element, page: _Page) -> None:
    for properties in run:
        if _name(properties) == "rPr":
            for mark in properties:
                if _name(mark) == "vanish" and _value(mark) not in _OFF:
                    page.lose(HIDDEN)
                    return
    _walk(run, page)


def _walk_table(table: etree._Element, page: _Page) -> None:
    for row in _parts(table, "tr"):
        if any(_name(mark) == "del" for properties in row if _name(properties) == "trPr" for mark in properties):
            page.lose(DELETED)
            continue
        cells = list[str]()
        for cell in _parts(row, "tc"):
            before = len(page.pieces)
            _walk(cell, page)
            cells.append("".join(page.pieces[before:]).rstrip("\n"))
            del page.pieces[before:]
        page.pieces.append("\t".join(cells) + "\n")


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
        page.lose(DELETED)


def _lose_picture(picture: etree._Element, page: _Page) -> None:
    has_words = any(_name(text) == "t" and (text.text or "").strip() for text in picture.iter())
    page.lose(TEXT_BOXES if has_words else PICTURES)


def _value(mark: etree._Element) -> str:
    return next((str(value) for key, value in mark.attrib.items() if str(key).endswith("}val")), "")


_COMPATIBILITY = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_STEPS: dict[str, Callable[[etree._Element, _Page], None]] = {
    "t": _take,
    "p": _walk_paragraph,
    "r": _walk_run,
    "tbl": _walk_table,
    "ins": _walk_inserted,
    "moveTo": _walk_inserted,
    "del": _lose_deleted,
    "drawing": _lose_picture,
    "pict": _lose_picture,
    "object": _lose_picture,
    f"{_COMPATIBILITY}AlternateContent": _walk_first,
    **dict.fromkeys(_SILENT, _skip),
}
