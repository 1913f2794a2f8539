"""What more interviews would bring: curves with intervals, and what the next interview alone would add."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from scipy.special import ndtri, stdtrit

from kangni.core.errors import N_, MethodInput
from kangni.core.undefined import Number, Undefined
from kangni.methods.columns import Bools, Floats, Ints
from kangni.methods.richness import further_codes, known_share, rarefied, share_without, unseen_codes

__all__ = ["Curve", "Estimate", "NextInterview", "curve", "next_interview"]

LEVEL = 0.95
Z: Final = float(ndtri((1 + LEVEL) / 2))
LEAST = 3  # interviews of which one can be left out and something still be estimated


@dataclass(frozen=True, slots=True)
class Estimate:
    """A number with its interval."""

    value: Number
    low: Number
    high: Number


@dataclass(frozen=True, slots=True, eq=False)
class NextInterview:
    """What one interview more would add.

    `new` are codes that nobody had, `known` is the share of mentions that would be of codes known by now. `as_last`
    holds for each interview the codes that only it has: what it would have brought, had it been the last one.
    """

    new: Estimate
    known: Estimate
    as_last: Ints


@dataclass(frozen=True, slots=True, eq=False)
class Curve:
    """Codes that so many interviews show, with a 95 % interval; NaN where nothing can be estimated."""

    expected: Floats
    low: Floats
    high: Floats


def curve(has: Bools, *, sizes: Ints, resamples: int, rng: np.random.Generator) -> Curve:
    """Return how many codes so many interviews show, up to n by rarefaction and beyond by extrapolation.

    Up to n the interval is the estimate ± 1.96 times the standard deviation over participants drawn again with
    replacement. The middle 95 % of the redrawn curves would not do: somebody drawn twice brings the same codes twice,
    so that they all lie too low. Beyond n it is that of the codes which interviews after these would add, ± t times the
    standard error of the delete-one jackknife on n - 1 degrees of freedom, and none of the codes seen is lost.

    Parameters
    ----------
    has
        Which interview has which code, shape (interviews, codes).
    sizes
        Numbers of interviews, rising. Beyond twice as many as there are it is not to be trusted.
    resamples
        How often to draw the participants again.
    rng
        The source of chance.

    Returns
    -------
    Curve
        NaN beyond one interview; without intervals for one interview, and beyond two.

    Examples
    --------
    >>> has = np.array([[1, 1, 0, 0], [1, 0, 1, 0], [1, 1, 0, 1]], dtype=bool)
    >>> found = curve(has, sizes=np.array([1, 3, 4]), resamples=200, rng=np.random.default_rng(1))
    >>> found.expected.round(3)
    array([2.333, 4.   , 4.444])
    """
    if resamples < 2:
        raise MethodInput("saturation", f"{resamples} resamples; use 2 or more")
    interviews, seen = has.shape[0], int(has.any(axis=0).sum())
    within, beyond = sizes[sizes <= interviews], sizes[sizes > interviews] - interviews
    inside = rarefied(has.sum(axis=0), interviews=interviews, sizes=within)
    spread = _spread(has, within, resamples=resamples, rng=rng)
    added, error = _added(has, beyond)
    return Curve(
        expected=np.concatenate([inside, seen + added]),
        low=np.concatenate([np.maximum(inside - spread, 0), seen + np.maximum(added - error, 0)]),
        high=np.concatenate([inside + spread, seen + added + error]),
    )


def next_interview(has: Bools) -> NextInterview:
    """Return how many new codes one interview more would bring, and what share of its mentions would be known codes.

    The new ones are S(n + 1) - S(n) = f0 Q1 / (n f0 + Q1), the share is the coverage. Each interval is the estimate ±
    t times the standard error of the delete-one jackknife over interviews, on n - 1 degrees of freedom, and ends where
    such a number must.

    Parameters
    ----------
    has
        Which interview has which code, shape (interviews, codes).

    Returns
    -------
    NextInterview
        Undefined where no code was seen, and for one interview; without intervals for two.

    References
    ----------
    Colwell, R. K. et al. (2012). *Journal of Plant Ecology*, 5. Chao, A. & Jost, L. (2012). *Ecology*, 93.

    Examples
    --------
    >>> has = np.array([[1, 1, 0, 0], [1, 0, 1, 0], [1, 1, 0, 1]], dtype=bool)
    >>> found = next_interview(has)
    >>> print(round(found.new.value, 3), round(found.known.value, 3), found.as_last)
    0.444 0.81 [0 1 1]
    """
    interviews, occurrences = has.shape[0], has.sum(axis=0)
    as_last = (has & (occurrences == 1)).sum(axis=1).astype(np.int64)
    if interviews < 2 or not has.any():
        nothing = Undefined(N_("fewer than two interviews") if interviews < 2 else N_("no code was seen"))
        return NextInterview(Estimate(nothing, nothing, nothing), Estimate(nothing, nothing, nothing), as_last)
    whole = _next(_Rare.of(has))
    if interviews < LEAST:
        unknown = Undefined(N_("fewer than three interviews"))
        new, known = (Estimate(float(value[0]), unknown, unknown) for value in whole)
        return NextInterview(new, known, as_last)
    without = _next(_Rare.leaving_out(has))
    new, known = (
        _jackknifed(float(value[0]), left_out, most=most)
        for value, left_out, most in zip(whole, without, (np.inf, 1.0), strict=True)
    )
    return NextInterview(new, known, as_last)


@dataclass(frozen=True, slots=True, eq=False)
class _Rare:
    """Samples of interviews, one an entry: how many interviews, codes in one, codes in two, and mentions."""

    interviews: Ints
    once: Ints
    twice: Ints
    mentions: Ints

    @classmethod
    def of(cls, has: Bools) -> _Rare:
        """Count in all interviews."""
        times = has.sum(axis=0)
        counts = (has.shape[0], (times == 1).sum(), (times == 2).sum(), has.sum())
        return cls(*(np.array([count], dtype=np.int64) for count in counts))

    @classmethod
    def leaving_out(cls, has: Bools) -> _Rare:
        """Count in all interviews but one, for each."""
        times = has.sum(axis=0)
        own = [(has & (times == count)).sum(axis=1).astype(np.int64) for count in (1, 2, 3)]
        return cls(
            interviews=np.full(has.shape[0], has.shape[0] - 1),
            once=(times == 1).sum() - own[0] + own[1],
            twice=(times == 2).sum() - own[1] + own[2],
            mentions=has.sum() - has.sum(axis=1),
        )

    def unseen(self) -> Floats:
        """Return f0 of each sample."""
        return unseen_codes(self.interviews, self.once, self.twice)

    def further(self, more: Ints) -> Floats:
        """Return the codes that so many interviews more would add to each sample, shape (samples, more)."""
        return further_codes(self.interviews[:, None], more, self.once[:, None], self.unseen()[:, None])


def _spread(has: Bools, sizes: Ints, *, resamples: int, rng: np.random.Generator) -> Floats:
    """Return half the width of the interval of a rarefied curve, NaN for one interview."""
    interviews = has.shape[0]
    if interviews < 2:
        return np.full(sizes.size, np.nan)
    rows = np.arange(resamples)[:, None]
    chosen = rng.integers(interviews, size=(resamples, interviews)) + interviews * rows
    times = np.bincount(chosen.ravel(), minlength=resamples * interviews).reshape(resamples, interviews)
    occurrences = np.rint(times.astype(np.float32) @ has.astype(np.float32)).astype(np.int64)
    flat = occurrences + (interviews + 1) * rows
    by_times = np.bincount(flat.ravel(), minlength=resamples * (interviews + 1)).reshape(resamples, interviews + 1)
    curves = by_times @ (1 - share_without(np.arange(interviews, -1, -1), interviews, sizes))
    return np.asarray(Z * curves.std(axis=0, ddof=1), dtype=np.float64)


def _added(has: Bools, more: Ints) -> tuple[Floats, Floats]:
    """Return the codes that so many interviews more would add, and half the width of their interval."""
    interviews = has.shape[0]
    nothing = np.full(more.size, np.nan)
    if interviews < 2:
        return nothing, nothing
    added = _Rare.of(has).further(more)[0]
    if interviews < LEAST:
        return added, nothing
    return added, _reach(_Rare.leaving_out(has).further(more))


def _next(rare: _Rare) -> tuple[Floats, Floats]:
    """Return new codes of one interview more, and coverage, of samples."""
    return rare.further(np.array([1]))[:, 0], known_share(rare.interviews, rare.once, rare.mentions, rare.unseen())


def _jackknifed(value: float, left_out: Floats, *, most: float) -> Estimate:
    reach = float(_reach(left_out))
    return Estimate(value, max(0.0, value - reach), min(most, value + reach))


def _reach(left_out: Floats) -> Floats:
    """Return half the width of the jackknife's interval, over the first axis."""
    n = left_out.shape[0]
    error = np.sqrt((n - 1) / n * np.square(left_out - left_out.mean(axis=0)).sum(axis=0))
    return np.asarray(stdtrit(n - 1, (1 + LEVEL) / 2) * error, dtype=np.float64)
