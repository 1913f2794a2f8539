"""What the standard's slots say of a record: written by the writer, compared by the reader.

A record that another program left as it was is taken whole from the extra member; where the file says otherwise, the
file's slots win and the rest stays.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from kangni.core.claims import Claim
from kangni.core.codebook import Code
from kangni.core.coding import DEFAULT_STANCE, DEFAULT_VOICE, Coding
from kangni.core.memos import Memo, MemoTarget
from kangni.core.text import Document
from kangni.exchange.refi.handles import follows
from kangni.exchange.refi.identity import derived
from kangni.exchange.refi.writing import fitting

__all__ = [
    "GRAPH",
    "is_plain",
    "is_written",
    "link_name",
    "link_word",
    "said_code",
    "said_definition",
    "said_document",
    "said_memo",
    "said_target",
    "said_time",
]

GRAPH = derived(None, "Graph")  # the GUID of the graph that shows the claims
RAISES, LOWERS = "raises", "lowers"  # words of the file, the same in every language


def said_code(code: Code, language: str) -> str:
    """Return a code's name in the file: its name where its handle follows from that, else handle and name."""
    name = code.name.text(language)
    if not name:
        return fitting(code.handle)
    return fitting(name if follows(code.handle, name) else f"{code.handle} {name}")


def said_definition(code: Code, language: str) -> str:
    """Return a code's definition in the file."""
    return fitting(code.definition.text(language))


def said_document(document: Document) -> str:
    """Return a document's name in the file."""
    return fitting(document.handle)


def said_memo(memo: Memo, language: str) -> str:
    """Return a memo's text in the file."""
    return fitting(memo.text.text(language))


def said_target(memo: Memo, unwritten: Collection[UUID]) -> tuple[MemoTarget, UUID | None]:
    """Return what a memo is on in the file: notes are on codes, texts and codings that stand in it, or on nothing."""
    if memo.target in {MemoTarget.CODE, MemoTarget.DOCUMENT, MemoTarget.CODING} and memo.target_id not in unwritten:
        return memo.target, memo.target_id
    return MemoTarget.STUDY, None


def said_time(at: datetime | None) -> str:
    """Return a time in UTC as the file writes it, empty where it is unknown."""
    return "" if at is None else at.isoformat().replace("+00:00", "Z")


def link_word(claim: Claim) -> str:
    """Return the word for what a claim says of cause and effect."""
    return RAISES if claim.sign > 0 else LOWERS


def link_name(claim: Claim) -> str:
    """Return the name of the link that shows a claim."""
    return f"{link_word(claim)} ({claim.handle})"


def is_written(coding: Coding) -> bool:
    """Tell whether a coding stands in the file: drafts, and codings without a text, do not."""
    return not coding.draft and coding.span is not None and coding.document is not None


def is_plain(coding: Coding) -> bool:
    """Tell whether the standard's slots say all of a coding."""
    return (
        coding.span is not None
        and coding.voice == DEFAULT_VOICE
        and coding.stance == DEFAULT_STANCE
        and not (coding.polarity or coding.level or coding.reason or coding.memo or coding.time)
        and not (coding.draft or coding.released or coding.place)
    )
