"""Projects of Taguette: a database whose texts are web pages and whose positions count bytes of their words."""

from __future__ import annotations

import json
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser
from uuid import UUID, uuid5

from kangni.core.bundle import StudySettings
from kangni.core.errors import N_
from kangni.core.framework import Framework
from kangni.core.memos import MemoTarget
from kangni.core.names import CodeId
from kangni.core.text import Document
from kangni.exchange.databases.gathering import Gathering, Passage, number_of, words_of
from kangni.exchange.refi.reading import ReadProject

__all__ = ["TABLES", "is_taguette", "read_taguette"]

TABLES = ("projects", "documents", "tags", "highlights", "highlight_tags", "commands", "users", "project_members")
PICTURES = N_("pictures in texts")
NO_TEXT = N_("texts without words")
UNTAGGED = N_("highlights without a tag")
ORPHANS = N_("rows that refer to something that the project does not have")
ACCOUNTS = N_("accounts: passwords and addresses; of those who highlighted the name was taken")
STEPS = N_("steps of the other program's history")
OTHERS = N_("rows of tables that hold no material: graphs, queries, settings, references")
BYTES = "bytes of UTF-8"
# the program's own space of identities, which its codebooks use as well
_SPACE = UUID("51b2b2b7-27eb-4ecb-9d56-e75b0a0496c2")
# elements that stand on lines of their own
_BLOCKS = frozenset(
    {
        "address", "article", "aside", "blockquote", "br", "dd", "div", "dl", "dt", "figure", "footer", "h1", "h2",
        "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "nav", "ol", "p", "pre", "section", "table", "tbody",
        "td", "tfoot", "th", "thead", "tr", "ul",
    }
)  # fmt: skip
_CODINGS = "highlight_tags"
Row = Mapping[str, object]


def is_taguette(tables: Mapping[str, object]) -> bool:
    """Tell whether tables are those of Taguette."""
    return {"documents", "highlights", "highlight_tags", "tags"} <= set(tables)


def read_taguette(
    file: str,
    rows: Mapping[str, Sequence[Row]],
    others: Mapping[str, int],
    *,
    settings: StudySettings,
    framework: Framework,
) -> ReadProject:
    """Read a project from the rows of its tables; `others` are the numbers of rows of the tables not known here."""
    return _Reader(file, rows, others).read(settings, framework)


@dataclass(slots=True)
class _Page(HTMLParser):
    """The words of a web page, a line for each block, and where each byte of its own words stands in them."""

    pieces: list[str] = field(default_factory=list)
    length: int = 0
    at_line_start: bool = True
    bytes_before: list[int] = field(default_factory=list)  # of each run of words
    places: list[int] = field(default_factory=list)  # of each run in the text
    runs: list[bytes] = field(default_factory=list)
    kept: list[bool] = field(default_factory=list)
    pictures: int = 0
    total: int = 0

    def __post_init__(self) -> None:
        HTMLParser.__init__(self, convert_charrefs=True)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 - the parser's
        self.pictures += tag == "img"
        if tag in _BLOCKS:
            self._end_line()

    def handle_endtag(self, tag: str) -> None:
        if tag in _BLOCKS:
            self._end_line()

    def handle_data(self, data: str) -> None:
        encoded = data.encode("utf-8", "replace")
        is_kept = bool(data.strip()) or not self.at_line_start
        self.bytes_before.append(self.total)
        self.places.append(self.length)
        self.runs.append(encoded)
        self.kept.append(is_kept)
        self.total += len(encoded)
        if is_kept:
            self._put("".join(" " if each in "\n\r\t" else each for each in data))

    def _end_line(self) -> None:
        if not self.at_line_start:
            self._put("\n")

    def _put(self, words: str) -> None:
        self.pieces.append(words)
        self.length += len(words)
        self.at_line_start = words.endswith("\n")

    def place(self, position: int) -> int | None:
        """Return where a byte stands in the text; None outside, or inside a character."""
        if not 0 <= position <= self.total or not self.runs:
            return None
        i = max(0, bisect_right(self.bytes_before, position) - 1)
        if not self.kept[i]:
            return self.places[i]
        try:
            return self.places[i] + len(self.runs[i][: position - self.bytes_before[i]].decode())
        except UnicodeDecodeError:
            return None

    def end_place(self, position: int) -> int | None:
        """Return where words end that end at a byte: at the end of a run rather than at the begin of the next."""
        if position > 0 and position in self.bytes_before:
            i = self.bytes_before.index(position) - 1
            return self.places[i] + (len(self.runs[i].decode()) if self.kept[i] else 0)
        return self.place(position)


def _page(html: str) -> _Page:
    page = _Page()
    page.feed(html)
    page.close()
    return page


class _Reader:
    """Goes through the tables in the order in which they build on each other."""

    def __init__(self, file: str, rows: Mapping[str, Sequence[Row]], others: Mapping[str, int]) -> None:
        self._rows = {table: rows.get(table, ()) for table in TABLES}
        self._others = others
        named = [words_of(row, "name") for row in self._rows["projects"]]
        self._all = Gathering(file, "Taguette", "taguette", name=named[0] if named else file)
        self._tally = self._all.tally
        self._tally.found = sum(map(len, self._rows.values())) + sum(others.values())
        self._codes: dict[int | None, CodeId] = {}
        self._documents: dict[int | None, Document] = {}
        self._pages: dict[int | None, _Page] = {}

    def read(self, settings: StudySettings, framework: Framework) -> ReadProject:
        coders = self._coders()
        for row in self._rows["projects"]:
            self._tally.stored["projects"] += 1
            if words := words_of(row, "description").strip():
                self._all.memo(MemoTarget.STUDY, None, words, author=next(iter(coders.values()), ""))
        self._read_tags()
        self._read_documents(author=next(iter(coders.values()), ""))
        self._read_highlights(coders)
        for table, what in (("users", ACCOUNTS), ("project_members", ACCOUNTS), ("commands", STEPS)):
            if n := len(self._rows[table]):
                self._tally.lose(what, table, table, n)
        for table, n in self._others.items():
            if n:
                self._tally.lose(OTHERS, table, table, n)
        return self._all.finish(settings, framework)

    def _coders(self) -> dict[int | None, str]:
        """Return who made each highlight, by the steps of the history; under None who did anything last."""
        made: dict[int | None, str] = {}
        for row in self._rows["commands"]:
            login = words_of(row, "user_login")
            made[None] = login
            try:
                payload = json.loads(words_of(row, "payload"))
            except ValueError:
                continue
            if isinstance(payload, dict) and payload.get("type") == "highlight_add":
                highlight = payload.get("highlight_id", payload.get("id"))
                made[highlight if isinstance(highlight, int) else -1] = login
        if None not in made and self._rows["users"]:
            made[None] = words_of(self._rows["users"][0], "login")
        return made

    def _read_tags(self) -> None:
        for row in self._rows["tags"]:
            self._codes[number_of(row, "id")] = CodeId(uuid5(_SPACE, words_of(row, "path")))
        for row in self._rows["tags"]:
            identity = self._codes[number_of(row, "id")]
            if identity in self._all.codes:
                self._tally.doubled["tags"] += 1
                continue
            self._tally.stored["tags"] += 1
            parent = self._codes.get(number_of(row, "parent_id")) if row.get("parent_id") is not None else None
            self._all.code(identity, words_of(row, "path"), parent=parent, definition=words_of(row, "description"))

    def _read_documents(self, *, author: str) -> None:
        for row in self._rows["documents"]:
            key, name = number_of(row, "id"), words_of(row, "name")
            page = _page(words_of(row, "contents"))
            if page.pictures:
                self._tally.lose(PICTURES, name, count=page.pictures)
            document = self._all.text(name, "".join(page.pieces))
            if document is None:
                self._tally.lose(NO_TEXT, name, "documents")
                continue
            self._tally.stored["documents"] += 1
            self._all.belongs(document.id, None)
            self._documents[key], self._pages[key] = document, page
            if words := words_of(row, "description").strip():
                self._all.memo(MemoTarget.DOCUMENT, document.id, words, author=author)

    def _read_highlights(self, coders: Mapping[int | None, str]) -> None:
        tags = defaultdict[int | None, list[CodeId]](list)
        for row in self._rows[_CODINGS]:
            code = self._codes.get(number_of(row, "tag_id"))
            if code is None or number_of(row, "highlight_id") is None:
                self._tally.lose(ORPHANS, _CODINGS, _CODINGS)
            else:
                tags[number_of(row, "highlight_id")].append(code)
        passages = defaultdict[int | None, list[Passage]](list)
        for row in self._rows["highlights"]:
            highlight, key = number_of(row, "id"), number_of(row, "document_id")
            start, end = number_of(row, "start_offset"), number_of(row, "end_offset")
            codes = tags.pop(highlight, [])
            if key not in self._documents or start is None or end is None:
                self._tally.lose(ORPHANS, f"highlight {highlight}", "highlights")
                self._tally.lost[_CODINGS] += len(codes)
                continue
            if not codes:
                self._tally.lose(UNTAGGED, f"highlight {highlight}", "highlights")
                continue
            self._tally.stored["highlights"] += 1
            coder = self._all.coder(coders.get(highlight, coders.get(None, "")))
            words = "".join(_page(words_of(row, "snippet")).pieces)
            passages[key] += [Passage(start, end, words, code, coder) for code in codes]
        for codes in tags.values():
            self._tally.lose(ORPHANS, _CODINGS, _CODINGS, len(codes))
        for key, found in passages.items():
            self._place(key, found)

    def _place(self, key: int | None, passages: Sequence[Passage]) -> None:
        page, document = self._pages[key], self._documents[key]
        starts = [page.place(passage.start) for passage in passages]
        ends = [page.end_place(passage.end) for passage in passages]
        fits = [start is not None and end is not None for start, end in zip(starts, ends, strict=True)]
        self._all.place(
            document, passages, [start or 0 for start in starts], [end or 0 for end in ends], fits, element=_CODINGS
        )
        self._all.tell_positions(document, BYTES, "coincide", len(passages))
