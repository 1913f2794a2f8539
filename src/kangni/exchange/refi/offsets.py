"""What the positions of a source count: found from evidence, since the standard leaves half of it open.

The standard counts code points from 0 and is silent on line ends of two characters and on byte order marks. Programs
count UTF-16 units, count CRLF once or twice, and count the mark or not. Where a text has none of the three, all ways
coincide. Elsewhere each way is tried on all selections of the source: it gains where selections begin and end at the
edges of words and where the words equal the name that a program gave the selection, and loses where it cuts a word or
a character or points behind the text. The ways of the program that wrote the file decide only where evidence is equal.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from kangni.core.errors import UnknownTerm

__all__ = [
    "PLAIN",
    "Convention",
    "Decision",
    "Marked",
    "convention_from",
    "decide",
    "is_named_after",
    "origin_of",
    "spans_of",
    "told_by",
]

Unit = Literal["code_points", "utf16"]
Ints: TypeAlias = NDArray[np.int64]
_ASTRAL = 0x10000
_ORIGIN = "Kangni; positions: "
_KNOWN_WAYS = "code_points or utf16, with crlf=1 or crlf=2 and bom=0 or bom=1, such as utf16,crlf=2,bom=0"

NAME_EQUAL = 6.0  # the words are those that the selection is named after
NAME_OTHER = -3.0
EDGE, CUT_WORD = 1.0, -2.0
CUT_CHARACTER, OUTSIDE = -6.0, -6.0
CLEAR_LEAD = 3.0  # a lead of at least this over the next way is called certain: three edges of words more
_ELLIPSIS = re.compile(r"\s*(…|\.\.\.)$")
_BLANKS = re.compile(r"\s+")
_SHORTEST_NAME = 4  # characters of a name that can be words of the text


@dataclass(frozen=True, slots=True)
class Convention:
    """A way of counting positions; `crlf` and `bom` say how much a line end of two characters and a mark count."""

    unit: Unit = "code_points"
    crlf: Literal[1, 2] = 2
    bom: Literal[0, 1] = 0

    def __str__(self) -> str:
        return f"{self.unit},crlf={self.crlf},bom={self.bom}"


PLAIN = Convention()


@dataclass(frozen=True, slots=True)
class Marked:
    """The text of a source as its file has it, without a mark, and its selections with their names."""

    text: str
    has_mark: bool
    starts: Ints
    ends: Ints
    names: Sequence[str]


@dataclass(frozen=True, slots=True)
class Decision:
    """The way a source's positions were read; `at_edges` counts selections at edges of words where that was asked.

    `why` is "coincide" where all ways say the same, "told" by the file, "evidence" or "asked"; "program" where evidence
    was equal or thin and the habit of the program that wrote the file decided.
    """

    convention: Convention
    why: Literal["coincide", "told", "evidence", "program", "asked"]
    selections: int = 0
    at_edges: int = 0

    @property
    def is_certain(self) -> bool:
        """Tell whether the way is more than a habit of the program."""
        return self.why != "program"


def convention_from(words: str) -> Convention:
    """Read a way as people write it: `utf16`, `code_points,crlf=1`, `utf16,crlf=2,bom=0`.

    Raises
    ------
    UnknownTerm
        With the words that are known.
    """
    unit: Unit = "code_points"
    crlf: Literal[1, 2] = 2
    bom: Literal[0, 1] = 0
    for word in words.replace(" ", "").lower().replace("-", "_").split(","):
        match word:
            case "code_points" | "codepoints":
                unit = "code_points"
            case "utf16" | "utf_16":
                unit = "utf16"
            case "crlf=1":
                crlf = 1
            case "crlf=2":
                crlf = 2
            case "bom=0":
                bom = 0
            case "bom=1":
                bom = 1
            case _:
                raise UnknownTerm("way of counting positions", words, _KNOWN_WAYS)
    return Convention(unit, crlf, bom)


def origin_of(convention: Convention) -> str:
    """Return what a file of ours says of who wrote it and how positions count in it."""
    return f"{_ORIGIN}{convention}"


def told_by(origin: str) -> Convention | None:
    """Return how positions count in a file of ours, None in others: whoever writes anew names themselves."""
    return convention_from(origin.removeprefix(_ORIGIN)) if origin.startswith(_ORIGIN) else None


def habit_of(origin: str) -> Convention:
    """Return how the program that wrote a file is known to count."""
    name = origin.casefold()
    if "nvivo" in name:
        return Convention("utf16", 2, 0)
    if "atlas" in name:
        return Convention("code_points", 1, 0)
    if "maxqda" in name:
        return Convention("code_points", 1, 0)
    if "transact" in name or "qualcanvas" in name:
        return Convention("utf16", 2, 0)
    return PLAIN


def decide(marked: Marked, *, origin: str, asked: Convention | None = None, told: Convention | None = None) -> Decision:
    """Find the way in which a source's positions count: asked for, told by the file, or by evidence."""
    n = len(marked.starts)
    if asked is not None:
        return Decision(asked, "asked", n, _edges(marked, asked))
    if told is not None:
        return Decision(told, "told", n)
    habit = habit_of(origin)
    ways = _ways(marked, habit)
    if len(ways) == 1 or not n:
        return Decision(ways[0], "coincide", n)
    scored = sorted(((_score(marked, way), -place, way) for place, way in enumerate(ways)), reverse=True)
    best, _, way = scored[0]
    rivals = [score for score, _, other in scored[1:] if not _same(marked, way, other)]
    why: Literal["coincide", "evidence", "program"] = "coincide"
    if rivals:
        why = "evidence" if best - max(rivals) >= CLEAR_LEAD else "program"
    return Decision(way, why, n, _edges(marked, way))


def spans_of(marked: Marked, convention: Convention) -> tuple[Ints, Ints, NDArray[np.bool_]]:
    """Return where the selections begin and end in the text with line feeds, and which of them point at characters.

    A selection that ends behind the text, or begins or ends inside a character, points at none.
    """
    starts, start_fits = _places(marked, convention, marked.starts)
    ends, end_fits = _places(marked, convention, marked.ends)
    return starts, ends, start_fits & end_fits


def _ways(marked: Marked, habit: Convention) -> list[Convention]:
    """Return the ways that differ on this text, the program's habit first."""
    units: tuple[Unit, ...] = (
        ("code_points", "utf16") if max(marked.text, default="") >= "\U00010000" else ("code_points",)
    )
    line_ends: tuple[Literal[1, 2], ...] = (2, 1) if "\r\n" in marked.text else (2,)
    marks: tuple[Literal[0, 1], ...] = (0, 1) if marked.has_mark else (0,)
    ways = [Convention(unit, crlf, bom) for bom in marks for unit in units for crlf in line_ends]
    ways.sort(key=lambda way: (way.bom != habit.bom, way.unit != habit.unit, way.crlf != habit.crlf))
    return ways


def _places(marked: Marked, convention: Convention, positions: Ints) -> tuple[Ints, NDArray[np.bool_]]:
    """Return where positions stand in the text with line feeds, and which of them stand between two characters."""
    asked = positions - (convention.bom if marked.has_mark else 0)
    text = marked.text
    has_wide = convention.unit == "utf16" and max(text, default="") >= "\U00010000"
    has_pairs = "\r\n" in text
    if not has_wide and not has_pairs:
        return asked, (asked >= 0) & (asked <= len(text))
    points = np.frombuffer(text.encode("utf-32-le"), np.uint32)
    returns = np.zeros(len(points), np.int64)
    if has_pairs:
        returns[:-1] = (points[:-1] == 0x0D) & (points[1:] == 0x0A)
    weights = np.ones(len(points), np.int64)
    if has_wide:
        weights += points >= _ASTRAL
    if convention.crlf == 1:
        weights -= returns
    counted = np.concatenate([[0], np.cumsum(weights)])
    places = np.searchsorted(counted, asked, side="left").clip(0, len(points))
    fits = (asked >= 0) & (counted[places] == asked)
    before = np.concatenate([[0], np.cumsum(returns)])
    return places - before[places], fits


def _clean(text: str) -> str:
    return text.replace("\r\n", "\n")


def _score(marked: Marked, way: Convention) -> float:
    starts, ends, fits = spans_of(marked, way)
    text = _clean(marked.text)
    score = float(CUT_CHARACTER * np.count_nonzero(~fits))
    chosen = np.flatnonzero(fits & (starts <= ends))
    edges = _at_edges(text, starts[chosen], ends[chosen])
    score += float(edges.sum())
    for place in chosen.tolist():
        name = marked.names[place]
        if len(name) >= _SHORTEST_NAME:
            score += NAME_EQUAL if is_named_after(text[starts[place] : ends[place]], name) else NAME_OTHER
    return score


def is_named_after(words: str, name: str) -> bool:
    """Tell whether a selection's name is its words, or their beginning and an ellipsis."""
    plain = _BLANKS.sub(" ", words).strip()
    wanted = _BLANKS.sub(" ", name).strip()
    beginning = _ELLIPSIS.sub("", wanted)
    return bool(wanted) and (
        plain == wanted or (bool(beginning) and beginning != wanted and plain.startswith(beginning))
    )


def _at_edges(text: str, starts: Ints, ends: Ints) -> NDArray[np.float64]:
    """Return what the two ends of each selection say: at the edge of a word or sentence, inside a word, or nothing."""
    kinds = _kinds(text)
    found = np.zeros(len(starts))
    for places, inside_first in ((starts, True), (ends, False)):
        before, after = kinds[places], kinds[places + 1]  # shifted by one for the beginning of the text
        inner, outer = (after, before) if inside_first else (before, after)
        found += np.where((inner == _LETTER) & (outer == _LETTER), CUT_WORD, 0.0)
        found += np.where((inner >= _LETTER) & (outer < _LETTER), EDGE, 0.0)
        found += np.where(inner == _BLANK, -EDGE, 0.0)
    return found


_BLANK, _MARK, _LETTER, _SIGN = 0, 1, 2, 3  # white space, punctuation, letters of words with blanks between, others


def _kinds(text: str) -> Ints:
    """Return what each character is, with a blank before the first and behind the last."""
    kinds = np.zeros(len(text) + 2, np.int64)
    points = np.frombuffer(text.encode("utf-32-le"), np.uint32)
    if len(points):
        distinct, places = np.unique(points, return_inverse=True)
        kinds[1:-1] = np.array([_kind(chr(point)) for point in distinct.tolist()])[places]
    return kinds


def _kind(character: str) -> int:
    if character.isspace():
        return _BLANK
    if not character.isalnum():
        return _MARK
    # Chinese and Japanese have no blanks between words, so that two such characters say nothing about an edge
    return _SIGN if character >= "\u2e80" else _LETTER


def _edges(marked: Marked, way: Convention) -> int:
    """Return how many selections begin and end at edges, as far as one can tell."""
    starts, ends, fits = spans_of(marked, way)
    chosen = np.flatnonzero(fits & (starts <= ends))
    return int(np.count_nonzero(_at_edges(_clean(marked.text), starts[chosen], ends[chosen]) >= 0))


def _same(marked: Marked, way: Convention, other: Convention) -> bool:
    """Tell whether two ways find the same words for every selection, so that there is nothing to decide."""
    mine, theirs = spans_of(marked, way), spans_of(marked, other)
    same: Any = all(np.array_equal(one, another) for one, another in zip(mine, theirs, strict=True))
    return bool(same)
