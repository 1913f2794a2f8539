"""Where each turn of a transcript begins and ends, found from the speakers' labels at line starts.

A label is words before a colon, `[00:01:12] Name:`, `Name [00:01:12]`, or a name and a time on a line of their own;
where a text has none of these, words before a tab. Words before a colon are a label when they are known as one, else
when they recur as a speaker's would: "note:" inside a speech makes no turn, nor does a time such as 10:30.
"""

from __future__ import annotations

import re
from bisect import bisect
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

from kangni.core.errors import N_
from kangni.core.text import Role
from kangni.exchange.documents.head import head_end
from kangni.exchange.documents.labels import Label, fold_label, read_label
from kangni.exchange.documents.transcript import ReadTurn
from kangni.results.answer import Caution

__all__ = ["FoundTurns", "find_turns"]

UNLABELLED = N_("{file}: no speaker's label was found; each paragraph became a turn of the participant")
NO_SPEAKER = N_("{file}: “{label}” stands {count} times before a colon and was not taken for a speaker")

_BLANK = r"[ \t\u00a0\u3000]"
_TIME = r"(?:\d{1,3}[:：])?\d{1,3}[:：]\d{2}(?:[.,]\d{1,3})?"
_NAME = r"[^\W\d_][^\n:：\t]{0,39}"
# The line feed before a line is a literal that the search can leap to; `^` would be tried at every character.
_COLON = re.compile(
    rf"\n{_BLANK}*(?:(?P<bracket>[\[(（【<])?(?P<time>{_TIME})[\])）】>]?{_BLANK}*)?(?P<label>{_NAME})[:：]"
)
_TIME_LAST = re.compile(
    rf"\n{_BLANK}*(?P<label>{_NAME}?){_BLANK}*(?:(?P<bracket>[\[(（【<])(?P<time>{_TIME})[\])）】>]{_BLANK}*[:：]?"
    rf"|(?<={_BLANK})(?P<bare>{_TIME}){_BLANK}*(?=\n|\Z))"
)
_TAB = re.compile(rf"\n{_BLANK}*(?P<label>{_NAME})\t")
_ENDS_IN_TIME = re.compile(rf"(?:{_BLANK}|[\[(（【<])\d{{1,3}}")
_BLANK_LINES = re.compile(r"\n[^\S\n]*\n")
_PARAGRAPH = re.compile(r"\S(?:.*\S)?", re.DOTALL)
_SURE_TIMES = 2
_SURE_SPEECHES = 3


@dataclass(frozen=True, slots=True)
class FoundTurns:
    """The turns in order, what each label says, and what was noticed on the way."""

    turns: tuple[ReadTurn, ...]
    labels: dict[str, Label]
    cautions: tuple[Caution, ...]


class _Mark(NamedTuple):
    start: int  # where the line begins
    words: int  # where the words begin
    written: str
    label: Label
    seconds: float | None
    is_timed: bool  # by a time in brackets, which no clock time in a speech has


def find_turns(text: str, *, speakers: Collection[str] = ()) -> FoundTurns:
    """Cut a text into turns; `speakers` are labels known beforehand, such as the handles of a study's participants."""
    known = {fold_label(speaker) for speaker in speakers}
    begin = head_end(text)
    marks = [mark for mark in _colon_marks(text) if mark.start >= begin]
    accepted = _accepted(marks, known)
    if not accepted:
        marks = [mark for mark in _tab_marks(text) if mark.start >= begin]
        accepted = _accepted(marks, known)
    if not accepted:
        return FoundTurns(_paragraphs(text, begin), {}, (Caution(UNLABELLED),))
    chosen = [mark for mark in marks if mark.label.folded in accepted]
    labels = {mark.written: mark.label for mark in chosen}
    return FoundTurns(_cut(text, chosen), labels, _passed_over(marks, accepted))


def _colon_marks(text: str) -> Iterator[_Mark]:
    padded = "\n" + text  # so that the first line begins like all others; offsets in it are one too high
    for match in _COLON.finditer(padded):
        _, time, written = match.groups()
        if _ENDS_IN_TIME.search(written, max(0, len(written) - 4)):
            timed = _TIME_LAST.match(padded, match.start())
            if timed is not None and (mark := _mark(timed, timed["time"] or timed["bare"])):
                yield mark
                continue
        if mark := _mark(match, time):
            yield mark


def _tab_marks(text: str) -> Iterator[_Mark]:
    for match in _TAB.finditer("\n" + text):
        if mark := _mark(match, None):
            yield mark


def _mark(match: re.Match[str], time: str | None) -> _Mark | None:
    written = match["label"].strip()
    label = read_label(written)
    if label is None:
        return None
    is_timed = time is not None and (bool(match["bracket"]) or len(re.findall("[:：]", time)) > 1)
    return _Mark(match.start(), match.end() - 1, written, label, _seconds(time) if time else None, is_timed)


def _seconds(time: str) -> float:
    total = 0.0
    for part in re.split("[:：]", time.replace(",", ".")):
        total = total * 60 + float(part)
    return total


def _accepted(marks: Sequence[_Mark], known: Collection[str]) -> set[str]:
    """Return the folded labels that name speakers."""
    labels = {mark.label.folded: mark.label for mark in marks}
    certain = {folded for folded, label in labels.items() if label.certain or folded in known}
    clocked = [mark for mark in marks if mark.seconds is not None]
    certain |= {mark.label.folded for mark in clocked if mark.is_timed or len(clocked) >= _SURE_TIMES}
    certain |= _short(marks, labels, _roles(labels, certain))
    return certain | _recurring(marks, certain, _roles(labels, certain))


def _roles(labels: dict[str, Label], certain: set[str]) -> set[Role]:
    return {labels[folded].role or Role.PARTICIPANT for folded in certain}


def _short(marks: Sequence[_Mark], labels: dict[str, Label], roles: set[Role]) -> set[str]:
    """Return short labels such as Q and A: of a role that has no certain label, beside one of the other role."""
    short = {folded: label.role for folded, label in labels.items() if label.short and label.role not in roles}
    if not short:
        return set()
    counts = Counter(mark.label.folded for mark in marks)
    present = (roles | {role for role in short.values() if role is not None}) - {Role.OTHER}
    return {folded for folded in short if len(present) > 1 or counts[folded] > 1}


def _recurring(marks: Sequence[_Mark], certain: set[str], roles: set[Role]) -> set[str]:
    """Return labels that recur as speakers do, taking turns with others.

    Where certain labels tell both roles, one that recurs within one speech only is no speaker's. Where there are no
    certain labels, two speakers are asked for.
    """
    unknown = {mark.label.folded for mark in marks} - certain
    if not unknown:
        return set()
    if {Role.INTERVIEWER, Role.PARTICIPANT} <= roles:
        speeches = defaultdict[str, set[int]](set)
        fences = [mark.start for mark in marks if mark.label.folded in certain]
        for mark in marks:
            speeches[mark.label.folded].add(bisect(fences, mark.start))
        return {folded for folded in unknown if len(speeches[folded]) >= _SURE_SPEECHES}
    runs = Counter(folded for folded, _ in groupby(mark.label.folded for mark in marks))
    recurring = {folded for folded in unknown if runs[folded] > 1}
    return recurring if certain or len(recurring) > 1 else set()


def _cut(text: str, marks: Sequence[_Mark]) -> tuple[ReadTurn, ...]:
    turns = list[ReadTurn]()
    borders = [mark.start for mark in marks[1:]] + [len(text)]
    for mark, border in zip(marks, borders, strict=True):
        start, end = mark.words, border  # moved by hand: stripping would copy every speech
        while end > start and text[end - 1].isspace():
            end -= 1
        while start < end and text[start].isspace():
            start += 1
        turns.append(ReadTurn(mark.written, start, end, mark.seconds))
    return tuple(turns)


def _paragraphs(text: str, begin: int) -> tuple[ReadTurn, ...]:
    """Return a turn for each block between blank lines, or for each line of a text without blank lines."""
    cut = _BLANK_LINES if _BLANK_LINES.search(text, begin) else re.compile("\n")
    turns, start = list[ReadTurn](), begin
    for end in [*(match.start() for match in cut.finditer(text, begin)), len(text)]:
        found = _PARAGRAPH.search(text, start, end)
        if found:
            turns.append(ReadTurn("", found.start(), found.end()))
        start = end
    return tuple(turns)


def _passed_over(marks: Sequence[_Mark], accepted: set[str]) -> tuple[Caution, ...]:
    counts = Counter(mark.written for mark in marks if mark.label.folded not in accepted)
    return tuple(
        Caution(NO_SPEAKER, (("label", label), ("count", count))) for label, count in counts.items() if count > 1
    )
