"""How a method is measured beside another way to its figures."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from timeit import timeit

__all__ = ["Comparison", "least_seconds"]

REPEATS = 5
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
    """Return the least seconds of both ways, run once before and then in turn, so that both meet the same load."""
    once = [_once(job) for job in (ours, theirs)]
    least = [float("inf"), float("inf")]
    for round_ in range(REPEATS):
        for way, job in enumerate((ours, theirs)):
            if round_ == 0 or once[way] < LONG:
                number = max(1, int(0.05 / once[way]))
                least[way] = min(least[way], timeit(job, number=number) / number)
    return least[0], least[1]


def _once(job: Callable[[], object]) -> float:
    job()
    return timeit(job, number=1)
