"""The deed that says who works on a study and under which rules."""

from __future__ import annotations

from collections import Counter, defaultdict
from uuid import UUID

from kangni.core.coding import Coding
from kangni.core.memos import Memo
from kangni.core.people import Assignment, Coder, Participant, Progress, Restriction, RestrictionKind, Scope
from kangni.core.ports import Reader
from kangni.results.team import ConsentRow, RestrictionRow, Team, TeamMember

__all__ = ["team"]


def team(read: Reader) -> Team:
    """Collect coders with what they have finished, the participants' consent, and restrictions."""
    originals = tuple(head.handle for head in read.document_heads() if head.translation_of is None)
    return Team(
        members=_members(read),
        documents=originals,
        consent=_consent(read),
        restrictions=tuple(_restriction(read, rule) for rule in read.all(Restriction)),
        revision=read.revision,
    )


def _members(read: Reader) -> tuple[TeamMember, ...]:
    handles = {head.id: head.handle for head in read.document_heads()}
    codings = read.all(Coding)
    adopted = Counter(coding.coder for coding in codings if not coding.draft)
    drafts = Counter(coding.coder for coding in codings if coding.draft)
    memos = Counter(memo.author for memo in read.all(Memo))
    at: defaultdict[tuple[UUID, Progress], list[str]] = defaultdict(list)
    for assigned in read.all(Assignment):
        at[assigned.coder, assigned.progress].append(handles[assigned.document])
    return tuple(
        TeamMember(
            coder=coder.handle,
            kind=coder.kind.value,
            codings=adopted[coder.id],
            drafts=drafts[coder.id],
            memos=memos[coder.id],
            working=tuple(sorted([*at[coder.id, Progress.ASSIGNED], *at[coder.id, Progress.WORKING]])),
            finished=tuple(sorted(at[coder.id, Progress.DONE])),
        )
        for coder in read.all(Coder)
    )


def _consent(read: Reader) -> tuple[ConsentRow, ...]:
    main = {head.id: head.participant for head in read.document_heads()}
    codings: Counter[object] = Counter()
    released: Counter[object] = Counter()
    for coding in read.all(Coding):
        if coding.document is not None and not coding.draft:
            codings[main.get(coding.document)] += 1
            released[main.get(coding.document)] += coding.released
    return tuple(
        ConsentRow(
            participant=person.handle,
            recorded=person.consent is not None,
            scopes=tuple(s.value for s in Scope if person.consent is not None and s in person.consent.scopes),
            until=person.consent.until.isoformat() if person.consent is not None and person.consent.until else "",
            codings=codings[person.id],
            released=released[person.id],
        )
        for person in read.all(Participant)
    )


def _restriction(read: Reader, rule: Restriction) -> RestrictionRow:
    people = {person.id: person.handle for person in read.all(Participant)}
    documents = {head.id: head.handle for head in read.document_heads()}
    if rule.kind is RestrictionKind.APART:
        what = people[rule.other] if rule.other is not None else ""
    elif rule.code is not None:
        what = read.codebook().get(rule.code).handle
    else:
        place = documents[rule.document] if rule.document is not None else ""
        what = f"{place} {rule.span.start}-{rule.span.end}" if rule.span is not None else place
    return RestrictionRow(rule.kind.value, people[rule.participant], what, rule.reason)
