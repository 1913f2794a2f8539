"""What an ensemble of maps says about one number: its middle, its width, its sign and how often it exists."""

from __future__ import annotations

from dataclasses import dataclass

from kangni.core.undefined import Number

__all__ = ["Spread"]


@dataclass(frozen=True, slots=True)
class Spread:
    """A number over the members of an ensemble.

    `low` and `high` are the 5 and 95 % points. `reach` is the share of members in which a path leads to the number at
    all, `certainty` the share of those that agree on the commoner sign, `negative` the share of those below zero.
    """

    median: Number
    low: Number
    high: Number
    reach: Number
    certainty: Number
    negative: Number
    members: int
