"""What stands in the margin of a transcript: codings, claims and moments as one coder may see them now."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

import msgspec

from kangni.core.claims import Claim
from kangni.core.codebook import Codebook
from kangni.core.coding import Coding
from kangni.core.episodes import Episode
from kangni.core.names import CoderId
from kangni.core.people import Assignment, Coder, CoderKind, Progress
from kangni.core.ports import Reader
from kangni.core.text import Document
from kangni.web.desk import Desk

__all__ = ["ClaimMark", "CodeEntry", "CodingMark", "EpisodeMark", "Margin", "MomentMark", "code_entries", "margin_of"]


class CodingMark(msgspec.Struct, frozen=True, rename="camel"):
    """One coding; `polarity` is the one that holds, `is_override` tells that the codebook says otherwise."""

    id: str
    start: int
    end: int
    code: str
    polarity: str
    level: str
    coder: str
    is_own: bool
    is_override: bool
    polarity_set: str
    level_set: str
    reason: str
    voice: str
    stance: str
    memo: str
    is_draft: bool


class ClaimMark(msgspec.Struct, frozen=True, rename="camel"):
    """One claim: cause, sign and effect on some words."""

    handle: str
    start: int
    end: int
    cause: str
    effect: str
    sign: int
    strength: int | None
    coder: str
    is_own: bool
    voice: str
    stance: str
    note: str


class MomentMark(msgspec.Struct, frozen=True, rename="camel"):
    """One moment of an episode that has words."""

    position: int
    stage: str
    code: str
    start: int
    end: int


class EpisodeMark(msgspec.Struct, frozen=True, rename="camel"):
    """One episode with its moments."""

    handle: str
    label: str
    coder: str
    is_own: bool
    state: str
    outcome: str
    moments: tuple[MomentMark, ...]


class Margin(msgspec.Struct, frozen=True, rename="camel"):
    """All marks of a transcript; while `is_blind`, only the coder's own, and `hidden` counts the others'.

    `codebook` changes when the codebook does, so that a page knows when its list of codes is old.
    """

    revision: int
    codebook: str
    codings: tuple[CodingMark, ...]
    claims: tuple[ClaimMark, ...]
    episodes: tuple[EpisodeMark, ...]
    coders: tuple[str, ...]
    is_blind: bool
    may_look: bool
    hidden: int
    is_done: bool
    is_read_only: bool


class CodeEntry(msgspec.Struct, frozen=True, rename="camel"):
    """One code for palette and tree; `keys` are what it is found by: names, pinyin and handle, folded."""

    handle: str
    name: str
    parent: str
    polarity: str
    level: str
    definition: str
    keys: tuple[str, ...]
    is_leaf: bool


def margin_of(desk: Desk, document: Document, *, look: bool) -> Margin:
    """Return what this coder may see beside a transcript.

    Where a study has two coders or more, the others' marks are hidden until this one has declared the transcript done.
    To look sooner is allowed unless the study takes agreement as reliability.
    """
    with desk.study.read() as read:
        coders = {coder.id: coder for coder in read.all(Coder)}
        names = {coder.id: coder.handle for coder in coders.values()}
        people = [coder for coder in coders.values() if coder.kind is CoderKind.PERSON]
        own = next((coder.id for coder in coders.values() if coder.handle == desk.coder), None)
        is_done = _is_done(read, document, own)
        may_look = read.settings().agreement != "reliability"
        others = [coder for coder in people if coder.id != own]
        is_blind = bool(others) and not is_done and not (look and may_look)
        codings = [coding for coding in read.in_document(Coding, document.id) if coding.span is not None]
        claims = [claim for claim in read.in_document(Claim, document.id) if claim.span is not None]
        episodes = read.in_document(Episode, document.id)
        authors = [
            *(each.coder for each in codings),
            *(each.coder for each in claims),
            *(each.coder for each in episodes),
        ]
        hidden = sum(author != own for author in authors) if is_blind else 0
        marker = _Marker(desk.codebook, names, own)
        return Margin(
            revision=read.revision,
            codebook=hashlib.sha256(repr(tuple(desk.codebook)).encode()).hexdigest()[:16],
            codings=tuple(marker.coding(each) for each in codings if not is_blind or each.coder == own),
            claims=tuple(marker.claim(each) for each in claims if not is_blind or each.coder == own),
            episodes=tuple(marker.episode(each) for each in episodes if not is_blind or each.coder == own),
            coders=tuple(sorted(coder.handle for coder in people)),
            is_blind=is_blind,
            may_look=may_look,
            hidden=hidden,
            is_done=is_done,
            is_read_only=desk.study.is_read_only or document.translation_of is not None,
        )


def code_entries(desk: Desk, keys: Mapping[str, tuple[str, ...]]) -> tuple[CodeEntry, ...]:
    """Return all codes, in the order of the codebook."""
    parents = desk.codebook.parents()
    handles = {code.id: code.handle for code in desk.codebook}
    return tuple(
        CodeEntry(
            handle=code.handle,
            name=desk.wording.code(code.handle),
            parent=handles.get(code.parent, "") if code.parent else "",
            polarity=code.polarity or "",
            level=code.level or "",
            definition=code.definition.text(desk.language),
            keys=keys[code.handle],
            is_leaf=code.id not in parents,
        )
        for code in desk.codebook
    )


class _Marker:
    """Turns records into marks."""

    def __init__(self, codebook: Codebook, names: Mapping[CoderId, str], own: CoderId | None) -> None:
        self._codes = {code.id: code for code in codebook}
        self._names = names
        self._own = own

    def coding(self, coding: Coding) -> CodingMark:
        code, span = self._codes[coding.code], coding.span
        assert span is not None  # only those with words stand in a margin
        return CodingMark(
            id=coding.id.hex,
            start=span.start,
            end=span.end,
            code=code.handle,
            polarity=coding.polarity or code.polarity or "",
            level=coding.level or code.level or "",
            coder=self._names[coding.coder],
            is_own=coding.coder == self._own,
            is_override=coding.polarity is not None or coding.level is not None,
            polarity_set=coding.polarity or "",
            level_set=coding.level or "",
            reason=coding.reason,
            voice=coding.voice,
            stance=coding.stance,
            memo=coding.memo,
            is_draft=coding.draft,
        )

    def claim(self, claim: Claim) -> ClaimMark:
        assert claim.span is not None  # only those with words stand in a margin
        return ClaimMark(
            handle=claim.handle,
            start=claim.span.start,
            end=claim.span.end,
            cause=self._codes[claim.cause].handle,
            effect=self._codes[claim.effect].handle,
            sign=claim.sign,
            strength=claim.strength,
            coder=self._names[claim.coder],
            is_own=claim.coder == self._own,
            voice=claim.voice,
            stance=claim.stance,
            note=claim.note,
        )

    def episode(self, episode: Episode) -> EpisodeMark:
        return EpisodeMark(
            handle=episode.handle,
            label=episode.label,
            coder=self._names[episode.coder],
            is_own=episode.coder == self._own,
            state=episode.state.value,
            outcome=episode.outcome or "",
            moments=tuple(
                MomentMark(
                    moment.position,
                    moment.stage,
                    self._codes[moment.code].handle if moment.code else "",
                    moment.span.start,
                    moment.span.end,
                )
                for moment in episode.moments
                if moment.span is not None
            ),
        )


def _is_done(read: Reader, document: Document, coder: CoderId | None) -> bool:
    return any(
        seen.coder == coder and seen.document == document.id and seen.progress is Progress.DONE
        for seen in read.all(Assignment)
    )
