"""Ctrl-C ends long work even where compiled code swallows it or makes another error of it."""

from __future__ import annotations

import contextlib
import signal

import pytest

from kangni.cli.progress import progress


def long_work(error: Exception | None = None, *, interrupted: bool) -> None:
    """Work that swallows an interrupt, and then ends with an error or comes to its next step."""
    with progress("Counting") as tell:
        with contextlib.suppress(KeyboardInterrupt):
            if interrupted:
                signal.raise_signal(signal.SIGINT)
        if error is not None:
            raise error
        tell(1, 2)


def test_an_interrupt_that_was_swallowed_ends_the_work_at_its_next_step() -> None:
    with pytest.raises(KeyboardInterrupt):
        long_work(interrupted=True)


def test_an_error_that_compiled_code_makes_of_an_interrupt_is_one() -> None:
    with pytest.raises(KeyboardInterrupt):
        long_work(SystemError("a result with an exception set"), interrupted=True)


def test_other_errors_pass_and_the_former_handler_returns() -> None:
    former = signal.getsignal(signal.SIGINT)
    with pytest.raises(SystemError):
        long_work(SystemError("a fault of our own"), interrupted=False)
    assert signal.getsignal(signal.SIGINT) is former
