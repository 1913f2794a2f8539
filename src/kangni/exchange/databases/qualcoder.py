"""Projects of QualCoder: a folder `NAME.qda` whose `data.qda` is a database.

Its positions come from the editor's cursor, which counts UTF-16 units, and are used on texts, which count code points;
the words that it notes with each coding tell which was meant. A code's memo is its definition, as in its own exports.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from kangni.core.bundle import StudySettings
from kangni.core.errors import N_
from kangni.core.framework import Framework
from kangni.core.memos import MemoTarget
from kangni.core.names import CodeId, DocumentId, ParticipantId
from kangni.core.people import AttributeValue
from kangni.exchange.databases.gathering import Gathering, Passage, number_of, words_of
from kangni.exchange.refi.reading import ReadProject
from kangni.exchange.tables.attributes import parser_for

__all__ = ["TABLES", "is_qualcoder", "read_qualcoder"]

TABLES = (
    "project", "source", "code_cat", "code_name", "code_text", "code_image", "code_av", "cases", "case_text",
    "attribute_type", "attribute", "annotation", "journal", "coder_names",
)  # fmt: skip
MEDIA = N_("pictures, films, sound and files without words")
PICTURE_CODINGS = N_("codings of pictures")
FILM_CODINGS = N_("codings of sound and film")
ORPHANS = N_("rows that refer to something that the project does not have")
PARTS = N_("parts of texts that belong to a case; the text as a whole was given to its case")
SHARED = N_("texts that belong to several cases; they have no main participant")
FILE_VALUES = N_("attributes of files that no single participant has")
IMPORTANT = N_("marks of importance on codings")
OTHERS = N_("rows of tables that hold no material: graphs, queries, settings, references")
_CODINGS = "code_text"
Row = Mapping[str, object]


def is_qualcoder(tables: Mapping[str, object]) -> bool:
    """Tell whether tables are those of QualCoder."""
    return {"code_name", "code_text", "source"} <= set(tables)


def read_qualcoder(
    file: str,
    rows: Mapping[str, Sequence[Row]],
    others: Mapping[str, int],
    *,
    settings: StudySettings,
    framework: Framework,
) -> ReadProject:
    """Read a project from the rows of its tables; `others` are the numbers of rows of the tables not known here."""
    return _Reader(file, rows, others).read(settings, framework)


class _Reader:
    """Goes through the tables in the order in which they build on each other."""

    def __init__(self, file: str, rows: Mapping[str, Sequence[Row]], others: Mapping[str, int]) -> None:
        version = words_of(rows["project"][0], "about") if rows.get("project") else ""
        self._rows = {table: rows.get(table, ()) for table in TABLES}
        self._others = others
        self._all = Gathering(file, version.strip() or "QualCoder", "qualcoder", name=file.removesuffix(".qda"))
        self._tally = self._all.tally
        self._tally.found = sum(map(len, self._rows.values())) + sum(others.values())
        self._codes: dict[tuple[str, int | None], CodeId] = {}
        self._documents: dict[int | None, DocumentId] = {}
        self._raw: dict[int | None, str] = {}
        self._people: dict[int | None, ParticipantId] = {}

    def read(self, settings: StudySettings, framework: Framework) -> ReadProject:
        for row in self._rows["coder_names"]:
            self._all.coder(words_of(row, "name"))
        self._tally.stored["coder_names"] += len(self._rows["coder_names"])
        self._read_codes()
        self._read_sources()
        self._read_cases()
        self._read_attributes()
        self._read_codings()
        self._read_notes()
        for table, element, what in (
            ("code_image", "code_image", PICTURE_CODINGS),
            ("code_av", "code_av", FILM_CODINGS),
        ):
            if n := len(self._rows[table]):
                self._tally.lose(what, table, element, n)
        for table, n in self._others.items():
            if n:
                self._tally.lose(OTHERS, table, table, n)
        return self._all.finish(settings, framework)

    def _read_codes(self) -> None:
        keys = {"code_cat": "catid", "code_name": "cid"}
        for table, key in keys.items():
            for row in self._rows[table]:
                identity = CodeId(self._all.identity(table, words_of(row, "name")))
                self._codes[table, number_of(row, key)] = identity
        for row in self._rows["code_cat"]:
            self._code(row, "code_cat", "catid", self._codes.get(("code_cat", number_of(row, "supercatid"))))
        for row in self._rows["code_name"]:
            above = self._codes.get(("code_name", number_of(row, "supercid")))
            self._code(row, "code_name", "cid", above or self._codes.get(("code_cat", number_of(row, "catid"))))

    def _code(self, row: Row, table: str, key: str, parent: CodeId | None) -> None:
        identity = self._codes[table, number_of(row, key)]
        if identity in self._all.codes:
            self._tally.doubled[table] += 1
            return
        self._tally.stored[table] += 1
        self._all.code(identity, words_of(row, "name"), parent=parent, definition=words_of(row, "memo"))

    def _read_sources(self) -> None:
        for row in self._rows["source"]:
            name, raw, key = words_of(row, "name"), words_of(row, "fulltext"), number_of(row, "id")
            document = self._all.text(name, raw)
            if document is None:
                self._tally.lose(MEDIA, name, "source")
                continue
            self._tally.stored["source"] += 1
            self._documents[key], self._raw[key] = document.id, raw
            self._memo(row, MemoTarget.DOCUMENT, document.id)

    def _read_cases(self) -> None:
        for row in self._rows["cases"]:
            person = self._people[number_of(row, "caseid")] = self._all.participant(words_of(row, "name"))
            self._tally.stored["cases"] += 1
            self._memo(row, MemoTarget.PARTICIPANT, person)
        cases = defaultdict[int | None, list[ParticipantId]](list)
        for row in self._rows["case_text"]:
            case, key = self._people.get(number_of(row, "caseid")), number_of(row, "fid")
            if case is None or key not in self._documents:
                self._tally.lose(ORPHANS, "case_text", "case_text")
                continue
            self._tally.stored["case_text"] += 1
            if (number_of(row, "pos0") or 0) > 0 or (number_of(row, "pos1") or 0) < len(self._raw[key].strip()):
                self._tally.lose(PARTS, self._all.documents[self._documents[key]].handle)
            if case not in cases[key]:
                cases[key].append(case)
        for key, document in self._documents.items():
            if len(cases[key]) > 1:
                self._tally.lose(SHARED, self._all.documents[document].handle)
            else:
                self._all.belongs(document, cases[key][0] if cases[key] else None)

    def _read_attributes(self) -> None:
        self._tally.stored["attribute_type"] += len(self._rows["attribute_type"])
        cells = defaultdict[str, list[tuple[ParticipantId, str]]](list)
        owned = [document.participant for document in self._all.documents.values()]
        for row in self._rows["attribute"]:
            key, value, name = number_of(row, "id"), words_of(row, "value").strip(), words_of(row, "name").strip()
            person: ParticipantId | None
            if words_of(row, "attr_type") == "case":
                person = self._people.get(key)
                reason = ORPHANS
            else:
                document = self._documents.get(key)
                person = self._all.documents[document].participant if document is not None else None
                person = person if owned.count(person) == 1 else None
                reason = FILE_VALUES if value else ""
            if person is not None and value:
                cells[name].append((person, value))
            if (person is None and reason) or not name:
                self._tally.lose(reason or ORPHANS, name, "attribute")
            else:
                self._tally.stored["attribute"] += 1
        for name, found in cells.items():
            parse = parser_for([value for _, value in found])
            for person, value in found:
                attributes: dict[str, AttributeValue] = {name: parse(value)}
                self._all.describe(person, attributes)

    def _read_codings(self) -> None:
        passages = defaultdict[int | None, list[Passage]](list)
        for row in self._rows[_CODINGS]:
            code, key = self._codes.get(("code_name", number_of(row, "cid"))), number_of(row, "fid")
            start, end = number_of(row, "pos0"), number_of(row, "pos1")
            if code is None or key not in self._documents or start is None or end is None:
                self._tally.lose(ORPHANS, f"{_CODINGS} {words_of(row, 'ctid')}", _CODINGS)
                continue
            if number_of(row, "important"):
                self._tally.lose(IMPORTANT, f"{_CODINGS} {words_of(row, 'ctid')}")
            coder = self._all.coder(words_of(row, "owner"))
            words, memo = words_of(row, "seltext"), words_of(row, "memo")
            passages[key].append(Passage(start, end, words.replace("\u2029", "\n"), code, coder, memo))
        for key, found in passages.items():
            document = self._all.documents[self._documents[key]]
            self._all.code_text(document, self._raw[key], found, element=_CODINGS)

    def _read_notes(self) -> None:
        for row in self._rows["project"]:
            self._tally.stored["project"] += 1
            self._memo(row, MemoTarget.STUDY, None)
        for row in self._rows["journal"]:
            self._tally.stored["journal"] += 1
            words = f"{words_of(row, 'name')}\n{words_of(row, 'jentry')}".strip()
            if words:
                self._all.memo(
                    MemoTarget.STUDY, None, words, author=words_of(row, "owner"), written=words_of(row, "date")
                )
        for row in self._rows["annotation"]:
            key, start, end = number_of(row, "fid"), number_of(row, "pos0"), number_of(row, "pos1")
            if key not in self._documents or start is None or end is None:
                self._tally.lose(ORPHANS, "annotation", "annotation")
                continue
            self._tally.stored["annotation"] += 1
            marked = " ".join(self._raw[key][max(0, start) : max(0, end)].split())
            self._memo(row, MemoTarget.DOCUMENT, self._documents[key], about=f"“{marked}”: " if marked else "")

    def _memo(self, row: Row, target: MemoTarget, on: DocumentId | ParticipantId | None, *, about: str = "") -> None:
        words = words_of(row, "memo").strip()
        if words:
            author = words_of(row, "owner") or words_of(row, "codername")
            self._all.memo(target, on, about + words, author=author, written=words_of(row, "date"))
