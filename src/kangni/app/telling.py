"""Deeds on episodes: begin one, add a moment to it, take one away, say how it ended."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import replace

from kangni.app.codings import check_original
from kangni.app.recoding import check_own
from kangni.core.episodes import Episode, EpisodeState, Moment
from kangni.core.errors import UnknownName, UnknownTerm
from kangni.core.names import EpisodeId
from kangni.core.ports import NewId, Reader, Writer
from kangni.core.text import Document, Span

__all__ = ["add_moment", "begin_episode", "end_episode", "remove_episodes", "remove_moment", "tell_moment"]

NUMBERED = re.compile(r"E(\d+)")


def begin_episode(write: Writer, document: str, label: str, *, new_id: NewId) -> Episode:
    """Begin an open episode without moments; it gets the next free number."""
    numbers = [int(found[1]) for other in write.all(Episode) if (found := NUMBERED.fullmatch(other.handle))]
    episode = Episode(
        id=EpisodeId(new_id()),
        handle=f"E{max(numbers, default=0) + 1:02d}",
        document=write.named(Document, document).id,
        coder=write.actor(),
        label=label,
        moments=(),
        state=EpisodeState.OPEN,
    )
    write.add([episode])
    return episode


def tell_moment(
    write: Writer,
    document: str,
    span: Span,
    stage: str,
    *,
    new_id: NewId,
    episode: str = "",
    label: str = "",
    code: str = "",
) -> Episode:
    """Add words as a moment of an episode, or of a new one with this label where none is named."""
    handle = episode or begin_episode(write, document, label, new_id=new_id).handle
    return add_moment(write, handle, span, stage, code=code)


def add_moment(write: Writer, handle: str, span: Span, stage: str, *, code: str = "") -> Episode:
    """Add these words as the last moment of an episode of the actor's; they must stand in its own transcript."""
    episode = _own(write, handle)
    head = next(head for head in write.document_heads() if head.id == episode.document)
    text = write.named(Document, head.handle)
    text.check(span)
    check_original(write, text, span)
    last = max((moment.position for moment in episode.moments), default=0)
    moment = Moment(
        last + 1, write.framework().stage(stage).id, write.codebook().named(code).id if code else None, span
    )
    changed = replace(episode, moments=(*episode.moments, moment))
    write.replace([changed])
    return changed


def remove_moment(write: Writer, handle: str, position: int) -> Episode:
    """Take one moment out of an episode of the actor's; the others keep their order."""
    episode = _own(write, handle)
    kept = tuple(moment for moment in episode.moments if moment.position != position)
    if len(kept) == len(episode.moments):
        raise UnknownTerm("moment", str(position), ", ".join(str(moment.position) for moment in kept))
    changed = replace(episode, moments=kept)
    write.replace([changed])
    return changed


def end_episode(write: Writer, handle: str, *, state: EpisodeState, outcome: str | None = None) -> Episode:
    """Say whether the process had ended when it was told, and how."""
    episode = _own(write, handle)
    ended = write.framework().outcome(outcome).id if outcome else None
    changed = replace(episode, state=state, outcome=ended)
    write.replace([changed])
    return changed


def remove_episodes(write: Writer, handles: Collection[str]) -> int:
    """Remove episodes of the actor's and return how many there were."""
    return write.remove([_own(write, handle) for handle in dict.fromkeys(handles)])


def _own(write: Writer, handle: str) -> Episode:
    episode = _named(write, handle)
    check_own(write, episode.coder, "episode")
    return episode


def _named(read: Reader, handle: str) -> Episode:
    episode = next((episode for episode in read.all(Episode) if episode.handle == handle), None)
    if episode is None:
        raise UnknownName("episode", handle)
    return episode
