"""Agreement of two coders on all codes, and of four by turns and by spans."""

from __future__ import annotations

import numpy as np
from benchmarks.measures import Measure
from benchmarks.promises.asking import asked
from benchmarks.promises.plainly import coded_turns
from benchmarks.promises.promise import Promise
from benchmarks.studies import Studies

from kangni import Study
from kangni.methods.columns import Bools

__all__ = ["AGREEMENT", "FOUR_CODERS", "FOUR_CODERS_SPANS"]


def ours(studies: Studies) -> Measure:
    """Ask for agreement: coefficients of every code with their intervals, and what was read differently."""
    return asked(studies, lambda study: study.agreement())


def of_four(studies: Studies) -> Measure:
    """Ask for agreement of four coders: every coefficient of every code and pair of coders, with its interval."""
    return asked(studies, lambda study: study.agreement(), coded_by_four=True)


def of_four_by_spans(studies: Studies) -> Measure:
    """Ask for agreement of four coders on where their spans are, gamma apart."""
    return asked(studies, lambda study: study.agreement(unit="span"), coded_by_four=True)


def plain(studies: Studies) -> Measure:
    """Fill a dense array for each coder and compare them column by column."""
    return asked(studies, _compare)


def _compare(study: Study) -> list[float]:
    from sklearn.metrics import cohen_kappa_score  # noqa: PLC0415 - Kangni's way is measured without it

    said = coded_turns(study)
    turns = {turn: i for i, turn in enumerate(sorted({coded.turn for coded in said}))}
    codes = {code: i for i, code in enumerate(sorted({coded.code.handle for coded in said}))}
    coders = sorted({coded.coding.coder for coded in said})
    marks: dict[object, Bools] = {coder: np.zeros((len(turns), len(codes)), dtype=np.bool_) for coder in coders}
    for coded in said:
        marks[coded.coding.coder][turns[coded.turn], codes[coded.code.handle]] = True
    first, second = (marks[coder] for coder in coders)
    return [float(cohen_kappa_score(first[:, i], second[:, i], labels=[False, True])) for i in codes.values()]


AGREEMENT = Promise(
    "agreement",
    "turn agreement of two coders on all codes",
    1.0,
    ours,
    plain,
    "scikit-learn's kappa code by code, no intervals",
)
FOUR_CODERS = Promise(
    "agreement-of-four",
    "turn agreement of four coders, all codes, pairs and intervals (400,000 codings, 2,000 resamples)",
    5.0,
    of_four,
)
FOUR_CODERS_SPANS = Promise(
    "spans-of-four", "the same by spans, without gamma (400,000 codings, 2,000 resamples)", 5.0, of_four_by_spans
)
