"""How far the direction of a number is known over many maps, in four words that are never a bare sign."""

from __future__ import annotations

from enum import StrEnum

from kangni.core.undefined import Number, Undefined

__all__ = ["FEWEST", "Direction", "agreement_of", "direction"]

CLEAR, LEANS, USUAL = 0.95, 0.8, 0.8  # of agreement, agreement and reach
FEWEST = 100  # maps with a path, below which no agreement on a sign is told


class Direction(StrEnum):
    """How far the direction of a number is known; these words are printed, never a bare sign (METHODS 6.4)."""

    DECIDED = "decided"
    WHERE_IT_EXISTS = "decided where it exists"
    LEANING = "leaning"
    OPEN = "open"


def agreement_of(commoner: int, reached: int) -> Number:
    """Return the share of the maps with a path that have the commoner sign.

    Examples
    --------
    >>> agreement_of(180, 200)
    0.9
    """
    if reached < FEWEST:
        return Undefined("fewer than 100 members with a path")
    return commoner / reached if commoner else Undefined("no member moves")


def direction(agreement: Number, *, reach: Number) -> Direction | Undefined:
    """Return the word for what is known of a direction.

    Decided: one sign in at least 95 % of the maps with a path, and at least 80 % have one; decided where it exists: the
    same, with fewer; leaning: one sign in at least 80 %; else open.

    Examples
    --------
    >>> direction(0.97, reach=0.7).value
    'decided where it exists'
    """
    if isinstance(agreement, Undefined):
        return agreement
    if isinstance(reach, Undefined):
        return reach
    if agreement >= CLEAR:
        return Direction.DECIDED if reach >= USUAL else Direction.WHERE_IT_EXISTS
    return Direction.LEANING if agreement >= LEANS else Direction.OPEN
