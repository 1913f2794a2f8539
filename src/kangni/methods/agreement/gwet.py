"""Gwet's AC1, and AC2 with weights."""

from __future__ import annotations

import numpy as np

from kangni.core.errors import N_
from kangni.core.undefined import Number, Undefined
from kangni.methods.agreement.kappa import percents
from kangni.methods.columns import Floats

__all__ = ["ac"]


def ac(counts: Floats, times: Floats, weights: Floats | None = None) -> Number:
    """Return Gwet's agreement coefficient, (p_a - p_e) / (1 - p_e).

    p_a is the weighted observed agreement of `percents`. With pi_k the mean over units of the share of ratings in
    category k and T the sum of all weights, p_e = T / (q (q - 1)) times the sum of pi_k (1 - pi_k). It rewards skew,
    so it belongs beside alpha and never in its place.

    Parameters
    ----------
    counts
        Kinds of units, shape (P, q): how many coders gave each category. q is the number of categories offered, which
        may be more than those used.
    times
        How often each kind occurs, shape (P,).
    weights
        Agreement weights, shape (q, q), 1 on the diagonal; None (AC1) counts only equal categories.

    Returns
    -------
    Number
        Undefined with fewer than two categories, and where no unit has two ratings.

    References
    ----------
    Gwet, K. L. (2008). Computing inter-rater reliability and its variance in the presence of high agreement. *British
    Journal of Mathematical and Statistical Psychology*, 61.

    Examples
    --------
    >>> round(ac(np.array([[2, 0], [1, 1], [0, 2]]), np.array([80, 15, 5])), 4)
    0.808
    """
    categories = counts.shape[-1]
    if categories < 2:
        return Undefined(N_("fewer than two categories offered"))
    observed = float(percents(counts, times, weights))
    if not np.isfinite(observed):
        return Undefined(N_("no common units"))
    total = float(categories if weights is None else weights.sum())
    ratings = counts.sum(axis=-1)
    rated = ratings > 0
    shares = times[rated] @ (counts[rated] / ratings[rated, None]) / times[rated].sum()
    expected = total / (categories * (categories - 1)) * float(np.sum(shares * (1 - shares)))
    return float((observed - expected) / (1 - expected))
