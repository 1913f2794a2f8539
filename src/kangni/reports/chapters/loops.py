"""What the chapter on circles and presses says: which circles people tell, and which way things go if pressed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kangni.core.undefined import Undefined
from kangni.reports.evidence import Numbers
from kangni.reports.figure import Figure
from kangni.reports.figures.loop_sheet import loop_sheet
from kangni.reports.figures.press_signs import press_signs
from kangni.reports.findings import Findings
from kangni.reports.wording import Wording
from kangni.results.loops import Course, Loop, Loops
from kangni.results.press import PressSign, PressSigns, ToldSigns, WordCount

__all__ = ["LoopChapter", "LoopStory", "PressPart", "loop_chapter"]


@dataclass(frozen=True, slots=True)
class LoopStory:
    """A family of told loops by its strongest: who tells it, who holds a part, who says otherwise, what feeds it."""

    loop: Loop
    sentence: str
    tellers: tuple[str, ...]
    folded: int  # further loops of the family
    opposed: tuple[str, ...]
    entries: tuple[str, ...]  # codes by which a stressor feeds it


@dataclass(frozen=True, slots=True)
class PressPart:
    """Which way functioning goes under each lever, by how far that is known."""

    signs: PressSigns
    figure: Figure | None
    words: tuple[WordCount, ...]  # of presses on functioning
    pair_words: tuple[WordCount, ...]
    falls: tuple[PressSign, ...]  # presses under which functioning is known to fall
    told: ToldSigns | None


@dataclass(frozen=True, slots=True)
class LoopChapter:
    """Circles, and what answers when something is pressed."""

    loops: Loops
    figure: Figure
    stories: tuple[LoopStory, ...]
    vicious: int  # stories that feed bad functioning
    press: PressPart | None


def loop_chapter(findings: Findings, numbers: Numbers, wording: Wording) -> LoopChapter | None:
    """Return what the chapter says; None where nothing is claimed."""
    loops = findings.loops
    if not isinstance(loops, Loops):
        return None
    return LoopChapter(
        loops=loops,
        figure=loop_sheet(loops, findings.framework, language=wording.language, link_to=numbers.links("loops")),
        stories=tuple(_stories(loops, wording)),
        vicious=sum(loop.course is Course.VICIOUS for loop in loops.heads()),
        press=_press(findings, numbers, wording),
    )


def _stories(loops: Loops, wording: Wording) -> Iterator[LoopStory]:
    for family, loop in zip(loops.families, loops.heads(), strict=True):
        entries = dict.fromkeys(
            wording.code(entry.split(">")[0]) for telling in loop.tellings for entry in telling.entry
        )
        yield LoopStory(
            loop=loop,
            sentence=loop.sentence.text(wording.language),
            tellers=family.tellers,
            folded=len(family.loops) - 1,
            opposed=tuple(dict.fromkeys(opposition.participant for opposition in loop.opposed)),
            entries=tuple(entries),
        )


def _press(findings: Findings, numbers: Numbers, wording: Wording) -> PressPart | None:
    signs = findings.press
    if not isinstance(signs, PressSigns):
        return None
    return PressPart(
        signs=signs,
        figure=press_signs(signs, language=wording.language, link_to=numbers.links("press")) if signs.whole else None,
        words=tuple(count for count in signs.words(signs.whole) if count.presses),
        pair_words=tuple(count for count in signs.words(signs.pairs) if count.presses),
        falls=tuple(sign for sign in signs.whole if sign.sign == "-" and sign.is_known),
        told=None if isinstance(signs.told, Undefined) else signs.told,
    )
