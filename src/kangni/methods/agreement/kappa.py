"""Percent agreement and Cohen's kappa, plain and weighted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np

from kangni.core.errors import N_
from kangni.core.undefined import Number, Undefined
from kangni.methods.columns import Floats

__all__ = ["KappaErrors", "Weighting", "agreement_weights", "kappa", "kappa_errors", "kappas", "percents"]

Weighting: TypeAlias = Literal["identity", "linear", "quadratic"]


@dataclass(frozen=True, slots=True)
class KappaErrors:
    """Large-sample standard errors of kappa: at its value, and where true kappa is 0."""

    error: Number
    null_error: Number


def agreement_weights(weighting: Weighting, values: Floats) -> Floats:
    """Return agreement weights of ordered categories, shape (q, q), 1 on the diagonal.

    Linear weights are 1 - |x - y| / range, quadratic ones 1 - (x - y)² / range²; for categories that are ranks,
    0 to q - 1, the range is q - 1. Identity is 1 for equal categories and 0 else, whatever their order.

    Examples
    --------
    >>> agreement_weights("linear", np.arange(3))
    array([[1. , 0.5, 0. ],
           [0.5, 1. , 0.5],
           [0. , 0.5, 1. ]])
    """
    if weighting == "identity":
        return np.eye(values.size)
    apart = np.abs(np.subtract.outer(values, values)) / (float(np.ptp(values)) or 1.0)
    return np.asarray(1 - (apart if weighting == "linear" else apart**2), dtype=np.float64)


def kappa(table: Floats, weights: Floats | None = None) -> Number:
    """Return Cohen's kappa of two coders, 1 - (1 - p_o) / (1 - p_e).

    With p = table / n and marginals a (rows), b (columns): p_o = sum of w p, p_e = sum of w a b. It asks whether two
    coders agree more than their own marginals would produce, and assumes that units are independent and that both
    coders have seen all of them.

    Parameters
    ----------
    table
        Counts of units, shape (q, q): first coder's category by second coder's.
    weights
        Agreement weights w, shape (q, q), 1 on the diagonal, such as `agreement_weights`; None counts only equal
        categories. Disagreement weights v become 1 - v / max v.

    Returns
    -------
    Number
        Undefined without units, and where p_e = 1 because both coders used one and the same category.

    References
    ----------
    Cohen, J. (1960). A coefficient of agreement for nominal scales. *Educational and Psychological Measurement*, 20.
    Cohen, J. (1968). Weighted kappa. *Psychological Bulletin*, 70.

    Examples
    --------
    >>> round(kappa(np.array([[88, 14, 18], [10, 40, 10], [2, 6, 12]])), 6)
    0.491525
    >>> kappa(np.array([[0, 0], [0, 9]]))
    Undefined(reason='both coders used one and the same category')
    """
    if not table.sum():
        return Undefined(N_("no common units"))
    value = float(kappas(table, weights))
    return value if np.isfinite(value) else Undefined(N_("both coders used one and the same category"))


def kappas(tables: Floats, weights: Floats | None = None) -> Floats:
    """Return kappa of many tables, shape (..., q, q), and NaN where `kappa` says undefined.

    Examples
    --------
    >>> kappas(np.array([[[5, 0], [0, 5]], [[0, 5], [5, 0]], [[9, 0], [0, 0]]]))
    array([ 1., -1., nan])
    """
    weights = np.eye(tables.shape[-1]) if weights is None else weights
    tables = np.asarray(tables, dtype=np.float64)
    # einsum sums short axes several times faster than sum does, and there are thousands of replicates
    first, second = np.einsum("...ij->...i", tables), np.einsum("...ij->...j", tables)
    n = np.einsum("...i->...", first)
    observed = np.einsum("ij,...ij->...", weights, tables)  # n p_o
    # n² p_e: the *sum* over cells of w a b; multiplying the terms instead is a well-known mistake
    expected = np.einsum("...j,...j->...", np.einsum("...i,ij->...j", first, weights), second)
    room = n * n - expected
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(np.where(room > 1e-12 * n * n, (n * observed - expected) / room, np.nan), dtype=np.float64)


def kappa_errors(table: Floats, weights: Floats | None = None) -> KappaErrors:
    """Return the large-sample standard errors of kappa, plain or weighted.

    With p = table / n, marginals a and b, r_i the sum over j of b_j w_ij and c_j the sum over i of a_i w_ij:
    n (1 - p_e)^4 times the variance at kappa is the sum of p_ij (w_ij (1 - p_e) - (r_i + c_j)(1 - p_o))², less
    (p_o p_e - 2 p_e + p_o)²; n (1 - p_e)² times that where true kappa is 0 is the sum of a_i b_j (w_ij - r_i - c_j)²,
    less p_e². They assume that units are independent, and serve from about 50 units on.

    Parameters
    ----------
    table, weights
        As for `kappa`.

    Returns
    -------
    KappaErrors
        Undefined where kappa is.

    References
    ----------
    Fleiss, J. L., Cohen, J. & Everitt, B. S. (1969). Large sample standard errors of kappa and weighted kappa.
    *Psychological Bulletin*, 72.

    Examples
    --------
    >>> found = kappa_errors(np.array([[88, 14, 18], [10, 40, 10], [2, 6, 12]]))
    >>> round(found.error, 6), round(found.null_error, 6)
    (0.051002, 0.051979)
    """
    value = kappa(table, weights)
    if isinstance(value, Undefined):
        return KappaErrors(value, value)
    w = np.eye(table.shape[0]) if weights is None else weights
    n = float(table.sum())
    p = np.asarray(table, dtype=np.float64) / n
    a, b = p.sum(axis=1), p.sum(axis=0)
    by_chance = np.outer(a, b)
    observed, expected = float((w * p).sum()), float((w * by_chance).sum())
    means = (w @ b)[:, None] + (a @ w)[None, :]
    spread = float((p * (w * (1 - expected) - means * (1 - observed)) ** 2).sum())
    spread -= (observed * expected - 2 * expected + observed) ** 2
    spread_of_none = float((by_chance * (w - means) ** 2).sum()) - expected**2
    room = 1 - expected
    return KappaErrors(
        float(np.sqrt(max(spread, 0.0) / n) / room**2), float(np.sqrt(max(spread_of_none, 0.0) / n) / room)
    )


def percents(counts: Floats, times: Floats, weights: Floats | None = None) -> Floats:
    """Return the share of pairs of ratings that agree, mean over the units with two or more ratings.

    For one unit with r_k of r ratings in category k it is the sum over k of r_k (r*_k - 1) / (r (r - 1)), where r*_k
    is the sum over l of w_kl r_l. For two coders it is the share of units in which both say the same.

    Parameters
    ----------
    counts
        Kinds of units, shape (P, q): how many coders gave each category.
    times
        How often each kind occurs, shape (..., P).
    weights
        Agreement weights, shape (q, q); None counts only equal categories.

    Returns
    -------
    Floats
        Shape (...); NaN where no unit has two ratings.

    Examples
    --------
    Two coders, three kinds of units (both no, one each, both yes), 80, 15 and 5 times.

    >>> percents(np.array([[2, 0], [1, 1], [0, 2]]), np.array([80, 15, 5])).item()
    0.85
    """
    ratings = counts.sum(axis=-1)
    pairs = ratings * (ratings - 1.0)
    weighted = counts if weights is None else counts @ weights.T
    agreeing = np.sum(counts * (weighted - 1.0), axis=-1)
    shares = np.divide(agreeing, pairs, out=np.zeros_like(pairs), where=pairs > 0)
    with np.errstate(invalid="ignore"):
        return np.asarray(times @ shares / (times @ (pairs > 0)), dtype=np.float64)
