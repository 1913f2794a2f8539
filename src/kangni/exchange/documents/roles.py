"""Who interviews and who is interviewed: told by the labels, else guessed from how each speaker talks."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from kangni.core.errors import N_
from kangni.core.text import Role
from kangni.exchange.documents.labels import Label
from kangni.exchange.documents.transcript import ReadTurn, Speaker
from kangni.results.answer import Caution

__all__ = ["guess_roles"]

BY_LABEL = N_("the label says so")
BY_STUDY = N_("a participant of the study")
BY_QUESTIONS = N_("asks in most turns")
BY_REMAINDER = N_("does not look like an interviewer")
BESIDE_BOTH = N_("speaks beside an interviewer and a participant")
BY_PARAGRAPHS = N_("no labels: all words are the participant's")
NO_INTERVIEWER = N_("{file}: no interviewer was recognised")
NO_PARTICIPANT = N_("{file}: no participant was recognised")
_ASKS = 0.5  # an interviewer's least share of turns with a question mark


@dataclass(slots=True)
class _Talk:
    turns: int = 0
    characters: int = 0


def guess_roles(
    text: str, turns: Sequence[ReadTurn], labels: Mapping[str, Label], *, known: Collection[str] = ()
) -> tuple[tuple[Speaker, ...], tuple[Caution, ...]]:
    """Return the speakers in order of appearance with a role each, and what could not be told.

    `known` are the folded handles of participants.
    """
    talks = _talks(turns)
    if not labels:
        return tuple(Speaker("", Role.PARTICIPANT, BY_PARAGRAPHS, t.turns, t.characters) for t in talks.values()), ()
    roles = {label: part for label in talks if (part := _told(labels[label], known))}
    if all(role is not Role.INTERVIEWER for role, _ in roles.values()):
        asker = _asker(text, turns, [label for label in talks if label not in roles])
        if asker is not None:
            roles[asker] = (Role.INTERVIEWER, BY_QUESTIONS)
    told = {role for role, _ in roles.values()}
    both = {Role.INTERVIEWER, Role.PARTICIPANT} <= told
    remainder = (Role.OTHER, BESIDE_BOTH) if both else (Role.PARTICIPANT, BY_REMAINDER)
    speakers = tuple(
        Speaker(
            label,
            *roles.get(label, remainder),
            turns=talk.turns,
            characters=talk.characters,
            is_code=labels[label].code,
        )
        for label, talk in talks.items()
    )
    return speakers, _missing({speaker.role for speaker in speakers})


def _talks(turns: Sequence[ReadTurn]) -> dict[str, _Talk]:
    talks = defaultdict[str, _Talk](_Talk)
    for speaker, start, end, *_ in turns:
        talk = talks[speaker]
        talk.turns += 1
        talk.characters += end - start
    return dict(talks)


def _told(label: Label, known: Collection[str]) -> tuple[Role, str] | None:
    if label.folded in known:
        return Role.PARTICIPANT, BY_STUDY
    return (label.role, BY_LABEL) if label.role is not None else None


def _asker(text: str, turns: Sequence[ReadTurn], candidates: Sequence[str]) -> str | None:
    """Return the candidate with the largest share of questions, if it is large and others speak as well."""
    if not candidates or len({turn.speaker for turn in turns}) == 1:
        return None
    spoken, asked = Counter[str](), Counter[str]()
    for speaker, start, end, *_ in turns:
        spoken[speaker] += 1
        asked[speaker] += text.find("？", start, end) >= 0 or text.find("?", start, end) >= 0
    asker = max(candidates, key=lambda label: asked[label] / spoken[label])
    return asker if asked[asker] >= _ASKS * spoken[asker] else None


def _missing(roles: set[Role]) -> tuple[Caution, ...]:
    return tuple(
        Caution(sentence)
        for role, sentence in ((Role.INTERVIEWER, NO_INTERVIEWER), (Role.PARTICIPANT, NO_PARTICIPANT))
        if role not in roles
    )
