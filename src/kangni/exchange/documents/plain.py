"""Transcripts in plain text."""

from __future__ import annotations

from kangni.core.errors import N_
from kangni.exchange.decode import decode
from kangni.exchange.documents.transcript import WrittenText
from kangni.results.answer import Caution

__all__ = ["read_plain"]

REPLACED = N_("{file}: holds {count} characters “\ufffd”: a program lost what stood there before the file came here")
GUESSED = N_("{file}: was read as {encoding}; it begins: {sample}")


def read_plain(file: str, content: bytes, *, encoding: str | None = None) -> WrittenText:
    """Return the text of a file, its encoding detected where none is named.

    Raises
    ------
    FileProblem
        Where the bytes are no text; see `decode`.
    """
    decoded = decode(file, content, encoding=encoding)
    cautions = list[Caution]()
    if decoded.sample:
        cautions.append(Caution(GUESSED, (("encoding", decoded.encoding), ("sample", decoded.sample))))
    if lost := decoded.text.count("\ufffd"):
        cautions.append(Caution(REPLACED, (("count", lost),)))
    return WrittenText(decoded.text, decoded.encoding, decoded.sample, cautions=tuple(cautions))
