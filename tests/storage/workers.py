"""What other processes do in the tests of storage; they are forked from a server that has the imports ready."""

from __future__ import annotations

import multiprocessing
import os
import uuid
from datetime import UTC, datetime
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerContext
from pathlib import Path
from unittest.mock import patch

from kangni.core.errors import KangniError, StudyReadOnly
from kangni.core.names import ParticipantId
from kangni.core.people import Participant
from kangni.storage.doctor import examine
from kangni.storage.driver import best_driver
from kangni.storage.store import SqliteStore, open_store

__all__ = ["TOGETHER", "add_and_undo", "hold", "hold_open", "opened", "processes", "visit"]

TOGETHER = 40  # participants of one deed


def processes() -> ForkServerContext:
    """Return the way in which the tests start processes."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.storage.workers"])
    return context


def add_and_undo(path: Path, tell: Connection) -> None:
    """Add participants for ever, take every third deed back, and tell of each when it was acknowledged."""
    with opened(path) as store:
        n = 0
        while True:
            n += 1
            with store.write("add", "A", {}) as write:
                write.add([Participant(ParticipantId(uuid.uuid4()), uuid.uuid4().hex) for _ in range(TOGETHER)])
            tell.send("did")
            if n % 3 == 0:
                store.undo("A")
                tell.send("undid")


def hold(path: Path, line: Connection) -> None:
    """Begin a deed, say so, and end it when told."""
    try:
        with opened(path) as store, store.write("import", "B", {}) as write:
            write.add([Participant(ParticipantId(uuid.uuid4()), "of the other process")])
            line.send("holding")
            line.recv()
        line.send("done")
    except KangniError as error:
        line.send(error)


def opened(path: Path) -> SqliteStore:
    """Open a study with ids and a clock of this process's own."""
    return open_store(path, clock=lambda: datetime.now(UTC), new_id=uuid.uuid4)


def hold_open(path: Path, line: Connection) -> None:
    """Have a study open as a faulty SQLite must, say so, and close it when told."""
    real = best_driver()
    with (
        patch("kangni.storage.store.best_driver", lambda: real),
        patch("kangni.storage.store.is_faulty", lambda _version: True),
        patch("kangni.storage.driver.is_faulty", lambda _version: True),
        opened(path),
    ):
        line.send("open")
        line.recv()
    line.send("closed")


def visit(path: Path, line: Connection) -> None:
    """Open a study as somebody without the right to write, try to change it, and tell how that went."""
    if os.geteuid() == 0:  # the administrator may do anything
        os.setuid(65534)
    with opened(path) as store:
        with store.read() as read:
            found = read.hash()
        refused = 0
        for act in (lambda: store.write("add", "A", {}).__enter__(), lambda: store.undo("A"), store.backup):
            try:
                act()
            except StudyReadOnly:
                refused += 1
        report = examine(path)
        line.send(
            (
                found,
                f"{refused} changes refused",
                "read only" if store.is_read_only else "writable",
                "faults" if report.has_faults else "no faults",
            )
        )
