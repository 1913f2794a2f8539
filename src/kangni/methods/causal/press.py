"""What a matrix of effects says of lasting presses: its answers, and how far signs alone decide theirs.

Matrices hold at [i, j] the effect of factor j on factor i; tables of answers are printed with the pressed factor as
row. `community` is the one place where links become such a matrix.
"""

from __future__ import annotations

from dataclasses import dataclass

import numba
import numpy as np

from kangni.core.errors import MethodInput
from kangni.core.undefined import Number, Undefined
from kangni.methods.causal.balance import Links
from kangni.methods.causal.stability import stable
from kangni.methods.columns import Floats

__all__ = ["DAMPING", "MOST_FACTORS", "Weighted", "community", "permanent", "responses", "weighted_predictions"]

DAMPING = 1.0  # how strongly a factor holds itself where nobody says
MOST_FACTORS = 14  # with more, permanents take too long
SINGULAR = 1e-12  # of the product of the rows' lengths


@dataclass(frozen=True, slots=True)
class Weighted:
    """Answers by sign alone, row = press: `net` feedback with its sign, and the `total` of it, whatever the sign."""

    net: Floats
    total: Floats

    def weight(self, press: int, response: int) -> Number:
        """Return |net| / total: 1 where all feedback on the way has one sign, near 0 where it cancels."""
        total = float(self.total[press, response])
        return abs(float(self.net[press, response])) / total if total else Undefined("no pathway")


def community(links: Links, weight: Floats, *, damping: float = DAMPING) -> Floats:
    """Return the matrices of effects of a block of maps, the factors' hold on themselves on the diagonal.

    Parameters
    ----------
    links, weight
        The links, each pair once, and (links, maps) signed weights.
    damping
        Taken off the diagonal: how strongly each factor holds itself.

    Returns
    -------
    Floats
        (maps, factors, factors), [map, effect, cause].

    Examples
    --------
    >>> community(Links(np.array([0]), np.array([1]), 2), np.array([[0.5]])).tolist()
    [[[-1.0, 0.0], [0.5, -1.0]]]
    """
    size = links.factors
    matrices = np.zeros((weight.shape[1], size * size))
    matrices[:, links.effect * size + links.cause] = weight.T
    matrices[:, :: size + 1] -= damping
    return matrices.reshape(-1, size, size)


def responses(matrix: Floats) -> Floats | Undefined:
    r"""Return how every factor answers a lasting press on every factor.

    The state that a press u settles at is :math:`x = -A^{-1} u` (Levins 1974; Puccia & Levins 1985), so factor j
    answers a press on i by :math:`(-A^{-1})_{ji}`.

    Parameters
    ----------
    matrix
        (factors, factors) A, effects of column on row.

    Returns
    -------
    Floats or Undefined
        Row = press, the transpose of :math:`-A^{-1}`. Undefined where A has no inverse, or does not come to rest.

    Examples
    --------
    Predator 1 lives on prey 0, which alone holds itself. More food for the prey feeds the predator only:

    >>> responses(np.array([[-1.0, -1.0], [1.0, 0.0]])).tolist()
    [[0.0, 1.0], [-1.0, 1.0]]
    """
    _check_square(matrix)
    if abs(np.linalg.det(matrix)) <= SINGULAR * float(np.prod(np.linalg.norm(matrix, axis=1))):
        return Undefined("the map has no inverse: nothing fixes where a press would leave it")
    if not stable(matrix[None].astype(np.float64))[0]:
        return Undefined("the map does not come to rest, so that its answers have no meaning")
    answers: Floats = 0.0 - np.linalg.inv(matrix.astype(np.float64)).T  # from 0, so that no answer is -0
    return answers


def weighted_predictions(matrix: Floats) -> Weighted | Undefined:
    r"""Return how far signs alone decide the answer to a press (Dambacher, Li & Rossignol 2002).

    Net feedback is the adjoint of -A, the total is made of permanents of the minors of :math:`|A|`; the weight of a
    prediction is :math:`W = |\mathrm{adj}(-A)| / T`, from 0 (all ways cancel) to 1 (all have one sign). It is no
    probability: in random matrices W = .56 can go with 97 % of one sign.

    Parameters
    ----------
    matrix
        (factors, factors) A, usually of signs: -1, 0 and 1.

    Returns
    -------
    Weighted or Undefined
        Row = press. Undefined with more than 14 factors, of which only random matrices tell.

    Examples
    --------
    >>> found = weighted_predictions(np.array([[-1.0, -1.0], [1.0, 0.0]]))
    >>> found.weight(0, 1), found.weight(0, 0)
    (1.0, Undefined(reason='no pathway'))
    """
    _check_square(matrix)
    size = len(matrix)
    if size > MOST_FACTORS:
        return Undefined("more than 14 factors: only random maps tell")
    net, total = np.empty((size, size)), np.empty((size, size))
    for press in range(size):
        for response in range(size):
            minor = np.delete(np.delete(-matrix, press, axis=0), response, axis=1)
            net[press, response] = (-1) ** (press + response) * (np.linalg.det(minor) if size > 1 else 1)
            total[press, response] = permanent(np.abs(minor))
    rounding = 1e-12 * np.maximum(total, 1)
    return Weighted(np.where(np.abs(net) <= rounding, 0.0, net), total)


def permanent(matrix: Floats) -> float:
    r"""Return the permanent of a square matrix: the determinant with every sign taken as +, by Ryser's formula.

    :math:`(-1)^n \sum_S (-1)^{|S|} \prod_i \sum_{j \in S} a_{ij}` over the sets S of columns, in Gray's order, so that
    each set is one column away from the last.

    Examples
    --------
    >>> permanent(np.array([[1.0, 2.0], [3.0, 4.0]]))
    10.0
    """
    return float(_ryser(np.ascontiguousarray(matrix, np.float64))) if len(matrix) else 1.0


def _check_square(matrix: Floats) -> None:
    if matrix.ndim != 2 or matrix.shape[0] != matrix.shape[1] or not matrix.size:
        raise MethodInput("press", f"a matrix of effects is square, not {' x '.join(map(str, matrix.shape))}")


def _ryser_loop(matrix: Floats) -> float:
    size = matrix.shape[0]
    rows = np.zeros(size)
    total, sign = 0.0, 1.0 if size % 2 == 0 else -1.0
    inside = np.zeros(size, np.bool_)
    for turn in range(1, 1 << size):
        column, rest = 0, turn
        while rest % 2 == 0:
            rest //= 2
            column += 1
        inside[column] = not inside[column]
        sign = -sign
        product = 1.0
        for i in range(size):
            rows[i] += matrix[i, column] if inside[column] else -matrix[i, column]
            product *= rows[i]
        total += sign * product
    return total


_ryser = numba.njit(cache=True, nogil=True)(_ryser_loop)
