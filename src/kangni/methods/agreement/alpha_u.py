"""Krippendorff's older alpha_U for spans, to be compared with papers from before 2016."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kangni.methods.agreement.sweep import Segments
from kangni.methods.columns import Floats

__all__ = ["OldAlpha", "alpha_u_2004"]


@dataclass(frozen=True, slots=True)
class OldAlpha:
    """Observed and expected disagreement of alpha_U, to be summed over codes."""

    observed: float
    expected: float


def alpha_u_2004(found: Segments, length: int, *, coders: int) -> OldAlpha:
    """Return the disagreements of the older alpha_U, for one code on one line of `length` characters.

    alpha_U is 1 - observed / expected, over several codes 1 - sum of observed / sum of expected. Observed sums over
    pairs of coders the squared distances of the ends of segments that meet, and the squared length of segments that
    fall wholly into a gap of the other, over m (m - 1) L². It is here to be compared with old papers; u-alpha has
    replaced it.

    Parameters
    ----------
    found
        Segments of one code, as if of one document.
    length, coders
        Of the line, and how many coders have seen it.

    Returns
    -------
    OldAlpha
        Both 0 where nobody marked anything.

    References
    ----------
    Krippendorff, K. (1995). On the reliability of unitizing continuous data. *Sociological Methodology*, 25.
    Krippendorff, K. (2004). *Content Analysis*, 2nd ed., pp. 251-256.

    Examples
    --------
    >>> two = Segments(np.zeros(5, int), np.zeros(5, int), np.array([0, 0, 1, 1, 1]),
    ...                np.array([75, 220, 70, 205, 250]), np.array([145, 250, 150, 225, 270]))
    >>> old = alpha_u_2004(two, 300, coders=2)
    >>> round(1 - old.observed / old.expected, 4)
    0.7286
    """
    by_coder = [np.flatnonzero(found.coder == coder) for coder in range(coders)]
    spans = [(found.start[own].astype(np.float64), found.end[own].astype(np.float64)) for own in by_coder]
    gaps = [_gaps(start, end, length) for start, end in spans]
    observed = sum(
        _apart(spans[i], spans[j]) + 2 * _alone(spans[i], gaps[j])
        for i in range(coders)
        for j in range(coders)
        if i != j
    ) / (coders * (coders - 1) * float(length) ** 2)
    size = (found.end - found.start).astype(np.float64)
    wide = np.sort(np.concatenate([end - start for start, end in gaps]))
    behind = np.concatenate([np.cumsum(wide[::-1])[::-1], [0.0]])  # summed length of the gaps from each on
    fit = np.searchsorted(wide, size)
    room = behind[fit] - (wide.size - fit) * (size - 1)
    by_chance = float(np.sum((size.size - 1) / 3 * (2 * size**3 - 3 * size**2 + size) + size**2 * room))
    ratings = float(coders * length)
    pairs = ratings * (ratings - 1) - float(np.sum(size * (size - 1)))
    return OldAlpha(float(observed), 2 / length * by_chance / pairs if pairs else 0.0)


def _gaps(start: Floats, end: Floats, length: int) -> tuple[Floats, Floats]:
    opens, closes = np.concatenate([[0.0], end]), np.concatenate([start, [float(length)]])
    kept = closes > opens
    return opens[kept], closes[kept]


def _apart(one: tuple[Floats, Floats], other: tuple[Floats, Floats]) -> float:
    """Return the summed squared distances of both ends of segments that meet."""
    first = np.searchsorted(other[1], one[0], side="right")
    last = np.searchsorted(other[0], one[1], side="left")
    width = np.maximum(last - first, 0)
    mine = np.repeat(np.arange(width.size), width)
    theirs = np.repeat(first, width) + np.arange(mine.size) - np.repeat(np.cumsum(width) - width, width)
    return float(np.sum((one[0][mine] - other[0][theirs]) ** 2 + (one[1][mine] - other[1][theirs]) ** 2))


def _alone(spans: tuple[Floats, Floats], gaps: tuple[Floats, Floats]) -> float:
    """Return the summed squared length of segments that lie wholly in a gap."""
    if not gaps[0].size:
        return 0.0
    at = np.searchsorted(gaps[0], spans[0], side="right") - 1
    inside = (at >= 0) & (spans[1] <= gaps[1][at])
    return float(np.sum((spans[1] - spans[0])[inside] ** 2))
