"""Transcripts in subtitle files, SubRip and WebVTT: each cue's words with the time at which it begins."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from kangni.core.errors import N_, FileDamaged, FileEmpty
from kangni.exchange.documents.plain import read_plain
from kangni.exchange.documents.transcript import Mark, ReadTurn, WrittenText
from kangni.results.answer import Caution
from kangni.results.imports import Loss

__all__ = ["is_subtitles", "read_subtitles"]

STYLING = N_("styling of subtitles: italics, colours, places on the screen")
NOTES = N_("notes and settings between the cues")
REVERSED = N_("{file}: {count} cues end before they begin, line {line} first; the time at which they begin was taken")
OVERLAPPING = N_("{file}: {count} cues begin before the one above has ended; the order of the file was kept")
_TIME = r"(?:\d{1,4}:)?\d{1,2}:\d{2}[.,]\d{1,3}"
_CUE = re.compile(rf"\s*(?P<start>-?{_TIME})\s*-->\s*(?P<end>-?{_TIME})(?P<settings>[ \t].*)?")
_ARROW = re.compile(r".*\d\s*-->.*")
_VOICE = re.compile(r"<v(?:\.[^\s>]*)?[ \t]+(?P<voice>[^>\n]+)>")
_STYLES = re.compile(r"</?(?:v|c|i|b|u|lang|ruby|rt|font)(?:[.\s][^<>\n]*)?>|<\d[\d:.]*>|\{\\an\d\}", re.IGNORECASE)
_ENTITIES = {"&lt;": "<", "&gt;": ">", "&nbsp;": "\u00a0", "&lrm;": "\u200e", "&rlm;": "\u200f", "&amp;": "&"}
_BLOCKS = ("NOTE", "STYLE", "REGION", "X-TIMESTAMP-MAP")


@dataclass(frozen=True, slots=True)
class _Cue:
    line: int
    start: float
    end: float
    voice: str
    words: str


@dataclass(slots=True)
class _Found:
    cues: list[_Cue]
    styled: int = 0
    aside: int = 0


def is_subtitles(content: bytes) -> bool:
    """Tell whether the first bytes are those of WebVTT."""
    return content.removeprefix(b"\xef\xbb\xbf").startswith(b"WEBVTT")


def read_subtitles(file: str, content: bytes, *, encoding: str | None = None) -> WrittenText:
    """Return the words of the cues, a line each; a cue whose voice is told becomes `voice: words`.

    Cues of one voice that follow each other are one turn. Tags that style are left out, any other stands as it is
    written; where no voice is told the turns are found as in plain text.

    Raises
    ------
    FileDamaged
        Where a line with an arrow holds no times, or there is no cue.
    """
    plain = read_plain(file, content, encoding=encoding)
    found = _cues(file, plain.text.split("\n"))
    spoken = [cue for cue in found.cues if cue.words]
    if not spoken:
        raise (
            FileEmpty(file) if found.cues else FileDamaged(file, "it holds no line of times such as 00:00:01,000 --> …")
        )
    has_voices = any(cue.voice for cue in spoken)
    text, turns, marks = _written(spoken, has_voices=has_voices)
    lost = ((STYLING, found.styled), (NOTES, found.aside))
    return replace(
        plain,
        text=text,
        turns=turns,
        marks=marks,
        losses=tuple(Loss(what, count) for what, count in lost if count),
        cautions=(*plain.cautions, *_doubts(found.cues)),
    )


def _cues(file: str, lines: Sequence[str]) -> _Found:
    found = _Found([])
    is_web = lines[0].startswith("WEBVTT")
    for first, block in _blocks(lines):
        place = next((i for i, line in enumerate(block) if "-->" in line), None)
        if place is None or _CUE.fullmatch(block[place]) is None:
            if place is not None and not block[0].startswith(_BLOCKS) and _ARROW.fullmatch(block[place]):
                raise FileDamaged(file, f"line {first + place} holds an arrow and no times")
            found.aside += not (is_web and first == 1 and len(block) == 1)
            continue
        _add_cues(found, block, first, place, is_web=is_web)
    return found


def _add_cues(found: _Found, block: Sequence[str], first: int, place: int, *, is_web: bool) -> None:
    """Take the cue of a block, and those that follow in it without a blank line."""
    times = [i for i in range(place, len(block)) if _CUE.fullmatch(block[i])]
    for at, following in zip(times, [*times[1:], len(block)], strict=True):
        cue = _CUE.fullmatch(block[at])
        assert cue is not None  # the list holds these
        ends = following - 1 if following < len(block) and block[following - 1].strip().isdecimal() else following
        written = "\n".join(block[at + 1 : ends])
        voice = _VOICE.search(written)
        plain, styles = _STYLES.subn("", written)
        found.styled += styles - len(_VOICE.findall(written)) - written.count("</v>")
        found.styled += bool((cue["settings"] or "").strip())
        words = " ".join((_unescaped(plain) if is_web else plain).split())
        name = " ".join(voice["voice"].split()) if voice else ""
        found.cues.append(_Cue(first + at, _seconds(cue["start"]), _seconds(cue["end"]), name, words))


def _blocks(lines: Sequence[str]) -> Iterator[tuple[int, list[str]]]:
    """Yield the runs of lines between blank ones with the number of their first line."""
    block = list[str]()
    for number, line in enumerate([*lines, ""], start=1):
        if line.strip():
            block.append(line)
        elif block:
            yield number - len(block), block
            block = []


def _unescaped(words: str) -> str:
    for entity, character in _ENTITIES.items():
        words = words.replace(entity, character)
    return words


def _seconds(time: str) -> float:
    total = 0.0
    for part in time.lstrip("-").replace(",", ".").split(":"):
        total = total * 60 + float(part)
    return -total if time.startswith("-") else total


def _written(cues: Sequence[_Cue], *, has_voices: bool) -> tuple[str, tuple[ReadTurn, ...], tuple[Mark, ...]]:
    pieces, turns, marks = list[str](), list[ReadTurn](), list[Mark]()
    length, voice = 0, None
    for cue in cues:
        is_new = has_voices and cue.voice != voice
        label = f"{cue.voice}: " if is_new and cue.voice else ""
        marks.append(Mark(length, seconds=cue.start))
        start, end = length + len(label), length + len(label) + len(cue.words)
        if is_new or not turns:
            turns.append(ReadTurn(cue.voice, start, end, cue.start))
        else:
            turns[-1] = turns[-1]._replace(end=end)
        pieces.append(f"{label}{cue.words}\n")
        length, voice = end + 1, cue.voice
    return "".join(pieces), tuple(turns) if has_voices else (), tuple(marks)


def _doubts(cues: Sequence[_Cue]) -> Iterator[Caution]:
    reversed_lines = [cue.line for cue in cues if cue.end < cue.start]
    if reversed_lines:
        yield Caution(REVERSED, (("count", len(reversed_lines)), ("line", reversed_lines[0])))
    overlaps = sum(later.start < earlier.end for earlier, later in pairwise(cues))
    if overlaps:
        yield Caution(OVERLAPPING, (("count", overlaps),))
