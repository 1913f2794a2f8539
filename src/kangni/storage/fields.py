"""How attributes of records become columns of a table and back, a whole column at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Protocol, TypeAlias
from uuid import UUID

import msgspec

__all__ = ["Cell", "Choice", "Coded", "Field", "Id", "Names", "OneOf", "Parts", "Plain", "Ref", "attributes", "json"]

Cell: TypeAlias = str | int | float | None
# Attributes of records are of many types; each field knows its own, and the records check themselves when made.
Values: TypeAlias = Sequence[Any]


class Names(Protocol):
    """Finds rows by ids and ids by rows; None stands for None."""

    def rows(self, table: str, ids: Iterable[UUID | None]) -> Mapping[UUID | None, int | None]:
        """Return the row of each id."""
        ...

    def ids(self, table: str, rows: Iterable[int | None]) -> Mapping[int | None, UUID | None]:
        """Return the id of each row."""
        ...


class Field(Protocol):
    """One or more attributes of a record and the columns in which they are kept."""

    @property
    def attributes(self) -> tuple[str, ...]:
        """Return the names of the attributes."""
        ...

    @property
    def columns(self) -> tuple[str, ...]:
        """Return the names of the columns."""
        ...

    def pack(self, values: Sequence[Values], names: Names) -> Sequence[Iterable[Cell]]:
        """Turn the values of each attribute into the cells of each column."""
        ...

    def unpack(self, cells: Sequence[Values], names: Names) -> Sequence[Iterable[Any]]:
        """Turn the cells of each column into the values of each attribute."""
        ...


@dataclass(frozen=True, slots=True)
class _Single:
    """One attribute in one column of the same name."""

    name: str

    @property
    def attributes(self) -> tuple[str, ...]:
        """Return the names of the attributes."""
        return (self.name,)

    @property
    def columns(self) -> tuple[str, ...]:
        """Return the names of the columns."""
        return (self.name,)


@dataclass(frozen=True, slots=True)
class Plain(_Single):
    """A value that the column holds as it is."""

    def pack(self, values: Sequence[Values], names: Names) -> Sequence[Iterable[Cell]]:  # noqa: ARG002 - Field
        """Hand the values on."""
        return values

    def unpack(self, cells: Sequence[Values], names: Names) -> Sequence[Iterable[Any]]:  # noqa: ARG002 - Field
        """Hand the cells on."""
        return cells


@dataclass(frozen=True, slots=True)
class Coded(_Single):
    """A value with a form of its own in the column; None stays None."""

    write: Callable[[Any], Cell]
    read: Callable[[Any], Any]

    def pack(self, values: Sequence[Values], names: Names) -> Sequence[Iterable[Cell]]:  # noqa: ARG002 - Field
        """Write each value."""
        return ([None if value is None else self.write(value) for value in values[0]],)

    def unpack(self, cells: Sequence[Values], names: Names) -> Sequence[Iterable[Any]]:  # noqa: ARG002 - Field
        """Read each cell; equal ones become one value, as they do not change."""
        found = {cell: None if cell is None else self.read(cell) for cell in set(cells[0])}
        return (map(found.__getitem__, cells[0]),)


@dataclass(frozen=True, slots=True)
class Choice(_Single):
    """A member of an enumeration, kept as its word."""

    options: type[StrEnum]

    def pack(self, values: Sequence[Values], names: Names) -> Sequence[Iterable[Cell]]:  # noqa: ARG002 - Field
        """Write each member's word."""
        return ([None if value is None else value.value for value in values[0]],)

    def unpack(self, cells: Sequence[Values], names: Names) -> Sequence[Iterable[Any]]:  # noqa: ARG002 - Field
        """Find each word's member."""
        members: dict[str | None, StrEnum | None] = {None: None, **{option.value: option for option in self.options}}
        return (map(members.__getitem__, cells[0]),)


@dataclass(frozen=True, slots=True)
class Id(_Single):
    """The record's own id."""

    name: str = "id"

    def pack(self, values: Sequence[Values], names: Names) -> Sequence[Iterable[Cell]]:  # noqa: ARG002 - Field
        """Write 32 hexadecimal digits, which every database sorts and compares alike."""
        return ([value.hex for value in values[0]],)

    def unpack(self, cells: Sequence[Values], names: Names) -> Sequence[Iterable[Any]]:  # noqa: ARG002 - Field
        """Read them back."""
        return (map(UUID, cells[0]),)


@dataclass(frozen=True, slots=True)
class Ref(_Single):
    """A reference: an id in the record, a row in the column."""

    table: str

    def pack(self, values: Sequence[Values], names: Names) -> Sequence[Iterable[Cell]]:
        """Find the row of each id."""
        # ids are compared by their numbers, which is an order of magnitude quicker
        distinct = {value.int: value for value in values[0] if value is not None}
        rows = names.rows(self.table, distinct.values())
        row_of = {None: None, **{number: rows[value] for number, value in distinct.items()}}
        return ([row_of[value and value.int] for value in values[0]],)

    def unpack(self, cells: Sequence[Values], names: Names) -> Sequence[Iterable[Any]]:
        """Find the id of each row."""
        return (map(names.ids(self.table, set(cells[0])).__getitem__, cells[0]),)


@dataclass(frozen=True, slots=True)
class Parts:
    """A value taken apart into several columns, all empty where there is none."""

    name: str
    columns: tuple[str, ...]
    take: Callable[[Any], tuple[Cell, ...]]
    make: Callable[..., Any]

    @property
    def attributes(self) -> tuple[str, ...]:
        """Return the names of the attributes."""
        return (self.name,)

    def pack(self, values: Sequence[Values], names: Names) -> Sequence[Iterable[Cell]]:  # noqa: ARG002 - Field
        """Take each value apart."""
        nothing = (None,) * len(self.columns)
        if all(value is None for value in values[0]):
            return [[None] * len(values[0])] * len(self.columns)
        return tuple(zip(*[nothing if value is None else self.take(value) for value in values[0]], strict=True))

    def unpack(self, cells: Sequence[Values], names: Names) -> Sequence[Iterable[Any]]:  # noqa: ARG002 - Field
        """Put the parts together."""
        if all(cell is None for cell in cells[0]):
            return ([None] * len(cells[0]),)
        return ([None if parts[0] is None else self.make(*parts) for parts in zip(*cells, strict=True)],)


@dataclass(frozen=True, slots=True)
class OneOf:
    """A reference to a record of a kind that a second attribute names: one column a kind, all empty but one."""

    kind: str
    name: str
    prefix: str
    options: type[StrEnum]
    without: StrEnum  # the option that refers to no record

    @property
    def attributes(self) -> tuple[str, ...]:
        """Return the names of the attributes."""
        return (self.kind, self.name)

    @property
    def columns(self) -> tuple[str, ...]:
        """Return the names of the columns."""
        return (self.kind, *(self.prefix + table for table in self._tables))

    @property
    def _tables(self) -> tuple[str, ...]:
        return tuple(option.value for option in self.options if option is not self.without)

    def pack(self, values: Sequence[Values], names: Names) -> Sequence[Iterable[Cell]]:
        """Write the kind's word and, in the kind's column, the row of the id."""
        kinds = [kind.value for kind in values[0]]
        columns: list[Iterable[Cell]] = [kinds]
        for table in self._tables:
            ids = [name if kind == table else None for kind, name in zip(kinds, values[1], strict=True)]
            columns.append([names.rows(table, set(ids))[name] for name in ids])
        return columns

    def unpack(self, cells: Sequence[Values], names: Names) -> Sequence[Iterable[Any]]:
        """Read the kind and the id of the row in its column."""
        found: list[UUID | None] = [None] * len(cells[0])
        for table, rows in zip(self._tables, cells[1:], strict=True):
            ids = names.ids(table, set(rows))
            found = [known or ids[row] for known, row in zip(found, rows, strict=True)]
        return ([self.options(kind) for kind in cells[0]], found)


def json(name: str, of: type[Any]) -> Coded:
    """Return the field of a nested value that is kept as JSON."""
    decoder = msgspec.json.Decoder(of)
    return Coded(name, lambda value: msgspec.json.encode(value).decode(), decoder.decode)


def attributes(name: str) -> Coded:
    """Return the field of a participant's attributes, which keeps dates apart from words that look like one."""
    return Coded(name, _attributes_written, _attributes_read)


def _attributes_written(values: Mapping[str, object]) -> str:
    plain = {key: {"date": value.isoformat()} if isinstance(value, date) else value for key, value in values.items()}
    return msgspec.json.encode(plain).decode()


def _attributes_read(cell: str) -> dict[str, object]:
    plain: dict[str, object] = msgspec.json.decode(cell)
    return {
        key: date.fromisoformat(value["date"]) if isinstance(value, dict) else value for key, value in plain.items()
    }
