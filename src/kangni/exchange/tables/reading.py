"""What reading a table gives: what is new in it, what differs from the study, what the study has already."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

from kangni.core.bundle import Record

__all__ = ["Reading"]

RecordType_co = TypeVar("RecordType_co", bound=Record, covariant=True)


@dataclass(frozen=True, slots=True)
class Reading(Generic[RecordType_co]):
    """The records of one table; `unchanged` counts rows that say nothing new.

    `narrowed` names participants whose consent the table makes less, `kept` those for whom it would have given more
    than they have on record: a table never does that.
    """

    added: tuple[RecordType_co, ...]
    changed: tuple[RecordType_co, ...] = ()
    unchanged: int = 0
    narrowed: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()
