"""Records that one side removed and the other still has: which go, and which are in conflict."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from kangni.core.bundle import Bundle
from kangni.core.references import KINDS, references

__all__ = ["Departures", "departing", "without"]


@dataclass(frozen=True, slots=True)
class Departures:
    """The ids that go, and the records that one side removed while the other changed them or built on them."""

    gone: frozenset[UUID]
    contested: tuple[tuple[str, Any], ...]


def departing(
    records: Bundle, removed: Collection[UUID], changed: Collection[UUID], *, stays: Callable[[str, Any], bool]
) -> Departures:
    """Decide about the records of one side that the other removed.

    What nobody changed and nothing new leans on goes. About the others `stays` is asked; what it lets go takes along
    what leans on it, and what stays keeps what it leans on.
    """
    known = {record.id: (kind, record) for kind, record in _all(records) if getattr(record, "id", None) in removed}
    if not known:
        return Departures(frozenset(), ())
    contested = known.keys() & set(changed)
    for _, record in _all(records):
        if getattr(record, "id", None) not in known:
            contested |= {identity for _, identity in references(record)} & known.keys()
    contested = _with_grounds(contested, known)
    staying = _with_grounds({identity for identity in contested if stays(*known[identity])}, known)
    gone = set(known.keys() - staying)
    while more := set(_leaning(records, gone)) - gone:
        gone |= more
    return Departures(frozenset(gone), tuple(known[identity] for identity in sorted(contested)))


def without(records: Bundle, gone: Collection[UUID]) -> Bundle:
    """Return a study without some records and without what is said of them."""

    def remains(record: Any) -> bool:
        leans = any(identity in gone for _, identity in references(record))
        return getattr(record, "id", None) not in gone and not leans

    remaining: dict[str, Any] = {name: tuple(filter(remains, getattr(records, name))) for name in KINDS.values()}
    return replace(records, **remaining)


def _with_grounds(chosen: set[UUID], known: dict[UUID, tuple[str, Any]]) -> set[UUID]:
    """Return ids with those of the known records that they lean on."""
    found = set(chosen)
    while True:
        grounds = {identity for each in found for _, identity in references(known[each][1])} & known.keys()
        if grounds <= found:
            return found
        found |= grounds


def _leaning(records: Bundle, gone: Collection[UUID]) -> Iterator[UUID]:
    for _, record in _all(records):
        if hasattr(record, "id") and any(identity in gone for _, identity in references(record)):
            yield record.id


def _all(records: Bundle) -> Iterator[tuple[str, Any]]:
    for kind, name in KINDS.items():
        yield from ((kind, record) for record in getattr(records, name))
