"""Deeds that make one code of two, or two of one, with everything that rests on them."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace

from kangni.app.codes import check_unnamed
from kangni.core.advice import Suggestion
from kangni.core.claims import Claim
from kangni.core.codebook import Code
from kangni.core.coding import Coding
from kangni.core.decisions import Decision
from kangni.core.episodes import Episode
from kangni.core.errors import CodebookCycle, UnknownName
from kangni.core.memos import Memo, MemoTarget
from kangni.core.names import CodeId, CodingId, DocumentId, Label
from kangni.core.ports import NewId, Reader, Writer
from kangni.core.recommendations import Recommendation

__all__ = ["MergeEffect", "merge_codes", "split_code"]


@dataclass(frozen=True, slots=True)
class MergeEffect:
    """What a merge does, in numbers.

    `codings` of the source come over, `doubled` of them say what the target says already and become one with it.
    `documents` tells in how many transcripts the source, the target and the merged code stand. `read_otherwise` counts
    codings that get the target's polarity or level in place of the source's. `circular` claims would lead from a code
    to itself and go.
    """

    source: str
    into: str
    codings: int
    doubled: int
    of_target: int
    documents: tuple[int, int, int]
    read_otherwise: int
    claims: int
    circular: int
    moments: int
    below: int


def merge_codes(write: Writer, source: str, into: str) -> MergeEffect:
    """Make two codes one: all that rests on the source rests on the other then, and the source is gone.

    Raises
    ------
    CodebookCycle
        If both are the same.
    CodeNamed
        If the framework names the source: merge the other way round.
    """
    codebook = write.codebook()
    gone, kept = codebook.named(source), codebook.named(into)
    if gone.id == kept.id:
        raise CodebookCycle(f"{gone.handle} > {kept.handle}")
    check_unnamed(write.framework(), gone)
    effect = _effect(write, gone, kept)
    _merge_codings(write, gone, kept)
    circles = _merge_claims(write, gone, kept)
    _merge_others(write, gone, kept)
    _merge_memos(write, gone, kept, circles)
    _lift(write, list(codebook), gone, kept)
    write.remove([gone])
    return effect


def split_code(
    write: Writer, source: str, handle: str, name: Label, codings: Collection[CodingId], *, new_id: NewId
) -> Code:
    """Make a new code beside another one and give it some of that one's codings, whoever made them.

    Raises
    ------
    UnknownName
        If one of the codings is gone or has another code.
    """
    old = write.codebook().named(source)
    code = Code(
        CodeId(new_id()),
        handle.strip(),
        name,
        parent=old.parent,
        polarity=old.polarity,
        level=old.level,
        construct=old.construct,
    )
    chosen = [coding for coding in write.all(Coding) if coding.id in codings and coding.code == old.id]
    missing = set(codings) - {coding.id for coding in chosen}
    if missing:
        raise UnknownName("coding", min(missing).hex[:8])
    write.add([code])
    write.replace([replace(coding, code=code.id) for coding in chosen])
    return code


def _effect(read: Reader, gone: Code, kept: Code) -> MergeEffect:
    codings = [coding for coding in read.all(Coding) if not coding.draft]
    source = [coding for coding in codings if coding.code == gone.id]
    target = [coding for coding in codings if coding.code == kept.id]
    said = {_said(coding) for coding in target}
    here, there = _documents(source), _documents(target)
    changes = gone.polarity != kept.polarity, gone.level != kept.level
    claims = [claim for claim in read.all(Claim) if gone.id in {claim.cause, claim.effect}]
    return MergeEffect(
        source=gone.handle,
        into=kept.handle,
        codings=len(source),
        doubled=sum(_said(coding) in said for coding in source),
        of_target=len(target),
        documents=(len(here), len(there), len(here | there)),
        read_otherwise=sum(
            (changes[0] and coding.polarity is None) or (changes[1] and coding.level is None) for coding in source
        ),
        claims=len(claims),
        circular=sum({claim.cause, claim.effect} <= {gone.id, kept.id} for claim in claims),
        moments=sum(moment.code == gone.id for episode in read.all(Episode) for moment in episode.moments),
        below=sum(code.parent == gone.id for code in read.codebook()),
    )


def _documents(codings: Iterable[Coding]) -> set[DocumentId | None]:
    return {coding.document for coding in codings}


def _merge_codings(write: Writer, gone: Code, kept: Code) -> None:
    """Give the source's codings the other code; those that say what stands already become one with it."""
    codings = write.all(Coding)
    standing = {_said(coding): coding for coding in codings if coding.code == kept.id}
    moved: list[Coding] = []
    twins: dict[CodingId, CodingId] = {}
    joined: dict[CodingId, Coding] = {}
    doubled: list[Coding] = []
    for coding in codings:
        if coding.code != gone.id:
            continue
        twin = standing.get(_said(coding))
        if twin is None:
            moved.append(replace(coding, code=kept.id))
            continue
        doubled.append(coding)
        twins[coding.id] = twin.id
        memos = [memo for memo in dict.fromkeys((twin.memo, coding.memo)) if memo]
        joined[twin.id] = replace(twin, memo="\n".join(memos), draft=twin.draft and coding.draft)
    ties = [each for each in write.all(Suggestion) if each.coding in twins]
    write.replace([replace(each, coding=twins[each.coding]) for each in ties])
    memos_of = [memo for memo in write.all(Memo) if memo.target is MemoTarget.CODING and memo.target_id in twins]
    write.replace([replace(memo, target_id=twins[CodingId(memo.target_id)]) for memo in memos_of if memo.target_id])
    write.remove(doubled)
    write.replace(moved)
    write.replace(list(joined.values()))


def _merge_claims(write: Writer, gone: Code, kept: Code) -> list[Claim]:
    """Let claims speak of the other code and return those that led in a circle, which are gone."""
    touched = [claim for claim in write.all(Claim) if gone.id in {claim.cause, claim.effect}]
    circles = [claim for claim in touched if {claim.cause, claim.effect} <= {gone.id, kept.id}]
    write.replace(
        [
            replace(claim, cause=_now(claim.cause, gone, kept), effect=_now(claim.effect, gone, kept))
            for claim in touched
            if claim not in circles
        ]
    )
    return circles


def _merge_others(write: Writer, gone: Code, kept: Code) -> None:
    """Let episodes, decisions, recommendations and ties speak of the other code."""
    write.replace(
        [
            replace(
                episode,
                moments=tuple(
                    replace(moment, code=kept.id) if moment.code == gone.id else moment for moment in episode.moments
                ),
            )
            for episode in write.all(Episode)
            if any(moment.code == gone.id for moment in episode.moments)
        ]
    )
    write.replace(
        [
            replace(
                decision,
                readings=tuple(
                    replace(reading, code=kept.id) if reading.code == gone.id else reading
                    for reading in decision.readings
                ),
            )
            for decision in write.all(Decision)
            if gone.id in decision.codes
        ]
    )
    write.replace(
        [
            replace(
                each,
                lever=kept.handle if each.lever == gone.handle else each.lever,
                evidence=tuple(
                    replace(support, code=kept.id) if support.code == gone.id else support for support in each.evidence
                ),
            )
            for each in write.all(Recommendation)
            if each.lever == gone.handle or any(support.code == gone.id for support in each.evidence)
        ]
    )
    write.replace(
        [
            replace(
                tie,
                levers=tuple(dict.fromkeys(kept.handle if lever == gone.handle else lever for lever in tie.levers)),
            )
            for tie in write.all(Suggestion)
            if gone.handle in tie.levers
        ]
    )


def _merge_memos(write: Writer, gone: Code, kept: Code, circles: Collection[Claim]) -> None:
    """Hang memos on the source, and on claims that went, on the other code."""
    lost = {gone.id, *(claim.id for claim in circles)}
    hanging = [memo for memo in write.all(Memo) if memo.target_id in lost]
    write.replace([replace(memo, target=MemoTarget.CODE, target_id=kept.id) for memo in hanging])
    write.remove(circles)


def _lift(write: Writer, codes: Iterable[Code], gone: Code, kept: Code) -> None:
    """Put the codes below the source below the other one; that one itself takes the source's place."""
    write.replace(
        [
            replace(code, parent=gone.parent if code.id == kept.id else kept.id)
            for code in codes
            if code.parent == gone.id
        ]
    )


def _now(code: CodeId, gone: Code, kept: Code) -> CodeId:
    return kept.id if code == gone.id else code


def _said(coding: Coding) -> tuple[object, ...]:
    return coding.coder, coding.document, coding.span, coding.place
