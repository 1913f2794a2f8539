"""The deed that corrects typing errors in a transcript: all that points into its words follows them."""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from typing import TypeVar

from kangni.core.claims import Claim
from kangni.core.coding import Coding
from kangni.core.decisions import Decision
from kangni.core.episodes import Episode
from kangni.core.errors import TurnUnknown, WrittenMeanwhile
from kangni.core.people import Coder, Restriction
from kangni.core.ports import Writer
from kangni.core.recommendations import Recommendation
from kangni.core.text import Document, Span

__all__ = ["Corrected", "TouchedWords", "correct"]


Placed = TypeVar("Placed", Claim, Restriction, Decision)


@dataclass(frozen=True, slots=True)
class TouchedWords:
    """A coding whose own words the correction changed; `after` is empty where none of them are left."""

    coder: str
    code: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Corrected:
    """What a correction did: how many codings moved with their words, and those whose words it changed."""

    document: str
    turn: int
    moved: int
    touched: tuple[TouchedWords, ...]


def correct(write: Writer, document: str, turn: int, words: str, *, was: str | None = None) -> Corrected:
    """Give a turn other words; positions behind and inside follow the letters that stayed, in code points.

    A coding none of whose letters are left takes what stands in their place, else the letter before.

    Raises
    ------
    TurnUnknown
        If the document has no such turn, or it has no words.
    WrittenMeanwhile
        If the turn does not say what `was` says: somebody corrected it since.
    """
    old = write.named(Document, document)
    place = next((each.span for each in old.turns if each.ordinal == turn and each.span is not None), None)
    if place is None or not words.strip():
        raise TurnUnknown(old.handle, turn, len(old.turns))
    words = words.replace("\r\n", "\n").strip("\n")
    standing = old.words(place)
    if was is not None and standing != was.replace("\r\n", "\n"):
        raise WrittenMeanwhile("turn", standing, words)
    follow = _Following(standing, words, place.start)
    text = old.text[: place.start] + words + old.text[place.end :]
    new = replace(
        old,
        text=text,
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        turns=tuple(replace(each, span=follow.turn(each.span)) if each.span else each for each in old.turns),
    )
    write.replace([new])
    moved, touched = _codings(write, old, new, follow)
    _follow_all(write, write.in_document(Claim, old.id), follow)
    _follow_all(write, [each for each in write.all(Restriction) if each.document == old.id], follow)
    _follow_all(write, [each for each in write.all(Decision) if each.document == old.id], follow)
    _episodes(write, old, follow)
    _evidence(write, old, follow)
    return Corrected(old.handle, turn, moved, touched)


class _Following:
    """Where each position of the old text stands in the new one."""

    def __init__(self, before: str, after: str, start: int) -> None:
        matcher = SequenceMatcher(None, before, after, autojunk=False)
        self._blocks = [(start + a, start + a + n, start + b) for a, b, n in matcher.get_matching_blocks() if n]
        self._first, self._end = start, start + len(before)
        self._shift, self._new_end = len(after) - len(before), start + len(after)
        self._starts = [block[0] for block in self._blocks]

    def span(self, span: Span) -> Span:
        """Return where these words stand now; never empty."""
        start, end = self._start(span.start), self._stop(span.end)
        if start < end:
            return Span(start, end)
        start = min(start, self._new_end - 1) if span.start < self._end else start
        return Span(max(start, self._first), max(start, self._first) + 1)

    def turn(self, span: Span) -> Span:
        """Return where a turn stands now: the corrected one keeps its whole place."""
        if (span.start, span.end) == (self._first, self._end):
            return Span(self._first, self._new_end)
        return self.span(span)

    def _start(self, position: int) -> int:
        """Return the place of the first letter at or behind a position."""
        if position <= self._first:
            return position
        if position >= self._end:
            return position + self._shift
        i = bisect_right(self._starts, position) - 1
        if i >= 0 and position < self._blocks[i][1]:
            return self._blocks[i][2] + position - self._blocks[i][0]
        before = self._blocks[i] if i >= 0 else None  # inside what was changed: what stands there now belongs to it
        return before[2] + before[1] - before[0] if before else self._first

    def _stop(self, position: int) -> int:
        """Return the place behind the last letter before a position."""
        if position <= self._first:
            return position
        if position >= self._end:
            return position + self._shift
        i = bisect_right(self._starts, position - 1) - 1
        if i >= 0 and position <= self._blocks[i][1]:
            return self._blocks[i][2] + position - self._blocks[i][0]
        after = self._blocks[i + 1] if i + 1 < len(self._blocks) else None
        return after[2] if after else self._new_end


def _codings(write: Writer, old: Document, new: Document, follow: _Following) -> tuple[int, tuple[TouchedWords, ...]]:
    """Let codings follow; words that were changed are another text than the one their speaker reviewed."""
    coders = {coder.id: coder.handle for coder in write.all(Coder)}
    codes = {code.id: code.handle for code in write.codebook()}
    changed, touched = list[Coding](), list[TouchedWords]()
    for coding in write.in_document(Coding, old.id):
        if coding.span is None:
            continue
        span = follow.span(coding.span)
        before, after = old.words(coding.span), new.words(span)
        if before != after:
            touched.append(TouchedWords(coders[coding.coder], codes[coding.code], before, after))
        if span != coding.span or before != after:
            changed.append(replace(coding, span=span, released=coding.released and before == after))
    return write.replace(_apart(write, old, changed)), tuple(touched)


def _apart(write: Writer, old: Document, changed: Sequence[Coding]) -> Iterator[Coding]:
    """Leave out codings that would say what another one says then; the earlier one stays, the other goes."""
    ids = {coding.id for coding in changed}
    said = {
        (coding.coder, coding.code, coding.span) for coding in write.in_document(Coding, old.id) if coding.id not in ids
    }
    kept, doubled = list[Coding](), list[Coding]()
    for coding in changed:
        name = coding.coder, coding.code, coding.span
        (doubled if name in said else kept).append(coding)
        said.add(name)
    write.remove(doubled)
    return iter(kept)


def _follow_all(write: Writer, records: Sequence[Placed], follow: _Following) -> None:
    write.replace([replace(each, span=follow.span(each.span)) for each in records if each.span is not None])


def _episodes(write: Writer, old: Document, follow: _Following) -> None:
    write.replace(
        [
            replace(
                episode,
                moments=tuple(
                    replace(moment, span=follow.span(moment.span)) if moment.span else moment
                    for moment in episode.moments
                ),
            )
            for episode in write.in_document(Episode, old.id)
        ]
    )


def _evidence(write: Writer, old: Document, follow: _Following) -> None:
    write.replace(
        [
            replace(
                each,
                evidence=tuple(
                    replace(support, span=follow.span(support.span))
                    if support.document == old.id and support.span
                    else support
                    for support in each.evidence
                ),
            )
            for each in write.all(Recommendation)
            if any(support.document == old.id for support in each.evidence)
        ]
    )
