"""Names that other programs give, as handles: typeable, visible and unique."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field

from kangni.core.names import fold_handle

__all__ = ["Handles", "follows", "handle_from"]

_LONGEST = 72  # leaves room for a number that tells twins apart
_BLANKS = frozenset({"Cc", "Zl", "Zp"})
_DROPPED = frozenset({"Cf", "Cs"})


def handle_from(name: str) -> str:
    """Return a name without what people could not type or see; empty where nothing remains."""
    if not (name.isascii() and name.isprintable()):
        name = "".join(
            " " if unicodedata.category(each) in _BLANKS else each
            for each in name
            if unicodedata.category(each) not in _DROPPED
        )
    return " ".join(name.split())[:_LONGEST].strip()


def follows(handle: str, name: str, otherwise: str = "") -> bool:
    """Tell whether a handle is what a name gives: the name itself, or with the number of a twin."""
    own = handle_from(name) or otherwise
    return handle == own or (bool(own) and handle.startswith(f"{own} (") and handle.endswith(")"))


@dataclass(slots=True)
class Handles:
    """The handles of one kind that are taken."""

    _taken: set[str] = field(default_factory=set)

    def take(self, handle: str) -> None:
        """Note a handle that is taken already."""
        self._taken.add(fold_handle(handle))

    def free(self, name: str, otherwise: str) -> str:
        """Return a handle for a name, with a number where somebody has it, and take it."""
        return self.keep(handle_from(name) or otherwise)

    def keep(self, wanted: str) -> str:
        """Return a handle as it is, with a number where somebody has it, and take it."""
        handle, number = wanted, 1
        while fold_handle(handle) in self._taken:
            number += 1
            handle = f"{wanted} ({number})"
        self.take(handle)
        return handle
