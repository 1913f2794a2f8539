"""The seed of every method that uses chance, unless somebody names another: fixed, so that a result can be repeated."""

from __future__ import annotations

__all__ = ["DEFAULT_SEED"]

DEFAULT_SEED = 1999  # the year of Kumpfer's chapter; any number would do
