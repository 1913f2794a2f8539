"""How many interviews two people must both code for an interval of alpha of a given width."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kangni.core.errors import N_, MethodInput
from kangni.core.undefined import Undefined
from kangni.methods.agreement.alpha import alphas
from kangni.methods.agreement.intervals import jackknife
from kangni.methods.columns import Floats

__all__ = ["ASSURANCE", "MOST", "Widths", "drawn_tables", "enough", "simulated_tables", "widths"]

ASSURANCE = 0.8  # share of simulated studies in which the interval must be narrow enough
MOST = 200  # interviews


@dataclass(frozen=True, slots=True)
class Widths:
    """How wide the interval is with `interviews`: in the middle study, in four of five, and how often narrow enough.

    `undefined` is the share of studies without an interval, because some resampling has no alpha.
    """

    interviews: int
    median: float | Undefined
    assured: float | Undefined
    narrow: float
    undefined: float


def simulated_tables(
    *, prevalence: float, alpha: float, cells: int, spread: float, studies: int, rng: np.random.Generator
) -> Floats:
    """Return the two coders' tables of each interview of many simulated studies.

    Both coders use a code in a share p of the cells (turns times codes) and agree to alpha: they differ in a share
    d = 2 p (1 - p)(1 - alpha) of the cells, and both give the code in p - d / 2. Interviews are not alike: in each of
    them both shares are multiplied by factors of their own, drawn from gamma distributions with mean 1 and
    coefficient of variation `spread`.

    Parameters
    ----------
    prevalence, alpha
        p and alpha, as they are over all interviews.
    cells
        Turns times codes of one interview.
    spread
        How far interviews differ beyond chance; 0 makes them alike.
    studies, rng
        How many studies to simulate, and the source of chance.

    Returns
    -------
    Floats
        Shape (MOST, studies, 2, 2): one interview behind the other of each study.

    Raises
    ------
    MethodInput
        For shares that cannot be, and for an alpha so low that coders would have to differ more often than they code.

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> tables = simulated_tables(prevalence=0.2, alpha=0.6, cells=500, spread=0.0, studies=50, rng=rng)
    >>> (tables.mean(axis=(0, 1)) / 500).round(2)
    array([[0.74, 0.06],
           [0.06, 0.14]])
    """
    _check(prevalence=prevalence, alpha=alpha, cells=cells, spread=spread)
    differ = 2 * prevalence * (1 - prevalence) * (1 - alpha)
    both = prevalence - differ / 2
    if both < 0 or both + differ > 1:
        raise MethodInput("plan", f"two coders cannot agree to {alpha} on codes in {prevalence} of the turns")
    size = (MOST, studies)
    alike, one_sided = both * _factors(spread, size, rng), differ / 2 * _factors(spread, size, rng)
    chances = np.stack([np.maximum(1 - alike - 2 * one_sided, 0), one_sided, one_sided, alike], axis=-1)
    chances /= chances.sum(axis=-1, keepdims=True)
    return rng.multinomial(cells, chances).astype(np.float64).reshape(*size, 2, 2)


def drawn_tables(tables: Floats, *, studies: int, rng: np.random.Generator) -> Floats:
    """Return tables of many studies whose interviews are drawn, with replacement, from those that were coded.

    Parameters
    ----------
    tables
        Of the interviews that two people coded, shape (D, 2, 2).
    studies, rng
        How many studies to draw, and the source of chance.

    Returns
    -------
    Floats
        Shape (MOST, studies, 2, 2).

    Raises
    ------
    MethodInput
        For fewer than two interviews: they show nothing of how interviews differ.
    """
    if tables.shape[0] < 2:
        raise MethodInput("plan", "one interview does not show how far interviews differ")
    return np.asarray(tables[rng.integers(tables.shape[0], size=(MOST, studies))], dtype=np.float64)


def widths(tables: Floats, interviews: int, *, width: float) -> Widths:
    """Return how wide the 95 % interval of alpha is in studies of so many interviews.

    Parameters
    ----------
    tables
        Of many studies, shape (at least `interviews`, studies, 2, 2).
    interviews
        How many of each study's interviews are coded by both.
    width
        What is narrow enough, from end to end.

    Notes
    -----
    The interval is the delete-one-interview jackknife's for any number of interviews. Results show the bootstrap's
    percentiles from eleven participants on; they come to nearly the same.
    """
    chosen = tables[:interviews]
    whole = chosen.sum(axis=0)
    estimate, without = (alphas(sums + np.swapaxes(sums, -1, -2)) for sums in (whole, whole - chosen))
    found = jackknife(estimate, without)
    wide = found.high - found.low
    wide[(found.undefined > 0) | ~np.isfinite(wide) | (wide <= 0)] = np.inf
    nothing = Undefined(N_("in so few interviews most simulated studies have no interval"))
    middle, assured = (float(np.quantile(wide, share, method="inverted_cdf")) for share in (0.5, ASSURANCE))
    return Widths(
        interviews=interviews,
        median=middle if np.isfinite(middle) else nothing,
        assured=assured if np.isfinite(assured) else nothing,
        narrow=float(np.mean(wide <= width)),
        undefined=float(np.mean(~np.isfinite(wide))),
    )


def enough(tables: Floats, *, width: float) -> int | Undefined:
    """Return the fewest interviews with which the interval is narrow enough in `ASSURANCE` of the studies.

    Parameters
    ----------
    tables
        Of many studies, shape (MOST, studies, 2, 2).
    width
        What is narrow enough, from end to end.

    Returns
    -------
    int | Undefined
        Undefined where `MOST` interviews are too few. More interviews are taken to make no interval wider, so that the
        number can be found by halving.

    Raises
    ------
    MethodInput
        For a width that no interval of alpha has.

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> tables = simulated_tables(prevalence=0.05, alpha=0.7, cells=84 * 38, spread=0.3, studies=200, rng=rng)
    >>> enough(tables, width=0.1), enough(tables, width=0.05)
    (21, 66)
    """
    if not 0 < width <= 2:
        raise MethodInput("plan", f"an interval of width {width}; use more than 0, and at most 2")
    low, high = 1, int(tables.shape[0])
    if widths(tables, high, width=width).narrow < ASSURANCE:
        return Undefined(N_("more interviews than anybody codes twice"))
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if widths(tables, middle, width=width).narrow >= ASSURANCE else (middle, high)
    return high


def _factors(spread: float, size: tuple[int, int], rng: np.random.Generator) -> Floats:
    return rng.gamma(1 / spread**2, spread**2, size=size) if spread else np.ones(size)


def _check(*, prevalence: float, alpha: float, cells: int, spread: float) -> None:
    if not 0 < prevalence < 1:
        raise MethodInput("plan", f"codes in {prevalence} of the turns; use more than 0 and less than 1")
    if not -1 <= alpha <= 1:
        raise MethodInput("plan", f"an alpha of {alpha}; use -1 to 1")
    if cells < 1:
        raise MethodInput("plan", f"{cells} cells; each interview needs a turn and a code")
    if not 0 <= spread <= 2:
        raise MethodInput("plan", f"a spread of {spread}; use 0 to 2")
