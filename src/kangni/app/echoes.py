"""Withheld words that stand again in what analysts wrote: found by their letters, and covered there too."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from typing import TypeAlias

import numpy as np

from kangni.app.covering import COVER
from kangni.methods.columns import Bools, Ints

__all__ = ["Echoes", "Passage"]

Passage: TypeAlias = "tuple[str, str]"  # a text of the study, and the same with what may not leave covered

# as many letters alike are no accident: words in Han characters carry more in fewer
HAN_LETTERS = 8
OTHER_LETTERS = 24
_HAN = re.compile(r"[⺀-〿㐀-鿿豈-﫿\U00020000-\U0003ffff]")
_VISIBLE = re.compile(r"\S")
_BASE = np.uint64(1_000_003)


class Echoes:
    """Which runs of letters stand only in withheld words; of `texts` alone, for others are never asked about.

    Spaces, line ends and the case of letters make no difference. What somebody whose words may leave said as well
    is no echo.
    """

    def __init__(self, passages: Collection[Passage], texts: Iterable[str]) -> None:
        asked = {text for text in texts if text}
        self._hidden = {
            letters: found for letters in (HAN_LETTERS, OTHER_LETTERS) if (found := _hidden(letters, passages, asked))
        }

    def cover(self, text: str) -> str:
        """Return a text with all echoes covered, letter by letter."""
        shown: list[str] | None = None
        for letters, hidden in self._hidden.items():
            for window, places in _windows(text, letters):
                if window in hidden:
                    shown = shown or list(text)
                    for place in places:
                        shown[place] = COVER
        return text if shown is None else "".join(shown)


def _hidden(letters: int, passages: Collection[Passage], texts: Iterable[str]) -> frozenset[str]:
    """Return the runs of texts that stand in words that are covered, and in no others."""
    wanted = {window for text in texts for window, _ in _windows(text, letters)}
    if not wanted:
        return frozenset()
    hashes = _hashes_of(wanted, letters)
    found = {window for window in _standing(letters, passages, hashes, covered=True) if window in wanted}
    if not found:
        return frozenset()
    return frozenset(found.difference(_standing(letters, passages, _hashes_of(found, letters), covered=False)))


def _standing(letters: int, passages: Iterable[Passage], hashes: Ints, *, covered: bool) -> Iterator[str]:
    """Yield runs with one of these hashes that are wholly covered, or wholly not."""
    for before, after in passages:
        if covered and before == after:
            continue
        text = _folded(before)
        points = _points(text)
        kept = ~np.isin(points, _SPACES)
        seen, is_covered = points[kept], (_points(before) != _points(after))[kept]
        whole = _all_of(is_covered if covered else ~is_covered, letters)
        for start in np.flatnonzero(whole & np.isin(_hashes(seen, letters), hashes)).tolist():
            yield "".join(map(chr, seen[start : start + letters].tolist()))


def _windows(text: str, letters: int) -> Iterator[tuple[str, list[int]]]:
    """Yield the runs of a text, each with its places; short ones only where all their letters are Han."""
    folded = _folded(text)
    places = [found.start() for found in _VISIBLE.finditer(folded)]
    run = "".join(folded[place] for place in places)
    for i in range(len(run) - letters + 1):
        window = run[i : i + letters]
        if letters != HAN_LETTERS or len(_HAN.findall(window)) == letters:
            yield window, places[i : i + letters]


def _folded(text: str) -> str:
    lower = text.lower()
    return lower if len(lower) == len(text) else text


def _points(text: str) -> Ints:
    return np.frombuffer(text.encode("utf-32-le"), dtype=np.uint32).astype(np.int64)


_SPACES = np.array([ord(char) for char in map(chr, range(0x3001)) if char.isspace()], dtype=np.int64)


def _hashes_of(windows: Collection[str], letters: int) -> Ints:
    """Return the hashes of runs, each once."""
    return np.unique(_hashes(_points("".join(windows)), letters)[::letters])


def _hashes(points: Ints, letters: int) -> Ints:
    """Return a hash of every run; its overflow is wanted."""
    count = max(points.size - letters + 1, 0)
    found = np.zeros(count, dtype=np.uint64)
    for step in range(letters):
        found = found * _BASE + points[step : step + count].astype(np.uint64)
    return found.view(np.int64)


def _all_of(mask: Bools, letters: int) -> Bools:
    """Tell of every run whether the mask holds for all of it."""
    if mask.size < letters:
        return np.zeros(0, dtype=bool)
    summed = np.concatenate([[0], np.cumsum(mask)])
    return np.asarray(summed[letters:] - summed[:-letters] == letters)
