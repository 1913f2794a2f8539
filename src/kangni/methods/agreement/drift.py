"""How agreement moves while the coding goes on: document by document, and in a window that moves along."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kangni.core.errors import MethodInput
from kangni.methods.agreement.alpha import alphas, coincidences
from kangni.methods.agreement.figures import by_cluster
from kangni.methods.agreement.intervals import jackknife
from kangni.methods.agreement.kappa import percents
from kangni.methods.agreement.units import Tally
from kangni.methods.columns import Floats, Ints

__all__ = ["Drift", "drift"]


@dataclass(frozen=True, slots=True, eq=False)
class Drift:
    """By document, in the order of coding; NaN where there is no such number.

    `percent` and `alpha` are of the document alone, over all codes together. `window`, `low` and `high` are alpha of
    the documents that end with this one, and its interval; the first ones end no whole window.
    """

    document: Ints
    percent: Floats
    alpha: Floats
    window: Floats
    low: Floats
    high: Floats


def drift(tally: Tally, cluster: Ints, order: Ints, *, window: int) -> Drift:
    """Return pooled alpha of each document and of a moving window, in the order of coding.

    Parameters
    ----------
    tally
        Kinds of units by document and code, of the codes to be compared.
    cluster
        The cluster (participant) of each document, numbered 0, 1, 2 ...
    order
        The documents in the order in which they were coded.
    window
        How many documents stand in the window.

    Returns
    -------
    Drift
        The interval is the delete-one jackknife's over the participants of the window. One document says little: look
        at the window, and at whether the intervals of its beginning and its end overlap.

    Raises
    ------
    MethodInput
        For a window of fewer than two documents.

    Examples
    --------
    Three documents of one code with four units each, read alike twice in two, then three times, then always:

    >>> times = np.array([[[1.0, 2.0, 1.0]], [[2.0, 1.0, 1.0]], [[2.0, 0.0, 2.0]]])
    >>> counts = np.array([[2.0, 0.0], [1.0, 1.0], [0.0, 2.0]])
    >>> found = drift(Tally(counts, times), np.arange(3), np.arange(3), window=2)
    >>> found.percent, found.alpha.round(3), found.window.round(3)
    (array([0.5 , 0.75, 1.  ]), array([0.125, 0.533, 1.   ]), array([  nan, 0.286, 0.762]))
    """
    if window < 2:
        raise MethodInput("drift", f"a window of {window} documents; use 2 or more")
    times = tally.times.sum(axis=1)
    sums = coincidences(tally.counts, times)[order]
    own = cluster[order]
    found = np.full((3, order.size), np.nan)
    for last in range(window - 1, order.size):
        inside = slice(last + 1 - window, last + 1)
        people = np.unique(own[inside], return_inverse=True)[1].astype(np.int64)
        parts = by_cluster(sums[inside], people)
        whole = parts.sum(axis=0)
        estimate = alphas(whole)
        bounds = jackknife(estimate, alphas(whole - parts))
        found[:, last] = estimate, bounds.low, bounds.high
    return Drift(order, percents(tally.counts, times[order]), alphas(sums), *found)
