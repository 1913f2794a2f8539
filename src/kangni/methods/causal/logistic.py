"""The logistic function of many numbers at once, in single and in double precision.

The library's exponential takes one number at a time and is most of the time of a simulation. Here exp(-v) = 2^k p(r),
with k the nearest whole number to -v / ln 2, r what is left of it, and p a Taylor polynomial; the power of two is
written straight into the bits of the float. Every step is a plain sum or product, so that the compiler takes several
numbers at a time, and every processor gives the same bits.
"""

from __future__ import annotations

from typing import Any

import numba
import numpy as np
from numba.extending import overload
from numpy.typing import NDArray

from kangni.methods.columns import Floats

__all__ = ["logistic", "logistic_double", "logistic_into", "logistic_single"]

_ONE, _HALF = np.float32(1), np.float32(0.5)
# 1/n! for n = 2 ... 7: |r| <= ln 2 / 2, so that what follows is below 6e-9
_T3, _T4, _T5, _T6, _T7 = (np.float32(1 / n) for n in (6, 24, 120, 720, 5040))
_LOG2E, _ROUND = np.float32(1.4426950408889634), np.float32(1.5 * 2**23)  # adding and taking _ROUND rounds
_LN2_HIGH, _LN2_LOW = np.float32(0.693359375), np.float32(-2.12194440e-4)  # ln 2 in two parts
_MOST = np.float32(87)  # exp(87) is still a float32
_SHIFT, _BIAS = np.int32(23), np.int32(127)

_LOG2E_DOUBLE, _ROUND_DOUBLE = 1.4426950408889634, 1.5 * 2.0**52
_LN2_HIGH_DOUBLE, _LN2_LOW_DOUBLE = 0.6931471803691238, 1.9082149292705877e-10
_MOST_DOUBLE = 700.0


def _single_loop(z: NDArray[np.float32], level: NDArray[np.float32], steepness: np.float32) -> None:
    bits = level.view(np.int32)
    for i in range(z.size):
        v = -steepness * z[i]
        v = min(_MOST, v)
        v = max(-_MOST, v)
        whole = v * _LOG2E + _ROUND - _ROUND
        r = v - whole * _LN2_HIGH - whole * _LN2_LOW
        p = ((((_T7 * r + _T6) * r + _T5) * r + _T4) * r + _T3) * r + _HALF
        z[i] = (p * r + _ONE) * r + _ONE
        bits[i] = (np.int32(whole) + _BIAS) << _SHIFT
    for i in range(z.size):
        level[i] = _ONE / (_ONE + z[i] * level[i])


def _double_loop(z: Floats, level: Floats, steepness: float) -> None:
    bits = level.view(np.int64)
    for i in range(z.size):
        v = -steepness * z[i]
        v = min(_MOST_DOUBLE, v)
        v = max(-_MOST_DOUBLE, v)
        whole = v * _LOG2E_DOUBLE + _ROUND_DOUBLE - _ROUND_DOUBLE
        r = v - whole * _LN2_HIGH_DOUBLE - whole * _LN2_LOW_DOUBLE
        # 1/n! for n = 2 ... 13
        p = ((1 / 6227020800 * r + 1 / 479001600) * r + 1 / 39916800) * r + 1 / 3628800
        p = (((p * r + 1 / 362880) * r + 1 / 40320) * r + 1 / 5040) * r + 1 / 720
        p = (((p * r + 1 / 120) * r + 1 / 24) * r + 1 / 6) * r + 0.5
        z[i] = (p * r + 1.0) * r + 1.0
        bits[i] = (np.int64(whole) + 1023) << 52
    for i in range(z.size):
        level[i] = 1.0 / (1.0 + z[i] * level[i])


_compiled = numba.njit(cache=True, nogil=True, error_model="numpy")
# Write 1 / (1 + exp(-steepness z)) of flat, contiguous arrays into `level`; `z` is spent.
logistic_single = _compiled(_single_loop)
logistic_double = _compiled(_double_loop)


def logistic_into(z: Any, level: Any, steepness: Any) -> None:  # noqa: ARG001 - for its names
    """Stand for the kernel of the arrays' precision; for compiled code only."""
    message = "logistic_into is for compiled code: call logistic_single or logistic_double"
    raise TypeError(message)


@overload(logistic_into)
def _of_precision(z: Any, level: Any, steepness: Any) -> Any:  # noqa: ARG001 - numba goes by the names
    kernel = logistic_single if z.dtype == numba.float32 else logistic_double

    def call(z: Any, level: Any, steepness: Any) -> None:
        kernel(z, level, steepness)

    return call


def logistic(z: Floats, *, steepness: float = 1.0) -> Floats:
    """Return 1 / (1 + exp(-steepness z)) of any array in double precision, bit for bit as the kernels give it.

    Parameters
    ----------
    z
        Any shape.
    steepness
        Slope at 0 times 4.

    Examples
    --------
    >>> logistic(np.array([0.0, 2.0])).round(6).tolist()
    [0.5, 0.880797]
    """
    spent = np.array(z, dtype=np.float64).reshape(-1)
    level = np.empty_like(spent)
    logistic_double(spent, level, float(steepness))
    return level.reshape(np.shape(z))
