"""Lets a page wait for long work: a moment in silence, then with a number and a way to stop it."""

from __future__ import annotations

from collections.abc import Callable

from kangni.core.ports import Progressing
from kangni.web.desk import Desk
from kangni.web.runs import Run, RunState

__all__ = ["waited"]

SILENCE = 0.25  # seconds before a page says that it works


def waited(desk: Desk, question: tuple[object, ...], work: Callable[[Progressing], object]) -> Run:
    """Return the run of a question, with what it found if that came in a moment.

    Raises
    ------
    Exception
        What the work failed with; the question may then be asked anew.
    """
    run = desk.shelf.runs.ask(desk.key, desk.study.revision, question, work)
    run.wait(SILENCE)
    if run.state is RunState.FAILED and run.error is not None:
        desk.shelf.runs.forget(run)
        raise run.error
    return run
