"""Which marks on a line meet others: the one question behind "in the same turn", "near" and "on the same words"."""

from __future__ import annotations

import numpy as np

from kangni.methods.columns import Bools, Ints

__all__ = ["meets"]


def meets(low: Ints, high: Ints, chosen: Bools, *, reach: int = 0) -> Bools:
    """Tell which marks meet a chosen one, or come as near as `reach`.

    Marks are closed ranges [low, high] on one line. A mark meets those that begin at or before its end, less those that
    end before its beginning: #{low' <= high + reach} - #{high' < low - reach}, counted in sorted ends instead of pair
    by pair.

    Parameters
    ----------
    low, high
        First and last place of each mark.
    chosen
        The marks that are to be met.
    reach
        How many places may lie between.

    Returns
    -------
    Bools
        By mark; a chosen mark meets itself.

    Examples
    --------
    Marks on turns 1, 2 to 3, and 5; the last one is chosen.

    >>> low, high = np.array([1, 2, 5]), np.array([1, 3, 5])
    >>> meets(low, high, np.array([False, False, True]))
    array([False, False,  True])
    >>> meets(low, high, np.array([False, False, True]), reach=2)
    array([False,  True,  True])
    """
    begun = np.searchsorted(np.sort(low[chosen]), high + reach, side="right")
    ended = np.searchsorted(np.sort(high[chosen]), low - reach, side="left")
    found: Bools = begun > ended
    return found
