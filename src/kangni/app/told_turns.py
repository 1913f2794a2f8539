"""Turns and language of a text that came without them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from kangni.app.incoming import language_of
from kangni.core.errors import KangniError
from kangni.core.names import ParticipantId, fold_handle
from kangni.core.text import Document, Role, Span, Turn
from kangni.exchange.documents.registry import read

__all__ = ["with_turns"]


def with_turns(document: Document, people: Mapping[str, ParticipantId], *, language: str) -> Document:
    """Return a document with its language and turns found out; `people` are participants by folded handle.

    Words under the label of a participant are theirs; those of others who answer are the main participant's.
    """
    spoken = document.language or language_of(document.text) or language
    document = replace(document, language=spoken)
    try:
        found = read(f"{document.handle}.txt", document.text.encode(), encoding="utf-8", speakers=list(people))
    except KangniError:  # what looks like another type of file has no turns that could be trusted
        return document
    if found.text != document.text:
        return document
    roles = {speaker.label: speaker.role for speaker in found.speakers}
    turns = tuple(
        Turn(
            ordinal,
            Span(turn.start, turn.end) if turn.end > turn.start else None,
            turn.speaker,
            roles[turn.speaker],
            _whose(turn.speaker, roles[turn.speaker], people, document.participant),
            turn.seconds,
        )
        for ordinal, turn in enumerate(found.turns, start=1)
    )
    return replace(document, turns=turns)


def _whose(
    label: str, role: Role, people: Mapping[str, ParticipantId], main: ParticipantId | None
) -> ParticipantId | None:
    return people.get(fold_handle(label), main) if role is Role.PARTICIPANT else None
