"""What can be put in its place only when a whole project is read: whose texts they are, memos, claims and the rest."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import TypeVar
from uuid import UUID

from kangni.core.advice import Suggestion
from kangni.core.bundle import Bundle, StudySettings
from kangni.core.claims import Claim
from kangni.core.coding import Coding
from kangni.core.decisions import Decision
from kangni.core.episodes import Episode
from kangni.core.errors import N_
from kangni.core.framework import Framework
from kangni.core.memos import Memo, MemoTarget
from kangni.core.names import EpisodeId, ParticipantId
from kangni.core.people import Assignment, Participant, Restriction
from kangni.core.recommendations import Recommendation
from kangni.core.text import Document, Turn
from kangni.exchange.refi.extra import Extra
from kangni.exchange.refi.identity import derived
from kangni.exchange.refi.notes import Note, finish_notes
from kangni.exchange.refi.people import Case
from kangni.exchange.refi.rests import packed
from kangni.exchange.refi.state import State, rest_of

__all__ = ["finish"]

UNLINKED = N_("claims whose link another program took away")
ORPHANED = N_("records of Kangni whose text, code, coding or coder another program took away")
Told = TypeVar("Told", Episode, Suggestion, Restriction, Assignment, Decision, Recommendation)
Links = Mapping[UUID, tuple[UUID | None, UUID | None]]


def finish(
    state: State,
    cases: Sequence[Case],
    notes: dict[UUID, Note],
    links: Links,
    settings: StudySettings,
    framework: Framework,
) -> Bundle:
    """Return all records of a project, those of each kind in the order of the file."""
    extra = state.extra
    _remember_people(state)
    _whose(state, cases)
    finish_notes(state, notes, _linked(notes, links))
    codings = [*state.codings.values(), *_unwritten(state)]
    claims = tuple(_claims(state, extra, links)) if extra is not None else ()
    found = _Found(state, codings, claims)
    return Bundle(
        settings=settings,
        framework=framework,
        codes=tuple(state.codes.values()),
        participants=tuple(state.people.values()),
        coders=tuple(state.coders.values()),
        documents=tuple(_with_originals(state)),
        codings=tuple(codings),
        claims=claims,
        episodes=found.standing(extra.episodes if extra is not None else ()),
        memos=tuple(found.memos()),
        suggestions=found.standing(extra.suggestions if extra is not None else ()),
        restrictions=found.standing(extra.restrictions if extra is not None else ()),
        assignments=found.standing(extra.assignments if extra is not None else ()),
        decisions=found.standing(extra.decisions if extra is not None else ()),
        recommendations=found.standing(extra.recommendations if extra is not None else ()),
        kept=tuple(state.kept),
    )


def _remember_people(state: State) -> None:
    """Take coders and participants from the extra member that a program did not write again."""
    for identity, coder in state.told_coders.items():
        if identity not in state.coders:
            state.coders[identity] = replace(coder, handle=state.coder_handles.keep(coder.handle))
    for identity, person in state.told_people.items():
        if identity not in state.people:
            handle = state.person_handles.keep(person.handle)
            state.people[identity] = replace(person, handle=handle)


def _whose(state: State, cases: Sequence[Case]) -> None:
    """Give each text the first case that names it; one that none names gets a participant of its own."""
    for case in cases:
        others = []
        for source in case.sources:
            document = state.documents.get(source)
            if document is not None and document.participant is None:
                state.documents[source] = replace(document, participant=ParticipantId(case.identity))
            else:
                others.append(source)
        state.keep(case.identity, rest_of("Case"), packed(case.rest(others)))
    for identity, document in list(state.documents.items()):
        participant = document.participant
        if participant is None and identity not in state.told_documents:
            participant = _participant_of(state, document)
            state.documents[identity] = replace(document, participant=participant)
        if participant is not None:
            _give_values(state, participant, identity)


def _participant_of(state: State, document: Document) -> ParticipantId:
    identity = derived(document.id, "participant")
    handle = state.person_handles.free(document.handle, document.handle)
    state.people[identity] = Participant(ParticipantId(identity), handle)
    state.made += 1
    return ParticipantId(identity)


def _give_values(state: State, participant: ParticipantId, source: UUID) -> None:
    """Give a participant the values of a text that has its own, where the participant has none of that name."""
    values = dict(state.source_values.get(source, ()))
    if values and participant not in state.told_people:
        person = state.people[participant]
        state.people[participant] = replace(person, attributes=MappingProxyType({**values, **person.attributes}))


def _linked(notes: Mapping[UUID, Note], links: Links) -> dict[UUID, UUID]:
    """Return what links tie notes to, by note: so programs attach annotations to passages."""
    linked: dict[UUID, UUID] = {}
    for origin, target in links.values():
        for note, other in ((origin, target), (target, origin)):
            if note in notes and note is not None and other is not None and other not in notes:
                linked.setdefault(note, other)
    return linked


def _unwritten(state: State) -> list[Coding]:
    """Return codings that stand in the extra member only: drafts, and those from tables without a text."""
    told = state.extra.codings if state.extra is not None else ()
    texts: dict[UUID | None, str] = {document.id: document.sha256 for document in state.documents.values()}
    known: dict[UUID | None, str] = {each.id: each.sha256 for each in state.told_documents.values()}
    texts[None] = known[None] = ""
    return [
        coding
        for coding in told
        if coding.id in state.told_unwritten
        and coding.id not in state.codings
        and coding.document in texts
        and texts[coding.document] == known[coding.document]
        and coding.code in state.codes
        and coding.coder in state.coders
    ]


def _claims(state: State, extra: Extra, links: Links) -> Iterable[Claim]:
    for claim in extra.claims:
        cause, effect = links.get(claim.id, (None, None))
        is_whole = claim.document is None or claim.document in state.documents
        if cause is None or cause not in state.codes or effect not in state.codes or not is_whole:
            state.tally.lose(UNLINKED, claim.handle)
        else:
            yield replace(claim, cause=state.codes[cause].id, effect=state.codes[effect].id)


class _Found:
    """What is there for records to refer to."""

    def __init__(self, state: State, codings: Sequence[Coding], claims: Sequence[Claim]) -> None:
        self._state = state
        told = state.extra
        episodes = {episode.id for episode in told.episodes} if told is not None else set[EpisodeId]()
        self._targets: Mapping[MemoTarget, Callable[[UUID], bool]] = {
            MemoTarget.DOCUMENT: state.documents.__contains__,
            MemoTarget.PARTICIPANT: state.people.__contains__,
            MemoTarget.CODE: state.codes.__contains__,
            MemoTarget.CODING: {coding.id for coding in codings}.__contains__,
            MemoTarget.CLAIM: {claim.id for claim in claims}.__contains__,
            MemoTarget.EPISODE: episodes.__contains__,
        }

    def standing(self, told: Sequence[Told]) -> tuple[Told, ...]:
        """Return the records whose references all hold; others are lost and listed."""
        found = []
        for record in told:
            if all(self._holds(kind, identity) for kind, identity in _references(record)):
                found.append(record)
            else:
                self._state.tally.lose(ORPHANED, type(record).__name__)
        return tuple(found)

    def memos(self) -> Iterable[Memo]:
        """Yield the memos; one whose record is gone is on the study as a whole."""
        for memo in self._state.memos:
            is_there = memo.target is MemoTarget.STUDY or self._holds(memo.target, memo.target_id)
            yield memo if is_there else replace(memo, target=MemoTarget.STUDY, target_id=None)

    def _holds(self, kind: MemoTarget | str, identity: UUID | None) -> bool:
        if identity is None:
            return True
        if kind == "coder":
            return identity in self._state.coders
        return self._targets[MemoTarget(kind)](identity)


def _references(
    record: Episode | Suggestion | Restriction | Assignment | Decision | Recommendation,
) -> list[tuple[str, UUID | None]]:
    match record:
        case Episode():
            return [
                ("document", record.document),
                ("coder", record.coder),
                *(("code", moment.code) for moment in record.moments),
            ]
        case Suggestion():
            return [("coding", record.coding), ("coder", record.tied_by)]
        case Restriction():
            return [
                ("participant", record.participant),
                ("participant", record.other),
                ("code", record.code),
                ("document", record.document),
            ]
        case Assignment():
            return [("document", record.document), ("coder", record.coder)]
        case Recommendation():
            return [
                ("coder", record.decided_by),
                *(("document", support.document) for support in record.evidence),
                *(("code", support.code) for support in record.evidence),
            ]
    return [
        ("document", record.document),
        *(("coder", coder) for coder in (*record.coders, *record.decided_by)),
        *(("code", code) for code in record.codes),
    ]


def _with_originals(state: State) -> Iterable[Document]:
    """Yield the documents, translations tied to originals that are there, turns to participants that are."""
    for identity, document in state.documents.items():
        told = state.told_documents.get(identity)
        if told is None:
            yield document
            continue
        original = told.translation_of if told.translation_of in state.documents else None
        yield replace(document, translation_of=original, turns=tuple(_turns(state, document.turns)))


def _turns(state: State, turns: Sequence[Turn]) -> Iterable[Turn]:
    return (
        turn if turn.participant is None or turn.participant in state.people else replace(turn, participant=None)
        for turn in turns
    )
