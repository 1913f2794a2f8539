"""How words become the units in which codes can stand together: windows of turns, and runs of characters."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kangni.core.errors import MethodInput
from kangni.methods.columns import Ints
from kangni.methods.readings import distinct

__all__ = ["Runs", "Windows", "runs", "windows"]


@dataclass(frozen=True, slots=True, eq=False)
class Windows:
    """Which entry stands in which window; `count` is how many windows there are."""

    entry: Ints
    window: Ints
    count: int


@dataclass(frozen=True, slots=True, eq=False)
class Runs:
    """Which span covers which run; `length` is by run, in code points."""

    entry: Ints
    run: Ints
    length: Ints


def windows(block: Ints, place: Ints, sizes: Ints, *, width: int) -> Windows:
    """Return all windows of so many successive turns, and the entries in each.

    A block of m turns has m - width + 1 windows, and one where it is shorter: every turn is in up to `width` of them.

    Parameters
    ----------
    block, place
        One entry a coding: in which block it stands, and in which of its turns, from 0 on.
    sizes
        By block, its turns.
    width
        Turns in a window.

    Returns
    -------
    Windows
        Windows are numbered block by block.

    Raises
    ------
    MethodInput
        If a window has no turn.

    Examples
    --------
    A block of four turns, windows of three: its second turn is in both.

    >>> found = windows(np.array([0, 0]), np.array([1, 3]), np.array([4]), width=3)
    >>> print(found.entry, found.window, found.count)
    [0 0 1] [0 1 1] 2
    """
    if width < 1:
        raise MethodInput("windows", f"a window of {width} turns; use 1 or more")
    count = np.maximum(sizes - width + 1, np.minimum(sizes, 1))
    offset = np.cumsum(count) - count
    first, last = np.maximum(place - width + 1, 0), np.minimum(place, count[block] - 1)
    entry, steps = _expanded(last - first + 1)
    return Windows(entry, (offset[block] + first)[entry] + steps, int(count.sum()))


def runs(text: Ints, start: Ints, end: Ints) -> Runs:
    """Cut texts wherever a span begins or ends, and say which spans cover each piece.

    Work grows with the spans and the pieces that they cover, never with the characters.

    Parameters
    ----------
    text, start, end
        One entry a span: its text, and half-open bounds in code points; no span is empty.

    Returns
    -------
    Runs
        Pieces that no span covers are numbered too.

    Raises
    ------
    MethodInput
        If a span is empty.

    Examples
    --------
    Two spans share three characters.

    >>> found = runs(np.array([0, 0]), np.array([0, 2]), np.array([5, 9]))
    >>> print(found.entry, found.run, found.length)
    [0 0 1 1] [0 1 1 2] [2 3 4]
    """
    if (end <= start).any():
        raise MethodInput("runs", "a span is empty")
    width = int(end.max(initial=0)) + 1
    (bounds,) = distinct(np.concatenate([text * width + start, text * width + end]))
    first, last = np.searchsorted(bounds, text * width + start), np.searchsorted(bounds, text * width + end)
    entry, steps = _expanded(last - first)
    # the piece from the last bound of a text to the first one of the next is covered by nothing
    return Runs(entry, first[entry] + steps, np.diff(bounds))


def _expanded(counts: Ints) -> tuple[Ints, Ints]:
    """Return each entry as often as it counts, and 0, 1, 2 ... for its repetitions."""
    entry = np.repeat(np.arange(counts.size), counts)
    return entry, np.arange(entry.size) - np.repeat(np.cumsum(counts) - counts, counts)
