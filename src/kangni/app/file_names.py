"""What a transcript's file name says: the document's handle, its language, and whose interview it is."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from kangni.core.names import fold_handle

__all__ = ["LANGUAGES", "FileName", "participant_named", "read_document_handle", "read_file_name"]

LANGUAGES = ("zh", "en")
_SUFFIX = re.compile(r"\.[^.\s]{1,5}$")
_LANGUAGE = re.compile(rf"\.(?P<language>{'|'.join(LANGUAGES)})$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class FileName:
    """The parts of `P01.zh.txt`: handle `P01.zh`, stem `P01`, language `zh` (empty where the name tells none)."""

    handle: str
    stem: str
    language: str


def read_file_name(name: str) -> FileName:
    """Take a file name apart; composed characters stand for decomposed ones, as names of one system arrive."""
    return read_document_handle(unicodedata.normalize("NFC", _SUFFIX.sub("", name)).strip())


def read_document_handle(handle: str) -> FileName:
    """Take a document's handle apart."""
    found = _LANGUAGE.search(handle)
    stem = handle[: found.start()].strip() if found else ""
    return FileName(handle, stem, found["language"].lower()) if found and stem else FileName(handle, handle, "")


def participant_named(stem: str, handles: Iterable[str]) -> str | None:
    """Return the longest of the participants' handles that stands in a name as a whole word."""
    folded = fold_handle(stem)
    found = [handle for handle in handles if _is_word_of(folded, fold_handle(handle))]
    return max(found, key=len, default=None)


def _is_word_of(name: str, word: str) -> bool:
    start = name.find(word)
    while start >= 0:
        end = start + len(word)
        if _parts(name[start - 1 : start], word[0]) and _parts(name[end : end + 1], word[-1]):
            return True
        start = name.find(word, start + 1)
    return False


def _parts(beside: str, edge: str) -> bool:
    """Tell whether a word may end here: at the end, before no letter, or where the script changes (`P01访谈`)."""
    return not beside.isalnum() or beside.isascii() != edge.isascii()
