"""What people call things: handles, their uniqueness, labels in several languages, typed ids."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NewType
from uuid import UUID

from kangni.core.errors import HandleInvalid, TextInvalid

__all__ = [
    "NO_WORDS",
    "ClaimId",
    "CodeId",
    "CoderId",
    "CodingId",
    "DecisionId",
    "DocumentId",
    "EpisodeId",
    "KeptId",
    "Label",
    "MemoId",
    "ParticipantId",
    "RecommendationId",
    "RestrictionId",
    "SuggestionId",
    "check_handle",
    "check_text",
    "fold_handle",
]

ParticipantId = NewType("ParticipantId", UUID)
DocumentId = NewType("DocumentId", UUID)
CodeId = NewType("CodeId", UUID)
CoderId = NewType("CoderId", UUID)
CodingId = NewType("CodingId", UUID)
ClaimId = NewType("ClaimId", UUID)
EpisodeId = NewType("EpisodeId", UUID)
MemoId = NewType("MemoId", UUID)
SuggestionId = NewType("SuggestionId", UUID)
RestrictionId = NewType("RestrictionId", UUID)
DecisionId = NewType("DecisionId", UUID)
RecommendationId = NewType("RecommendationId", UUID)
KeptId = NewType("KeptId", UUID)

LONGEST_HANDLE = 80
# Tab and line feed are part of texts; other controls break SQLite's length(), docx, xlsx and XML.
_FORBIDDEN = frozenset(chr(n) for n in range(0x20) if n not in {0x09, 0x0A}) | {"\x7f"}
_FORBIDDEN_BYTES = "".join(_FORBIDDEN).encode()


@dataclass(frozen=True, slots=True)
class Label:
    """A name or sentence in the languages of the interface; an empty one stands for "none given"."""

    en: str = ""
    zh: str = ""

    def text(self, language: str) -> str:
        """Return the words in `language` (a tag such as "zh" or "en"), else those of the other one."""
        first, second = (self.zh, self.en) if language.startswith("zh") else (self.en, self.zh)
        return first or second

    @classmethod
    def of(cls, words: Mapping[str, str] | None) -> Label:
        """Make a label from a mapping of language to words."""
        words = words or {}
        return cls(en=words.get("en", ""), zh=words.get("zh", ""))


NO_WORDS = Label()


def fold_handle(handle: str) -> str:
    """Return the form under which handles are compared: composed (NFC) and without case."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", handle).casefold())


def check_handle(kind: str, handle: str) -> None:
    """Refuse a handle that people could not type, see or tell apart.

    Raises
    ------
    HandleInvalid
        For empty or over-long handles, blanks at the ends, controls, line breaks and invisible characters.
    """
    usable = 0 < len(handle) <= LONGEST_HANDLE and handle == handle.strip()
    # Cc controls, Cf bidi marks and zero-width characters, Cs surrogates, Zl and Zp line separators
    visible = not any(unicodedata.category(character) in {"Cc", "Cf", "Cs", "Zl", "Zp"} for character in handle)
    if not (usable and visible):
        raise HandleInvalid(kind, ascii(handle)[1:-1] if not visible else handle)


def check_text(what: str, text: str) -> None:
    """Refuse characters that a store or file format would lose: controls and lone surrogates.

    Raises
    ------
    TextInvalid
        Names the first such character and its offset in code points.
    """
    if text.isascii() and text.isprintable():
        return
    try:  # whole texts pass here: two passes in C instead of a loop over characters
        encoded = text.encode()
        if len(encoded.translate(None, _FORBIDDEN_BYTES)) == len(encoded):
            return
    except UnicodeEncodeError:
        pass  # a lone surrogate, found below with its offset
    for offset, character in enumerate(text):
        if character in _FORBIDDEN or "\ud800" <= character <= "\udfff":
            raise TextInvalid(what, offset, f"U+{ord(character):04X}")
