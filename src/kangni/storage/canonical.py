"""A study as JSON in one form only, so that equal studies have equal hashes."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

import msgspec

from kangni.core.bundle import Bundle, in_order

__all__ = ["encoded", "hash_of"]


def hash_of(bundle: Bundle) -> str:
    """Return the SHA-256 of a study, in whatever order its records come."""
    return hashlib.sha256(_CANONICAL.encode(in_order(bundle))).hexdigest()


def encoded(value: object) -> str:
    """Return a value of core as JSON, mappings in their own order."""
    return _AS_IT_STANDS.encode(value).decode()


def _plain(value: object) -> object:
    if isinstance(value, Mapping):  # read-only views, which the encoder does not know
        return dict(value)
    message = f"a study holds no {type(value).__name__}"
    raise TypeError(message)


_CANONICAL = msgspec.json.Encoder(enc_hook=_plain, order="sorted")
_AS_IT_STANDS = msgspec.json.Encoder(enc_hook=_plain)
