"""The deed that finds words and says whose they are."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Literal, TypeAlias

from kangni.core.errors import N_, UnknownTerm
from kangni.core.people import Participant
from kangni.core.ports import Reader
from kangni.core.text import Document, Role, Turn
from kangni.results.answer import Caution, Setting
from kangni.results.search import RoleCount, SearchHit, SearchHits

__all__ = ["Speaking", "folding", "search"]

Speaking: TypeAlias = Literal["participant", "interviewer", "other", "any"]
SKIPPED = N_("{count} translations were not searched: only the original's words count")


def search(read: Reader, pattern: str, *, role: Speaking = "participant", width: int = 24) -> SearchHits:
    """Find words in the turns of a role, without regard to case and to full or half width.

    `width` is how many characters of the same turn come along on either side.

    Only such folding is done as leaves every character one character, so that places stay true. Labels, heads and
    translations are not searched.

    Raises
    ------
    UnknownTerm
        For a pattern without a visible character.
    """
    if not pattern.strip():
        raise UnknownTerm("pattern", pattern, N_("at least one visible character"))
    documents = read.all(Document)
    names = {person.id: person.handle for person in read.all(Participant)}
    pattern_of = folding(pattern)
    found = [
        _hit(document, turn, match, names.get(turn.participant, "") if turn.participant else "", width=width)
        for document in documents
        if document.translation_of is None
        for turn, match in _matches(pattern_of, document)
    ]
    skipped = sum(document.translation_of is not None for document in documents)
    return SearchHits(
        pattern=pattern,
        role=role,
        hits=tuple(hit for hit in found if role in {"any", hit.role}),
        counts=tuple(_count(found, each) for each in Role),
        settings=(Setting("role", role), Setting("folding", "case and width")),
        cautions=(Caution(SKIPPED, (("count", skipped),)),) if skipped else (),
        revision=read.revision,
    )


def folding(pattern: str) -> re.Pattern[str]:
    """Return an expression that takes each character in both widths; `re` folds case one to one."""
    return re.compile("".join(_either_width(character) for character in pattern), re.IGNORECASE)


def _either_width(character: str) -> str:
    if character in {" ", "\u3000"}:
        return "[ \u3000]"
    narrow = unicodedata.normalize("NFKC", character)
    if len(narrow) != 1 or not "!" <= narrow <= "~":
        return re.escape(character)
    return f"[{re.escape(narrow)}{chr(ord(narrow) + 0xFEE0)}]"


def _matches(pattern_of: re.Pattern[str], document: Document) -> Iterator[tuple[Turn, re.Match[str]]]:
    if pattern_of.search(document.text) is None:
        return
    for turn in document.turns:
        if turn.span is not None:
            for match in pattern_of.finditer(document.text, turn.span.start, turn.span.end):
                yield turn, match


def _hit(document: Document, turn: Turn, match: re.Match[str], participant: str, *, width: int) -> SearchHit:
    start, end = match.span()
    first, last = (turn.span.start, turn.span.end) if turn.span is not None else (start, end)
    return SearchHit(
        document=document.handle,
        participant=participant,
        speaker=turn.speaker,
        role=turn.role.value,
        turn=turn.ordinal,
        start=start,
        end=end,
        before=document.text[max(first, start - width) : start],
        words=match[0],
        after=document.text[end : min(last, end + width)],
        document_id=document.id,
    )


def _count(found: list[SearchHit], role: Role) -> RoleCount:
    hits = [hit for hit in found if hit.role == role.value]
    return RoleCount(
        role=role.value,
        documents=len({hit.document for hit in hits}),
        turns=len({(hit.document, hit.turn) for hit in hits}),
        hits=len(hits),
    )
