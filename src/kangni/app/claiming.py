"""Deeds on claims: say that somebody says this leads to that, change it, take it away."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import replace

from kangni.app.codings import check_original
from kangni.app.recoding import check_own
from kangni.core.claims import Claim
from kangni.core.coding import DEFAULT_STANCE, DEFAULT_VOICE
from kangni.core.errors import UnknownName
from kangni.core.names import ClaimId
from kangni.core.ports import NewId, Reader, Writer
from kangni.core.text import Document, Span

__all__ = ["change_claim", "make_claim", "remove_claims"]

NUMBERED = re.compile(r"C(\d+)")


def make_claim(
    write: Writer,
    document: str,
    span: Span,
    cause: str,
    effect: str,
    *,
    new_id: NewId,
    sign: int,
    strength: int | None = None,
    voice: str = DEFAULT_VOICE,
    stance: str = DEFAULT_STANCE,
    note: str = "",
) -> Claim:
    """Claim on these words that the cause raises (+1) or lowers (-1) the effect; it gets the next free number."""
    text = write.named(Document, document)
    text.check(span)
    check_original(write, text, span)
    codebook, framework, claim_id = write.codebook(), write.framework(), ClaimId(new_id())
    made = next((claim for claim in write.all(Claim) if claim.id == claim_id), None)
    if made is not None:  # the answer was lost, and the same was asked again
        return made
    claim = Claim(
        id=claim_id,
        handle=_next_handle(write),
        document=text.id,
        span=span,
        coder=write.actor(),
        cause=codebook.named(cause).id,
        effect=codebook.named(effect).id,
        sign=sign,
        strength=strength,
        voice=framework.voice(voice).id,
        stance=framework.stance(stance).id,
        note=note,
    )
    write.add([claim])
    return claim


def change_claim(
    write: Writer,
    handle: str,
    *,
    sign: int,
    strength: int | None,
    voice: str = DEFAULT_VOICE,
    stance: str = DEFAULT_STANCE,
    note: str = "",
) -> Claim:
    """Change how strongly and in whose voice a claim of the actor's is made."""
    claim, framework = _own(write, handle), write.framework()
    changed = replace(
        claim,
        sign=sign,
        strength=strength,
        voice=framework.voice(voice).id,
        stance=framework.stance(stance).id,
        note=note,
    )
    write.replace([changed])
    return changed


def remove_claims(write: Writer, handles: Collection[str]) -> int:
    """Remove claims of the actor's and return how many there were."""
    return write.remove([_own(write, handle) for handle in dict.fromkeys(handles)])


def _own(write: Writer, handle: str) -> Claim:
    claim = next((claim for claim in write.all(Claim) if claim.handle == handle), None)
    if claim is None:
        raise UnknownName("claim", handle)
    check_own(write, claim.coder, "claim")
    return claim


def _next_handle(read: Reader) -> str:
    numbers = [int(found[1]) for claim in read.all(Claim) if (found := NUMBERED.fullmatch(claim.handle))]
    return f"C{max(numbers, default=0) + 1:03d}"
