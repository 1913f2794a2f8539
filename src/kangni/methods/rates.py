"""How much the rate of a count depends on who happens to be asked."""

from __future__ import annotations

import numpy as np

from kangni.core.errors import MethodInput
from kangni.methods.agreement.intervals import Intervals, percentiles, resampled
from kangni.methods.columns import Floats, Ints

__all__ = ["rates_of_others"]


def rates_of_others(counts: Ints, exposure: Floats, *, resamples: int, rng: np.random.Generator) -> Intervals:
    """Return where rates lie when the participants are drawn again with replacement: the middle 95 %.

    A rate is the sum of a count over the participants, divided by the sum of what it was counted in. What one person
    says hangs together, so that it is people who are drawn, each with all of their counts and their exposure. Where a
    single person speaks of something, the interval begins at 0.

    Parameters
    ----------
    counts
        How often each participant spoke of each thing, shape (participants, things).
    exposure
        What each participant was counted in, shape (participants,).
    resamples
        How often to draw.
    rng
        The source of chance.

    Returns
    -------
    Intervals
        NaN for fewer than two participants, and without any exposure.

    Raises
    ------
    MethodInput
        If an exposure is negative, or there are as many exposures as not participants.

    Examples
    --------
    >>> counts, said = np.array([[4, 0], [1, 0], [1, 3]]), np.array([2.0, 1.0, 1.0])
    >>> found = rates_of_others(counts, said, resamples=2000, rng=np.random.default_rng(1))
    >>> print(found.low, found.high.round(2))
    [1. 0.] [2. 3.]
    """
    if counts.shape[:1] != exposure.shape or (exposure < 0).any():
        raise MethodInput("rates", "every participant needs an exposure that is not negative")
    if exposure.size < 2 or not exposure.any():
        nothing = np.full(counts.shape[1], np.nan)
        return Intervals(nothing, nothing, np.ones(counts.shape[1]))
    drawn = resampled(np.column_stack([counts, exposure]), replicates=resamples, rng=rng)
    with np.errstate(invalid="ignore", divide="ignore"):
        return percentiles(drawn[:, :-1] / drawn[:, -1:])
