"""Deeds on passages that were read differently: to decide, with or without changing codings, to list decisions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from kangni.app.decided import decision_rows, words_of_turn
from kangni.app.passage_names import code_and_document, span_at
from kangni.core.codebook import Code
from kangni.core.coding import Coding
from kangni.core.decisions import Decision, DecisionOutcome, PassageReading
from kangni.core.errors import N_, DecisionIncomplete, NotReadSo, UnknownName, UnknownTerm, WrittenMeanwhile
from kangni.core.names import CodeId, CoderId, CodingId, DecisionId
from kangni.core.people import Assignment, Coder, CoderKind, Progress
from kangni.core.ports import Clock, NewId, Reader, Writer
from kangni.core.text import Document, Span
from kangni.results.decisions import Decisions

__all__ = ["Change", "decide", "list_decisions"]


@dataclass(frozen=True, slots=True)
class Change:
    """What a decision does to codings: coders who lose the code or get it, and coders with the code they give instead.

    All are named by their handles.
    """

    remove_from: tuple[str, ...] = ()
    add_to: tuple[str, ...] = ()
    recode: tuple[tuple[str, str], ...] = ()

    def __bool__(self) -> bool:
        return bool(self.remove_from or self.add_to or self.recode)


@dataclass(frozen=True, slots=True)
class _Passage:
    """A turn or span under one code, with what each coder made of it: codings of the code, or of others instead."""

    name: str
    code: Code
    document: Document
    turn: int | None
    words: Span
    given: Mapping[CoderId, Sequence[Coding]]
    instead: Mapping[CoderId, Sequence[Coding]]
    coders: tuple[CoderId, ...]

    def readings(self) -> Iterator[PassageReading]:
        """Yield how each coder read it."""
        for coder in self.coders:
            codings = self.given.get(coder) or self.instead.get(coder) or ()
            codes: list[CodeId | None] = [*dict.fromkeys(coding.code for coding in codings)]
            for code in codes or [None]:
                yield PassageReading(coder, code)


def decide(
    write: Writer,
    passage: str,
    *,
    outcome: str,
    reason: str,
    new_id: NewId,
    clock: Clock,
    by: Sequence[str] = (),
    change: str = "",
    codebook_change: str = "",
    carry_out: Change | None = None,
    last: int | None = None,
) -> Decision:
    """Record what was decided on a passage, CODE/DOCUMENT/TURN or CODE/DOCUMENT/START-END, and carry out the change.

    The readings of all persons who have finished the document, or coded in it, are kept with the decision as they
    stand now. `by` are the coders who decided, the actor by default. A coding taken away or given another code loses
    nothing: the history keeps what it was. `last` is the number of the decision on the passage that somebody saw when
    they decided, 0 for none.

    Raises
    ------
    UnknownName
        Where nobody has given the passage the code.
    UnknownTerm
        For an outcome other than keep, change and both_stand.
    DecisionIncomplete
        Without a reason, and where codings are to change although the outcome is not "change".
    NotReadSo
        Where somebody is to lose or to change a coding that they do not have there.
    WrittenMeanwhile
        Where another decision was taken than the one that was seen.
    """
    found = _passage(write, passage)
    known = _latest(write, found)
    if last is not None and last != (known.number if known else 0):
        raise WrittenMeanwhile("decision", known.reason if known else "", reason)
    carry_out = carry_out or Change()
    ended = _outcome(outcome)
    if carry_out and ended is not DecisionOutcome.CHANGE:
        raise DecisionIncomplete(N_("the outcome “change” where codings are to change"))
    decision = Decision(
        id=DecisionId(new_id()),
        document=found.document.id,
        turn=found.turn,
        span=None if found.turn is not None else found.words,
        readings=tuple(found.readings()),
        outcome=ended,
        decided_by=tuple(dict.fromkeys(write.named(Coder, name).id for name in by)) or (write.actor(),),
        reason=reason,
        at=clock(),
        number=write.number,
        change=change,
        codebook_change=codebook_change,
    )
    done = _carried_out(write, found, carry_out, new_id=new_id) if carry_out else ()
    decision = replace(decision, change="; ".join(filter(None, (change, *done))))
    write.add([decision])
    return decision


def list_decisions(read: Reader, *, document: str = "") -> Decisions:
    """Return all decisions, or those on one document, the first one first."""
    rows = decision_rows(read)
    if document:
        handle = read.named(Document, document).handle
        rows = tuple(row for row in rows if row.document == handle)
    return Decisions(decided=rows, revision=read.revision)


def _passage(read: Reader, name: str) -> _Passage:
    """Find a passage by its name, with who read it how."""
    rest, _slash, place = name.rpartition("/")
    code, document = code_and_document(read, name, rest)
    turn = int(place) if place.isdecimal() else None
    words = words_of_turn(document, turn) if turn is not None else span_at(place)
    if words is None:
        raise UnknownName("passage", name)
    document.check(words)
    everyone = {coder.id: coder for coder in read.all(Coder)}
    inside = [coding for coding in read.in_document(Coding, document.id) if not coding.draft]
    done = {
        entry.coder
        for entry in read.all(Assignment)
        if entry.document == document.id and entry.progress is Progress.DONE
    }
    readers = tuple(
        coder
        for coder, person in everyone.items()
        if person.kind is CoderKind.PERSON and (coder in done or any(coding.coder == coder for coding in inside))
    )
    here = [coding for coding in inside if coding.span is not None and coding.span.overlaps(words)]
    by_coder = {coder: [coding for coding in here if coding.coder == coder] for coder in readers}
    given = {coder: found for coder in readers if (found := [one for one in by_coder[coder] if one.code == code.id])}
    if not given:
        raise UnknownName("passage", name)
    return _Passage(
        name=name,
        code=code,
        document=document,
        turn=turn,
        words=words,
        given=given,
        instead={coder: _instead(by_coder, given, coder) for coder in readers if coder not in given},
        coders=readers,
    )


def _instead(
    by_coder: Mapping[CoderId, Sequence[Coding]], given: Mapping[CoderId, Sequence[Coding]], coder: CoderId
) -> list[Coding]:
    """Return what a coder gave words of the code instead, where those who gave the code did not give that one too."""
    return [
        mine
        for mine in by_coder[coder]
        for other, theirs in given.items()
        if mine.code not in {one.code for one in by_coder[other]}
        and any(mine.span and one.span and mine.span.overlaps(one.span) for one in theirs)
    ]


def _latest(read: Reader, found: _Passage) -> Decision | None:
    """Return the last decision on the same words that this code is part of."""
    turn, span = found.turn, None if found.turn is not None else found.words
    known = [
        decision
        for decision in read.all(Decision)
        if (decision.document, decision.turn, decision.span) == (found.document.id, turn, span)
        and found.code.id in decision.codes
    ]
    return max(known, key=lambda decision: (decision.number, decision.at), default=None)


def _outcome(word: str) -> DecisionOutcome:
    try:
        return DecisionOutcome(word)
    except ValueError:
        raise UnknownTerm("outcome of a decision", word, ", ".join(DecisionOutcome)) from None


def _carried_out(write: Writer, found: _Passage, change: Change, *, new_id: NewId) -> tuple[str, ...]:
    """Change codings and say so, coder by coder, in signs: − taken away, + given, → given instead."""
    said = [
        *(_taken(write, found, coder) for coder in change.remove_from),
        *(_recoded(write, found, coder, code) for coder, code in change.recode),
        *(_added(write, found, coder, new_id=new_id) for coder in change.add_to),
    ]
    return tuple(said)


def _taken(write: Writer, found: _Passage, coder: str) -> str:
    person = write.named(Coder, coder)
    codings = found.given.get(person.id, ())
    if not codings:
        raise NotReadSo(person.handle, found.code.handle, found.name)
    write.remove(codings)
    return f"{person.handle}: − {found.code.handle} {_places(codings)}"


def _added(write: Writer, found: _Passage, coder: str, *, new_id: NewId) -> str:
    """Give a coder the code on the words of the first who gave it, as that one read them."""
    person = write.named(Coder, coder)
    theirs = next(iter(found.given.values()))
    copies = [replace(one, id=CodingId(new_id()), coder=person.id, memo="", released=False) for one in theirs]
    write.add(copies)
    return f"{person.handle}: + {found.code.handle} {_places(copies)}"


def _recoded(write: Writer, found: _Passage, coder: str, code: str) -> str:
    """Give a coder's codings of the passage another code; where the coder has that one already, one stays."""
    person, other = write.named(Coder, coder), write.codebook().named(code)
    codings = found.given.get(person.id) or found.instead.get(person.id) or ()
    if not codings:
        raise NotReadSo(person.handle, found.code.handle, found.name)
    known = {
        coding.span
        for coding in write.in_document(Coding, found.document.id)
        if coding.coder == person.id and coding.code == other.id
    }
    changed: dict[Span | None, Coding] = {}
    for coding in codings:
        if coding.span not in known:
            changed.setdefault(coding.span, replace(coding, code=other.id))
    kept = {coding.id for coding in changed.values()}
    write.remove([coding for coding in codings if coding.id not in kept])
    write.replace(list(changed.values()))
    codebook = write.codebook()
    before = ", ".join(dict.fromkeys(codebook.get(coding.code).handle for coding in codings))
    return f"{person.handle}: {before} → {other.handle} {_places(codings)}"


def _places(codings: Sequence[Coding]) -> str:
    return ", ".join(f"{one.span.start}-{one.span.end}" for one in codings if one.span is not None)
