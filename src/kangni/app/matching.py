"""Which records of a file from outside are which of the study's: by id, by name, by what they say."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kangni.core.bundle import Bundle
from kangni.core.codebook import Code
from kangni.core.names import CodeId, CoderId, DocumentId, ParticipantId, fold_handle
from kangni.core.people import Coder, Participant
from kangni.core.ports import Reader
from kangni.exchange.refi.handles import Handles
from kangni.exchange.refi.said import said_code

__all__ = ["Known", "Match", "match_records"]


@dataclass(frozen=True, slots=True)
class Match:
    """The study's id for each id of the file; records that the study lacks keep theirs.

    `unlike` are documents that the study has with other words.
    """

    codes: Mapping[CodeId, CodeId]
    coders: Mapping[CoderId, CoderId]
    people: Mapping[ParticipantId, ParticipantId]
    documents: Mapping[DocumentId, DocumentId]
    unlike: frozenset[DocumentId]


@dataclass(frozen=True, slots=True)
class Known:
    """What the study has, and the handles that are taken."""

    codes: Mapping[CodeId, Code]
    coders: Mapping[CoderId, Coder]
    people: Mapping[ParticipantId, Participant]
    documents: Mapping[DocumentId, str]  # SHA-256 of the text
    handles: Mapping[str, Handles]

    @classmethod
    def of(cls, read: Reader) -> Known:
        """Collect what a study has."""
        codes, coders, people = read.codebook(), read.all(Coder), read.all(Participant)
        heads = read.document_heads()
        return cls(
            codes={code.id: code for code in codes},
            coders={coder.id: coder for coder in coders},
            people={person.id: person for person in people},
            documents={head.id: head.sha256 for head in heads},
            handles={
                "code": _taken(code.handle for code in codes),
                "coder": _taken(coder.handle for coder in coders),
                "participant": _taken(person.handle for person in people),
                "document": _taken(head.handle for head in heads),
            },
        )


def match_records(records: Bundle, known: Known, language: str) -> Match:
    """Find which codes, coders, participants and documents of a file the study has.

    Codes are matched by id, then by the path of names from the root; coders and participants by id, then by handle;
    documents by id, then by their words.
    """
    paths = {_path(code, known.codes, language): code.id for code in known.codes.values()}
    theirs = {code.id: code for code in records.codes}
    coders = {fold_handle(coder.handle): coder.id for coder in known.coders.values()}
    people = {fold_handle(person.handle): person.id for person in known.people.values()}
    texts = {sha256: document for document, sha256 in known.documents.items()}
    return Match(
        codes={
            code.id: code.id if code.id in known.codes else paths.get(_path(code, theirs, language), code.id)
            for code in records.codes
        },
        coders={
            coder.id: coder.id if coder.id in known.coders else coders.get(fold_handle(coder.handle), coder.id)
            for coder in records.coders
        },
        people={
            person.id: person.id if person.id in known.people else people.get(fold_handle(person.handle), person.id)
            for person in records.participants
        },
        documents={
            text.id: text.id if text.id in known.documents else texts.get(text.sha256, text.id)
            for text in records.documents
        },
        unlike=frozenset(
            text.id for text in records.documents if known.documents.get(text.id, text.sha256) != text.sha256
        ),
    )


def _taken(handles: Iterable[str]) -> Handles:
    taken = Handles()
    for handle in handles:
        taken.take(handle)
    return taken


def _path(code: Code, codes: Mapping[CodeId, Code], language: str) -> tuple[str, ...]:
    """Return the names from a code to the root, as people compare them."""
    path = [fold_handle(said_code(code, language))]
    parent = code.parent
    while parent is not None:
        above = codes[parent]
        path.append(fold_handle(said_code(above, language)))
        parent = above.parent
    return tuple(path)
