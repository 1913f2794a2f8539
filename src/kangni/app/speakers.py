"""Deeds on who speaks: list the speakers of transcripts, and correct their roles and whose words they are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from kangni.core.errors import UnknownName, closest
from kangni.core.names import ParticipantId, fold_handle
from kangni.core.people import Participant
from kangni.core.ports import Reader, Writer
from kangni.core.text import Document, Role, Turn
from kangni.exchange.documents.labels import fold_label
from kangni.results.answer import Setting
from kangni.results.speakers import SpeakerLine, Speakers

__all__ = ["list_speakers", "set_roles"]


@dataclass(frozen=True, slots=True)
class _Part:
    """What a speaker was said to be: a role, or a participant by name."""

    role: Role
    participant: ParticipantId | None = None


def list_speakers(read: Reader, documents: Sequence[str] = ()) -> Speakers:
    """Return who speaks, as what and how much, in some documents or in all."""
    return _speakers(read, _chosen(read, documents))


def set_roles(write: Writer, parts: Mapping[str, str], documents: Sequence[str] = ()) -> Speakers:
    """Give speakers their part by label, in some documents or in all, and return how the speakers stand then.

    A part is `interviewer`, `participant` or `other`, or a participant's handle. The words of a `participant` are those
    of the participant who is called like the label, else the document's main one.

    Raises
    ------
    UnknownName
        For a label that none of the documents has, or a part that is neither a role nor a participant.
    """
    chosen = _chosen(write, documents)
    people = {fold_handle(person.handle): person.id for person in write.all(Participant)}
    wanted = {fold_label(label): _part(write, part) for label, part in parts.items()}
    _check_labels(parts, chosen)
    corrected = [_corrected(document, wanted, people) for document in chosen]
    changed = write.replace([new for new, old in zip(corrected, chosen, strict=True) if new != old])
    settings = tuple(Setting(label, part) for label, part in parts.items())
    return replace(_speakers(write, corrected), changed=changed, settings=settings)


def _chosen(read: Reader, handles: Sequence[str]) -> Sequence[Document]:
    return [read.named(Document, handle) for handle in handles] if handles else read.all(Document)


def _part(read: Reader, words: str) -> _Part:
    role = next((role for role in Role if role.value == words.strip().lower()), None)
    return _Part(role) if role is not None else _Part(Role.PARTICIPANT, read.named(Participant, words).id)


def _check_labels(parts: Mapping[str, str], documents: Sequence[Document]) -> None:
    present = {turn.speaker for document in documents for turn in document.turns}
    folded = {fold_label(label) for label in present}
    for label in parts:
        if fold_label(label) not in folded:
            raise UnknownName("speaker", label, closest(label, present))


def _corrected(document: Document, wanted: Mapping[str, _Part], people: Mapping[str, ParticipantId]) -> Document:
    turns = tuple(_corrected_turn(turn, wanted, people, document.participant) for turn in document.turns)
    if turns == document.turns:
        return document
    speaking = {turn.participant for turn in turns if turn.participant is not None}
    main = next(iter(speaking)) if len(speaking) == 1 else document.participant
    return replace(document, turns=turns, participant=main if not speaking or main in speaking else None)


def _corrected_turn(
    turn: Turn, wanted: Mapping[str, _Part], people: Mapping[str, ParticipantId], main: ParticipantId | None
) -> Turn:
    part = wanted.get(fold_label(turn.speaker))
    if part is None:
        return turn
    if part.role is not Role.PARTICIPANT:
        return replace(turn, role=part.role, participant=None)
    return replace(turn, role=part.role, participant=part.participant or people.get(fold_handle(turn.speaker), main))


def _speakers(read: Reader, documents: Sequence[Document]) -> Speakers:
    names = {person.id: person.handle for person in read.all(Participant)}
    lines = list[SpeakerLine]()
    for document in documents:
        turns_by_part = defaultdict[tuple[str, Role, ParticipantId | None], list[Turn]](list)
        for turn in document.turns:
            turns_by_part[turn.speaker, turn.role, turn.participant].append(turn)
        lines += [
            SpeakerLine(
                document=document.handle,
                speaker=speaker,
                role=role.value,
                participant=names[participant] if participant is not None else "",
                turns=len(turns),
                characters=sum(len(turn.span) for turn in turns if turn.span is not None),
            )
            for (speaker, role, participant), turns in turns_by_part.items()
        ]
    return Speakers(speakers=tuple(lines), revision=read.revision)
