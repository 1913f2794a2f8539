"""What every result can do: show its rows, its settings and cautions, and open a number to its evidence."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import Field, dataclass, field, fields, is_dataclass
from datetime import date
from enum import Enum
from typing import Any, ClassVar, Protocol, TypeAlias

import numpy as np

from kangni.core.errors import NoEvidence
from kangni.core.undefined import Undefined

__all__ = ["Answer", "Caution", "Evidence", "Plain", "Row", "Setting", "plain"]

# What JSON can hold.
Plain: TypeAlias = "str | int | float | bool | list[Plain] | dict[str, Plain] | None"


class Row(Protocol):
    """A flat frozen record: one line of a table, one row of a data frame."""

    __dataclass_fields__: ClassVar[dict[str, Field[Any]]]


@dataclass(frozen=True, slots=True)
class Setting:
    """One choice that a result rests on; `name` and `value` are what the method statement prints."""

    name: str
    value: str | int | float | bool


@dataclass(frozen=True, slots=True)
class Caution:
    """A sentence that belongs beside the result; `sentence` is a message id with `facts` in braces."""

    sentence: str
    facts: tuple[tuple[str, str | int | float], ...] = ()


@dataclass(frozen=True, slots=True)
class Evidence:
    """The records behind one number, as rows of the store, each once and in order.

    `kind` says of what: codings (a coding opens to its words), claims, or episodes (an episode opens to its moments).
    """

    kind: str  # "coding", "claim" or "episode"
    rows: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer(ABC):
    """The part that all results share. Fields marked `metadata={"show": False}` stay out of `to_dict`."""

    deed: ClassVar[str] = ""
    settings: tuple[Setting, ...] = ()
    cautions: tuple[Caution, ...] = ()
    revision: int = field(default=0, metadata={"show": False})

    @abstractmethod
    def rows(self) -> Sequence[Row]:
        """Return the table of this result, one flat record a row."""

    @abstractmethod
    def keys(self) -> Sequence[str]:
        """Return the names of the numbers that `evidence` can open."""

    @abstractmethod
    def find(self, key: str) -> Evidence | None:
        """Return the evidence under `key`, None where there is no such key."""

    def evidence(self, key: str) -> Evidence:
        """Return the records that the number named `key` counts.

        Raises
        ------
        NoEvidence
            If the result has no such number.
        """
        found = self.find(key)
        if found is None:
            raise NoEvidence(type(self).__name__, key, ", ".join(self.keys()[:6]))
        return found

    def to_dict(self) -> dict[str, Plain]:
        """Return everything the result says, in values that JSON can hold; undefined is {"undefined": reason}."""
        shown = plain(self)
        assert isinstance(shown, dict)  # a dataclass becomes a dictionary
        return shown


def plain(value: object) -> Plain:  # noqa: PLR0911 - one return a kind of value
    """Turn frozen records, arrays, dates and undefined numbers into what JSON can hold."""
    match value:
        case Undefined():
            return {"undefined": value.reason}
        case Enum():
            return plain(value.value)
        case bool() | str() | int() | float() | None:
            return value
        case np.ndarray() | np.generic():
            return plain(value.tolist())
        case date():
            return value.isoformat()
        case dict():
            return {str(key): plain(item) for key, item in value.items()}
        case list() | tuple() | set() | frozenset():
            return [plain(item) for item in value]
    if is_dataclass(value):
        return {f.name: plain(getattr(value, f.name)) for f in fields(value) if f.metadata.get("show", True)}
    return str(value)
