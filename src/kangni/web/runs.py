"""Long work: each piece once, on a thread of its own, with a number for how far it is, and ended by whoever asks."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from enum import StrEnum
from threading import Event, Lock, Thread
from typing import Any

from kangni.core.errors import Cancelled
from kangni.core.ports import Progressing

__all__ = ["Run", "RunState", "Runs"]

KEPT = 64  # runs that have ended and are still known
PATIENCE = 10.0  # seconds that closing waits for work to hear that it is to stop


class RunState(StrEnum):
    """How a run stands."""

    RUNNING = "running"
    DONE = "done"
    STOPPED = "stopped"
    FAILED = "failed"


class Run:
    """One piece of long work; `done` of `total` is how far it is, `error` what it failed with."""

    def __init__(self, study: str, revision: int, question: tuple[object, ...]) -> None:
        self.id = secrets.token_hex(6)
        self.study = study
        self.revision = revision
        self.question = question
        self.state = RunState.RUNNING
        self.done, self.total = 0, 0
        self.result: Any = None
        self.error: Exception | None = None
        self._stop, self._ended = Event(), Event()

    def begin(self, work: Callable[[Progressing], object]) -> None:
        """Do the work on a thread of its own."""
        Thread(target=self._do, args=(work,), daemon=True, name=f"run-{self.id}").start()

    def wait(self, seconds: float) -> bool:
        """Wait for the end, at most so long, and tell whether it came."""
        return self._ended.wait(seconds)

    def stop(self) -> None:
        """Ask the work to end; it hears that when it next says how far it is."""
        self._stop.set()

    def _do(self, work: Callable[[Progressing], object]) -> None:
        try:
            self.result = work(self._told)
            self.state = RunState.DONE
        except Cancelled:
            self.state = RunState.STOPPED
        except Exception as error:  # noqa: BLE001 - kept, and raised again where the page is made
            self.error, self.state = error, RunState.FAILED
        finally:
            self._ended.set()

    def _told(self, done: int, total: int) -> None:
        if self._stop.is_set():
            raise Cancelled
        self.done, self.total = done, total


class Runs:
    """All long work of a workbench; one question about one state of a study is one run, however often asked."""

    def __init__(self) -> None:
        self._runs: dict[tuple[object, ...], Run] = {}
        self._lock = Lock()

    def ask(
        self, study: str, revision: int, question: tuple[object, ...], work: Callable[[Progressing], object]
    ) -> Run:
        """Return the run of a question, begun now unless it is known; those about an older state of the study end."""
        with self._lock:
            key = (study, revision, *question)
            run = self._runs.get(key)
            if run is None:
                self._end_older(study, revision)
                run = self._runs[key] = Run(study, revision, key)
                run.begin(work)
            return run

    def of(self, study: str) -> tuple[Run, ...]:
        """Return the runs of a study, under way or ended."""
        with self._lock:
            return tuple(run for run in self._runs.values() if run.study == study)

    def find(self, study: str, name: str) -> Run | None:
        """Return the run of this id."""
        return next((run for run in self.of(study) if run.id == name), None)

    def forget(self, run: Run) -> None:
        """Let the question of a run that has ended be asked anew."""
        with self._lock:
            if run.state is not RunState.RUNNING:
                self._runs.pop(run.question, None)

    def close(self) -> None:
        """End all work, and wait until it has."""
        with self._lock:
            runs = tuple(self._runs.values())
            self._runs.clear()
        for run in runs:
            run.stop()
        for run in runs:
            run.wait(PATIENCE)

    def _end_older(self, study: str, revision: int) -> None:
        for run in self._runs.values():
            if run.study == study and run.revision < revision:
                run.stop()
        ended = [key for key, run in self._runs.items() if run.state is not RunState.RUNNING]
        for key in ended[: max(0, len(ended) - KEPT)]:
            del self._runs[key]
