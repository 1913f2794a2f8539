"""How a method is measured beside another way to its figures."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from timeit import repeat

__all__ = ["Comparison", "least_seconds"]

REPEATS = 3
LONG = 0.5  # seconds: what takes longer is measured once


@dataclass(frozen=True, slots=True)
class Comparison:
    """What a method took, in seconds, and what the other way took."""

    method: str
    size: str
    other: str
    ours: float
    theirs: float
    goal: str

    @property
    def ratio(self) -> float:
        """Return how many times quicker the method is."""
        return self.theirs / self.ours


def least_seconds(ours: Callable[[], object], theirs: Callable[[], object]) -> tuple[float, float]:
    """Return the least seconds of both ways, each run once before."""
    return _least(ours), _least(theirs)


def _least(job: Callable[[], object]) -> float:
    job()
    once: Sequence[float] = repeat(job, number=1, repeat=1)
    number = max(1, int(0.05 / once[0]))
    return min(repeat(job, number=number, repeat=REPEATS if once[0] < LONG else 1)) / number
