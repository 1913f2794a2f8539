"""The same shock twice, with protections that learn: a what-if whose answer is put in, not found."""

from __future__ import annotations

from dataclasses import dataclass

from kangni.core.undefined import Undefined
from kangni.methods.causal.development import Engagement

__all__ = ["SecondShock", "SecondShockRun"]


@dataclass(frozen=True, slots=True)
class SecondShockRun:
    """One rule of learning: shares of members whose lowest point is higher, the same or lower the second time.

    `deeper` is the share whose dip is deeper if it is measured from where they stood just before the second shock,
    which is no fair measure: the rest has moved. `y` and `strength` are medians over members at each whole step.
    """

    engagement: Engagement
    slowness: float
    higher: float
    same: float
    lower: float
    deeper: float
    y: tuple[float, ...]
    strength: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class SecondShock:
    """What the second shock does under each rule of learning.

    `answer` is "higher", "same" or "lower" where most members of every rule agree, else Undefined: the rule of
    learning decides. `claimed_by` are those who claim that something feeds growth, or wears a protection down; only
    `needed` of one kind make it more than a modeller's idea.
    """

    again_after: float
    members: int
    claimed_by: tuple[str, ...]
    needed: int
    runs: tuple[SecondShockRun, ...]
    answer: str | Undefined
