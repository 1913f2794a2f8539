"""How much of an ensemble's spread each of its layers makes: who was drawn, which side, whose reading, which rule."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from kangni.core.errors import N_, MethodInput
from kangni.core.undefined import Number, Undefined
from kangni.methods.columns import Bools, Floats, Ints

__all__ = ["layer_shares", "marks_of"]

FEWEST = 5  # members for each column of a layer
STILL = 1e-9  # a standard deviation that is the integrator's


def layer_shares(values: Floats, layers: Mapping[str, Floats | Ints | Bools]) -> dict[str, Number]:
    """Return the share of the variance of a number that each layer explains by itself.

    The layer's columns are fitted to the number by least squares; the share is R squared, adjusted for the number of
    columns, and at least 0. Layers are drawn independently, so the shares add up to at most about 1; what is missing
    is interplay, and whatever is not linear.

    Parameters
    ----------
    values
        (members,) the number; NaN where a member has none.
    layers
        For each layer (columns, members): how often each participant was drawn, which side each link took, marks of a
        choice.

    Returns
    -------
    dict
        Undefined where the number is the same in all members, or where a layer has too many columns for them.

    Examples
    --------
    >>> rng = np.random.default_rng(3)
    >>> side, other = rng.random((2, 400)) < 0.5
    >>> found = layer_shares(2.0 * side + other, {"side": side[None, :], "other": other[None, :]})
    >>> {name: round(share, 1) for name, share in found.items()}
    {'side': 0.8, 'other': 0.2}
    """
    known = ~np.isnan(values)
    y = values[known]
    if y.size < 2 or y.std() < STILL:
        return dict.fromkeys(layers, Undefined(N_("all members agree")))
    return {name: _share(y, np.asarray(columns, np.float64)[:, known]) for name, columns in layers.items()}


def marks_of(choice: Ints) -> Bools:
    """Return which choice each member took as one column for each choice but the first.

    Examples
    --------
    >>> marks_of(np.array([0, 2, 1])).astype(int).tolist()
    [[0, 0, 1], [0, 1, 0]]
    """
    if choice.size and choice.min() < 0:
        raise MethodInput("layers", "a choice is a number from 0")
    marks: Bools = np.arange(1, choice.max(initial=0) + 1)[:, None] == choice[None, :]
    return marks


def _share(y: Floats, columns: Floats) -> Number:
    varying = columns[columns.std(axis=1) > 0]
    count, members = len(varying), y.size
    if not count:
        return 0.0
    if members < FEWEST * count:
        return Undefined(N_("too few members for so many choices"))
    design = np.vstack([np.ones(members), varying]).T
    fitted, *_ = np.linalg.lstsq(design, y, rcond=None)
    left = float(((y - design @ fitted) ** 2).sum()) / max(1, members - int(np.linalg.matrix_rank(design)))
    return max(0.0, 1 - left / float(y.var(ddof=1)))
