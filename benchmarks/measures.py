"""What a job took: seconds on the clock and of the processor, and the most memory its process ever held."""

from __future__ import annotations

import resource
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

__all__ = ["Measure", "measure", "peak_memory"]

STATUS = Path("/proc/self/status")


@dataclass(frozen=True, slots=True)
class Measure:
    """What was measured; `part` is the share of the whole job that was done, where the whole would take too long."""

    seconds: float
    processor: float
    part: float = 1.0

    @property
    def whole(self) -> float:
        """Return the seconds on the clock that the whole job takes at this pace."""
        return self.seconds / self.part

    @property
    def whole_processor(self) -> float:
        """Return the processor seconds that the whole job takes at this pace."""
        return self.processor / self.part


def measure(job: Callable[[], object], *, part: float = 1.0) -> Measure:
    """Do a job once and say what it took, started processes included."""
    before, start = _processor(), time.perf_counter()
    job()
    return Measure(time.perf_counter() - start, _processor() - before, part)


def peak_memory() -> int:
    """Return the most bytes of memory that this process, or one that it started, ever held."""
    started = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    if STATUS.exists():  # what Linux tells otherwise may be the parent's
        line = next(line for line in STATUS.read_text("ascii").splitlines() if line.startswith("VmHWM"))
        return max(int(line.split()[1]), started) * 1024
    peak = max(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, started)
    return peak if sys.platform == "darwin" else peak * 1024


def _processor() -> float:
    started = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + started.ru_utime + started.ru_stime
