"""The table of codes: a codebook, one code a row."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from kangni.core.codebook import Code, Codebook
from kangni.core.errors import CodebookCycle, HandleTaken, UnknownName, UnknownTerm, closest
from kangni.core.framework import Framework
from kangni.core.names import NO_WORDS, CodeId, Label, fold_handle
from kangni.core.ports import NewId, Reader
from kangni.exchange.tables.columns import FORMATS, TableKind
from kangni.exchange.tables.faults import Faults
from kangni.exchange.tables.grid import Table
from kangni.exchange.tables.matching import Cells
from kangni.exchange.tables.names import joined, required
from kangni.exchange.tables.reading import Reading

__all__ = ["read_codebook", "write_codebook"]


Meaning = TypeVar("Meaning")


@dataclass(frozen=True, slots=True)
class _Row:
    number: int
    line: Mapping[str, str]
    id: CodeId
    handle: str


def read_codebook(cells: Cells, *, framework: Framework, known: Codebook, new_id: NewId) -> Reading[Code]:
    """Read codes; for those that are known, the columns given replace what stood there."""
    faults = Faults(cells)
    stored = {fold_handle(code.handle): code for code in known}
    rows = _rows(cells, stored, new_id, faults)
    ids = {folded: code.id for folded, code in stored.items()} | {folded: row.id for folded, row in rows.items()}
    reader = _Reader(cells, framework, ids, faults)
    codes: dict[str, Code] = {}
    for folded, row in rows.items():
        with faults.at(row.number, "code_id"):
            codes[folded] = reader.code(row, stored.get(folded))
    _find_cycles(stored | codes, rows, faults)
    faults.stop()
    return Reading(
        added=tuple(code for folded, code in codes.items() if folded not in stored),
        changed=tuple(code for folded, code in codes.items() if folded in stored and code != stored[folded]),
        unchanged=sum(code == stored.get(folded) for folded, code in codes.items()),
    )


def write_codebook(read: Reader) -> Table:
    """Write all codes in order."""
    codebook, framework = read.codebook(), read.framework()
    constructs = {construct.id: construct.codebook_value for construct in framework.constructs}
    return Table(
        TableKind.CODEBOOK,
        tuple(column.name for column in FORMATS[TableKind.CODEBOOK].columns),
        [_cells(code, codebook, constructs) for code in codebook],
    )


def _rows(cells: Cells, stored: Mapping[str, Code], new_id: NewId, faults: Faults) -> dict[str, _Row]:
    rows: dict[str, _Row] = {}
    for number, line in cells.rows():
        with faults.at(number, "code_id"):
            handle = required(line["code_id"])
            folded = fold_handle(handle)
            if folded in rows:
                raise HandleTaken("code", handle)
            known = stored.get(folded)
            rows[folded] = (
                _Row(number, line, known.id, known.handle)
                if known is not None
                else _Row(number, line, CodeId(new_id()), handle)
            )
    return rows


class _Reader:
    """Makes codes from rows, noting every fault of a row."""

    def __init__(self, cells: Cells, framework: Framework, ids: Mapping[str, CodeId], faults: Faults) -> None:
        self._cells = cells
        self._framework = framework
        self._ids = ids
        self._faults = faults

    def code(self, row: _Row, before: Code | None) -> Code:
        framework = self._framework
        old = before or Code(row.id, row.handle, NO_WORDS)
        return Code(
            id=row.id,
            handle=row.handle,
            name=self._label(row, "name_en", "name_zh", old.name),
            parent=self._term(row, "parent_id", self._parent, old.parent),
            definition=self._label(row, "definition_en", "definition_zh", old.definition),
            use_when=self._label(row, "use_when_en", "use_when_zh", old.use_when),
            do_not_use=self._label(row, "do_not_use_en", "do_not_use_zh", old.do_not_use),
            polarity=self._term(row, "polarity", lambda cell: framework.polarity(cell).id, old.polarity),
            level=self._term(row, "level", lambda cell: framework.level(cell).id, old.level),
            construct=self._term(row, "construct", lambda cell: _construct(cell, framework), old.construct),
            example=self._label(row, "illustrative_quote_en", "illustrative_quote_zh", old.example),
            cue_words=joined(row.line["cue_words_zh"]) if self._cells.has("cue_words_zh") else old.cue_words,
            basis=row.line["basis"] if self._cells.has("basis") else old.basis,
        )

    def _label(self, row: _Row, english: str, chinese: str, standing: Label) -> Label:
        return Label(
            en=row.line[english] if self._cells.has(english) else standing.en,
            zh=row.line[chinese] if self._cells.has(chinese) else standing.zh,
        )

    def _term(
        self, row: _Row, column: str, resolve: Callable[[str], Meaning], standing: Meaning | None
    ) -> Meaning | None:
        if not self._cells.has(column):
            return standing
        cell = row.line[column].strip()
        return self._faults.attempt(row.number, column, resolve, cell) if cell else None

    def _parent(self, handle: str) -> CodeId:
        found = self._ids.get(fold_handle(handle))
        if found is None:
            raise UnknownName("code", handle, closest(handle, self._ids))
        return found


def _construct(cell: str, framework: Framework) -> str:
    folded = fold_handle(cell)
    for construct in framework.constructs:
        if folded in {fold_handle(construct.codebook_value), fold_handle(construct.id)}:
            return construct.id
    raise UnknownTerm("construct", cell, ", ".join(construct.codebook_value for construct in framework.constructs))


def _find_cycles(codes: Mapping[str, Code], rows: Mapping[str, _Row], faults: Faults) -> None:
    """Note each circle once, at the first of its codes in the table."""
    by_id = {code.id: code for code in codes.values()}
    told: set[CodeId] = set()
    for folded, row in rows.items():
        path = [codes[folded]] if folded in codes else []
        while path and path[-1].parent in by_id and path[-1].parent not in {code.id for code in path}:
            path.append(by_id[path[-1].parent])
        if path and path[-1].parent == path[0].id and path[0].id not in told:
            told.update(code.id for code in path)
            handles = [code.handle for code in [*path, path[0]]]
            faults.add(row.number, "parent_id", CodebookCycle(" > ".join(handles)))


def _cells(code: Code, codebook: Codebook, constructs: Mapping[str, str]) -> tuple[str, ...]:
    return (
        code.handle,
        codebook.get(code.parent).handle if code.parent is not None else "",
        code.name.en,
        code.name.zh,
        code.definition.en,
        code.definition.zh,
        code.use_when.en,
        code.use_when.zh,
        code.do_not_use.en,
        code.do_not_use.zh,
        code.polarity or "",
        code.level or "",
        constructs[code.construct] if code.construct is not None else "",
        code.example.zh,
        code.example.en,
        ";".join(code.cue_words),
        code.basis,
    )
