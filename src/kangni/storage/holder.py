"""Who is changing a study just now, told in a small file beside it."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import msgspec

__all__ = ["clear", "describe", "holder_file", "tell"]


class _Holder(msgspec.Struct):
    process: int
    host: str
    deed: str


def holder_file(path: Path) -> Path:
    """Return the file that tells who is changing this study."""
    return path.with_name(f"{path.name}.holder")


def tell(path: Path, deed: str) -> None:
    """Write down that this process has its turn; the file is a courtesy, the lock is the database's own."""
    holder_file(path).write_bytes(msgspec.json.encode(_Holder(os.getpid(), socket.gethostname(), deed)))


def clear(path: Path) -> None:
    """Take the note away, while the turn is still held."""
    holder_file(path).unlink(missing_ok=True)


def describe(path: Path) -> str:
    """Return who holds the study, as far as it is known."""
    try:
        holder = msgspec.json.decode(holder_file(path).read_bytes(), type=_Holder)
    except (OSError, msgspec.DecodeError):
        return "another process"
    return f"process {holder.process} on {holder.host} ({holder.deed})"
