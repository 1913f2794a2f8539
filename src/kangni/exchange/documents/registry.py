"""Which reader takes a file: its content decides, its suffix only confirms."""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Collection, Sequence
from dataclasses import replace

from kangni.core.errors import FileDamaged, FileEmpty, FileTooLarge, UnknownFileType
from kangni.exchange.documents.labels import Label, fold_label, read_label
from kangni.exchange.documents.open_document import is_open_document, read_open_document
from kangni.exchange.documents.plain import read_plain
from kangni.exchange.documents.rich_text import read_rich_text
from kangni.exchange.documents.roles import guess_roles
from kangni.exchange.documents.subtitles import is_subtitles, read_subtitles
from kangni.exchange.documents.transcript import Changes, Mark, ReadDocument, ReadTurn, WrittenText
from kangni.exchange.documents.turns import FoundTurns, find_turns
from kangni.exchange.documents.word import is_word, read_word
from kangni.exchange.files import LARGEST_FILE
from kangni.results.answer import Caution

__all__ = ["SUFFIXES", "read"]

_PLAIN = (".txt", ".md", ".markdown", ".text")
_SUBTITLES = (".srt", ".vtt")
_OFFICE = {".docx": "Word", ".odt": "OpenDocument", ".rtf": "Rich Text", ".pdf": "PDF"}
SUFFIXES = (*_PLAIN, *_SUBTITLES, *_OFFICE)
MOST_LINES = 500_000  # an hour of talk has some thousand
_KNOWN = "plain text (.txt, .md), Word (.docx), OpenDocument (.odt), Rich Text (.rtf), PDF, subtitles (.srt, .vtt)"
_ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_PORTABLE, _RICH = b"%PDF-", b"{\\rtf"
# Beginnings that no transcript has. "MZ" begins programs and could be somebody's initials: see _is_program.
_OTHER_TYPES = (
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


def read(
    name: str,
    content: bytes,
    *,
    encoding: str | None = None,
    speakers: Collection[str] = (),
    changes: Changes = "accept",
) -> ReadDocument:
    """Read a transcript: its text, turns and speakers.

    `encoding` overrides what would be detected. `speakers` are labels known beforehand: the participants' handles.
    `changes` says what becomes of changes that a word processor tracked.

    Raises
    ------
    FileProblem
        For a file that is empty, too large, of another type, damaged or no text.
    InvalidValue
        For control characters, or an encoding that is none.
    """
    written = _written(name, content, encoding, changes)
    lines = written.text.count("\n")
    if lines > MOST_LINES:
        raise FileTooLarge(name, f"{lines} lines", f"{MOST_LINES} lines")
    found = _turns(written, speakers)
    known = {fold_label(speaker) for speaker in speakers}
    talk, doubts = guess_roles(written.text, found.turns, found.labels, known=known)
    cautions = (*written.cautions, *found.cautions, *doubts)
    return ReadDocument(
        name=name,
        text=written.text,
        encoding=written.encoding,
        turns=_marked(found.turns, written.marks),
        speakers=talk,
        losses=tuple(replace(loss, file=name) for loss in written.losses),
        cautions=tuple(Caution(caution.sentence, (("file", name), *caution.facts)) for caution in cautions),
        sample=written.sample,
        remarks=written.remarks,
    )


def _turns(written: WrittenText, speakers: Collection[str]) -> FoundTurns:
    if written.turns:
        labels = {turn.speaker: read_label(turn.speaker) or Label(fold_label(turn.speaker)) for turn in written.turns}
        return FoundTurns(written.turns, labels, ())
    return find_turns(written.text[: written.end], speakers=speakers)


def _marked(turns: tuple[ReadTurn, ...], marks: Sequence[Mark]) -> tuple[ReadTurn, ...]:
    """Give each turn the page and time of its first word, where the transcript itself tells none."""
    if not marks:
        return turns
    starts = [mark.start for mark in marks]
    found = [marks[max(0, bisect(starts, turn.start) - 1)] for turn in turns]
    return tuple(
        turn._replace(seconds=mark.seconds if turn.seconds is None else turn.seconds, page=mark.page)
        for turn, mark in zip(turns, found, strict=True)
    )


def _written(name: str, content: bytes, encoding: str | None, changes: Changes) -> WrittenText:
    if not content:
        raise FileEmpty(name)
    if len(content) > LARGEST_FILE:
        raise FileTooLarge(name, f"{len(content) / 1e6:.1f} MB", f"{LARGEST_FILE / 1e6:.0f} MB")
    if content.startswith(_ZIP):
        return _packed(name, content, changes)
    if content.startswith(_PORTABLE):
        # the library of PDF files takes a tenth of a second to load, and most transcripts are none
        from kangni.exchange.documents.portable import read_portable  # noqa: PLC0415

        return read_portable(name, content)
    if content.startswith(_RICH):
        return read_rich_text(name, content, changes=changes)
    return _read_as_text(name, content, encoding)


def _read_as_text(name: str, content: bytes, encoding: str | None) -> WrittenText:
    lowered = name.lower()
    if content.startswith(_OTHER_TYPES) or _is_program(content) or _MARKUP.match(content):
        raise UnknownFileType(name, _KNOWN)
    for suffix, called in _OFFICE.items():
        if lowered.endswith(suffix):
            raise FileDamaged(name, f"it is called {suffix} and is no {called} file")
    if lowered.endswith(_SUBTITLES) or is_subtitles(content):
        return read_subtitles(name, content, encoding=encoding)
    if not lowered.endswith(_PLAIN):
        raise UnknownFileType(name, _KNOWN)
    return read_plain(name, content, encoding=encoding)


def _packed(name: str, content: bytes, changes: Changes) -> WrittenText:
    lowered = name.lower()
    if is_open_document(content) or lowered.endswith(".odt"):
        return read_open_document(name, content, changes=changes)
    if lowered.endswith(".docx") or is_word(name, content):
        return read_word(name, content, changes=changes)
    raise UnknownFileType(name, _KNOWN)


def _is_program(content: bytes) -> bool:
    return content.startswith(b"MZ") and b"\0" in content[:64]
