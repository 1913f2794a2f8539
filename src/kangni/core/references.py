"""What refers to what in a study: every reference of a record by the kind that it names."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from typing import Any
from uuid import UUID

from kangni.core.bundle import Bundle
from kangni.core.codebook import Codebook
from kangni.core.errors import HandleTaken, TextInvalid, UnknownName
from kangni.core.memos import MemoTarget
from kangni.core.names import fold_handle

__all__ = ["KINDS", "check_whole", "references"]

# kind -> the attribute of a bundle that holds its records, each after those that it may refer to
KINDS = {
    "participant": "participants",
    "coder": "coders",
    "code": "codes",
    "document": "documents",
    "coding": "codings",
    "claim": "claims",
    "episode": "episodes",
    "memo": "memos",
    "suggestion": "suggestions",
    "restriction": "restrictions",
    "assignment": "assignments",
    "decision": "decisions",
    "kept": "kept",
}
_BY_FIELD = {
    "document": "document",
    "translation_of": "document",
    "code": "code",
    "parent": "code",
    "cause": "code",
    "effect": "code",
    "coder": "coder",
    "author": "coder",
    "tied_by": "coder",
    "participant": "participant",
    "other": "participant",
    "coding": "coding",
}
_PARTS = ("turns", "moments", "readings")


def references(record: Any) -> Iterator[tuple[str, UUID]]:
    """Yield kind and id of everything that a record, or a part of it, refers to."""
    for name in record.__slots__:
        value = getattr(record, name)
        if name in _PARTS:
            for part in value:
                yield from references(part)
        elif name == "decided_by":
            yield from (("coder", coder) for coder in value)
        elif name == "target_id" and value is not None and record.target is not MemoTarget.STUDY:
            yield record.target.value, value
        elif value is not None and name in _BY_FIELD:
            yield _BY_FIELD[name], value


def check_whole(bundle: Bundle) -> None:
    """Refuse a study that contradicts itself.

    Raises
    ------
    KangniError
        For an id or name that two records have, a reference to what is not there, a codebook with a circle, a span
        behind its text, or a text whose SHA-256 is another.
    """
    ids = {kind: _unique(kind, getattr(bundle, name)) for kind, name in KINDS.items()}
    Codebook(bundle.codes)
    for name in KINDS.values():
        for record in getattr(bundle, name):
            for kind, identity in references(record):
                if identity not in ids[kind]:
                    raise UnknownName(kind, str(identity))
    _check_texts(bundle)


def _check_texts(bundle: Bundle) -> None:
    documents = {document.id: document for document in bundle.documents}
    for document in bundle.documents:
        if hashlib.sha256(document.text.encode()).hexdigest() != document.sha256:
            raise TextInvalid(document.handle, 0, "SHA-256")
    for records in (bundle.codings, bundle.claims, bundle.restrictions, bundle.decisions):
        for record in records:
            if record.document is not None and record.span is not None:
                documents[record.document].check(record.span)
    for episode in bundle.episodes:
        for span in (moment.span for moment in episode.moments if moment.span is not None):
            documents[episode.document].check(span)


def _unique(kind: str, records: Iterable[Any]) -> set[object]:
    found, handles = set[object](), set[str]()
    for record in records:
        identity = (record.coder, record.document) if kind == "assignment" else record.id
        if identity in found:
            raise HandleTaken(kind, str(identity))
        found.add(identity)
        if hasattr(record, "handle"):
            if fold_handle(record.handle) in handles:
                raise HandleTaken(kind, record.handle)
            handles.add(fold_handle(record.handle))
    return found
