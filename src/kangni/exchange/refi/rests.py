"""What a record of the study does not hold of the element that it came from, as it is kept for the way out."""

from __future__ import annotations

from typing import TypeVar

import msgspec

__all__ = [
    "RestCase",
    "RestCoding",
    "RestElement",
    "RestNote",
    "RestPdf",
    "RestSelection",
    "RestText",
    "packed",
    "unpacked",
]

Rest = TypeVar("Rest", bound=msgspec.Struct)


class RestCoding(msgspec.Struct, array_like=True, frozen=True):
    """A coding's GUID and attributes beyond code and coder, such as its date."""

    guid: str
    attributes: dict[str, str] = {}


class RestSelection(msgspec.Struct, array_like=True, frozen=True):
    """A selection under its own GUID, with the codings in it; start and end count code points of the document."""

    guid: str
    start: int
    end: int
    attributes: dict[str, str] = {}
    codings: tuple[RestCoding, ...] = ()


class RestPdf(msgspec.Struct, omit_defaults=True, frozen=True):
    """The PDF that a text represents: attributes, and as XML its regions, the codings of it as a whole, and values."""

    attributes: dict[str, str] = {}
    regions: str = ""
    codings: str = ""
    values: str = ""


class RestText(msgspec.Struct, omit_defaults=True, frozen=True):
    """The rest of a text: attributes, selections, codings of the whole text, and values of variables as XML."""

    attributes: dict[str, str] = {}
    selections: tuple[RestSelection, ...] = ()
    whole: tuple[RestCoding, ...] = ()
    values: str = ""
    pdf: RestPdf | None = None


class RestElement(msgspec.Struct, omit_defaults=True, frozen=True):
    """The rest of a code (colour, whether it can be used for coding) or of a user."""

    attributes: dict[str, str] = {}


class RestNote(msgspec.Struct, omit_defaults=True, frozen=True):
    """The rest of a note: attributes, and the XML before and behind its text.

    `holders` are the GUIDs of the elements that refer to it, None where that is the one that its memo is on.
    """

    attributes: dict[str, str] = {}
    before: str = ""
    after: str = ""
    holders: tuple[str, ...] | None = None


class RestCase(msgspec.Struct, omit_defaults=True, frozen=True):
    """The rest of a case: its own name, and XML in the order of the schema; each value with its attribute's name."""

    attributes: dict[str, str] = {}
    codes: str = ""
    values: tuple[tuple[str, str], ...] = ()
    sources: str = ""
    selections: str = ""


def packed(rest: msgspec.Struct) -> str:
    """Return a rest as JSON, an empty string where there is none."""
    written = msgspec.json.encode(rest, order="deterministic").decode()
    return "" if written == "{}" else written


def unpacked(written: str, kind: type[Rest]) -> Rest:
    """Return a rest from JSON."""
    return msgspec.json.decode(written, type=kind)
