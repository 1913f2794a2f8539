"""The seed of every method that uses chance, unless somebody names another: fixed, so that a result can be repeated."""

from __future__ import annotations

from kangni.core.errors import MethodInput

__all__ = ["DEFAULT_SEED", "check_seed"]

DEFAULT_SEED = 1999  # the year of Kumpfer's chapter; any number would do


def check_seed(seed: int) -> None:
    """Refuse what no generator of chance can start from.

    Raises
    ------
    MethodInput
        If the seed is negative.
    """
    if seed < 0:
        raise MethodInput("seed", f"a seed is a whole number from 0, not {seed}")
