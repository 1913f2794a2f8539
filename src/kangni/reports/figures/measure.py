"""How wide words are and where they break, in Chinese and Latin script, without a font at hand."""

from __future__ import annotations

from unicodedata import combining, east_asian_width

__all__ = ["shorten", "width", "wrap"]

NARROW = frozenset("iljtfrI.,:;!|'()[]-/ ")
BROAD = frozenset("mwMWQO@%&")
NEVER_FIRST = frozenset("，。、；：？！）》」』”’…·,.;:?!)")


def width(words: str, size: float) -> float:
    """Return the width of `words` in a sans face of `size` px, rather too wide than too narrow."""
    return size * sum(map(_em, words))


def wrap(words: str, size: float, limit: float) -> tuple[str, ...]:
    """Break `words` into lines no wider than `limit` px: Latin at blanks, Chinese between any two characters.

    A single piece that is wider than `limit` stays whole; the lines are made about equally long.
    """
    pieces = _pieces(words)
    lines = _filled(pieces, size, limit)
    if len(lines) > 1:
        least = max(width(words, size) / len(lines), *(width(piece, size) for piece in pieces))
        for wanted in (least * 1.04, least * 1.12, least * 1.25):
            balanced = _filled(pieces, size, min(limit, wanted))
            if len(balanced) == len(lines):
                return balanced
    return lines


def shorten(words: str, size: float, limit: float) -> str:
    """Return `words`, cut with an ellipsis where they are wider than `limit` px."""
    if width(words, size) <= limit:
        return words
    kept = words
    while kept and width(f"{kept}…", size) > limit:
        kept = kept[:-1]
    return f"{kept.rstrip()}…"


def _em(character: str) -> float:
    if combining(character):
        return 0.0
    if east_asian_width(character) in "WFA":
        return 1.0
    if character in NARROW:
        return 0.34
    if character in BROAD:
        return 0.88
    return 0.68 if character.isupper() else 0.57


def _pieces(words: str) -> list[str]:
    """Cut at the places where a line may end; a piece keeps its trailing blank."""
    pieces: list[str] = []
    for character in words:
        wide = east_asian_width(character) in "WF"
        follows = (
            pieces and pieces[-1][-1] != " " and not wide and east_asian_width(pieces[-1][-1]) not in "WF"
        ) or character in NEVER_FIRST | {" "}
        if pieces and follows:
            pieces[-1] += character
        else:
            pieces.append(character)
    return pieces


def _filled(pieces: list[str], size: float, limit: float) -> tuple[str, ...]:
    lines = [""]
    for piece in pieces:
        if lines[-1] and width((lines[-1] + piece).rstrip(), size) > limit:
            lines.append("")
        lines[-1] += piece
    return tuple(line.strip() for line in lines)
