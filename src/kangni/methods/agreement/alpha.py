"""Krippendorff's alpha for values on nominal, ordinal, interval and ratio scales."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

import numpy as np

from kangni.core.errors import N_
from kangni.core.undefined import Number, Undefined
from kangni.methods.columns import Floats

__all__ = ["Distance", "alpha", "alphas", "coincidences", "interval", "nominal", "ordinal", "ratio"]

# from the values (q,) and how often each is paired (..., q) to squared differences, shape (..., q, q) or (q, q)
Distance: TypeAlias = Callable[[Floats, Floats], Floats]


def nominal(values: Floats, _marginals: Floats) -> Floats:
    """Return 1 where two values differ, 0 where they are the same."""
    return 1.0 - np.eye(values.size)


def ordinal(_values: Floats, marginals: Floats) -> Floats:
    """Return the squared sum of marginals from one value up to the other, less half of both ends."""
    summed = np.cumsum(marginals, axis=-1) - marginals / 2
    return np.asarray((summed[..., :, None] - summed[..., None, :]) ** 2, dtype=np.float64)


def interval(values: Floats, _marginals: Floats) -> Floats:
    """Return the squared difference of two values."""
    return np.asarray((values[:, None] - values[None, :]) ** 2, dtype=np.float64)


def ratio(values: Floats, _marginals: Floats) -> Floats:
    """Return the square of difference over sum; two zeros do not differ."""
    sums = values[:, None] + values[None, :]
    differences = values[:, None] - values[None, :]
    return np.divide(differences, sums, out=np.zeros_like(sums), where=sums != 0) ** 2


def coincidences(counts: Floats, times: Floats) -> Floats:
    """Return how often each two values meet in a unit, o_ck.

    o_ck is the sum over units of n_uc (n_uk - [c = k]) / (m_u - 1), where n_uc of the m_u coders who have seen unit u
    gave it value c. Units with fewer than two values pair nothing and do not enter.

    Parameters
    ----------
    counts
        Kinds of units, shape (P, q): how many coders gave each value.
    times
        How often each kind occurs, shape (..., P).

    Returns
    -------
    Floats
        Shape (..., q, q).

    Examples
    --------
    >>> coincidences(np.array([[2, 0], [1, 1]]), np.array([3, 1]))
    array([[6., 1.],
           [1., 0.]])
    """
    pairable = counts.sum(axis=-1) >= 2
    kinds = np.asarray(counts[pairable], dtype=np.float64)
    met = kinds[:, :, None] * kinds[:, None, :] - kinds[:, :, None] * np.eye(kinds.shape[1])
    met /= (kinds.sum(axis=-1) - 1.0)[:, None, None]
    # einsum: a product of so many rows and so few columns costs a threaded library more in waiting than in work
    found = np.einsum("...p,pck->...ck", np.asarray(times, dtype=np.float64)[..., pairable], met)
    return np.asarray(found, dtype=np.float64)


def alpha(observed: Floats, distance: Distance = nominal, values: Floats | None = None) -> Number:
    """Return Krippendorff's alpha, 1 - (sum of o d²) / (sum of e d²).

    With n_c the row sums of the coincidences o and n their total, e_ck = n_c (n_k - [c = k]) / (n - 1): what chance
    would pair if all values were shuffled over all units. Any number of coders, missing values allowed.

    Parameters
    ----------
    observed
        The coincidences o of `coincidences`, shape (q, q).
    distance
        How far two values lie apart: `nominal`, `ordinal`, `interval` or `ratio`.
    values
        What the categories stand for on an interval or ratio scale; None stands for 0, 1, 2 ...

    Returns
    -------
    Number
        Undefined with fewer than two pairable values, and where only one value was used: no variation, so no evidence
        of reliability.

    References
    ----------
    Krippendorff, K. (2019). *Content Analysis*, 4th ed., section 12.3. Hayes, A. F. & Krippendorff, K. (2007).

    Examples
    --------
    >>> pairs = coincidences(np.array([[2, 0], [1, 1], [0, 2]]), np.array([80, 15, 5]))
    >>> round(alpha(pairs), 4)
    0.3177
    """
    if observed.sum() < 2:
        return Undefined(N_("fewer than two values to compare"))
    value = float(alphas(observed, distance, values))
    return value if np.isfinite(value) else Undefined(N_("only one value was used"))


def alphas(observed: Floats, distance: Distance = nominal, values: Floats | None = None) -> Floats:
    """Return alpha of many coincidences, shape (..., q, q), and NaN where `alpha` says undefined.

    Examples
    --------
    >>> alphas(np.array([[[4.0, 0.0], [0.0, 4.0]], [[8.0, 0.0], [0.0, 0.0]]]))
    array([ 1., nan])
    """
    values = np.arange(observed.shape[-1], dtype=np.float64) if values is None else values
    # einsum sums short axes several times faster than sum does, and there are thousands of replicates
    paired = np.einsum("...ij->...i", np.asarray(observed, dtype=np.float64))
    apart = distance(values, paired)
    total = np.einsum("...i->...", paired)
    seen = np.einsum("...ij,...ij->...", observed, apart)
    chance = np.einsum("...i,...i->...", paired, np.einsum("...ij,...j->...i", apart, paired))
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(np.where(chance > 0, 1 - seen * (total - 1) / chance, np.nan), dtype=np.float64)
