"""Transcripts in OpenDocument files: what a reader of the page would read aloud, and a list of what is left out."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from lxml import etree

from kangni.core.errors import FileDamaged
from kangni.exchange.archive import Archive, open_archive
from kangni.exchange.decode import clean
from kangni.exchange.documents.left_out import (
    DELETED,
    EXTERNAL,
    HIDDEN,
    INSERTED,
    MACROS,
    NEWLY,
    NUMBERS,
    PICTURES,
    PROPERTIES,
    RUBY,
    TEXT_BOXES,
    UNDONE,
)
from kangni.exchange.documents.parts import parse_part
from kangni.exchange.documents.transcript import Changes, Remark, WrittenText
from kangni.results.answer import Caution
from kangni.results.imports import Loss

__all__ = ["is_open_document", "read_open_document"]

ENCODING = "odt"
CONTENT, KIND, PROPERTIES_PART = "content.xml", "mimetype", "meta.xml"
_TEXTS = (b"application/vnd.oasis.opendocument.text", b"application/vnd.oasis.opendocument.text-template")
_BLANKS = re.compile(r"[ \t\r\n]+")
MOST_REPEATS = 1_000  # blanks or cells that one element may stand for
_SPACE = "urn:oasis:names:tc:opendocument:xmlns:"
_PREFIXES = {
    f"{_SPACE}text:1.0": "text",
    f"{_SPACE}table:1.0": "table",
    f"{_SPACE}office:1.0": "office",
    f"{_SPACE}drawing:1.0": "draw",
    f"{_SPACE}style:1.0": "style",
    "http://purl.org/dc/elements/1.1/": "dc",
    "http://www.w3.org/1999/xlink": "xlink",
}


@dataclass(slots=True)
class _Page:
    """What the walk has gathered so far; `deleted` holds the elements of tracked deletions by their id."""

    changes: Changes
    hidden_styles: frozenset[str] = frozenset()
    pieces: list[str] = field(default_factory=list)
    lost: dict[str, tuple[int, int]] = field(default_factory=dict)
    paragraph: int = 1
    notes: list[str] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    begun: dict[str, tuple[int, int]] = field(default_factory=dict)  # name: first piece and number of a comment
    inserted: frozenset[str] = frozenset()
    deleted: Mapping[str, etree._Element] = field(default_factory=dict)
    skipping: str = ""  # the insertion that is left out, up to its end

    def lose(self, what: str) -> None:
        count, first = self.lost.get(what, (0, self.paragraph))
        self.lost[what] = (count + 1, first)

    def put(self, words: str) -> None:
        if not self.skipping:
            self.pieces.append(words)


def is_open_document(content: bytes) -> bool:
    """Tell whether a zip archive says in its first member that it is an OpenDocument file of any kind."""
    return content[30:].startswith(b"mimetypeapplication/vnd.oasis.opendocument.")


def read_open_document(file: str, content: bytes, *, changes: Changes = "accept") -> WrittenText:
    """Return the text of an OpenDocument file, one line a paragraph, the cells of a table row separated by tabs.

    Raises
    ------
    FileDamaged
        Where the archive or its XML breaks off, a part holds a DOCTYPE, or the file is no text document.
    ArchiveRefused
        Where the archive could harm the machine.
    FileEmpty
        Without a visible character.
    """
    archive = open_archive(file, content)
    root = parse_part(archive, CONTENT)
    text = next((each for each in root.iter() if _name(each) == "office:text"), None)
    if text is None or archive.read(KIND).strip() not in _TEXTS:
        raise FileDamaged(file, "it is called .odt and holds no text document")
    tracked = [region for region in text.iter() if _name(region) == "text:changed-region"]
    page = _Page(
        changes,
        hidden_styles=frozenset(_hidden_styles(root)),
        inserted=frozenset(_id(region) for region in tracked if _holds(region, "text:insertion")),
        deleted={_id(region): each for region in tracked for each in region if _name(each) == "text:deletion"},
    )
    _walk_blocks(text, page)
    words = clean(file, "".join(page.pieces))
    notes = "".join(f"[{number}] {note}\n" for number, note in enumerate(page.notes, start=1))
    losses = [Loss(what, count, f"paragraph {first}") for what, (count, first) in page.lost.items()]
    if PROPERTIES_PART in archive.members:
        losses.append(Loss(PROPERTIES, 1, PROPERTIES_PART))
    return WrittenText(
        text=clean(file, words + notes),
        encoding=ENCODING,
        losses=tuple(losses),
        cautions=tuple(_cautions(archive, root, page)),
        end=len(words) if notes else None,
        remarks=tuple(page.remarks),
    )


def _cautions(archive: Archive, root: etree._Element, page: _Page) -> Iterator[Caution]:
    if page.inserted or page.deleted:
        yield Caution(INSERTED if page.changes == "accept" else UNDONE)
    outside = sum(
        _attribute(each, "xlink:href").startswith(("http:", "https:", "file:", "ftp:")) for each in root.iter()
    )
    if outside:
        yield Caution(EXTERNAL, (("count", outside),))
    if any(member.startswith(("Basic/", "Scripts/")) for member in archive.members):
        yield Caution(MACROS)


def _hidden_styles(root: etree._Element) -> Iterator[str]:
    for style in root.iter():
        if _name(style) == "style:style" and any(_attribute(each, "text:display") == "none" for each in style):
            yield _attribute(style, "style:name")


def _name(element: etree._Element) -> str:
    return _short(element.tag)


def _short(tag: object) -> str:
    space, _, name = tag[1:].partition("}") if isinstance(tag, str) else ("", "", "")
    return f"{_PREFIXES.get(space, '?')}:{name}"


def _attribute(element: etree._Element, name: str) -> str:
    return next((str(value) for key, value in element.attrib.items() if _short(key) == name), "")


def _id(region: etree._Element) -> str:
    return next((str(value) for key, value in region.attrib.items() if str(key).endswith("}id")), "")


def _holds(region: etree._Element, name: str) -> bool:
    return any(_name(child) == name for child in region)


def _walk(element: etree._Element, page: _Page) -> None:
    page.put(_BLANKS.sub(" ", element.text or ""))  # runs of blanks are layout of the file; real ones are elements
    for child in element:
        _STEPS.get(_name(child), _walk)(child, page)
        page.put(_BLANKS.sub(" ", child.tail or ""))


def _walk_blocks(element: etree._Element, page: _Page) -> None:
    """Walk what holds paragraphs; the blanks between them are layout of the file."""
    for child in element:
        _STEPS.get(_name(child), _walk_blocks)(child, page)


def _walk_paragraph(paragraph: etree._Element, page: _Page) -> None:
    if _attribute(paragraph, "text:style-name") in page.hidden_styles:
        page.lose(HIDDEN)
        return
    _walk(paragraph, page)
    page.put("\n")
    page.paragraph += 1


def _walk_span(span: etree._Element, page: _Page) -> None:
    if _attribute(span, "text:style-name") in page.hidden_styles:
        page.lose(HIDDEN)
    else:
        _walk(span, page)


def _walk_item(item: etree._Element, page: _Page) -> None:
    page.lose(NUMBERS)
    _walk_blocks(item, page)


def _walk_row(row: etree._Element, page: _Page) -> None:
    cells = list[str]()
    for cell in row:
        if _name(cell) not in {"table:table-cell", "table:covered-table-cell"}:
            continue
        before = len(page.pieces)
        _walk_blocks(cell, page)
        words = "".join(page.pieces[before:]).rstrip("\n")
        del page.pieces[before:]
        cells += [words] * (_count(cell, "table:number-columns-repeated") if words else 1)
    page.put("\t".join(cells) + "\n")


def _walk_note(note: etree._Element, page: _Page) -> None:
    body = next((child for child in note if _name(child) == "text:note-body"), None)
    if body is not None:
        page.notes.append(_words_of(body, page))
        page.put(f"[{len(page.notes)}]")


def _words_of(element: etree._Element, page: _Page) -> str:
    """Return the words of a note or comment in one line; what they lose is lost to the text."""
    inner = _Page(page.changes, page.hidden_styles, lost=page.lost, paragraph=page.paragraph)
    _walk_blocks(element, inner)
    return " ".join("".join(inner.pieces).split())


def _walk_comment(comment: etree._Element, page: _Page) -> None:
    written = next((child.text or "" for child in comment if _name(child) == "dc:date"), "")
    text = _words_of(comment, page)
    if text:
        page.begun[_attribute(comment, "office:name")] = len(page.pieces), len(page.remarks)
        page.remarks.append(Remark(text, "", _moment(written)))


def _end_comment(end: etree._Element, page: _Page) -> None:
    begun = page.begun.pop(_attribute(end, "office:name"), None)
    if begun is not None:
        piece, number = begun
        words = " ".join("".join(page.pieces[piece:]).split())
        page.remarks[number] = replace(page.remarks[number], words=words)


def _moment(written: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(written[:26])
    except ValueError:
        return None
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def _begin_change(mark: etree._Element, page: _Page) -> None:
    key = _attribute(mark, "text:change-id")
    if page.changes == "reject" and key in page.inserted and not page.skipping:
        page.lose(NEWLY)
        page.skipping = key


def _end_change(mark: etree._Element, page: _Page) -> None:
    if page.skipping == _attribute(mark, "text:change-id"):
        page.skipping = ""


def _deletion(mark: etree._Element, page: _Page) -> None:
    """Take back or leave out the words that were deleted here; the file keeps them elsewhere."""
    deletion = page.deleted.get(_attribute(mark, "text:change-id"))
    if deletion is None:
        return
    if page.changes == "accept":
        page.lose(DELETED)
        return
    blocks = [child for child in deletion if _name(child) in {"text:p", "text:h"}]
    for i, block in enumerate(blocks):
        page.put("\n" if i else "")
        _walk(block, page)


def _blanks(element: etree._Element, page: _Page) -> None:
    page.put(" " * _count(element, "text:c"))


def _count(element: etree._Element, name: str) -> int:
    written = _attribute(element, name)
    return min(int(written), MOST_REPEATS) if written.isdecimal() and len(written) < 10 else 1


def _frame(frame: etree._Element, page: _Page) -> None:
    names = {_name(each) for each in frame.iter()}
    has_words = "draw:text-box" in names and any((each.text or "").strip() for each in frame.iter())
    page.lose(TEXT_BOXES if has_words else PICTURES)


def _ruby(ruby: etree._Element, page: _Page) -> None:
    for child in ruby:
        if _name(child) == "text:ruby-base":
            _walk(child, page)
        else:
            page.lose(RUBY)


def _skip(element: etree._Element, page: _Page) -> None:
    """Leave out what is no text: declarations, and the store of tracked changes."""


_STEPS: Mapping[str, Callable[[etree._Element, _Page], None]] = {
    "text:p": _walk_paragraph,
    "text:h": _walk_paragraph,
    "text:span": _walk_span,
    "text:list-item": _walk_item,
    "text:list-header": _walk_blocks,
    "text:list": _walk_blocks,
    "text:section": _walk_blocks,
    "table:table": _walk_blocks,
    "table:table-row": _walk_row,
    "text:note": _walk_note,
    "office:annotation": _walk_comment,
    "office:annotation-end": _end_comment,
    "text:change-start": _begin_change,
    "text:change-end": _end_change,
    "text:change": _deletion,
    "text:s": _blanks,
    "text:tab": lambda _, page: page.put("\t"),
    "text:line-break": lambda _, page: page.put("\n"),
    "draw:frame": _frame,
    "text:ruby": _ruby,
    "text:hidden-text": lambda _, page: page.lose(HIDDEN),
    "text:hidden-paragraph": lambda _, page: page.lose(HIDDEN),
    "text:tracked-changes": _skip,
    "text:sequence-decls": _skip,
    "text:variable-decls": _skip,
    "text:user-field-decls": _skip,
    "office:forms": _skip,
    "dc:date": _skip,
    "dc:creator": _skip,
}
