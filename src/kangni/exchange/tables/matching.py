"""Which documented column stands under which heading of a table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from kangni.core.errors import ColumnMissing, Fault, FaultyTable, HandleTaken, TableUnrecognised, UnknownName, closest
from kangni.core.names import fold_handle
from kangni.exchange.tables.columns import ASKED_FORMATS, FORMATS, AskedKind, Column, Format, TableKind
from kangni.exchange.tables.grid import Sheet

__all__ = ["Cells", "match_columns", "recognise"]

SIGNS = ("+", "-")
CLEAR_SCORE = 3  # so many columns more must fit than are missing before a table with missing columns is recognised


@dataclass(frozen=True, slots=True)
class Cells:
    """A sheet whose headings are understood.

    `attributes` are the further columns of an open table, `untaken` the headings that nobody asked for.
    """

    sheet: Sheet
    format: Format
    index: Mapping[str, int]
    attributes: tuple[tuple[str, int], ...] = ()
    untaken: tuple[str, ...] = ()
    constants: Mapping[str, str] = field(default_factory=dict)  # cells that a person said for all rows

    def column(self, name: str) -> Sequence[str]:
        """Return the cells of a documented column from top to bottom, empty ones where the table lacks it."""
        if name in self.index:
            return self.sheet.columns[self.index[name]]
        return (self.constants.get(name, ""),) * len(self.sheet)

    def has(self, name: str) -> bool:
        """Tell whether the table has this column."""
        return name in self.index

    def rows(self) -> Iterator[tuple[int, dict[str, str]]]:
        """Return each row's number and its cells by documented column, those of missing columns empty."""
        names = [column.name for column in self.format.columns]
        for number, *line in zip(self.sheet.numbers, *map(self.column, names), strict=True):
            yield number, dict(zip(names, line, strict=True))


def recognise(sheet: Sheet, mapping: Mapping[str, str] | None = None) -> TableKind:
    """Tell from the headings what a table is about; `mapping` says which heading stands for which column.

    Raises
    ------
    TableUnrecognised
        If the headings fit no documented table.
    """
    headings = [(mapping or {}).get(heading, heading) for heading in sheet.headings]
    scores = [_score(form, headings) for form in FORMATS.values()]
    best, kind = max(zip(scores, FORMATS, strict=True), key=lambda pair: pair[0])
    if best[0] < (1 if best[1] == 0 else CLEAR_SCORE) or _says_little(FORMATS[kind], headings):
        known = "; ".join(f"{other.kind} ({', '.join(other.required())})" for other in FORMATS.values())
        raise TableUnrecognised(sheet.file, ", ".join(sheet.headings), known)
    return kind


def match_columns(sheet: Sheet, kind: TableKind | AskedKind, mapping: Mapping[str, str] | None = None) -> Cells:
    """Find the documented columns of a table under its headings.

    Raises
    ------
    FaultyTable
        If required columns are missing, two headings mean one column, or the mapping names what is not there.
    """
    form = ASKED_FORMATS[kind] if isinstance(kind, AskedKind) else FORMATS[kind]
    constants = _constants(sheet, form, mapping or {})
    mapping = {theirs: ours for theirs, ours in (mapping or {}).items() if theirs not in constants.values()}
    faults = [*sheet.faults, *_faults_of_mapping(sheet, form, mapping)]
    index: dict[str, int] = {}
    others: list[tuple[str, int]] = []
    for i, heading in enumerate(sheet.headings):
        column = _column_for(form, mapping.get(heading, heading))
        if column is None:
            others.append((mapping.get(heading, heading), i))
        elif column.name in index:
            faults.append(Fault(1, heading, HandleTaken("column", column.name)))
        else:
            index[column.name] = i
    missing = [name for name in form.indispensable() if name not in index and name not in constants]
    faults += [Fault(1, name, ColumnMissing(name, ", ".join(sheet.headings))) for name in missing]
    if any(fault.row == 1 for fault in faults):
        raise FaultyTable(sheet.file, tuple(faults))
    taken = tuple((name, i) for name, i in others if form.open and name)
    untaken = tuple(name or f"({i + 1})" for name, i in others if not (form.open and name))
    return Cells(sheet, form, index, attributes=taken, untaken=untaken, constants=constants)


def _constants(sheet: Sheet, form: Format, mapping: Mapping[str, str]) -> dict[str, str]:
    """Return the sign of all rows of a table of claims that tells none, where the mapping says it: `+=sign`."""
    return {
        column.name: theirs
        for theirs, ours in mapping.items()
        if theirs in SIGNS
        and theirs not in sheet.headings
        and (column := _column_for(form, ours)) is not None
        and column.name == "sign"
    }


def _says_little(form: Format, headings: Sequence[str]) -> bool:
    """Tell whether an open table is known by a bare "id" alone, which any table may have."""
    known = {fold_handle(heading) for heading in headings if _column_for(form, heading) is not None}
    return form.open and known == {form.columns[0].name}


def _score(form: Format, headings: Sequence[str]) -> tuple[int, int]:
    found = {column.name for heading in headings if (column := _column_for(form, heading)) is not None}
    missing = sum(name not in found for name in form.required())
    return len(found) - missing, -missing


def _column_for(form: Format, heading: str) -> Column | None:
    folded = fold_handle(heading)
    for column in form.columns:
        if folded == column.name or folded in map(fold_handle, column.also):
            return column
    return None


def _faults_of_mapping(sheet: Sheet, form: Format, mapping: Mapping[str, str]) -> list[Fault]:
    names = [column.name for column in form.columns]
    faults = [
        Fault(1, theirs, UnknownName("column", theirs, closest(theirs, sheet.headings)))
        for theirs in mapping
        if theirs not in sheet.headings
    ]
    if not form.open:
        faults += [
            Fault(1, ours, UnknownName("column", ours, closest(ours, names)))
            for ours in mapping.values()
            if _column_for(form, ours) is None
        ]
    return faults
