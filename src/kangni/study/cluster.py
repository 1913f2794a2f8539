"""Running chunks of an ensemble on a Dask cluster; a part whose worker is lost runs again on another."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from typing import Any

from kangni.core.errors import ClusterSilent, ExtraMissing, WorkersLost
from kangni.methods.causal.chunks import Pool

__all__ = ["cluster_pool"]

ANSWERS = 10  # seconds in which a scheduler must answer
PATIENCE = 20.0  # seconds without any worker before the run gives up
LOOK = 1  # seconds between two looks at the workers
AHEAD = 4  # parts for each core that are under way at once
RETRIES = 3  # of a part whose worker is lost


@contextmanager
def cluster_pool(address: str, *, patience: float = PATIENCE) -> Iterator[Pool]:
    """Connect to a Dask scheduler such as `tcp://10.0.0.5:8786`, for as long as the block runs.

    Raises
    ------
    ExtraMissing
        If Dask is not installed.
    ClusterSilent
        If nothing answers.
    """
    try:
        from distributed import Client
    except ImportError as error:
        raise ExtraMissing("--dask", "dask") from error
    try:
        client: Any = Client(  # type: ignore[no-untyped-call]  # Dask has no annotations
            address, timeout=ANSWERS, set_as_default=False
        )
    except (OSError, TimeoutError, ValueError) as error:
        raise ClusterSilent(address) from error
    try:
        yield partial(_run, client, address, patience)
    finally:
        client.close()


def _run(client: Any, address: str, patience: float, job: Callable[[Any], Any], tasks: Sequence[Any]) -> Iterator[Any]:
    """Yield the results in order; a few parts for each core are under way at once, so that stopping costs little."""
    from distributed import CancelledError, KilledWorker

    waiting: deque[Any] = deque()
    rest = iter(tasks)
    ahead = AHEAD * max(1, sum(client.ncores().values()))
    try:
        for done in range(len(tasks)):
            while len(waiting) < ahead and (task := next(rest, None)) is not None:
                waiting.append(client.submit(job, task, pure=False, retries=RETRIES))
            try:
                yield _result(client, waiting[0], patience)
            except (KilledWorker, CancelledError, TimeoutError) as error:
                raise WorkersLost(address, done, len(tasks)) from error
            waiting.popleft()
    finally:
        client.cancel(list(waiting))


def _result(client: Any, future: Any, patience: float) -> Any:
    """Return the result of a part, or give up if the cluster has had no worker for too long."""
    alone_since: float | None = None
    while True:
        try:
            return future.result(timeout=LOOK)
        except TimeoutError:
            if client.scheduler_info()["workers"]:
                alone_since = None
                continue
            alone_since = alone_since or time.monotonic()
            if time.monotonic() - alone_since > patience:
                raise
