"""What a promise on speed is: a job, a limit, and a plain way to do the same job."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from benchmarks.measures import Measure
from benchmarks.studies import Studies

__all__ = ["Job", "Promise"]

# does the whole job or a part of it, whatever must be ready first included, and measures the job alone
Job = Callable[[Studies], Measure]


@dataclass(frozen=True, slots=True)
class Promise:
    """A job under a limit in seconds (None: shown, not promised), Kangni's way and a plain tool's, if one is shown."""

    name: str
    what: str
    limit: float | None
    ours: Job
    plain: Job | None = None
    plain_way: str = ""
