"""Where sentences of Chinese and English speech begin and end, by rules that keep their name for ever.

Texts never change, and neither may the rules: a change of any boundary makes rules of another name, so that a figure
counted in sentences can be counted again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kangni.core.text import Span

__all__ = ["SEGMENTER", "sentences"]

SEGMENTER = "kangni-sentences-1"

# words after which a full stop ends no sentence, unless the words end there
_SHORT = frozenset(
    {"mr", "mrs", "ms", "dr", "prof", "st", "vs", "etc", "e.g", "i.e", "cf", "no", "vol", "fig", "approx", "jr", "sr"}
)
LONGEST = 12  # characters of a word that are looked at
_CLOSING = "\"'”’」』）)】》〉]"
_END = re.compile(
    rf"""
    (?P<mark>[。！？!?｡]+|\.+|…+)  # what may end a sentence
    [{re.escape(_CLOSING)}]*      # and what closes with it
    | \n[^\S\n]*\n                # or an empty line
    """,
    re.VERBOSE,
)
_WORD = re.compile(r"[A-Za-z][A-Za-z.]*$")


def sentences(text: str, words: Span) -> Iterator[Span]:
    """Return the sentences of some words of a text, without the blanks around them; they hold all other characters.

    A sentence ends behind 。！？ and what closes with them; behind ! and ? unless a blank and a small letter follow;
    behind a full stop or dots where a blank and no small letter follow, unless the word before is a known short form or
    a single capital; and at an empty line. An ellipsis without a blank behind it is a pause, not an end. Line ends
    alone end nothing.
    """
    start = words.start
    for found in _END.finditer(text, words.start, words.end):
        if found["mark"] is None or _ends(text, start, found, words.end):
            yield from _trimmed(text, start, found.end())
            start = found.end()
    yield from _trimmed(text, start, words.end)


def _ends(text: str, start: int, found: re.Match[str], last: int) -> bool:
    mark, behind = found["mark"], text[found.end() : last]
    if mark[0] not in ".…!?" or not behind:
        return True
    is_small = behind.lstrip()[:1].islower()
    if mark[0] in "!?":
        return not (behind[0].isspace() and is_small)
    if not behind[0].isspace() or is_small:
        return False
    before = _WORD.search(text, max(start, found.start() - LONGEST), found.start())
    if found.group() != "." or before is None:
        return True
    word = before[0]
    return word.casefold() not in _SHORT and (len(word) > 1 or word == "I" or word.islower())


def _trimmed(text: str, start: int, end: int) -> Iterator[Span]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end:
        yield Span(start, end)
