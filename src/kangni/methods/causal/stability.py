"""Which matrices of a batch are stable: what is pushed a little away comes back."""

from __future__ import annotations

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from kangni.methods.columns import Bools, Floats, Ints

__all__ = ["stable"]

SWEEPS = 4  # of the scaling that draws the discs tight
SQUARINGS = 9
LARGEST = 1e3  # norm of a power that is squared once more
LEAST_HELD = 1e-6  # to divide by
BEYOND = 1.01  # times the matrix's norm, which no eigenvalue exceeds


def stable(matrices: Floats) -> Bools:
    """Tell of each matrix whether all its eigenvalues have a real part below 0.

    Parameters
    ----------
    matrices
        (maps, factors, factors) effects of column on row, all over the same factors.

    Returns
    -------
    Bools
        (maps,).

    Notes
    -----
    Eigenvalues are dear, so three cheaper tests come first, each of which only says what it has proved. Gershgorin's
    discs, drawn tight by a positive scaling v of the factors: where -a_ii v_i > sum_j |a_ij| v_j in every row, no
    eigenvalue reaches 0. Then, for one strongly connected part of the links at a time, M = (cI + A)(cI - A)^-1, whose
    eigenvalues lie within the unit circle exactly where those of A have a negative real part: a power of M with a norm
    below 1 proves that they do, one with a trace above the number of factors that they do not.

    Examples
    --------
    Two factors that raise each other more than they hold themselves run away:

    >>> stable(np.array([[[-1.0, 0.5], [0.5, -1.0]], [[-1.0, 2.0], [2.0, -1.0]]])).tolist()
    [True, False]
    """
    found = _within_discs(matrices)
    open_yet = np.flatnonzero(~found)
    if not open_yet.size:
        return found
    rest, yes = matrices[open_yet], np.ones(open_yet.size, np.bool_)
    for part in _parts((rest != 0).any(axis=0)):
        still = np.flatnonzero(yes)
        yes[still] = _part_is_stable(rest[np.ix_(still, part, part)])
    found[open_yet] = yes
    return found


def _within_discs(matrices: Floats) -> Bools:
    own = -np.diagonal(matrices, axis1=1, axis2=2)
    others = np.abs(matrices)
    factors = np.arange(matrices.shape[1])
    others[:, factors, factors] = 0
    held = np.maximum(own, LEAST_HELD)
    scale = np.ones_like(own)
    for _ in range(SWEEPS):
        scale = scale + _radii(others, scale) / held
        scale /= scale.max(axis=1, keepdims=True)
    inside: Bools = np.logical_and.reduce((own > 0) & (_radii(others, scale) < own * scale), axis=1)
    return inside


def _radii(others: Floats, scale: Floats) -> Floats:
    radii: Floats = (others @ scale[:, :, None])[:, :, 0]
    return radii


def _parts(pattern: Bools) -> list[Ints]:
    """Return the strongly connected parts of the factors."""
    count, label = connected_components(csr_array(pattern.astype(np.int64)), connection="strong")
    return [np.flatnonzero(label == part) for part in range(count)]


def _part_is_stable(matrices: Floats) -> Bools:
    size = matrices.shape[1]
    if size == 1:
        return np.less(matrices[:, 0, 0], 0)
    found, open_yet = np.zeros(len(matrices), np.bool_), np.arange(len(matrices))
    power = _turned(matrices)
    for turn in range(SQUARINGS + 1):
        if turn:
            power = power @ power
        norm = np.sqrt((power * power).sum(axis=(1, 2)))
        is_in, is_out = norm < 1, np.abs(np.trace(power, axis1=1, axis2=2)) > size
        found[open_yet[is_in]] = True
        goes_on = ~(is_in | is_out) & (norm < LARGEST)
        dear = open_yet[~(is_in | is_out | goes_on)]
        found[dear] = _all_negative(matrices[dear])
        open_yet, power = open_yet[goes_on], power[goes_on]
    found[open_yet] = _all_negative(matrices[open_yet])
    return found


def _turned(matrices: Floats) -> Floats:
    """Return (cI + A)(cI - A)^-1 with c beyond every eigenvalue of A; the two factors commute."""
    beyond = BEYOND * np.sqrt((matrices * matrices).sum(axis=(1, 2)))[:, None, None] * np.eye(matrices.shape[1])
    turned: Floats = np.linalg.solve(beyond - matrices, beyond + matrices)
    return turned


def _all_negative(matrices: Floats) -> Bools:
    if not len(matrices):
        return np.zeros(0, np.bool_)
    negative: Bools = np.linalg.eigvals(matrices).real.max(axis=1) < 0
    return negative
