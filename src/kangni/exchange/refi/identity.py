"""The identities of REFI-QDA: GUIDs as programs write them, and those that follow from something else."""

from __future__ import annotations

import re
from functools import lru_cache
from uuid import UUID, uuid5

__all__ = ["derived", "guid_of", "own_guid_of"]

_SPACE = UUID("6b616e67-6e69-5265-8669-716461000001")  # under which derived identities are made
_FORM = re.compile(r"\{?([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})\}?", re.IGNORECASE)


def own_guid_of(words: str) -> UUID | None:
    """Return the identity that a GUID says, in any case and with or without braces; None where it is none."""
    found = _FORM.fullmatch(words) or _FORM.fullmatch(words.strip())
    return UUID(found[1]) if found else None


guid_of = lru_cache(maxsize=20_000)(own_guid_of)  # for references, which say the same over and over


def derived(identity: UUID | None, what: str) -> UUID:
    """Return the identity of something that has none of its own, the same each time."""
    return uuid5(identity or _SPACE, what)
