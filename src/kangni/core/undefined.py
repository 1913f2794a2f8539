"""The value of a number that does not exist, and why it does not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

__all__ = ["Number", "Undefined", "is_defined"]


@dataclass(frozen=True, slots=True)
class Undefined:
    """A number that does not exist for this input, with the reason in words.

    Undefined is neither zero nor missing: it says which condition of the formula the data do not meet.
    It refuses arithmetic and truth tests, so that no caller can count with it by accident.
    """

    reason: str

    def __bool__(self) -> bool:
        """Refuse: ask `is_defined` instead."""
        message = f"undefined ({self.reason}) is neither true nor false; ask is_defined(value)"
        raise TypeError(message)

    def __str__(self) -> str:
        return f"undefined: {self.reason}"


Number: TypeAlias = float | Undefined


def is_defined(value: Number) -> bool:
    """Tell whether `value` is a number."""
    return not isinstance(value, Undefined)
