"""Which reader takes a file: its content decides, its suffix only confirms."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import replace

from kangni.core.errors import FileDamaged, FileEmpty, FileTooLarge, UnknownFileType
from kangni.exchange.documents.labels import fold_label
from kangni.exchange.documents.plain import read_plain
from kangni.exchange.documents.roles import guess_roles
from kangni.exchange.documents.transcript import ReadDocument, WrittenText
from kangni.exchange.documents.turns import find_turns
from kangni.exchange.documents.word import is_word, read_word
from kangni.exchange.files import LARGEST_FILE
from kangni.results.answer import Caution

__all__ = ["SUFFIXES", "read"]

SUFFIXES = (".txt", ".docx")
MOST_LINES = 500_000  # an hour of talk has some thousand
_KNOWN = "plain text (.txt) and Word (.docx)"
_ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
# Beginnings that no transcript has. "MZ" begins programs and could be somebody's initials: see _is_program.
_OTHER_TYPES = (
    b"%PDF-",
    b"{\\rtf",
    b"\x7fELF",
    b"\xd0\xcf\x11\xe0",  # Word before 2007, and Word files locked by a password
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"\x1f\x8b",
    b"7z\xbc\xaf",
    b"Rar!",
    b"SQLite format 3\0",
    b"ID3",
    b"OggS",
    b"RIFF",
    b"\xca\xfe\xba\xbe",
    b"\xcf\xfa\xed\xfe",
    b"<?xml",
)
_MARKUP = re.compile(rb"(?:\xef\xbb\xbf)?\s*<(?:!doctype|html|head|body|\?xml|rtf)\b", re.IGNORECASE)


def read(name: str, content: bytes, *, encoding: str | None = None, speakers: Collection[str] = ()) -> ReadDocument:
    """Read a transcript: its text, turns and speakers.

    `encoding` overrides what would be detected. `speakers` are labels known beforehand: the participants' handles.

    Raises
    ------
    FileProblem
        For a file that is empty, too large, of another type, damaged or no text.
    InvalidValue
        For control characters, or an encoding that is none.
    """
    written = _written(name, content, encoding)
    lines = written.text.count("\n")
    if lines > MOST_LINES:
        raise FileTooLarge(name, f"{lines} lines", f"{MOST_LINES} lines")
    found = find_turns(written.text, speakers=speakers)
    known = {fold_label(speaker) for speaker in speakers}
    talk, doubts = guess_roles(written.text, found.turns, found.labels, known=known)
    cautions = (*written.cautions, *found.cautions, *doubts)
    return ReadDocument(
        name=name,
        text=written.text,
        encoding=written.encoding,
        turns=found.turns,
        speakers=talk,
        losses=tuple(replace(loss, file=name) for loss in written.losses),
        cautions=tuple(Caution(caution.sentence, (("file", name), *caution.facts)) for caution in cautions),
        sample=written.sample,
    )


def _written(name: str, content: bytes, encoding: str | None) -> WrittenText:
    if not content:
        raise FileEmpty(name)
    if len(content) > LARGEST_FILE:
        raise FileTooLarge(name, f"{len(content) / 1e6:.1f} MB", f"{LARGEST_FILE / 1e6:.0f} MB")
    lowered = name.lower()
    if content.startswith(_ZIP):
        if lowered.endswith(".docx") or is_word(name, content):
            return read_word(name, content)
        raise UnknownFileType(name, _KNOWN)
    if content.startswith(_OTHER_TYPES) or _is_program(content) or _MARKUP.match(content):
        raise UnknownFileType(name, _KNOWN)
    if lowered.endswith(".docx"):
        raise FileDamaged(name, "it is called .docx and is no Word file")
    if not lowered.endswith(".txt"):
        raise UnknownFileType(name, _KNOWN)
    return read_plain(name, content, encoding=encoding)


def _is_program(content: bytes) -> bool:
    return content.startswith(b"MZ") and b"\0" in content[:64]
