"""Progress of long work on the terminal; Ctrl-C cancels it and nothing is stored."""

from __future__ import annotations

import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from kangni.core.ports import Progressing

__all__ = ["progress"]


@contextmanager
def progress(label: str) -> Iterator[Progressing]:
    """Show a bar on stderr while the block runs; silent where stderr is no terminal."""
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with (
        _remembered_interrupt() as interrupt,
        Progress(*columns, console=console, transient=True, disable=not sys.stderr.isatty()) as bars,
    ):
        task = bars.add_task(label, total=None)

        def tell(done: int, total: int) -> None:
            interrupt.check()
            bars.update(task, completed=done, total=total)

        try:
            yield tell
        except SystemError:
            interrupt.check()  # so compiled code ends when Ctrl-C reaches it
            raise


class _Interrupt:
    """Whether Ctrl-C was pressed.

    An exception raised within compiled code is turned into another one there or lost, so the press is kept as well.
    """

    def __init__(self) -> None:
        self._pressed = False

    def press(self, _number: int, _frame: FrameType | None) -> None:
        self._pressed = True
        raise KeyboardInterrupt

    def check(self) -> None:
        if self._pressed:
            raise KeyboardInterrupt


@contextmanager
def _remembered_interrupt() -> Iterator[_Interrupt]:
    interrupt = _Interrupt()
    if threading.current_thread() is not threading.main_thread():  # signals reach the main thread alone
        yield interrupt
        return
    former = signal.signal(signal.SIGINT, interrupt.press)
    try:
        yield interrupt
    finally:
        signal.signal(signal.SIGINT, former)
