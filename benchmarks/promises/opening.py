"""Opening one document with its turns and codings, in an open study."""

from __future__ import annotations

from functools import partial

from benchmarks.measures import Measure, measure
from benchmarks.promises.promise import Promise
from benchmarks.studies import Studies

import kangni
from kangni import Study
from kangni.core.coding import Coding
from kangni.core.text import Document

__all__ = ["OPENING"]

OPENED = 20  # documents, one after the other


def ours(studies: Studies) -> Measure:
    """Open some documents and return what the slowest took."""
    every = max(1, studies.size.documents // OPENED)
    names = [path.stem for path in sorted(studies.files.interviews.iterdir())[::every]]
    with kangni.open(studies.coded) as study:
        took = [measure(partial(_open, study, name)) for name in names]
    return max(took, key=lambda each: each.seconds)


def plain(studies: Studies) -> Measure:
    """Read all codings and keep those of one document."""
    (name, *_) = (path.stem for path in sorted(studies.files.interviews.iterdir()))
    with kangni.open(studies.coded) as study:
        return measure(lambda: _filter(study, name))


def _open(study: Study, name: str) -> tuple[Document, list[Coding]]:
    with study.read() as read:
        document = read.named(Document, name)
        return document, list(read.in_document(Coding, document.id))


def _filter(study: Study, name: str) -> tuple[Document, list[Coding]]:
    with study.read() as read:
        document = read.named(Document, name)
        return document, [coding for coding in read.all(Coding) if coding.document == document.id]


OPENING = Promise(
    "document",
    "opening one document with its codings, the slowest of 20",
    0.05,
    ours,
    plain,
    "all codings read, one document's kept",
)
