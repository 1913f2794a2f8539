"""When new codes become rare enough to stop interviewing, and how much that depends on the order of the interviews."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kangni.core.errors import N_, MethodInput
from kangni.core.undefined import Undefined
from kangni.methods.columns import Bools, Floats, Ints

__all__ = [
    "Accumulation",
    "Stop",
    "accumulation",
    "new_codes",
    "new_in_orders",
    "saturated_orders",
    "stopping_rule",
]

CELLS = 4_000_000  # places of interviews looked at in one go: bounds the memory of random orders


@dataclass(frozen=True, slots=True, eq=False)
class Stop:
    """New-code ratios of the runs ending at each interview (NaN before base and run are complete), and the verdict.

    `at` counts interviews from 1.
    """

    base_codes: int
    ratios: Floats
    at: int | Undefined


@dataclass(frozen=True, slots=True, eq=False)
class Accumulation:
    """Codes known after 1, 2 ... n interviews over many orders: their mean and the bounds of the middle orders."""

    mean: Floats
    low: Floats
    high: Floats


def new_codes(has: Bools) -> Ints:
    """Return how many codes each interview brings that none before it had.

    Parameters
    ----------
    has
        Which interview has which code, shape (interviews, codes), in the order of interviewing.

    Examples
    --------
    >>> new_codes(np.array([[True, True, False], [True, False, False], [False, True, True]]))
    array([2, 0, 1])
    """
    first = has.argmax(axis=0)[has.any(axis=0)]
    return np.bincount(first, minlength=has.shape[0]).astype(np.int64)


def stopping_rule(new: Ints, *, base: int, run: int, threshold: float) -> Stop:
    """Apply the stopping rule of Guest, Namey & Chen: few new codes in a run of interviews, measured on a base.

    The ratio at interview e is the number of codes new in the `run` interviews that end there, divided by the codes of
    the first `base` interviews; the rule is met at the first e >= base + run with a ratio of at most `threshold`.

    Parameters
    ----------
    new
        New codes by interview.
    base, run
        Sizes of base (4 to 6 are usual) and run (2 or 3).
    threshold
        0.05 or 0.

    Returns
    -------
    Stop
        Undefined where the base found no code, with fewer interviews than base and run, and where not reached.

    References
    ----------
    Guest, G., Namey, E. & Chen, M. (2020). A simple method to assess and report thematic saturation in qualitative
    research. *PLoS ONE*, 15(5): e0232076.

    Examples
    --------
    >>> found = stopping_rule(np.array([12, 5, 3, 2, 1, 0, 0, 1]), base=4, run=2, threshold=0.05)
    >>> found.at, found.base_codes, found.ratios.round(4)
    (6, 22, array([   nan,    nan,    nan,    nan,    nan, 0.0455, 0.    , 0.0455]))
    """
    _check_rule(base=base, run=run, threshold=threshold)
    ratios = _ratios(new[None, :], base=base, run=run)[0]
    base_codes = int(new[:base].sum())
    if new.size < base + run:
        return Stop(base_codes, ratios, Undefined(N_("fewer interviews than base and run")))
    if not base_codes:
        return Stop(base_codes, ratios, Undefined(N_("the base found no code")))
    met = np.flatnonzero(ratios <= threshold)
    return Stop(base_codes, ratios, int(met[0]) + 1 if met.size else Undefined(N_("not reached")))


def new_in_orders(has: Bools, *, orders: int, rng: np.random.Generator) -> Ints:
    """Return the new codes of each interview in many random orders of the interviews.

    Parameters
    ----------
    has
        Which interview has which code, shape (interviews, codes).
    orders
        How many random orders to try.
    rng
        The source of chance.

    Returns
    -------
    array of shape (orders, interviews)
        By place in the order.

    Examples
    --------
    Whoever comes first brings everything.

    >>> new_in_orders(np.ones((3, 2), dtype=bool), orders=2, rng=np.random.default_rng(1))
    array([[2, 0, 0],
           [2, 0, 0]])
    """
    interviews = has.shape[0]
    code, interview = np.nonzero(has.T)
    start = np.flatnonzero(np.concatenate([[True], np.diff(code) != 0])[: code.size])
    new = np.zeros((orders, interviews), dtype=np.int64)
    at_a_time = max(1, CELLS // max(interview.size, 1))
    for done in range(0, orders if code.size else 0, at_a_time):
        some = min(at_a_time, orders - done)
        place = np.argsort(rng.random((some, interviews)), axis=1)  # of each interview in each order
        first = np.minimum.reduceat(place[:, interview], start, axis=1)
        flat = first + interviews * np.arange(some)[:, None]
        counts = np.bincount(flat.ravel(), minlength=some * interviews)
        new[done : done + some] = counts.reshape(some, interviews)
    return new


def saturated_orders(new: Ints, *, base: int, run: int, threshold: float) -> Floats:
    """Return the share of orders of interviews that meet the stopping rule by each interview.

    Parameters
    ----------
    new
        New codes by order and interview, as `new_in_orders` returns them.
    base, run, threshold
        As in `stopping_rule`.

    Returns
    -------
    Floats
        By place in the order; NaN before base and run are complete. An order whose base found no code meets nothing.

    Examples
    --------
    One order stops at its third interview, the other one does not.

    >>> saturated_orders(np.array([[5, 1, 0], [3, 2, 1]]), base=1, run=1, threshold=0.1)
    array([nan, 0. , 0.5])
    """
    _check_rule(base=base, run=run, threshold=threshold)
    met = np.logical_or.accumulate(_ratios(new, base=base, run=run) <= threshold, axis=1)
    share = np.asarray(met.mean(axis=0), dtype=np.float64)
    share[: base + run - 1] = np.nan
    return share


def accumulation(new: Ints, *, within: float = 0.9) -> Accumulation:
    """Return how many codes are known after each interview over many orders, and where most orders lie.

    Parameters
    ----------
    new
        New codes by order and interview, as `new_in_orders` returns them.
    within
        The share of orders between the bounds, as many below as above: 0.9 for 5 to 95 %.

    Examples
    --------
    >>> found = accumulation(np.array([[4, 1, 0], [2, 2, 1]]), within=1)
    >>> print(found.mean, found.low, found.high)
    [3.  4.5 5. ] [2. 4. 5.] [4. 5. 5.]
    """
    known = np.cumsum(new, axis=1)
    low, high = np.quantile(known, [(1 - within) / 2, (1 + within) / 2], axis=0)
    return Accumulation(known.mean(axis=0), low, high)


def _check_rule(*, base: int, run: int, threshold: float) -> None:
    if base < 1 or run < 1:
        raise MethodInput("saturation", f"a base of {base} and a run of {run}; both need at least one interview")
    if not 0 <= threshold < 1:
        raise MethodInput("saturation", f"a threshold of {threshold}; use a share from 0 to below 1, such as 0.05")


def _ratios(new: Ints, *, base: int, run: int) -> Floats:
    """Return the new-code ratios of many orders, shape (orders, interviews); NaN where there are none."""
    ratios = np.full(new.shape, np.nan)
    if new.shape[1] >= base + run:
        total = np.cumsum(new, axis=1)
        found = total[:, base - 1 : base].astype(np.float64)
        in_run = total[:, base + run - 1 :] - total[:, base - 1 : total.shape[1] - run]
        np.divide(in_run, found, out=ratios[:, base + run - 1 :], where=found > 0)
    return ratios
