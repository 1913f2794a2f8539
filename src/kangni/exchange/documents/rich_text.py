"""Transcripts in Rich Text Format: groups, control words and bytes of many code pages, read in one pass.

Libraries for this format drop footnotes, comments and tracked changes without a word and break characters beyond the
first plane, so the few control words that matter are read here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from kangni.core.errors import FileDamaged, TextUndecodable
from kangni.exchange.decode import clean
from kangni.exchange.documents.left_out import (
    DELETED,
    HEADERS,
    HIDDEN,
    INSERTED,
    NEWLY,
    NUMBERS,
    PICTURES,
    PROPERTIES,
    SYMBOLS,
    TEXT_BOXES,
    UNDONE,
)
from kangni.exchange.documents.transcript import Changes, Remark, WrittenText
from kangni.results.answer import Caution
from kangni.results.imports import Loss

__all__ = ["read_rich_text"]

ENCODING = "rtf"
DEEPEST = 256
_TOKEN = re.compile(
    rb"\\(?P<word>[a-zA-Z]{1,32})(?P<number>-?\d{1,10})? ?|\\'(?P<byte>[0-9a-fA-F]{2})|\\(?P<symbol>[^a-zA-Z])"
    rb"|(?P<brace>[{}])|(?P<line>[\r\n]+)|(?P<text>[^\\{}\r\n]+)",
    re.DOTALL,
)
_CODE_PAGES = {
    0: "cp1252", 77: "mac_roman",
    128: "cp932", 129: "cp949", 134: "gb18030", 136: "cp950", 161: "cp1253", 162: "cp1254",
    163: "cp1258", 177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251", 222: "cp874", 238: "cp1250",
}  # fmt: skip
_SYMBOL_CHARSET = 2
_NAMED = {936: "gb18030", 10000: "mac_roman", 65001: "utf-8"}
_CHARACTERS = {
    "par": "\n", "line": "\n", "sect": "\n", "page": "\n", "column": "\n", "tab": "\t", "cell": "\t", "nestcell": "\t",
    "emdash": "—", "endash": "–", "lquote": "‘", "rquote": "’", "ldblquote": "“", "rdblquote": "”", "bullet": "•",
    "emspace": "\u2003", "enspace": "\u2002", "qmspace": "\u2005", "zwj": "\u200d", "zwnj": "\u200c", "zwbo": "\u200b",
    "zwnbo": "\u2060", "ltrmark": "\u200e", "rtlmark": "\u200f",
}  # fmt: skip
_SYMBOLS = {b"~": "\u00a0", b"_": "\u2011", b"-": "", b"\\": "\\", b"{": "{", b"}": "}", b"\n": "\n", b"\r": "\n"}
# Groups that are no words of the text, and what is lost with each.
_LOST_GROUPS = {
    "pict": PICTURES, "object": PICTURES, "shptxt": TEXT_BOXES, "listtext": NUMBERS, "pntext": NUMBERS,
    "info": PROPERTIES,
}  # fmt: skip
_HEADERS = frozenset({"header", "headerl", "headerr", "headerf", "footer", "footerl", "footerr", "footerf"})
_SILENT = frozenset({"colortbl", "stylesheet", "fldinst", "nonshppict", "upr", "xe", "tc", "rxe", "txe", "template"})
_KNOWN_STARRED = frozenset({"annotation", "shppict", "ud", "atrfstart", "atrfend", "shpinst", *_LOST_GROUPS})


@dataclass(frozen=True, slots=True)
class _Group:
    """What holds until a group ends; `into` is what its words become, empty where they are left out."""

    page: str
    into: str = "body"
    skip: int = 1
    is_hidden: bool = False
    is_deleted: bool = False
    is_new: bool = False
    begins: bool = True  # no control word was read yet
    is_starred: bool = False


_TOGGLES: Mapping[str, Callable[[_Group, bool], _Group]] = {
    "v": lambda group, on: replace(group, is_hidden=on),
    "deleted": lambda group, on: replace(group, is_deleted=on),
    "revised": lambda group, on: replace(group, is_new=on),
}


@dataclass(slots=True)
class _Reader:
    """Walks through the groups; words of the body become pieces."""

    file: str
    changes: Changes
    group: _Group = field(default_factory=lambda: _Group("cp1252"))
    stack: list[_Group] = field(default_factory=list)
    pieces: list[str] = field(default_factory=list)
    aside: list[str] = field(default_factory=list)  # of the footnote or comment being read
    raw: bytearray = field(default_factory=bytearray)
    raw_at: int = 0
    waiting: int = 0  # characters for other programs behind a \u
    fonts: dict[int, str] = field(default_factory=dict)
    font: int = 0
    standard: str = "cp1252"
    lost: dict[str, tuple[int, int]] = field(default_factory=dict)
    leaving: str = ""
    paragraph: int = 1
    has_changes: bool = False
    has_headers: bool = False
    notes: list[str] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    mark_begun: int = 0
    marked: str = ""

    def read(self, content: bytes) -> None:
        position, end = 0, len(content)
        while position < end:
            token = _TOKEN.match(content, position)
            if token is None:
                raise FileDamaged(self.file, f"byte {position} is no Rich Text")
            position = token.end()
            match token.lastgroup:
                case "brace":
                    self._flush()
                    if not self._turn_brace(token["brace"], position):
                        return
                case "text":
                    self._bytes(token["text"], token.start())
                case "byte":
                    self._bytes(bytes.fromhex(token["byte"].decode()), token.start())
                case "symbol":
                    self._symbol(token["symbol"])
                case "line":
                    pass
                case _:
                    number = int(token["number"]) if token["number"] else None
                    self._control(token["word"].decode(), number)
                    if token["word"] == b"bin":
                        position += max(0, number or 0)
        raise FileDamaged(self.file, "it breaks off before its last group ends")

    # --- groups -------------------------------------------------------------------------------------------------------

    def _turn_brace(self, brace: bytes, position: int) -> bool:
        """Open or close a group; tell whether any is still open."""
        self.waiting = 0
        if brace == b"{":
            if len(self.stack) >= DEEPEST:
                raise FileDamaged(self.file, f"its groups are nested more than {DEEPEST} deep at byte {position}")
            self.stack.append(self.group)
            self.group = replace(self.group, begins=True, is_starred=False)
            return True
        if not self.stack:
            raise FileDamaged(self.file, f"a group ends at byte {position} that never began")
        closed, self.group = self.group, self.stack.pop()
        if closed.into in {"footnote", "comment"} and self.group.into != closed.into:
            self._close_note(closed.into)
        return bool(self.stack)

    def _close_note(self, kind: str) -> None:
        words = " ".join(_joined(self.aside).split())
        self.aside = []
        if kind == "footnote":
            self.notes.append(words)
            self._put(f"[{len(self.notes)}]")
        elif words:
            self.remarks.append(Remark(words, self.marked))
            self.marked = ""

    def _opens(self, word: str) -> bool:
        """Take the first control word of a group where it says what its words are."""
        group = self.group
        if word in _LOST_GROUPS:
            if group.into:
                self.lose(_LOST_GROUPS[word])
            into = ""
        elif word in _HEADERS:
            self.has_headers, into = True, ""
        elif word == "fonttbl":
            into = "fonts"
        elif word in {"footnote", "annotation"}:
            into = ("footnote" if word == "footnote" else "comment") if group.into == "body" else ""
        elif word == "ud":
            into = self.stack[-2].into if len(self.stack) > 1 else ""
        elif word in _SILENT or (group.is_starred and word not in _KNOWN_STARRED):
            into = ""
        else:
            return False
        self.group = replace(group, into=into, begins=False)
        return True

    # --- control words ------------------------------------------------------------------------------------------------

    def _control(self, word: str, number: int | None) -> None:
        if self.group.begins and self._opens(word):
            return
        self.group = replace(self.group, begins=False) if self.group.begins else self.group
        if word == "u" and number is not None:
            self._flush()
            self._put(chr(number & 0xFFFF))
            self.waiting = self.group.skip
            return
        if self.waiting:
            self.waiting -= 1
            if word in _CHARACTERS:
                return
        if word in _CHARACTERS:
            self._flush()
            self._put(_CHARACTERS[word])
            self.paragraph += word == "par"
        elif word in _STEPS:
            self._flush()
            _STEPS[word](self, number)
        elif word in _TOGGLES:
            self._flush()
            self.group = _TOGGLES[word](self.group, number != 0)

    def _symbol(self, symbol: bytes) -> None:
        if symbol == b"*":
            self.group = replace(self.group, is_starred=True)
        elif symbol in _SYMBOLS:
            if self.waiting:
                self.waiting -= 1
                return
            self._flush()
            self._put(_SYMBOLS[symbol])

    def set_font(self, number: int | None) -> None:
        self.font = number or 0
        self.group = replace(self.group, page=self.fonts.get(self.font, self.standard))

    def set_charset(self, number: int | None) -> None:
        if self.group.into == "fonts":
            page = "symbol" if number == _SYMBOL_CHARSET else _CODE_PAGES.get(number or 0, self.standard)
            self.fonts[self.font] = page

    def set_standard(self, number: int | None) -> None:
        name = _NAMED.get(number or 0, f"cp{number}")
        try:
            "".encode(name)
        except LookupError:
            return
        self.standard = name
        self.group = replace(self.group, page=name)

    def set_skip(self, number: int | None) -> None:
        self.group = replace(self.group, skip=max(0, min(number or 0, 8)))

    def reset(self, _: int | None) -> None:
        self.group = replace(self.group, page=self.fonts.get(0, self.standard), is_hidden=False)

    def end_row(self, _: int | None) -> None:
        if self.group.into == "body" and self.pieces and self.pieces[-1] == "\t":
            self.pieces.pop()
        self._put("\n")

    def begin_mark(self, _: int | None) -> None:
        self.mark_begun = len(self.pieces)
        self.group = replace(self.group, into="")

    def end_mark(self, _: int | None) -> None:
        self.marked = " ".join(_joined(self.pieces[self.mark_begun :]).split())
        self.group = replace(self.group, into="")

    # --- words --------------------------------------------------------------------------------------------------------

    def _bytes(self, found: bytes, at: int) -> None:
        if self.waiting:
            dropped = min(self.waiting, len(found))
            self.waiting -= dropped
            found = found[dropped:]
        if found and not self.raw:
            self.raw_at = at
        self.group = replace(self.group, begins=False) if self.group.begins else self.group
        self.raw += found

    def _flush(self) -> None:
        if not self.raw:
            return
        found, self.raw = bytes(self.raw), bytearray()
        if self.group.into not in {"body", "footnote", "comment"}:
            return
        if self.group.page == "symbol":
            self.lose(SYMBOLS, len(found))
            return
        try:
            self._put(found.decode(self.group.page))
        except UnicodeDecodeError as error:
            raise TextUndecodable(self.file, self.raw_at + error.start, self.group.page) from error

    def _put(self, words: str) -> None:
        group = self.group
        what = HIDDEN if group.is_hidden else ""
        if group.is_deleted or group.is_new:
            self.has_changes = True
            gone = group.is_deleted if self.changes == "accept" else group.is_new
            what = what or ((DELETED if self.changes == "accept" else NEWLY) if gone else "")
        if group.into == "body":
            if what and what != self.leaving:
                self.lose(what)
            self.leaving = what
            if not what:
                self.pieces.append(words)
        elif group.into in {"footnote", "comment"} and not what:
            self.aside.append(words)

    def lose(self, what: str, times: int = 1) -> None:
        count, first = self.lost.get(what, (0, self.paragraph))
        self.lost[what] = (count + times, first)


_STEPS: Mapping[str, Callable[[_Reader, int | None], None]] = {
    "f": _Reader.set_font,
    "fcharset": _Reader.set_charset,
    "ansicpg": _Reader.set_standard,
    "mac": lambda reader, _: reader.set_standard(10000),
    "pc": lambda reader, _: reader.set_standard(437),
    "pca": lambda reader, _: reader.set_standard(850),
    "uc": _Reader.set_skip,
    "plain": _Reader.reset,
    "row": _Reader.end_row,
    "nestrow": _Reader.end_row,
    "atrfstart": _Reader.begin_mark,
    "atrfend": _Reader.end_mark,
}


def read_rich_text(file: str, content: bytes, *, changes: Changes = "accept") -> WrittenText:
    """Return the text of a Rich Text file, one line a paragraph, the cells of a table row separated by tabs.

    Raises
    ------
    FileDamaged
        Where its groups do not match, or are nested too deep.
    TextUndecodable
        Where bytes do not fit the code page that they are said to be in.
    FileEmpty
        Without a visible character.
    """
    reader = _Reader(file, changes)
    reader.read(content.rstrip(b"\0 \r\n"))
    words = clean(file, _joined(reader.pieces))
    notes = "".join(f"[{number}] {note}\n" for number, note in enumerate(reader.notes, start=1))
    if notes and not words.endswith("\n"):
        words += "\n"
    cautions = []
    if reader.has_changes:
        cautions.append(Caution(INSERTED if changes == "accept" else UNDONE))
    if reader.has_headers:
        cautions.append(Caution(HEADERS))
    return WrittenText(
        text=clean(file, words + notes),
        encoding=ENCODING,
        losses=tuple(Loss(what, count, f"paragraph {first}") for what, (count, first) in reader.lost.items()),
        cautions=tuple(cautions),
        end=len(words) if notes else None,
        remarks=tuple(reader.remarks),
    )


def _joined(pieces: list[str]) -> str:
    """Return pieces as one text, halves of characters beyond the first plane made whole."""
    text = "".join(pieces)
    if text.isascii():
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
