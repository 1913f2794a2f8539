"""Long work: once for everybody who asks, with a number, ended by whoever asks, and failing aloud."""

from __future__ import annotations

from threading import Event

import pytest

from kangni.core.ports import Progressing
from kangni.web.runs import Runs, RunState


def test_the_same_question_runs_once_and_another_state_of_the_study_anew() -> None:
    runs, begun = Runs(), []

    def work(progress: Progressing) -> str:
        begun.append(1)
        progress(3, 10)
        return "found"

    first, second = runs.ask("s", 1, ("q",), work), runs.ask("s", 1, ("q",), work)
    assert first is second
    assert first.wait(5)
    assert (first.state, first.done, first.total, first.result) == (RunState.DONE, 3, 10, "found")
    assert runs.ask("s", 2, ("q",), work).wait(5)
    assert len(begun) == 2


@pytest.mark.parametrize("how", ["stopped", "the study changed", "the workbench closes"])
def test_a_run_ends_when_nobody_wants_it_any_more(how: str) -> None:
    runs, under_way, on = Runs(), Event(), Event()

    def work(progress: Progressing) -> None:
        while True:
            progress(1, 2)
            under_way.set()
            on.wait(0.01)

    run = runs.ask("s", 1, ("q",), work)
    assert under_way.wait(5)
    if how == "stopped":
        run.stop()
    elif how == "the study changed":
        runs.ask("s", 2, ("q",), lambda _progress: None)
    else:
        runs.close()
    assert run.wait(5)
    assert run.state is RunState.STOPPED


def test_what_a_run_fails_with_is_kept_and_the_question_can_be_asked_anew() -> None:
    runs = Runs()

    def work(_progress: Progressing) -> None:
        raise ValueError("no")

    run = runs.ask("s", 1, ("q",), work)
    assert run.wait(5)
    assert run.state is RunState.FAILED
    assert str(run.error) == "no"
    runs.forget(run)
    assert runs.find("s", run.id) is None
