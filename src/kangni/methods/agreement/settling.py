"""What each difference would change if it were settled, and so which one to talk about first."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kangni.methods.agreement.alpha import alphas, coincidences
from kangni.methods.agreement.differences import Differences
from kangni.methods.agreement.units import Tally
from kangni.methods.columns import Floats, Ints
from kangni.methods.readings import distinct, group_numbers

__all__ = ["Settled", "settled"]

DIGITS = 12  # by which two changes count as the same


@dataclass(frozen=True, slots=True, eq=False)
class Settled:
    """By difference: how much alpha would rise or fall, pooled and of the code alone.

    `given` if all who have seen the unit gave it the code, `dropped` if nobody did. NaN where alpha does not exist
    before or after. `order` puts the differences that would change most first.
    """

    pooled_given: Floats
    pooled_dropped: Floats
    code_given: Floats
    code_dropped: Floats
    order: Ints


def settled(found: Differences, tally: Tally, codes: Ints) -> Settled:
    """Return what settling each difference by itself would do to Krippendorff's alpha.

    A difference is one unit under one code that k of the m coders who have seen it gave it. Settled, its pairs no
    longer disagree: its share of the coincidences becomes that of a unit with m yes, or with m no. All else stays.

    Parameters
    ----------
    found
        From `differences` and `shades`; where all gave the code, nothing changes.
    tally
        Kinds of units by document and code, of the codes to be compared.
    codes
        Which codes these are, rising.

    Returns
    -------
    Settled
        Ordered by the larger of the two changes of pooled alpha, then by that of the code's alpha, then by place.
        Changes that do not exist count as none.

    Notes
    -----
    Between two coders every difference changes pooled alpha by the same amount, so there the code decides: a rare code
    has most to gain or to lose from one passage.

    Examples
    --------
    Two coders, one code, 100 units: 80 neither, 15 one of the two, 5 both. One of the 15:

    >>> none = np.zeros(1, dtype=np.int64)
    >>> one = Differences(none, none, none, none, np.array([[True, False]]), np.array([[True, True]]),
    ...                   np.zeros(2, dtype=np.int64), none[:0], np.zeros(2, dtype=np.int64), none[:0])
    >>> counts = Tally(np.array([[2.0, 0.0], [1.0, 1.0], [0.0, 2.0]]), np.array([[[80.0, 15.0, 5.0]]]))
    >>> found = settled(one, counts, none)
    >>> found.pooled_given.round(4), found.pooled_dropped.round(4)
    (array([0.0665]), array([0.0227]))
    """
    observed = coincidences(tally.counts, tally.times.sum(axis=0))
    voices, given = found.seen.sum(axis=1), (found.seen & found.coded).sum(axis=1)
    code = np.searchsorted(codes, found.code)
    cases, case = distinct(code, voices, given), group_numbers(code, voices, given)
    change = _changes(observed, *cases)[:, case]
    change[:, given == voices] = 0.0
    weight = np.round(np.nanmax(np.abs(np.nan_to_num(change.reshape(2, 2, -1))), axis=1, initial=0.0), DIGITS)
    order = np.lexsort((np.arange(len(found)), -weight[1], -weight[0]))
    pooled_given, pooled_dropped, code_given, code_dropped = change
    return Settled(pooled_given, pooled_dropped, code_given, code_dropped, order)


def _changes(observed: Floats, code: Ints, voices: Ints, given: Ints) -> Floats:
    """Return by case the changes pooled if given, pooled if dropped, of the code if given, of the code if dropped."""
    nobody = np.zeros_like(voices)
    before = _of_one_unit(voices - given, given)
    after = np.stack([_of_one_unit(nobody, voices), _of_one_unit(voices, nobody)])
    pooled = observed.sum(axis=0)
    return np.concatenate(
        [alphas(whole - before + after) - alphas(whole) for whole in (pooled[None, :, :], observed[code])]
    )


def _of_one_unit(dropped: Ints, given: Ints) -> Floats:
    """Return the coincidences of single units, each by itself."""
    counts = np.stack([dropped, given], axis=-1).astype(np.float64)
    return coincidences(counts, np.eye(counts.shape[0]))
