"""Deeds on recommendations: to adopt a lever, to change its words, to decline it with a reason."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace

from kangni.app.basis_of_advice import basis_of, find_lever
from kangni.core.advice import named_lever
from kangni.core.claims import Claim
from kangni.core.coding import Coding
from kangni.core.errors import AddresseeUnsaid, AlreadyDecided, NotRecommended
from kangni.core.names import CodeId, CoderId, DocumentId, Label, RecommendationId
from kangni.core.people import Coder
from kangni.core.ports import Clock, NewId, Reader, Writer
from kangni.core.recommendations import Basis, Recommendation, RecommendationState, Support, SupportPart
from kangni.core.text import Span
from kangni.results.advice import Advice
from kangni.results.levers import Lever

__all__ = ["decline", "recommend", "reword"]

PARTS = (
    ("", Coding, SupportPart.ASKS),
    ("/claims", Claim, SupportPart.CREDITS),
    ("/against", Coding, SupportPart.AGAINST),
    ("/against/claims", Claim, SupportPart.AGAINST),
)


def recommend(
    write: Writer,
    advice: Advice,
    lever: str,
    *,
    new_id: NewId,
    clock: Clock,
    to: str = "",
    words: Label | None = None,
    reason: str = "",
) -> Recommendation:
    """Adopt a lever for its addressee, in words of one's own or in those that the figures make.

    Whatever it rests on now is kept with it. A lever that was declined, or whose grounds have changed, is decided on
    anew.

    Raises
    ------
    UnknownLever
        With the levers whose names look most like it.
    AddresseeUnsaid
        Where it speaks to several addressees, or not to the one named.
    AlreadyDecided
        Where it is adopted, and rests on the same as then.
    """
    found, addressee = _meant(write, advice, lever, to)
    standing = _standing(write, found.id, addressee)
    basis = basis_of(advice, found)
    if standing is not None and standing.state is RecommendationState.ADOPTED and standing.basis == basis:
        raise _already(write, standing)
    kept = standing.words if standing is not None else found.sentence
    return _decide(
        write, advice, found, addressee, standing, basis, RecommendationState.ADOPTED, words or kept, reason,
        new_id=new_id, clock=clock,
    )  # fmt: skip


def decline(
    write: Writer, advice: Advice, lever: str, *, reason: str, new_id: NewId, clock: Clock, to: str = ""
) -> Recommendation:
    """Decline a lever for its addressee, with the reason; what it rests on now, and earlier words, are kept with it.

    Raises
    ------
    UnknownLever, AddresseeUnsaid
        As in `recommend`.
    RecommendationIncomplete
        Without a reason.
    AlreadyDecided
        Where it is declined for the same reason, and rests on the same as then.
    """
    found, addressee = _meant(write, advice, lever, to)
    standing = _standing(write, found.id, addressee)
    basis = basis_of(advice, found)
    is_declined = standing is not None and standing.state is RecommendationState.DECLINED
    if standing is not None and is_declined and (standing.basis, standing.reason) == (basis, reason):
        raise _already(write, standing)
    words = standing.words if standing is not None else found.sentence
    return _decide(
        write, advice, found, addressee, standing, basis, RecommendationState.DECLINED, words, reason,
        new_id=new_id, clock=clock,
    )  # fmt: skip


def reword(write: Writer, lever: str, words: Label, *, to: str = "") -> Recommendation:
    """Change the words of an adopted recommendation; what it rests on stays as it was.

    Raises
    ------
    UnknownLever
        With the levers whose names look most like it.
    NotRecommended
        Where it is not adopted.
    AddresseeUnsaid
        Where it is adopted for several addressees.
    """
    name = named_lever(lever, write.framework(), write.codebook())
    found = [
        one
        for one in write.all(Recommendation)
        if one.lever == name and one.state is RecommendationState.ADOPTED and to in {"", one.addressee}
    ]
    if not found:
        raise NotRecommended(name)
    if len(found) > 1:
        raise AddresseeUnsaid(name, ", ".join(one.addressee for one in found))
    changed = replace(found[0], words=words)
    write.replace([changed])
    return changed


def _decide(
    write: Writer,
    advice: Advice,
    lever: Lever,
    addressee: str,
    standing: Recommendation | None,
    basis: Basis,
    state: RecommendationState,
    words: Label,
    reason: str,
    *,
    new_id: NewId,
    clock: Clock,
) -> Recommendation:
    made = Recommendation(
        id=standing.id if standing is not None else RecommendationId(new_id()),
        lever=lever.id,
        addressee=addressee,
        state=state,
        words=words,
        reason=reason,
        decided_by=write.actor(),
        at=clock(),
        basis=basis,
        evidence=tuple(dict.fromkeys(_supports(write, advice, lever))),
    )
    if standing is None:
        write.add([made])
    else:
        write.replace([made])
    return made


def _meant(read: Reader, advice: Advice, word: str, to: str) -> tuple[Lever, str]:
    """Return the lever and the addressee that are meant."""
    name = named_lever(word, read.framework(), read.codebook())
    places = find_lever(advice, name)
    if to:
        places = {addressee: lever for addressee, lever in places.items() if addressee == to}
    if len(places) != 1:
        raise AddresseeUnsaid(name, ", ".join(find_lever(advice, name)) or "—")
    ((addressee, lever),) = places.items()
    return lever, addressee


def _standing(read: Reader, lever: str, addressee: str) -> Recommendation | None:
    return next((one for one in read.all(Recommendation) if (one.lever, one.addressee) == (lever, addressee)), None)


def _already(read: Reader, standing: Recommendation) -> AlreadyDecided:
    return AlreadyDecided(
        standing.lever, standing.state.value, _handle(read, standing.decided_by), standing.at.date().isoformat()
    )


def _handle(read: Reader, coder: CoderId) -> str:
    return next(one.handle for one in read.all(Coder) if one.id == coder)


def _supports(read: Reader, advice: Advice, lever: Lever) -> Iterator[Support]:
    """Yield the passages behind a lever: who asks, who credits, who is against; readings of the same words are one."""
    for suffix, kind, part in PARTS:
        evidence = advice.find(lever.id + suffix)
        lines = read.lines(kind, evidence.rows) if evidence is not None and evidence.rows else ()
        spans = defaultdict[tuple[DocumentId, CodeId], list[Span]](list)
        for line in lines:
            if line.code is not None and line.document is not None and line.span is not None:
                spans[line.document, line.code].append(line.span)
            elif line.code is not None:
                yield Support(part, None, None, line.code, line.place)
        for (document, code), found in spans.items():
            for span in _joined(found):
                yield Support(part, document, span, code)


def _joined(spans: Sequence[Span]) -> list[Span]:
    """Return spans with those that overlap as one."""
    found: list[Span] = []
    for span in sorted(spans, key=lambda span: (span.start, span.end)):
        if found and found[-1].overlaps(span):
            found[-1] = Span(found[-1].start, max(found[-1].end, span.end))
        else:
            found.append(span)
    return found
