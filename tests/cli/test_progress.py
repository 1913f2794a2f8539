"""Ctrl-C ends long work even where compiled code swallows it or makes another error of it."""

from __future__ import annotations

import contextlib
import signal

import pytest

from kangni.cli.progress import progress


def test_an_interrupt_that_was_swallowed_ends_the_work_at_its_next_step() -> None:
    with pytest.raises(KeyboardInterrupt), progress("Counting") as tell:
        with contextlib.suppress(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)
        tell(1, 2)


def test_an_error_that_compiled_code_makes_of_an_interrupt_is_one() -> None:
    with pytest.raises(KeyboardInterrupt), progress("Counting"):
        with contextlib.suppress(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)
        raise SystemError("a result with an exception set")


def test_other_errors_pass_and_the_former_handler_returns() -> None:
    former = signal.getsignal(signal.SIGINT)
    with pytest.raises(SystemError), progress("Counting") as tell:
        tell(1, 2)
        raise SystemError("a fault of our own")
    assert signal.getsignal(signal.SIGINT) is former
