"""How people name a passage: CODE/DOCUMENT/TURN, or CODE/DOCUMENT/START-END."""

from __future__ import annotations

from contextlib import suppress

from kangni.core.codebook import Code
from kangni.core.errors import UnknownName
from kangni.core.ports import Reader
from kangni.core.text import Document, Span

__all__ = ["code_and_document", "span_at"]


def code_and_document(read: Reader, name: str, words: str) -> tuple[Code, Document]:
    """Split CODE/DOCUMENT where both exist: names may hold slashes themselves."""
    codebook = read.codebook()
    splits = [(words[:at], words[at + 1 :]) for at, character in enumerate(words) if character == "/"]
    if not splits:
        raise UnknownName("passage", name)
    for code, document in splits:
        with suppress(UnknownName):
            return codebook.named(code), read.named(Document, document)
    code, document = splits[0]  # once more, to say which of the two is unknown
    return codebook.named(code), read.named(Document, document)


def span_at(place: str) -> Span | None:
    """Return the span that START-END names, None where it names none."""
    start, dash, end = place.partition("-")
    return Span(int(start), int(end)) if dash and start.isdecimal() and end.isdecimal() else None
