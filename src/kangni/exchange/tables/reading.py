"""What reading a table gives: what is new in it, what differs from the study, what the study has already."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

from kangni.core.bundle import Record

__all__ = ["Reading"]

RecordType_co = TypeVar("RecordType_co", bound=Record, covariant=True)


@dataclass(frozen=True, slots=True)
class Reading(Generic[RecordType_co]):
    """The records of one table; `unchanged` counts rows that say nothing new."""

    added: tuple[RecordType_co, ...]
    changed: tuple[RecordType_co, ...] = ()
    unchanged: int = 0
